//! Rough measures keep their promises, and the exact one says what Karney's geodesic says.
#![expect(clippy::indexing_slicing, reason = "tests")]

use std::f64::consts::{PI, TAU};

use super::Random;
use crate::coord::{GridPoint, Wgs84};
use crate::index::blocks::{BoxBlock, PointBlock};
use crate::index::flat::Plane;
use crate::index::metric::Metric;
use crate::index::round::Globe;
use crate::index::ruler::Ruler;
use crate::measure::{DistanceKey, geodesic};

/// What a rough measure may be off beside its slack, metres: it decides nothing below half a millimetre.
const NOTHING: f64 = 1e-5;

/// A point from degrees; a longitude beyond the date line comes in from the other side.
fn at(lat: f64, lon: f64) -> Wgs84 {
    let lon = lon - 360.0 * ((lon + 180.0) / 360.0).floor();
    Wgs84::new(lat.clamp(-90.0, 90.0), lon.clamp(-180.0, 180.0)).unwrap()
}

/// A point anywhere: poles, equator and date line more often than they deserve.
fn anywhere(random: &mut Random) -> Wgs84 {
    let lat = match random.below(8) {
        0 => 90.0 - random.unit().powi(4),
        1 => random.unit().powi(4) - 90.0,
        2 => random.unit().powi(4) * 0.1,
        _ => random.between(-90.0, 90.0),
    };
    let lon = match random.below(4) {
        0 => 180.0 - random.unit().powi(6),
        1 => random.unit().powi(6) - 180.0,
        _ => random.between(-180.0, 180.0),
    };
    at(lat, lon)
}

/// A point of the grid about so many metres away in any direction (on a sphere).
fn about(from: Wgs84, metres: f64, random: &mut Random) -> GridPoint {
    let bearing = random.between(0.0, TAU);
    let angle = metres / 6_371_000.0;
    let lat = from.lat_degrees().to_radians();
    let sin = lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos();
    let east = bearing.sin() * angle.sin() * lat.cos();
    let dlon = east.atan2(angle.cos() - lat.sin() * sin);
    let lat = sin.clamp(-1.0, 1.0).asin().to_degrees();
    at(lat, from.lon_degrees() + dlon.to_degrees()).into()
}

/// A distance up to a limit, metres, each order of magnitude as often as another but the last more often.
fn a_distance(limit: f64, random: &mut Random) -> f64 {
    if random.once_in(2) {
        random.between(0.0, limit)
    } else {
        limit * random.between(-16.0, 0.0).exp()
    }
}

/// What a measure says of a point, metres, and what it allows itself, a share.
fn said(metric: &impl Metric, point: GridPoint) -> (f64, f64) {
    let squared = metric.point(point);
    (f64::from(squared).sqrt(), f64::from(metric.slack(squared)))
}

/// The length of the geodesic, metres.
fn truth(from: Wgs84, to: GridPoint) -> f64 {
    geodesic(from, to.into()).get()
}

/// Checks the promise a search relies on: what is said of a point no further than another is at most a little more than
/// what is said of the other.
fn check_order(metric: &impl Metric, mut pairs: Vec<(f64, f64)>) {
    pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let mut most = 0.0_f64;
    for (metres, rough) in pairs {
        most = most.max(rough);
        let square = rough * rough;
        let slack = f64::from(metric.slack(crate::index::numeric::rounded(square)));
        let bound = rough * (1.0 + 2.5 * slack) + 0.002;
        assert!(most <= bound, "{most} said no further than {metres}");
    }
}

/// An origin for which there is a plane.
fn flat_origin(random: &mut Random) -> Wgs84 {
    at(random.between(-60.0, 60.0), random.between(-160.0, 160.0))
}

/// The plane for one point.
fn plane(origin: Wgs84, point: GridPoint) -> Option<Plane> {
    Plane::around(origin, [point.lat, point.lat, point.lon, point.lon])
}

#[test]
fn the_plane_is_never_more_wrong_than_it_says() {
    let mut random = Random(21);
    for _ in 0..200 {
        let origin = flat_origin(&mut random);
        let mut pairs = Vec::new();
        for _ in 0..1500 {
            let metres = a_distance(1_000_000.0, &mut random);
            let point = about(origin, metres, &mut random);
            let metres = truth(origin, point);
            let Some(plane) = plane(origin, point).filter(|_| metres <= 1e6) else {
                continue;
            };
            let (rough, slack) = said(&plane, point);
            let off = (rough - metres).abs();
            assert!(
                off <= slack * metres.min(rough) + NOTHING,
                "{origin:?} {point:?}: {rough} for {metres}"
            );
            pairs.push((metres, rough));
        }
        check_order(&plane(origin, origin.into()).unwrap(), pairs);
    }
}

#[test]
fn the_plane_says_more_than_its_limit_of_every_point_beyond() {
    let mut random = Random(22);
    let mut asked = 0;
    for _ in 0..400_000 {
        let origin = flat_origin(&mut random);
        let point = if random.once_in(2) {
            let metres = random.between(1_000_000.0, 3_000_000.0);
            about(origin, metres, &mut random)
        } else {
            anywhere(&mut random).into()
        };
        let Some(plane) = plane(origin, point) else {
            continue;
        };
        asked += 1;
        let (rough, _) = said(&plane, point);
        let limit = f64::from(plane.furthest()).sqrt();
        let slack = f64::from(plane.slack(plane.furthest()));
        assert!(
            rough > limit * (1.0 - slack) || truth(origin, point) <= limit,
            "{origin:?} {point:?}: {rough}"
        );
    }
    assert!(asked > 200_000);
}

#[test]
fn there_is_no_plane_near_poles_date_line_and_across_more_than_half_a_turn() {
    let everywhere = [-900_000_000, 900_000_000, -1_800_000_000, 1_800_000_000];
    let here = [0, 0, 0, 0];
    assert!(Plane::around(at(0.0, 0.0), everywhere).is_some());
    assert!(Plane::around(at(0.0, 60.0), everywhere).is_none());
    assert!(Plane::around(at(60.0, 0.0), here).is_some());
    assert!(Plane::around(at(-60.1, 0.0), here).is_none());
    assert!(Plane::around(at(0.0, 160.1), here).is_none());
}

/// Sixty-four boxes around a point: some of one point, some that hold it, some of the size of a country.
fn boxes_around(origin: Wgs84, far: f64, random: &mut Random) -> Vec<[i32; 4]> {
    let around = |_| {
        let corner = about(origin, a_distance(far, random), random);
        let other = if random.once_in(8) {
            anywhere(random).into()
        } else {
            let size = a_distance(far, random);
            about(corner.into(), size, random)
        };
        [
            corner.lat.min(other.lat),
            corner.lat.max(other.lat),
            corner.lon.min(other.lon),
            corner.lon.max(other.lon),
        ]
    };
    (0..64).map(around).collect()
}

/// Points of a box: corners, sides, where a side is nearest to the origin, anywhere inside.
fn points_in(
    [south, north, west, east]: [i32; 4],
    origin: Wgs84,
    random: &mut Random,
) -> PointBlock {
    let mut block = [GridPoint {
        lat: south,
        lon: west,
    }; 64];
    let here = GridPoint::from(origin);
    let (lat_span, lon_span) = (north.abs_diff(south), east.abs_diff(west));
    for cell in &mut block {
        let lat = south.wrapping_add_unsigned(random.below(lat_span + 1));
        let lon = west.wrapping_add_unsigned(random.below(lon_span + 1));
        // A little towards the pole of where the origin's parallel meets the side.
        let lean = random.below(20_000_000).cast_signed() - 10_000_000;
        let level = here.lat.saturating_add(lean).clamp(south, north);
        let (lat, lon) = match random.below(8) {
            0 => (south, lon),
            1 => (north, lon),
            2 => (lat, west),
            3 => (lat, east),
            4 | 5 => (level, here.lon.clamp(west, east)),
            _ => (lat, lon),
        };
        *cell = GridPoint { lat, lon };
    }
    block
}

/// Checks that no box says more than any of its points, or than is true of it, as far as the measure holds, and that
/// points in a block are measured as one by one.
fn check_boxes(metric: &impl Metric, origin: Wgs84, boxes: &[[i32; 4]], random: &mut Random) {
    let side = |side: usize| std::array::from_fn(|place| boxes[place][side]);
    let block = BoxBlock {
        south: side(0),
        north: side(1),
        west: side(2),
        east: side(3),
    };
    let bounds = metric.boxes(&block, u64::MAX);
    for (sides, bound) in boxes.iter().zip(bounds) {
        let points = points_in(*sides, origin, random);
        let squares = metric.points(&points, u64::MAX);
        for (place, squared) in squares.into_iter().enumerate() {
            let point = points[place];
            assert_eq!(squared.to_bits(), metric.point(point).to_bits());
            assert!(
                bound <= squared
                    || squared > metric.furthest()
                    || f64::from(bound).sqrt() <= truth(origin, point),
                "{origin:?}: {bound} of {sides:?}, {squared} of {point:?}"
            );
        }
    }
}

#[test]
fn the_planes_bound_of_a_box_is_never_above_any_of_its_points() {
    let mut random = Random(23);
    for _ in 0..1500 {
        let origin = flat_origin(&mut random);
        let far = random.between(10.0, 1_100_000.0);
        let mut boxes = boxes_around(origin, far, &mut random);
        let here = GridPoint::from(origin);
        // A plane holds for points that are less than 2^31 steps away.
        for sides in &mut boxes {
            if plane_of(origin, *sides).is_none() {
                *sides = [here.lat, here.lat, here.lon, here.lon];
            }
        }
        let plane = plane(origin, here).unwrap();
        check_boxes(&plane, origin, &boxes, &mut random);
    }
}

/// The plane for one box.
fn plane_of(origin: Wgs84, sides: [i32; 4]) -> Option<Plane> {
    Plane::around(origin, sides)
}

#[test]
fn the_globes_bound_of_a_box_is_never_above_any_of_its_points() {
    let mut random = Random(24);
    for _ in 0..300 {
        let origin = anywhere(&mut random);
        let far = [1e3, 1e5, 1e6, 2e7][usize::try_from(random.below(4)).unwrap()];
        let boxes = boxes_around(origin, far, &mut random);
        check_boxes(&Globe::around(origin), origin, &boxes, &mut random);
    }
}

#[test]
fn the_globe_is_never_more_wrong_than_it_says() {
    let mut random = Random(25);
    for _ in 0..150 {
        let origin = anywhere(&mut random);
        let globe = Globe::around(origin);
        let antipode = at(-origin.lat_degrees(), origin.lon_degrees() + 180.0);
        let mut pairs = Vec::new();
        for place in 0..2000 {
            let metres = a_distance(20_015_000.0, &mut random);
            let point = match place % 4 {
                0 => about(antipode, metres / 100.0, &mut random),
                1 => anywhere(&mut random).into(),
                _ => about(origin, metres, &mut random),
            };
            let metres = truth(origin, point);
            let (rough, slack) = said(&globe, point);
            let off = (rough - metres).abs();
            assert!(
                off <= slack * metres.min(rough) + 1e-3,
                "{origin:?} {point:?}: {rough} for {metres}"
            );
            pairs.push((metres, rough));
        }
        check_order(&globe, pairs);
    }
}

#[test]
fn the_ruler_says_the_key_of_the_geodesic_everywhere() {
    let mut random = Random(26);
    let mut arcs = 0;
    for _ in 0..300_000 {
        let origin = anywhere(&mut random);
        let metres = a_distance(1_200_000.0, &mut random);
        let point = about(origin, metres, &mut random);
        let exact = geodesic(origin, point.into());
        let ruler = Ruler::at(origin);
        let (key, metres) = ruler.measure(point);
        assert_eq!(key, DistanceKey::from(exact), "{origin:?} {point:?}");
        let Some(arc) = ruler.arc_to(point) else {
            assert!(exact.get() > 999_000.0, "{origin:?} {point:?}");
            continue;
        };
        arcs += 1;
        let off = (arc.metres - exact.get()).abs();
        assert!(off <= arc.doubt, "{origin:?} {point:?}: {off} {arc:?}");
        assert!((metres.get() - exact.get()).abs() <= arc.doubt);
    }
    assert!(arcs > 200_000);
}

#[test]
fn the_ruler_measures_nothing_and_halfway_round_the_earth() {
    for (lat, lon) in [(26.6, 106.7), (90.0, 0.0), (-90.0, 180.0), (0.0, -180.0)] {
        let origin = at(lat, lon);
        let ruler = Ruler::at(origin);
        assert_eq!(ruler.measure(origin.into()).0.millimetres(), 0);
        let antipode = at(-lat, lon + 180.0);
        let (key, metres) = ruler.measure(antipode.into());
        let exact = geodesic(origin, GridPoint::from(antipode).into());
        assert_eq!((key, metres), (DistanceKey::from(exact), exact));
        assert!(metres.get() > 6_356_000.0 * PI - 200_000.0);
    }
}
