//! The nearest matching items, exactly.
//!
//! Three plans, of which the first that is sure to be cheap is taken; exactness never depends on which one was.
//!
//! 1. A rare code has few items: they are all looked at (**scan**).
//! 2. Else the tree is walked, led by the words of all conditions (**walk**), until it has the answer or has been
//!    disappointed too often: conditions that are common but seldom together, or never.
//! 3. Then all words of the lowest level are joined, which costs the same for every filter, and what is left is looked
//!    at if it is little, else walked by a set that keeps every promise.
//!
//! Each is done with the quick measure of `flat` where that holds, else with that of `round`.

use std::cell::RefCell;

use super::candidates::Candidates;
use super::conditions::Conditions;
use super::filter::{Accept, Predicate};
use super::flat::Plane;
use super::metric::Metric;
use super::order::{OrderKey, TieBreak};
use super::overlay::Overlay;
use super::pyramid::{Pyramid, slots_of};
use super::round::Globe;
use super::walk::{End, Waiting, Walk};
use super::{Index, ItemId, Slot};
use crate::coord::Wgs84;
use crate::measure::Metres;

/// So few items of a rare code are looked at without a walk.
const ALWAYS_SCANNED: usize = 512;
/// So many items of a rare code are looked at when a walk has come to nothing.
const SCANNED_AT_MOST: usize = 16_384;

/// A question for the nearest items.
#[derive(Clone, Copy)]
pub struct Nearest<'a> {
    /// Where from.
    pub origin: Wgs84,
    /// How far at most, compared by millimetre key, the limit itself included; none is no limit.
    pub within: Option<Metres>,
    /// The conditions, all of which have to hold.
    pub predicates: &'a [Predicate],
    /// A further test of the caller's own.
    pub accept: Option<Accept<'a>>,
    /// What orders items at the same distance.
    pub tie: TieBreak,
    /// Only items that stand strictly behind this key: the last one of the page before.
    pub after: Option<OrderKey>,
    /// How many items at most. To know whether more follow, ask for one more than wanted.
    pub limit: usize,
}

/// One found item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its slot in the index that was asked.
    pub slot: Slot,
    /// Its id.
    pub id: ItemId,
    /// Its distance from the origin, within a micrometre of the geodesic.
    pub distance: Metres,
    /// Where it stands in the answer; the cursor behind it.
    pub key: OrderKey,
}

/// Memory that a thread's searches use again and again.
#[derive(Default)]
struct Scratch {
    /// Candidates.
    met: Vec<u64>,
    /// The nearest of them.
    sure: Vec<u32>,
    /// Blocks that wait.
    waiting: Waiting,
    /// A word for each leaf block.
    words: Vec<u64>,
    /// The same again.
    spare: Vec<u64>,
}

thread_local! {
    /// This thread's memory.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Index {
    /// The nearest items that match, in ascending order of their keys.
    #[must_use]
    pub fn nearest(&self, query: &Nearest<'_>) -> Vec<Hit> {
        self.nearest_under(query, &Overlay::default(), 0)
    }

    /// The same with something over the index, for a caller who counts its slots from `first` on.
    pub(super) fn nearest_under(
        &self,
        query: &Nearest<'_>,
        over: &Overlay,
        first: u32,
    ) -> Vec<Hit> {
        let conditions = Conditions::of(self, query.predicates, over);
        let Some(conditions) = conditions.filter(|_| query.limit > 0) else {
            return Vec::new();
        };
        let conditions = conditions.with(query.accept, first);
        // The caller's own test may search too: then it finds the memory taken and makes some.
        let mut scratch = SCRATCH.with(|it| {
            it.try_borrow_mut()
                .map(|mut it| std::mem::take(&mut *it))
                .unwrap_or_default()
        });
        let mut search = Search {
            index: self,
            query,
            conditions: &conditions,
            first,
            scratch: &mut scratch,
        };
        let hits = Plane::around(query.origin, self.blocks.around())
            .and_then(|plane| search.by(&plane))
            .or_else(|| search.by(&Globe::around(query.origin)))
            .unwrap_or_default();
        SCRATCH.with(|it| it.try_borrow_mut().map(|mut it| *it = scratch).ok());
        hits
    }
}

/// One search.
struct Search<'a> {
    /// The index that is asked.
    index: &'a Index,
    /// The question.
    query: &'a Nearest<'a>,
    /// Its conditions.
    conditions: &'a Conditions<'a>,
    /// The caller's number of the first slot.
    first: u32,
    /// Memory.
    scratch: &'a mut Scratch,
}

impl Search<'_> {
    /// The answer by one measure; none where the measure does not reach far enough.
    fn by<M: Metric>(&mut self, metric: &M) -> Option<Vec<Hit>> {
        let memory = (
            std::mem::take(&mut self.scratch.met),
            std::mem::take(&mut self.scratch.sure),
        );
        let mut candidates = Candidates::new(metric, self.query, memory);
        let rarest = self.conditions.rarest();
        if let Some(rare) = rarest.filter(|rare| rare.len() <= ALWAYS_SCANNED) {
            self.scan(metric, &mut candidates, rare.iter().copied());
        } else {
            let mut walk = Walk {
                index: self.index,
                conditions: self.conditions,
                metric,
                waiting: &mut self.scratch.waiting,
                is_patient: self.conditions.is_exact(),
            };
            let end = walk.go(&mut candidates);
            if end == End::Spent {
                candidates.forget();
                self.search_whole(metric, &mut candidates, rarest);
            }
        }
        candidates.draw_closer();
        let (hits, memory) = if candidates.is_complete() {
            let (hits, memory) = candidates.into_hits(self.index, self.query, self.first);
            (Some(hits), memory)
        } else {
            (None, candidates.into_memory())
        };
        (self.scratch.met, self.scratch.sure) = memory;
        hits
    }

    /// The third plan.
    fn search_whole<M: Metric>(
        &mut self,
        metric: &M,
        candidates: &mut Candidates<'_, M>,
        rarest: Option<&[u32]>,
    ) {
        if let Some(rare) = rarest.filter(|rare| rare.len() <= SCANNED_AT_MOST) {
            return self.scan(metric, candidates, rare.iter().copied());
        }
        let Scratch { words, spare, .. } = &mut *self.scratch;
        if self.conditions.write_leaves(words, spare) <= SCANNED_AT_MOST {
            for (block, word) in self
                .scratch
                .words
                .iter()
                .enumerate()
                .filter(|(_, word)| **word != 0)
            {
                for slot in slots_of(block, *word) {
                    self.meet(metric, candidates, slot);
                }
            }
            return;
        }
        let exact = Pyramid::of_leaves(&self.index.shape, self.scratch.words.iter().copied());
        let conditions = self.conditions.only(&exact);
        let mut walk = Walk {
            index: self.index,
            conditions: &conditions,
            metric,
            waiting: &mut self.scratch.waiting,
            is_patient: true,
        };
        walk.go(candidates);
    }

    /// Looks at some items one by one.
    fn scan<M: Metric>(
        &self,
        metric: &M,
        candidates: &mut Candidates<'_, M>,
        slots: impl Iterator<Item = u32>,
    ) {
        for slot in slots {
            if self.conditions.holds(slot) {
                self.meet(metric, candidates, slot);
            }
        }
    }

    /// Looks at an item that matches everything but the caller's own test.
    #[inline]
    fn meet<M: Metric>(&self, metric: &M, candidates: &mut Candidates<'_, M>, slot: u32) {
        let Some(point) = self.index.blocks.point(slot) else {
            return;
        };
        let squared = metric.point(point);
        if candidates.may_take(squared) && self.conditions.accepts(slot) {
            candidates.add(squared, slot);
            if candidates.is_crowded() {
                candidates.draw_closer();
            }
        }
    }
}
