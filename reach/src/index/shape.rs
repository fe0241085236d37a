//! The common shape of everything packed: items in blocks of 64, blocks in nodes of 64, and so on up.
//!
//! Level 0 counts leaf blocks, level `k` groups of 64 of level `k - 1`; the last level has one node. Every array that
//! follows the shape can be walked by the same numbers.

/// Children of a node, items of a leaf block: the bits of a word.
pub(crate) const WIDTH: usize = 64;

/// How many blocks each level has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Blocks of each level, from the leaves (items over 64) to the one at the top.
    blocks: Vec<usize>,
    /// Where each level begins when all are laid one after the other.
    starts: Vec<usize>,
}

impl Shape {
    /// The shape of so many items.
    pub(super) fn of(items: usize) -> Self {
        let mut blocks = vec![items.div_ceil(WIDTH).max(1)];
        let mut starts = vec![0];
        while let Some(&below) = blocks.last()
            && below > 1
        {
            starts.push(starts.last().copied().unwrap_or(0) + below);
            blocks.push(below.div_ceil(WIDTH));
        }
        Self { blocks, starts }
    }

    /// The top level, whose one block holds everything.
    pub(super) const fn top(&self) -> usize {
        self.blocks.len() - 1
    }

    /// Leaf blocks.
    pub(super) fn leaves(&self) -> usize {
        self.blocks.first().copied().unwrap_or(1)
    }

    /// The blocks of all levels together.
    pub(super) fn total(&self) -> usize {
        self.blocks.iter().sum()
    }

    /// The blocks of a level.
    pub(super) fn blocks(&self, level: usize) -> usize {
        self.blocks.get(level).copied().unwrap_or(0)
    }

    /// Where a level begins when all are laid one after the other.
    #[inline]
    pub(super) fn start(&self, level: usize) -> usize {
        self.starts.get(level).copied().unwrap_or(0)
    }
}
