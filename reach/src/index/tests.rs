//! Tests of the index's parts against plain versions of them; whole answers are tested in `tests/answers`,
//! `tests/exactness` and `tests/changes`.
//!
//! Where to read: `packing` (curve, shape, sets, boxes, words), `numbers` (columns), `filters` (conditions), `measures`
//! (rough and exact distances). Nothing here times anything.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod filters;
mod measures;
mod numbers;
mod packing;
mod selections;

use super::*;
use crate::coord::GridPoint;

/// The kind of an item in these tests.
const KIND: Attribute = Attribute(1);
/// The tags of an item in these tests.
const TAG: Attribute = Attribute(2);
/// The pay of an item in these tests.
const PAY: Attribute = Attribute(3);

/// SplitMix64 from a seed, so that the tests are the same everywhere for ever.
struct Random(u64);

impl Random {
    /// The next 64 random bits.
    const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A whole number below a limit.
    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.bits() % u64::from(limit)).unwrap()
    }

    /// A number from 0 to 1, 1 excluded.
    fn unit(&mut self) -> f64 {
        let [high, low] = [self.below(1 << 31), self.below(1 << 20)];
        (f64::from(high) + f64::from(low) / f64::from(1 << 20)) / 2_147_483_648.0
    }

    /// A number between two others.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }
}

/// An item at one place in Guiyang.
fn item(id: u128, kind: u32, tags: &[u32], pay: Option<i64>) -> NewItem {
    let mut values = vec![(KIND, kind)];
    values.extend(tags.iter().map(|tag| (TAG, *tag)));
    NewItem {
        id: ItemId(id),
        point: Wgs84::new(26.6, 106.7).unwrap(),
        values,
        numbers: pay.into_iter().map(|pay| (PAY, pay)).collect(),
    }
}

/// Four items at one place, which therefore stand in the order of their ids: 10, 20, 30, 40.
fn four() -> Index {
    Index::build(vec![
        item(40, 1, &[1, 2, 2], Some(3000)),
        item(30, 1, &[2, 3], None),
        item(20, 2, &[1, 2, 3], Some(i64::MAX)),
        item(10, 3, &[], Some(i64::MIN)),
    ])
    .unwrap()
}

/// The slots of the items that match one predicate.
fn matching(predicate: Predicate) -> Vec<usize> {
    let index = four();
    let predicates = [predicate];
    let found: Vec<usize> = index
        .matching(&predicates, None)
        .into_iter()
        .map(Slot::index)
        .collect();
    assert!(found.is_sorted());
    let count = index.count_matching(&predicates, None);
    assert_eq!(count, u64::try_from(found.len()).unwrap());
    found
}

/// The range of pay between two ends.
fn pay(at_least: Option<i64>, at_most: Option<i64>) -> Predicate {
    Predicate::Within {
        attribute: PAY,
        at_least,
        at_most,
    }
}

#[test]
fn an_index_tells_what_it_was_built_from() {
    let index = four();
    assert_eq!((index.len(), index.is_empty()), (4, false));
    let slot = index.slot_of(ItemId(20)).unwrap();
    assert_eq!((slot.index(), index.id(slot)), (1, Some(ItemId(20))));
    assert_eq!(index.point(slot), Wgs84::new(26.6, 106.7).ok());
    assert_eq!(index.number(slot, PAY), Some(i64::MAX));
    assert_eq!(index.number(Slot(2), PAY), None);
    assert_eq!(index.number(slot, KIND), None);
    assert_eq!(index.slot_of(ItemId(21)), None);
    assert_eq!(
        (
            index.count(TAG, 2),
            index.count(TAG, 9),
            index.count(PAY, 1)
        ),
        (3, 0, 0)
    );
    assert_eq!(
        (
            index.point(Slot(4)),
            index.id(Slot(4)),
            index.number(Slot(4), PAY)
        ),
        (None, None, None)
    );
}

#[test]
fn an_item_stands_on_the_grid_point_nearest_to_where_it_was_put() {
    let mut off = item(1, 1, &[], None);
    off.point = Wgs84::new(26.600_000_04, 106.700_000_06).unwrap();
    let index = Index::build(vec![off]).unwrap();
    let on = GridPoint {
        lat: 266_000_000,
        lon: 1_067_000_001,
    };
    assert_eq!(index.grid_point(Slot(0)), Some(on));
    assert_eq!(index.point(Slot(0)), Some(Wgs84::from(on)));
}

#[test]
fn a_list_that_contradicts_itself_is_refused() {
    let twice = vec![
        item(7, 1, &[], None),
        item(8, 1, &[], None),
        item(7, 2, &[], None),
    ];
    assert_eq!(
        Index::build(twice).unwrap_err(),
        IndexRefusal::DuplicateId(ItemId(7))
    );
    let mut torn = item(7, 1, &[], Some(1));
    torn.numbers.push((PAY, 1));
    assert_eq!(
        Index::build(vec![torn]).unwrap_err(),
        IndexRefusal::NumberTwice(ItemId(7), PAY)
    );
    assert_eq!(
        IndexRefusal::DuplicateId(ItemId(7)).to_string(),
        "two items have the id 00000000000000000000000000000007"
    );
}

#[test]
fn codes_match_any_or_all_and_nothing_is_in_the_empty_any() {
    let any = |values: &[u32]| Predicate::AnyOf {
        attribute: TAG,
        values: values.to_vec(),
    };
    let all = |values: &[u32]| Predicate::AllOf {
        attribute: TAG,
        values: values.to_vec(),
    };
    assert_eq!(matching(any(&[1, 3])), [1, 2, 3]);
    assert_eq!(matching(any(&[3])), [1, 2]);
    assert_eq!(matching(any(&[9, 9])), [0; 0]);
    assert_eq!(matching(any(&[])), [0; 0]);
    assert_eq!(matching(all(&[1, 3])), [1]);
    assert_eq!(matching(all(&[2, 9])), [0; 0]);
    assert_eq!(matching(all(&[])), [0, 1, 2, 3]);
}

#[test]
fn a_range_holds_its_ends_and_never_an_absent_number() {
    assert_eq!(matching(pay(None, None)), [0, 1, 3]);
    assert_eq!(matching(pay(Some(3000), Some(3000))), [3]);
    assert_eq!(matching(pay(Some(3001), None)), [1]);
    assert_eq!(matching(pay(None, Some(2999))), [0]);
    assert_eq!(matching(pay(Some(2), Some(1))), [0; 0]);
    let unknown = Predicate::Within {
        attribute: KIND,
        at_least: None,
        at_most: None,
    };
    assert_eq!(matching(unknown), [0; 0]);
}

#[test]
fn every_predicate_and_the_callers_own_test_have_to_hold() {
    let index = four();
    let predicates = [
        Predicate::AnyOf {
            attribute: TAG,
            values: vec![1, 2],
        },
        pay(Some(0), None),
    ];
    assert_eq!(index.count_matching(&predicates, None), 2);
    assert_eq!(index.count_within(PAY, Some(0), None), 2);
    let is_last = |slot: Slot| slot.index() == 3;
    assert_eq!(index.matching(&predicates, Some(&is_last)), [Slot(3)]);
    assert_eq!(index.count_matching(&[], Some(&is_last)), 1);
}

#[test]
fn the_lot_of_an_item_is_the_documented_one_for_ever() {
    // Worked out from the documented formula by a separate program.
    let id = ItemId(0x0192_f0c1_2345_7abc_8def_0123_4567_89ab);
    let lot = |day, seed| TieBreak { day, seed }.lot(id);
    assert_eq!(lot(0, 0), LOT_OF_NOTHING);
    assert_eq!(lot(20_781, 42), LOT_OF_A_DAY);
    assert_eq!(lot(-1, u64::MAX), LOT_OF_THE_EDGE);
}

/// The lot on day 0 with seed 0.
const LOT_OF_NOTHING: u64 = 0xdec3_090d_be08_0e12;
/// The lot on day 20,781 with seed 42.
const LOT_OF_A_DAY: u64 = 0xa8b6_65c6_ee03_2172;
/// The lot on day -1 with the largest seed.
const LOT_OF_THE_EDGE: u64 = 0x9545_741d_497e_a22e;
