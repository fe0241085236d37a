//! An estimate of walking time from the distance as the crow flies.
//!
//! It is an estimate until streets are known, and answers must say so. The arithmetic is in whole
//! numbers, so that "within so many seconds" and "within so many metres" are the same question.

use thiserror::Error;

use super::{DistanceKey, Metres};

/// Millionths in one: the resolution at which a pace is kept.
const MILLION: f64 = 1_000_000.0;
/// The slowest and the fastest pace taken, metres a minute: a crawl, and a car in town.
const METRES_PER_MINUTE: std::ops::RangeInclusive<f64> = 1.0..=1000.0;
/// The detour factors taken: no path is shorter than the straight one.
const DETOUR_FACTOR: std::ops::RangeInclusive<f64> = 1.0..=10.0;

/// Why two numbers are not a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PaceRefusal {
    /// The metres a minute are not a number from 1 to 1000.
    #[error("the pace must be from 1 to 1000 metres a minute")]
    MetresPerMinute,
    /// The detour factor is not a number from 1 to 10.
    #[error("the detour factor must be from 1 to 10")]
    DetourFactor,
}

/// How fast people walk, and how much longer the path on the ground is than the geodesic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Walked in a minute, in micrometres.
    micrometres_per_minute: u64,
    /// The length of the path over the geodesic, in millionths.
    detour_millionths: u64,
}

impl Pace {
    /// A pace in metres a minute and a detour factor without unit, both kept to six decimals.
    ///
    /// # Errors
    /// Refuses what is not finite or out of range; see [`PaceRefusal`].
    pub fn new(metres_per_minute: f64, detour_factor: f64) -> Result<Self, PaceRefusal> {
        if !METRES_PER_MINUTE.contains(&metres_per_minute) {
            return Err(PaceRefusal::MetresPerMinute);
        }
        if !DETOUR_FACTOR.contains(&detour_factor) {
            return Err(PaceRefusal::DetourFactor);
        }
        Ok(Self {
            micrometres_per_minute: millionths(metres_per_minute),
            detour_millionths: millionths(detour_factor),
        })
    }

    /// The seconds a walk of this geodesic distance is estimated to take: the distance in whole
    /// millimetres, times the detour, over the pace, rounded up to a whole second. The largest
    /// `u32` when it takes longer than that.
    #[must_use]
    pub fn walk_seconds(self, distance: Metres) -> u32 {
        let millimetres = u128::from(DistanceKey::from(distance).millimetres());
        // mm x detour/1e6 x 60 s, over (um per minute)/1e3 mm per minute.
        let dividend = millimetres * u128::from(self.detour_millionths) * 60;
        let divisor = u128::from(self.micrometres_per_minute) * 1000;
        u32::try_from(dividend.div_ceil(divisor)).unwrap_or(u32::MAX)
    }

    /// The largest distance that is walked in so many seconds: for every distance `d`,
    /// `walk_seconds(d) <= seconds` if and only if `d <= reach_of_seconds(seconds)`, and so do the
    /// millimetre keys of the two compare.
    #[must_use]
    pub fn reach_of_seconds(self, seconds: u32) -> Metres {
        if seconds == u32::MAX {
            return Metres::new(f64::MAX);
        }
        let dividend = u128::from(seconds) * u128::from(self.micrometres_per_minute) * 1000;
        let divisor = u128::from(self.detour_millionths) * 60;
        let millimetres = u64::try_from(dividend / divisor).unwrap_or(u64::MAX);
        last_of_key(DistanceKey::from_millimetres(millimetres))
    }
}

/// The largest length that still rounds to this key or to a smaller one.
fn last_of_key(key: DistanceKey) -> Metres {
    let mut last = key.metres().get() + 0.0005;
    while DistanceKey::from(Metres::new(last)) > key {
        last = last.next_down();
    }
    while DistanceKey::from(Metres::new(last.next_up())) <= key {
        last = last.next_up();
    }
    Metres::new(last)
}

/// The whole minutes to show for so many seconds: rounded up.
#[must_use]
pub const fn walk_minutes(seconds: u32) -> u32 {
    seconds.div_ceil(60)
}

/// A small positive number in millionths, to the nearest.
#[expect(clippy::as_conversions, reason = "at most 1e9, so the cast is exact")]
const fn millionths(value: f64) -> u64 {
    (value * MILLION).round() as u64
}
