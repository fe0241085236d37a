//! A request becomes a search, once, at the edge: every parameter known, every value known, nothing ignored.

mod codes;
mod fields;
mod origin;
mod shape;

use std::fmt::{self, Write as _};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use reach::coord::Crs;
use reach::index::{Attribute, Predicate};
use serde::Serialize;

pub(super) use origin::{
    MAX_MINUTES, MAX_RADIUS_M, Origin, OriginBasis, Range, read_origin, read_start,
};

use super::filters::{
    CODE_FILTERS, CodeFilter, IS_OPENING, IS_PLACE, LAST_STANDS_AT, NOUN, Of, PARAMETERS, POSTED_AT,
};
use super::members::Members;
use super::snapshot::Snapshot;
use super::texts::TextSearch;
use codes::read_codes;
use fields::{read_division, read_pay, read_words};
use shape::read_count_by;

use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::http::Input;
use crate::http::coordinates::read_crs;

/// Items a page at most.
pub(super) const MAX_PAGE: i64 = 100;

/// Items a page unless asked otherwise.
const DEFAULT_PAGE: usize = 20;

/// Bytes reserved for the filters as understood.
const NOTES_BYTES: usize = 128;

/// Bytes reserved for a question besides its filters.
const QUESTION_BYTES: usize = 128;

/// One thing that an item must be.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// The parameter that asks for it; none where the operation itself does.
    pub(super) parameter: Option<&'static str>,
    /// What is asked of the index.
    pub(super) predicate: Predicate,
}

/// What is asked of an answer, wherever it starts.
#[derive(Debug)]
pub(super) struct Search {
    /// The caller's crs.
    pub(super) crs: Crs,
    /// What an item must be.
    pub(super) conditions: Vec<Condition>,
    /// Whether it must be open, or known to be closed, at the moment.
    pub(super) open_now: Option<bool>,
    /// Decides ties.
    pub(super) seed: u64,
    /// Items a page.
    pub(super) page_size: usize,
    /// The facets whose values are counted.
    pub(super) count_by: Vec<&'static CodeFilter>,
    /// Whether each item says why it stands where it stands.
    pub(super) explain: bool,
    /// Whether of openings that say the same the first stands for all.
    pub(super) fold: bool,
    /// Whether the list is by time on foot where that follows streets: its limit is a time.
    pub(super) is_by_time: bool,
    /// The words that are sought.
    pub(super) text: Option<Arc<TextSearch>>,
    /// The filters as understood, with defaults, for the answer.
    pub(super) effective: Members,
}

/// Which things a list speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Places and openings.
    Both,
    /// Places.
    Places,
    /// Openings.
    Openings,
}

impl Scope {
    /// True when a parameter of these things has a sense here.
    pub(super) const fn has(self, of: Of) -> bool {
        matches!(
            (self, of),
            (Self::Both, _)
                | (_, Of::Both)
                | (Self::Places, Of::Places)
                | (Self::Openings, Of::Openings)
        )
    }

    /// The names of the parameters here, origin aside.
    pub(super) fn names(self) -> Vec<&'static str> {
        let codes = CODE_FILTERS
            .iter()
            .filter(|it| self.has(it.of))
            .map(|it| it.name);
        codes
            .chain(
                PARAMETERS
                    .iter()
                    .filter(|it| self.has(it.of))
                    .map(|it| it.name),
            )
            .collect()
    }
}

/// Reads everything but the origin. Refusals collect in `input`; what is returned is used only when there were none.
pub(super) fn read_search(
    input: &mut Input,
    scope: Scope,
    (atlas, catalog): (&Atlas, &Catalog),
    snapshot: &Snapshot,
) -> Search {
    let crs = read_crs(input).unwrap_or(Crs::Wgs84);
    let mut search = Search {
        crs,
        conditions: Vec::new(),
        open_now: None,
        seed: 0,
        page_size: DEFAULT_PAGE,
        count_by: Vec::new(),
        explain: false,
        fold: true,
        is_by_time: false,
        text: None,
        effective: Members::with_room(NOTES_BYTES),
    };
    match scope {
        Scope::Both => {}
        Scope::Places => search.require_noun(IS_PLACE),
        Scope::Openings => search.require_noun(IS_OPENING),
    }
    read_words(input, &mut search, scope, snapshot);
    for filter in CODE_FILTERS.iter().filter(|filter| scope.has(filter.of)) {
        read_codes(input, &mut search, filter, scope, catalog);
    }
    read_division(input, &mut search, atlas);
    if scope.has(Of::Places) {
        search.open_now = input.boolean("open_now");
        if let Some(is_open) = search.open_now {
            search.note("open_now", &is_open);
        }
    }
    if scope.has(Of::Openings) {
        read_pay(input, &mut search);
        if let Some(since) = input.instant("posted_since") {
            search.between(
                "posted_since",
                POSTED_AT,
                Some(since.timestamp_millis()),
                None,
            );
            search.note("posted_since", &since);
        }
    }
    let seed = input.integer("seed", 0, i64::MAX);
    search.seed = seed.and_then(|seed| u64::try_from(seed).ok()).unwrap_or(0);
    search.page_size = input.page_size(MAX_PAGE, DEFAULT_PAGE);
    search.count_by = read_count_by(input, scope);
    search.explain = input.boolean("explain").unwrap_or(false);
    search.fold = !scope.has(Of::Openings) || input.boolean("fold").unwrap_or(true);
    search
}

impl Search {
    /// Only what stands at the moment: posted by now and not ended.
    pub(super) fn only_standing(&mut self, now: DateTime<Utc>) {
        for predicate in standing(now) {
            self.add(None, predicate);
        }
    }

    /// What an item must be, for the index; whether it is open aside.
    pub(super) fn predicates(&self) -> Vec<Predicate> {
        let all = self.conditions.iter();
        all.map(|condition| condition.predicate.clone()).collect()
    }

    /// The search as one text, the same for the same question: what a page token belongs to.
    pub(super) fn canonical(&self, of: fmt::Arguments<'_>) -> String {
        let (crs, notes) = (self.crs.as_str(), self.effective.as_str());
        let mut text = String::with_capacity(notes.len() + QUESTION_BYTES);
        // Writing to a String cannot fail.
        let (seed, fold) = (self.seed, u8::from(self.fold));
        let _ = write!(text, "{of}|{crs}|{seed}|{fold}|{notes}");
        text
    }

    /// Adds a condition.
    fn add(&mut self, parameter: Option<&'static str>, predicate: Predicate) {
        self.conditions.push(Condition {
            parameter,
            predicate,
        });
    }

    /// Requires a place, or an opening.
    fn require_noun(&mut self, noun: u32) {
        let (attribute, values) = (NOUN, vec![noun]);
        self.add(None, Predicate::AnyOf { attribute, values });
    }

    /// Requires a number in a range.
    fn between(
        &mut self,
        parameter: &'static str,
        attribute: Attribute,
        at_least: Option<i64>,
        at_most: Option<i64>,
    ) {
        let predicate = Predicate::Within {
            attribute,
            at_least,
            at_most,
        };
        self.add(Some(parameter), predicate);
    }

    /// Notes a filter as understood.
    pub(super) fn note(&mut self, name: &'static str, value: &impl Serialize) {
        self.effective.put(name, value);
    }
}

/// Requires that an item stands at an instant: posted by then and not ended.
pub(super) fn standing(now: DateTime<Utc>) -> [Predicate; 2] {
    let now = now.timestamp_millis();
    [
        Predicate::Within {
            attribute: POSTED_AT,
            at_least: None,
            at_most: Some(now),
        },
        Predicate::Within {
            attribute: LAST_STANDS_AT,
            at_least: Some(now),
            at_most: None,
        },
    ]
}
