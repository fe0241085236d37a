//! How far two points are apart, and how long a walk of that length takes.
//!
//! Distances are geodesics on the WGS-84 ellipsoid, never degrees and never a sphere. Whatever is
//! compared or counted is first rounded to whole millimetres ([`DistanceKey`]), so that the order of
//! a list, its limit and the minutes it shows cannot contradict each other. Walking times are in
//! [`Pace`].

mod pace;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

pub use pace::{Pace, PaceRefusal, walk_minutes};

use crate::coord::Wgs84;

/// The WGS-84 ellipsoid with the series of C. F. F. Karney, "Algorithms for geodesics" (2013).
static ELLIPSOID: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// A length in metres, never NaN and never below zero.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Metres(f64);

impl Metres {
    /// No two points on earth are so far apart.
    pub const EARTH: Self = Self(21_000_000.0);
    /// No length.
    pub const ZERO: Self = Self(0.0);

    /// A length of so many metres. NaN and anything below zero become zero, infinity the largest
    /// finite number: callers refuse such input before.
    #[must_use]
    pub fn new(metres: f64) -> Self {
        Self(if metres > 0.0 {
            metres.min(f64::MAX)
        } else {
            0.0
        })
    }

    /// The length in metres.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// A distance in whole millimetres: what distances are ordered, limited and timed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DistanceKey(u64);

impl DistanceKey {
    /// The key beyond every distance.
    pub const MAX: Self = Self(u64::MAX);

    /// The key of so many millimetres, as a page token holds it.
    #[must_use]
    pub const fn from_millimetres(millimetres: u64) -> Self {
        Self(millimetres)
    }

    /// The distance in whole millimetres.
    #[must_use]
    pub const fn millimetres(self) -> u64 {
        self.0
    }

    /// The distance in metres, exact up to nine million kilometres.
    #[must_use]
    #[expect(
        clippy::as_conversions,
        reason = "no lossless conversion exists; see the limit above"
    )]
    pub const fn metres(self) -> Metres {
        Metres(self.0 as f64 / 1000.0)
    }
}

impl From<Metres> for DistanceKey {
    /// Rounds to the nearest millimetre, halves upwards.
    #[expect(
        clippy::as_conversions,
        reason = "the cast saturates, which is what is meant"
    )]
    fn from(distance: Metres) -> Self {
        let millimetres = distance.0 * 1000.0;
        let whole = millimetres as u64;
        Self(whole.saturating_add(u64::from(millimetres - whole as f64 >= 0.5)))
    }
}

/// The length of the shortest path between two points on the WGS-84 ellipsoid, at height 0.
///
/// Karney's method, correct to about 15 nanometres for every pair of points.
#[must_use]
pub fn geodesic(from: Wgs84, to: Wgs84) -> Metres {
    let metres: f64 = ELLIPSOID.inverse(
        from.lat_degrees(),
        from.lon_degrees(),
        to.lat_degrees(),
        to.lon_degrees(),
    );
    Metres::new(metres)
}

/// A circle as a closed ring of so many corners, anticlockwise, each exactly so far from the centre.
#[must_use]
pub fn circle(centre: Wgs84, radius: Metres, corners: u32) -> Vec<Wgs84> {
    let corner = |number: u32| {
        let azimuth = -360.0 * f64::from(number % corners.max(3)) / f64::from(corners.max(3));
        let (lat, lon): (f64, f64) = ELLIPSOID.direct(
            centre.lat_degrees(),
            centre.lon_degrees(),
            azimuth,
            radius.get(),
        );
        Wgs84::new(lat, lon).ok()
    };
    (0..=corners.max(3)).filter_map(corner).collect()
}
