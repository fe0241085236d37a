//! Bands: valid, apart from each other, growing with the minutes, around what is reached.

use geo::{
    Area, BooleanOps, Contains, Coord, LineString, MultiPolygon, Point, Polygon, Validation,
};
use proptest::prelude::*;
use reach::street::{Band, Streets, Times};
use reach::{Wgs84, geodesic};

use crate::generated;
use crate::generated::Ground;
use crate::oracle::point;

/// A band as geo's polygons.
pub(crate) fn area_of(band: &Band) -> MultiPolygon {
    let ring = |points: &[Wgs84]| {
        let coord = |it: &Wgs84| Coord {
            x: it.lon_degrees(),
            y: it.lat_degrees(),
        };
        assert_eq!(points.first(), points.last());
        LineString::new(points.iter().map(coord).collect())
    };
    let polygon = |it: &reach::street::BandPolygon| {
        let holes = it.holes.iter().map(|it| ring(it)).collect();
        Polygon::new(ring(&it.exterior), holes)
    };
    MultiPolygon(band.polygons.iter().map(polygon).collect())
}

/// Checks bands that were asked for these minutes; the areas of what is reached within each.
pub(crate) fn check_bands(times: &Times, minutes: &[u32]) -> Vec<MultiPolygon> {
    let bands = times.bands(minutes);
    assert_eq!(
        bands.iter().map(|it| it.to_minutes).collect::<Vec<_>>(),
        minutes
    );
    let areas: Vec<MultiPolygon> = bands.iter().map(area_of).collect();
    for (number, area) in areas.iter().enumerate() {
        area.check_validation().unwrap();
        for polygon in area {
            assert!(polygon.signed_area() > 0.0);
        }
        for other in &areas[number + 1..] {
            let shared = area.intersection(other).unsigned_area();
            // A cell has 5e-8 square degrees.
            assert!(shared < 1e-13, "{shared} square degrees twice");
        }
    }
    for (number, pair) in bands.windows(2).enumerate() {
        assert_eq!(pair[0].to_minutes, pair[1].from_minutes);
        let within = area_of(&times.bands(&minutes[number + 1..=number + 1])[0]);
        let sum: f64 = areas[..=number + 1].iter().map(Area::unsigned_area).sum();
        let off = within.unsigned_area() - sum;
        assert!(off.abs() < 1e-12, "{off} square degrees more");
    }
    areas
}

/// Points along every stretch of a network, a few metres apart.
fn along(network: &reach::street::Network) -> Vec<Wgs84> {
    let mut points = Vec::new();
    for stretch in network.stretches() {
        let from = point(network, stretch.from as usize);
        let to = point(network, stretch.to as usize);
        let parts = (geodesic(from, to).get() / 4.0).ceil().max(1.0);
        for part in 0..=parts as usize {
            let mix = |from: f64, to: f64| from + (to - from) * part as f64 / parts;
            let lat = mix(from.lat_degrees(), to.lat_degrees());
            points.push(Wgs84::new(lat, mix(from.lon_degrees(), to.lon_degrees())).unwrap());
        }
    }
    points
}

/// The milliseconds to each of some points on streets, without the tail there.
fn times_along(streets: &Streets, times: &Times, points: &[Wgs84]) -> Vec<(Wgs84, Option<u32>)> {
    let time = |point: &Wgs84| {
        let snap = streets.snap(*point).unwrap();
        let all = times.milliseconds_to(&snap)?;
        Some(all - snap.tail_milliseconds())
    };
    points.iter().map(|it| (*it, time(it))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bands_are_valid_and_apart_and_lie_around_what_is_reached(seed: u64, hills: bool, towards: bool) {
        let ground = if hills { Ground::Hills } else { Ground::Flat };
        let (network, streets, points) = generated(seed, ground);
        let Some(origin) = points.iter().find_map(|it| streets.snap(*it)) else { return Ok(()) };
        let times = if towards {
            streets.reach_towards(&origin, 600)
        } else {
            streets.reach_from(&origin, 600)
        };
        let minutes = [2, 4, 7, 10];
        let areas = check_bands(&times, &minutes);
        let cover = times.cover(&minutes);
        let along = times_along(&streets, &times, &along(&network));
        for (point, time) in &along {
            let expected = time.and_then(|it| minutes.into_iter().find(|m| it <= m * 60_000 - 10));
            if let Some(expected) = expected {
                // The point itself, and 24 m to each side.
                for (north, east) in [(0.0, 0.0), (2.1e-4, 0.0), (-2.1e-4, 0.0), (0.0, 2.1e-4), (0.0, -2.1e-4)] {
                    let lat = point.lat_degrees() + north;
                    let near = Wgs84::new(lat, point.lon_degrees() + east).unwrap();
                    prop_assert!(cover.minutes_at(near).is_some_and(|it| it <= expected));
                }
            }
        }
        for (number, (area, minutes)) in areas.iter().zip(minutes).enumerate() {
            let cells = area.iter().flat_map(|it| it.exterior().points());
            for corner in cells.step_by(7) {
                // Just inside and just outside of corners.
                for off in [3e-5, -3e-5] {
                    let inside = Point::new(corner.x() + off, corner.y() + off);
                    let near = Wgs84::new(inside.y(), inside.x()).unwrap();
                    let found = cover.minutes_at(near);
                    prop_assert_eq!(area.contains(&inside), found == Some(minutes), "{} {:?}", number, near);
                    if found == Some(minutes) {
                        let is_reached = along.iter().any(|(point, time)| {
                            time.is_some_and(|it| it <= minutes * 60_000 + 4_000)
                                && geodesic(*point, near).get() < 2.0 * 25.0 * 1.4143 + 5.0
                        });
                        prop_assert!(is_reached, "{near:?} is far from what is reached");
                    }
                }
            }
        }
    }
}

#[test]
fn minutes_may_come_in_any_order_and_beyond_the_limit_nothing_is_added() {
    let (_, streets, points) = generated(11, Ground::Flat);
    let origin = points.iter().find_map(|it| streets.snap(*it)).unwrap();
    let times = streets.reach_from(&origin, 300);
    assert_eq!(times.bands(&[5, 3, 0, 5]), times.bands(&[3, 5]));
    let beyond = times.bands(&[5, 10]);
    assert!(!beyond[0].polygons.is_empty());
    assert!(beyond[1].polygons.is_empty());
    assert!(times.bands(&[]).is_empty());
}
