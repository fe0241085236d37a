//! The one declared list of filters: the query parameters, their values, what `/v1/meta` and the OpenAPI document say
//! of them, and the attributes of the index behind them. A new filter over codes is one entry here.

use reach::index::Attribute;

use crate::catalog::{Catalog, Term, Vocabulary};

/// Place or opening, by [`IS_PLACE`] and [`IS_OPENING`].
pub(super) const NOUN: Attribute = Attribute(0);
/// Kind of place or opening.
pub(super) const KIND: Attribute = Attribute(1);
/// Service at a place.
pub(super) const SERVICE: Attribute = Attribute(2);
/// Category of an opening's occupation.
pub(super) const CATEGORY: Attribute = Attribute(3);
/// Occupation of an opening.
pub(super) const OCCUPATION: Attribute = Attribute(4);
/// Tag of an opening.
pub(super) const TAG: Attribute = Attribute(5);
/// Facet of a place.
pub(super) const FACET: Attribute = Attribute(6);
/// Site kind of a place.
pub(super) const SITE_KIND: Attribute = Attribute(7);
/// Grade of a place.
pub(super) const GRADE: Attribute = Attribute(8);
/// The division and every division above it, by position in the tree.
pub(super) const DIVISION: Attribute = Attribute(9);
/// Lowest pay a month, fen.
pub(super) const PAY: Attribute = Attribute(20);
/// When an opening was posted, milliseconds since 1970.
pub(super) const POSTED_AT: Attribute = Attribute(21);
/// The last millisecond at which an item stands; places stand for ever.
pub(super) const LAST_STANDS_AT: Attribute = Attribute(22);

/// Value of [`NOUN`] for a place.
pub(super) const IS_PLACE: u32 = 0;
/// Value of [`NOUN`] for an opening.
pub(super) const IS_OPENING: u32 = 1;

/// Kinds of opening are numbered from here, after the kinds of place.
const FIRST_OPENING_KIND: u32 = 10_000;

/// The words a filter takes its values from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Kinds of place and of opening.
    Kinds,
    /// Service items.
    Services,
    /// Categories.
    Categories,
    /// Occupations.
    Occupations,
    /// Tags.
    Tags,
    /// Facets.
    Facets,
    /// Site kinds.
    SiteKinds,
    /// Grades.
    Grades,
}

impl Words {
    /// The number of a code in the index; `None` when the catalog does not have it.
    pub(super) fn ordinal(self, catalog: &Catalog, code: &str) -> Option<u32> {
        match self {
            Self::Kinds => catalog.place_kinds.ordinal_of(code).or_else(|| {
                catalog
                    .opening_kinds
                    .ordinal_of(code)
                    .map(|it| it + FIRST_OPENING_KIND)
            }),
            Self::Services => catalog.services.ordinal_of(code),
            Self::Categories => catalog.categories.ordinal_of(code),
            Self::Occupations => catalog.occupations.ordinal_of(code),
            Self::Tags => catalog.tags.ordinal_of(code),
            Self::Facets => catalog.facets.ordinal_of(code),
            Self::SiteKinds => catalog.site_kinds.ordinal_of(code),
            Self::Grades => catalog.grades.ordinal_of(code),
        }
    }

    /// Every code, in the catalog's order.
    pub(super) fn codes(self, catalog: &Catalog) -> Vec<String> {
        match self {
            Self::Kinds => {
                let mut codes = codes_of(&catalog.place_kinds);
                codes.extend(codes_of(&catalog.opening_kinds));
                codes
            }
            Self::Services => codes_of(&catalog.services),
            Self::Categories => codes_of(&catalog.categories),
            Self::Occupations => codes_of(&catalog.occupations),
            Self::Tags => codes_of(&catalog.tags),
            Self::Facets => codes_of(&catalog.facets),
            Self::SiteKinds => codes_of(&catalog.site_kinds),
            Self::Grades => codes_of(&catalog.grades),
        }
    }
}

/// The codes of a vocabulary.
fn codes_of<T: Term>(vocabulary: &Vocabulary<T>) -> Vec<String> {
    vocabulary
        .iter()
        .map(|term| term.code().to_owned())
        .collect()
}

/// What has a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Places and openings.
    Both,
    /// Places alone; openings never match.
    Places,
    /// Openings alone; places never match.
    Openings,
}

/// A filter over codes: several values are alternatives unless `is_all`.
#[derive(Clone, Copy, Debug)]
pub(super) struct CodeFilter {
    /// Query parameter.
    pub(super) name: &'static str,
    /// Attribute of the index.
    pub(super) attribute: Attribute,
    /// Where its values come from.
    pub(super) words: Words,
    /// True when an item must have every value.
    pub(super) is_all: bool,
    /// What has it.
    pub(super) of: Of,
    /// What it does, for readers of the contract.
    pub(super) about: &'static str,
}

/// The filters over codes.
pub(super) const CODE_FILTERS: [CodeFilter; 10] = [
    CodeFilter {
        name: "kinds",
        attribute: KIND,
        words: Words::Kinds,
        is_all: false,
        of: Of::Both,
        about: "Kinds of place or opening, comma-separated; any of them",
    },
    CodeFilter {
        name: "services",
        attribute: SERVICE,
        words: Words::Services,
        is_all: false,
        of: Of::Places,
        about: "Service items, any of them",
    },
    CodeFilter {
        name: "facets_all",
        attribute: FACET,
        words: Words::Facets,
        is_all: true,
        of: Of::Places,
        about: "Facets, all of them",
    },
    CodeFilter {
        name: "facets_any",
        attribute: FACET,
        words: Words::Facets,
        is_all: false,
        of: Of::Places,
        about: "Facets, any of them",
    },
    CodeFilter {
        name: "site_kinds",
        attribute: SITE_KIND,
        words: Words::SiteKinds,
        is_all: false,
        of: Of::Places,
        about: "Site kinds, any of them",
    },
    CodeFilter {
        name: "grades",
        attribute: GRADE,
        words: Words::Grades,
        is_all: false,
        of: Of::Places,
        about: "Grades, any of them",
    },
    CodeFilter {
        name: "categories",
        attribute: CATEGORY,
        words: Words::Categories,
        is_all: false,
        of: Of::Openings,
        about: "Categories of occupation, any of them",
    },
    CodeFilter {
        name: "occupations",
        attribute: OCCUPATION,
        words: Words::Occupations,
        is_all: false,
        of: Of::Openings,
        about: "Occupations, any of them",
    },
    CodeFilter {
        name: "tags_any",
        attribute: TAG,
        words: Words::Tags,
        is_all: false,
        of: Of::Openings,
        about: "Tags, any of them",
    },
    CodeFilter {
        name: "tags_all",
        attribute: TAG,
        words: Words::Tags,
        is_all: true,
        of: Of::Openings,
        about: "Tags, all of them",
    },
];

/// What the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// Text.
    Text,
    /// Number.
    Number,
    /// Whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Instant.
    Instant,
}

/// A parameter that is not a filter over codes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub(super) name: &'static str,
    /// What its value is.
    pub(super) kind: ValueKind,
    /// What has it.
    pub(super) of: Of,
    /// True for filters; false for what shapes the answer.
    pub(super) is_filter: bool,
    /// What it does.
    pub(super) about: &'static str,
}

/// The filters that are not over codes, and what shapes an answer.
pub(super) const PARAMETERS: [Parameter; 9] = [
    Parameter {
        name: "division",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: true,
        about: "In this division or below it: its id, a code of any system, or its full name",
    },
    Parameter {
        name: "open_now",
        kind: ValueKind::Boolean,
        of: Of::Places,
        is_filter: true,
        about: "true: open at this moment; false: known to be closed. A place whose hours are not known, and an opening, match neither",
    },
    Parameter {
        name: "pay_at_least_fen",
        kind: ValueKind::Integer,
        of: Of::Openings,
        is_filter: true,
        about: "Pays at least this, fen, in `pay_unit`; compared by the guaranteed lower end, normalised to a month (21.75 days, 8 hours). Negotiable pay never matches",
    },
    Parameter {
        name: "pay_unit",
        kind: ValueKind::Text,
        of: Of::Openings,
        is_filter: true,
        about: "Unit of `pay_at_least_fen`: hour, day, month or year",
    },
    Parameter {
        name: "posted_since",
        kind: ValueKind::Instant,
        of: Of::Openings,
        is_filter: true,
        about: "Posted at or after this instant (RFC 3339)",
    },
    Parameter {
        name: "crs",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: false,
        about: "Coordinate reference system of the request and the answer: wgs84, gcj02 or bd09",
    },
    Parameter {
        name: "seed",
        kind: ValueKind::Integer,
        of: Of::Both,
        is_filter: false,
        about: "Decides, with the day, the order of items at the same distance; 0 by default",
    },
    Parameter {
        name: "page_size",
        kind: ValueKind::Integer,
        of: Of::Both,
        is_filter: false,
        about: "Items a page: 20 by default, coerced to 100",
    },
    Parameter {
        name: "page_token",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: false,
        about: "Continues a list; keep the other parameters",
    },
];

/// The parameters that say where and how far.
pub(super) const ORIGIN_PARAMETERS: [Parameter; 5] = [
    Parameter {
        name: "lat",
        kind: ValueKind::Number,
        of: Of::Both,
        is_filter: false,
        about: "Latitude of the origin in `crs`, degrees",
    },
    Parameter {
        name: "lon",
        kind: ValueKind::Number,
        of: Of::Both,
        is_filter: false,
        about: "Longitude of the origin in `crs`, degrees",
    },
    Parameter {
        name: "near",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: false,
        about: "Origin for people who give no position, instead of lat and lon: division:CODE or place:ID",
    },
    Parameter {
        name: "minutes",
        kind: ValueKind::Integer,
        of: Of::Both,
        is_filter: true,
        about: "Minutes on foot: 15 by default, at most 60",
    },
    Parameter {
        name: "radius_m",
        kind: ValueKind::Integer,
        of: Of::Both,
        is_filter: true,
        about: "Metres in a straight line instead of minutes, at most 50000",
    },
];
