//! Tests of the coordinate types against published vectors and against themselves.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
#![expect(
    clippy::disallowed_methods,
    reason = "MENKOU_TEST_DATA names the published vectors"
)]

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::measure::geodesic;

/// The text of a file of published vectors, or none when the test data are not at hand.
fn published(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("MENKOU_TEST_DATA") else {
        eprintln!("not run: MENKOU_TEST_DATA is unset, {name} is not at hand");
        return None;
    };
    Some(std::fs::read_to_string(PathBuf::from(folder).join(name)).unwrap())
}

/// The latitude and longitude of a JSON pair that is written longitude first.
fn lat_lon(pair: &Value) -> (f64, f64) {
    (pair[1].as_f64().unwrap(), pair[0].as_f64().unwrap())
}

/// Asserts that two positions agree within 1e-5 degree.
fn assert_near(found: Position, expected: (f64, f64)) {
    let gap = (found.lat_degrees() - expected.0)
        .abs()
        .max((found.lon_degrees() - expected.1).abs());
    assert!(gap < 1e-5, "{found:?} is not {expected:?}");
}

#[test]
fn a_crs_is_read_by_its_exact_wire_name_only() {
    for crs in Crs::ALL {
        assert_eq!(Crs::parse(crs.as_str()), Some(crs));
    }
    assert_eq!(
        ["WGS84", "gcj-02", "", "epsg:4326"].map(Crs::parse),
        [None; 4]
    );
}

#[test]
fn what_is_not_a_point_is_refused_by_its_own_reason() {
    for lat_lon in [
        (f64::NAN, 1.0),
        (1.0, f64::INFINITY),
        (f64::NEG_INFINITY, f64::NAN),
    ] {
        assert_eq!(
            Wgs84::new(lat_lon.0, lat_lon.1),
            Err(CoordinateRefusal::NotFinite)
        );
    }
    assert_eq!(Wgs84::new(106.7, 26.6), Err(CoordinateRefusal::SwappedAxes));
    assert_eq!(
        Wgs84::new(106.7, 126.6),
        Err(CoordinateRefusal::LatitudeOutOfRange)
    );
    assert_eq!(
        Wgs84::new(190.0, 26.6),
        Err(CoordinateRefusal::LatitudeOutOfRange)
    );
    assert_eq!(
        Wgs84::new(26.6, 180.1),
        Err(CoordinateRefusal::LongitudeOutOfRange)
    );
    for crs in Crs::ALL {
        assert_eq!(
            Wgs84::from_crs(crs, 106.7, 26.6),
            Err(CoordinateRefusal::SwappedAxes)
        );
    }
    assert!(Wgs84::new(-90.0, 180.0).is_ok());
}

#[test]
fn the_exact_published_vectors_are_met_to_the_last_digit() {
    let Some(text) = published("crs_vectors_exact.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let rows = vectors["wgs_to_gcj_exact"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        let (lat, lon) = lat_lon(&row["wgs"]);
        let shifted = Wgs84::new(lat, lon).unwrap().in_crs(Crs::Gcj02);
        assert_eq!(
            (shifted.lat_degrees(), shifted.lon_degrees()),
            lat_lon(&row["gcj"])
        );
    }
}

#[test]
fn the_published_vectors_of_every_pair_are_met_to_their_tolerance() {
    let Some(text) = published("crs_vectors_exact.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let gcj = Gcj02::new(45.0, 123.0).unwrap();
    let bd = Bd09::new(45.0, 123.0).unwrap();
    let expected = |table: &str, column: &str| lat_lon(&vectors[table][0][column]);

    assert_near(
        Wgs84::from(gcj).in_crs(Crs::Wgs84),
        expected("gcj_to_wgs_tol_1e-5deg", "wgs"),
    );
    assert_near(
        Wgs84::from(gcj).in_crs(Crs::Bd09),
        expected("gcj_to_bd_tol_1e-5deg", "bd"),
    );
    assert_near(
        Wgs84::from(bd).in_crs(Crs::Gcj02),
        expected("bd_to_gcj_tol_1e-5deg", "gcj"),
    );
    assert_near(
        Wgs84::from(bd).in_crs(Crs::Wgs84),
        expected("bd_to_wgs_tol_1e-5deg", "wgs"),
    );
    assert_near(
        Wgs84::new(45.0, 123.0).unwrap().in_crs(Crs::Gcj02),
        expected("wgs_to_gcj_tol_1e-5deg", "gcj"),
    );
}

#[test]
fn the_map_service_is_met_within_a_metre_in_332_cities() {
    let Some(text) = published("crs_vectors_map_api.csv") else {
        return;
    };
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let degrees: Vec<f64> = line
            .split(',')
            .skip(3)
            .map(|cell| cell.parse().unwrap())
            .collect();
        let wgs = Wgs84::new(degrees[1], degrees[0]).unwrap();
        let theirs_gcj = Gcj02::new(degrees[3], degrees[2]).unwrap();
        let theirs_bd = Bd09::new(degrees[5], degrees[4]).unwrap();
        assert!(geodesic(wgs, Wgs84::from(theirs_gcj)).get() < 1.0, "{line}");
        assert!(geodesic(wgs, Wgs84::from(theirs_bd)).get() < 1.0, "{line}");
        rows += 1;
    }
    assert_eq!(rows, 332);
}

#[test]
fn nothing_moves_outside_the_box_of_the_formula() {
    for (lat, lon) in [
        (45.0, -177.0),
        (0.8, 105.0),
        (56.0, 105.0),
        (30.0, 72.0),
        (90.0, 180.0),
    ] {
        let point = Wgs84::new(lat, lon).unwrap();
        for crs in Crs::ALL {
            let position = point.in_crs(crs);
            assert_eq!((position.lat_degrees(), position.lon_degrees()), (lat, lon));
            assert_eq!(Wgs84::from_crs(crs, lat, lon), Ok(point));
        }
    }
}

#[test]
fn the_china_box_holds_its_edges_and_nothing_beyond() {
    let is_in = |lat, lon| Wgs84::new(lat, lon).unwrap().is_in_china_box();
    assert!(is_in(26.6, 106.7) && is_in(3.0, 73.0) && is_in(54.0, 136.0));
    assert!(!is_in(2.99, 106.7) && !is_in(54.01, 106.7));
    assert!(!is_in(26.6, 72.99) && !is_in(26.6, 136.01) && !is_in(0.0, 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_round_trip_through_any_crs_stays_within_a_millimetre_all_over_china(
        lat in CHINA_SOUTH_DEGREES..=CHINA_NORTH_DEGREES,
        lon in CHINA_WEST_DEGREES..=CHINA_EAST_DEGREES,
    ) {
        let point = Wgs84::new(lat, lon).unwrap();
        for crs in Crs::ALL {
            let there = point.in_crs(crs);
            let back = Wgs84::from_crs(crs, there.lat_degrees(), there.lon_degrees()).unwrap();
            prop_assert!((back.lat_degrees() - lat).abs() < 1e-10);
            prop_assert!((back.lon_degrees() - lon).abs() < 1e-10);
            prop_assert!(geodesic(point, back).get() < 0.001);
        }
    }

    #[test]
    fn a_point_is_either_refused_or_stays_a_point_in_every_crs(
        lat in -200.0..200.0_f64,
        lon in -200.0..200.0_f64,
    ) {
        for crs in Crs::ALL {
            let Ok(point) = Wgs84::from_crs(crs, lat, lon) else {
                prop_assert!(lat.abs() > 90.0 || lon.abs() > 180.0);
                continue;
            };
            for target in Crs::ALL {
                let position = point.in_crs(target);
                prop_assert!(Wgs84::new(position.lat_degrees(), position.lon_degrees()).is_ok());
            }
        }
    }
}
