//! The dictionary of a process: text that stands on many cards, kept once.
//!
//! It only ever grows, so a number means the same text for ever and readers need no lock: they follow two pointers
//! that are written once. Those who add stand in line. It must never grow without bound: it has a most of entries and
//! of bytes, a quarter of both is kept for closed vocabularies, and free text is taken only when it is seen again.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::pieces::BLOCK;

/// Entries that are made room for at once.
const SHELF: usize = 1_024;
/// How many times room is made.
const SHELVES: usize = 64;
/// The most bytes of text in all.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most bytes of one entry: what is longer is rarely alike.
const MAX_TEXT: usize = 1_024;
/// Places in which a text seen once is remembered; the next one with that place takes it over.
const SIGHTINGS: usize = 65_536;

/// How a text comes to be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    /// It comes from a closed vocabulary: at once.
    Vocabulary,
    /// Anybody may have written it: when it is seen again.
    SeenAgain,
}

/// The dictionary.
pub(in crate::nearby) struct Fragments {
    /// The texts of cards.
    texts: Shelves,
    /// What those who add know.
    ledger: Mutex<Ledger>,
}

/// Texts by number: written once each, never moved.
///
/// A text stands as its length (`u16`, little-endian), its bytes, and zeros up to whole blocks after the length.
struct Shelves(Box<[OnceLock<Box<[Place]>>]>);

/// Where one text stands, once it does.
type Place = OnceLock<Box<[u8]>>;

/// What those who add know.
struct Ledger {
    /// The number of the text with a hash. Of two texts with one hash the second is never shared.
    numbers: HashMap<u64, u32>,
    /// Bytes of text so far.
    bytes: usize,
    /// The upper halves of hashes seen once, by lower half; 0 where nothing was seen.
    sightings: Box<[u32]>,
}

impl Default for Fragments {
    /// An empty dictionary.
    fn default() -> Self {
        Self {
            texts: Shelves::default(),
            ledger: Mutex::new(Ledger {
                numbers: HashMap::new(),
                bytes: 0,
                sightings: vec![0; SIGHTINGS].into_boxed_slice(),
            }),
        }
    }
}

impl std::fmt::Debug for Fragments {
    /// Tells the type only: a dictionary holds too much to print.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Fragments").finish_non_exhaustive()
    }
}

impl Fragments {
    /// The text of a number in whole blocks, and its length in bytes; empty for a number that was never given.
    #[inline]
    pub(super) fn padded(&self, number: u32) -> (&[u8], usize) {
        self.texts.padded(number).unwrap_or((&[], 0))
    }

    /// The number of a text; none where it is not shared, or not yet.
    pub(super) fn number(&self, text: &str, sharing: Sharing) -> Option<u32> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let hash = hash_of(text);
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = ledger.numbers.get(&hash) {
            return (self.texts.get(*number) == Some(text.as_bytes())).then_some(*number);
        }
        if !ledger.admits(text, hash, sharing) {
            return None;
        }
        let number = u32::try_from(ledger.numbers.len()).ok()?;
        self.texts.put(number, text)?;
        ledger.numbers.insert(hash, number);
        ledger.bytes += text.len();
        Some(number)
    }
}

impl Ledger {
    /// Whether there is room for a text, and whether it may be shared; notes that it was seen.
    fn admits(&mut self, text: &str, hash: u64, sharing: Sharing) -> bool {
        let (entries, bytes) = (self.numbers.len(), self.bytes + text.len());
        match sharing {
            Sharing::Vocabulary => entries < SHELF * SHELVES && bytes <= MAX_BYTES,
            Sharing::SeenAgain => {
                let has_room = entries < SHELF * SHELVES / 4 * 3 && bytes <= MAX_BYTES / 4 * 3;
                has_room && self.is_seen_again(hash)
            }
        }
    }

    /// Whether a text was seen before, as far as is remembered.
    fn is_seen_again(&mut self, hash: u64) -> bool {
        let [a, b, c, d, e, f, ..] = hash.to_le_bytes();
        let place = usize::from(u16::from_le_bytes([a, b]));
        let mark = u32::from_le_bytes([c, d, e, f]).max(1);
        let seen = self.sightings.get_mut(place);
        seen.is_some_and(|seen| std::mem::replace(seen, mark) == mark)
    }
}

impl Default for Shelves {
    /// Shelves without a text.
    fn default() -> Self {
        Self(
            std::iter::repeat_with(OnceLock::new)
                .take(SHELVES)
                .collect(),
        )
    }
}

impl Shelves {
    /// The text of a number.
    fn get(&self, number: u32) -> Option<&[u8]> {
        let (padded, length) = self.padded(number)?;
        padded.get(..length)
    }

    /// The text of a number in whole blocks, and its length in bytes.
    #[inline]
    fn padded(&self, number: u32) -> Option<(&[u8], usize)> {
        let number = usize::try_from(number).ok()?;
        let shelf = self.0.get(number / SHELF)?.get()?;
        let (length, padded) = shelf.get(number % SHELF)?.get()?.split_first_chunk()?;
        Some((padded, usize::from(u16::from_le_bytes(*length))))
    }

    /// Keeps the text of a new number; `None` where there is no room.
    fn put(&self, number: u32, text: &str) -> Option<()> {
        let number = usize::try_from(number).ok()?;
        let shelf = self
            .0
            .get(number / SHELF)?
            .get_or_init(|| std::iter::repeat_with(OnceLock::new).take(SHELF).collect());
        let length = u16::try_from(text.len()).ok()?;
        let mut bytes = Vec::with_capacity(2 + text.len().next_multiple_of(BLOCK));
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
        bytes.resize(2 + text.len().next_multiple_of(BLOCK), 0);
        shelf
            .get(number % SHELF)?
            .set(bytes.into_boxed_slice())
            .ok()
    }
}

/// The hash of a text, the same in every process.
fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
