//! Tests of the boundaries, on the counties of Guizhou and on small made-up squares.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::LazyLock;

use proptest::prelude::*;
use reach::measure::geodesic;

use super::*;

/// The real boundaries, parsed once.
static COUNTIES: LazyLock<Boundaries> = LazyLock::new(|| {
    let text = include_str!("../../../catalog/divisions/gz_bounds_district.geojson");
    Boundaries::parse(text).unwrap()
});

/// A square with a hole that a second county fills, and a third county to the east.
const SQUARES: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"code":"990102"},"geometry":{"type":"Polygon","coordinates":[
  [[106.4,26.4],[106.6,26.4],[106.6,26.6],[106.4,26.6],[106.4,26.4]]]}},
 {"type":"Feature","properties":{"code":"990101"},"geometry":{"type":"MultiPolygon","coordinates":[[
  [[106.0,26.0],[107.0,26.0],[107.0,27.0],[106.0,27.0],[106.0,26.0]],
  [[106.4,26.4],[106.4,26.6],[106.6,26.6],[106.6,26.4],[106.4,26.4]]]]}},
 {"type":"Feature","properties":{"code":"990103"},"geometry":{"type":"Polygon","coordinates":[
  [[107.0,26.0],[108.0,26.0],[108.0,27.0],[107.0,27.0],[107.0,26.0]]]}}]}"#;

/// The made-up counties.
fn squares() -> Boundaries {
    Boundaries::parse(SQUARES).unwrap()
}

/// A point from latitude and longitude in degrees.
fn at(lat: f64, lon: f64) -> Wgs84 {
    Wgs84::new(lat, lon).unwrap()
}

/// Points of a catalog file with the six-digit county code each: columns of code, lon, lat.
fn listed(text: &'static str, columns: [usize; 3]) -> impl Iterator<Item = (String, Wgs84)> {
    csv::Reader::from_reader(text.as_bytes())
        .into_records()
        .map(move |record| {
            let record = record.unwrap();
            let degrees = |column: usize| record[column].parse::<f64>().unwrap();
            (
                record[columns[0]].get(..6).unwrap().to_owned(),
                at(degrees(columns[2]), degrees(columns[1])),
            )
        })
}

#[test]
fn all_88_counties_are_read_in_the_order_of_their_codes() {
    let codes = COUNTIES.codes().collect::<Vec<_>>();
    assert_eq!(codes.len(), 88);
    assert!(codes.is_sorted());
    assert_eq!(codes[0], "520102");
}

#[test]
fn each_county_seat_lies_in_its_county_or_within_the_simplification() {
    let seats = include_str!("../../../catalog/divisions/gz_county_seats.csv");
    let mut inside = 0;
    for (code, seat) in listed(seats, [0, 3, 4]) {
        assert!(
            COUNTIES.distance_to(&code, seat).unwrap() <= SIMPLIFICATION,
            "{code} {seat:?}"
        );
        inside += usize::from(COUNTIES.locate(seat).inside == Some(code.as_str()));
    }
    assert!(inside >= 86, "{inside}");
}

#[test]
fn each_town_point_lies_in_its_county_or_within_the_simplification() {
    let towns = include_str!("../../../catalog/divisions/gz_town_points_geonames.csv");
    for (code, town) in listed(towns, [0, 2, 3]) {
        assert!(
            COUNTIES.distance_to(&code, town).unwrap() <= SIMPLIFICATION,
            "{code} {town:?}"
        );
    }
}

#[test]
fn a_point_in_another_province_or_country_is_in_no_county_and_near_none() {
    let elsewhere = [
        at(23.1291, 113.2644),
        at(29.5630, 106.5516),
        at(25.0389, 102.7183),
        at(28.2282, 112.9388),
        at(0.0, 0.0),
        at(-33.8688, 151.2093),
        at(90.0, 0.0),
        at(-90.0, -180.0),
    ];
    for point in elsewhere {
        let located = COUNTIES.locate(point);
        assert_eq!(located.inside, None, "{point:?}");
        assert!(located.near.is_empty(), "{point:?}");
        assert!(located.border_distance.get() > 10_000.0, "{point:?}");
    }
}

#[test]
fn a_point_in_a_hole_is_in_the_county_that_fills_it() {
    let counties = squares();
    let middle = at(26.5, 106.5);
    assert_eq!(counties.locate(middle).inside, Some("990102"));
    assert!(!counties.contains("990101", middle));
    assert!(counties.contains("990102", middle));
    let to_ring = counties.distance_to("990101", middle).unwrap().get();
    let east = geodesic(middle, at(26.5, 106.6)).get();
    assert!((to_ring - east).abs() < 0.5, "{to_ring} {east}");
}

#[test]
fn a_point_near_a_border_names_the_neighbour_with_its_distance() {
    let counties = squares();
    let west = at(26.2, 106.997);
    let located = counties.locate(west);
    assert_eq!(located.inside, Some("990101"));
    let expected = geodesic(west, at(26.2, 107.0)).get();
    assert!((located.border_distance.get() - expected).abs() < 0.01);
    assert_eq!(located.near.len(), 1);
    assert_eq!(located.near[0].0, "990103");
    assert!((located.near[0].1.get() - expected).abs() < 0.01);
    assert!(counties.locate(at(26.2, 106.994)).near.is_empty());
}

#[test]
fn a_point_on_a_shared_border_is_in_the_lower_code_and_touches_the_other() {
    let counties = squares();
    let located = counties.locate(at(26.5, 107.0));
    assert_eq!(located.inside, Some("990101"));
    assert_eq!(located.near, [("990103", Metres::new(0.0))]);
    assert_eq!(located.border_distance, Metres::new(0.0));
    assert_eq!(
        counties.distance_to("990103", at(26.5, 107.0)),
        Some(Metres::new(0.0))
    );
}

#[test]
fn a_code_is_found_with_six_digits_and_with_twelve_and_an_unknown_one_is_none() {
    let counties = squares();
    let point = at(26.2, 106.2);
    assert!(counties.contains("990101", point));
    assert!(counties.contains("990101000000", point));
    assert!(!counties.contains("990109", point));
    assert_eq!(counties.distance_to("990109", point), None);
    assert_eq!(counties.bounding_box("990101001000"), None);
    assert_eq!(counties.interior_point(""), None);
}

#[test]
fn the_interior_point_and_the_box_of_each_county_are_its_own() {
    for code in COUNTIES.codes() {
        let point = COUNTIES.interior_point(code).unwrap();
        assert_eq!(COUNTIES.locate(point).inside, Some(code));
        let around = COUNTIES.bounding_box(code).unwrap();
        assert!(around.south_west.lat_degrees() < point.lat_degrees());
        assert!(around.south_west.lon_degrees() < point.lon_degrees());
        assert!(around.north_east.lat_degrees() > point.lat_degrees());
        assert!(around.north_east.lon_degrees() > point.lon_degrees());
    }
}

/// The text of a collection of one feature.
fn one_feature(properties: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[
        {{"type":"Feature","properties":{properties},"geometry":{geometry}}}]}}"#
    )
}

#[test]
fn broken_boundaries_are_refused_with_their_reason() {
    let square = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
    let named = r#"{"code":"990101"}"#;
    let refusal = |properties: &str, geometry: &str| {
        Boundaries::parse(&one_feature(properties, geometry)).err()
    };
    assert!(refusal(named, square).is_none());
    assert!(matches!(
        Boundaries::parse("{").err(),
        Some(BoundaryRefusal::NotGeoJson(_))
    ));
    let empty = r#"{"type":"FeatureCollection","features":[]}"#;
    assert!(matches!(
        Boundaries::parse(empty).err(),
        Some(BoundaryRefusal::Empty)
    ));
    for properties in [
        "{}",
        r#"{"code":990101}"#,
        r#"{"code":"9901"}"#,
        r#"{"code":"99010x"}"#,
    ] {
        let refused = refusal(properties, square);
        assert!(matches!(
            refused,
            Some(BoundaryRefusal::BadCode { feature: 1 })
        ));
    }
    for geometry in [
        "null",
        r#"{"type":"Point","coordinates":[1,1]}"#,
        r#"{"type":"MultiPolygon","coordinates":[]}"#,
        r#"{"type":"Polygon","coordinates":[]}"#,
    ] {
        let refused = refusal(named, geometry);
        assert!(
            matches!(refused, Some(BoundaryRefusal::NotAPolygon { .. })),
            "{geometry}"
        );
    }
    for ring in [
        "",
        "[0,0],[1,0],[0,0]",
        "[0,0],[1,0],[1,1],[0,1]",
        "[0,0],[1,99],[1,1],[0,0]",
    ] {
        let geometry = format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#);
        let refused = refusal(named, &geometry);
        assert!(
            matches!(refused, Some(BoundaryRefusal::BadRing { .. })),
            "{ring}"
        );
    }
    let twice = SQUARES.replace("990103", "990101");
    let refused = Boundaries::parse(&twice).err();
    assert!(matches!(refused, Some(BoundaryRefusal::DefinedTwice { code }) if code == "990101"));
}

proptest! {
    #[test]
    fn a_step_across_the_square_border_changes_the_county(
        lat in 26.01..26.39_f64,
        step in 1e-9..0.003_f64,
    ) {
        let counties = squares();
        let inside = counties.locate(at(lat, 107.0 - step));
        let across = counties.locate(at(lat, 107.0 + step));
        prop_assert_eq!(inside.inside, Some("990101"));
        prop_assert_eq!(across.inside, Some("990103"));
        let expected = geodesic(at(lat, 107.0 - step), at(lat, 107.0)).get();
        prop_assert!((inside.border_distance.get() - expected).abs() < 0.01);
        prop_assert_eq!(inside.near[0].0, "990103");
        prop_assert_eq!(across.near[0].0, "990101");
    }

    #[test]
    fn locate_agrees_with_asking_every_county_in_turn(
        lat in 24.5..29.3_f64,
        lon in 103.5..109.7_f64,
    ) {
        let point = at(lat, lon);
        let located = COUNTIES.locate(point);
        let holding = COUNTIES.codes().find(|code| COUNTIES.contains(code, point));
        prop_assert_eq!(located.inside, holding);
        let mut near = COUNTIES
            .codes()
            .filter(|code| Some(*code) != holding)
            .map(|code| (code, COUNTIES.distance_to(code, point).unwrap()))
            .filter(|(_, distance)| *distance <= SIMPLIFICATION)
            .collect::<Vec<_>>();
        near.sort_by(|one, other| one.1.get().total_cmp(&other.1.get()).then(one.0.cmp(other.0)));
        prop_assert_eq!(located.near, near);
        let plane = LocalPlane::at(point);
        let every = COUNTIES.segments.iter().map(|segment| *segment.geom());
        let nearest = plane.distance_to(plane.nearest_foot(every).unwrap());
        prop_assert_eq!(located.border_distance, nearest);
    }
}
