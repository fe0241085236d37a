//! The published formulas of GCJ-02 and BD-09 and their inverses.
//!
//! Neither shift is officially documented; these are the formulas that the open map libraries agree
//! on, and they are within 1 m of a map service's own answers. Nothing here checks a range: the
//! callers in [`super`] do. The order of the terms is kept, for the last digit depends on it.

use std::f64::consts::PI;

use super::Degrees;

/// The semi-major axis of the Krasovsky 1940 ellipsoid, in metres, which the formula of GCJ-02 uses.
const KRASOVSKY_AXIS_METRES: f64 = 6_378_245.0;
/// The squared eccentricity that the formula of GCJ-02 uses.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// The latitudes in degrees between which the formula of GCJ-02 shifts.
const SHIFTED_LATITUDES: std::ops::RangeInclusive<f64> = 0.8293..=55.8271;
/// The longitudes in degrees between which the formula of GCJ-02 shifts.
const SHIFTED_LONGITUDES: std::ops::RangeInclusive<f64> = 72.004..=137.8347;
/// How far beyond the box, in degrees, an original inside it can be moved: twice the largest shift.
const BOX_MARGIN_DEGREES: f64 = 0.05;
/// The angular frequency of BD-09's ripple, per degree.
const BD09_FREQUENCY: f64 = PI * 3000.0 / 180.0;
/// The constant part of BD-09's shift in latitude, degrees.
const BD09_LAT_DEGREES: f64 = 0.006;
/// The constant part of BD-09's shift in longitude, degrees.
const BD09_LON_DEGREES: f64 = 0.0065;
/// Iterations after which an inverse is taken as it is: each gains about two digits, so seven suffice.
const MOST_ITERATIONS: u32 = 16;
/// The change in degrees at which an inverse has settled: what is left after it is at most 2 % of it, ten nanometres.
const SETTLED_DEGREES: f64 = 5e-12;

/// WGS-84 to GCJ-02; the identity outside the formula's box.
pub(super) fn wgs84_to_gcj02(point: Degrees) -> Degrees {
    if is_shifted(point) {
        gcj02_formula(point)
    } else {
        point
    }
}

/// GCJ-02 to WGS-84: the original inside the formula's box, if there is one, else the point itself.
pub(super) fn gcj02_to_wgs84(point: Degrees) -> Degrees {
    original_of(point, gcj02_formula)
}

/// GCJ-02 to BD-09; the identity outside the box of GCJ-02.
pub(super) fn gcj02_to_bd09(point: Degrees) -> Degrees {
    if is_shifted(point) {
        bd09_formula(point)
    } else {
        point
    }
}

/// BD-09 to GCJ-02: the original inside the box, if there is one, else the point itself.
pub(super) fn bd09_to_gcj02(point: Degrees) -> Degrees {
    original_of(point, bd09_formula)
}

/// Whether the formula of GCJ-02 shifts this point.
fn is_shifted(point: Degrees) -> bool {
    SHIFTED_LATITUDES.contains(&point.lat) && SHIFTED_LONGITUDES.contains(&point.lon)
}

/// Whether the point is near enough to the box that its original may lie inside.
fn is_near_shifted(point: Degrees) -> bool {
    let lat = point
        .lat
        .clamp(*SHIFTED_LATITUDES.start(), *SHIFTED_LATITUDES.end());
    let lon = point
        .lon
        .clamp(*SHIFTED_LONGITUDES.start(), *SHIFTED_LONGITUDES.end());
    (point.lat - lat).abs() <= BOX_MARGIN_DEGREES && (point.lon - lon).abs() <= BOX_MARGIN_DEGREES
}

/// Finds the point that `formula` moves to `image`, by adding the remaining difference until it
/// vanishes. Both formulas are contractions around the identity (their shifts change by less than
/// 2 % of a step), so this converges from everywhere near the box.
fn original_of(image: Degrees, formula: fn(Degrees) -> Degrees) -> Degrees {
    if !is_near_shifted(image) {
        return image;
    }
    let mut original = image;
    for _ in 0..MOST_ITERATIONS {
        let moved = formula(original);
        let missing_lat = image.lat - moved.lat;
        let missing_lon = image.lon - moved.lon;
        original = Degrees {
            lat: original.lat + missing_lat,
            lon: original.lon + missing_lon,
        };
        if missing_lat.abs().max(missing_lon.abs()) < SETTLED_DEGREES {
            break;
        }
    }
    if is_shifted(original) {
        original
    } else {
        image
    }
}

/// The formula of GCJ-02, wherever the point is.
fn gcj02_formula(point: Degrees) -> Degrees {
    let x = point.lon - 105.0;
    let y = point.lat - 35.0;
    let both = ripple(x, [(6.0, 20.0), (2.0, 20.0)]);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + both
        + ripple(y, [(1.0, 20.0), (1.0 / 3.0, 40.0)])
        + ripple(y, [(1.0 / 12.0, 160.0), (1.0 / 30.0, 320.0)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + both
        + ripple(x, [(1.0, 20.0), (1.0 / 3.0, 40.0)])
        + ripple(x, [(1.0 / 12.0, 150.0), (1.0 / 30.0, 300.0)]);

    let lat_radians = point.lat / 180.0 * PI;
    let sine = lat_radians.sin();
    let flat = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
    let meridian_radius =
        (KRASOVSKY_AXIS_METRES * (1.0 - ECCENTRICITY_SQUARED)) / (flat * flat.sqrt());
    let parallel_radius = KRASOVSKY_AXIS_METRES / flat.sqrt() * lat_radians.cos();
    Degrees {
        lat: point.lat + north * 180.0 / (meridian_radius * PI),
        lon: point.lon + east * 180.0 / (parallel_radius * PI),
    }
}

/// Two thirds of the sum of two sine waves, each given by (half turns per degree, metres).
fn ripple(degrees: f64, waves: [(f64, f64); 2]) -> f64 {
    let [first, second] =
        waves.map(|(frequency, metres)| metres * (frequency * degrees * PI).sin());
    (first + second) * 2.0 / 3.0
}

/// The formula of BD-09 applied to a GCJ-02 point, wherever it is.
fn bd09_formula(point: Degrees) -> Degrees {
    let radius = point.lon.hypot(point.lat) + 0.000_02 * (point.lat * BD09_FREQUENCY).sin();
    let angle = point.lat.atan2(point.lon) + 0.000_003 * (point.lon * BD09_FREQUENCY).cos();
    Degrees {
        lat: radius * angle.sin() + BD09_LAT_DEGREES,
        lon: radius * angle.cos() + BD09_LON_DEGREES,
    }
}
