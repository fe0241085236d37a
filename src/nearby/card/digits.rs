//! Numbers and locations as the text that JSON has for them, without the formatting machinery.
//!
//! It prints exactly what `serde_json` prints for the same value; what it cannot print so it must refuse.

use reach::coord::{Crs, Wgs84};

/// The two digits of 0 to 99.
static PAIRS: [[u8; 2]; 100] = pairs();

/// One degree in 1e-7 degrees.
const DEGREE: u32 = 10_000_000;

/// A location in some crs, 1e-7 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SevenDecimals {
    /// Latitude, 1e-7 degrees.
    pub(super) lat: i32,
    /// Longitude, 1e-7 degrees.
    pub(super) lon: i32,
}

impl SevenDecimals {
    /// A point in `crs`, rounded as every answer rounds degrees.
    pub(super) fn of(point: Wgs84, crs: Crs) -> Self {
        let position = point.in_crs(crs);
        Self {
            lat: rounded(position.lat_degrees()),
            lon: rounded(position.lon_degrees()),
        }
    }

    /// What must be added to `other` to have this.
    pub(super) fn minus(self, other: Self) -> Self {
        Self {
            lat: self.lat.wrapping_sub(other.lat),
            lon: self.lon.wrapping_sub(other.lon),
        }
    }

    /// This with a difference added.
    pub(super) fn plus(self, difference: Self) -> Self {
        Self {
            lat: self.lat.wrapping_add(difference.lat),
            lon: self.lon.wrapping_add(difference.lon),
        }
    }

    /// Appends the latitude in degrees.
    pub(super) fn push_lat(self, answer: &mut Vec<u8>) {
        push_degrees(answer, self.lat);
    }

    /// Appends the longitude in degrees.
    pub(super) fn push_lon(self, answer: &mut Vec<u8>) {
        push_degrees(answer, self.lon);
    }
}

/// Degrees in 1e-7 degrees, halves away from zero.
#[expect(
    clippy::as_conversions,
    reason = "at most 180 degrees, 1.8e9, fit; the conversion saturates"
)]
fn rounded(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

/// Appends 1e-7 degrees as degrees: the shortest text that reads back, so without zeros at the end.
fn push_degrees(answer: &mut Vec<u8>, value: i32) {
    if value < 0 {
        answer.push(b'-');
    }
    let size = value.unsigned_abs();
    push_decimal(answer, u64::from(size / DEGREE));
    let fraction = size % DEGREE;
    if fraction == 0 {
        return;
    }
    let [_, tens] = pair(fraction / 1_000_000);
    let [[a, b], [c, d], [e, f]] = [
        pair(fraction / 10_000 % 100),
        pair(fraction / 100 % 100),
        pair(fraction % 100),
    ];
    answer.extend_from_slice(&[b'.', tens, a, b, c, d, e, f]);
    while answer.last() == Some(&b'0') {
        answer.pop();
    }
}

/// Appends a whole number.
pub(super) fn push_decimal(answer: &mut Vec<u8>, value: u64) {
    match u32::try_from(value) {
        Ok(small @ 0..10) => {
            let [_, ones] = pair(small);
            answer.push(ones);
        }
        Ok(small @ 10..100) => answer.extend_from_slice(&pair(small)),
        Ok(small @ 100..10_000) => {
            push_decimal(answer, u64::from(small / 100));
            answer.extend_from_slice(&pair(small % 100));
        }
        Ok(_) | Err(_) => {
            push_decimal(answer, value / 10_000);
            let low = u32::try_from(value % 10_000).unwrap_or(0);
            let [[a, b], [c, d]] = [pair(low / 100), pair(low % 100)];
            answer.extend_from_slice(&[a, b, c, d]);
        }
    }
}

/// The two digits of a number below 100.
fn pair(value: u32) -> [u8; 2] {
    let place = usize::try_from(value).unwrap_or(0);
    PAIRS.get(place).copied().unwrap_or([b'0', b'0'])
}

/// The two digits of every number below 100.
#[expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which refuses a place out of range"
)]
const fn pairs() -> [[u8; 2]; 100] {
    let mut all = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < 100 {
        all[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    all
}
