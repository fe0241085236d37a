//! Straight lines through the earth, and what they prove about paths along its surface.
//!
//! The tree measures the chord `c` between two points of the ellipsoid, which costs nothing; answers
//! need the geodesic `s`, which costs a hundred times more. Two inequalities decide between them:
//!
//! 1. **`c <= s`**: no path is shorter than the straight one.
//! 2. **`s <= 2 R asin(c / 2R)`** with `R = b^2/a`, for every chord below [`LONGEST_BOUNDED_CHORD`].
//!    A geodesic has no curvature within the surface, so its curvature in space is the surface's
//!    normal curvature. On an oblate ellipsoid that is nowhere above `a/b^2 = 1/R` (the meridian at
//!    the equator). Schur's comparison theorem (A. Schur, 1921; S. S. Chern, "Curves and surfaces
//!    in Euclidean space", 1967) says: of two arcs of the same length, one of them plane and convex
//!    with its chord and everywhere at least as curved as the other, the plane one has the shorter
//!    chord. A circle of radius `R` is such a plane arc up to a full turn, so
//!    `c >= 2R sin(s / 2R)`. For `s <= pi R` the sine is ascending and the inequality can be
//!    solved for `s`, which gives the bound. No shortest path is longer than half a meridian,
//!    20,003,932 m, which is `2R` times 1.57873, where the sine still is 0.99996; so a path longer
//!    than `pi R` has a chord of more than 12,670,400 m, and for every chord below
//!    [`LONGEST_BOUNDED_CHORD`] we know `s <= pi R`. Beyond it nothing is claimed.
//!
//! Rounding: a chord computed in f64 is wrong by less than 1e-8 m, a geodesic by less than 1e-7 m;
//! [`MARGIN_METRES`] covers both and the rounding of a distance to its millimetre key.

use rstar::Point;

use crate::coord::Wgs84;
use crate::measure::DistanceKey;

/// The semi-major axis of WGS-84, metres (NIMA TR8350.2, table 3.1).
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;
/// The flattening of WGS-84 (NIMA TR8350.2, table 3.1).
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// The smallest radius of curvature of the ellipsoid, metres: `b^2/a = a (1 - f)^2`.
const SMALLEST_RADIUS_METRES: f64 = SEMI_MAJOR_METRES * (1.0 - FLATTENING) * (1.0 - FLATTENING);
/// The chord in metres from which on the second inequality says nothing.
const LONGEST_BOUNDED_CHORD: f64 = 12_600_000.0;
/// What every comparison of a chord with a millimetre key gives away, metres.
const MARGIN_METRES: f64 = 0.001;

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

impl Point for Cartesian {
    type Scalar = f64;
    const DIMENSIONS: usize = 3;

    fn generate(mut generator: impl FnMut(usize) -> f64) -> Self {
        Self([generator(0), generator(1), generator(2)])
    }

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "the tree asks for dimensions 0 to 2 only"
    )]
    fn nth(&self, index: usize) -> f64 {
        self.0[index]
    }

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "the tree asks for dimensions 0 to 2 only"
    )]
    fn nth_mut(&mut self, index: usize) -> &mut f64 {
        &mut self.0[index]
    }
}

/// A squared chord beyond which every geodesic has a larger key than this: the first inequality.
pub(super) fn squared_chord_beyond(key: DistanceKey) -> f64 {
    let chord = key.metres().get() + MARGIN_METRES;
    chord * chord
}

/// A squared chord below which every geodesic has a smaller key than this: the second inequality
/// solved for the chord.
pub(super) fn squared_chord_before(key: DistanceKey) -> f64 {
    let metres = key.metres().get() - MARGIN_METRES;
    let diameter = 2.0 * SMALLEST_RADIUS_METRES;
    // Beyond a quarter turn the bound is of no use to a cursor: stay on the ascending sine.
    let turned = (metres / diameter).clamp(0.0, std::f64::consts::FRAC_PI_2);
    let chord = (diameter * turned.sin()).min(LONGEST_BOUNDED_CHORD);
    chord * chord
}
