//! The packed map of streets: junctions, the edges between them, and how each edge bends. It knows no pace.
//!
//! Junctions stand in the order of Hilbert's curve. An edge is kept with the lower of its two junctions, so that the
//! edges of a junction stand side by side and nobody stores where an edge begins. Everything here is checked when it is
//! made: by `contraction` from a network, by `file` from bytes. Next: [`Course`], an edge as it is walked along.

use super::network::Footing;
use super::stride::Stride;
use crate::coord::{GridPoint, Wgs84};
use crate::index::flat::Radii;
use crate::index::numeric::{narrow, wide};
use crate::index::ruler::Ruler;

/// What of a network is not in its map of streets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Pieces that are too small to start from.
    pub pieces: u64,
    /// The metres of streets in those pieces.
    pub metres: u64,
    /// Stretches that cannot be walked as they are mapped: beyond 85 degrees of latitude, across the date line, or
    /// longer than 50 km without a bend.
    pub stretches: u64,
}

/// A packed map of streets, ready to be written to a file or to be walked.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetMap {
    /// Where each junction is.
    pub(super) junctions: Box<[GridPoint]>,
    /// For each junction the first of its own edges, and one more for the end.
    pub(super) own: Box<[u32]>,
    /// For each edge the junction at its end, which never has a lower number than the one at its beginning.
    pub(super) ends: Box<[u32]>,
    /// For each edge its first bend, and one more for the end.
    pub(super) bends_at: Box<[u32]>,
    /// Where each bend is.
    pub(super) bends: Box<[GridPoint]>,
    /// Metres above the sea of the junctions, then of the bends, NaN where not known; empty where none is known.
    pub(super) heights: Box<[f32]>,
    /// A bit for each stretch that is stairs. An edge has one stretch more than bends.
    pub(super) steps: Box<[u64]>,
    /// What was left out.
    pub(super) left_out: LeftOut,
}

impl StreetMap {
    /// How many junctions there are.
    #[must_use]
    pub const fn junctions(&self) -> usize {
        self.junctions.len()
    }

    /// How many edges there are.
    #[must_use]
    pub const fn edges(&self) -> usize {
        self.ends.len()
    }

    /// Where the junctions are, in their order.
    pub fn places(&self) -> impl Iterator<Item = Wgs84> {
        self.junctions.iter().map(|it| Wgs84::from(*it))
    }

    /// What of the network was left out.
    #[must_use]
    pub const fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Whether any height is known.
    pub(super) const fn has_heights(&self) -> bool {
        !self.heights.is_empty()
    }

    /// The edge of this number, which begins at this junction; none if there is no such edge.
    pub(super) fn course(&self, edge: u32, from: u32) -> Option<Course<'_>> {
        let at = wide(edge);
        let (&to, &first, &end) = (
            self.ends.get(at)?,
            self.bends_at.get(at)?,
            self.bends_at.get(at + 1)?,
        );
        Some(Course {
            map: self,
            from,
            to,
            first,
            bends: end.checked_sub(first)?,
            first_stretch: wide(first) + at,
        })
    }

    /// The edges that begin at a junction.
    pub(super) fn own_of(&self, junction: u32) -> std::ops::Range<u32> {
        let at = wide(junction);
        match (self.own.get(at), self.own.get(at + 1)) {
            (Some(&first), Some(&end)) => first..end,
            _ => 0..0,
        }
    }

    /// Every edge with its number, in order.
    pub(super) fn courses(&self) -> impl Iterator<Item = (u32, Course<'_>)> {
        let junctions = 0..narrow(self.junctions.len());
        junctions.flat_map(move |from| {
            let own = self.own_of(from);
            own.filter_map(move |edge| Some((edge, self.course(edge, from)?)))
        })
    }

    /// The bytes in memory that the bends and all heights take.
    pub(super) fn shape_bytes(&self) -> usize {
        size_of_val(&*self.junctions)
            + size_of_val(&*self.bends_at)
            + size_of_val(&*self.bends)
            + size_of_val(&*self.heights)
            + size_of_val(&*self.steps)
    }
}

/// An edge as it is walked along: a row of straight stretches from one junction to another.
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    /// The map it is on.
    map: &'a StreetMap,
    /// The junction at its beginning.
    pub(super) from: u32,
    /// The junction at its end.
    pub(super) to: u32,
    /// Its first bend.
    first: u32,
    /// How many bends it has.
    bends: u32,
    /// Its first stretch.
    first_stretch: usize,
}

impl<'a> Course<'a> {
    /// How many stretches it has: one more than bends.
    pub(super) const fn stretches(self) -> u32 {
        self.bends + 1
    }

    /// Its bends.
    fn bends(self) -> &'a [GridPoint] {
        let first = wide(self.first);
        let bends = self.map.bends.get(first..first + wide(self.bends));
        bends.unwrap_or_default()
    }

    /// The points between its stretches, its two junctions included.
    pub(super) fn points(self) -> impl Iterator<Item = GridPoint> {
        let junction = move |number: u32| self.map.junctions.get(wide(number)).copied();
        let bends = self.bends().iter().copied();
        junction(self.from)
            .into_iter()
            .chain(bends)
            .chain(junction(self.to))
    }

    /// The heights of [`Course::points`], where they are known.
    pub(super) fn heights(self) -> impl Iterator<Item = Option<f64>> {
        let (heights, junctions) = (&self.map.heights, self.map.junctions.len());
        let known = move |at: usize| {
            let metres = heights.get(at).copied()?;
            (!metres.is_nan()).then_some(f64::from(metres))
        };
        let first = junctions + wide(self.first);
        let bends = (first..first + wide(self.bends)).map(known);
        std::iter::once(known(wide(self.from)))
            .chain(bends)
            .chain(std::iter::once(known(wide(self.to))))
    }

    /// What one walks on along each stretch.
    pub(super) fn footings(self) -> impl Iterator<Item = Footing> {
        let first = self.first_stretch;
        (first..first + wide(self.stretches())).map(move |at| {
            let word = self.map.steps.get(at / 64).copied().unwrap_or(0);
            if word >> (at % 64) & 1 == 1 {
                Footing::Steps
            } else {
                Footing::Way
            }
        })
    }

    /// Its stretches one after the other.
    pub(super) fn walked(self) -> impl Iterator<Item = Leg> {
        let start = self.points().next();
        let near = Near::the(start.unwrap_or(GridPoint { lat: 0, lon: 0 }));
        let ends = self.points().zip(self.points().skip(1));
        let heights = self.heights().zip(self.heights().skip(1));
        let legs = ends.zip(heights).zip(self.footings());
        legs.map(move |(((from, to), (low, high)), footing)| Leg {
            from,
            to,
            metres: near.metres(from, to),
            rise_m: low.zip(high).map(|(low, high)| high - low),
            footing,
        })
    }
}

/// A straight stretch of an edge, as it is walked along the edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    /// Where it begins.
    pub(super) from: GridPoint,
    /// Where it ends.
    pub(super) to: GridPoint,
    /// Its length, metres.
    pub(super) metres: f64,
    /// By how many metres its end is higher than its beginning, where both heights are known.
    pub(super) rise_m: Option<f64>,
    /// What one walks on.
    pub(super) footing: Footing,
}

impl Leg {
    /// The place at a share of it, 0 at its beginning.
    pub(super) fn at(&self, share: f64) -> Wgs84 {
        let (from, to) = (Wgs84::from(self.from), Wgs84::from(self.to));
        let mix = |from: f64, to: f64| from + (to - from) * share;
        let lat = mix(from.lat_degrees(), to.lat_degrees());
        let lon = mix(from.lon_degrees(), to.lon_degrees());
        Wgs84::new(lat, lon).unwrap_or(from)
    }

    /// The milliseconds it takes along the edge, and back.
    pub(super) fn milliseconds(&self, stride: Stride) -> [u32; 2] {
        stride.both_ways(self.metres, self.rise_m, self.footing)
    }
}

/// Measures near a point: up to a few kilometres around it, right to a ten-millionth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// The point's latitude, steps of the grid.
    lat: f64,
    /// What steps are worth there.
    radii: Radii,
}

impl Near {
    /// Measures near this point.
    pub(super) fn the(point: GridPoint) -> Self {
        let lat = Wgs84::from(point).lat_degrees();
        let (sin, cos) = lat.to_radians().sin_cos();
        Self {
            lat: f64::from(point.lat),
            radii: Radii::at(sin, cos),
        }
    }

    /// The distance of two points, metres.
    #[inline]
    pub(super) fn metres(&self, from: GridPoint, to: GridPoint) -> f64 {
        let [from_lat, to_lat] = [from.lat, to.lat].map(f64::from);
        let dlon = f64::from(to.lon) - f64::from(from.lon);
        let sum = from_lat + to_lat - 2.0 * self.lat;
        self.radii.squared(to_lat - from_lat, dlon, sum).sqrt()
    }
}

/// The distance of two points of the grid, metres, to a tenth of a micrometre for neighbours.
pub(super) fn metres_between(from: GridPoint, to: GridPoint) -> f64 {
    Ruler::at(Wgs84::from(from))
        .metres_to(Wgs84::from(to))
        .get()
}
