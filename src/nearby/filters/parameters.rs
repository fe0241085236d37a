//! The declarations of parameters that are no filter over codes: what has them and what they do.

use super::Of;

/// What the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::nearby) enum ValueKind {
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
pub(in crate::nearby) struct Parameter {
    /// Its name.
    pub(in crate::nearby) name: &'static str,
    /// What its value is.
    pub(in crate::nearby) kind: ValueKind,
    /// What has it.
    pub(in crate::nearby) of: Of,
    /// True for filters; false for what shapes the answer.
    pub(in crate::nearby) is_filter: bool,
    /// What it does.
    pub(in crate::nearby) about: &'static str,
}

/// The filters that are not over codes, and what shapes an answer.
pub(in crate::nearby) const PARAMETERS: [Parameter; 12] = [
    Parameter {
        name: "q",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: true,
        about: "Words sought in titles, employers, occupations, kinds, services, tags, divisions, descriptions and addresses; all of them. Synonyms, pinyin (baoan), initials (gy) and small typos are understood; `text` says how. Lists show the best match first, searches around a place order by nearness",
    },
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
        name: "count_by",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: false,
        about: "Facets whose values are counted among what matches, comma-separated: kinds, services, facets, site_kinds, grades, categories, occupations, tags. A facet's counts ignore its own filter",
    },
    Parameter {
        name: "fold",
        kind: ValueKind::Boolean,
        of: Of::Openings,
        is_filter: false,
        about: "true, the default: of openings that say the same (employer, place, kind, title, pay) the first stands for all, with `duplicates`; false: each stands for itself",
    },
    Parameter {
        name: "explain",
        kind: ValueKind::Boolean,
        of: Of::Both,
        is_filter: false,
        about: "true: each item says in `why` why it stands where it stands",
    },
    Parameter {
        name: "crs",
        kind: ValueKind::Text,
        of: Of::Both,
        is_filter: false,
        about: "Coordinate reference system of the request and the answer: wgs84, gcj02 or bd09",
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
pub(in crate::nearby) const ORIGIN_PARAMETERS: [Parameter; 6] = [
    Parameter {
        name: "seed",
        kind: ValueKind::Integer,
        of: Of::Both,
        is_filter: false,
        about: "Decides, with the day, the order of items at the same distance; 0 by default",
    },
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
