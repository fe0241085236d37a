//! The tables of `places.toml`: kinds of place, facets, kinds of site, grades.
//!
//! Must never: hold a rule about places; those live in the places slice.
//! Read next: `catalog/places.toml`, which says what each key means.

use serde::Deserialize;

use super::vocabulary::term;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesFile {
    /// The rows of `[[place_kind]]`.
    pub(super) place_kind: Vec<PlaceKind>,
    /// The rows of `[[facet_group]]`.
    pub(super) facet_group: Vec<FacetGroup>,
    /// The rows of `[[facet]]`.
    pub(super) facet: Vec<Facet>,
    /// The rows of `[[site_kind]]`.
    pub(super) site_kind: Vec<SiteKind>,
    /// The rows of `[[grade]]`.
    pub(super) grade: Vec<Grade>,
}

/// A rung of the three-level service system of A(十五), lowest first.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    /// 村（社区）.
    Village,
    /// 乡镇（街道）.
    Town,
    /// 县（市、区）.
    County,
}

impl Level {
    /// The code, as the files and the answers write it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Town => "town",
            Self::County => "county",
        }
    }
}

/// A kind of place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceKind {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// One Chinese sentence on what it is.
    pub(crate) description_zh: String,
    /// One English sentence on what it is.
    pub(crate) description_en: String,
    /// The clauses that ask for it, such as `B(七) A(十五)`.
    pub(crate) source: String,
    /// The codes of the facets a place of this kind may have.
    pub(crate) facets: Vec<String>,
    /// Its usual rung, where the kind is one.
    pub(crate) level: Option<Level>,
}
term!(PlaceKind, "place_kind");

/// A heading under which facets are shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FacetGroup {
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
term!(FacetGroup, "facet_group");

/// Something a place has, gathers or teaches.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facet {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// The code of its facet group.
    pub(crate) group: String,
    /// The clauses that name it, where any does.
    pub(crate) source: Option<String>,
}
term!(Facet, "facet");

/// Where a place stands, B(七).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteKind {
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
term!(SiteKind, "site_kind");

/// A grade a place may hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grade {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Whether an official text with this grade was read; if not, it is shown as 未确认.
    pub(crate) confirmed: bool,
}
term!(Grade, "grade");
