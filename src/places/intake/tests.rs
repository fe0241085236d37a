//! Points that are the same, and how they are written.

#![expect(clippy::unwrap_used, reason = "tests")]

use reach::coord::{Crs, Wgs84};

use super::{PositionCells, settled};

#[test]
fn a_point_within_a_centimetre_is_the_stored_one_and_one_farther_away_is_new() {
    let stored = Wgs84::new(26.56, 106.72).unwrap();
    let near = Wgs84::new(26.560_000_05, 106.719_999_95).unwrap();
    let far = Wgs84::new(26.560_000_2, 106.72).unwrap();
    assert_eq!(settled(near, Some(stored)), stored);
    assert_eq!(settled(far, Some(stored)), far);
    assert_eq!(settled(near, None), near);
}

#[test]
fn written_points_are_read_back_within_a_centimetre_in_every_system() {
    let stored = Wgs84::new(26.123_456_789_012_3, 106.987_654_321_098_7).unwrap();
    for crs in Crs::ALL {
        let cells = PositionCells::of(Some(stored), crs);
        let back =
            Wgs84::from_crs(crs, cells.lat.parse().unwrap(), cells.lon.parse().unwrap()).unwrap();
        assert_eq!(settled(back, Some(stored)), stored, "{crs:?}");
    }
}
