//! Tests of the index's parts; whole answers are tested in `tests/exactness.rs` and
//! `tests/answers.rs`.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::chord::{squared_chord_before, squared_chord_beyond};
use super::*;
use crate::measure::{DistanceKey, geodesic};

/// The kind of an item in these tests.
const KIND: Attribute = Attribute(1);
/// The tags of an item in these tests.
const TAG: Attribute = Attribute(2);
/// The pay of an item in these tests.
const PAY: Attribute = Attribute(3);

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

/// Four items, whose slots are 0 to 3.
fn four() -> Index {
    Index::build(vec![
        item(40, 1, &[1, 2, 2], Some(3000)),
        item(30, 1, &[2, 3], None),
        item(20, 2, &[1, 2, 3], Some(i64::MAX)),
        item(10, 3, &[], Some(i64::MIN)),
    ])
    .unwrap()
}

/// The places of the items that match one predicate, in ascending order.
fn matching(predicate: Predicate) -> Vec<usize> {
    let index = four();
    let mut found: Vec<usize> = index
        .matching(std::slice::from_ref(&predicate), None)
        .map(Slot::index)
        .collect();
    found.sort_unstable();
    let count = index.count_matching(&[predicate], None);
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
    assert_eq!((slot.index(), index.id(slot)), (2, Some(ItemId(20))));
    assert_eq!(index.point(slot), Wgs84::new(26.6, 106.7).ok());
    assert_eq!(index.number(slot, PAY), Some(i64::MAX));
    assert_eq!(index.number(Slot(1), PAY), None);
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
    assert_eq!((index.point(Slot(4)), index.id(Slot(4))), (None, None));
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
    assert_eq!(matching(any(&[1, 3])), [0, 1, 2]);
    assert_eq!(matching(any(&[3])), [1, 2]);
    assert_eq!(matching(any(&[9, 9])), [0; 0]);
    assert_eq!(matching(any(&[])), [0; 0]);
    assert_eq!(matching(all(&[1, 3])), [2]);
    assert_eq!(matching(all(&[2, 9])), [0; 0]);
    assert_eq!(matching(all(&[])), [0, 1, 2, 3]);
}

#[test]
fn a_range_holds_its_ends_and_never_an_absent_number() {
    assert_eq!(matching(pay(None, None)), [0, 2, 3]);
    assert_eq!(matching(pay(Some(3000), Some(3000))), [0]);
    assert_eq!(matching(pay(Some(3001), None)), [2]);
    assert_eq!(matching(pay(None, Some(2999))), [3]);
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
    let is_first = |slot: Slot| slot.index() == 0;
    let found: Vec<Slot> = index.matching(&predicates, Some(&is_first)).collect();
    assert_eq!(found, [Slot(0)]);
    assert_eq!(index.count_matching(&[], Some(&is_first)), 1);
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

#[test]
fn the_bound_of_the_chord_is_tight_where_people_walk() {
    let key = DistanceKey::from_millimetres(10_000_000);
    let [before, beyond] = [squared_chord_before(key), squared_chord_beyond(key)].map(f64::sqrt);
    assert!(before < 10_000.0 && 10_000.0 < beyond);
    assert!(beyond - before < 0.005, "{before} to {beyond}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn both_inequalities_of_the_chord_hold_for_any_two_points(
        lat in -90.0..=90.0_f64,
        lon in -180.0..=180.0_f64,
        // The equator is where the surface is most curved, the antipode where chords fold back.
        other in prop_oneof![
            (-90.0..=90.0_f64, -180.0..=180.0_f64),
            (-1.0..=1.0_f64, -180.0..=180.0_f64),
        ],
        nearness in 0.0..=1.0_f64,
    ) {
        let from = Wgs84::new(lat, lon).unwrap();
        let to = Wgs84::new(
            lat + (other.0 - lat) * nearness.powi(3),
            lon + (other.1 - lon) * nearness.powi(3),
        ).unwrap();
        let antipode = Wgs84::new(-lat, if lon > 0.0 { lon - 180.0 } else { lon + 180.0 }).unwrap();
        for to in [to, antipode] {
            let key = DistanceKey::from(geodesic(from, to));
            let squared_chord = Cartesian::from(from).squared_chord(Cartesian::from(to));
            prop_assert!(squared_chord <= squared_chord_beyond(key));
            prop_assert!(squared_chord >= squared_chord_before(key));
        }
    }
}
