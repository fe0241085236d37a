//! The occupations of each kind of opening, and what one pays, offers and asks for in the demo set.
//!
//! The pay comes from the catalog's assumed ranges and is no statistics. It must never give an opening a tag or a
//! condition that shuts anyone out. Read next: `openings`.

use super::chance::Chance;
use crate::catalog::{Catalog, Occupation};
use crate::openings::{Pay, PayUnit};

/// Categories in which classes are taught.
const TAUGHT: [&str; 9] = [
    "construction",
    "decoration",
    "housekeeping",
    "care_health",
    "catering",
    "tourism",
    "drivers",
    "crafts",
    "ecommerce",
];

/// Tags that a vacancy may have besides its occupation's.
const VACANCY_TAGS: [&str; 12] = [
    "meal_allowance",
    "social_insurance",
    "overtime_paid",
    "weekends_off",
    "paid_leave",
    "women_friendly",
    "graduates",
    "returnees",
    "relocated_residents",
    "veterans_first",
    "disability_friendly",
    "shuttle_bus",
];

/// Tags that a gig may have besides its occupation's.
const GIG_TAGS: [&str; 6] = [
    "paid_daily",
    "accident_insurance",
    "injury_cover",
    "tools_provided",
    "no_experience",
    "meals",
];

/// Tags that a public-welfare post may have besides its occupation's.
const PUBLIC_TAGS: [&str; 4] = [
    "hard_to_employ",
    "day_shift",
    "disability_friendly",
    "social_insurance",
];

/// Tags that a class may have.
const CLASS_TAGS: [&str; 5] = [
    "no_experience",
    "women_friendly",
    "returnees",
    "relocated_residents",
    "meals",
];

/// Tags of which an opening has one at most.
const RIVALS: [&[&str]; 4] = [
    &["day_shift", "night_shift", "rotating_shifts"],
    &["meals", "meal_allowance"],
    &["lodging", "lodging_allowance"],
    &["paid_daily", "paid_weekly"],
];

/// Tags of day labour, which a monthly post does not have.
const DAY_LABOUR_TAGS: [&str; 2] = ["paid_daily", "paid_weekly"];

/// The occupations that a kind of opening is drawn from.
pub(super) fn occupations<'c>(catalog: &'c Catalog, kind: &str) -> Vec<&'c Occupation> {
    let is_of_kind = |job: &Occupation| match kind {
        "training_class" => TAUGHT.contains(&job.category.as_str()),
        _ => job.kinds.iter().any(|other| other == kind),
    };
    catalog
        .occupations
        .iter()
        .filter(|job| is_of_kind(job))
        .collect()
}

/// What one opening of an occupation pays: within the range, rounded as people do, some to be agreed.
pub(super) fn pay(kind: &str, job: &Occupation, chance: &mut Chance) -> Option<Pay> {
    let to_agree = Pay::new(None, None, PayUnit::Negotiable, None).ok();
    if kind == "training_class" || (kind == "vacancy" && chance.percent(5)) {
        return to_agree;
    }
    let (unit, low, high) = match (kind, job.gig_unit.as_deref().and_then(PayUnit::from_code)) {
        ("gig", Some(unit)) => (unit, job.gig_low.unwrap_or(0), job.gig_high.unwrap_or(0)),
        _ => (PayUnit::Month, job.monthly_low, job.monthly_high),
    };
    let step = match unit {
        PayUnit::Month => 100,
        PayUnit::Day => 10,
        PayUnit::Year => 1_000,
        PayUnit::Hour | PayUnit::Piece | PayUnit::Negotiable => 1,
    };
    let least = i64::from(low.div_ceil(step));
    let most = i64::from(high / step).max(least);
    let middle = i64::midpoint(least, most);
    let fen = i64::from(step) * 100;
    let min_fen = chance.between(least, middle) * fen;
    let max_fen = chance.between(middle, most) * fen;
    let is_thirteen = unit == PayUnit::Month && kind == "vacancy" && chance.percent(6);
    Pay::new(
        Some(min_fen),
        Some(max_fen),
        unit,
        is_thirteen.then_some(13),
    )
    .ok()
    .or(to_agree)
}

/// Tags of one opening, each once, no two that contradict each other, all known to the catalog.
pub(super) fn tags(
    catalog: &Catalog,
    kind: &str,
    job: &Occupation,
    chance: &mut Chance,
) -> Vec<String> {
    let (extras, keeps_own): (&[&'static str], u64) = match kind {
        "gig" => (&GIG_TAGS, 75),
        "public_post" => (&PUBLIC_TAGS, 75),
        "training_class" => (&CLASS_TAGS, 0),
        _ => (&VACANCY_TAGS, 75),
    };
    let mut tags: Vec<&str> = Vec::new();
    let own = job.tags.iter().map(String::as_str);
    for tag in own.filter(|tag| kind == "gig" || !DAY_LABOUR_TAGS.contains(tag)) {
        if chance.percent(keeps_own) {
            add(&mut tags, tag);
        }
    }
    for _ in 0..chance.below(3) {
        if let Some(tag) = chance.pick(extras) {
            add(&mut tags, tag);
        }
    }
    tags.into_iter()
        .filter(|tag| catalog.tag(tag).is_some())
        .map(str::to_owned)
        .collect()
}

/// Adds a tag unless it is there or contradicts one that is.
fn add<'t>(tags: &mut Vec<&'t str>, tag: &'t str) {
    let is_rival = |other: &&str| {
        RIVALS
            .iter()
            .any(|set| set.contains(&tag) && set.contains(other))
    };
    if !tags.contains(&tag) && !tags.iter().any(is_rival) {
        tags.push(tag);
    }
}
