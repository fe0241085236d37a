//! The bytes of a packed card: what each means, and how they become JSON text again.
//!
//! A card is a row of pieces. The first byte of a piece tells what it is:
//!
//! | first byte | what follows | stands for |
//! |---|---|---|
//! | 0 to 127 | that many bytes and one more | those bytes, JSON text as it is |
//! | 128 | nothing | the item's identity in quotes |
//! | 160 to 191 | two bytes | a fragment from 16,384 on, high byte first |
//! | 192 to 255 | one byte | a fragment below 16,384, high byte first |
//!
//! Unpacking must never allocate beyond the answer. Read next: `pen`, which packs.

use reach::index::ItemId;
use uuid::Uuid;

use super::CACHE_LINE;
use super::fragments::Fragments;

/// The most bytes of a run of JSON text; a longer text is several runs.
pub(super) const MAX_RUN: usize = 128;
/// The first byte of the longest run.
const LAST_RUN: u8 = 127;
/// The identity.
pub(super) const IDENTITY: u8 = 128;
/// The first byte of the first fragment with two bytes more.
pub(super) const LONG_FRAGMENT: u8 = 160;
/// The last first byte of a fragment with two bytes more.
const LAST_LONG_FRAGMENT: u8 = 191;
/// The first byte of the first fragment with one byte more.
pub(super) const SHORT_FRAGMENT: u8 = 192;
/// How many fragments have one byte more.
pub(super) const SHORT_FRAGMENTS: u32 = 64 * 256;
/// Bytes that are copied at once.
pub(super) const BLOCK: usize = 32;
/// The longest text that is copied in blocks.
const MOST_IN_BLOCKS: usize = 128;
/// Bytes of an identity in quotes.
pub(super) const QUOTED_UUID: usize = UUID_LENGTH + 2;
/// Characters of a UUID.
const UUID_LENGTH: usize = uuid::fmt::Hyphenated::LENGTH;

/// One piece.
enum Piece<'p> {
    /// JSON text as it is: so many of the first bytes of these.
    Run(&'p [u8], usize),
    /// A fragment, by number.
    Fragment(u32),
    /// The item's identity.
    Identity,
}

impl<'p> Piece<'p> {
    /// The first piece, and what is packed behind it; none where there is no piece.
    #[inline]
    fn first(packed: &'p [u8]) -> Option<(Self, &'p [u8])> {
        let (&first, after) = packed.split_first()?;
        match first {
            0..=LAST_RUN => {
                let length = usize::from(first) + 1;
                let behind = after.get(length..).unwrap_or_default();
                Some((Self::Run(after, length), behind))
            }
            SHORT_FRAGMENT.. => {
                let (low, after) = after.split_first()?;
                let number = u16::from_be_bytes([first - SHORT_FRAGMENT, *low]);
                Some((Self::Fragment(u32::from(number)), after))
            }
            LONG_FRAGMENT..=LAST_LONG_FRAGMENT => {
                let ([middle, low], after) = after.split_first_chunk()?;
                let number = u32::from_be_bytes([0, first - LONG_FRAGMENT, *middle, *low]);
                Some((Self::Fragment(number + SHORT_FRAGMENTS), after))
            }
            IDENTITY => Some((Self::Identity, after)),
            _ => None,
        }
    }
}

/// Appends the JSON text of packed pieces. What is no piece, which [`super::Pen`] never writes, ends the text.
pub(super) fn unpack(packed: &[u8], fragments: &Fragments, id: ItemId, answer: &mut Vec<u8>) {
    let mut rest = packed;
    while let Some((piece, after)) = Piece::first(rest) {
        match piece {
            Piece::Run(text, length) => append(answer, text, length),
            Piece::Fragment(number) => {
                let (padded, length) = fragments.padded(number);
                append(answer, padded, length);
            }
            Piece::Identity => append_identity(answer, id),
        }
        rest = after;
    }
}

/// A byte of every cache line of the fragments of packed pieces: what is read here side by side need not be waited for
/// one by one when the pieces are unpacked.
pub(super) fn touched(packed: &[u8], fragments: &Fragments) -> u8 {
    let (mut rest, mut sum) = (packed, 0);
    while let Some((piece, after)) = Piece::first(rest) {
        if let Piece::Fragment(number) = piece {
            let lines = fragments.padded(number).0.iter().step_by(CACHE_LINE);
            sum = lines.fold(sum, |sum, byte| sum ^ byte);
        }
        rest = after;
    }
    sum
}

/// Appends the first `length` bytes of a source, or all of it where it is shorter.
///
/// Pieces are short: whole blocks are copied, which the compiler does in two instructions each, and what is too much
/// is cut off. A copy of an odd length costs a call.
#[inline]
fn append(answer: &mut Vec<u8>, source: &[u8], length: usize) {
    let end = answer.len() + length;
    let mut rest = source;
    if length <= MOST_IN_BLOCKS {
        while answer.len() < end
            && let Some((block, after)) = rest.split_first_chunk::<BLOCK>()
        {
            answer.extend_from_slice(block);
            rest = after;
        }
    }
    match end.checked_sub(answer.len()) {
        Some(left) => answer.extend_from_slice(rest.get(..left).unwrap_or(rest)),
        None => answer.truncate(end),
    }
}

/// Appends an identity in quotes.
#[inline]
fn append_identity(answer: &mut Vec<u8>, id: ItemId) {
    let mut text = [b'"'; QUOTED_UUID];
    if let Some(inner) = text.get_mut(1..=UUID_LENGTH) {
        Uuid::from_u128(id.0).as_hyphenated().encode_lower(inner);
    }
    answer.extend_from_slice(&text);
}
