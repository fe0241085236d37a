//! The one declared list of filters: the query parameters, their values, what `/v1/meta` and the OpenAPI document say
//! of them, the attributes of the index behind them, and where a record has them. A new filter over codes is one entry here.

mod declared;
mod parameters;
mod record;

use reach::index::Attribute;

pub(super) use declared::{CODE_FILTERS, CodeFilter, Of};
pub(super) use parameters::{ORIGIN_PARAMETERS, PARAMETERS, ValueKind};

pub(super) use record::Record;

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
/// The division, by its position in the depth-first order of the tree: a subtree is a range. A number.
pub(super) const DIVISION: Attribute = Attribute(23);
/// Whether a place is open in the minute that a picture was made for, by [`IS_CLOSED`] and [`IS_OPEN`].
pub(super) const OPEN_NOW: Attribute = Attribute(10);
/// Lowest pay a month, fen.
pub(super) const PAY: Attribute = Attribute(20);
/// When an opening was posted, milliseconds since 1970; places have stood from the first.
pub(super) const POSTED_AT: Attribute = Attribute(21);
/// The last millisecond at which an item stands; places stand for ever.
pub(super) const LAST_STANDS_AT: Attribute = Attribute(22);

/// Value of [`NOUN`] for a place.
pub(super) const IS_PLACE: u32 = 0;
/// Value of [`NOUN`] for an opening.
pub(super) const IS_OPENING: u32 = 1;

/// Value of [`OPEN_NOW`] for a place that is known to be closed.
pub(super) const IS_CLOSED: u32 = 0;
/// Value of [`OPEN_NOW`] for a place that is open.
pub(super) const IS_OPEN: u32 = 1;

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
