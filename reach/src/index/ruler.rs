//! The exact measure: the millimetre key of Karney's geodesic, found without it where both must be the same.
//!
//! Two points of a surface, their chord `c` and the normals there give the curvature of the path between them:
//! `k = dn . dp / (dp . dp)` (Weingarten's equation, taken as a difference). The arc of that curvature over the chord,
//! `s = (2 / k) asin(k c / 2)`, differs from the geodesic only by how the curvature changes on the way, which grows
//! with the fifth power of the length: 0.2 micrometres for 100 km, 16 mm for 1000 km ([`Arc::doubt`] allows more than
//! twice that; the tests compare with Karney's method). Where the doubt could move a distance into another millimetre,
//! Karney decides.

use std::f64::consts::PI;

use crate::coord::{GridPoint, Wgs84};
use crate::measure::{DistanceKey, Metres, geodesic};

/// Up to this length, metres, an arc says something of the geodesic.
const LONGEST_ARC: f64 = 1_000_000.0;
/// Up to this difference of an angle, radians, its sine and cosine come from their series.
const SMALL_ANGLE: f64 = 0.05;
/// The semi-major axis of WGS-84, metres.
const SEMI_MAJOR: f64 = 6_378_137.0;
/// The squared first eccentricity of WGS-84: `f (2 - f)`.
const E2: f64 = 0.006_694_379_990_141_317;

/// An arc that stands for a geodesic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    /// Its length, metres.
    pub(crate) metres: f64,
    /// How much longer or shorter the geodesic may be, metres.
    pub(crate) doubt: f64,
}

/// Measures from one origin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruler {
    /// The origin.
    origin: Wgs84,
    /// Sine of the origin's latitude.
    sin: f64,
    /// Cosine of the origin's latitude.
    cos: f64,
    /// Radius of curvature in the prime vertical, metres.
    prime: f64,
    /// `e^2 / (1 - e^2 sin^2)`.
    change: f64,
}

impl Ruler {
    /// Measures from an origin.
    pub(crate) fn at(origin: Wgs84) -> Self {
        let (sin, cos) = origin.lat_degrees().to_radians().sin_cos();
        Self {
            origin,
            sin,
            cos,
            prime: SEMI_MAJOR / (1.0 - E2 * sin * sin).sqrt(),
            change: E2 / (1.0 - E2 * sin * sin),
        }
    }

    /// The distance of a point with its millimetre key.
    pub(crate) fn measure(&self, point: GridPoint) -> (DistanceKey, Metres) {
        let to = Wgs84::from(point);
        if let Some(arc) = self.arc(to) {
            let metres = Metres::new(arc.metres);
            let key = DistanceKey::from(metres);
            let off = (arc.metres - key.metres().get()).abs();
            if off + arc.doubt < 0.0005 {
                return (key, metres);
            }
        }
        let metres = geodesic(self.origin, to);
        (DistanceKey::from(metres), metres)
    }

    /// The distance of any point, to a tenth of a micrometre for neighbours.
    pub(crate) fn metres_to(&self, to: Wgs84) -> Metres {
        let arc = self.arc(to);
        arc.map_or_else(|| geodesic(self.origin, to), |it| Metres::new(it.metres))
    }

    /// The arc to a point of the grid; none where it is too long to say anything of the geodesic.
    pub(crate) fn arc_to(&self, point: GridPoint) -> Option<Arc> {
        self.arc(Wgs84::from(point))
    }

    /// The arc to a point.
    fn arc(&self, to: Wgs84) -> Option<Arc> {
        let dlat = (to.lat_degrees() - self.origin.lat_degrees()) * (PI / 180.0);
        let dlon = (to.lon_degrees() - self.origin.lon_degrees()) * (PI / 180.0);
        let (sin_dlat, versed_dlat) = sine_and_versine(dlat);
        let (sin_dlon, versed_dlon) = sine_and_versine(dlon);
        // Latitudes by the theorems of addition; differences of sines and cosines without cancellation.
        let sin_change = self.cos * sin_dlat - self.sin * versed_dlat;
        let cos_change = -self.sin * sin_dlat - self.cos * versed_dlat;
        let (sin, cos) = (self.sin + sin_change, self.cos + cos_change);
        // N' / N = (1 - q)^(-1/2) with q = e^2 (sin'^2 - sin^2) / (1 - e^2 sin^2), of which the series needs no division.
        let q = self.change * sin_change * (sin + self.sin);
        let growth = q * (0.5 + q * (0.375 + q * (0.312_5 + q * 0.273_437_5)));
        let prime_change = self.prime * growth;
        let prime = self.prime + prime_change;
        // Normals and points in the frame of the origin's meridian.
        let normal = [cos_change - cos * versed_dlon, cos * sin_dlon, sin_change];
        let point = [
            prime * normal[0] + prime_change * self.cos,
            prime * normal[1],
            (1.0 - E2) * (prime * normal[2] + prime_change * self.sin),
        ];
        let squared_chord = dot(point, point);
        let chord = squared_chord.sqrt();
        // x^2 = (k c / 2)^2; asin(x) / x = 1 + x^2/6 + 3 x^4/40 + 5 x^6/112 + ...
        let bend = if squared_chord > 0.0 {
            let turned = dot(normal, point);
            turned * turned / (4.0 * squared_chord)
        } else {
            0.0
        };
        let metres =
            chord * (1.0 + bend * (1.0 / 6.0 + bend * (3.0 / 40.0 + bend * (5.0 / 112.0))));
        let share = metres / LONGEST_ARC;
        (metres <= LONGEST_ARC).then_some(Arc {
            metres,
            doubt: 1e-7 + 0.04 * share * (share * share) * (share * share),
        })
    }
}

/// The sine of a small angle, and one less its cosine: Taylor's series, exact to the last bit or two.
fn sine_and_versine(angle: f64) -> (f64, f64) {
    if angle.abs() > SMALL_ANGLE {
        let half = (angle / 2.0).sin();
        return (angle.sin(), 2.0 * half * half);
    }
    let square = angle * angle;
    let sine = angle
        * (1.0
            - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0 * (1.0 - square / 72.0))));
    let versine =
        square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)));
    (sine, versine)
}

/// The scalar product.
fn dot(one: [f64; 3], other: [f64; 3]) -> f64 {
    one.into_iter().zip(other).map(|(a, b)| a * b).sum()
}
