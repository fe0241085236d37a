//! How far an item is and how long the walk takes: by streets where they are known, else estimated.
//!
//! A time by streets and an estimate are never mixed up: each says what it rests on. It holds no position.

use reach::measure::{DistanceKey, Pace};
use reach::street::Times;

use super::snapshot::Entry;

/// Milliseconds in a second.
const MILLIS: u32 = 1_000;

/// What walking times rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// The straight line, a detour factor and a pace.
    Estimate,
    /// Streets, with their hills and stairs.
    Streets,
}

impl Basis {
    /// The wire name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Estimate => "estimate",
            Self::Streets => "streets",
        }
    }
}

/// How far an item is from the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// The straight line, millimetres.
    pub(super) millimetres: u64,
    /// Seconds on foot; none where streets tell that it is further than they were searched.
    pub(super) walk_seconds: Option<u32>,
    /// What the seconds rest on.
    pub(super) basis: Basis,
}

impl Reach {
    /// By the straight line alone: what orders items is what the time is computed from.
    pub(super) fn estimate(distance: DistanceKey, pace: Pace) -> Self {
        Self {
            millimetres: distance.millimetres(),
            walk_seconds: Some(pace.walk_seconds(distance.metres())),
            basis: Basis::Estimate,
        }
    }

    /// By the streets that a search went along; an item that no street is near is estimated.
    pub(super) fn by_streets(
        times: &Times,
        entry: &Entry,
        distance: DistanceKey,
        pace: Pace,
    ) -> Self {
        let Some(snap) = entry.snap else {
            return Self::estimate(distance, pace);
        };
        let milliseconds = times.milliseconds_to(&snap);
        Self {
            millimetres: distance.millimetres(),
            walk_seconds: milliseconds.map(|it| it.div_ceil(MILLIS)),
            basis: Basis::Streets,
        }
    }
}
