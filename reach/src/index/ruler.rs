//! The exact measure: the millimetre key of Karney's geodesic, found without it where both must be the same.
//!
//! Two points of a surface, their chord `c` and the normals there give the curvature of the path between them:
//! `k = dn . dp / (dp . dp)` (Weingarten's equation, taken as a difference). The arc of that curvature over the chord,
//! `s = (2 / k) asin(k c / 2)`, differs from the geodesic only by how the curvature changes on the way, which grows
//! with the fifth power of the length: 0.2 micrometres for 100 km, 16 mm for 1000 km ([`Arc::doubt`] allows more than
//! twice that; the tests compare with Karney's method). Where the doubt could move a distance into another millimetre,
//! Karney decides.

use super::lanes::{LANES, Lanes};
use crate::coord::{GridPoint, Wgs84};
use crate::measure::{DistanceKey, Metres, geodesic};

/// Up to this length, metres, an arc says something of the geodesic.
const LONGEST_ARC: f64 = 1_000_000.0;
/// Radians in a step of the grid.
const RADIANS: f64 = 1e-7 * std::f64::consts::PI / 180.0;
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
    /// The origin's latitude and longitude, steps of the grid.
    steps: [f64; 2],
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
            steps: [origin.lat_degrees() * 1e7, origin.lon_degrees() * 1e7],
            sin,
            cos,
            prime: SEMI_MAJOR / (1.0 - E2 * sin * sin).sqrt(),
            change: E2 / (1.0 - E2 * sin * sin),
        }
    }

    /// The distances of four points with their millimetre keys.
    pub(super) fn measure_four(
        &self,
        points: [GridPoint; LANES],
    ) -> [(DistanceKey, Metres); LANES] {
        let Arcs { metres, doubt } = self.arcs(points.map(steps_of));
        let mut measured = [(DistanceKey::MAX, Metres::ZERO); LANES];
        let arcs = metres.0.into_iter().zip(doubt.0).zip(points);
        for (place, ((arc, doubt), point)) in measured.iter_mut().zip(arcs) {
            let metres = Metres::new(arc);
            let key = DistanceKey::from(metres);
            let off = (arc - key.metres().get()).abs();
            *place = if arc <= LONGEST_ARC && off + doubt < 0.0005 {
                (key, metres)
            } else {
                let metres = geodesic(self.origin, Wgs84::from(point));
                (DistanceKey::from(metres), metres)
            };
        }
        measured
    }

    /// The distance of a point with its millimetre key.
    pub(crate) fn measure(&self, point: GridPoint) -> (DistanceKey, Metres) {
        let [measured, ..] = self.measure_four([point; LANES]);
        measured
    }

    /// The distance of any point, to a tenth of a micrometre for neighbours.
    pub(crate) fn metres_to(&self, to: Wgs84) -> Metres {
        let steps = [to.lat_degrees(), to.lon_degrees()].map(|degrees| degrees * 1e7);
        let Lanes([arc, ..]) = self.arcs([steps; LANES]).metres;
        if arc <= LONGEST_ARC {
            Metres::new(arc)
        } else {
            geodesic(self.origin, to)
        }
    }

    /// The arc to a point of the grid; none where it is too long to say anything of the geodesic.
    pub(crate) fn arc_to(&self, point: GridPoint) -> Option<Arc> {
        let Arcs { metres, doubt } = self.arcs([steps_of(point); LANES]);
        let ([metres, ..], [doubt, ..]) = (metres.0, doubt.0);
        (metres <= LONGEST_ARC).then_some(Arc { metres, doubt })
    }

    /// The arcs to four points; those longer than [`LONGEST_ARC`] say nothing.
    #[inline]
    fn arcs(&self, points: [[f64; 2]; LANES]) -> Arcs {
        let [lat, lon] = self.steps;
        let dlat = Lanes(points.map(|[to, _]| to - lat)) * RADIANS;
        let dlon = Lanes(points.map(|[_, to]| to - lon)) * RADIANS;
        let (sin_dlat, versed_dlat) = sine_and_versine(dlat);
        let (sin_dlon, versed_dlon) = sine_and_versine(dlon);
        // Latitudes by the theorems of addition; differences of sines and cosines without cancellation.
        let sin_change = sin_dlat * self.cos - versed_dlat * self.sin;
        let cos_change = -(sin_dlat * self.sin + versed_dlat * self.cos);
        let (sin, cos) = (sin_change + self.sin, cos_change + self.cos);
        // N' / N = (1 - q)^(-1/2) with q = e^2 (sin'^2 - sin^2) / (1 - e^2 sin^2), of which the series needs no division.
        let q = sin_change * (sin + self.sin) * self.change;
        let growth = q * series(q, [0.5, 0.375, 0.312_5, 0.273_437_5]);
        let prime_change = growth * self.prime;
        let prime = prime_change + self.prime;
        // Normals and points in the frame of the origin's meridian.
        let normal = [cos_change - cos * versed_dlon, cos * sin_dlon, sin_change];
        let [nx, ny, nz] = normal;
        let point = [
            prime * nx + prime_change * self.cos,
            prime * ny,
            (prime * nz + prime_change * self.sin) * (1.0 - E2),
        ];
        let squared_chord = dot(point, point);
        let chord = squared_chord.map(f64::sqrt);
        // x^2 = (k c / 2)^2; asin(x) / x = 1 + x^2/6 + 3 x^4/40 + 5 x^6/112 + ...
        let turned = dot(normal, point);
        // Of no length at all the bend is 0 over something that is not 0.
        let bend = (turned * turned).with(squared_chord, |turned, square| {
            turned / (4.0 * square + f64::MIN_POSITIVE)
        });
        let metres = chord * series(bend, [1.0, 1.0 / 6.0, 3.0 / 40.0, 5.0 / 112.0]);
        let share = metres * (1.0 / LONGEST_ARC);
        let square = share * share;
        Arcs {
            metres,
            doubt: share * square * square * 0.04 + 1e-7,
        }
    }
}

/// Latitude and longitude of a point, steps of the grid.
fn steps_of(point: GridPoint) -> [f64; 2] {
    [f64::from(point.lat), f64::from(point.lon)]
}

/// Four arcs.
#[derive(Clone, Copy, Debug)]
struct Arcs {
    /// Their lengths, metres.
    metres: Lanes,
    /// How much longer or shorter the geodesics may be, metres.
    doubt: Lanes,
}

/// The sines of small angles, and one less their cosines: Taylor's series, exact to the last bits.
#[inline]
fn sine_and_versine(angle: Lanes) -> (Lanes, Lanes) {
    if angle.0.iter().any(|angle| angle.abs() > SMALL_ANGLE) {
        let half = angle.map(|angle| (angle / 2.0).sin());
        return (angle.map(f64::sin), half * half * 2.0);
    }
    let square = angle * angle;
    let sine = [1.0, -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0, 1.0 / 362_880.0];
    let versine = [0.5, -1.0 / 24.0, 1.0 / 720.0, -1.0 / 40_320.0];
    (
        angle * series(square, sine),
        square * series(square, versine),
    )
}

/// The sum of the powers of a number with these coefficients, that of the power 0 first.
#[inline]
fn series<const N: usize>(number: Lanes, coefficients: [f64; N]) -> Lanes {
    let mut sum = Lanes::all(0.0);
    for coefficient in coefficients.into_iter().rev() {
        sum = sum * number + coefficient;
    }
    sum
}

/// The scalar products.
#[inline]
fn dot(one: [Lanes; 3], other: [Lanes; 3]) -> Lanes {
    let ([a, b, c], [x, y, z]) = (one, other);
    a * x + b * y + c * z
}
