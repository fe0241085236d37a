//! Points on the grid of seven decimals, as whole numbers.
//!
//! This module never rounds silently twice: what stands on the grid stays where it is.

use super::Wgs84;

/// Steps of the grid in a degree.
const STEPS_PER_DEGREE: f64 = 1e7;

/// A WGS-84 point on the grid of 1e-7 degree (11 mm of latitude): what an item's place is stored, measured and printed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GridPoint {
    /// Latitude in 1e-7 degree, north positive.
    pub(crate) lat: i32,
    /// Longitude in 1e-7 degree, east positive.
    pub(crate) lon: i32,
}

impl From<Wgs84> for GridPoint {
    /// The nearest point of the grid, at most 8 mm away.
    #[expect(
        clippy::as_conversions,
        reason = "180 degrees are 1.8e9 steps, which an i32 holds"
    )]
    fn from(point: Wgs84) -> Self {
        let steps = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() as i32;
        Self {
            lat: steps(point.lat_degrees()),
            lon: steps(point.lon_degrees()),
        }
    }
}

impl GridPoint {
    /// Latitude in steps of 1e-7 degree, north positive.
    #[must_use]
    pub const fn lat_steps(self) -> i32 {
        self.lat
    }

    /// Longitude in steps of 1e-7 degree, east positive.
    #[must_use]
    pub const fn lon_steps(self) -> i32 {
        self.lon
    }
}

impl From<GridPoint> for Wgs84 {
    /// The same point in degrees; each number is the one nearest to its seven decimals.
    fn from(point: GridPoint) -> Self {
        Self(super::Degrees {
            lat: f64::from(point.lat) / STEPS_PER_DEGREE,
            lon: f64::from(point.lon) / STEPS_PER_DEGREE,
        })
    }
}

impl GridPoint {
    /// The point of the grid at a share of the straight line on the map from here to another, 0 being here.
    #[must_use]
    #[expect(
        clippy::as_conversions,
        reason = "between two numbers of 32 bits lies one of 32 bits"
    )]
    pub(crate) fn towards(self, other: Self, share: f64) -> Self {
        let steps = |from: i32, to: i32| {
            let (from, to) = (f64::from(from), f64::from(to));
            (from + (to - from) * share).round() as i32
        };
        Self {
            lat: steps(self.lat, other.lat),
            lon: steps(self.lon, other.lon),
        }
    }
}
