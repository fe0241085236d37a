//! The nearest matching items, exactly.
//!
//! Two ways lead there. A **walk** takes items off the tree in the order of their chords and tests
//! each: quick when many items match. A **scan** lists all matching items, measures their chords and
//! takes them in that order: quick when few match. The walk has a budget; when it is spent the scan
//! takes over, so that no filter, however nasty, costs more than about twice the scan. Both ways
//! stop where `chord` proves that nothing further can belong to the answer; exactness never depends
//! on which way was gone.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::chord::{Cartesian, squared_chord_before, squared_chord_beyond};
use super::filter::{Accept, Predicate, Selection};
use super::order::{OrderKey, TieBreak};
use super::{Index, ItemId, Slot};
use crate::coord::Wgs84;
use crate::measure::{DistanceKey, Metres, geodesic};

/// So few matching items are always scanned.
const ALWAYS_SCANNED: u64 = 4096;
/// A walk may visit at least so many items.
const SMALLEST_BUDGET: u64 = 1024;
/// To visit an item on a walk costs about as much as to scan this many.
const SCANNED_PER_VISIT: u64 = 8;

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
    /// Its exact distance from the origin.
    pub distance: Metres,
    /// Where it stands in the answer; the cursor behind it.
    pub key: OrderKey,
}

impl Index {
    /// The nearest items that match, in ascending order of their keys.
    #[must_use]
    pub fn nearest(&self, query: &Nearest<'_>) -> Vec<Hit> {
        let selection = Selection::of(self, query.predicates, query.accept);
        let most = selection.most();
        if query.limit == 0 || most == 0 {
            return Vec::new();
        }
        if self.is_worth_walking(query, most)
            && let Some(hits) = self.walk(query, &selection, budget(most))
        {
            return hits;
        }
        self.scan(query, selection)
    }

    /// Whether a walk is likely to end before its budget does. A radius may end it early, which is
    /// worth the try; else the visits needed follow from how common the matching items are.
    fn is_worth_walking(&self, query: &Nearest<'_>, most: u64) -> bool {
        let [items, limit] =
            [self.len(), query.limit].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
        let expected_visits = limit.saturating_mul(items) / most.max(1);
        most > ALWAYS_SCANNED && (query.within.is_some() || expected_visits < budget(most))
    }

    /// Takes items off the tree by ascending chord; none when the budget of visits is spent.
    fn walk(
        &self,
        query: &Nearest<'_>,
        selection: &Selection<'_>,
        budget: u64,
    ) -> Option<Vec<Hit>> {
        let mut best = Best::new(self, query);
        let mut visits = 0;
        for (leaf, squared_chord) in self.tree.nearest_neighbor_iter_with_distance_2(best.origin) {
            if squared_chord > best.stop {
                break;
            }
            visits += 1;
            if visits > budget {
                return None;
            }
            let slot = Slot(leaf.data);
            if best.may_take(squared_chord) && selection.holds(slot) {
                best.take(slot);
            }
        }
        Some(best.into_hits())
    }

    /// Lists every matching item and takes them by ascending chord.
    fn scan(&self, query: &Nearest<'_>, selection: Selection<'_>) -> Vec<Hit> {
        let mut best = Best::new(self, query);
        let mut chords = Vec::new();
        for slot in selection.into_slots() {
            let Some(at) = self.cartesians.get(slot.index()) else {
                continue;
            };
            let squared_chord = at.squared_chord(best.origin);
            if squared_chord <= best.stop && best.may_take(squared_chord) {
                chords.push(Reverse(Chord {
                    squared: squared_chord,
                    slot,
                }));
            }
        }
        // A heap is made in linear time, and only as much of it is sorted as is taken off.
        let mut chords = BinaryHeap::from(chords);
        while let Some(Reverse(chord)) = chords.pop() {
            if chord.squared > best.stop {
                break;
            }
            best.take(chord.slot);
        }
        best.into_hits()
    }
}

/// How many items a walk may visit before it gives way to a scan of this many.
fn budget(most: u64) -> u64 {
    SMALLEST_BUDGET.max(most / SCANNED_PER_VISIT)
}

/// A matching item and the square of its chord, ordered by it.
struct Chord {
    /// Square metres, finite.
    squared: f64,
    /// The item.
    slot: Slot,
}

impl Ord for Chord {
    fn cmp(&self, other: &Self) -> Ordering {
        self.squared
            .total_cmp(&other.squared)
            .then(self.slot.cmp(&other.slot))
    }
}

impl PartialOrd for Chord {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Chord {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Chord {}

/// A hit ordered by its key, the worst on top of a heap.
struct Ranked(Hit);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.key.cmp(&other.0.key)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

/// The best items taken so far, and what that proves about the rest.
struct Best<'a> {
    /// The index that is asked.
    index: &'a Index,
    /// The question.
    query: &'a Nearest<'a>,
    /// The origin in earth-centred metres.
    origin: Cartesian,
    /// The largest key within the limit of distance.
    furthest: DistanceKey,
    /// A squared chord beyond which no item can belong to the answer any more.
    stop: f64,
    /// A squared chord below which every item stands before the cursor.
    start: f64,
    /// The taken items, the worst on top; never more than the limit.
    heap: BinaryHeap<Ranked>,
    /// The last measured point and its distance: stacked items are measured once.
    measured: Option<(Wgs84, Metres)>,
}

impl<'a> Best<'a> {
    /// Nothing taken yet.
    fn new(index: &'a Index, query: &'a Nearest<'a>) -> Self {
        let furthest = query.within.map_or(DistanceKey::MAX, DistanceKey::from);
        Self {
            index,
            query,
            origin: Cartesian::from(query.origin),
            furthest,
            stop: squared_chord_beyond(furthest),
            start: query
                .after
                .map_or(0.0, |after| squared_chord_before(after.distance)),
            heap: BinaryHeap::new(),
            measured: None,
        }
    }

    /// Whether an item with this chord can stand behind the cursor.
    fn may_take(&self, squared_chord: f64) -> bool {
        squared_chord >= self.start
    }

    /// Measures a matching item and keeps it if it is among the best.
    fn take(&mut self, slot: Slot) {
        let (Some(point), Some(id)) = (self.index.point(slot), self.index.id(slot)) else {
            return;
        };
        let distance = self.measure(point);
        let tie = self.query.tie.lot(id);
        let key = OrderKey {
            distance: DistanceKey::from(distance),
            tie,
            id,
        };
        if key.distance > self.furthest || self.query.after.is_some_and(|after| key <= after) {
            return;
        }
        let hit = Ranked(Hit {
            slot,
            id,
            distance,
            key,
        });
        if self.heap.len() < self.query.limit {
            self.heap.push(hit);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && hit < *worst
        {
            *worst = hit;
        }
        if self.heap.len() == self.query.limit
            && let Some(worst) = self.heap.peek()
        {
            self.stop = self.stop.min(squared_chord_beyond(worst.0.key.distance));
        }
    }

    /// The exact distance of a point from the origin.
    fn measure(&mut self, point: Wgs84) -> Metres {
        if let Some((measured, distance)) = self.measured
            && measured == point
        {
            return distance;
        }
        let distance = geodesic(self.query.origin, point);
        self.measured = Some((point, distance));
        distance
    }

    /// The taken items in order.
    fn into_hits(self) -> Vec<Hit> {
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|ranked| ranked.0)
            .collect()
    }
}
