//! Hostile places, sizes and filters: each answer against the plain search.

use reach::{
    DistanceKey, GridPoint, Index, ItemId, Metres, Nearest, NewItem, OrderKey, Slot, Wgs84,
    geodesic,
};

use crate::plain::{
    CODE, all, all_from, any, centre, check, grid, item, keys, number, pages, truth,
};

/// A number from 0 to 1 for each place in a list: a golden-ratio sequence, even and never periodic.
fn fraction(place: u32, ratio: f64) -> f64 {
    (f64::from(place) * ratio).fract()
}

/// So many items around a point, up to so many degrees away, with common codes 0 to 3, rare ones from 1000 on, and numbers.
fn around(count: u32, lat: f64, lon: f64, degrees: f64) -> Vec<NewItem> {
    (0..count)
        .map(|place| {
            let dlat = degrees * (2.0 * fraction(place, 0.618_033_988_75) - 1.0);
            let dlon = degrees * (2.0 * fraction(place, 0.754_877_666_25) - 1.0);
            let at = grid((lat + dlat).clamp(-90.0, 90.0), lon + dlon);
            let codes = [place % 4, 10 + place % 2, 1000 + place / 7];
            item(place.into(), at, &codes, Some((place % 101).into()))
        })
        .collect()
}

#[test]
fn an_item_off_the_grid_is_stored_and_measured_at_its_grid_point() {
    let off = Wgs84::new(26.600_000_043, 106.700_000_057).unwrap();
    let on = Wgs84::from(GridPoint::from(off));
    assert_ne!(off, on);
    let index = Index::build(vec![item(1, off, &[], None)]).unwrap();
    let hit = index.nearest(&all_from(off))[0];
    assert_eq!(index.point(hit.slot), Some(on));
    assert!(index.grid_point(hit.slot) == Some(GridPoint::from(off)));
    let exact = geodesic(off, on);
    assert!(exact.get() > 0.004 && (hit.distance.get() - exact.get()).abs() < 1e-6);
    assert_eq!(hit.key.distance, DistanceKey::from(exact));
    check(&index, &[item(1, on, &[], None)], &all_from(centre()));
}

#[test]
fn items_around_poles_and_on_both_sides_of_the_date_line_are_found_in_order() {
    let places = [
        (90.0, 0.0),
        (-90.0, 45.0),
        (89.9, -120.0),
        (0.0, 180.0),
        (-17.0, -179.99),
        (66.0, 179.9),
        (60.0, 160.0),
        (0.0, 0.0),
    ];
    for (lat, lon) in places {
        for degrees in [0.001, 0.5, 20.0] {
            let items = around(700, lat, lon, degrees);
            let index = Index::build(items.clone()).unwrap();
            let near = grid(
                (lat - degrees / 3.0).clamp(-90.0, 90.0),
                lon + degrees / 2.0,
            );
            for origin in [grid(lat, lon), near, grid(-lat, lon + 180.0), centre()] {
                for limit in [1, 20, 699, 700, usize::MAX] {
                    let query = Nearest {
                        limit,
                        ..all_from(origin)
                    };
                    check(&index, &items, &query);
                }
                let within = Some(Metres::new(degrees * 60_000.0));
                let predicates = [any([1, 2]), number(Some(20), Some(70))];
                let query = Nearest {
                    within,
                    predicates: &predicates,
                    ..all_from(origin)
                };
                check(&index, &items, &query);
                assert_eq!(pages(&index, query, 17), truth(&items, &query));
            }
        }
    }
}

#[test]
fn a_stack_of_thousands_is_turned_page_by_page_in_one_order() {
    let mut items: Vec<NewItem> = (0..5000).map(|id| item(id, centre(), &[0], None)).collect();
    items.extend(around(3000, 26.6, 106.7, 0.01).into_iter().map(|mut it| {
        it.id = ItemId(it.id.0 + 5000);
        it
    }));
    let index = Index::build(items.clone()).unwrap();
    for origin in [centre(), grid(26.61, 106.71), grid(-26.6, -73.3)] {
        let predicates = [any([0])];
        let query = Nearest {
            predicates: &predicates,
            ..all_from(origin)
        };
        assert_eq!(pages(&index, query, 20), truth(&items, &query));
    }
}

#[test]
fn no_radius_no_limit_and_limits_beyond_everything_are_answered() {
    let mut items = around(3000, 26.6, 106.7, 0.02);
    items.extend((3000..3050).map(|id| item(id, centre(), &[0, 1003], None)));
    let index = Index::build(items.clone()).unwrap();
    // 1003 is rare and scanned, 0 is common and walked, both together are counted out.
    for predicates in [vec![], vec![any([1003])], vec![any([0])], vec![all([0, 3])]] {
        for metres in [0.0, 0.0004, 0.0005, 0.012, 1e3, f64::MAX] {
            for limit in [0, 1, 49, 50, 51, 3050, 1 << 40, usize::MAX / 2, usize::MAX] {
                let query = Nearest {
                    within: Some(Metres::new(metres)),
                    predicates: &predicates,
                    limit,
                    ..all_from(centre())
                };
                check(&index, &items, &query);
            }
        }
    }
}

#[test]
fn any_number_of_rare_and_frequent_alternatives_is_one_filter() {
    let items = around(20_000, 26.6, 106.7, 1.0);
    let index = Index::build(items.clone()).unwrap();
    let rare = |step: usize| (1000..3900_u32).step_by(step);
    let filters = [
        vec![any([1003, 1003, 77])],
        vec![any(rare(400))],
        vec![any(rare(400)), any([0])],
        vec![any(rare(9)), any([0, 1, 1])],
        vec![any(rare(1))],
        vec![any([0, 1, 2, 3])],
        vec![any(rare(300).chain([0])), any(rare(7).chain([1, 10]))],
        vec![any(rare(900).chain([10])), number(Some(5), Some(9))],
        vec![any([10, 11]), any([0]), any(rare(2))],
    ];
    for predicates in &filters {
        for origin in [centre(), grid(27.5, 107.7), grid(40.0, 116.0)] {
            for limit in [20, 300, usize::MAX] {
                let query = Nearest {
                    predicates,
                    limit,
                    ..all_from(origin)
                };
                check(&index, &items, &query);
            }
        }
        let count = index.count_matching(predicates, None);
        let expected = truth(
            &items,
            &Nearest {
                predicates,
                ..all_from(centre())
            },
        );
        assert_eq!(usize::try_from(count).unwrap(), expected.len());
    }
}

#[test]
fn frequent_conditions_that_never_meet_find_nothing() {
    let items = around(20_000, 26.6, 106.7, 1.0);
    let index = Index::build(items).unwrap();
    // Codes 0 to 3 are the number modulo 4, codes 10 and 11 modulo 2.
    let never = [
        vec![any([0]), any([11])],
        vec![all([1, 10])],
        vec![all([0, 1])],
        vec![any([0, 2]), any([11]), number(Some(3), None)],
        vec![any([1003]), any([1004])],
        vec![any([1003]), all([2]), number(Some(1000), None)],
        vec![number(Some(101), None)],
        vec![number(Some(7), Some(6))],
    ];
    for predicates in &never {
        let query = Nearest {
            predicates,
            limit: 20,
            ..all_from(centre())
        };
        assert!(index.nearest(&query).is_empty());
        assert_eq!(index.count_matching(predicates, None), 0);
        assert!(index.matching(predicates, None).is_empty());
    }
}

#[test]
fn a_callers_test_may_search_the_same_index() {
    let items = around(5000, 26.6, 106.7, 0.1);
    let index = Index::build(items.clone()).unwrap();
    // Welcome is who has a neighbour with code 0 within 200 m: found by the same index while it is being searched.
    let zero = [any([0])];
    let has_neighbour = |slot: Slot| {
        let query = Nearest {
            within: Some(Metres::new(200.0)),
            predicates: &zero,
            limit: 1,
            ..all_from(index.point(slot).unwrap())
        };
        !index.nearest(&query).is_empty()
    };
    let near: Vec<NewItem> = items
        .iter()
        .filter(|item| has_neighbour(index.slot_of(item.id).unwrap()))
        .cloned()
        .collect();
    assert!(near.len() > 1000 && near.len() < 4500, "{}", near.len());
    for predicates in [vec![], vec![any([1003])], vec![any([1]), any([11])]] {
        let query = Nearest {
            predicates: &predicates,
            limit: 200,
            ..all_from(centre())
        };
        let asked = Nearest {
            accept: Some(&has_neighbour),
            ..query
        };
        assert_eq!(keys(&index.nearest(&asked)), truth(&near, &query));
        let count = index.count_matching(&predicates, Some(&has_neighbour));
        let slots = index.matching(&predicates, Some(&has_neighbour));
        assert_eq!(usize::try_from(count).unwrap(), slots.len());
    }
}

#[test]
fn every_size_around_a_block_and_a_block_of_blocks_is_answered() {
    for count in [0, 1, 2, 63, 64, 65, 127, 128, 4095, 4096, 4097, 4160] {
        let items = around(count, 26.6, 106.7, 0.3);
        let index = Index::build(items.clone()).unwrap();
        assert_eq!(index.len(), items.len());
        for (place, origin) in (0..).zip([centre(), grid(26.9, 107.0), grid(80.0, -170.0)]) {
            for predicates in [
                vec![],
                vec![any([1])],
                vec![any([1]), number(Some(50), None)],
            ] {
                for limit in [1, 20, usize::MAX] {
                    let query = Nearest {
                        predicates: &predicates,
                        limit,
                        ..all_from(origin)
                    };
                    check(&index, &items, &query);
                }
            }
            let after = items.get(items.len() / 2).map(|item| OrderKey {
                distance: DistanceKey::from(geodesic(origin, item.point)),
                tie: place,
                id: item.id,
            });
            let query = Nearest {
                after,
                limit: 70,
                ..all_from(origin)
            };
            check(&index, &items, &query);
        }
    }
}

#[test]
fn everything_far_away_is_found_from_any_side() {
    let items = around(3000, 26.6, 106.7, 0.05);
    let index = Index::build(items.clone()).unwrap();
    assert_eq!(index.count(CODE, 0), 750);
    for lat in [-89.9, -60.1, -30.0, 0.0, 20.0, 35.0, 59.9, 89.9] {
        for lon in [-179.9, -100.0, -73.3, 0.0, 100.0, 116.0, 159.9, 180.0] {
            let predicates = [any([0]), number(None, Some(60))];
            let query = Nearest {
                predicates: &predicates,
                limit: 20,
                ..all_from(grid(lat, lon))
            };
            check(&index, &items, &query);
        }
    }
}
