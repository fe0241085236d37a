//! Walking times against the plain answer.

use proptest::prelude::*;
use reach::street::{Footing, LEAST_JUNCTIONS, Snap, StreetMap, Streets, Stride};
use reach::{Metres, Wgs84, geodesic};

use crate::generated::{Draft, Ground};
use crate::oracle::{Place, Plain};
use crate::{PACE, generated, streets};

/// What rounding may make of one walk, milliseconds: half a millisecond at each of four places, the ends' places, which are
/// known to a millisecond, and 8 mm where a long stretch is divided at a point of the grid.
const ROUNDING: f64 = 12.0;

/// Compares the times between some points, both ways, with the plain answer over the stretches that count. Returns how
/// many were finite.
pub(crate) fn compare(
    plain: &Plain<'_>,
    counts: &dyn Fn(usize) -> bool,
    streets: &Streets,
    points: &[Wgs84],
    limit: u32,
) -> usize {
    let snapped: Vec<(Snap, Place)> = points
        .iter()
        .filter_map(|point| {
            let snap = streets.snap(*point)?;
            let place = plain.nearest(streets.place(&snap)?, counts)?;
            Some((snap, place))
        })
        .collect();
    let mut finite = 0;
    for is_towards in [false, true] {
        for (origin, start) in &snapped {
            let times = if is_towards {
                streets.reach_towards(origin, limit)
            } else {
                streets.reach_from(origin, limit)
            };
            let plain_times = plain.search(*start, is_towards);
            for (snap, place) in &snapped {
                let tails = f64::from(origin.tail_milliseconds() + snap.tail_milliseconds());
                let truth = plain.between(*start, *place, &plain_times, is_towards) + tails;
                match times.milliseconds_to(snap) {
                    Some(found) => {
                        let found = f64::from(found);
                        assert!(
                            (found - truth).abs() <= ROUNDING,
                            "{found} and not {truth} ms, towards: {is_towards}, {start:?} {place:?}"
                        );
                        assert!(found <= f64::from(limit) * 1000.0);
                        finite += 1;
                    }
                    None => assert!(
                        truth > f64::from(limit) * 1000.0 - ROUNDING,
                        "no walk and not {truth} ms, towards: {is_towards}, {start:?} {place:?}"
                    ),
                }
            }
        }
    }
    finite
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: crate::SAME_EACH_TIME, ..ProptestConfig::default() })]

    #[test]
    fn times_equal_a_plain_dijkstra_on_the_network_as_it_is(seed: u64, hills: bool, limit in 30_u32..3600) {
        let ground = if hills { Ground::Hills } else { Ground::Flat };
        let (network, streets, points) = generated(seed, ground);
        let plain = Plain::new(&network, PACE);
        let finite = compare(&plain, &|_| true, &streets, &points, limit);
        prop_assert!(finite >= 2);
    }

    #[test]
    fn a_point_snaps_to_the_nearest_place_of_any_stretch(seed: u64) {
        let (network, streets, points) = generated(seed, Ground::Flat);
        let plain = Plain::new(&network, PACE);
        for point in points {
            let nearest = plain.nearest(point, |_| true).unwrap();
            let Some(snap) = streets.snap(point) else {
                prop_assert!(nearest.metres > 299.9);
                continue;
            };
            let tail = plain.tail(nearest.metres);
            let found = f64::from(snap.tail_milliseconds());
            // Two centimetres are sixteen milliseconds.
            prop_assert!((found - tail).abs() <= 17.0, "{found} and not {tail} ms");
            let place = streets.place(&snap).unwrap();
            let apart = geodesic(point, place).get() - nearest.metres;
            prop_assert!(apart.abs() < 0.02, "{apart} m farther");
        }
    }

    #[test]
    fn no_walk_is_faster_than_the_fastest_stretch_along_the_geodesic(seed: u64, hills: bool) {
        let ground = if hills { Ground::Hills } else { Ground::Flat };
        let (_, streets, points) = generated(seed, ground);
        let fastest = streets.fastest_metres_per_second();
        for from in &points {
            let Some(snap) = streets.snap(*from) else { continue };
            let times = streets.reach_from(&snap, 3600);
            for to in &points {
                let found = streets.snap(*to).and_then(|snap| times.milliseconds_to(&snap));
                if let Some(found) = found {
                    let least = geodesic(*from, *to).get() / fastest * 1000.0;
                    prop_assert!(f64::from(found) >= least - 50.0, "{found} ms and at least {least}");
                }
            }
        }
    }

    #[test]
    fn flat_walks_take_as_long_back_and_a_longer_limit_changes_no_time(seed: u64, limit in 60_u32..1200) {
        let (_, streets, points) = generated(seed, Ground::Flat);
        let snaps: Vec<Snap> = points.iter().filter_map(|it| streets.snap(*it)).collect();
        for origin in &snaps {
            let short = streets.reach_from(origin, limit);
            let long = streets.reach_from(origin, limit * 2);
            let back = streets.reach_towards(origin, limit * 2);
            for snap in &snaps {
                let found = long.milliseconds_to(snap);
                prop_assert_eq!(found, back.milliseconds_to(snap));
                let is_near = found.is_some_and(|it| it <= limit * 1000);
                prop_assert_eq!(short.milliseconds_to(snap), found.filter(|_| is_near));
            }
        }
    }

    #[test]
    fn from_here_to_there_is_there_from_here_on_hills_too(seed: u64) {
        let (_, streets, points) = generated(seed, Ground::Hills);
        let snaps: Vec<Snap> = points.iter().filter_map(|it| streets.snap(*it)).collect();
        for (one, other) in snaps.iter().zip(snaps.iter().skip(1)) {
            let from = streets.reach_from(one, 3600).milliseconds_to(other);
            let towards = streets.reach_towards(other, 3600).milliseconds_to(one);
            prop_assert_eq!(from, towards);
        }
    }
}

/// A straight street of two stretches that rises by so many metres over 200 m.
fn slope(rise: f32) -> (Streets, Snap, Snap) {
    let mut draft = Draft::new([26.6, 106.7], Ground::Flat, 1);
    let (low, high) = (draft.at(0.0, 0.0), draft.at(200.0, 0.0));
    let heights = [0.0, rise / 2.0, rise];
    let vertices = [0.0, 100.0, 200.0].map(|east| draft.vertex(east, 0.0));
    let mut network = draft.done().vertices().to_vec();
    for (vertex, height) in network.iter_mut().zip(heights) {
        vertex.height_m = Some(height);
    }
    let stretch = |from: usize, to: usize| reach::street::Stretch {
        from: vertices[from],
        to: vertices[to],
        footing: Footing::Way,
    };
    let stretches = vec![stretch(0, 1), stretch(2, 1)];
    let streets = streets(&reach::street::Network::new(network, stretches).unwrap());
    let snap = |point| streets.snap(point).unwrap();
    let (low, high) = (snap(low), snap(high));
    (streets, low, high)
}

#[test]
fn uphill_is_slower_than_downhill_and_a_gentle_way_down_is_fastest() {
    let walk = |rise: f32| {
        let (streets, low, high) = slope(rise);
        let up = streets.reach_from(&low, 3600).milliseconds_to(&high);
        let down = streets.reach_from(&high, 3600).milliseconds_to(&low);
        assert_eq!(streets.reach_towards(&high, 3600).milliseconds_to(&low), up);
        (up.unwrap(), down.unwrap())
    };
    let (flat, flat_back) = walk(0.0);
    assert_eq!(flat, flat_back);
    assert!(flat.abs_diff(160_000) < 400, "{flat}");
    let (up, down) = walk(20.0);
    // Tobler: exp(3.5 x 0.1) upwards; exp(3.5 x (0.05 - 0.05)) downwards.
    assert!(up.abs_diff(227_000) < 700, "{up}");
    assert!(down.abs_diff(flat) < 300, "{down}");
    let (_, gentle) = walk(10.0);
    assert!(gentle < flat * 85 / 100, "{gentle}");
    // Beyond the steepest slope nothing changes.
    assert_eq!(walk(100.0), walk(150.0));
}

#[test]
fn stairs_take_twice_as_long_whatever_their_height() {
    let stride = Stride::new(60.0).unwrap();
    let walk = |metres, rise, footing| stride.both_ways(metres, rise, footing);
    assert_eq!(walk(30.0, None, Footing::Way), [30_000; 2]);
    assert_eq!(walk(30.0, None, Footing::Steps), [60_000; 2]);
    assert_eq!(walk(30.0, Some(15.0), Footing::Steps), [60_000; 2]);
    assert_eq!(walk(0.0, Some(15.0), Footing::Way), [1; 2]);
    assert!(Stride::new(f64::NAN).is_err() && Stride::new(0.5).is_err());
}

#[test]
fn a_point_too_far_from_any_street_has_none() {
    let (streets, ..) = slope(0.0);
    let at = |north: f64| Draft::new([26.6, 106.7], Ground::Flat, 1).at(100.0, north);
    assert!(streets.snap(at(299.0)).is_some());
    assert!(streets.snap(at(301.5)).is_none());
    assert!(streets.snap_within(at(301.5), Metres::new(400.0)).is_some());
    assert!(streets.snap(Wgs84::new(-89.0, 179.9).unwrap()).is_none());
    assert!(streets.snap(Wgs84::new(90.0, -180.0).unwrap()).is_none());
}

#[test]
fn the_tail_is_walked_in_a_straight_line_at_the_flat_pace() {
    let (streets, low, _) = slope(0.0);
    let off = Draft::new([26.6, 106.7], Ground::Flat, 1).at(0.0, 75.0);
    let snap = streets.snap(off).unwrap();
    let tail = snap.tail_milliseconds();
    assert!(tail.abs_diff(60_000) < 200, "{tail}");
    let times = streets.reach_from(&low, 900);
    assert_eq!(
        times.milliseconds_to(&snap),
        Some(tail + low.tail_milliseconds())
    );
}

#[test]
fn a_small_piece_is_left_out_but_never_the_largest_one_nor_one_of_a_hundred_junctions() {
    let mut draft = Draft::new([26.6, 106.7], Ground::Flat, 7);
    draft.grid(0.0, 0.0, 16);
    draft.grid(3_000.0, 0.0, 13);
    draft.grid(6_000.0, 0.0, 4);
    let small = draft.at(6_100.0, 100.0);
    let network = draft.done();
    let map = StreetMap::build(&network).unwrap();
    let left_out = map.left_out();
    assert!(
        left_out.pieces >= 1 && left_out.metres > 500,
        "{left_out:?}"
    );
    let all = Streets::new(map, Stride::new(PACE).unwrap());
    assert_eq!(all.report().pieces, 2);
    assert!(all.snap(small).is_none());
    assert!(all.snap(draft.at(100.0, 100.0)).is_some());
    assert!(all.snap(draft.at(3_100.0, 100.0)).is_some());
    let mut alone = Draft::new([26.6, 106.7], Ground::Flat, 7);
    alone.grid(6_000.0, 0.0, 4);
    let alone = StreetMap::build(&alone.done()).unwrap();
    assert!(alone.junctions() < LEAST_JUNCTIONS);
    let alone = Streets::new(alone, Stride::new(PACE).unwrap());
    assert!(alone.snap(small).is_some());
}

#[test]
fn pieces_that_are_not_connected_never_have_a_time_across() {
    let mut draft = Draft::new([26.6, 106.7], Ground::Flat, 3);
    draft.rings(0.0, 0.0);
    draft.rings(200.0, 0.0);
    let network = draft.done();
    let streets = streets(&network);
    assert_eq!(streets.report().pieces, 2);
    let one = streets.snap(draft.at(-90.0, 0.0)).unwrap();
    let other = streets.snap(draft.at(290.0, 0.0)).unwrap();
    assert_eq!(streets.reach_from(&one, 7200).milliseconds_to(&other), None);
    assert_eq!(
        streets.reach_towards(&one, 7200).milliseconds_to(&other),
        None
    );
    assert_eq!(streets.walk_between(&one, &other), None);
    assert_eq!(
        streets.reach_from(&one, 7200).milliseconds_to(&one),
        Some(2 * one.tail_milliseconds())
    );
}

#[test]
fn long_streets_without_a_bend_are_divided_and_longer_than_possible_ones_left_out() {
    let mut draft = Draft::new([26.6, 106.7], Ground::Hills, 3);
    let ends = [0.0, 7_300.0, 60_000.0].map(|east| draft.vertex(east, 0.0));
    draft.join(ends[0], ends[1]);
    draft.join(ends[1], ends[2]);
    let network = draft.done();
    let streets = streets(&network);
    assert_eq!(streets.map().left_out().stretches, 1);
    let report = streets.report();
    assert!((report.kilometres - 7.3).abs() < 0.03, "{report:?}");
    let points = [
        draft.at(10.0, 3.0),
        draft.at(3_400.0, 9.0),
        draft.at(7_290.0, 2.0),
    ];
    let first = reach::street::Network::new(
        network.vertices().to_vec(),
        network.stretches()[..1].to_vec(),
    )
    .unwrap();
    let snaps = points.map(|it| streets.snap(it).unwrap());
    let plain = Plain::new(&first, PACE);
    let places = points.map(|it| plain.nearest(it, |_| true).unwrap());
    let times = streets.reach_from(&snaps[0], 7200);
    let plain_times = plain.search(places[0], false);
    let truth = plain.between(places[0], places[1], &plain_times, false);
    let tails = f64::from(snaps[0].tail_milliseconds() + snaps[1].tail_milliseconds());
    let found = f64::from(times.milliseconds_to(&snaps[1]).unwrap());
    // Each of the parts is rounded up, and its height to a 32-bit number.
    assert!(
        (found - truth - tails).abs() < 200.0,
        "{found} and not {truth} + {tails}"
    );
}

#[test]
fn times_go_to_another_thread_and_outlive_the_handle_to_their_streets() {
    let (streets, low, high) = slope(0.0);
    let times = streets.reach_from(&low, 900);
    let expected = times.milliseconds_to(&high);
    drop(streets);
    let found = std::thread::spawn(move || times.milliseconds_to(&high));
    assert_eq!(found.join().unwrap(), expected);
    assert!(expected.is_some());
}

#[test]
fn a_snap_of_other_streets_means_nothing_and_does_no_harm() {
    let (_, large, points) = generated(5, Ground::Hills);
    let (small, low, _) = slope(10.0);
    for foreign in points.iter().filter_map(|it| large.snap(*it)) {
        let times = small.reach_from(&foreign, 900);
        let _ = (times.milliseconds_to(&low), times.bands(&[5, 15]));
        let _ = small.reach_towards(&low, 900).milliseconds_to(&foreign);
        let _ = (
            small.walk_between(&foreign, &low),
            small.walk_between(&low, &foreign),
        );
        let _ = (small.place(&foreign), large.walk_between(&low, &foreign));
    }
}
