//! The walk: from the top down, always into the nearest box that can still hold something.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::Index;
use super::blocks::PointBlock;
use super::candidates::Candidates;
use super::conditions::Conditions;
use super::metric::Metric;
use super::numeric::{at_most, low_bits, narrow, wide};
use super::shape::WIDTH;
use super::tagged::Tagged;
use crate::coord::GridPoint;

/// So many blocks may hold nothing of what they promised, and so many more for each item met. Conditions that are
/// independent of each other disappoint less often where a walk is the quicker way.
const PATIENCE: usize = 32;
/// See [`PATIENCE`].
const PATIENCE_PER_ITEM: usize = 6;

/// So many leaf blocks are opened together: their words and points are fetched side by side instead of one after the
/// other. The more items of a block match, the fewer blocks an answer needs.
const TOGETHER: usize = 6;
/// The same where many items of a block match.
const TOGETHER_WHERE_DENSE: usize = 3;
/// So few items of a block are measured one by one.
const FEW: usize = 8;

/// An opened node whose children wait.
#[derive(Clone, Debug)]
struct Node {
    /// The rough squared distances of the children that wait.
    squares: Tagged,
    /// The level of the children.
    level: usize,
    /// The number of the first child.
    first: usize,
}

/// What waits to be opened. A node's children wait together: few ever get their turn, so they are not sorted, and the
/// nodes are ordered by their nearest child.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// The opened nodes.
    nodes: Vec<Node>,
    /// The bits of the least squared distance in a node, the node, and the child's place there: for numbers that are
    /// not negative the order of the bits is the order of the numbers.
    nearest: BinaryHeap<Reverse<(u32, u32, u32)>>,
}

impl Waiting {
    /// Nothing waits.
    fn clear(&mut self) {
        self.nodes.clear();
        self.nearest.clear();
    }

    /// Lets a node's children wait, if the nearest of them may be wanted.
    #[inline]
    fn push(&mut self, node: Node, stop: f32) {
        if let Some((square, child)) = node.squares.least().filter(|(square, _)| *square <= stop) {
            let place = narrow(self.nodes.len());
            self.nearest.push(Reverse((square.to_bits(), place, child)));
            self.nodes.push(node);
        }
    }

    /// Takes the nearest child: its rough squared distance, level and number.
    #[inline]
    fn pop(&mut self, stop: f32) -> Option<(f32, usize, usize)> {
        let mut top = self.nearest.peek_mut()?;
        let Reverse((bits, place, child)) = *top;
        let node = self.nodes.get_mut(wide(place))?;
        node.squares.take(child);
        let (level, number) = (node.level, node.first + wide(child));
        match node.squares.least() {
            Some((next, child)) if next <= stop => *top = Reverse((next.to_bits(), place, child)),
            _ => drop(PeekMut::pop(top)),
        }
        Some((f32::from_bits(bits), level, number))
    }
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Everything that can belong to the answer has been met.
    Complete,
    /// Too many blocks held nothing of what they promised.
    Spent,
}

/// A walk under way.
pub(super) struct Walk<'a, M> {
    /// The index that is walked.
    pub(super) index: &'a Index,
    /// What an item must be.
    pub(super) conditions: &'a Conditions<'a>,
    /// The measure.
    pub(super) metric: &'a M,
    /// Blocks that wait.
    pub(super) waiting: &'a mut Waiting,
    /// Whether the conditions keep every promise, so that no block disappoints.
    pub(super) is_patient: bool,
}

impl<M: Metric> Walk<'_, M> {
    /// Walks the index and meets candidates.
    pub(super) fn go(&mut self, candidates: &mut Candidates<'_, M>) -> End {
        self.waiting.clear();
        self.open(candidates, self.index.shape.top(), 0);
        let mut disappointments = 0;
        let mut leaves = [0; TOGETHER];
        let together = if self.conditions.is_sparse() {
            TOGETHER
        } else {
            TOGETHER_WHERE_DENSE
        };
        loop {
            let places = leaves.iter_mut().take(together);
            let count = self.next_leaves(candidates, places, &mut disappointments);
            let mut words = [0; TOGETHER];
            for (word, leaf) in words.iter_mut().zip(&leaves).take(count) {
                *word = self.conditions.word(0, *leaf);
            }
            disappointments += words.iter().take(count).filter(|word| **word == 0).count();
            self.meet(candidates, &leaves, &words);
            if count < together {
                return End::Complete;
            }
            let patience = PATIENCE + PATIENCE_PER_ITEM * candidates.count();
            if disappointments > patience && !self.is_patient {
                return End::Spent;
            }
        }
    }

    /// Opens nodes until a leaf block is found for each place; how many there still are.
    #[inline]
    fn next_leaves<'p>(
        &mut self,
        candidates: &Candidates<'_, M>,
        mut places: impl ExactSizeIterator<Item = &'p mut usize>,
        disappointments: &mut usize,
    ) -> usize {
        let wanted = places.len();
        while places.len() > 0
            && let Some((squared, level, number)) = self.waiting.pop(candidates.stop())
            && squared <= candidates.stop()
        {
            if level == 0 {
                if let Some(leaf) = places.next() {
                    *leaf = number;
                }
            } else if !self.open(candidates, level, number) {
                *disappointments += 1;
            }
        }
        wanted - places.len()
    }

    /// Lets the children of a node wait; the only leaf block is its own child. False where it holds nothing that
    /// matches.
    fn open(&mut self, candidates: &Candidates<'_, M>, level: usize, number: usize) -> bool {
        let wanted = self.conditions.word(level, number);
        if level == 0 {
            // At no distance, as the first child of a node that there is not.
            let node = Node {
                squares: Tagged::of(&[0.0; WIDTH], 1),
                level,
                first: 0,
            };
            self.waiting.push(node, candidates.stop());
        } else if let Some(boxes) = self.index.blocks.children(level, number)
            && wanted != 0
        {
            let node = Node {
                squares: Tagged::of(&self.metric.boxes(boxes, wanted), wanted),
                level: level - 1,
                first: number * WIDTH,
            };
            self.waiting.push(node, candidates.stop());
        }
        wanted != 0
    }

    /// Meets the items of leaf blocks that are set in their words.
    ///
    /// Where few are, all their points are read before any is measured: so they come from memory side by side.
    #[inline]
    fn meet(
        &self,
        candidates: &mut Candidates<'_, M>,
        leaves: &[usize; TOGETHER],
        words: &[u64; TOGETHER],
    ) {
        let mut read = [(GridPoint { lat: 0, lon: 0 }, 0); TOGETHER * FEW];
        let mut places = read.iter_mut();
        for (leaf, word) in leaves.iter().zip(words) {
            let Some(points) = self.index.blocks.points(*leaf) else {
                continue;
            };
            let first = narrow(leaf * WIDTH);
            if wide(word.count_ones()) > FEW {
                self.meet_many(candidates, points, first, *word);
                continue;
            }
            for bit in low_bits(*word) {
                if let (Some(place), Some(point)) = (places.next(), points.get(wide(bit))) {
                    *place = (*point, first + bit);
                }
            }
        }
        let count = TOGETHER * FEW - places.len();
        for (point, slot) in read.iter().take(count) {
            let squared = self.metric.point(*point);
            if candidates.may_take(squared) && self.conditions.accepts(*slot) {
                candidates.add(squared, *slot);
            }
        }
        candidates.draw_closer();
    }

    /// Meets the items of a leaf block of which many are wanted.
    #[inline]
    fn meet_many(
        &self,
        candidates: &mut Candidates<'_, M>,
        points: &PointBlock,
        first: u32,
        wanted: u64,
    ) {
        let squares = self.metric.points(points, wanted);
        for bit in low_bits(wanted & at_most(&squares, candidates.stop())) {
            let squared = squares.get(wide(bit)).copied().unwrap_or(f32::MAX);
            if candidates.may_take(squared) && self.conditions.accepts(first + bit) {
                candidates.add(squared, first + bit);
            }
        }
        candidates.draw_closer();
    }
}
