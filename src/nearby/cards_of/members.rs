//! The JSON of an item, part by part.
//!
//! Each part says whether it is the item's own or alike on many cards. The order of the members, which means nothing in
//! JSON, is chosen for this: what is alike together is one part, since each part costs a copy when an answer is written.
//! Titles and employers are alike now and then, but fetching them from the dictionary would cost more than they save.
//! A list shows what one chooses by; the rest is in the item's own answer. A member is never left out: what is not
//! known is `null`.

use reach::coord::Wgs84;

use crate::nearby::card::{Card, Fragments, Pen, json_text};
use crate::openings::OpeningRecord;
use crate::places::{Hours, PlaceRecord};

/// A division as it stands on cards.
pub(super) struct DivisionText {
    /// The division, JSON.
    pub(super) object: String,
    /// Its full name, with which most addresses in it begin; empty where the division is not known.
    pub(super) full_name: String,
}

/// Appends the division and the address, which mostly begins with the division's name.
fn whereabouts(pen: &mut Pen<'_>, address: Option<&str>, division: &DivisionText) {
    let division_member = format!(",\"division\":{},\"address\":", division.object);
    match address {
        Some(address) => pen.text_after(&division_member, &division.full_name, address),
        None => pen.shared(&format!("{division_member}null")),
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
    pen.shared(&format!(
        "{{\"kind\":{},\"category\":{},\"occupation\":{},\"is_demo\":{},\"point_basis\":{},\"title\":",
        json_text(&row.kind),
        json_text(&row.category),
        json_text(&row.occupation),
        row.is_demo,
        json_text(&row.point_basis)
    ));
    pen.own(&row.title);
    pen.text(",\"employer\":");
    pen.own(&row.employer_name);
    pen.repeated(&format!(
        ",\"headcount\":{},\"starts_on\":{},\"ends_on\":{},\"id\":",
        row.headcount,
        json_text(&row.starts_on),
        json_text(&row.ends_on)
    ));
    pen.identity();
    pen.repeated(&format!(
        ",\"pay\":{{\"min_fen\":{},\"max_fen\":{},\"unit\":{},\"text\":{}}}",
        json_text(&row.pay_min_fen),
        json_text(&row.pay_max_fen),
        json_text(&row.pay_unit),
        json_text(&pay_text)
    ));
    pen.codes(
        ",\"tags\":",
        &PlaceRecord::texts(&row.tags),
        ",\"posted_at\":",
    );
    pen.instant(row.posted_at);
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
    pen.shared(&format!(
        "{{\"kind\":{},\"grade\":{},\"site_kind\":{},\"is_demo\":{},\"point_basis\":{},\"title\":",
        json_text(&row.kind),
        json_text(&row.grade),
        json_text(&row.site_kind),
        row.is_demo,
        json_text(&row.point_basis)
    ));
    pen.own(&row.title);
    pen.codes(",\"services\":", &services, "");
    pen.codes(",\"facets\":", &PlaceRecord::texts(&row.facets), "");
    pen.repeated(&format!(
        ",\"hours_text\":{},\"id\":",
        json_text(&hours.map(Hours::to_text))
    ));
    pen.identity();
    match row.verified_at {
        Some(instant) => {
            pen.shared(",\"verified_at\":");
            pen.instant(instant);
        }
        None => pen.shared(",\"verified_at\":null"),
    }
    whereabouts(&mut pen, row.address.as_deref(), division);
    pen.finish(point, row.updated_at)
}
