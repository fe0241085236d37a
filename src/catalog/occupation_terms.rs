//! The tables of `occupations.toml`: categories and occupations.
//!
//! Must never: let its pay be taken for statistics; it is an assumption that feeds the demo data.
//! Read next: `catalog/occupations.toml`, which says what each key means.

use serde::Deserialize;

use super::vocabulary::term;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OccupationsFile {
    /// The rows of `[[category]]`.
    pub(super) category: Vec<Category>,
    /// The rows of `[[occupation]]`.
    pub(super) occupation: Vec<Occupation>,
}

/// A category of occupations.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Category {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}
term!(Category, "category");

/// An occupation of our own list, with assumed pay for the demo data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Occupation {
    /// The stable code, our own.
    pub(crate) code: String,
    /// The code of its category.
    pub(crate) category: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// The codes of the kinds of opening it appears in.
    pub(crate) kinds: Vec<String>,
    /// The assumed lower monthly pay, in whole yuan.
    pub(crate) monthly_low: u32,
    /// The assumed upper monthly pay, in whole yuan.
    pub(crate) monthly_high: u32,
    /// The code of the unit of gig pay; present exactly when `gig` is among the kinds.
    pub(crate) gig_unit: Option<String>,
    /// The assumed lower gig pay, in whole yuan a unit.
    pub(crate) gig_low: Option<u32>,
    /// The assumed upper gig pay, in whole yuan a unit.
    pub(crate) gig_high: Option<u32>,
    /// What the work is, in Chinese.
    pub(crate) duties_zh: String,
    /// What the work lawfully needs, in Chinese.
    pub(crate) conditions_zh: String,
    /// The codes of the tags that often go with it.
    pub(crate) tags: Vec<String>,
}
term!(Occupation, "occupation");
