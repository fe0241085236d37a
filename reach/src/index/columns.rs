//! The numbers that items have for one attribute, as 16-bit codes in the packed order.
//!
//! The codes are ordered as the numbers are. Where there are few different numbers each has its own code; else a code
//! stands for a range of numbers, and the numbers themselves stand beside. Above each block stand its smallest and its
//! largest code, so that a range of numbers passes by whole blocks.

use super::numeric::{between, narrow, touching, wide};
use super::shape::{Shape, WIDTH};

/// The code of an item that has no number.
const NONE: u16 = 0;
/// As many codes as there are for numbers.
const CODES: usize = 65_535;

/// The numbers of one attribute.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The code of each slot, block by block; 0 where there is no number.
    codes: Box<[[u16; WIDTH]]>,
    /// For each level above the leaves, the codes of the children of its nodes: smallest (of those that have any).
    lows: Vec<Box<[[u16; WIDTH]]>>,
    /// The same, largest.
    highs: Vec<Box<[[u16; WIDTH]]>>,
    /// The smallest number of each code from 1 up, ascending.
    cuts: Box<[i64]>,
    /// The numbers themselves, where a code can stand for several.
    exact: Exact,
    /// The smallest and the largest number.
    extent: (i64, i64),
    /// How many items have a number.
    count: u32,
}

/// The numbers behind the codes.
#[derive(Clone, Debug)]
enum Exact {
    /// A code stands for one number.
    Coded,
    /// How much each slot's number is above the smallest of its code.
    Above(Box<[u32]>),
    /// Each slot's number.
    Whole(Box<[i64]>),
}

/// A range of numbers as a column sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range<'a> {
    /// The column.
    column: &'a Column,
    /// The smallest code that a number in the range can have.
    low: u16,
    /// The largest code that a number in the range can have.
    high: u16,
    /// The lower end, included.
    at_least: i64,
    /// The upper end, included.
    at_most: i64,
}

impl Column {
    /// The column of these numbers, one for each slot; none where no slot has any.
    pub(super) fn of(shape: &Shape, numbers: &[Option<i64>]) -> Option<Self> {
        let mut present: Vec<i64> = numbers.iter().flatten().copied().collect();
        present.sort_unstable();
        let extent = (*present.first()?, *present.last()?);
        let count = narrow(present.len());
        let (cuts, is_coded) = cuts(present);
        let coded: Vec<u16> = numbers
            .iter()
            .map(|number| number.map_or(NONE, |number| code(&cuts, number)))
            .collect();
        let exact = if is_coded {
            Exact::Coded
        } else {
            exact(&cuts, &coded, numbers)
        };
        let codes: Box<[[u16; WIDTH]]> = coded.chunks(WIDTH).map(filled(NONE)).collect();
        let (lows, highs) = extremes(shape, &codes);
        Some(Self {
            codes,
            lows,
            highs,
            cuts: cuts.into_boxed_slice(),
            exact,
            extent,
            count,
        })
    }

    /// How many items have a number.
    pub(super) const fn count(&self) -> u32 {
        self.count
    }

    /// The code of a slot.
    fn code_of(&self, slot: u32) -> u16 {
        let block = self.codes.get(wide(slot) / WIDTH);
        block
            .and_then(|block| block.get(wide(slot) % WIDTH))
            .copied()
            .unwrap_or(NONE)
    }

    /// The number of a slot, if it has one.
    pub(super) fn number(&self, slot: u32) -> Option<i64> {
        let code = self.code_of(slot);
        let cut = self.cuts.get(usize::from(code).checked_sub(1)?).copied()?;
        match &self.exact {
            Exact::Coded => Some(cut),
            Exact::Above(above) => above.get(wide(slot)).map(|above| cut + i64::from(*above)),
            Exact::Whole(numbers) => numbers.get(wide(slot)).copied(),
        }
    }

    /// The range between two ends, both included; a missing end is no limit. None where no number lies in it.
    pub(super) fn range(&self, at_least: Option<i64>, at_most: Option<i64>) -> Option<Range<'_>> {
        let at_least = at_least.unwrap_or(i64::MIN);
        let at_most = at_most.unwrap_or(i64::MAX);
        let (least, most) = self.extent;
        if at_least > at_most || at_least > most || at_most < least {
            return None;
        }
        let low = match self.exact {
            // Where a code is one number, the end may lie between two.
            Exact::Coded => 1 + self.cuts.partition_point(|cut| *cut < at_least),
            Exact::Above(_) | Exact::Whole(_) => {
                self.cuts.partition_point(|cut| *cut <= at_least).max(1)
            }
        };
        let high = self.cuts.partition_point(|cut| *cut <= at_most);
        let [low, high] = [low, high].map(|code| u16::try_from(code).unwrap_or(u16::MAX));
        (low <= high).then_some(Range {
            column: self,
            low,
            high,
            at_least,
            at_most,
        })
    }

    /// Whether a range holds every number there is.
    pub(super) fn is_within(&self, at_least: Option<i64>, at_most: Option<i64>) -> bool {
        let (least, most) = self.extent;
        at_least.is_none_or(|end| end <= least) && at_most.is_none_or(|end| end >= most)
    }
}

impl Range<'_> {
    /// The word of a block: a bit for each child that can hold a number in the range.
    #[inline]
    pub(super) fn word(&self, level: usize, block: usize) -> u64 {
        let column = self.column;
        if level == 0 {
            return column
                .codes
                .get(block)
                .map_or(0, |codes| between(codes, self.low, self.high));
        }
        let lows = column.lows.get(level - 1).and_then(|it| it.get(block));
        let highs = column.highs.get(level - 1).and_then(|it| it.get(block));
        lows.zip(highs).map_or(0, |(lows, highs)| {
            touching(lows, highs, self.low, self.high)
        })
    }

    /// A bit for each slot of a leaf block whose code stands for numbers in and out of the range.
    pub(super) fn edges(&self, block: usize) -> u64 {
        if matches!(self.column.exact, Exact::Coded) {
            return 0;
        }
        self.column.codes.get(block).map_or(0, |codes| {
            between(codes, self.low, self.low) | between(codes, self.high, self.high)
        })
    }

    /// Whether the number of a slot lies in the range.
    #[inline]
    pub(super) fn holds(&self, slot: u32) -> bool {
        let code = self.column.code_of(slot);
        if code < self.low || code > self.high {
            return false;
        }
        let is_inner = code > self.low && code < self.high;
        is_inner
            || matches!(self.column.exact, Exact::Coded)
            || self
                .column
                .number(slot)
                .is_some_and(|number| self.at_least <= number && number <= self.at_most)
    }
}

/// The smallest number of each code, and whether each code is one number.
fn cuts(ascending: Vec<i64>) -> (Vec<i64>, bool) {
    let mut distinct = ascending.clone();
    distinct.dedup();
    if distinct.len() <= CODES {
        distinct.shrink_to_fit();
        return (distinct, true);
    }
    let count = ascending.len();
    // Lone extremes, such as "since ever" and "for ever", get codes of their own.
    let (lowest, highest) = (distinct.get(..2), distinct.last());
    let shares = CODES - 3;
    let mut cuts: Vec<i64> = (0..shares)
        .filter_map(|share| ascending.get(share * count / shares).copied())
        .chain(lowest.into_iter().flatten().copied())
        .chain(highest.copied())
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.shrink_to_fit();
    (cuts, false)
}

/// The code of a number that is not below the first cut.
fn code(cuts: &[i64], number: i64) -> u16 {
    let code = cuts.partition_point(|cut| *cut <= number);
    u16::try_from(code).unwrap_or(u16::MAX)
}

/// The numbers behind codes that stand for several.
fn exact(cuts: &[i64], codes: &[u16], numbers: &[Option<i64>]) -> Exact {
    let cut = |code: u16| cuts.get(usize::from(code).wrapping_sub(1)).copied();
    let above: Option<Box<[u32]>> = codes
        .iter()
        .zip(numbers)
        .map(|(code, number)| {
            let above = number.unwrap_or(0).checked_sub(cut(*code).unwrap_or(0))?;
            u32::try_from(above).ok()
        })
        .collect();
    above.map_or_else(
        || Exact::Whole(numbers.iter().map(|number| number.unwrap_or(0)).collect()),
        Exact::Above,
    )
}

/// Fills a block up.
fn filled(rest: u16) -> impl Fn(&[u16]) -> [u16; WIDTH] {
    move |chunk| {
        let mut block = [rest; WIDTH];
        for (place, code) in block.iter_mut().zip(chunk) {
            *place = *code;
        }
        block
    }
}

/// The codes of one level, block by block.
type Level = Box<[[u16; WIDTH]]>;

/// The smallest and largest codes of the children of each node of each level.
fn extremes(shape: &Shape, codes: &[[u16; WIDTH]]) -> (Vec<Level>, Vec<Level>) {
    let mut least: Vec<u16> = codes
        .iter()
        .map(|block| block.iter().copied().filter(|code| *code != NONE).min())
        .map(|least| least.unwrap_or(u16::MAX))
        .collect();
    let mut most: Vec<u16> = codes
        .iter()
        .map(|block| block.iter().copied().max().unwrap_or(NONE))
        .collect();
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for _ in 1..=shape.top() {
        // A place that holds no child has no span: its least is above its most.
        let low: Level = least.chunks(WIDTH).map(filled(u16::MAX)).collect();
        let high: Level = most.chunks(WIDTH).map(filled(NONE)).collect();
        least = low
            .iter()
            .map(|block| block.iter().copied().min().unwrap_or(u16::MAX))
            .collect();
        most = high
            .iter()
            .map(|block| block.iter().copied().max().unwrap_or(NONE))
            .collect();
        lows.push(low);
        highs.push(high);
    }
    (lows, highs)
}
