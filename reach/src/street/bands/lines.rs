//! Which cells a straight line crosses, and in which cell a place is.

use super::marks::Place;
use super::raster::Raster;

/// The cell of a place along one axis.
#[inline]
#[expect(
    clippy::as_conversions,
    reason = "rasters have fewer cells than 2^15 a side"
)]
pub(super) const fn cell(number: f64) -> i32 {
    number.floor() as i32
}

/// Marks every cell that a straight line crosses (J. Amanatides, A. Woo, "A fast voxel traversal algorithm", 1987).
#[inline]
pub(super) fn line(raster: &mut Raster, from: Place, to: Place) {
    let (mut column, mut row) = (cell(from[0]), cell(from[1]));
    let (last_column, last_row) = (cell(to[0]), cell(to[1]));
    raster.mark(column, row);
    let count = column.abs_diff(last_column) + row.abs_diff(last_row);
    if count <= 1 {
        raster.mark(last_column, last_row);
        return;
    }
    let (east, north) = (to[0] - from[0], to[1] - from[1]);
    let mut next_column = first_side(from[0], east);
    let mut next_row = first_side(from[1], north);
    let (per_column, per_row) = (1.0 / east.abs(), 1.0 / north.abs());
    for _ in 0..count {
        if next_column < next_row {
            column += if east > 0.0 { 1 } else { -1 };
            next_column += per_column;
        } else {
            row += if north > 0.0 { 1 } else { -1 };
            next_row += per_row;
        }
        raster.mark(column, row);
    }
}

/// The share of a way of this length along an axis at which the first side of a cell is crossed.
#[inline]
fn first_side(at: f64, length: f64) -> f64 {
    if length > 0.0 {
        (at.floor() + 1.0 - at) / length
    } else if length < 0.0 {
        (at.floor() - at) / length
    } else {
        f64::INFINITY
    }
}
