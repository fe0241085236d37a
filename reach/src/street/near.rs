//! Lengths of what lies near each other. They are along the ground as on a map, at height 0.

use crate::coord::{GridPoint, Wgs84};
use crate::index::radii::Radii;
use crate::index::ruler::Ruler;

/// Metres in a step of the grid northwards and in one eastwards, at a point.
pub(super) fn per_step(point: Wgs84) -> [f64; 2] {
    let (sin, cos) = point.lat_degrees().to_radians().sin_cos();
    Radii::at(sin, cos).per_step()
}

/// Measures near a point: up to a few kilometres around it, right to a ten-millionth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// The point's latitude, steps of the grid.
    lat: f64,
    /// What steps are worth there.
    radii: Radii,
}

impl Near {
    /// Measures near this point.
    pub(super) fn the(point: GridPoint) -> Self {
        let lat = Wgs84::from(point).lat_degrees();
        let (sin, cos) = lat.to_radians().sin_cos();
        Self {
            lat: f64::from(point.lat),
            radii: Radii::at(sin, cos),
        }
    }

    /// The distance of two points, metres.
    #[inline]
    pub(super) fn metres(&self, from: GridPoint, to: GridPoint) -> f64 {
        let [from_lat, to_lat] = [from.lat, to.lat].map(f64::from);
        let dlon = f64::from(to.lon) - f64::from(from.lon);
        let sum = from_lat + to_lat - 2.0 * self.lat;
        self.radii.squared(to_lat - from_lat, dlon, sum).sqrt()
    }
}

/// The distance of two points of the grid, metres, to a tenth of a micrometre for neighbours.
pub(super) fn metres_between(from: GridPoint, to: GridPoint) -> f64 {
    Ruler::at(Wgs84::from(from))
        .metres_to(Wgs84::from(to))
        .get()
}
