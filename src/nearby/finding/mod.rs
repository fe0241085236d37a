//! Finding what is within reach, in order: by the straight line, or by the time on foot where the streets are known.
//!
//! Both orders are total and exact: (millimetres or seconds, lot of the day, id). By streets the items are met in the
//! order of the straight line, which no walk can beat by more than the quickest stretch there is; so the search ends as
//! soon as nothing further away can be quicker than what was found.
//!
//! Read next: `by_time`, `reached` (times and what they rest on), `alike` (folding).

mod by_time;

use reach::index::{Nearest, OrderKey, Predicate, Slot, TieBreak};
use reach::measure::{DistanceKey, Metres, Pace};
use reach::street::{Snap, Streets};

use super::alike::Folding;
use super::moment::Moment;
use super::query::{Origin, Range, Search};
use super::reached::{Basis, Reach};
use super::snapshot::Snapshot;
use super::token::ReachKey;

/// The longest walk that is searched along streets, seconds: the longest that may be asked for.
const LONGEST_WALK: u32 = 3_600;

/// One item that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The item.
    pub(super) slot: Slot,
    /// Where it stands.
    pub(super) key: ReachKey,
    /// How far it is.
    pub(super) reach: Reach,
    /// How many further items it stands for.
    pub(super) duplicates: u32,
}

/// A search that is under way.
pub(super) struct Finding<'a> {
    /// What is searched.
    pub(super) snapshot: &'a Snapshot,
    /// When.
    pub(super) moment: &'a Moment<'a>,
    /// What for; only what stands.
    pub(super) search: &'a Search,
    /// From where.
    pub(super) origin: &'a Origin,
    /// How distance becomes time where no streets are.
    pub(super) pace: Pace,
    /// The item of the page before.
    pub(super) after: Option<ReachKey>,
    /// The day whose lots decide ties.
    pub(super) day: i32,
}

/// Streets, and where the search meets them.
#[derive(Clone, Copy)]
pub(super) struct Start<'a> {
    /// The streets.
    pub(super) streets: &'a Streets,
    /// Where the origin meets them.
    pub(super) snap: Snap,
}

/// Where an origin meets the streets of a picture; none where there are none near.
pub(super) fn start_of<'a>(snapshot: &'a Snapshot, origin: &Origin) -> Option<Start<'a>> {
    let streets = &snapshot.ground.as_deref()?.streets;
    let snap = streets.snap(origin.point)?;
    Some(Start { streets, snap })
}

impl Start<'_> {
    /// The straight line that no walk of so many seconds goes beyond.
    fn furthest(&self, seconds: u32) -> Metres {
        // What is rounded is less than a second.
        Metres::new((f64::from(seconds) + 1.0) * self.streets.fastest_metres_per_second())
    }

    /// Seconds that no walk to something so far away in a straight line takes less than.
    fn least_seconds(&self, distance: DistanceKey) -> f64 {
        distance.metres().get() / self.streets.fastest_metres_per_second() - 1.0
    }
}

/// What walking times rest on around an origin.
pub(super) const fn basis_of(start: Option<&Start<'_>>) -> Basis {
    match start {
        Some(_) => Basis::Streets,
        None => Basis::Estimate,
    }
}

impl Finding<'_> {
    /// Up to so many items, in order, with how many further ones each stands for.
    pub(super) fn find(&self, start: Option<&Start<'_>>, wanted: usize) -> Vec<Found> {
        match (start, self.origin.range) {
            (None, _) => self.by_line(wanted),
            (Some(start), Range::Seconds(seconds)) => self.by_time(start, seconds, wanted),
            (Some(start), Range::Radius(_)) => self.by_line_with_times(start, wanted),
        }
    }

    /// In the order of the straight line, with estimated times.
    fn by_line(&self, wanted: usize) -> Vec<Found> {
        let predicates = self.predicates();
        let accept = self.accepts();
        let mut query = Nearest {
            accept: accept.as_deref(),
            after: self.after.map(|after| OrderKey {
                distance: DistanceKey::from_millimetres(after.rank),
                tie: after.tie,
                id: after.id,
            }),
            limit: wanted,
            ..self.question(&predicates, self.origin.range.limit(self.pace))
        };
        let mut folding = self.folding(&predicates);
        let mut kept = Vec::with_capacity(wanted);
        loop {
            let hits = self.snapshot.items.nearest(&query);
            let is_last = hits.len() < query.limit;
            query.after = hits.last().map(|hit| hit.key);
            self.snapshot.fetch_entries(hits.iter().map(|hit| hit.slot));
            for hit in hits {
                // What says the same is at the same place, so only the lot and the id tell it apart.
                let key_of = |id, _| Some(self.key(hit.key.distance.millimetres(), id));
                let key = self.key(hit.key.distance.millimetres(), hit.id);
                if let Some(duplicates) = folding.stands_for(hit.slot, key, key_of) {
                    kept.push(Found {
                        slot: hit.slot,
                        key,
                        reach: Reach::estimate(hit.key.distance, self.pace),
                        duplicates,
                    });
                }
            }
            if is_last || kept.len() >= wanted {
                kept.truncate(wanted);
                return kept;
            }
            query.limit = query.limit.saturating_mul(2);
        }
    }

    /// In the order of the straight line, with times along streets where they are within the longest walk.
    fn by_line_with_times(&self, start: &Start<'_>, wanted: usize) -> Vec<Found> {
        let mut found = self.by_line(wanted);
        let times = start.streets.reach_from(&start.snap, LONGEST_WALK);
        for item in &mut found {
            if let Some(entry) = self.snapshot.entry(item.slot) {
                let distance = DistanceKey::from_millimetres(item.reach.millimetres);
                item.reach = Reach::by_streets(&times, entry, distance, self.pace);
            }
        }
        found
    }

    /// What every question for the nearest says.
    fn question<'q>(&self, predicates: &'q [Predicate], within: Metres) -> Nearest<'q> {
        Nearest {
            origin: self.origin.point,
            within: Some(within),
            predicates,
            accept: None,
            tie: self.tie(),
            after: None,
            limit: 0,
        }
    }

    /// What an item must be.
    fn predicates(&self) -> Vec<Predicate> {
        let mut predicates = self.search.predicates();
        // The set of the minute is asked like any filter; without it each item is.
        let open_now = self.search.open_now;
        predicates
            .extend(open_now.and_then(|is_open| self.snapshot.open_now(is_open, self.moment)));
        predicates
    }

    /// The test of each item whether it is open, where no set tells.
    fn accepts(&self) -> Option<Box<dyn Fn(Slot) -> bool + '_>> {
        let is_open = self.search.open_now?;
        if self.snapshot.open_now(is_open, self.moment).is_some() {
            return None;
        }
        Some(Box::new(move |slot| {
            self.snapshot.is_open(slot, self.moment) == Some(is_open)
        }))
    }

    /// Folds what says the same, where that is asked.
    fn folding<'f>(&'f self, predicates: &'f [Predicate]) -> Folding<'f, ReachKey> {
        Folding::new(self.snapshot, self.search.fold.then_some(predicates))
    }

    /// What orders items of the same rank.
    const fn tie(&self) -> TieBreak {
        TieBreak {
            day: self.day,
            seed: self.search.seed,
        }
    }

    /// The key of an item of this rank.
    fn key(&self, rank: u64, id: reach::ItemId) -> ReachKey {
        ReachKey {
            rank,
            tie: self.tie().lot(id),
            id,
            day: self.day,
        }
    }
}
