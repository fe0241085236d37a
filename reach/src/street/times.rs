//! Walking times of one search: to everything within a limit, or from everything.

use std::sync::Arc;

use super::search::{Scratch, Way};
use super::snapping::Foot;
use super::streets::Loaded;

/// Where a point meets the streets of one [`super::Streets`]; it means nothing to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Snap {
    /// The edge.
    pub(super) edge: u32,
    /// The milliseconds from the edge's beginning to here.
    pub(super) there: u32,
    /// The milliseconds from here to the edge's beginning.
    pub(super) back: u32,
    /// The milliseconds between the point and the street, in a straight line at the flat pace.
    pub(super) tail: u32,
}

impl Snap {
    /// The milliseconds between the point and the street: a straight line at the flat pace.
    #[must_use]
    pub const fn tail_milliseconds(self) -> u32 {
        self.tail
    }

    /// The milliseconds of the direct walk along the edge from here to another place of it, without the tails.
    pub(super) fn along_to(self, other: Self) -> Option<u32> {
        if self.edge != other.edge {
            return None;
        }
        // Along the edge, or against it.
        let ahead = other.there.checked_sub(self.there);
        let is_ahead = other.back >= self.back;
        ahead
            .filter(|_| is_ahead)
            .or_else(|| self.back.checked_sub(other.back))
    }
}

/// The times of one search. It can be sent to another thread, and kept: it holds its streets.
pub struct Times {
    /// The streets.
    pub(super) streets: Arc<Loaded>,
    /// The times of the junctions.
    pub(super) scratch: Scratch,
    /// Where the search began.
    pub(super) origin: Snap,
    /// Which way the walks go.
    pub(super) way: Way,
    /// The longest time, milliseconds.
    pub(super) limit: u32,
}

impl Times {
    /// The milliseconds of the quickest walk between the origin of the search and this place, tails included; none
    /// where there is no walk within the limit.
    #[must_use]
    #[inline]
    pub fn milliseconds_to(&self, snap: &Snap) -> Option<u32> {
        let edge = self.streets.graph.edge(snap.edge)?;
        let (from, to) = (self.scratch.time(edge.from()), self.scratch.time(edge.to()));
        let (by_from, by_to, direct) = match self.way {
            Way::From => (
                snap.there,
                edge.back.saturating_sub(snap.back),
                self.origin.along_to(*snap),
            ),
            Way::Towards => (
                snap.back,
                edge.there.saturating_sub(snap.there),
                snap.along_to(self.origin),
            ),
        };
        let mut best = from.saturating_add(by_from).min(to.saturating_add(by_to));
        if let Some(direct) = direct {
            best = best.min(direct.saturating_add(self.origin.tail));
        }
        let all = best.saturating_add(snap.tail);
        (all <= self.limit).then_some(all)
    }

    /// The limit of the search, seconds.
    #[must_use]
    pub const fn limit_seconds(&self) -> u32 {
        self.limit / 1000
    }

    /// Where the search began.
    #[must_use]
    pub const fn origin(&self) -> Snap {
        self.origin
    }

    /// How many junctions were reached.
    #[must_use]
    pub fn junctions_reached(&self) -> usize {
        self.scratch.reached().count()
    }
}

impl Drop for Times {
    /// Gives the memory back to the streets, for the next search.
    fn drop(&mut self) {
        self.streets.give_back(std::mem::take(&mut self.scratch));
    }
}

impl std::fmt::Debug for Times {
    /// Tells the limit only: the times are too many to print.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Times")
            .field("limit_seconds", &self.limit_seconds())
            .finish_non_exhaustive()
    }
}

impl Loaded {
    /// The snap of a place on an edge, with a tail of so many milliseconds.
    pub(super) fn snap_of(&self, foot: &Foot, tail: u32) -> Option<Snap> {
        let course = self.graph.course(foot.edge)?;
        let [there, back] = self.graph.partial_cost(&course, foot.stretch, foot.share);
        Some(Snap {
            edge: foot.edge,
            there,
            back,
            tail,
        })
    }
}
