//! What a search has met so far, and what that proves about the rest.
//!
//! A candidate is an item whose rough distance may place it in the answer. Once there are as many sure ones as are
//! wanted, the furthest of them bounds what has to be looked at. At the end every candidate that the bound leaves over
//! is measured exactly, and the exact keys alone decide.

use std::hint::black_box;

use super::lanes::LANES;
use super::metric::Metric;
use super::nearest::{Hit, Nearest};
use super::numeric::{high_half, low_half};
use super::order::OrderKey;
use super::ruler::Ruler;
use super::{Index, Slot};
use crate::measure::{DistanceKey, Metres};

/// What a comparison of a rough distance with millimetre keys gives away, metres: the rounding to a key, twice.
const KEY_METRES: f32 = 0.002;

/// Bounds on rough squared distances that the question itself sets.
#[derive(Clone, Copy, Debug)]
struct Window {
    /// Below this an item stands before the cursor.
    low: f32,
    /// From here on it stands behind it.
    sure_low: f32,
    /// Up to here it lies within the limit.
    sure_high: f32,
    /// Beyond this it does not.
    high: f32,
}

/// Memory of candidates: those met, and the nearest of them.
pub(super) type Memory = (Vec<u64>, Vec<u32>);

/// Candidates for an answer.
pub(super) struct Candidates<'a, M> {
    /// The measure.
    metric: &'a M,
    /// How many are wanted.
    limit: usize,
    /// The question's own bounds.
    window: Window,
    /// Everything met that may belong to the answer: the bits of its rough squared distance, and below them its slot.
    met: Vec<u64>,
    /// The bits of the sure ones among the nearest, in no order.
    sure: Vec<u32>,
    /// Whether a sure one has been met since the bound was drawn.
    is_fresh: bool,
    /// No item with a larger rough squared distance can belong to the answer.
    stop: f32,
}

impl<'a, M: Metric> Candidates<'a, M> {
    /// None met yet.
    pub(super) fn new(metric: &'a M, query: &Nearest<'_>, memory: Memory) -> Self {
        let window = window(metric, query);
        let (mut met, mut sure) = memory;
        met.clear();
        sure.clear();
        Self {
            metric,
            limit: query.limit,
            window,
            met,
            sure,
            is_fresh: false,
            stop: window.high,
        }
    }

    /// No item with a larger rough squared distance can belong to the answer.
    #[inline]
    pub(super) const fn stop(&self) -> f32 {
        self.stop
    }

    /// How many sure ones have been met, but not many more than are wanted.
    #[inline]
    pub(super) const fn count(&self) -> usize {
        self.sure.len()
    }

    /// Whether so many sure ones have been met since the bound was drawn that it should be drawn again.
    #[inline]
    pub(super) const fn is_crowded(&self) -> bool {
        self.sure.len() >= self.limit.saturating_mul(2).saturating_add(64)
    }

    /// Whether an item at this rough squared distance may belong to the answer.
    #[inline]
    pub(super) const fn may_take(&self, squared: f32) -> bool {
        squared <= self.stop && squared >= self.window.low
    }

    /// Adds an item that matches and that [`Self::may_take`]. [`Self::draw_closer`] has to follow.
    #[inline]
    pub(super) fn add(&mut self, squared: f32, slot: u32) {
        // For numbers that are not negative the order of the bits is the order of the numbers.
        self.met
            .push(u64::from(squared.to_bits()) << 32 | u64::from(slot));
        if squared >= self.window.sure_low && squared <= self.window.sure_high {
            self.sure.push(squared.to_bits());
            self.is_fresh = true;
        }
    }

    /// Draws the bound closer if there are enough sure ones.
    #[inline]
    pub(super) fn draw_closer(&mut self) {
        if self.sure.len() < self.limit || !self.is_fresh {
            return;
        }
        self.is_fresh = false;
        let (_, last, _) = self.sure.select_nth_unstable(self.limit - 1);
        let last = f32::from_bits(*last);
        self.sure.truncate(self.limit);
        let root = last.sqrt() * (1.0 + 2.5 * self.metric.slack(last)) + KEY_METRES;
        self.stop = self.stop.min(root * root);
    }

    /// Whether what was met is all that counts: the measure holds as far as the answer reaches, or nothing was ever left
    /// out because of it.
    pub(super) fn is_complete(&self) -> bool {
        let has_left_nothing_out = self.stop >= f32::MAX && self.window.low <= 0.0;
        self.stop <= self.metric.furthest() || has_left_nothing_out
    }

    /// Forgets what was met.
    pub(super) fn forget(&mut self) {
        self.met.clear();
        self.sure.clear();
        self.stop = self.window.high;
    }

    /// The memory to be used again.
    pub(super) fn into_memory(self) -> Memory {
        (self.met, self.sure)
    }

    /// The answer, exact and in order, and the memory to be used again.
    pub(super) fn into_hits(
        mut self,
        index: &Index,
        query: &Nearest<'_>,
        first: u32,
    ) -> (Vec<Hit>, Memory) {
        let ruler = Ruler::at(query.origin);
        let furthest = query.within.map_or(DistanceKey::MAX, DistanceKey::from);
        let stop = self.stop;
        self.met.retain(|met| squared_of(*met) <= stop);
        if stop > FAR_SQUARED && self.met.len() > self.limit {
            self.narrow_down(index, query, &ruler);
        }
        // Roughly in order already, what is exact hardly has to be sorted.
        self.met.sort_unstable();
        let mut hits: Vec<Hit> = Vec::with_capacity(self.met.len());
        // A byte of every id is read before anything else is done with them, so that they come from memory side by side.
        let ids = self
            .met
            .iter()
            .filter_map(|met| index.id(Slot(slot_of(*met))));
        black_box(ids.fold(0, |sum, id| sum ^ id.0));
        hits.extend(self.met.iter().filter_map(|met| {
            let (slot, distance) = (slot_of(*met), DistanceKey::MAX);
            let id = index.id(Slot(slot))?;
            Some(Hit {
                slot: Slot(slot),
                id,
                distance: Metres::ZERO,
                key: OrderKey {
                    distance,
                    tie: 0,
                    id,
                },
            })
        }));
        let lots = query.tie.lots();
        for four in hits.chunks_mut(LANES) {
            let mut met = four.iter().filter_map(|hit| index.blocks.point(hit.slot.0));
            let Some(one) = met.next() else { continue };
            let mut points = [one; LANES];
            for (place, point) in points.iter_mut().skip(1).zip(met) {
                *place = point;
            }
            for (hit, (distance, metres)) in four.iter_mut().zip(ruler.measure_four(points)) {
                (hit.key.distance, hit.distance) = (distance, metres);
                hit.key.tie = lots.of(hit.id);
                hit.slot = Slot(first + hit.slot.0);
            }
        }
        if query.within.is_some() || query.after.is_some() {
            hits.retain(|hit| {
                hit.key.distance <= furthest && query.after.is_none_or(|after| hit.key > after)
            });
        }
        if !hits.is_sorted_by_key(|hit| hit.key) {
            hits.sort_unstable_by_key(|hit| hit.key);
        }
        hits.truncate(self.limit);
        (hits, (self.met, self.sure))
    }

    /// Leaves out far candidates that cannot belong to the answer by what their arcs say.
    fn narrow_down(&mut self, index: &Index, query: &Nearest<'_>, ruler: &Ruler) {
        let key_metres = f64::from(KEY_METRES);
        let behind = query
            .after
            .map_or(f64::MIN, |after| after.distance.metres().get() + key_metres);
        let before = query
            .within
            .map_or(f64::MAX, |within| within.get() - key_metres);
        let mut sure = Vec::with_capacity(self.met.len());
        let mut least = Vec::with_capacity(self.met.len());
        for met in &self.met {
            let arc = index
                .blocks
                .point(slot_of(*met))
                .and_then(|point| ruler.arc_to(point));
            let (low, high) = arc.map_or((f64::MIN, f64::MAX), |arc| {
                (arc.metres - arc.doubt, arc.metres + arc.doubt)
            });
            least.push(low);
            if low > behind && high < before {
                sure.push(high);
            }
        }
        if sure.len() < self.limit {
            return;
        }
        let (_, last, _) = sure.select_nth_unstable_by(self.limit - 1, f64::total_cmp);
        let enough = *last + key_metres;
        let mut least = least.into_iter();
        self.met
            .retain(|_| least.next().is_some_and(|low| low <= enough));
    }
}

/// Beyond this squared distance Karney's method has to decide often, so that it is asked about few.
const FAR_SQUARED: f32 = 2e5 * 2e5;

/// The rough squared distance of something met.
#[inline]
fn squared_of(met: u64) -> f32 {
    f32::from_bits(high_half(met))
}

/// The slot of something met.
#[inline]
const fn slot_of(met: u64) -> u32 {
    low_half(met)
}

/// The bounds that the limit and the cursor set.
fn window<M: Metric>(metric: &M, query: &Nearest<'_>) -> Window {
    let (low, sure_low) = query
        .after
        .map_or((0.0, 0.0), |after| around(metric, after.distance));
    let (sure_high, high) = query
        .within
        .map_or((f32::MAX, f32::MAX), |within| around(metric, within.into()));
    Window {
        low,
        sure_low,
        sure_high,
        high,
    }
}

/// The rough squared distances between which a distance with this key lies: below the first it is surely nearer, beyond
/// the second surely further.
pub(super) fn around<M: Metric>(metric: &M, key: DistanceKey) -> (f32, f32) {
    #[expect(clippy::as_conversions, reason = "rounding is covered by the slack")]
    let metres = key.metres().get() as f32;
    let slack = 2.0 * metric.slack(metres * metres) + f32::EPSILON;
    let low = (metres * (1.0 - slack) - KEY_METRES).max(0.0);
    let high = metres * (1.0 + slack) + KEY_METRES;
    (low * low, high * high)
}
