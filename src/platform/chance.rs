//! The seam that bytes come from which nobody may guess: nonces, salts, secrets. The operating system gives them in the
//! product, a counted sequence in tests.
//!
//! It must never give bytes when the operating system gives none, nor serve made-up data: the demo has chance of its own,
//! which repeats. Identities, which need not be secret, come from `ids`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;

/// The operating system gave no random bytes; whatever needed them must not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the operating system gives no random bytes")]
pub struct NoChance;

/// Gives out bytes that nobody can guess.
#[derive(Clone, Debug)]
pub struct Chance {
    /// The next number when bytes are counted.
    counted: Option<Arc<AtomicU64>>,
}

impl Chance {
    /// The operating system's.
    #[must_use]
    pub const fn system() -> Self {
        Self { counted: None }
    }

    /// Bytes that repeat from run to run, for tests: everybody can guess them.
    #[must_use]
    pub fn counted(first: u64) -> Self {
        Self {
            counted: Some(Arc::new(AtomicU64::new(first))),
        }
    }

    /// So many bytes.
    ///
    /// # Errors
    /// When the operating system gives none.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that draws bytes by chance"
    )]
    pub fn draw<const N: usize>(&self) -> Result<[u8; N], NoChance> {
        let mut bytes = [0_u8; N];
        match &self.counted {
            None => getrandom::fill(&mut bytes).map_err(|_| NoChance)?,
            Some(counter) => {
                for eight in bytes.chunks_mut(8) {
                    let drawn = mixed(counter.fetch_add(1, Ordering::SeqCst)).to_le_bytes();
                    for (to, from) in eight.iter_mut().zip(drawn) {
                        *to = from;
                    }
                }
            }
        }
        Ok(bytes)
    }
}

/// A number from a counter through SplitMix64 (Steele, Lea, Flood 2014), so that neighbours differ everywhere.
const fn mixed(counter: u64) -> u64 {
    let mut state = counter.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests;
