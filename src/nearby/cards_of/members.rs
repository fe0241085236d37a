//! The JSON of an item, part by part.
//!
//! Each part says whether it is the item's own or alike on many cards. The order of the members, which means nothing in
//! JSON, is chosen for this: what is alike together is one part, since each part costs a copy when an answer is written.
//! Titles and employers are alike now and then, but fetching them from the dictionary would cost more than they save.
//! A list shows what one chooses by; the rest is in the item's own answer. What says nothing is left out: what is not
//! known, an empty list, `is_demo` where it is false, `point_basis` where the point is surveyed.

use reach::coord::Wgs84;

use serde::Serialize;

use crate::nearby::card::{Card, Fragments, Pen, json_text};
use crate::openings::OpeningRecord;
use crate::places::{Hours, PlaceRecord};

/// How a point is known unless a card says otherwise.
const SURVEYED: &str = "surveyed";

/// A division as it stands on cards.
pub(super) struct DivisionText {
    /// The division, JSON.
    pub(super) object: String,
    /// Its full name, with which most addresses in it begin; empty where the division is not known.
    pub(super) full_name: String,
}

/// Appends the division and the address, which mostly begins with the division's name.
fn whereabouts(pen: &mut Pen<'_>, address: Option<&str>, division: &DivisionText) {
    let division_member = format!(",\"division\":{}", division.object);
    match address {
        Some(address) => pen.text_after(
            &format!("{division_member},\"address\":"),
            &division.full_name,
            address,
        ),
        None => pen.shared(&division_member),
    }
}

/// A member with its comma; nothing where its value is not known.
fn known(name: &str, value: Option<&impl Serialize>) -> String {
    value.map_or_else(String::new, |value| {
        format!(",\"{name}\":{}", json_text(value))
    })
}

/// What a card says of its origin, with commas: whether it is generated, and how its point is known where that is not
/// by survey.
fn provenance(is_demo: bool, point_basis: &str) -> String {
    let is_demo = is_demo.then_some(&true);
    let rough = Some(&point_basis).filter(|basis| **basis != SURVEYED);
    known("is_demo", is_demo) + &known("point_basis", rough)
}

/// Appends a list of codes as a member; nothing where it is empty.
fn codes(pen: &mut Pen<'_>, name: &str, codes: &[impl Serialize]) {
    if !codes.is_empty() {
        pen.codes(&format!(",\"{name}\":"), codes, "");
    }
}

/// The card of an opening; its pay as text.
pub(super) fn opening_card(
    fragments: &Fragments,
    row: &OpeningRecord,
    pay_text: &str,
    division: &DivisionText,
    point: Wgs84,
) -> Card {
    let mut pen = Pen::new(fragments);
    let kind = json_text(&row.kind);
    let category = known("category", row.category.as_ref());
    let occupation = known("occupation", row.occupation.as_ref());
    let provenance = provenance(row.is_demo, &row.point_basis);
    pen.shared(&format!(
        "{{\"kind\":{kind}{category}{occupation}{provenance},\"title\":"
    ));
    pen.own(&row.title);
    pen.text(",\"employer\":");
    pen.own(&row.employer_name);
    let starts_on = known("starts_on", row.starts_on.as_ref());
    let ends_on = known("ends_on", row.ends_on.as_ref());
    pen.repeated(&format!(
        ",\"headcount\":{}{starts_on}{ends_on},\"id\":",
        row.headcount
    ));
    pen.identity();
    pen.repeated(&format!(",\"pay\":{{\"text\":{}}}", json_text(&pay_text)));
    codes(&mut pen, "tags", &PlaceRecord::texts(&row.tags));
    whereabouts(&mut pen, row.address.as_deref(), division);
    pen.finish(point, row.updated_at)
}

/// The card of a place.
pub(super) fn place_card(
    fragments: &Fragments,
    record: &PlaceRecord,
    hours: Option<&Hours>,
    division: &DivisionText,
    point: Wgs84,
) -> Card {
    let row = &record.row;
    let services: Vec<&str> = record
        .services
        .iter()
        .map(|it| it.service.as_str())
        .collect();
    let mut pen = Pen::new(fragments);
    let kind = json_text(&row.kind);
    let grade = known("grade", row.grade.as_ref());
    let site_kind = known("site_kind", row.site_kind.as_ref());
    let provenance = provenance(row.is_demo, &row.point_basis);
    pen.shared(&format!(
        "{{\"kind\":{kind}{grade}{site_kind}{provenance},\"title\":"
    ));
    pen.own(&row.title);
    codes(&mut pen, "services", &services);
    codes(&mut pen, "facets", &PlaceRecord::texts(&row.facets));
    let hours_text = known("hours_text", hours.map(Hours::to_text).as_ref());
    pen.repeated(&format!("{hours_text},\"id\":"));
    pen.identity();
    whereabouts(&mut pen, row.address.as_deref(), division);
    pen.finish(point, row.updated_at)
}
