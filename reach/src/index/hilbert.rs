//! Where a point lies on Hilbert's curve: neighbours on the curve are neighbours on the map.

use crate::coord::GridPoint;

/// The place of a point on the Hilbert curve of order 32 over the grid of 1e-7 degree.
///
/// The usual conversion, from the highest bit down: each step names the quadrant, then turns what is left into
/// that quadrant's own frame (D. Hilbert, 1891; J. Skilling, "Programming the Hilbert curve", 2004).
pub(crate) const fn hilbert(point: GridPoint) -> u64 {
    // Shifting by half the range keeps the order and makes both numbers unsigned.
    let mut x = point.lon.cast_unsigned() ^ 0x8000_0000;
    let mut y = point.lat.cast_unsigned() ^ 0x8000_0000;
    let mut place = 0;
    let mut bit = 31;
    loop {
        let right = (x >> bit) & 1;
        let upper = (y >> bit) & 1;
        place = (place << 2) | quadrant(right, upper);
        if upper == 0 {
            if right == 1 {
                x = !x;
                y = !y;
            }
            (x, y) = (y, x);
        }
        if bit == 0 {
            return place;
        }
        bit -= 1;
    }
}

/// The number of a quadrant along the curve: lower left, upper left, upper right, lower right.
const fn quadrant(right: u32, upper: u32) -> u64 {
    match (right, upper) {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => 3,
        _ => 2,
    }
}
