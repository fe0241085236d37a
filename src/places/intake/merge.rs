//! What a draft makes of nothing, or of a stored place. It must never touch what the file does not speak of: columns it
//! lacks, and what is known about a service beyond its being offered.

use entity::{place, place_service};

use super::read::PlaceDraft;
use super::whereabouts::settled;
use crate::imports::Passport;
use crate::places::hours::Hours;
use crate::places::record::PlaceRecord;

/// The new place that a draft makes.
pub(super) fn fresh(draft: &PlaceDraft, passport: Passport) -> PlaceRecord {
    let mut record = draft.record.clone();
    record.row.id = passport.id;
    record.row.short_no = passport.short_no;
    record.row.created_at = passport.now;
    record.row.updated_at = passport.now;
    if record.row.point_basis.is_empty() {
        record.row.point_basis = "surveyed".to_owned();
    }
    if record.row.state.is_empty() {
        record.row.state = "open".to_owned();
    }
    for service in &mut record.services {
        service.place_id = passport.id;
    }
    record
        .services
        .sort_by(|one, other| one.service.cmp(&other.service));
    record
}

/// The stored place with what a draft says.
pub(super) fn merged(draft: &PlaceDraft, stored: &PlaceRecord) -> PlaceRecord {
    let (new, old) = (&draft.record.row, &stored.row);
    let pick = |column: &str, new: &Option<String>, old: &Option<String>| {
        if draft.given.contains(column) {
            new.clone()
        } else {
            old.clone()
        }
    };
    let said = |new: &String, old: &String| {
        if new.is_empty() {
            old.clone()
        } else {
            new.clone()
        }
    };
    let given = draft.record.point();
    let point = given.map(|given| settled(given, stored.point()));
    let row = place::Model {
        source: if old.is_demo {
            new.source.clone()
        } else {
            old.source.clone()
        },
        kind: new.kind.clone(),
        title: new.title.clone(),
        division_id: new.division_id,
        address: pick("address", &new.address, &old.address),
        lat: point.map_or(old.lat, |point| point.lat_degrees()),
        lon: point.map_or(old.lon, |point| point.lon_degrees()),
        point_basis: said(&new.point_basis, &old.point_basis),
        site_kind: pick("site_kind", &new.site_kind, &old.site_kind),
        grade: pick("grade", &new.grade, &old.grade),
        co_builders: list(draft, "co_builders", &new.co_builders, &old.co_builders),
        hours: hours(draft, stored),
        facets: list(draft, "facets", &new.facets, &old.facets),
        phone: pick("phone", &new.phone, &old.phone),
        description: pick("description", &new.description, &old.description),
        state: said(&new.state, &old.state),
        verified_at: if draft.given.contains("verified_at") {
            new.verified_at
        } else {
            old.verified_at
        },
        is_demo: false,
        ..old.clone()
    };
    PlaceRecord {
        row,
        services: services(draft, stored),
    }
}

/// A list of the file, or the stored one when the file lacks it or says the same in another order.
fn list(
    draft: &PlaceDraft,
    column: &str,
    new: &serde_json::Value,
    old: &serde_json::Value,
) -> serde_json::Value {
    let sorted = |value| {
        let mut texts = PlaceRecord::texts(value);
        texts.sort_unstable();
        texts
    };
    let is_kept = !draft.given.contains(column) || sorted(new) == sorted(old);
    if is_kept { old.clone() } else { new.clone() }
}

/// The hours of the file, or the stored ones when the file lacks them or says the same.
fn hours(draft: &PlaceDraft, stored: &PlaceRecord) -> Option<serde_json::Value> {
    let same = |one: Option<Hours>, other: Option<Hours>| one == other;
    let is_kept = !draft.given.contains("hours") || same(draft.record.hours(), stored.hours());
    if is_kept {
        stored.row.hours.clone()
    } else {
        draft.record.row.hours.clone()
    }
}

/// The services of the file, each with what is stored about it.
fn services(draft: &PlaceDraft, stored: &PlaceRecord) -> Vec<place_service::Model> {
    if !draft.given.contains("services") {
        return stored.services.clone();
    }
    let mut services: Vec<place_service::Model> = draft.record.services.clone();
    for service in &mut services {
        service.place_id = stored.row.id;
        if let Some(known) = stored
            .services
            .iter()
            .find(|known| known.service == service.service)
        {
            service.clone_from(known);
        }
    }
    services.sort_by(|one, other| one.service.cmp(&other.service));
    services
}
