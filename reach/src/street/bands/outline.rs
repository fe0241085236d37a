//! The outlines of cells: rings along their sides, sorted into polygons that OGC's rules accept.
//!
//! A corner is where an outline turns. Corners of one row of corners are joined in pairs along it, and so are those of
//! one column. Where four cells meet of which two, diagonal to each other, are in, the outline passes twice; it turns there
//! so as to stay with the same cell, so each outline goes along cells that are connected by their sides. An outline that
//! meets itself at such a place is cut in two there, for a ring may not touch itself. So a polygon's inside is connected,
//! its holes touch each other and its outer ring in corners at most, and polygons touch each other in corners at most.

use super::raster::Raster;
use crate::index::numeric::{low_bits, narrow, wide};

/// Room for the turns of a usual raster.
const EXPECTED_TURNS: usize = 512;
/// Stands for no node.
const NONE: u32 = u32::MAX;

/// A connected area: corners of cells, each as column and row, in rings without their last point.
#[derive(Clone, Debug, Default)]
pub(super) struct Outlined {
    /// The outer ring, anticlockwise.
    pub(super) exterior: Vec<[u32; 2]>,
    /// The holes, clockwise.
    pub(super) holes: Vec<Vec<[u32; 2]>>,
}

/// A turn of an outline.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The corner: column and row.
    at: [u32; 2],
    /// The node at the other end of the side along the row.
    across: u32,
    /// The node at the other end of the side along the column.
    along: u32,
    /// The other node at the same corner.
    twin: u32,
    /// Whether an outline that begins here goes around cells that are in, and not around a hole.
    is_outer: bool,
    /// For the beginning of a hole, a node of an outline of the cells around it.
    around: u32,
    /// The polygon whose outline it is on.
    polygon: u32,
    /// Where it stands in the outline that is being followed.
    place: u32,
}

/// The outlines of a raster.
pub(super) fn outlined(raster: &Raster) -> Vec<Outlined> {
    let mut nodes = Turns::of(raster).nodes;
    let mut polygons = Vec::new();
    let mut path = Vec::new();
    for start in 0..narrow(nodes.len()) {
        let Some(node) = nodes.get(wide(start)).filter(|it| it.polygon == NONE) else {
            continue;
        };
        let around = nodes.get(wide(node.around)).map(|it| it.polygon);
        let polygon = match around.filter(|_| !node.is_outer) {
            Some(polygon) => polygon,
            None => {
                polygons.push(Outlined::default());
                narrow(polygons.len()) - 1
            }
        };
        if let Some(it) = polygons.get_mut(wide(polygon)) {
            follow(&mut nodes, start, polygon, &mut path, it);
        }
    }
    polygons
}

/// Follows an outline from its first node, with the cells that are in on the left, and adds its rings to a polygon.
#[expect(
    clippy::indexing_slicing,
    reason = "nodes name each other, and every side has two ends"
)]
fn follow(nodes: &mut [Node], start: u32, polygon: u32, path: &mut Vec<u32>, into: &mut Outlined) {
    path.clear();
    let (mut at, mut is_across) = (start, nodes[wide(start)].is_outer);
    loop {
        let node = &mut nodes[wide(at)];
        node.polygon = polygon;
        node.place = narrow(path.len());
        path.push(at);
        at = if is_across { node.across } else { node.along };
        is_across = !is_across;
        if at == start {
            break;
        }
        let twin = nodes[wide(at)].twin;
        let place = nodes.get(wide(twin)).map_or(NONE, |it| it.place);
        if place != NONE {
            finish(nodes, path.drain(wide(place)..), into);
        }
    }
    finish(nodes, path.drain(..), into);
}

/// Adds a ring to a polygon: the outer one, or a hole.
#[expect(clippy::indexing_slicing, reason = "nodes name each other")]
fn finish(nodes: &mut [Node], ring: impl Iterator<Item = u32>, into: &mut Outlined) {
    let corners: Vec<[u32; 2]> = ring
        .map(|node| {
            nodes[wide(node)].place = NONE;
            nodes[wide(node)].at
        })
        .collect();
    let next = corners.iter().skip(1).chain(corners.first());
    let twice_area: i64 = corners
        .iter()
        .zip(next)
        .map(|([x, y], [next_x, next_y])| {
            i64::from(*x) * i64::from(*next_y) - i64::from(*next_x) * i64::from(*y)
        })
        .sum();
    if twice_area > 0 {
        into.exterior = corners;
    } else {
        into.holes.push(corners);
    }
}

/// The turns found so far, from south to north, in each row from west to east.
struct Turns<'a> {
    /// The cells.
    raster: &'a Raster,
    /// The nodes.
    nodes: Vec<Node>,
    /// The node from which a side goes east.
    eastward: u32,
    /// For each column the node from which a side goes north.
    northward: Vec<u32>,
}

impl<'a> Turns<'a> {
    /// All turns of a raster.
    fn of(raster: &'a Raster) -> Self {
        let mut turns = Self {
            raster,
            nodes: Vec::with_capacity(EXPECTED_TURNS),
            eastward: NONE,
            northward: vec![NONE; raster.width * 64 + 1],
        };
        for row in 0..=raster.rows() {
            let above = raster.row(row);
            let below = row.checked_sub(1).map_or(&[][..], |row| raster.row(row));
            let word = |words: &[u64], at: usize| words.get(at).copied().unwrap_or(0);
            let west = |words: &[u64], at: usize| {
                let before = at.checked_sub(1).map_or(0, |at| word(words, at));
                word(words, at) << 1 | before >> 63
            };
            for at in 0..raster.width {
                let (ne, nw) = (word(above, at), west(above, at));
                let (se, sw) = (word(below, at), west(below, at));
                let corners = ((ne ^ nw) | (se ^ sw)) & ((ne ^ se) | (nw ^ sw));
                for bit in low_bits(corners) {
                    let is_in = |word: u64| word >> bit & 1 == 1;
                    let cells = [is_in(nw), is_in(ne), is_in(sw), is_in(se)];
                    turns.corner([narrow(at * 64) + bit, narrow(row)], cells);
                }
            }
        }
        turns
    }

    /// Adds the corner between four cells: north-west, north-east, south-west, south-east.
    fn corner(&mut self, at: [u32; 2], cells: [bool; 4]) {
        match cells {
            [false, true, true, false] => {
                let first = self.node(at, [true, true], NONE);
                self.node(at, [false, false], first);
            }
            [true, false, false, true] => {
                // The side from the south ends at the second node, and the first one's goes north.
                let column = wide(at[0]);
                let south = self.northward.get(column).copied().unwrap_or(NONE);
                let first = self.node(at, [true, false], NONE);
                self.open_north(column, south);
                self.node(at, [false, true], first);
                self.open_north(column, first);
            }
            [north_west, north_east, south_west, south_east] => {
                let comes_from_west = north_west != south_west;
                let comes_from_south = south_west != south_east;
                let node = self.node(at, [comes_from_west, comes_from_south], NONE);
                let is_hole = north_west && !north_east && south_west && south_east;
                if is_hole {
                    let (column, row) = (wide(at[0]), wide(at[1]));
                    let start = self.raster.run_start(row, column - 1);
                    let around = self.northward.get(start).copied().unwrap_or(NONE);
                    if let Some(it) = self.nodes.get_mut(wide(node)) {
                        (it.is_outer, it.around) = (false, around);
                    }
                }
            }
        }
    }

    /// Tells from which node a column's side goes north.
    fn open_north(&mut self, column: usize, node: u32) {
        if let Some(it) = self.northward.get_mut(column) {
            *it = node;
        }
    }

    /// Adds a node, with a side to the west or else to the east, and one to the south or else to the north.
    fn node(&mut self, at: [u32; 2], [from_west, from_south]: [bool; 2], twin: u32) -> u32 {
        let number = narrow(self.nodes.len());
        let mut node = Node {
            at,
            across: NONE,
            along: NONE,
            twin,
            is_outer: true,
            around: NONE,
            polygon: NONE,
            place: NONE,
        };
        if from_west {
            node.across = self.eastward;
            if let Some(it) = self.nodes.get_mut(wide(self.eastward)) {
                it.across = number;
            }
        } else {
            self.eastward = number;
        }
        let column = self.northward.get_mut(wide(at[0]));
        let south = column.as_deref().copied().unwrap_or(NONE);
        if from_south {
            node.along = south;
            if let Some(it) = self.nodes.get_mut(wide(south)) {
                it.along = number;
            }
        } else if let Some(it) = column {
            *it = number;
        }
        if let Some(it) = self.nodes.get_mut(wide(twin)) {
            it.twin = number;
        }
        self.nodes.push(node);
        number
    }
}
