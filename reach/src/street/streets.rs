//! Streets as they are asked: a map at a pace, with what finds a place on it and what searches from there.

use std::sync::{Arc, Mutex, PoisonError};

use super::contraction::Joined;
use super::graph::Graph;
use super::map::{LeftOut, StreetMap};
use super::network::Footing;
use super::refusal::StreetsRefusal;
use super::search::{Scratch, Way};
use super::snapping::{Frame, Tree};
use super::stride::Stride;
use super::times::{Snap, Times};
use crate::coord::Wgs84;
use crate::index::numeric::narrow;
use crate::index::ruler::Ruler;
use crate::measure::Metres;

/// How far from a point its street may be, metres, unless the caller says otherwise. What is farther has no street.
pub const FURTHEST_STREET_M: f64 = 300.0;
/// The longest limit of a search, seconds; a longer one is taken as this.
pub const LONGEST_SECONDS: u32 = 7_200;
/// So many searches keep their memory for the next ones.
const MOST_SCRATCHES: usize = 64;

/// Streets at a pace. Clones share everything.
#[derive(Clone)]
pub struct Streets(pub(super) Arc<Loaded>);

/// What streets consist of.
pub(super) struct Loaded {
    /// The graph.
    pub(super) graph: Graph,
    /// What finds a place on it.
    tree: Tree,
    /// How many pieces there are that are not connected.
    pieces: usize,
    /// The memory of searches that are over.
    scratches: Mutex<Vec<Scratch>>,
}

/// What there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreetReport {
    /// Junctions.
    pub junctions: usize,
    /// Edges between junctions.
    pub edges: usize,
    /// Bends of the edges.
    pub bends: usize,
    /// Pieces that are not connected with each other.
    pub pieces: usize,
    /// Kilometres of all edges.
    pub kilometres: f64,
    /// Kilometres of stairs among them.
    pub kilometres_of_steps: f64,
    /// The share of all junctions and bends whose height is known.
    pub share_with_height: f64,
    /// What of the network was left out.
    pub left_out: LeftOut,
}

/// What the parts take in memory, bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreetMemory {
    /// The compressed rows with their costs: all that a search reads.
    pub rows: usize,
    /// The boxes that find the nearest edge.
    pub snapping: usize,
    /// Where junctions and bends are, their heights, and which stretches are stairs.
    pub shapes: usize,
}

impl Streets {
    /// Streets of a map at a pace.
    #[must_use]
    pub fn new(map: StreetMap, stride: Stride) -> Self {
        let mut joined = Joined::apart(map.junctions());
        for (_, course) in map.courses() {
            joined.join(course.from, course.to);
        }
        let is_first = |junction: &u32| joined.name(*junction) == *junction;
        let pieces = (0..narrow(map.junctions())).filter(is_first).count();
        let graph = Graph::new(map, stride);
        let tree = Tree::of(&graph);
        Self(Arc::new(Loaded {
            graph,
            tree,
            pieces,
            scratches: Mutex::default(),
        }))
    }

    /// Reads a street file, at a pace.
    ///
    /// # Errors
    /// Refuses what is not a whole street file of this version; see [`StreetsRefusal`].
    pub fn from_bytes(bytes: &[u8], stride: Stride) -> Result<Self, StreetsRefusal> {
        Ok(Self::new(StreetMap::from_bytes(bytes)?, stride))
    }

    /// The map.
    #[must_use]
    pub fn map(&self) -> &StreetMap {
        &self.0.graph.map
    }

    /// The pace.
    #[must_use]
    pub fn stride(&self) -> Stride {
        self.0.graph.stride
    }

    /// Where a point meets the streets: the nearest place on the nearest edge, at most [`FURTHEST_STREET_M`] away.
    #[must_use]
    pub fn snap(&self, point: Wgs84) -> Option<Snap> {
        self.snap_within(point, Metres::new(FURTHEST_STREET_M))
    }

    /// Where a point meets the streets, at most so far away.
    #[must_use]
    pub fn snap_within(&self, point: Wgs84, furthest: Metres) -> Option<Snap> {
        let Loaded { graph, tree, .. } = &*self.0;
        let frame = Frame::at(point);
        let foot = tree.nearest(graph, &frame, furthest.get())?;
        let tail = Ruler::at(point).metres_to(foot.point(&frame)?);
        self.0.snap_of(&foot, graph.stride.flat(tail.get()))
    }

    /// The walking times from a place to everything within so many seconds.
    #[must_use]
    pub fn reach_from(&self, origin: &Snap, limit_seconds: u32) -> Times {
        self.times(origin, limit_seconds, Way::From, |_, _| false)
    }

    /// The walking times to a place from everything within so many seconds.
    #[must_use]
    pub fn reach_towards(&self, destination: &Snap, limit_seconds: u32) -> Times {
        self.times(destination, limit_seconds, Way::Towards, |_, _| false)
    }

    /// One search.
    pub(super) fn times(
        &self,
        origin: &Snap,
        limit_seconds: u32,
        way: Way,
        is_done: impl Fn(&Scratch, u32) -> bool,
    ) -> Times {
        let limit = limit_seconds.min(LONGEST_SECONDS) * 1000;
        let mut scratch = self.0.scratch();
        let graph = &self.0.graph;
        let edge = graph.edge(origin.edge);
        let starts = edge.map_or([None; 2], |edge| {
            let [to_from, to_to] = match way {
                Way::From => [origin.back, edge.there.saturating_sub(origin.there)],
                Way::Towards => [origin.there, edge.back.saturating_sub(origin.back)],
            };
            let with_tail = |it: u32| it.saturating_add(origin.tail);
            [
                Some((edge.from, with_tail(to_from))),
                Some((edge.to, with_tail(to_to))),
            ]
        });
        let starts: Vec<(u32, u32)> = starts.into_iter().flatten().collect();
        scratch.search(graph, way, &starts, limit, is_done);
        Times {
            streets: Arc::clone(&self.0),
            scratch,
            origin: *origin,
            way,
            limit,
        }
    }

    /// The largest number of metres a second that any stretch or tail is walked at. So a walk between two points takes
    /// at least their geodesic over this, less a twentieth of a second for what is rounded.
    #[must_use]
    pub fn fastest_metres_per_second(&self) -> f64 {
        self.0.graph.fastest()
    }

    /// What there is. Every stretch is measured, so ask once.
    #[must_use]
    pub fn report(&self) -> StreetReport {
        let map = self.map();
        let (mut metres, mut metres_of_steps) = (0.0, 0.0);
        for leg in map.courses().flat_map(|(_, course)| course.walked()) {
            let length = leg.metres;
            metres += length;
            if leg.footing == Footing::Steps {
                metres_of_steps += length;
            }
        }
        let points = map.junctions() + map.bends.len();
        let known = map.heights.iter().filter(|it| !it.is_nan()).count();
        StreetReport {
            junctions: map.junctions(),
            edges: map.edges(),
            bends: map.bends.len(),
            pieces: self.0.pieces,
            kilometres: metres / 1000.0,
            kilometres_of_steps: metres_of_steps / 1000.0,
            share_with_height: f64::from(narrow(known)) / f64::from(narrow(points.max(1))),
            left_out: map.left_out,
        }
    }

    /// What the parts take in memory.
    #[must_use]
    pub fn memory(&self) -> StreetMemory {
        StreetMemory {
            rows: self.0.graph.row_bytes(),
            snapping: self.0.tree.bytes(),
            shapes: self.map().shape_bytes(),
        }
    }

    /// Where a snap is on its street; none if it is of other streets.
    #[must_use]
    pub fn place(&self, snap: &Snap) -> Option<Wgs84> {
        self.0.graph.place(snap.edge, snap.there)
    }
}

impl Loaded {
    /// Memory for a search.
    fn scratch(&self) -> Scratch {
        let mut scratches = self
            .scratches
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        scratches.pop().unwrap_or_default()
    }

    /// Takes the memory of a search back.
    pub(super) fn give_back(&self, scratch: Scratch) {
        let mut scratches = self
            .scratches
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if scratches.len() < MOST_SCRATCHES {
            scratches.push(scratch);
        }
    }
}

impl std::fmt::Debug for Streets {
    /// Tells the size only: streets are too many to print.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Streets")
            .field("junctions", &self.map().junctions())
            .field("edges", &self.map().edges())
            .finish_non_exhaustive()
    }
}
