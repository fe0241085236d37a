//! What steps of the grid are worth in metres, on the ellipsoid.

/// Radians in a step of the grid.
const RADIANS: f64 = 1e-7 * std::f64::consts::PI / 180.0;
/// The semi-major axis of WGS-84, metres.
const SEMI_MAJOR: f64 = 6_378_137.0;
/// The squared first eccentricity of WGS-84.
pub(super) const E2: f64 = 0.006_694_379_990_141_317;
/// Square metres in a squared step along the equator.
pub(super) const UNIT: f64 = SEMI_MAJOR * SEMI_MAJOR * RADIANS * RADIANS;

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

    /// Square metres for a squared step of latitude: coefficients of a polynomial.
    pub(super) const fn meridian(&self) -> [f64; 3] {
        self.meridian
    }

    /// Square metres for a squared step of longitude: coefficients of a polynomial.
    pub(super) const fn parallel(&self) -> [f64; 4] {
        self.parallel
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
