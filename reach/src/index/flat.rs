//! The quick measure: a plane that bends with the latitude, good up to [`FURTHEST_METRES`].
//!
//! With `dlat`, `dlon` the differences to the origin, the distance is `sqrt(M^2 dlat^2 + r^2 dlon^2)`, where `M` is the
//! meridian's radius of curvature and `r` the radius of the parallel, both at the **mid-latitude**. `M^2` and `r^2` are
//! polynomials of `dlat` that are set up once for each origin, so that a distance costs a dozen multiplications and 64
//! of them cost little more. The differences are exact: they are taken between whole numbers of the grid.
//!
//! What it says is never the answer: it only decides what has to be measured exactly. How far it may be wrong is
//! [`slack`], which the tests compare with Karney's geodesic over random pairs, with room to spare.

use super::blocks::{BoxBlock, PointBlock};
use super::metric::Metric;
use super::numeric::{rounded, steps};
use crate::coord::{GridPoint, Wgs84};

/// Up to this distance, metres, the plane is used.
const FURTHEST_METRES: f32 = 1_000_000.0;
/// Origins nearer to a pole than this latitude, degrees, are left to the other measure.
const FURTHEST_LAT_DEGREES: f64 = 60.0;
/// Origins nearer to the date line than this longitude, degrees, are left to the other measure.
const FURTHEST_LON_DEGREES: f64 = 160.0;
/// Radians in a step of the grid.
const RADIANS: f64 = 1e-7 * std::f64::consts::PI / 180.0;
/// The semi-major axis of WGS-84, metres.
const SEMI_MAJOR: f64 = 6_378_137.0;
/// The squared first eccentricity of WGS-84.
const E2: f64 = 0.006_694_379_990_141_317;

/// Square metres in a squared step along the equator.
const UNIT: f64 = SEMI_MAJOR * SEMI_MAJOR * RADIANS * RADIANS;

/// What steps near a latitude are worth: Taylor's series of `M^2` and `r^2 = N^2 cos^2` at that latitude.
///
/// Their argument is the sum of the latitudes of two points, each as steps from that latitude: twice their mid-latitude.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Radii {
    /// Square metres for a squared step of latitude: coefficients of a polynomial.
    meridian: [f64; 3],
    /// Square metres for a squared step of longitude: coefficients of a polynomial.
    parallel: [f64; 4],
}

impl Radii {
    /// What steps are worth near the latitude with this sine and cosine.
    pub(crate) fn at(sin: f64, cos: f64) -> Self {
        let (sin2, cos2) = (2.0 * sin * cos, cos * cos - sin * sin);
        let w = 1.0 / (1.0 - E2 * sin * sin);
        let flat = 1.0 - E2;
        let m0 = UNIT * flat * flat * w * w * w;
        let m1 = 3.0 * m0 * E2 * sin2 * w;
        let m2 = 6.0 * m0 * E2 * cos2 * w;
        let p0 = UNIT * cos * cos * w;
        let p1 = -UNIT * flat * sin2 * w * w;
        let p2 = -2.0 * UNIT * flat * w * w * (cos2 + E2 * sin2 * sin2 * w);
        let p3 = 4.0 * UNIT * flat * sin2 * w * w;
        let half = RADIANS / 2.0;
        Self {
            meridian: [m0, m1 * half, m2 * half * half / 2.0],
            parallel: [
                p0,
                p1 * half,
                p2 * half * half / 2.0,
                p3 * half * half * half / 6.0,
            ],
        }
    }

    /// Metres in a step of latitude and in one of longitude, at the very latitude.
    pub(crate) fn per_step(&self) -> [f64; 2] {
        let ([m0, ..], [p0, ..]) = (self.meridian, self.parallel);
        [m0.sqrt(), p0.sqrt()]
    }

    /// The squared distance of two points, square metres: the difference of their latitudes and of their longitudes,
    /// and the sum of their latitudes from here, in steps.
    #[inline]
    pub(crate) fn squared(&self, dlat: f64, dlon: f64, sum: f64) -> f64 {
        let [m0, m1, m2] = self.meridian;
        let [p0, p1, p2, p3] = self.parallel;
        let along = m0 + sum * (m1 + sum * m2);
        let across = p0 + sum * (p1 + sum * (p2 + sum * p3));
        along * (dlat * dlat) + across * (dlon * dlon)
    }
}

/// The plane around an origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    /// The origin's point of the grid.
    at: GridPoint,
    /// What is left of the origin's latitude, steps.
    lat_rest: f32,
    /// What is left of the origin's longitude, steps.
    lon_rest: f32,
    /// Square metres for a squared step of latitude: coefficients of a polynomial of the difference in latitude.
    meridian: [f32; 3],
    /// Square metres for a squared step of longitude: coefficients of a polynomial of the difference in latitude.
    parallel: [f32; 4],
    /// What a squared step of latitude is worth at least anywhere, square metres.
    least_meridian: f32,
    /// Steps of latitude towards the point of a meridian that is nearest, for a squared step of longitude.
    lean: f32,
    /// How the slack grows with the square of the distance, for a square metre.
    growth: f32,
}

impl Plane {
    /// The plane around an origin, where there is one that holds for all items, which lie within these sides.
    pub(super) fn around(origin: Wgs84, sides: [i32; 4]) -> Option<Self> {
        let at = GridPoint::from(origin);
        let [south, north, west, east] = sides;
        let fits = [
            (at.lat, south),
            (at.lat, north),
            (at.lon, west),
            (at.lon, east),
        ]
        .into_iter()
        .all(|(one, other)| one.checked_sub(other).is_some() && other.checked_sub(one).is_some());
        let is_far_from_edges = origin.lat_degrees().abs() <= FURTHEST_LAT_DEGREES
            && origin.lon_degrees().abs() <= FURTHEST_LON_DEGREES;
        (fits && is_far_from_edges).then(|| Self::new(origin, at))
    }

    /// Sets up the polynomials.
    fn new(origin: Wgs84, at: GridPoint) -> Self {
        let (sin, cos) = origin.lat_degrees().to_radians().sin_cos();
        let radii = Radii::at(sin, cos);
        let rest = |degrees: f64, steps: i32| rounded(degrees * 1e7 - f64::from(steps));
        let tan2 = (sin * sin) / (cos * cos);
        let [m0, ..] = radii.meridian;
        let [_, p1, ..] = radii.parallel;
        let flat = 1.0 - E2;
        Self {
            at,
            lat_rest: rest(origin.lat_degrees(), at.lat),
            lon_rest: rest(origin.lon_degrees(), at.lon),
            meridian: radii.meridian.map(rounded),
            parallel: radii.parallel.map(rounded),
            least_meridian: rounded(UNIT * flat * flat),
            lean: rounded(-p1 / (2.0 * m0)),
            growth: rounded(4e-16 + 1.7e-15 * tan2),
        }
    }

    /// The squared distance for differences in steps.
    #[inline]
    fn squared(&self, dlat: f32, dlon: f32) -> f32 {
        let [m0, m1, m2] = self.meridian;
        let [p0, p1, p2, p3] = self.parallel;
        let lat2 = dlat * dlat;
        let along = m0 + dlat * (m1 + dlat * m2);
        let across = p0 + dlat * (p1 + dlat * (p2 + dlat * p3));
        // Far from the origin the polynomials mean nothing, but the meridian's share stays a lower bound.
        larger(
            along * lat2 + across * (dlon * dlon),
            self.least_meridian * lat2,
        )
    }
}

impl Metric for Plane {
    #[inline]
    fn point(&self, point: GridPoint) -> f32 {
        let dlat = steps(point.lat.wrapping_sub(self.at.lat)) - self.lat_rest;
        let dlon = steps(point.lon.wrapping_sub(self.at.lon)) - self.lon_rest;
        self.squared(dlat, dlon)
    }

    #[inline]
    fn points(&self, block: &PointBlock, _: u64) -> [f32; 64] {
        let mut squares = [0.0; 64];
        for (square, point) in squares.iter_mut().zip(block) {
            *square = self.point(*point);
        }
        squares
    }

    #[inline]
    fn boxes(&self, block: &BoxBlock, _: u64) -> [f32; 64] {
        let mut squares = [0.0; 64];
        let sides = block
            .south
            .iter()
            .zip(&block.north)
            .zip(block.west.iter().zip(&block.east));
        for (square, ((south, north), (west, east))) in squares.iter_mut().zip(sides) {
            let south = steps(south.wrapping_sub(self.at.lat)) - self.lat_rest;
            let north = steps(north.wrapping_sub(self.at.lat)) - self.lat_rest;
            let west = steps(west.wrapping_sub(self.at.lon)) - self.lon_rest;
            let east = steps(east.wrapping_sub(self.at.lon)) - self.lon_rest;
            let dlon = larger(larger(west, -east), 0.0);
            // Along a meridian the nearest point leans towards the pole.
            let dlat = -larger(-larger(self.lean * dlon * dlon, south), -north);
            *square = self.squared(dlat, dlon) * BOX_SHARE;
        }
        squares
    }

    fn slack(&self, squared: f32) -> f32 {
        6e-7 + self.growth * squared
    }

    fn furthest(&self) -> f32 {
        FURTHEST_METRES * FURTHEST_METRES
    }
}

/// What a box gives away because the nearest of its points is found by one step only.
const BOX_SHARE: f32 = 1.0 - 2e-5;

/// The larger of two numbers that are numbers; unlike `f32::max` it need not look for those that are not.
#[inline]
const fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}
