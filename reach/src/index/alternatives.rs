//! Alternatives: sets of which an item must be in one.

use super::codes::Set;
use super::numeric::wide;
use super::pyramid::{Pyramid, listed_word};
use super::shape::{Shape, WIDTH};

/// So many alternatives are joined into one set before anything is walked.
const JOINED_ALTERNATIVES: usize = 9;

/// Rare alternatives with so many members together are merged.
const LONGEST_MERGED: u32 = 2048;
/// Alternatives, of which an item must have one.
pub(super) enum Alternatives<'a> {
    /// A few sets, asked one after the other.
    Few(Vec<Set<'a>>),
    /// Rare ones that are still few when taken together, in ascending order.
    Listed(Vec<u32>),
    /// Many, joined.
    Joined(Box<Pyramid>),
}

impl<'a> Alternatives<'a> {
    /// One of these sets, of which the largest comes first; together they have so many members.
    pub(super) fn of(shape: &Shape, sets: Vec<Set<'a>>, sum: u32) -> Self {
        if let Some(list) = merged(&sets, sum) {
            Self::Listed(list)
        } else if sets.len() < JOINED_ALTERNATIVES {
            Self::Few(sets)
        } else {
            Self::Joined(Box::new(joined(shape, &sets)))
        }
    }

    /// The word of a block: a bit for each child that has members of any of the sets, as far as `wanted` asks.
    #[inline]
    pub(super) fn word(&self, shape: &Shape, level: usize, block: usize, wanted: u64) -> u64 {
        match self {
            Self::Few(sets) => {
                let mut word = 0;
                for set in sets {
                    word |= set.word(shape, level, block);
                    if word & wanted == wanted {
                        break;
                    }
                }
                word
            }
            Self::Listed(list) => listed_word(list, level, block),
            Self::Joined(pyramid) => pyramid.word(shape, level, block),
        }
    }

    /// Writes the words of the leaf blocks.
    pub(super) fn collect(&self, shape: &Shape, words: &mut Vec<u64>) {
        match self {
            Self::Few(sets) => collect(shape, words, sets.iter()),
            Self::Listed(list) => collect(shape, words, [Set::Rare(list)].iter()),
            Self::Joined(pyramid) => {
                words.clear();
                words.extend(pyramid.leaves(shape));
            }
        }
    }

    /// Whether a slot is in any of the sets.
    pub(super) fn has(&self, slot: u32) -> bool {
        match self {
            Self::Few(sets) => sets.iter().any(|set| set.has(slot)),
            Self::Listed(list) => list.binary_search(&slot).is_ok(),
            Self::Joined(pyramid) => pyramid.has(slot),
        }
    }
}

/// Rare sets as one list, where it is short.
fn merged(sets: &[Set<'_>], sum: u32) -> Option<Vec<u32>> {
    let lists = sets.iter().map(|set| match set {
        Set::Rare(list) => Some(*list),
        Set::Common(_) => None,
    });
    let lists = (sum <= LONGEST_MERGED)
        .then(|| lists.collect::<Option<Vec<_>>>())
        .flatten()?;
    // Ascending runs, which this sort merges.
    let mut list = lists.concat();
    list.sort();
    list.dedup();
    Some(list)
}

/// Many sets as one.
fn joined(shape: &Shape, sets: &[Set<'_>]) -> Pyramid {
    let mut words = Vec::new();
    collect(shape, &mut words, sets.iter());
    Pyramid::of_leaves(shape, words.into_iter())
}

/// Collects the members of several sets.
pub(super) fn collect<'a>(
    shape: &Shape,
    words: &mut Vec<u64>,
    sets: impl Iterator<Item = &'a Set<'a>>,
) {
    words.clear();
    words.resize(shape.leaves(), 0);
    for set in sets {
        match set {
            Set::Common(pyramid) => {
                for (word, more) in words.iter_mut().zip(pyramid.leaves(shape)) {
                    *word |= more;
                }
            }
            Set::Rare(list) => {
                for slot in *list {
                    if let Some(word) = words.get_mut(wide(*slot) / WIDTH) {
                        *word |= 1 << (slot % 64);
                    }
                }
            }
        }
    }
}
