//! Tests of distances and walking times.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
#![expect(
    clippy::disallowed_methods,
    reason = "MENKOU_TEST_DATA names the published vectors"
)]

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// The longitude of the same meridian between -180 and 180 degrees.
fn wrapped(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

/// The default pace of the product.
fn usual_pace() -> Pace {
    Pace::new(75.0, 1.4).unwrap()
}

#[test]
fn the_published_geodesics_are_met_to_a_tenth_of_a_micrometre() {
    let Some(folder) = std::env::var_os("MENKOU_TEST_DATA") else {
        eprintln!("not run: MENKOU_TEST_DATA is unset, the published geodesics are not at hand");
        return;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join("std_vectors.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let rows = vectors["geodesic_inverse_wgs84"]["rows_lat1_lon1_lat2_lon2_metres"]
        .as_array()
        .unwrap();
    assert_eq!(rows.len(), 20);
    for row in rows {
        let number = |column: usize| row[column].as_f64().unwrap();
        let from = Wgs84::new(number(0), wrapped(number(1))).unwrap();
        let to = Wgs84::new(number(2), wrapped(number(3))).unwrap();
        // Longitudes lose a few ulps in wrapping: nanometres.
        assert!((geodesic(from, to).get() - number(4)).abs() < 1e-7, "{row}");
    }
}

#[test]
fn a_distance_is_no_distance_to_itself_and_half_a_meridian_to_the_other_pole() {
    let [north, south] = [90.0, -90.0].map(|lat| Wgs84::new(lat, 0.0).unwrap());
    assert_eq!(geodesic(north, north), Metres::new(0.0));
    assert!((geodesic(north, south).get() - 20_003_931.458_6).abs() < 1e-3);
}

#[test]
fn a_length_is_never_nan_negative_or_infinite() {
    assert_eq!(
        [f64::NAN, -1.0, -0.0].map(|metres| Metres::new(metres).get()),
        [0.0; 3]
    );
    assert_eq!(Metres::new(f64::INFINITY).get(), f64::MAX);
    assert_eq!(DistanceKey::from(Metres::new(f64::MAX)), DistanceKey::MAX);
}

#[test]
fn a_key_is_the_nearest_whole_millimetre() {
    let millimetres = |metres| DistanceKey::from(Metres::new(metres)).millimetres();
    assert_eq!(
        [0.0, 0.000_4, 0.000_6, 1.0, 20_003_931.458_6].map(millimetres),
        [0, 0, 1, 1000, 20_003_931_459]
    );
    assert_eq!(
        DistanceKey::from_millimetres(1234).metres(),
        Metres::new(1.234)
    );
}

#[test]
fn a_pace_out_of_its_range_is_refused() {
    for metres_per_minute in [0.0, -75.0, 1001.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            Pace::new(metres_per_minute, 1.4),
            Err(PaceRefusal::MetresPerMinute)
        );
    }
    for detour_factor in [0.99, 11.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            Pace::new(75.0, detour_factor),
            Err(PaceRefusal::DetourFactor)
        );
    }
}

#[test]
fn walking_takes_whole_seconds_rounded_up_without_binary_noise() {
    let seconds = |metres| usual_pace().walk_seconds(Metres::new(metres));
    // 750 m x 1.4 / 75 m/min = 14 min exactly.
    assert_eq!([0.0, 0.001, 750.0, 750.001].map(seconds), [0, 1, 840, 841]);
    assert_eq!(seconds(f64::MAX), u32::MAX);
}

#[test]
fn fifteen_minutes_reach_just_over_eight_hundred_metres() {
    // 900 s x 75 m/min / 60 / 1.4 = 803.5714... m: 803,571 whole millimetres.
    let reach = usual_pace().reach_of_seconds(900);
    assert_eq!(DistanceKey::from(reach).millimetres(), 803_571);
    assert_eq!(
        usual_pace().reach_of_seconds(u32::MAX),
        Metres::new(f64::MAX)
    );
}

#[test]
fn minutes_are_rounded_up() {
    assert_eq!(
        [0, 1, 59, 60, 61, 900, 901].map(walk_minutes),
        [0, 1, 1, 1, 2, 15, 16]
    );
    assert_eq!(walk_minutes(u32::MAX), 71_582_789);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_distance_is_within_reach_if_and_only_if_its_walk_is_short_enough(
        metres_per_minute in 1.0..=1000.0_f64,
        detour_factor in 1.0..=10.0_f64,
        seconds in prop_oneof![0_u32..=7200, any::<u32>()],
        offset in -0.01..0.01_f64,
    ) {
        let pace = Pace::new(metres_per_minute, detour_factor).unwrap();
        let reach = pace.reach_of_seconds(seconds);
        let edges = [
            reach.get(),
            reach.get().next_down(),
            reach.get().next_up(),
            reach.get() + offset,
        ];
        for distance in edges.map(Metres::new) {
            let is_in_time = pace.walk_seconds(distance) <= seconds;
            prop_assert_eq!(is_in_time, distance <= reach);
            let is_in_key = DistanceKey::from(distance) <= DistanceKey::from(reach);
            prop_assert_eq!(is_in_time, is_in_key);
        }
    }

    #[test]
    fn a_longer_distance_never_takes_less_time(
        near in 0.0..100_000.0_f64,
        further in 0.0..1000.0_f64,
    ) {
        let seconds = |metres| usual_pace().walk_seconds(Metres::new(metres));
        prop_assert!(seconds(near) <= seconds(near + further));
    }
}
