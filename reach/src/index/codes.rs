//! Which slots have which code: common codes as pyramids, rare ones as lists.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Attribute;
use super::numeric::{narrow, wide};
use super::pyramid::{Pyramid, listed_word};
use super::shape::Shape;

/// A code is common where at least one item in so many has it: there a list takes a twelfth of a pyramid's memory, and
/// walking it takes as long as the slowest walk of pyramids.
const COMMON_ONE_IN: usize = 256;

/// A property's code.
pub(super) type Code = (Attribute, u32);

/// Something for each code.
type ByCode<T> = HashMap<Code, T, BuildHasherDefault<CodeHasher>>;

/// A quick hash for codes. They are the caller's own: whoever asks for one cannot add any that collide.
#[derive(Clone, Copy, Debug, Default)]
struct CodeHasher(u64);

impl Hasher for CodeHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    #[inline]
    fn write_u16(&mut self, number: u16) {
        self.write_u32(u32::from(number));
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        // Knuth's multiplicative hash with 2^64 over the golden ratio; the product's upper half is the mixed one.
        let word = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = word ^ (word >> 32);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

/// The slots of every code.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    /// The common ones.
    common: ByCode<Pyramid>,
    /// Where the list of a rare one begins and ends in `lists`.
    rare: ByCode<(u32, u32)>,
    /// The lists of the rare ones, one after the other.
    lists: Box<[u32]>,
}

/// A set of slots.
#[derive(Clone, Copy, Debug)]
pub(super) enum Set<'a> {
    /// A common one.
    Common(&'a Pyramid),
    /// A rare one, in ascending order.
    Rare(&'a [u32]),
}

impl Codes {
    /// Stores the slots of each code, which ascend.
    pub(super) fn of(shape: &Shape, items: usize, mut slots: Vec<(Code, Vec<u32>)>) -> Self {
        // In the order of the codes, so that the same items make the same index.
        slots.sort_unstable_by_key(|(code, _)| *code);
        let is_common = |slots: &Vec<u32>| slots.len().saturating_mul(COMMON_ONE_IN) >= items;
        let listed = slots
            .iter()
            .filter(|(_, slots)| !is_common(slots))
            .map(|(_, slots)| slots.len())
            .sum();
        let mut lists = Vec::with_capacity(listed);
        let (mut common, mut rare) = (ByCode::default(), ByCode::default());
        for (code, slots) in slots {
            if is_common(&slots) {
                common.insert(code, Pyramid::of_slots(shape, &slots));
            } else {
                let start = narrow(lists.len());
                lists.extend(slots);
                rare.insert(code, (start, narrow(lists.len())));
            }
        }
        common.shrink_to_fit();
        rare.shrink_to_fit();
        Self {
            common,
            rare,
            lists: lists.into_boxed_slice(),
        }
    }

    /// The slots of a code; none where no item has it.
    pub(super) fn get(&self, code: Code) -> Option<Set<'_>> {
        if let Some(pyramid) = self.common.get(&code) {
            return Some(Set::Common(pyramid));
        }
        let (start, end) = *self.rare.get(&code)?;
        self.lists.get(wide(start)..wide(end)).map(Set::Rare)
    }

    /// Every code with its slots.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Code, Set<'_>)> {
        let codes = self.common.keys().chain(self.rare.keys());
        codes.filter_map(|code| Some((*code, self.get(*code)?)))
    }
}

impl Set<'_> {
    /// How many members there are.
    pub(super) fn count(&self) -> u32 {
        match self {
            Self::Common(pyramid) => pyramid.count(),
            Self::Rare(list) => narrow(list.len()),
        }
    }

    /// The word of a block: a bit for each child that has members.
    #[inline]
    pub(super) fn word(&self, shape: &Shape, level: usize, block: usize) -> u64 {
        match self {
            Self::Common(pyramid) => pyramid.word(shape, level, block),
            Self::Rare(list) => listed_word(list, level, block),
        }
    }

    /// Whether a slot is a member.
    #[inline]
    pub(super) fn has(&self, slot: u32) -> bool {
        match self {
            Self::Common(pyramid) => pyramid.has(slot),
            Self::Rare(list) => list.binary_search(&slot).is_ok(),
        }
    }
}
