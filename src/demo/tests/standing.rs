//! Where things of the demo set stand.

use std::collections::{BTreeMap, HashSet};

use reach::coord::Wgs84;
use reach::measure::geodesic;

use super::WORLD;
use crate::divisions::SIMPLIFICATION;

#[test]
fn everything_in_guizhou_lies_in_its_county_or_within_the_simplification() {
    let atlas = &WORLD.atlas;
    let places = WORLD
        .set
        .places
        .iter()
        .map(|it| (it.row.division_id, it.row.lat, it.row.lon));
    let openings = WORLD
        .set
        .openings
        .iter()
        .map(|row| (row.division_id, row.lat, row.lon));
    let (mut checked, mut beyond) = (0, 0);
    for (division, lat, lon) in places.chain(openings) {
        let code = atlas
            .county_code(atlas.index_of(division).unwrap())
            .unwrap();
        let Some(distance) = atlas
            .boundaries()
            .distance_to(code, Wgs84::new(lat, lon).unwrap())
        else {
            continue;
        };
        assert!(
            distance <= SIMPLIFICATION,
            "{code} {lat} {lon} {distance:?}"
        );
        assert!(
            format!("{lat}").split('.').nth(1).unwrap().len() <= 6,
            "{lat}"
        );
        checked += 1;
        beyond += usize::from(distance.get() > 0.0);
    }
    assert!(checked > 28_000, "{checked}");
    assert!(
        beyond * 20 < checked,
        "{beyond} of {checked} stand on the wrong side of a border"
    );
}

#[test]
fn what_lies_outside_guizhou_says_that_its_point_is_approximate() {
    let boundaries = WORLD.atlas.boundaries();
    let outside = WORLD
        .set
        .places
        .iter()
        .filter(|it| boundaries.locate(it.point().unwrap()).inside.is_none());
    let mut kinds = HashSet::new();
    for it in outside.filter(|it| it.row.kind != "service_centre") {
        assert_eq!(it.row.point_basis, "approximate", "{}", it.row.title);
        kinds.insert(it.row.kind.as_str());
    }
    for kind in ["cooperation_station", "liaison_point", "partner_base"] {
        assert!(kinds.contains(kind), "{kind}");
    }
}

#[test]
fn stations_stand_apart_and_say_how_their_point_is_known() {
    let stations = || {
        WORLD
            .set
            .places
            .iter()
            .filter(|it| it.row.kind == "doorstep_station")
    };
    let known = stations()
        .filter(|it| it.row.point_basis == "gazetteer")
        .count();
    assert!(known > 200, "{known}");
    let mut by_county: BTreeMap<&str, Vec<Wgs84>> = BTreeMap::new();
    for station in stations() {
        let index = WORLD.atlas.index_of(station.row.division_id).unwrap();
        let code = WORLD.atlas.county_code(index).unwrap();
        let others = by_county.entry(code).or_default();
        let point = station.point().unwrap();
        if station.row.point_basis == "approximate" {
            let nearest = others
                .iter()
                .map(|other| geodesic(point, *other).get())
                .fold(f64::MAX, f64::min);
            assert!(nearest > 400.0, "{} {nearest}", station.row.title);
        }
        others.push(point);
    }
}

#[test]
fn every_county_seat_has_ten_openings_within_a_kilometre() {
    let atlas = &WORLD.atlas;
    let points: Vec<Wgs84> = WORLD
        .set
        .openings
        .iter()
        .map(|row| Wgs84::new(row.lat, row.lon).unwrap())
        .collect();
    let mut in_nanming = 0;
    for code in atlas.boundaries().codes() {
        let seat = atlas
            .get(atlas.county_by_code(code).unwrap())
            .unwrap()
            .point
            .unwrap();
        let is_close = |point: &&Wgs84| {
            (point.lat_degrees() - seat.lat_degrees()).abs() < 0.02
                && (point.lon_degrees() - seat.lon_degrees()).abs() < 0.02
        };
        let near = points
            .iter()
            .filter(is_close)
            .filter(|point| geodesic(seat, **point).get() <= 1_000.0);
        let near = near.count();
        assert!(near >= 10, "{code} {near}");
        if code == "520102" {
            in_nanming = near;
        }
    }
    assert!(in_nanming >= 200, "{in_nanming}");
}

#[test]
fn every_station_has_openings_within_a_quarter_of_an_hour() {
    let openings = WORLD.set.openings.iter();
    let mut points: Vec<Wgs84> = openings
        .map(|row| Wgs84::new(row.lat, row.lon).unwrap())
        .collect();
    points.sort_by(|one, other| one.lat_degrees().total_cmp(&other.lat_degrees()));
    for station in WORLD
        .set
        .places
        .iter()
        .filter(|it| it.row.kind == "doorstep_station")
    {
        let point = station.point().unwrap();
        let south = points.partition_point(|it| it.lat_degrees() < point.lat_degrees() - 0.01);
        let north = points.partition_point(|it| it.lat_degrees() < point.lat_degrees() + 0.01);
        let is_close = |it: &&Wgs84| (it.lon_degrees() - point.lon_degrees()).abs() < 0.01;
        let around = points[south..north].iter().filter(is_close);
        // 15 minutes at 75 m a minute, with a detour of 1.4.
        let near = around
            .filter(|it| geodesic(point, **it).get() <= 15.0 * 75.0 / 1.4)
            .count();
        assert!(near >= 3, "{} {near}", station.row.title);
    }
}
