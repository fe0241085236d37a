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

/// Marks every cell that a straight line crosses (J. Amanatides, A. Woo, "A fast voxel traversal algorithm", 1987).
#[inline]
pub(super) fn line(raster: &mut Raster, from: Place, to: Place) {
    let [mut column, mut row] = from.map(|it| it >> CELL_BITS);
    let [last_column, last_row] = to.map(|it| it >> CELL_BITS);
    let columns = column.abs_diff(last_column);
    let rows = row.abs_diff(last_row);
    raster.mark(column, row);
    if columns + rows <= 1 {
        raster.mark(last_column, last_row);
        return;
    }
    let east = i64::from(to[0].wrapping_sub(from[0]));
    let north = i64::from(to[1].wrapping_sub(from[1]));
    let (per_row, per_column) = (east.abs() << CELL_BITS, north.abs() << CELL_BITS);
    // Above zero where the next side of a row is crossed before the next side of a column.
    let mut lead = to_side(from[0], east) * north.abs() - to_side(from[1], north) * east.abs();
    let (mut columns_left, mut rows_left) = (columns, rows);
    while columns_left + rows_left > 0 {
        if rows_left == 0 || (columns_left > 0 && lead < 0) {
            column += if east > 0 { 1 } else { -1 };
            lead += per_column;
            columns_left -= 1;
        } else {
            row += if north > 0 { 1 } else { -1 };
            lead -= per_row;
            rows_left -= 1;
        }
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
