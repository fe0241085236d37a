//! Where a point meets the streets: the nearest place on the nearest edge, found through a packed R-tree of edges.
//!
//! Edges stand in the order of the curve already, so their boxes in blocks of 64, boxes around those, and so on, are the
//! tree. What is nearest is decided in a plane that touches the earth at the point ([`Frame`]).

use super::graph::Graph;
use crate::coord::{GridPoint, Wgs84};
use crate::index::blocks::{BoxBlock, NOWHERE, Sides, box_block, joined};
use crate::index::flat::Radii;
use crate::index::numeric::{least, narrow, rounded, steps, tagged, take, wide};
use crate::index::shape::WIDTH;

/// What a box gives away because its distance is worked out in 32 bits.
const BOX_SHARE: f32 = 1.0 - 1e-5;

/// A plane that touches the earth at a point. Within a kilometre it is right to a share of `1e-4 tan(latitude)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The origin, steps of the grid and fractions.
    lat: f64,
    /// The origin, steps of the grid and fractions.
    lon: f64,
    /// The origin's point of the grid.
    at: GridPoint,
    /// Metres in a step of latitude: the radius of curvature of the meridian.
    pub(super) per_lat: f64,
    /// Metres in a step of longitude: the radius of the parallel.
    pub(super) per_lon: f64,
}

impl Frame {
    /// The plane at a point.
    pub(super) fn at(origin: Wgs84) -> Self {
        let (sin, cos) = origin.lat_degrees().to_radians().sin_cos();
        let [per_lat, per_lon] = Radii::at(sin, cos).per_step();
        Self {
            lat: origin.lat_degrees() * 1e7,
            lon: origin.lon_degrees() * 1e7,
            at: GridPoint::from(origin),
            per_lat,
            per_lon,
        }
    }

    /// Metres eastwards and northwards of the origin.
    #[inline]
    fn place(&self, point: GridPoint) -> [f64; 2] {
        [
            (f64::from(point.lon) - self.lon) * self.per_lon,
            (f64::from(point.lat) - self.lat) * self.per_lat,
        ]
    }

    /// The point at so many metres eastwards and northwards.
    fn point(&self, [east, north]: [f64; 2]) -> Option<Wgs84> {
        let lat = (self.lat + north / self.per_lat) * 1e-7;
        let lon = (self.lon + east / self.per_lon) * 1e-7;
        Wgs84::new(lat, lon).ok()
    }

    /// Lower bounds of the squared distances of boxes, square metres.
    #[inline]
    fn boxes(&self, block: &BoxBlock) -> [f32; 64] {
        let mut squares = [0.0; 64];
        let (per_lat, per_lon) = (rounded(self.per_lat), rounded(self.per_lon));
        let sides = block.south.iter().zip(&block.north);
        let sides = sides.zip(block.west.iter().zip(&block.east));
        for (square, ((south, north), (west, east))) in squares.iter_mut().zip(sides) {
            // The origin is at most half a step from its point of the grid.
            let south = steps(south.wrapping_sub(self.at.lat)) - 1.0;
            let north = steps(self.at.lat.wrapping_sub(*north)) - 1.0;
            let west = steps(west.wrapping_sub(self.at.lon)) - 1.0;
            let east = steps(self.at.lon.wrapping_sub(*east)) - 1.0;
            let y = larger(larger(south, north), 0.0) * per_lat;
            let x = larger(larger(west, east), 0.0) * per_lon;
            *square = (x * x + y * y) * BOX_SHARE;
        }
        squares
    }
}

/// The larger of two numbers that are numbers.
#[inline]
const fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// A place on an edge near a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foot {
    /// The squared distance, square metres.
    square: f64,
    /// The edge.
    pub(super) edge: u32,
    /// The stretch of the edge.
    pub(super) stretch: usize,
    /// The share of the stretch, 0 at its beginning.
    pub(super) share: f64,
    /// Metres eastwards and northwards.
    place: [f64; 2],
}

impl Foot {
    /// Where it is.
    pub(super) fn point(&self, frame: &Frame) -> Option<Wgs84> {
        frame.point(self.place)
    }
}

/// The boxes of all edges.
pub(super) struct Tree {
    /// For each level, from the edges up, boxes in blocks of 64.
    levels: Vec<Box<[BoxBlock]>>,
    /// For each level, how many boxes there are.
    counts: Vec<usize>,
}

impl Tree {
    /// The tree of a graph's edges.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut sides: Vec<Sides> = graph
            .map
            .courses()
            .map(|(_, course)| {
                course.points().fold(NOWHERE, |sides, point| {
                    joined(sides, &[point.lat, point.lat, point.lon, point.lon])
                })
            })
            .collect();
        let (mut levels, mut counts) = (Vec::new(), Vec::new());
        loop {
            counts.push(sides.len());
            levels.push(sides.chunks(WIDTH).map(box_block).collect());
            if sides.len() <= WIDTH {
                return Self { levels, counts };
            }
            let around = |chunk: &[Sides]| chunk.iter().fold(NOWHERE, joined);
            sides = sides.chunks(WIDTH).map(around).collect();
        }
    }

    /// The place on an edge that is nearest to the frame's origin and at most so many metres away.
    pub(super) fn nearest(&self, graph: &Graph, frame: &Frame, metres: f64) -> Option<Foot> {
        let mut best = Foot {
            square: (metres * metres).next_up(),
            edge: u32::MAX,
            stretch: 0,
            share: 0.0,
            place: [0.0; 2],
        };
        self.descend(graph, frame, (self.levels.len() - 1, 0), &mut best);
        (best.edge != u32::MAX).then_some(best)
    }

    /// Looks into the boxes of a block, the nearest first, as long as they can hold something better.
    fn descend(
        &self,
        graph: &Graph,
        frame: &Frame,
        (level, block): (usize, usize),
        best: &mut Foot,
    ) {
        let (Some(boxes), Some(count)) = (
            self.levels.get(level).and_then(|blocks| blocks.get(block)),
            self.counts.get(level),
        ) else {
            return;
        };
        let here = (count - block * WIDTH).min(WIDTH);
        let mut squares = tagged(&frame.boxes(boxes), u64::MAX >> (WIDTH - here));
        while let Some((square, child)) = least(&squares)
            && f64::from(square) < best.square
        {
            take(&mut squares, child);
            let child = block * WIDTH + wide(child);
            if level > 0 {
                self.descend(graph, frame, (level - 1, child), best);
            } else {
                measure(graph, frame, narrow(child), best);
            }
        }
    }

    /// The bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        let levels = self.levels.iter();
        levels.map(|blocks| size_of_val(&**blocks)).sum()
    }
}

/// Takes the nearest place on an edge if it is nearer than the best so far.
fn measure(graph: &Graph, frame: &Frame, edge: u32, best: &mut Foot) {
    let Some(course) = graph.course(edge) else {
        return;
    };
    let mut places = course.points().map(|point| frame.place(point));
    let Some(mut from) = places.next() else {
        return;
    };
    for (to, stretch) in places.zip(0..) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let length = along[0] * along[0] + along[1] * along[1];
        let dot = -(from[0] * along[0] + from[1] * along[1]);
        let share = if length > 0.0 {
            (dot / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let place = [from[0] + along[0] * share, from[1] + along[1] * share];
        let square = place[0] * place[0] + place[1] * place[1];
        if square < best.square {
            *best = Foot {
                square,
                edge,
                stretch,
                share,
                place,
            };
        }
        from = to;
    }
}
