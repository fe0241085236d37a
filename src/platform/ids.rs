//! The seam that identities come from: UUIDv7 in the product, a counted sequence in tests and the demo generator.
//! Short ids (sqids over a database sequence) for posters, receipts and mini-program codes are here too.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use sqids::Sqids;
use uuid::{Builder, Uuid};

/// Letters of short ids: no vowels (no words), no look-alikes.
const SHORT_ALPHABET: &str = "23456789bcdfghjkmnpqrstvwxyzBCDFGHJKMNPQRSTVWXYZ";

/// Least length of a short id, characters.
const SHORT_LENGTH: u8 = 6;

/// Gives out identities.
#[derive(Clone, Debug)]
pub struct Ids {
    /// The next number when identities are counted.
    counted: Option<Arc<AtomicU64>>,
}

impl Ids {
    /// Random identities.
    #[must_use]
    pub const fn random() -> Self {
        Self { counted: None }
    }

    /// Identities that repeat from run to run: a mixed counter in place of randomness.
    #[must_use]
    pub fn counted(first: u64) -> Self {
        Self {
            counted: Some(Arc::new(AtomicU64::new(first))),
        }
    }

    /// A new UUIDv7 of the given instant.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let random = match &self.counted {
            Some(counter) => mixed(counter.fetch_add(1, Ordering::SeqCst)),
            None => fresh(),
        };
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Ten random bytes, taken from a version 4 UUID with its six fixed bits left out of play.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that draws identities"
)]
fn fresh() -> [u8; 10] {
    let drawn = Uuid::now_v7();
    let mut bytes = [0_u8; 10];
    for (to, from) in bytes.iter_mut().zip(drawn.as_bytes().iter().skip(6)) {
        *to = *from;
    }
    bytes
}

/// Ten bytes from a counter through SplitMix64 (Steele, Lea, Flood 2014), so that neighbours differ everywhere.
fn mixed(counter: u64) -> [u8; 10] {
    let mut state = counter.wrapping_add(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let low = (state ^ (state >> 31)).to_le_bytes();
    let high = counter.to_be_bytes();
    let mut bytes = [0_u8; 10];
    let source = high.iter().skip(6).chain(low.iter());
    for (to, from) in bytes.iter_mut().zip(source) {
        *to = *from;
    }
    bytes
}

/// Makes short ids; made once, since it prepares a list of words that no id may spell.
static SHORT: LazyLock<Option<Sqids>> = LazyLock::new(|| {
    let alphabet = SHORT_ALPHABET.chars().collect();
    Sqids::builder()
        .alphabet(alphabet)
        .min_length(SHORT_LENGTH)
        .build()
        .ok()
});

/// The short id of a sequence number: letters and digits, safe in a mini-program `scene`.
#[must_use]
pub fn short_id(number: i64) -> String {
    let encoded = SHORT
        .as_ref()
        .and_then(|sqids| sqids.encode(&[u64::try_from(number).ok()?]).ok());
    encoded.unwrap_or_default()
}
