//! The total order of an answer: nearest first, ties by a daily lot, then by id.
//!
//! The lot is the same on every replica and in every version, so that a page that was begun on one
//! goes on on another. Nothing here may ever change its result: page tokens hold it.

use super::ItemId;
use crate::measure::DistanceKey;

/// The increment of SplitMix64: 2^64 over the golden ratio.
const INCREMENT: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where an item stands in an answer. Keys of different items are never equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey {
    /// The distance from the origin, whole millimetres.
    pub distance: DistanceKey,
    /// The lot drawn for the item by [`TieBreak::lot`].
    pub tie: u64,
    /// The item.
    pub id: ItemId,
}

/// What the lot among items at the same distance depends on, besides their ids: it changes every
/// day, so that no one is always first, and stays the same within a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TieBreak {
    /// The number of the business day, counted from wherever the caller likes.
    pub day: i32,
    /// The seed of the search.
    pub seed: u64,
}

impl TieBreak {
    /// The lot of an item: a 64-bit hash of seed, day and id.
    ///
    /// Starting from 0, each of the four words seed, day (sign-extended), high half of the id, low
    /// half of the id is folded in: `h = mix((h xor word) + 0x9e3779b97f4a7c15)`, where `mix` is
    /// the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
    /// generators", 2014) and sums are taken modulo 2^64.
    #[must_use]
    pub fn lot(self, id: ItemId) -> u64 {
        self.lots().of(id)
    }

    /// The lots of many items: what they share is folded once.
    pub(super) fn lots(self) -> Lots {
        let day = i64::from(self.day).cast_unsigned();
        Lots(folded(folded(0, self.seed), day))
    }
}

/// Seed and day, folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lots(u64);

impl Lots {
    /// The lot of an item.
    #[inline]
    pub(super) const fn of(self, id: ItemId) -> u64 {
        let [high, low] = halves(id.0);
        folded(folded(self.0, high), low)
    }
}

/// Folds a word in.
#[inline]
const fn folded(hash: u64, word: u64) -> u64 {
    mixed((hash ^ word).wrapping_add(INCREMENT))
}

/// The high and the low 64 bits.
#[expect(
    clippy::as_conversions,
    reason = "each cast keeps the lower 64 bits, which is meant"
)]
const fn halves(word: u128) -> [u64; 2] {
    [(word >> 64) as u64, word as u64]
}

/// The finaliser of SplitMix64.
const fn mixed(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
