//! Straight lines on a raster, in whole numbers: what is drawn does not depend on rounding.

use super::Cover;
use super::raster::Raster;
use crate::coord::GridPoint;

/// The bits of a place within its cell.
const CELL_BITS: u32 = 16;
/// The bits by which a share of a cell in a step is kept finer than a place.
const FINER_BITS: u32 = 32;

/// A place on the raster: columns from its western side, rows from its southern side, in cells times 2^16.
pub(super) type Place = [i32; 2];

/// Where the cells lie, for reckoning.
#[derive(Clone, Copy)]
pub(super) struct Lattice {
    /// The south-western corner: longitude and latitude, steps of the grid.
    corner: [i64; 2],
    /// Cells in a step, times 2^48.
    cells: [i64; 2],
}

impl Lattice {
    /// Where the cells of a cover lie.
    pub(super) fn of(cover: &Cover) -> Self {
        let [rows, columns] = cover.steps;
        let [south, west] = cover.south_west;
        let one = 1 << (CELL_BITS + FINER_BITS);
        Self {
            corner: [west, south],
            cells: [one / columns, one / rows],
        }
    }

    /// Where a point lies on the raster; the raster has at most 2^14 cells a side, and points are at most a few hundred
    /// beyond it.
    #[inline]
    #[expect(clippy::as_conversions, reason = "the raster is small, see above")]
    pub(super) const fn place(&self, point: GridPoint) -> Place {
        let ([west, south], [columns, rows]) = (self.corner, self.cells);
        [
            ((point.lon as i64 - west).wrapping_mul(columns) >> FINER_BITS) as i32,
            ((point.lat as i64 - south).wrapping_mul(rows) >> FINER_BITS) as i32,
        ]
    }
}

/// The place at a share of the way from one to another; the share is a fraction of at most one.
#[expect(
    clippy::as_conversions,
    reason = "between two numbers of 32 bits lies one of 32 bits"
)]
pub(super) fn mix(from: Place, to: Place, [numerator, denominator]: [u32; 2]) -> Place {
    let part = |from: i32, to: i32| {
        let way = i64::from(to.wrapping_sub(from)) * i64::from(numerator);
        from.wrapping_add((way / i64::from(denominator)) as i32)
    };
    [part(from[0], to[0]), part(from[1], to[1])]
}

/// Marks the cell of a place.
#[inline]
pub(super) fn mark(raster: &mut Raster, place: Place) {
    let [column, row] = place.map(|it| it >> CELL_BITS);
    raster.mark(column, row);
}

/// Marks every cell that a straight line crosses, but for the first one (J. Amanatides, A. Woo, "A fast voxel traversal
/// algorithm", 1987).
#[inline]
pub(super) fn line(raster: &mut Raster, from: Place, to: Place) {
    let [mut column, mut row] = from.map(|it| it >> CELL_BITS);
    let [last_column, last_row] = to.map(|it| it >> CELL_BITS);
    let mut columns = last_column.abs_diff(column);
    let mut rows = last_row.abs_diff(row);
    if columns + rows <= 1 {
        // Perhaps once more: that is quicker than to ask.
        raster.mark(last_column, last_row);
        return;
    }
    let east = i64::from(to[0].wrapping_sub(from[0]));
    let north = i64::from(to[1].wrapping_sub(from[1]));
    let [next_column, next_row] = [east, north].map(|way| if way > 0 { 1 } else { -1 });
    let (per_row, per_column) = (east.abs() << CELL_BITS, north.abs() << CELL_BITS);
    // Below zero where the next side of a column is crossed before the next side of a row.
    let mut lead = to_side(from[0], east) * north.abs() - to_side(from[1], north) * east.abs();
    while columns + rows > 0 {
        // Written so that it needs no branch, which would be wrong every other time.
        let is_column = (rows == 0) | ((columns > 0) & (lead < 0));
        let (is_one, is_other) = (i32::from(is_column), i32::from(!is_column));
        column += next_column * is_one;
        row += next_row * is_other;
        columns -= is_one.unsigned_abs();
        rows -= is_other.unsigned_abs();
        lead += per_column * i64::from(is_one) - per_row * i64::from(is_other);
        raster.mark(column, row);
    }
}

/// How far it is to the next side of a cell, in the direction of this way.
const fn to_side(at: i32, way: i64) -> i64 {
    #[expect(clippy::as_conversions, reason = "to a wider number")]
    let within = (at & ((1 << CELL_BITS) - 1)) as i64;
    if way > 0 {
        (1 << CELL_BITS) - within
    } else {
        within
    }
}
