//! Cells in rows of bits: south to north, each row west to east from the lowest bit.

use crate::index::numeric::wide;

/// Cells, each of which is in or out. The outermost ones are never in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raster {
    /// Words of a row.
    pub(super) width: usize,
    /// The rows.
    pub(super) words: Vec<u64>,
}

impl Raster {
    /// A square of so many cells a side, none of them in.
    pub(super) fn empty(side: usize) -> Self {
        let width = side.div_ceil(64).max(1);
        Self {
            width,
            words: vec![0; width * side],
        }
    }

    /// Takes a cell in; ignores one that is outside.
    #[inline]
    pub(super) fn mark(&mut self, column: i32, row: i32) {
        // What is below zero becomes very large.
        let (column, row) = (wide(column.cast_unsigned()), wide(row.cast_unsigned()));
        let place = row.wrapping_mul(self.width) + column / 64;
        if column / 64 < self.width
            && let Some(word) = self.words.get_mut(place)
        {
            *word |= 1 << (column % 64);
        }
    }

    /// Whether a cell is in.
    pub(super) fn holds(&self, row: usize, column: usize) -> bool {
        let word = self.words.get(row * self.width + column / 64);
        column < self.width * 64 && word.is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    /// Takes in the eight cells around each.
    pub(super) fn widen(&mut self) {
        for row in self.words.chunks_mut(self.width) {
            let (mut west, mut at) = (0, 0);
            while let Some(&word) = row.get(at) {
                let east = row.get(at + 1).copied().unwrap_or(0);
                if let Some(it) = row.get_mut(at) {
                    *it = word | word << 1 | west >> 63 | word >> 1 | east << 63;
                }
                (west, at) = (word, at + 1);
            }
        }
        // From south to north: what the row below was before it took anything in.
        let mut below = vec![0; self.width];
        for start in (0..self.words.len()).step_by(self.width) {
            for (at, below) in (start..).zip(&mut below) {
                let above = self.words.get(at + self.width).copied().unwrap_or(0);
                if let Some(word) = self.words.get_mut(at) {
                    let own = *word;
                    *word |= above | *below;
                    *below = own;
                }
            }
        }
    }

    /// Takes in the cells of another of the same size.
    pub(super) fn join(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// The cells that are not in another of the same size.
    pub(super) fn without(&self, other: Option<&Self>) -> Self {
        let mut rest = self.clone();
        for (word, gone) in rest
            .words
            .iter_mut()
            .zip(other.iter().flat_map(|it| &it.words))
        {
            *word &= !gone;
        }
        rest
    }

    /// The words of a row; none beyond the last.
    pub(super) fn row(&self, row: usize) -> &[u64] {
        let start = row * self.width;
        let words = self.words.get(start..start + self.width);
        words.unwrap_or_default()
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.words.len() / self.width
    }

    /// The first cell of the row of cells without a gap that ends at this one.
    pub(super) fn run_start(&self, row: usize, column: usize) -> usize {
        let words = self.row(row);
        let mut at = column / 64;
        let mut gaps = u64::MAX >> (63 - column % 64);
        loop {
            let word = words.get(at).copied().unwrap_or(0);
            if let Some(gap) = (!word & gaps).checked_ilog2() {
                return at * 64 + wide(gap) + 1;
            }
            if at == 0 {
                return 0;
            }
            (at, gaps) = (at - 1, u64::MAX);
        }
    }
}
