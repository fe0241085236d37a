//! The codes of a record, whichever kind of record it is.

use crate::openings::OpeningRecord;
use crate::places::PlaceRecord;

/// A record that becomes an item.
#[derive(Clone, Copy, Debug)]
pub(in crate::nearby) enum Record<'a> {
    /// A place.
    Place(&'a PlaceRecord),
    /// An opening.
    Opening(&'a OpeningRecord),
}

impl Record<'_> {
    /// One code of a place, where it has one.
    pub(super) fn of_place(self, code: impl Fn(&PlaceRecord) -> Option<String>) -> Vec<String> {
        match self {
            Self::Place(place) => code(place).into_iter().collect(),
            Self::Opening(_) => Vec::new(),
        }
    }

    /// One code of an opening, where it has one.
    pub(super) fn of_opening(self, code: impl Fn(&OpeningRecord) -> Option<String>) -> Vec<String> {
        match self {
            Self::Place(_) => Vec::new(),
            Self::Opening(opening) => code(opening).into_iter().collect(),
        }
    }
}

/// The services of a place.
pub(super) fn services_of(record: Record<'_>) -> Vec<String> {
    match record {
        Record::Place(place) => place.services.iter().map(|it| it.service.clone()).collect(),
        Record::Opening(_) => Vec::new(),
    }
}

/// The facets of a place.
pub(super) fn facets_of(record: Record<'_>) -> Vec<String> {
    match record {
        Record::Place(place) => PlaceRecord::texts(&place.row.facets),
        Record::Opening(_) => Vec::new(),
    }
}

/// The tags of an opening.
pub(super) fn tags_of(record: Record<'_>) -> Vec<String> {
    match record {
        Record::Place(_) => Vec::new(),
        Record::Opening(opening) => PlaceRecord::texts(&opening.tags),
    }
}
