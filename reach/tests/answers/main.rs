//! What must hold of every answer: against a plain search of small sets, between pages, between
//! radii, between days, and against hostile questions.
//!
//! Where to read: `plain` (the truth), `edges` (poles, date line, filters that never meet, sizes around a block).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod edges;
mod plain;

use plain::{CODE, NUMBER, all_from, centre, grid, keys, pages, truth};
use proptest::prelude::*;
use proptest::sample::Index as Pick;
use reach::{
    DistanceKey, GridPoint, Index, ItemId, Metres, Nearest, NewItem, OrderKey, Predicate, Slot,
    TieBreak, Wgs84, geodesic,
};

/// A point: often one of a few on a grid, so that distances tie; else in Guizhou, or anywhere,
/// poles, date line and antipodes included.
fn a_point() -> impl Strategy<Value = Wgs84> {
    let grid = (0..4_i32, 0..4_i32)
        .prop_map(|(y, x)| (26.0 + 0.001 * f64::from(y), 106.0 + 0.001 * f64::from(x)));
    let extreme = prop::sample::select(vec![
        (90.0, 0.0),
        (-90.0, 77.0),
        (0.0, 180.0),
        (0.0, -180.0),
        (-26.0, -74.0),
        (0.0, 0.0),
    ]);
    prop_oneof![
        4 => grid,
        4 => (24.6..29.2_f64, 103.6..109.6_f64),
        1 => (-90.0..=90.0_f64, -180.0..=180.0_f64),
        1 => extreme,
    ]
    .prop_map(|(lat, lon)| Wgs84::new(lat, lon).unwrap())
}

/// What is drawn for an item: its place in the list, point, codes, number, high half of its id.
type Drawn = (u128, (Wgs84, Vec<u32>, Option<i64>, u64));

/// Some items, each with its own id.
fn some_items(most: usize) -> impl Strategy<Value = Vec<NewItem>> {
    let item = (
        a_point(),
        prop::collection::vec(0..4_u32, 0..4),
        prop::option::of(-3..3_i64),
        any::<u64>(),
    );
    prop::collection::vec(item, 0..most).prop_map(|items| {
        let numbered = |(place, (point, codes, number, high)): Drawn| NewItem {
            id: ItemId((u128::from(high) << 64) | place),
            point: GridPoint::from(point).into(),
            values: codes.into_iter().map(|code| (CODE, code)).collect(),
            numbers: Option::into_iter(number)
                .map(|number| (NUMBER, number))
                .collect(),
        };
        (0..).zip(items).map(numbered).collect()
    })
}

/// Up to three conditions.
fn some_predicates() -> impl Strategy<Value = Vec<Predicate>> {
    let codes = || prop::collection::vec(0..5_u32, 0..3);
    let end = || prop::option::of(-4..4_i64);
    let predicate = prop_oneof![
        codes().prop_map(|values| Predicate::AnyOf {
            attribute: CODE,
            values
        }),
        codes().prop_map(|values| Predicate::AllOf {
            attribute: CODE,
            values
        }),
        (end(), end()).prop_map(|(at_least, at_most)| Predicate::Within {
            attribute: NUMBER,
            at_least,
            at_most
        }),
    ];
    prop::collection::vec(predicate, 0..3)
}

/// A limit of distance, from nothing to more than the earth has.
fn a_radius() -> impl Strategy<Value = Metres> {
    prop_oneof![
        Just(0.0),
        0.0..500.0_f64,
        0.0..500_000.0_f64,
        0.0..2.1e7_f64
    ]
    .prop_map(Metres::new)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_answer_is_the_one_of_a_plain_search(
        items in some_items(120),
        predicates in some_predicates(),
        origin in a_point(),
        within in prop::option::of(a_radius()),
        limit in prop_oneof![0..10_usize, Just(usize::MAX)],
        cursor in prop::option::of(any::<Pick>()),
    ) {
        let all = truth(&items, &Nearest { predicates: &predicates, ..all_from(origin) });
        let after = cursor.filter(|_| !all.is_empty()).map(|cursor| *cursor.get(&all));
        let query = Nearest { within, predicates: &predicates, after, limit, ..all_from(origin) };
        let index = Index::build(items.clone()).unwrap();
        let hits = index.nearest(&query);
        prop_assert_eq!(keys(&hits), truth(&items, &query));
        for hit in hits {
            let truth = geodesic(origin, index.point(hit.slot).unwrap());
            prop_assert!((hit.distance.get() - truth.get()).abs() < 0.0005);
            prop_assert_eq!(hit.key.distance, DistanceKey::from(hit.distance));
            prop_assert_eq!(hit.key.distance, DistanceKey::from(truth));
            prop_assert_eq!((hit.key.id, index.id(hit.slot)), (hit.id, Some(hit.id)));
        }
    }

    #[test]
    fn pages_laid_together_are_the_whole_list(
        items in some_items(60),
        predicates in some_predicates(),
        origin in a_point(),
        within in prop::option::of(a_radius()),
        limit in 1..8_usize,
    ) {
        let index = Index::build(items).unwrap();
        let query = Nearest { within, predicates: &predicates, ..all_from(origin) };
        prop_assert_eq!(pages(&index, query, limit), keys(&index.nearest(&query)));
    }

    #[test]
    fn a_larger_radius_contains_the_smaller(
        items in some_items(100),
        origin in a_point(),
        radii in (a_radius(), a_radius()),
    ) {
        let index = Index::build(items).unwrap();
        let within = |radius| {
            keys(&index.nearest(&Nearest { within: Some(radius), ..all_from(origin) }))
        };
        let small = within(if radii.0 < radii.1 { radii.0 } else { radii.1 });
        let large = within(if radii.0 < radii.1 { radii.1 } else { radii.0 });
        prop_assert!(large.starts_with(&small));
    }

    #[test]
    fn an_answer_does_not_depend_on_the_order_of_building(
        (items, shuffled) in some_items(100)
            .prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
        predicates in some_predicates(),
        origin in a_point(),
        limit in 1..20_usize,
    ) {
        let query = Nearest { predicates: &predicates, limit, ..all_from(origin) };
        let answer = |items| keys(&Index::build(items).unwrap().nearest(&query));
        prop_assert_eq!(answer(items), answer(shuffled));
    }
}

/// Items at one point, as many as asked, with ids from 0 and code 1; every hundredth has code 2.
fn stacked(count: u32) -> Vec<NewItem> {
    (0..count)
        .map(|number| NewItem {
            id: ItemId(number.into()),
            point: centre(),
            values: vec![(CODE, 1), (CODE, if number % 100 == 0 { 2 } else { 3 })],
            numbers: vec![],
        })
        .collect()
}

#[test]
fn ties_rotate_by_day_and_by_seed_and_are_stable_within_both() {
    let index = Index::build(stacked(50)).unwrap();
    let answer = |day, seed| -> Vec<ItemId> {
        let query = Nearest {
            tie: TieBreak { day, seed },
            ..all_from(centre())
        };
        index.nearest(&query).iter().map(|hit| hit.id).collect()
    };
    assert_eq!(answer(1, 7), answer(1, 7));
    assert_ne!(answer(1, 7), answer(2, 7));
    assert_ne!(answer(1, 7), answer(1, 8));
    let mut sorted = answer(1, 7);
    sorted.sort_unstable();
    assert!(sorted.into_iter().eq((0..50).map(ItemId)));
    // Over a year every item is first now and then.
    let firsts: std::collections::HashSet<ItemId> = (0..365).map(|day| answer(day, 0)[0]).collect();
    assert_eq!(firsts.len(), 50);
}

#[test]
fn the_limit_of_distance_is_included_to_the_millimetre() {
    let index = Index::build(stacked(1)).unwrap();
    let origin = Wgs84::new(26.607, 106.7).unwrap();
    let exact = geodesic(origin, centre());
    let count = |metres| {
        let within = Some(Metres::new(metres));
        index
            .nearest(&Nearest {
                within,
                ..all_from(origin)
            })
            .len()
    };
    let key = DistanceKey::from(exact).metres().get();
    assert_eq!(
        [key, key - 0.0004, key - 0.001, key + 0.001].map(count),
        [1, 1, 0, 1]
    );
}

#[test]
fn a_hundred_thousand_items_at_one_point_are_no_trouble() {
    let items = stacked(100_000);
    let index = Index::build(items.clone()).unwrap();
    let two = [Predicate::AnyOf {
        attribute: CODE,
        values: vec![2],
    }];
    let three = [Predicate::AnyOf {
        attribute: CODE,
        values: vec![3],
    }];
    let antipode = Wgs84::new(-26.6, -73.3).unwrap();
    for origin in [centre(), Wgs84::new(26.7, 106.7).unwrap(), antipode] {
        for predicates in [&[][..], &two, &three] {
            let all = truth(
                &items,
                &Nearest {
                    predicates,
                    ..all_from(origin)
                },
            );
            for limit in [0, 1, 20, 5000, usize::MAX] {
                for within in [None, Some(0.0), Some(803.57), Some(2e7)] {
                    let within = within.map(Metres::new);
                    let furthest = within.map_or(DistanceKey::MAX, DistanceKey::from);
                    let expected = all
                        .iter()
                        .filter(|key| key.distance <= furthest)
                        .take(limit);
                    let query = Nearest {
                        within,
                        predicates,
                        limit,
                        ..all_from(origin)
                    };
                    assert!(keys(&index.nearest(&query)).iter().eq(expected));
                }
            }
            let after = Some(all[all.len() / 2]);
            let query = Nearest {
                predicates,
                after,
                limit: 20,
                ..all_from(origin)
            };
            assert_eq!(keys(&index.nearest(&query)), all[all.len() / 2 + 1..][..20]);
        }
    }
}

#[test]
fn walked_pages_of_a_large_set_are_the_whole_list() {
    let items: Vec<NewItem> = (0..30_000_u32)
        .map(|number| {
            // A golden-ratio lattice: even, never periodic, every tenth twice in one place.
            let step = f64::from(number - u32::from(number % 10 == 1));
            NewItem {
                id: ItemId(number.into()),
                point: grid(
                    26.0 + (step * 0.618_033_988_75).fract(),
                    106.0 + (step * 0.754_877_666_25).fract(),
                ),
                values: vec![(CODE, number % 3)],
                numbers: vec![(NUMBER, i64::from(number % 7))],
            }
        })
        .collect();
    let index = Index::build(items.clone()).unwrap();
    let predicates = [
        Predicate::AnyOf {
            attribute: CODE,
            values: vec![0, 2],
        },
        Predicate::Within {
            attribute: NUMBER,
            at_least: Some(1),
            at_most: None,
        },
    ];
    let is_welcome = |slot: Slot| !slot.index().is_multiple_of(5);
    for origin in [centre(), Wgs84::new(39.9, 116.4).unwrap()] {
        let query = Nearest {
            predicates: &predicates,
            ..all_from(origin)
        };
        let all = truth(&items, &query);
        assert_eq!(all.len(), 17_143);
        assert_eq!(pages(&index, query, 997), all);
        let accepted = Nearest {
            accept: Some(&is_welcome),
            ..query
        };
        let kept = |key: &&OrderKey| is_welcome(index.slot_of(key.id).unwrap());
        assert!(
            pages(&index, accepted, 997)
                .iter()
                .eq(all.iter().filter(kept))
        );
        let nearest = Nearest { limit: 7, ..query };
        assert_eq!(keys(&index.nearest(&nearest)), all[..7]);
    }
}

#[test]
fn an_empty_index_answers_with_nothing() {
    let index = Index::build(vec![]).unwrap();
    assert!(index.is_empty() && index.nearest(&all_from(centre())).is_empty());
    assert_eq!(index.count_matching(&[], None), 0);
}

#[test]
fn every_edge_of_a_cursor_is_answered() {
    let index = Index::build(stacked(10)).unwrap();
    let answer = |distance, tie, id| {
        let after = Some(OrderKey {
            distance,
            tie,
            id: ItemId(id),
        });
        index
            .nearest(&Nearest {
                after,
                ..all_from(centre())
            })
            .len()
    };
    let zero = DistanceKey::from_millimetres(0);
    assert_eq!(answer(zero, 0, 0), 10);
    assert_eq!(answer(zero, u64::MAX, u128::MAX), 0);
    assert_eq!(answer(DistanceKey::MAX, u64::MAX, u128::MAX), 0);
    assert_eq!(answer(DistanceKey::from_millimetres(1), 0, 0), 0);
}
