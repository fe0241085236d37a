//! Columns of numbers in each of their three forms, against the numbers themselves.
#![expect(clippy::indexing_slicing, reason = "tests")]

use super::Random;
use crate::index::columns::{Column, Range};
use crate::index::numeric::{narrow, wide};
use crate::index::shape::Shape;

/// Numbers for so many slots, some of which have none.
fn numbers(count: usize, mut draw: impl FnMut() -> Option<i64>) -> Vec<Option<i64>> {
    (0..count).map(|_| draw()).collect()
}

/// Two ends of a range: numbers there are, numbers just beside them, nothing, or the ends of what there can be.
fn ends(numbers: &[Option<i64>], random: &mut Random) -> (Option<i64>, Option<i64>) {
    let mut end = || {
        let count = narrow(numbers.len());
        let here = numbers[wide(random.below(count))].unwrap_or(0);
        match random.below(8) {
            0 => None,
            1 => Some(i64::MIN),
            2 => Some(i64::MAX),
            3 => Some(here.saturating_sub(1)),
            4 => Some(here.saturating_add(1)),
            _ => Some(here),
        }
    };
    let (one, other) = (end(), end());
    let is_upside_down = matches!((one, other), (Some(one), Some(other)) if one > other);
    let is_narrow = random.once_in(4);
    if is_narrow {
        (one, one)
    } else if is_upside_down && !random.once_in(8) {
        (other, one)
    } else {
        (one, other)
    }
}

/// Whether a number lies in a range, by the definition.
fn lies(number: Option<i64>, at_least: Option<i64>, at_most: Option<i64>) -> bool {
    number.is_some_and(|number| {
        at_least.is_none_or(|end| number >= end) && at_most.is_none_or(|end| number <= end)
    })
}

/// Compares everything a column says with its numbers.
fn check(numbers: &[Option<i64>], is_coded: bool, questions: u32, random: &mut Random) {
    let shape = Shape::of(numbers.len());
    let column = Column::of(&shape, numbers).unwrap();
    let present = numbers.iter().flatten();
    assert_eq!(wide(column.count()), present.clone().count());
    for (slot, number) in (0..).zip(numbers) {
        assert_eq!(column.number(slot), *number);
    }
    assert_eq!(column.number(narrow(numbers.len())), None);
    for _ in 0..questions {
        let (at_least, at_most) = ends(numbers, random);
        let is_in = |number: &Option<i64>| lies(*number, at_least, at_most);
        let holds_all = present.clone().all(|number| is_in(&Some(*number)));
        assert_eq!(column.is_within(at_least, at_most), holds_all);
        let Some(range) = column.range(at_least, at_most) else {
            assert!(!numbers.iter().any(is_in), "{at_least:?} to {at_most:?}");
            continue;
        };
        assert!(!is_coded || numbers.iter().any(is_in));
        check_leaves(&range, numbers, is_in);
        for level in 1..=shape.top() {
            check_level(&range, numbers, level, (at_least, at_most, is_coded));
        }
    }
}

/// Compares slots and words of the leaves: a word may be too large only where it says so.
fn check_leaves(range: &Range<'_>, numbers: &[Option<i64>], is_in: impl Fn(&Option<i64>) -> bool) {
    for (block, numbers) in numbers.chunks(64).enumerate() {
        let mut truth = 0_u64;
        for (place, number) in (0..).zip(numbers) {
            truth |= u64::from(is_in(number)) << place;
            let slot = narrow(block * 64) + place;
            assert_eq!(range.holds(slot), is_in(number), "{number:?}");
        }
        let (word, edges) = (range.word(0, block), range.edges(block));
        assert_eq!(truth & !word, 0, "left out");
        assert_eq!(word & !edges & !truth, 0, "let in and not in doubt");
    }
}

/// Compares the words of a level: a child is named if its numbers may reach into the range; where each number has its own
/// code, only then.
fn check_level(
    range: &Range<'_>,
    numbers: &[Option<i64>],
    level: usize,
    (at_least, at_most, is_coded): (Option<i64>, Option<i64>, bool),
) {
    let width = 64_usize.pow(narrow(level));
    for (child, numbers) in numbers.chunks(width).enumerate() {
        let is_named = (range.word(level, child / 64) >> (child % 64)) & 1 == 1;
        let (least, most) = (
            numbers.iter().flatten().min(),
            numbers.iter().flatten().max(),
        );
        let reaches = most.is_some_and(|most| at_least.is_none_or(|end| *most >= end))
            && least.is_some_and(|least| at_most.is_none_or(|end| *least <= end));
        assert!(is_named || !reaches, "level {level}, child {child}");
        assert!(!is_coded || is_named == reaches);
    }
    let beyond = numbers.len().div_ceil(width);
    assert_eq!(range.word(level, beyond / 64) >> (beyond % 64), 0);
}

#[test]
fn a_column_of_few_different_numbers_knows_each_exactly() {
    let mut random = Random(5);
    let extremes = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    for count in [1, 2, 63, 64, 65, 4096, 4097] {
        let mut few = || extremes[wide(random.below(7))];
        let column = numbers(count, || Some(few()));
        check(&column, true, 60, &mut random);
        let mut column = numbers(count, || {
            let number = i64::from(random.below(1000)) - 500;
            (!random.once_in(3)).then_some(number)
        });
        column[count / 2] = Some(3);
        check(&column, true, 60, &mut random);
        let mut column = vec![None; count];
        column[count - 1] = Some(i64::MIN);
        check(&column, true, 20, &mut random);
    }
}

#[test]
fn as_many_numbers_as_codes_and_one_more_are_told_apart() {
    let mut random = Random(6);
    for (count, is_coded) in [(65_535_u32, true), (65_536, false)] {
        let mut all: Vec<Option<i64>> = (0..count).map(|number| Some(i64::from(number))).collect();
        all.push(None);
        check(&all, is_coded, 12, &mut random);
    }
}

#[test]
fn a_column_of_many_near_numbers_knows_each_exactly() {
    let mut random = Random(7);
    // Half of them crowd together, so that many share a code.
    let column = numbers(150_000, || {
        let limit = if random.once_in(2) { 300_000 } else { 90_000 };
        let number = i64::MIN + i64::from(random.below(limit));
        (!random.once_in(10)).then_some(number)
    });
    check(&column, false, 12, &mut random);
}

#[test]
fn a_column_of_many_far_numbers_knows_each_exactly() {
    let mut random = Random(8);
    let mut column = numbers(100_000, || {
        let number = random.bits().cast_signed();
        (!random.once_in(10)).then_some(number)
    });
    column[7] = Some(i64::MIN);
    column[70_000] = Some(i64::MAX);
    check(&column, false, 12, &mut random);
    // So few, so far apart, that a code reaches from one end to the other.
    let column = numbers(80_000, || match random.below(50_000) {
        0 => Some(i64::MIN),
        1 => Some(i64::MAX),
        _ => Some(i64::from(random.below(200_000)) * 40_000_000_000_000),
    });
    check(&column, false, 12, &mut random);
}

#[test]
fn there_is_no_column_where_no_item_has_a_number() {
    assert!(Column::of(&Shape::of(0), &[]).is_none());
    assert!(Column::of(&Shape::of(3), &[None, None, None]).is_none());
}
