//! A question's conditions, resolved on one index, and the words that tell where matching items can be.
//!
//! Common codes, rare codes and number ranges are resolved here, once for each question; `walk` and `nearest` ask for
//! words and single slots. This module knows nothing of places.

use super::alternatives::{Alternatives, collect};
use super::codes::Set;
use super::columns::Range;
use super::filter::{Accept, Predicate};
use super::numeric::{low_bits, narrow, wide};
use super::overlay::Overlay;
use super::pyramid::Pyramid;
use super::shape::{Shape, WIDTH};
use super::{Attribute, Index, Slot};

/// So many slots of a leaf are asked one by one.
const FEW: u32 = 12;

/// A question's conditions on one index.
pub(super) struct Conditions<'a> {
    /// The shape of the index.
    shape: &'a Shape,
    /// How many items the index has.
    items: usize,
    /// Sets an item must be in, the smallest first.
    sets: Vec<Set<'a>>,
    /// Alternatives an item must have one of.
    alternatives: Vec<Alternatives<'a>>,
    /// Number ranges.
    ranges: Vec<Range<'a>>,
    /// Slots that no longer count, a word for each leaf block.
    gone: Option<&'a [u64]>,
    /// The caller's own test, and the number of the first slot as the caller knows it.
    accept: Option<(Accept<'a>, u32)>,
}

impl<'a> Conditions<'a> {
    /// Resolves the predicates on an index; none where nothing can match.
    pub(super) fn of(
        index: &'a Index,
        predicates: &'a [Predicate],
        over: &'a Overlay,
    ) -> Option<Self> {
        let mut conditions = Self {
            shape: &index.shape,
            items: index.len(),
            sets: Vec::new(),
            alternatives: Vec::new(),
            ranges: Vec::new(),
            gone: over.gone.as_deref(),
            accept: None,
        };
        if index.is_empty() {
            return None;
        }
        for predicate in predicates {
            conditions.add(index, predicate, over)?;
        }
        conditions.sets.sort_unstable_by_key(Set::count);
        Some(conditions)
    }

    /// The same with a test of the caller's, who counts slots from `first` on.
    pub(super) fn with(mut self, accept: Option<Accept<'a>>, first: u32) -> Self {
        self.accept = accept.map(|accept| (accept, first));
        self
    }

    /// The same caller's test on the members of one set, which already leaves out what is gone.
    pub(super) fn only<'b>(&self, set: &'b Pyramid) -> Conditions<'b>
    where
        'a: 'b,
    {
        Conditions {
            shape: self.shape,
            items: self.items,
            sets: vec![Set::Common(set)],
            alternatives: Vec::new(),
            ranges: Vec::new(),
            gone: None,
            accept: self.accept,
        }
    }

    /// Adds a predicate; none where nothing can match any more.
    fn add(&mut self, index: &'a Index, predicate: &'a Predicate, over: &'a Overlay) -> Option<()> {
        let find = |attribute: Attribute, value: u32| {
            over.derived(attribute, value)
                .map(Set::Common)
                .or_else(|| index.codes.get((attribute, value)))
                .filter(|set| set.count() > 0)
        };
        match predicate {
            Predicate::AnyOf { attribute, values } => {
                let mut found: Vec<Set<'a>> = values
                    .iter()
                    .filter_map(|value| find(*attribute, *value))
                    .collect();
                if let [only] = found.as_slice() {
                    self.require(*only);
                } else if found.is_empty() {
                    return None;
                } else {
                    found.sort_unstable_by_key(|set| std::cmp::Reverse(set.count()));
                    self.require_one_of(found);
                }
            }
            Predicate::AllOf { attribute, values } => {
                for value in values {
                    self.require(find(*attribute, *value)?);
                }
            }
            Predicate::Within {
                attribute,
                at_least,
                at_most,
            } => {
                let column = index.column(*attribute)?;
                let is_everything =
                    wide(column.count()) == self.items && column.is_within(*at_least, *at_most);
                if !is_everything {
                    self.ranges.push(column.range(*at_least, *at_most)?);
                }
            }
            Predicate::In(selection) => {
                let set = selection.members_in(index)?.as_set();
                self.require((set.count() > 0).then_some(set)?);
            }
        }
        Some(())
    }

    /// Requires membership of a set.
    fn require(&mut self, set: Set<'a>) {
        if wide(set.count()) < self.items {
            self.sets.push(set);
        }
    }

    /// Requires membership of one of several sets.
    fn require_one_of(&mut self, sets: Vec<Set<'a>>) {
        let sum = sets
            .iter()
            .fold(0_u32, |sum, set| sum.saturating_add(set.count()));
        self.alternatives
            .push(Alternatives::of(self.shape, sets, sum));
    }

    /// The smallest listed set that every matching item is in.
    pub(super) fn rarest(&self) -> Option<&[u32]> {
        let sets = self.sets.iter().filter_map(|set| match set {
            Set::Rare(list) => Some(*list),
            Set::Common(_) => None,
        });
        let alternatives = self.alternatives.iter().filter_map(|it| match it {
            Alternatives::Listed(list) => Some(list.as_slice()),
            Alternatives::Few(_) | Alternatives::Joined(_) => None,
        });
        sets.chain(alternatives).min_by_key(|list| list.len())
    }

    /// Whether a set bit at any level promises a matching item below it, but for what is gone and the caller's test.
    pub(super) fn is_exact(&self) -> bool {
        self.sets.len() + self.alternatives.len() + self.ranges.len() <= 1
    }

    /// Whether few items of a leaf block match: fewer than one in eight, as far as one set tells.
    pub(super) fn is_sparse(&self) -> bool {
        let smallest = self.sets.first();
        smallest.is_some_and(|set| wide(set.count()) < self.items / 8)
    }

    /// A bit for each child of a block that can hold matching items, or, in a leaf, each slot that can match.
    #[inline]
    pub(super) fn word(&self, level: usize, block: usize) -> u64 {
        let mut word = self.existing(level, block);
        for set in &self.sets {
            word &= set.word(self.shape, level, block);
            if word == 0 {
                return 0;
            }
        }
        for alternatives in &self.alternatives {
            word &= alternatives.word(self.shape, level, block, word);
        }
        if level == 0
            && let Some(gone) = self.gone
        {
            word &= !gone.get(block).copied().unwrap_or(0);
        }
        if self.ranges.is_empty() {
            return word;
        }
        self.within_ranges(level, block, word)
    }

    /// Of a block's word, the bits that the number ranges leave.
    fn within_ranges(&self, level: usize, block: usize, mut word: u64) -> u64 {
        for range in &self.ranges {
            if word == 0 {
                break;
            }
            // A few slots are asked one by one, many at once; then only those at the ends are in doubt.
            let asked = if level > 0 || word.count_ones() > FEW {
                word &= range.word(level, block);
                if level == 0 {
                    word & range.edges(block)
                } else {
                    0
                }
            } else {
                word
            };
            let first = narrow(block * WIDTH);
            let refused = low_bits(asked).filter(|bit| !range.holds(first + bit));
            word &= !refused.fold(0, |bits, bit| bits | 1 << bit);
        }
        word
    }

    /// A bit for each child of a block that there is.
    #[inline]
    fn existing(&self, level: usize, block: usize) -> u64 {
        let children = if level == 0 {
            self.items
        } else {
            self.shape.blocks(level - 1)
        };
        let left = children.saturating_sub(block * WIDTH);
        if left >= WIDTH {
            u64::MAX
        } else {
            (1 << left) - 1
        }
    }

    /// Whether the caller's own test lets a slot through.
    #[inline]
    pub(super) fn accepts(&self, slot: u32) -> bool {
        self.accept
            .is_none_or(|(accept, first)| accept(Slot(first + slot)))
    }

    /// Whether a slot matches everything but the caller's own test.
    pub(super) fn holds(&self, slot: u32) -> bool {
        let (block, bit) = (wide(slot) / WIDTH, slot % 64);
        let is_there = self
            .gone
            .is_none_or(|gone| gone.get(block).is_none_or(|word| (word >> bit) & 1 == 0));
        is_there
            && self.sets.iter().all(|set| set.has(slot))
            && self.alternatives.iter().all(|it| it.has(slot))
            && self.ranges.iter().all(|range| range.holds(slot))
    }

    /// Writes the words of all leaf blocks: what [`Self::word`] says of each, and how many slots that makes. It costs the
    /// same whatever the data look like: one pass over the words of each set.
    pub(super) fn write_leaves(&self, words: &mut Vec<u64>, spare: &mut Vec<u64>) -> usize {
        words.clear();
        words.resize(self.shape.leaves(), u64::MAX);
        for set in &self.sets {
            match set {
                Set::Common(pyramid) => keep(words, pyramid.leaves(self.shape)),
                Set::Rare(list) => {
                    collect(self.shape, spare, [Set::Rare(list)].iter());
                    keep(words, spare);
                }
            }
        }
        for alternatives in &self.alternatives {
            alternatives.collect(self.shape, spare);
            keep(words, spare);
        }
        for (word, gone) in words.iter_mut().zip(self.gone.unwrap_or_default()) {
            *word &= !gone;
        }
        if let Some(last) = words.last_mut() {
            *last &= self.existing(0, self.shape.leaves() - 1);
        }
        let mut count = 0;
        for (block, word) in words.iter_mut().enumerate().filter(|(_, word)| **word != 0) {
            *word = self.within_ranges(0, block, *word);
            count += wide(word.count_ones());
        }
        count
    }
}

/// Keeps of the words what other words have too.
fn keep(words: &mut [u64], others: &[u64]) {
    for (word, other) in words.iter_mut().zip(others) {
        *word &= other;
    }
}
