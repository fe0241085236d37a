//! What of ours is timed, from the point on, on one thread.
//!
//! Next: `valhalla`.

use reach::street::Times;
use reach::{Nearest, Predicate, Slot, TieBreak, Wgs84};

use crate::ground::{CATEGORY, Ground, LIMIT_SECONDS};

/// How many items are wanted.
const LIMIT: usize = 20;
/// The minutes of the area.
const MINUTES: [u32; 1] = [15];

/// What is timed. Each begins with the point and includes what stands before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The point meets its street.
    Snap,
    /// The walking times of everything within the limit.
    Search,
    /// The area as cells of 25 m.
    Cells,
    /// The area as valid polygons.
    Area,
    /// The search, and the nearest 20 of a category that are within the limit.
    Nearest,
    /// All of it.
    AreaAndNearest,
}

impl Part {
    /// All.
    pub(crate) const ALL: [Self; 6] = [
        Self::Snap,
        Self::Search,
        Self::Cells,
        Self::Area,
        Self::Nearest,
        Self::AreaAndNearest,
    ];

    /// Its name in the table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Snap => "snap",
            Self::Search => "snap + search",
            Self::Cells => "snap + search + cells of 25 m",
            Self::Area => "snap + search + polygons",
            Self::Nearest => "snap + search + nearest 20 inside, 5 % filter",
            Self::AreaAndNearest => "snap + search + polygons + nearest 20 inside, 5 % filter",
        }
    }

    /// Does it; a number that depends on all of it.
    pub(crate) fn answer(self, ground: &Ground, start: Wgs84) -> usize {
        let Some(snap) = ground.streets.snap(start) else {
            return 0;
        };
        if self == Self::Snap {
            return usize::try_from(snap.tail_milliseconds()).unwrap_or(0);
        }
        let times = ground.streets.reach_from(&snap, LIMIT_SECONDS);
        match self {
            Self::Snap | Self::Search => usize::from(times.milliseconds_to(&snap).is_some()),
            Self::Cells => usize::from(times.cover(&MINUTES).minutes_at(start).is_some()),
            Self::Area => times.bands(&MINUTES).len(),
            Self::Nearest => nearest(ground, start, &times),
            Self::AreaAndNearest => times.bands(&MINUTES).len() + nearest(ground, start, &times),
        }
    }
}

/// How many of the nearest that pass and are within the limit on foot were found.
fn nearest(ground: &Ground, origin: Wgs84, times: &Times) -> usize {
    let is_inside = |slot: Slot| {
        let number = ground
            .index
            .id(slot)
            .and_then(|id| usize::try_from(id.0).ok());
        let snap = number.and_then(|it| ground.snaps.get(it).copied().flatten());
        snap.is_some_and(|snap| times.milliseconds_to(&snap).is_some())
    };
    let predicates = [Predicate::AnyOf {
        attribute: CATEGORY,
        values: vec![3],
    }];
    let hits = ground.index.nearest(&Nearest {
        origin,
        within: Some(reach::Metres::new(
            f64::from(LIMIT_SECONDS) * ground.streets.fastest_metres_per_second() + 1.0,
        )),
        predicates: &predicates,
        accept: Some(&is_inside),
        tie: TieBreak { day: 0, seed: 0 },
        after: None,
        limit: LIMIT,
    });
    hits.len()
}
