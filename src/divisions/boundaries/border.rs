//! Distances from a point to border segments.
//!
//! The nearest point of a segment is found on a plane that touches the ellipsoid at the asking
//! point; the distance to it is then the exact geodesic. It knows no county. Read next:
//! `../boundaries.rs`, which asks.

use reach::coord::Wgs84;
use reach::measure::{Metres, geodesic};
use rstar::primitives::Line;

use super::DegreeBox;

/// A straight piece of a border in the plane of longitude and latitude, as RFC 7946 has it.
pub(super) type Segment = Line<[f64; 2]>;

/// The semi-major axis of WGS-84 in metres (NGA.STND.0036).
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;

/// The squared first eccentricity of WGS-84 (NGA.STND.0036).
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_3e-3;

/// By how much a search box is made larger than the distance asks, for the plane's own error.
const BOX_MARGIN: f64 = 1.02;

/// The nearest point of a border to the point that asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foot {
    /// Its longitude in degrees of WGS-84.
    lon_degrees: f64,
    /// Its latitude in degrees of WGS-84.
    lat_degrees: f64,
    /// Its distance on the plane: right to the millimetre at 1 km, for comparing only.
    pub(super) plane_metres: f64,
}

/// The equirectangular plane at a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocalPlane {
    /// The point that asks.
    origin: Wgs84,
    /// Metres in a degree of longitude at the origin; 0 at a pole.
    metres_per_lon_degree: f64,
    /// Metres in a degree of latitude at the origin.
    metres_per_lat_degree: f64,
}

impl LocalPlane {
    /// The plane at a point, scaled by the two radii of curvature there.
    pub(super) fn at(origin: Wgs84) -> Self {
        let (sine, cosine) = origin.lat_degrees().to_radians().sin_cos();
        let flattened = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
        let prime_vertical = SEMI_MAJOR_METRES / flattened.sqrt();
        let meridian = prime_vertical * (1.0 - ECCENTRICITY_SQUARED) / flattened;
        Self {
            origin,
            metres_per_lon_degree: (prime_vertical * cosine).to_radians(),
            metres_per_lat_degree: meridian.to_radians(),
        }
    }

    /// The point of a segment that is nearest to the origin on the plane.
    pub(super) fn foot_on(&self, segment: &Segment) -> Foot {
        let (from, to) = (self.metres(segment.from), self.metres(segment.to));
        let (along_x, along_y) = (to[0] - from[0], to[1] - from[1]);
        let length_squared = along_x * along_x + along_y * along_y;
        let share = if length_squared > 0.0 {
            (-(from[0] * along_x + from[1] * along_y) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let (x, y) = (from[0] + share * along_x, from[1] + share * along_y);
        Foot {
            lon_degrees: segment.from[0] + share * (segment.to[0] - segment.from[0]),
            lat_degrees: segment.from[1] + share * (segment.to[1] - segment.from[1]),
            plane_metres: x.hypot(y),
        }
    }

    /// The nearest foot on any of some segments; none without a segment.
    pub(super) fn nearest_foot(&self, segments: impl Iterator<Item = Segment>) -> Option<Foot> {
        segments
            .map(|segment| self.foot_on(&segment))
            .min_by(|one, other| one.plane_metres.total_cmp(&other.plane_metres))
    }

    /// The geodesic from the origin to a foot.
    pub(super) fn distance_to(&self, foot: Foot) -> Metres {
        // A point between two points of the earth is one; the refusal cannot happen.
        Wgs84::new(foot.lat_degrees, foot.lon_degrees).map_or(Metres::new(f64::MAX), |nearest| {
            geodesic(self.origin, nearest)
        })
    }

    /// A box in degrees that holds everything within a distance of the origin on the plane, and a
    /// little more.
    pub(super) fn box_of(&self, plane_metres: f64) -> DegreeBox {
        let reach = plane_metres * BOX_MARGIN;
        let lat = (reach / self.metres_per_lat_degree).min(180.0);
        let lon = if self.metres_per_lon_degree > 0.0 {
            (reach / self.metres_per_lon_degree).min(360.0)
        } else {
            360.0
        };
        let (x, y) = (self.origin.lon_degrees(), self.origin.lat_degrees());
        DegreeBox::from_corners([x - lon, y - lat], [x + lon, y + lat])
    }

    /// A coordinate, longitude first, in metres east and north of the origin.
    fn metres(&self, coordinate: [f64; 2]) -> [f64; 2] {
        [
            (coordinate[0] - self.origin.lon_degrees()) * self.metres_per_lon_degree,
            (coordinate[1] - self.origin.lat_degrees()) * self.metres_per_lat_degree,
        ]
    }
}
