//! What an answer says of the whole that matches: counts by facet, and advice where nothing matches.
//!
//! Both are exact: they count what the same question without one of its filters would list. Counting is asked for, or
//! happens where there is nothing to list; it never stands on the way of a plain page.

use reach::index::{Attribute, Circle, Predicate, Selection};
use reach::measure::{Metres, walk_minutes};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::filters::{CodeFilter, Words};
use super::finding::{Finding, Start};
use super::moment::Moment;
use super::query::{Condition, Origin, Range, Search};
use super::reached::Reach;
use super::snapshot::Snapshot;
use crate::catalog::Catalog;

/// A question whose matches are counted.
pub(super) struct Counting<'a> {
    /// What is searched.
    pub(super) snapshot: &'a Snapshot,
    /// The moment that the answer speaks of.
    pub(super) moment: &'a Moment<'a>,
    /// The question; only what stands.
    pub(super) search: &'a Search,
    /// Around what, if the question has an origin.
    pub(super) around: Option<Around<'a>>,
}

/// The whole within reach of an origin.
pub(super) struct Around<'a> {
    /// The search.
    finding: &'a Finding<'a>,
    /// Where it meets the streets.
    start: Option<&'a Start<'a>>,
    /// What is within the limit in a straight line, where that is the limit.
    circle: Option<Circle>,
    /// What is within the limit on foot, where streets decide.
    reached: Option<Predicate>,
}

impl<'a> Around<'a> {
    /// The whole of a search.
    pub(super) fn of(finding: &'a Finding<'a>, start: Option<&'a Start<'a>>) -> Self {
        let reached = start.and_then(|start| finding.reached(start));
        let circle = reached.is_none().then(|| Circle {
            centre: finding.origin.point,
            radius: finding.origin.range.limit(finding.pace),
        });
        Self {
            finding,
            start,
            circle,
            reached,
        }
    }

    /// How far the nearest match is, whatever the limit: along streets as far as they are searched, else estimated.
    fn nearest(&self) -> Option<Reach> {
        let beyond = |range: Range, start: Option<&Start<'_>>| {
            let origin = Origin {
                range,
                ..self.finding.origin.clone()
            };
            let finding = Finding {
                origin: &origin,
                after: None,
                ..*self.finding
            };
            finding.find(start, 1).first().map(|it| it.reach)
        };
        let along = self
            .start
            .and_then(|start| beyond(Range::Seconds(MAX_SECONDS), Some(start)));
        along.or_else(|| beyond(Range::Radius(EVERYWHERE), None))
    }
}

/// The longest limit on foot, seconds.
const MAX_SECONDS: u32 = 3_600;

/// Further than anything on earth, metres.
const EVERYWHERE: Metres = Metres::EARTH;

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
    /// What the time rests on.
    basis: &'static str,
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
    pub(super) fn advice(&self) -> Advice {
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
            nearest: self.nearest(),
        }
    }

    /// The nearest match, however far.
    fn nearest(&self) -> Option<Nearer> {
        let reach = self.around.as_ref()?.nearest()?;
        let walk_seconds = reach.walk_seconds?;
        let decimetres = u32::try_from(reach.millimetres.saturating_add(50) / 100).ok()?;
        Some(Nearer {
            distance_m: f64::from(decimetres) / 10.0,
            walk_seconds,
            walk_minutes: walk_minutes(walk_seconds),
            basis: reach.basis.as_str(),
        })
    }

    /// The items that meet some of the conditions within the circle.
    fn select(&self, is_kept: impl Fn(&Condition) -> bool, is_open_kept: bool) -> Selection {
        let mut predicates = self.predicates(is_kept, is_open_kept);
        let around = self.around.as_ref();
        predicates.extend(around.and_then(|it| it.reached.clone()));
        let circle = around.and_then(|it| it.circle);
        self.snapshot.items.select_matching(circle, &predicates)
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
