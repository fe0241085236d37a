//! What a draft makes of nothing, or of a stored opening. It must never touch what the file does not speak of.

use super::read::OpeningDraft;
use super::standing::latest_end;
use crate::imports::Passport;
use crate::openings::record::{OpeningRecord, point_of};
use crate::places::settled;

/// The new opening that a draft makes: posted now and valid as long as its kind allows, where the file does not say.
pub(super) fn fresh(draft: &OpeningDraft, passport: Passport) -> OpeningRecord {
    let or = |said: &str, default: &str| {
        if said.is_empty() {
            default.to_owned()
        } else {
            said.to_owned()
        }
    };
    let posted_at = draft.standing.posted_at.unwrap_or(passport.now);
    OpeningRecord {
        id: passport.id,
        short_no: passport.short_no,
        point_basis: or(&draft.record.point_basis, "surveyed"),
        state: or(&draft.record.state, "published"),
        posted_at,
        valid_until: draft
            .standing
            .valid_until
            .unwrap_or_else(|| latest_end(posted_at, draft.max_days)),
        created_at: passport.now,
        updated_at: passport.now,
        ..draft.record.clone()
    }
}

/// The stored opening with what a draft says.
pub(super) fn merged(draft: &OpeningDraft, stored: &OpeningRecord) -> OpeningRecord {
    let (new, old) = (&draft.record, stored);
    let has = |column: &str| draft.given.contains(column);
    let point = point_of(new).map(|given| settled(given, point_of(old)));
    let has_work = has("occupation") || has("category");
    let has_tags = has("tags") && !same_texts(&new.tags, &old.tags);
    OpeningRecord {
        id: old.id,
        short_no: old.short_no,
        source: pick(old.is_demo, &new.source, &old.source),
        employer_code: pick(has("employer_code"), &new.employer_code, &old.employer_code),
        address: pick(has("address"), &new.address, &old.address),
        lat: point.map_or(old.lat, |point| point.lat_degrees()),
        lon: point.map_or(old.lon, |point| point.lon_degrees()),
        point_basis: pick(
            !new.point_basis.is_empty(),
            &new.point_basis,
            &old.point_basis,
        ),
        occupation: pick(has_work, &new.occupation, &old.occupation),
        category: pick(has_work, &new.category, &old.category),
        tags: pick(has_tags, &new.tags, &old.tags),
        starts_on: pick(has("starts_on"), &new.starts_on, &old.starts_on),
        ends_on: pick(has("ends_on"), &new.ends_on, &old.ends_on),
        posted_at: draft.standing.posted_at.unwrap_or(old.posted_at),
        valid_until: valid_until(draft, stored),
        state: pick(!new.state.is_empty(), &new.state, &old.state),
        version: old.version,
        created_at: old.created_at,
        updated_at: old.updated_at,
        ..new.clone()
    }
}

/// The new value where the file says it, else the old one.
fn pick<T: Clone>(is_said: bool, new: &T, old: &T) -> T {
    if is_said { new.clone() } else { old.clone() }
}

/// The end that the file says; else the stored one, unless the file moves the beginning.
fn valid_until(draft: &OpeningDraft, stored: &OpeningRecord) -> chrono::DateTime<chrono::Utc> {
    let moved = draft
        .standing
        .posted_at
        .filter(|posted_at| *posted_at != stored.posted_at);
    match (draft.standing.valid_until, moved) {
        (Some(until), _) => {
            // Measured from the beginning that stands, so that no file makes an opening last longer than its kind may.
            let posted_at = draft.standing.posted_at.unwrap_or(stored.posted_at);
            until.min(latest_end(posted_at, draft.max_days))
        }
        (None, Some(posted_at)) => latest_end(posted_at, draft.max_days),
        (None, None) => stored.valid_until,
    }
}

/// True when two lists of texts hold the same, in whatever order.
fn same_texts(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    let sorted = |value: &serde_json::Value| {
        let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let mut texts: Vec<String> = values
            .iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect();
        texts.sort_unstable();
        texts
    };
    sorted(one) == sorted(other)
}
