//! Points of the ellipsoid in earth-centred metres, and the straight lines between them.

use crate::coord::Wgs84;

/// The semi-major axis of WGS-84, metres (NIMA TR8350.2, table 3.1).
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;
/// The flattening of WGS-84 (NIMA TR8350.2, table 3.1).
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// A point of the surface in earth-centred, earth-fixed metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cartesian([f64; 3]);

impl From<Wgs84> for Cartesian {
    /// The usual closed formula at height 0.
    fn from(point: Wgs84) -> Self {
        let (sin_lat, cos_lat) = point.lat_degrees().to_radians().sin_cos();
        let (sin_lon, cos_lon) = point.lon_degrees().to_radians().sin_cos();
        let squared_eccentricity = FLATTENING * (2.0 - FLATTENING);
        let prime_vertical =
            SEMI_MAJOR_METRES / (1.0 - squared_eccentricity * sin_lat * sin_lat).sqrt();
        Self([
            prime_vertical * cos_lat * cos_lon,
            prime_vertical * cos_lat * sin_lon,
            prime_vertical * (1.0 - squared_eccentricity) * sin_lat,
        ])
    }
}

impl Cartesian {
    /// The chord between two points, metres, squared.
    pub(super) fn squared_chord(self, other: Self) -> f64 {
        let [x, y, z] = self.0;
        let [other_x, other_y, other_z] = other.0;
        let (dx, dy, dz) = (x - other_x, y - other_y, z - other_z);
        dx * dx + dy * dy + dz * dz
    }
}
