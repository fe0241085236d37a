//! In the order of the time on foot: items are met by the straight line until nothing further away can be quicker.

use std::collections::BTreeSet;

use reach::index::{Circle, Nearest, Predicate, Slot};
use reach::measure::DistanceKey;
use reach::street::Times;

use super::{Finding, Found, LONGEST_WALK, Start};
use crate::nearby::query::Range;
use crate::nearby::reached::Reach;
use crate::nearby::token::ReachKey;

/// Streets are searched this much longer at first than the walk to the last wanted item is estimated to take, in
/// quarters, and this many seconds more: the way to the nearest street.
const AT_FIRST: (u32, u32) = (5, 60);

impl Finding<'_> {
    /// In the order of the time on foot.
    pub(super) fn by_time(&self, start: &Start<'_>, seconds: u32, wanted: usize) -> Vec<Found> {
        let predicates = self.predicates();
        // Most pages end long before the limit: then the streets beyond their end need not be searched.
        let near = self
            .near_limit(start, &predicates, wanted)
            .filter(|near| *near < seconds);
        if let Some(near) = near {
            let times = start.streets.reach_from(&start.snap, near);
            let found = self.within_times(start, &times, near, &predicates, wanted);
            if found.len() >= wanted {
                return found;
            }
        }
        let times = start.streets.reach_from(&start.snap, seconds);
        self.within_times(start, &times, seconds, &predicates, wanted)
    }

    /// Seconds within which a first page is likely to lie.
    fn near_limit(
        &self,
        start: &Start<'_>,
        predicates: &[Predicate],
        wanted: usize,
    ) -> Option<u32> {
        if self.after.is_some() {
            return None;
        }
        let accept = self.accepts();
        let hits = self.snapshot.items.nearest(&Nearest {
            accept: accept.as_deref(),
            limit: wanted,
            ..self.question(predicates, start.furthest(LONGEST_WALK))
        });
        let last = hits.get(wanted.checked_sub(1)?)?;
        let estimate = self.pace.walk_seconds(last.key.distance.metres());
        let (quarters, more) = AT_FIRST;
        let seconds = estimate.saturating_mul(quarters) / 4;
        Some(seconds.saturating_add(more))
    }

    /// The first so many within a limit, by times that were searched at least as far.
    fn within_times(
        &self,
        start: &Start<'_>,
        times: &Times,
        seconds: u32,
        predicates: &[Predicate],
        wanted: usize,
    ) -> Vec<Found> {
        let accept = self.accepts();
        let mut query = Nearest {
            accept: accept.as_deref(),
            limit: wanted.saturating_mul(3),
            ..self.question(predicates, start.furthest(seconds))
        };
        let mut folding = self.folding(predicates);
        let mut best: BTreeSet<Ranked> = BTreeSet::new();
        loop {
            let hits = self.snapshot.items.nearest(&query);
            let is_last = hits.len() < query.limit;
            query.after = hits.last().map(|hit| hit.key);
            for hit in hits {
                let worst = best.last().filter(|_| best.len() >= wanted);
                let worst = worst.map(|it| it.0.key);
                let least = start.least_seconds(hit.key.distance);
                if worst.is_some_and(|worst| least > rank_seconds(worst)) {
                    return best.into_iter().map(|it| it.0).collect();
                }
                let Some(entry) = self.snapshot.entry(hit.slot) else {
                    continue;
                };
                let reach = Reach::by_streets(times, entry, hit.key.distance, self.pace);
                let Some(walk) = reach.walk_seconds.filter(|walk| *walk <= seconds) else {
                    continue;
                };
                let key = self.key(u64::from(walk), hit.id);
                if worst.is_some_and(|worst| key >= worst)
                    || self.after.is_some_and(|after| key <= after)
                {
                    continue;
                }
                let key_of = |id, _| Some(self.key(u64::from(walk), id));
                if let Some(duplicates) = folding.stands_for(hit.slot, key, key_of) {
                    best.insert(Ranked(Found {
                        slot: hit.slot,
                        key,
                        reach,
                        duplicates,
                    }));
                    if best.len() > wanted {
                        best.pop_last();
                    }
                }
            }
            if is_last {
                return best.into_iter().map(|it| it.0).collect();
            }
            query.limit = query.limit.saturating_mul(2);
        }
    }

    /// Everything within the limit on foot, whatever it is, as a set; none where there is no limit in time.
    pub(in crate::nearby) fn reached(&self, start: &Start<'_>) -> Option<Predicate> {
        let Range::Seconds(seconds) = self.origin.range else {
            return None;
        };
        let times = start.streets.reach_from(&start.snap, seconds);
        let items = &self.snapshot.items;
        let circle = Circle {
            centre: self.origin.point,
            radius: start.furthest(seconds),
        };
        let near = items.selected(&items.select_matching(Some(circle), &[]));
        let is_within = |slot: &Slot| {
            let (Some(entry), Some(point)) = (self.snapshot.entry(*slot), items.point(*slot))
            else {
                return false;
            };
            let walk = match entry.snap {
                Some(_) => {
                    Reach::by_streets(&times, entry, DistanceKey::MAX, self.pace).walk_seconds
                }
                None => {
                    let distance = DistanceKey::from(reach::geodesic(self.origin.point, point));
                    Reach::estimate(distance, self.pace).walk_seconds
                }
            };
            walk.is_some_and(|walk| walk <= seconds)
        };
        Some(Predicate::In(
            items.select(near.into_iter().filter(is_within)),
        ))
    }
}

/// An item by where it stands.
#[derive(PartialEq, Eq)]
struct Ranked(Found);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.key.cmp(&other.0.key)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The seconds of a key of a list by time.
fn rank_seconds(key: ReachKey) -> f64 {
    f64::from(u32::try_from(key.rank).unwrap_or(u32::MAX))
}
