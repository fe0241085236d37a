//! Seeded chance for the demo generator: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
//! generators", 2014).
//!
//! Pure: it must never be seeded from anything but its caller, and never serve where guessing would do harm.

/// 2 to the power of 32, by which half a draw becomes a number below 1.
const HALF_RANGE: f64 = 4_294_967_296.0;

/// A stream of draws that repeats for the same seed and part.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    /// The state of SplitMix64.
    state: u64,
}

impl Chance {
    /// The stream of a named part of the set: drawing more in one part changes nothing in another.
    pub(super) fn of(seed: u64, part: &str) -> Self {
        // FNV-1a keeps the parts apart; SplitMix64 does the mixing.
        let state = part
            .bytes()
            .fold(seed ^ 0xCBF2_9CE4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
            });
        Self { state }
    }

    /// The next 64 bits.
    pub(super) fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.draw()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `least` to `most`, both included; `least` when they are the wrong way round.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most.saturating_sub(least)).map_or(1, |width| width + 1);
        least.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A number from 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.draw() >> 32).unwrap_or(0)) / HALF_RANGE
    }

    /// One of a list, each as likely; `None` from an empty one.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let length = u64::try_from(from.len()).unwrap_or(0);
        from.get(usize::try_from(self.below(length)).ok()?)
    }
}

/// Positions with weights, for drawing the heavier more often.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// Sums of the weights up to and with each position.
    sums: Vec<u64>,
}

impl Weights {
    /// The weights of positions 0, 1, 2 and so on.
    pub(super) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let mut sum = 0_u64;
        let sums = weights.into_iter().map(|weight| {
            sum = sum.saturating_add(weight);
            sum
        });
        Self {
            sums: sums.collect(),
        }
    }

    /// A position, as often as its weight says; one past the end when there is no weight at all.
    pub(super) fn pick(&self, chance: &mut Chance) -> usize {
        let drawn = chance.below(self.sums.last().copied().unwrap_or(0));
        self.sums.partition_point(|sum| *sum <= drawn)
    }
}
