//! What an answer says of the whole that matches: counts by facet, and advice where nothing matches.
//!
//! Both are exact: they count what the same question without one of its filters would list. Counting is asked for, or
//! happens where there is nothing to list; it never stands on the way of a plain page.

use reach::index::{Attribute, Circle, Nearest, Predicate, Selection, TieBreak};
use reach::measure::{Pace, walk_minutes};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::filters::{CodeFilter, Words};
use super::query::{Condition, Search};
use super::snapshot::{Moment, Snapshot, reach_of};
use crate::catalog::Catalog;

/// A question whose matches are counted.
pub(super) struct Counting<'a> {
    /// What is searched.
    pub(super) snapshot: &'a Snapshot,
    /// The moment that the answer speaks of.
    pub(super) moment: &'a Moment<'a>,
    /// The question; only what stands.
    pub(super) search: &'a Search,
    /// Where, if the question has an origin.
    pub(super) circle: Option<Circle>,
}

/// What would help where nothing matches.
#[derive(Debug, Serialize)]
pub(super) struct Advice {
    /// The filter whose removal lets most items match; null where no single removal helps.
    remove: Option<Removal>,
    /// The nearest item that matches every filter, beyond the limit; null where there is none, or no origin.
    nearest: Option<Nearer>,
}

/// A filter that may go.
#[derive(Debug, Serialize)]
struct Removal {
    /// The parameter.
    filter: &'static str,
    /// How many items match without it.
    matches: usize,
}

/// How far the nearest match is.
#[derive(Debug, Serialize)]
struct Nearer {
    /// Metres in a straight line, to a decimetre.
    distance_m: f64,
    /// Seconds on foot.
    walk_seconds: u32,
    /// Minutes on foot, rounded up.
    walk_minutes: u32,
}

impl Counting<'_> {
    /// How many of the items that match, a facet's own filters aside, have each of its values: by facet, a list of
    /// values with counts, most first, then in the catalog's order. Values that none has are left out.
    pub(super) fn facet_counts(&self, catalog: &Catalog) -> Value {
        let facets = self.search.count_by.iter();
        let counted = facets.map(|facet| (facet.facet.to_owned(), self.facet(facet, catalog)));
        Value::Object(counted.collect::<Map<String, Value>>())
    }

    /// The values of one facet.
    fn facet(&self, facet: &CodeFilter, catalog: &Catalog) -> Value {
        let is_of_others = |condition: &Condition| {
            attribute_of(&condition.predicate) != Some(facet.attribute)
                || condition.parameter.is_none()
        };
        let selection = self.select(is_of_others, true);
        let mut counts = self.snapshot.items.tally(&selection, facet.attribute);
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let named = counts.into_iter().filter_map(|(ordinal, count)| {
            let value = code_of(facet.words, catalog, ordinal)?;
            Some(json!({"value": value, "count": count}))
        });
        Value::Array(named.collect())
    }

    /// What would help, for a question that matches nothing.
    pub(super) fn advice(&self, pace: Pace) -> Advice {
        let mut filters: Vec<&'static str> = Vec::new();
        for condition in &self.search.conditions {
            if let Some(name) = condition.parameter.filter(|name| !filters.contains(name)) {
                filters.push(name);
            }
        }
        filters.extend(self.search.open_now.map(|_| OPEN_NOW));
        let removals = filters.into_iter().map(|filter| Removal {
            filter,
            matches: self
                .select(|it| it.parameter != Some(filter), filter != OPEN_NOW)
                .len(),
        });
        // Of several that help alike the first declared is named.
        let best = removals.fold(None, |best: Option<Removal>, next| {
            let least = best.as_ref().map_or(0, |best| best.matches);
            if next.matches > least {
                Some(next)
            } else {
                best
            }
        });
        Advice {
            remove: best,
            nearest: self.nearest(pace),
        }
    }

    /// The nearest match, however far.
    fn nearest(&self, pace: Pace) -> Option<Nearer> {
        let hits = self.snapshot.items.nearest(&Nearest {
            origin: self.circle?.centre,
            within: None,
            predicates: &self.predicates(|_| true, true),
            accept: None,
            tie: TieBreak { day: 0, seed: 0 },
            after: None,
            limit: 1,
        });
        let (millimetres, walk_seconds) = reach_of(hits.first()?, pace);
        let decimetres = u32::try_from(millimetres.saturating_add(50) / 100).ok()?;
        Some(Nearer {
            distance_m: f64::from(decimetres) / 10.0,
            walk_seconds,
            walk_minutes: walk_minutes(walk_seconds),
        })
    }

    /// The items that meet some of the conditions within the circle.
    fn select(&self, is_kept: impl Fn(&Condition) -> bool, is_open_kept: bool) -> Selection {
        let predicates = self.predicates(is_kept, is_open_kept);
        self.snapshot
            .items
            .select_matching(self.circle, &predicates)
    }

    /// Some of the conditions, for the index.
    fn predicates(
        &self,
        is_kept: impl Fn(&Condition) -> bool,
        is_open_kept: bool,
    ) -> Vec<Predicate> {
        let kept = self.search.conditions.iter().filter(|it| is_kept(it));
        let mut predicates: Vec<Predicate> = kept.map(|it| it.predicate.clone()).collect();
        let open_now = self.search.open_now.filter(|_| is_open_kept);
        predicates.extend(open_now.map(|is_open| self.snapshot.open_set(is_open, self.moment)));
        predicates
    }
}

/// The name of the filter that is not among the conditions.
const OPEN_NOW: &str = "open_now";

/// The attribute that a predicate is over.
fn attribute_of(predicate: &Predicate) -> Option<Attribute> {
    match predicate {
        Predicate::AnyOf { attribute, .. }
        | Predicate::AllOf { attribute, .. }
        | Predicate::Within { attribute, .. } => Some(*attribute),
        Predicate::In(_) => None,
    }
}

/// The code with a number in the index.
fn code_of(words: Words, catalog: &Catalog, ordinal: u32) -> Option<String> {
    let mut codes = words.codes(catalog).into_iter();
    codes.find(|code| words.ordinal(catalog, code) == Some(ordinal))
}
