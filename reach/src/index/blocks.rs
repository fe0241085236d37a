//! The points in the order of Hilbert's curve, in blocks of 64, and the boxes around blocks, groups of blocks, and so on.
//!
//! This is an R-tree without pointers: the children of node `n` of a level are the blocks `64 n` to `64 n + 63` of the
//! level below. It knows nothing of attributes.

use super::numeric::wide;
use super::shape::{Shape, WIDTH};
use crate::coord::GridPoint;

/// The points of a leaf block.
pub(super) type PointBlock = [GridPoint; WIDTH];

/// The boxes of the children of a node, each side apart, in steps of the grid, sides included.
#[derive(Clone, Debug)]
pub(crate) struct BoxBlock {
    /// Southern sides.
    pub(crate) south: [i32; WIDTH],
    /// Northern sides.
    pub(crate) north: [i32; WIDTH],
    /// Western sides.
    pub(crate) west: [i32; WIDTH],
    /// Eastern sides.
    pub(crate) east: [i32; WIDTH],
}

/// A box: south, north, west, east.
pub(crate) type Sides = [i32; 4];

/// No box: it contains nothing and changes nothing that it is joined to.
pub(crate) const NOWHERE: Sides = [i32::MAX, i32::MIN, i32::MAX, i32::MIN];

/// The points and the boxes above them.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    /// The points, block by block; the last block is filled up with its last point.
    points: Box<[PointBlock]>,
    /// For each level above the leaves, the boxes of the children of its nodes.
    boxes: Vec<Box<[BoxBlock]>>,
    /// The box around everything.
    around: Sides,
}

impl Blocks {
    /// Packs points that stand in the order of the curve.
    pub(super) fn of(shape: &Shape, points: &[GridPoint]) -> Self {
        let packed: Box<[PointBlock]> = points.chunks(WIDTH).map(point_block).collect();
        let mut sides: Vec<Sides> = packed.iter().map(sides_of_points).collect();
        let mut boxes = Vec::with_capacity(shape.top());
        while sides.len() > 1 {
            boxes.push(sides.chunks(WIDTH).map(box_block).collect());
            sides = sides
                .chunks(WIDTH)
                .map(|chunk| chunk.iter().fold(NOWHERE, joined))
                .collect();
        }
        let around = sides.first().copied().unwrap_or(NOWHERE);
        Self {
            points: packed,
            boxes,
            around,
        }
    }

    /// The points of a leaf block.
    #[inline]
    pub(super) fn points(&self, block: usize) -> Option<&PointBlock> {
        self.points.get(block)
    }

    /// The boxes of the children of a node of a level above the leaves.
    #[inline]
    pub(super) fn children(&self, level: usize, node: usize) -> Option<&BoxBlock> {
        self.boxes.get(level.wrapping_sub(1))?.get(node)
    }

    /// The point of a slot.
    pub(super) fn point(&self, slot: u32) -> Option<GridPoint> {
        let place = wide(slot);
        let block = self.points.get(place / WIDTH)?;
        block.get(place % WIDTH).copied()
    }

    /// The sides of the box around everything: south, north, west, east.
    pub(super) const fn around(&self) -> Sides {
        self.around
    }
}

/// A block of at most 64 points.
fn point_block(points: &[GridPoint]) -> PointBlock {
    let nowhere = GridPoint { lat: 0, lon: 0 };
    let mut block = [points.last().copied().unwrap_or(nowhere); WIDTH];
    for (place, point) in block.iter_mut().zip(points) {
        *place = *point;
    }
    block
}

/// The box around a block's points.
fn sides_of_points(block: &PointBlock) -> Sides {
    block.iter().fold(NOWHERE, |sides, point| {
        joined(sides, &[point.lat, point.lat, point.lon, point.lon])
    })
}

/// A block of at most 64 boxes; places left over hold no box.
pub(crate) fn box_block(sides: &[Sides]) -> BoxBlock {
    let [south, north, west, east] = NOWHERE;
    let mut block = BoxBlock {
        south: [south; WIDTH],
        north: [north; WIDTH],
        west: [west; WIDTH],
        east: [east; WIDTH],
    };
    let places = block
        .south
        .iter_mut()
        .zip(&mut block.north)
        .zip(block.west.iter_mut().zip(&mut block.east));
    for (((s, n), (w, e)), [south, north, west, east]) in places.zip(sides) {
        (*s, *n, *w, *e) = (*south, *north, *west, *east);
    }
    block
}

/// The box around two.
pub(crate) fn joined(one: Sides, other: &Sides) -> Sides {
    let [south, north, west, east] = one;
    let [other_south, other_north, other_west, other_east] = *other;
    [
        south.min(other_south),
        north.max(other_north),
        west.min(other_west),
        east.max(other_east),
    ]
}
