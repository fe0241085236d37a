//! The children of a node that wait for their turn, each a number with its place in its lowest bits.
//!
//! The 64 numbers stand in eight rows, beside which stands the least of each row: taking one away looks at one row and
//! at the eight least. Nothing here knows what the numbers measure.

use super::numeric::{low_bits, narrow, wide};

/// Stands for no number; larger than every squared distance.
pub(super) const ABSENT: f32 = 1e38;
/// The bits of a tagged number that hold its place.
const PLACE: u32 = 63;
/// Numbers of a row, and rows.
const ROW: usize = 8;

/// Up to 64 numbers that are not negative, each made smaller by a share of at most 2^-17 by its tag.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    /// The numbers.
    rows: [[f32; ROW]; ROW],
    /// The least of each row.
    least: [f32; ROW],
}

impl Tagged {
    /// The numbers whose places are set in the word; rows without any are not looked at.
    #[inline]
    pub(crate) fn of(lanes: &[f32; 64], wanted: u64) -> Self {
        let mut tagged = Self {
            rows: [[ABSENT; ROW]; ROW],
            least: [ABSENT; ROW],
        };
        let (eights, _) = lanes.as_chunks::<ROW>();
        let rows = tagged.rows.iter_mut().zip(&mut tagged.least).zip(eights);
        for ((((row, least), eight), bits), nth) in rows.zip(wanted.to_le_bytes()).zip(0_u32..) {
            if bits == 0 {
                continue;
            }
            let first = nth * narrow(ROW);
            for ((tag, lane), place) in row.iter_mut().zip(eight).zip(first..) {
                *tag = f32::from_bits((lane.to_bits() & !PLACE) | place);
            }
            for bit in low_bits(u64::from(!bits)) {
                if let Some(tag) = row.get_mut(wide(bit)) {
                    *tag = ABSENT;
                }
            }
            *least = least_of(row);
        }
        tagged
    }

    /// The least number and its place; none where all are absent.
    #[inline]
    pub(crate) fn least(&self) -> Option<(f32, u32)> {
        let least = least_of(&self.least);
        (least < ABSENT).then(|| (least, least.to_bits() & PLACE))
    }

    /// Makes a number absent.
    #[inline]
    pub(crate) fn take(&mut self, place: u32) {
        let (row, column) = (wide(place) / ROW, wide(place) % ROW);
        if let (Some(row), Some(least)) = (self.rows.get_mut(row), self.least.get_mut(row)) {
            if let Some(tag) = row.get_mut(column) {
                *tag = ABSENT;
            }
            *least = least_of(row);
        }
    }
}

/// The least of eight numbers.
#[inline]
fn least_of(row: &[f32; ROW]) -> f32 {
    let [a, b, c, d, e, f, g, h] = *row;
    let [a, b, c, d] = [less(a, e), less(b, f), less(c, g), less(d, h)];
    less(less(a, c), less(b, d))
}

/// The smaller of two numbers that are numbers.
#[inline]
const fn less(one: f32, other: f32) -> f32 {
    if one < other { one } else { other }
}
