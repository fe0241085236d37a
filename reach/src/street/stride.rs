//! How long a walk takes: the flat pace, slower and faster with the slope, slower on stairs.
//!
//! **Slopes** follow Tobler's hiking function, `6 exp(-3.5 |s + 0.05|)` km/h for a slope `s` (W. Tobler, "Three
//! presentations on geographical analysis and modeling", NCGIA technical report 93-1, 1993), divided by what it says of
//! flat ground, so that flat ground is walked at the configured pace. Downhill by a twentieth is fastest. Slopes beyond
//! [`STEEPEST`] count as that: the steepest streets rise by a good third, and what is steeper is noise of the heights.
//!
//! **Stairs** are walked at half the flat pace whatever the heights say, up and down: J. J. Fruin ("Pedestrian planning
//! and design", 1971) found about 0.5 m/s upwards and 0.7 m/s downwards, measured along the ground, of people who walk
//! 1.35 m/s on the level. So the height of stairs is never counted twice.
//!
//! Where a height is not known, the ground is flat. Lengths are along the ground as on a map, never along the slope.

use super::network::Footing;
use crate::measure::{Pace, PaceRefusal};

/// The steepest slope that counts, metres up or down for a metre ahead.
pub const STEEPEST: f64 = 0.4;
/// How many times longer stairs take than flat ground.
pub const STEPS_FACTOR: f64 = 2.0;
/// How fast Tobler's function falls with the slope.
const TOBLER_DECAY: f64 = 3.5;
/// The slope at which Tobler's walkers are slow by as much as on the level, halved: they are fastest at its negative.
const TOBLER_EASIEST: f64 = 0.05;
/// Milliseconds in a minute.
const MILLISECONDS_PER_MINUTE: f64 = 60_000.0;

/// The pace of a walk on streets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stride {
    /// Walked on flat ground in a minute, metres.
    metres_per_minute: f64,
}

impl Stride {
    /// A pace on flat ground in metres a minute, from 1 to 1000 as for [`Pace`].
    ///
    /// # Errors
    /// Refuses what is not finite or out of range.
    pub fn new(metres_per_minute: f64) -> Result<Self, PaceRefusal> {
        Pace::new(metres_per_minute, 1.0)?;
        Ok(Self { metres_per_minute })
    }

    /// The pace on flat ground, metres a minute.
    #[must_use]
    pub const fn metres_per_minute(self) -> f64 {
        self.metres_per_minute
    }

    /// The milliseconds that a straight stretch takes from its beginning to its end, and back: so many metres long,
    /// rising by so many from its beginning to its end where that is known. Each is rounded up to a whole one, and at
    /// least one.
    #[must_use]
    pub fn both_ways(self, metres: f64, rise_m: Option<f64>, footing: Footing) -> [u32; 2] {
        let flat = metres * (MILLISECONDS_PER_MINUTE / self.metres_per_minute);
        let factors = match footing {
            Footing::Steps => [STEPS_FACTOR; 2],
            Footing::Way => rise_m
                .filter(|rise| metres > 0.0 && *rise != 0.0)
                .map_or([1.0; 2], |rise| slope_factors(rise / metres)),
        };
        factors.map(|factor| rounded_up(flat * factor).max(1))
    }

    /// The milliseconds that so many metres of flat ground take, rounded up.
    pub(super) fn flat(self, metres: f64) -> u32 {
        rounded_up(metres * (MILLISECONDS_PER_MINUTE / self.metres_per_minute))
    }

    /// The metres of flat ground walked in so many milliseconds.
    pub(super) fn flat_metres(self, milliseconds: u32) -> f64 {
        f64::from(milliseconds) * (self.metres_per_minute / MILLISECONDS_PER_MINUTE)
    }

    /// The largest number of metres a second that any stretch is walked at.
    pub(super) fn fastest(self, has_heights: bool) -> f64 {
        let best = if has_heights {
            (TOBLER_DECAY * TOBLER_EASIEST).exp()
        } else {
            1.0
        };
        self.metres_per_minute / 60.0 * best
    }
}

/// How many times longer than flat ground a slope takes, and how many times the same slope takes the other way.
fn slope_factors(slope: f64) -> [f64; 2] {
    let steep = slope.abs().min(STEEPEST);
    // Upwards |s + 0.05| - 0.05 is s; downwards it is -s up to 0.05, and s - 0.1 from there.
    let up = (TOBLER_DECAY * steep).exp();
    let down = if steep <= TOBLER_EASIEST {
        1.0 / up
    } else {
        up * AFTER_EASIEST
    };
    if slope > 0.0 { [up, down] } else { [down, up] }
}

/// `exp(-3.5 x 0.1)`: what the turn of Tobler's function at its easiest slope takes off.
const AFTER_EASIEST: f64 = 0.704_688_089_718_713_4;

/// The next whole number; the largest one for what is larger.
#[expect(
    clippy::as_conversions,
    reason = "the cast saturates, which is what is meant"
)]
const fn rounded_up(number: f64) -> u32 {
    number.ceil() as u32
}

/// The nearest whole number; the largest one for what is larger.
#[expect(
    clippy::as_conversions,
    reason = "the cast saturates, which is what is meant"
)]
pub(super) const fn nearest_whole(number: f64) -> u32 {
    number.round() as u32
}
