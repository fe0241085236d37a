//! The slow measure, good everywhere on earth: straight lines through it.
//!
//! Of a point it takes the chord and what an arc over it would have on a sphere. Of a box it takes a lower bound: with
//! `M` the smallest radius of curvature of a meridian between the latitudes in question, the ellipsoid is nowhere
//! shorter than a sphere of radius `M` with the same latitudes and longitudes, because `N >= M` everywhere.

use super::blocks::{BoxBlock, PointBlock};
use super::chord::Cartesian;
use super::metric::Metric;
use super::numeric::{low_bits, rounded, wide};
use crate::coord::{GridPoint, Wgs84};

/// The sphere over whose arcs chords are bent, metres: the mean radius of WGS-84.
const MEAN_RADIUS: f64 = 6_371_008.8;
/// The smallest radius of curvature of WGS-84, the meridian's at the equator, metres: `a (1 - e^2)`.
const SMALLEST_RADIUS: f64 = 6_335_439.0;
/// Radians in a step of the grid.
const RADIANS: f64 = 1e-7 * std::f64::consts::PI / 180.0;

/// The earth as seen from an origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Globe {
    /// The origin in earth-centred metres.
    origin: Cartesian,
    /// The origin's latitude, radians.
    lat: f64,
    /// The origin's longitude, radians.
    lon: f64,
}

impl Globe {
    /// The earth as seen from an origin.
    pub(super) fn around(origin: Wgs84) -> Self {
        Self {
            origin: Cartesian::from(origin),
            lat: origin.lat_degrees().to_radians(),
            lon: origin.lon_degrees().to_radians(),
        }
    }

    /// A lower bound of the distance of a box, metres.
    fn least(&self, south: i32, north: i32, west: i32, east: i32) -> f64 {
        let [south, north, west, east] =
            [south, north, west, east].map(|it| f64::from(it) * RADIANS);
        let turn = std::f64::consts::TAU;
        let is_between = west <= self.lon && self.lon <= east;
        // To the nearer of the two meridians, the short way round.
        let dlon = if is_between {
            0.0
        } else {
            let to = |side: f64| {
                let apart = (side - self.lon).abs();
                apart.min(turn - apart)
            };
            to(west).min(to(east))
        };
        // The nearest latitude of that meridian: where the great circle meets it squarely.
        let squarely = if dlon < std::f64::consts::FRAC_PI_2 {
            (self.lat.tan() / dlon.cos()).atan()
        } else {
            std::f64::consts::FRAC_PI_2.copysign(self.lat)
        };
        let candidates = [squarely.clamp(south, north), south, north];
        let haversine = candidates.into_iter().map(|lat| {
            let (half_lat, half_lon) = ((lat - self.lat) / 2.0, dlon / 2.0);
            half_lat.sin().powi(2) + self.lat.cos() * lat.cos() * half_lon.sin().powi(2)
        });
        let least = haversine.fold(f64::MAX, f64::min).clamp(0.0, 1.0);
        2.0 * least.sqrt().asin() * SMALLEST_RADIUS
    }
}

impl Metric for Globe {
    fn point(&self, point: GridPoint) -> f32 {
        let chord = Cartesian::from(Wgs84::from(point))
            .squared_chord(self.origin)
            .sqrt();
        let arc = 2.0 * MEAN_RADIUS * (chord / (2.0 * MEAN_RADIUS)).min(1.0).asin();
        rounded(arc * arc)
    }

    fn points(&self, block: &PointBlock, wanted: u64) -> [f32; 64] {
        let mut squares = [f32::MAX; 64];
        for place in low_bits(wanted).map(wide) {
            if let Some((square, point)) = squares.get_mut(place).zip(block.get(place)) {
                *square = self.point(*point);
            }
        }
        squares
    }

    fn boxes(&self, block: &BoxBlock, wanted: u64) -> [f32; 64] {
        let mut squares = [f32::MAX; 64];
        for place in low_bits(wanted).map(wide) {
            let sides = block
                .south
                .get(place)
                .zip(block.north.get(place))
                .zip(block.west.get(place).zip(block.east.get(place)));
            if let (Some(square), Some(((south, north), (west, east)))) =
                (squares.get_mut(place), sides)
            {
                let least = self.least(*south, *north, *west, *east) * BOX_SHARE;
                *square = rounded(least * least);
            }
        }
        squares
    }

    fn slack(&self, squared: f32) -> f32 {
        if squared < 1e12 {
            2e-5
        } else if squared < 2.5e13 {
            1e-3
        } else {
            6e-2
        }
    }

    fn furthest(&self) -> f32 {
        f32::MAX
    }
}

/// What a box gives away so that its bound stays below what is said of its points.
const BOX_SHARE: f64 = 1.0 - 1e-3;
