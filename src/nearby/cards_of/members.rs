//! The JSON of an item member by member, in the order of the names, which is the order of `serde_json`'s objects.
//!
//! Each part says whether it is the item's own or alike on many cards; parts that change together are one part, since
//! each costs a copy when an answer is written. Titles and employers are alike now and then, but fetching them from the
//! dictionary would cost more than they save. It must never leave a member out: what is not known is `null`.

use reach::coord::Wgs84;

use crate::nearby::card::{Card, Fragments, Pen, json_text};
use crate::openings::OpeningRecord;
use crate::places::{Hours, PlaceRecord};
use crate::platform::ids::short_id;

/// A division as it stands on cards.
pub(super) struct DivisionText {
    /// The division, JSON.
    pub(super) object: String,
    /// Its full name, with which most addresses in it begin; empty where the division is not known.
    pub(super) full_name: String,
}

/// Begins a card with the address.
fn address(pen: &mut Pen<'_>, address: Option<&str>, division: &DivisionText) {
    match address {
        Some(address) => pen.text_after("{\"address\":", &division.full_name, address),
        None => pen.shared("{\"address\":null"),
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
    address(&mut pen, row.address.as_deref(), division);
    pen.shared(&format!(",\"category\":{}", json_text(&row.category)));
    pen.shared(&format!(",\"division\":{},\"employer\":", division.object));
    pen.own(&row.employer_name);
    pen.repeated(&format!(
        ",\"ends_on\":{},\"headcount\":{},\"id\":",
        json_text(&row.ends_on),
        row.headcount
    ));
    pen.identity();
    pen.shared(&format!(
        ",\"is_demo\":{},\"kind\":{},\"occupation\":{},\"pay\":{{\"max_fen\":",
        row.is_demo,
        json_text(&row.kind),
        json_text(&row.occupation)
    ));
    pen.repeated(&format!(
        "{},\"min_fen\":{},\"text\":{},\"unit\":{}}}",
        json_text(&row.pay_max_fen),
        json_text(&row.pay_min_fen),
        json_text(&pay_text),
        json_text(&row.pay_unit)
    ));
    pen.shared(&format!(
        ",\"point_basis\":{},\"posted_at\":",
        json_text(&row.point_basis)
    ));
    pen.instant(row.posted_at);
    pen.shared(",\"short_id\":");
    pen.own(&short_id(row.short_no));
    pen.repeated(&format!(
        ",\"starts_on\":{},\"tags\":",
        json_text(&row.starts_on)
    ));
    pen.codes(&PlaceRecord::texts(&row.tags));
    pen.shared(",\"title\":");
    pen.own(&row.title);
    pen.shared(",\"valid_until\":");
    pen.instant(row.valid_until);
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
    address(&mut pen, row.address.as_deref(), division);
    pen.shared(&format!(",\"division\":{}", division.object));
    pen.shared(",\"facets\":");
    pen.codes(&PlaceRecord::texts(&row.facets));
    pen.shared(&format!(",\"grade\":{}", json_text(&row.grade)));
    pen.repeated(&format!(
        ",\"hours_text\":{},\"id\":",
        json_text(&hours.map(Hours::to_text))
    ));
    pen.identity();
    pen.shared(&format!(
        ",\"is_demo\":{},\"kind\":{},\"point_basis\":{}",
        row.is_demo,
        json_text(&row.kind),
        json_text(&row.point_basis)
    ));
    pen.shared(",\"services\":");
    pen.codes(&services);
    pen.shared(",\"short_id\":");
    pen.own(&short_id(row.short_no));
    pen.shared(&format!(
        ",\"site_kind\":{},\"title\":",
        json_text(&row.site_kind)
    ));
    pen.own(&row.title);
    pen.shared(",\"verified_at\":");
    match row.verified_at {
        Some(instant) => pen.instant(instant),
        None => pen.shared("null"),
    }
    pen.finish(point, row.updated_at)
}
