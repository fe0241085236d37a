//! Which positions of a stretch are worth most, without looking at all of them.
//!
//! A tree of maxima over the list; the best `n` of a stretch are found by opening the most promising node again and
//! again, about `n` times the height. Read next: `mod.rs`.

use std::collections::BinaryHeap;
use std::ops::Range;

/// How many children a node has.
const WIDTH: usize = 16;

/// A list of worths, and above it the maxima of each sixteen.
#[derive(Debug, Default)]
pub(crate) struct Best {
    /// The list itself first.
    levels: Vec<Vec<u32>>,
}

impl Best {
    /// A tree over a list.
    pub(crate) fn of(worths: Vec<u32>) -> Self {
        let mut levels = vec![worths];
        while let Some(last) = levels.last()
            && last.len() > WIDTH
        {
            let above = last.chunks(WIDTH);
            let maxima = above.map(|chunk| chunk.iter().copied().max().unwrap_or(0));
            let maxima = maxima.collect();
            levels.push(maxima);
        }
        Self { levels }
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.levels
            .iter()
            .map(|it| it.capacity() * size_of::<u32>())
            .sum()
    }

    /// The up to `most` positions of a stretch that are worth most, best first, equal ones in order. What is worth
    /// nothing is left out.
    pub(crate) fn first(&self, stretch: Range<usize>, most: usize) -> Vec<usize> {
        let mut open = BinaryHeap::new();
        let enter = |open: &mut BinaryHeap<_>, level: usize, range: Range<usize>| {
            let worths = self.levels.get(level).and_then(|it| it.get(range.clone()));
            for (position, worth) in range.zip(worths.into_iter().flatten()) {
                if *worth > 0 {
                    open.push((*worth, level == 0, std::cmp::Reverse(position), level));
                }
            }
        };
        self.cover(stretch, |level, range| enter(&mut open, level, range));
        let mut found = Vec::with_capacity(most);
        while let Some((_, _, std::cmp::Reverse(position), level)) = open.pop() {
            if found.len() >= most {
                break;
            }
            if level == 0 {
                found.push(position);
            } else {
                let below = level - 1;
                let count = self.levels.get(below).map_or(0, Vec::len);
                let start = position * WIDTH;
                enter(&mut open, below, start..(start + WIDTH).min(count));
            }
        }
        found
    }

    /// Names the nodes that together are a stretch: at most two times sixteen of each level.
    fn cover(&self, stretch: Range<usize>, mut name: impl FnMut(usize, Range<usize>)) {
        let count = self.levels.first().map_or(0, Vec::len);
        let (mut start, mut end) = (stretch.start.min(count), stretch.end.min(count));
        for level in 0..self.levels.len() {
            if start >= end {
                return;
            }
            let is_top = level + 1 == self.levels.len();
            let inner_start = start.div_ceil(WIDTH);
            let inner_end = if end == self.levels.get(level).map_or(0, Vec::len) {
                end.div_ceil(WIDTH)
            } else {
                end / WIDTH
            };
            if is_top || inner_start >= inner_end {
                name(level, start..end);
                return;
            }
            name(level, start..inner_start * WIDTH);
            name(level, (inner_end * WIDTH).min(end)..end);
            (start, end) = (inner_start, inner_end);
        }
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::Best;

    #[test]
    fn the_best_of_a_stretch_are_those_that_sorting_finds() {
        let worths: Vec<u32> = (0..5_000_u32)
            .map(|it| it.wrapping_mul(2_654_435_761) % 97)
            .collect();
        let best = Best::of(worths.clone());
        for (start, end) in [
            (0, 5_000),
            (0, 0),
            (17, 18),
            (16, 32),
            (3, 4_999),
            (255, 257),
            (4_990, 5_000),
        ] {
            let mut sorted: Vec<usize> = (start..end).filter(|at| worths[*at] > 0).collect();
            sorted.sort_by_key(|at| (std::cmp::Reverse(worths[*at]), *at));
            sorted.truncate(12);
            let found = best.first(start..end, 12);
            let worths_of = |list: &[usize]| list.iter().map(|at| worths[*at]).collect::<Vec<_>>();
            assert_eq!(worths_of(&found), worths_of(&sorted), "{start}..{end}");
            assert!(found.iter().all(|at| (start..end).contains(at)));
        }
    }
}
