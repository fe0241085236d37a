//! A set of slots, stored in one of two ways.
//!
//! A common set is a **pyramid**: a bit for each slot, above each word of 64 bits a bit that tells whether the word has
//! any, and so on up. Which children of a node can hold a member is then one word. A rare set is a **list** of slots in
//! ascending order, from which the same words are counted out. Neither knows what its members have in common.

use super::numeric::{low_bits, narrow, wide};
use super::shape::{Shape, WIDTH};

/// A set with a bit for each slot, and summaries above.
#[derive(Clone, Debug)]
pub(super) struct Pyramid {
    /// The words of every level, one level after the other.
    words: Box<[u64]>,
    /// How many members there are.
    count: u32,
}

impl Pyramid {
    /// The set whose members are the bits of `leaves`, one word for each leaf block.
    pub(super) fn of_leaves(shape: &Shape, leaves: impl Iterator<Item = u64>) -> Self {
        let mut words = Vec::with_capacity(shape.total());
        words.extend(leaves.take(shape.leaves()));
        words.resize(shape.leaves(), 0);
        let count = words.iter().map(|word| word.count_ones()).sum();
        for level in 1..=shape.top() {
            let below = shape.start(level - 1);
            let summaries: Vec<u64> = words
                .get(below..)
                .unwrap_or_default()
                .chunks(WIDTH)
                .map(summary)
                .collect();
            words.extend(summaries);
        }
        Self {
            words: words.into_boxed_slice(),
            count,
        }
    }

    /// The set with these members, in ascending order.
    pub(super) fn of_slots(shape: &Shape, slots: &[u32]) -> Self {
        let mut leaves = vec![0_u64; shape.leaves()];
        for slot in slots {
            if let Some(word) = leaves.get_mut(wide(*slot) / WIDTH) {
                *word |= 1 << (slot % 64);
            }
        }
        Self::of_leaves(shape, leaves.into_iter())
    }

    /// How many members there are.
    pub(super) const fn count(&self) -> u32 {
        self.count
    }

    /// The word of a block; its bits are the block's children.
    #[inline]
    pub(super) fn word(&self, shape: &Shape, level: usize, block: usize) -> u64 {
        self.words
            .get(shape.start(level) + block)
            .copied()
            .unwrap_or(0)
    }

    /// The words of the leaf blocks.
    pub(super) fn leaves(&self, shape: &Shape) -> &[u64] {
        self.words.get(..shape.leaves()).unwrap_or_default()
    }

    /// Whether a slot is a member.
    pub(super) fn has(&self, slot: u32) -> bool {
        let word = self.words.get(wide(slot) / WIDTH).copied().unwrap_or(0);
        (word >> (slot % 64)) & 1 == 1
    }

    /// The bytes it occupies beside itself.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.words.len() * size_of::<u64>()
    }
}

/// A bit for each word that is not empty.
fn summary(words: &[u64]) -> u64 {
    words
        .iter()
        .rev()
        .fold(0, |bits, word| (bits << 1) | u64::from(*word != 0))
}

/// The word of a block of a listed set: a bit for each child that holds a member.
pub(super) fn listed_word(list: &[u32], level: usize, block: usize) -> u64 {
    let shift = 6 * narrow(level);
    let first = (u64::from(narrow(block)) << shift) << 6;
    let beyond = first + (1_u64 << (shift + 6));
    let start = list.partition_point(|slot| u64::from(*slot) < first);
    let mut rest = list.get(start..).unwrap_or_default();
    let mut word = 0;
    while let Some(slot) = rest.first().copied()
        && u64::from(slot) < beyond
    {
        let child = u64::from(slot) >> shift;
        word |= 1 << (child & 63);
        // The next member of another child: close by in a leaf, found by halving above.
        let next = (child + 1) << shift;
        let skipped = if shift == 0 { 1 } else { gallop(rest, next) };
        rest = rest.get(skipped..).unwrap_or_default();
    }
    word
}

/// How many members at the start of an ascending list are below a limit, found by doubling steps.
fn gallop(list: &[u32], limit: u64) -> usize {
    let mut step = 1;
    while let Some(slot) = list.get(step)
        && u64::from(*slot) < limit
    {
        step *= 2;
    }
    let part = list.get(..list.len().min(step)).unwrap_or_default();
    let known = step / 2;
    known
        + part
            .get(known..)
            .unwrap_or_default()
            .partition_point(|slot| u64::from(*slot) < limit)
}

/// The slots whose bits are set in a leaf block's word, in ascending order.
pub(super) fn slots_of(block: usize, word: u64) -> impl Iterator<Item = u32> {
    let first = narrow(block * WIDTH);
    low_bits(word).map(move |bit| first + bit)
}
