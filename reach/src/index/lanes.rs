//! Four numbers that go through the same formula side by side.
//!
//! The compiler makes vector instructions of it; nothing here knows what the numbers mean.

use std::ops::{Add, Mul, Neg, Sub};

/// How many numbers go side by side.
pub(super) const LANES: usize = 4;

/// Four numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lanes(pub(super) [f64; LANES]);

impl Lanes {
    /// The same number four times.
    #[inline]
    pub(super) const fn all(number: f64) -> Self {
        Self([number; LANES])
    }

    /// Each number changed alike.
    #[inline]
    pub(super) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(change))
    }

    /// Each pair of numbers made one.
    #[inline]
    pub(super) fn with(self, other: Self, join: impl Fn(f64, f64) -> f64) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([join(a, e), join(b, f), join(c, g), join(d, h)])
    }
}

impl Add for Lanes {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.with(other, |one, other| one + other)
    }
}

impl Sub for Lanes {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.with(other, |one, other| one - other)
    }
}

impl Mul for Lanes {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        self.with(other, |one, other| one * other)
    }
}

impl Mul<f64> for Lanes {
    type Output = Self;

    #[inline]
    fn mul(self, factor: f64) -> Self {
        self.map(|number| number * factor)
    }
}

impl Add<f64> for Lanes {
    type Output = Self;

    #[inline]
    fn add(self, summand: f64) -> Self {
        self.map(|number| number + summand)
    }
}

impl Neg for Lanes {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.map(|number| -number)
    }
}
