//! A vocabulary as bytes, and bytes as a vocabulary.
//!
//! Reading refuses whatever does not fit together, and allocates no more than the bytes given hold. Read next: `mod.rs`.

use super::{Entry, Spelling, Stretch, Typed, Vocabulary, WordKind};

/// Bytes of the head: length of the texts, number of entries, number of spellings.
const HEAD: usize = 12;

/// Bytes of an entry.
const ENTRY: usize = 21;

/// Bytes of a spelling.
const SPELLING: usize = 13;

impl Vocabulary {
    /// The vocabulary as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = Vec::with_capacity(
            HEAD + self.texts.len() + self.entries.len() * ENTRY + self.spellings.len() * SPELLING,
        );
        bytes.extend(count(self.texts.len()));
        bytes.extend(count(self.entries.len()));
        bytes.extend(count(self.spellings.len()));
        bytes.extend(self.texts.as_bytes());
        let mut numbers = |numbers: &[u32], last: u8| {
            numbers.iter().for_each(|it| bytes.extend(it.to_le_bytes()));
            bytes.push(last);
        };
        for entry in &self.entries {
            let (key, text) = (entry.key, entry.text);
            numbers(
                &[
                    key.start,
                    key.length,
                    text.start,
                    text.length,
                    entry.documents,
                ],
                entry.kind.number(),
            );
        }
        for it in &self.spellings {
            numbers(&[it.key.start, it.key.length, it.entry], it.typed.number());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; none where the bytes are not that.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let [texts, entries, spellings] = numbers::<3>(head)?;
        let (texts, rest) = rest.split_at_checked(length(texts)?)?;
        let (entries, rest) = rest.split_at_checked(length(entries)?.checked_mul(ENTRY)?)?;
        if rest.len() != length(spellings)?.checked_mul(SPELLING)? {
            return None;
        }
        let texts = std::str::from_utf8(texts).ok()?;
        let stretch = |start: u32, count: u32| {
            let first = length(start)?;
            texts.get(first..first.checked_add(length(count)?)?)?;
            Some(Stretch {
                start,
                length: count,
            })
        };
        let read = entries.chunks_exact(ENTRY).map(|chunk| {
            let [key, key_length, text, text_length, documents] = numbers::<5>(chunk)?;
            let kind = usize::from(*chunk.last()?);
            Some(Entry {
                key: stretch(key, key_length)?,
                text: stretch(text, text_length)?,
                kind: *WordKind::ALL.get(kind)?,
                documents,
            })
        });
        let entries: Vec<Entry> = read.collect::<Option<_>>()?;
        let read = rest.chunks_exact(SPELLING).map(|chunk| {
            let [key, key_length, entry] = numbers::<3>(chunk)?;
            entries.get(length(entry)?)?;
            Some(Spelling {
                key: stretch(key, key_length)?,
                entry,
                typed: Typed::of_number(*chunk.last()?)?,
            })
        });
        let spellings = read.collect::<Option<_>>()?;
        Some(Self::of(texts.to_owned(), entries, spellings))
    }
}

impl Typed {
    /// Its number in the file.
    fn number(self) -> u8 {
        match self {
            Self::Full => 0,
            Self::Initials => 1,
            Self::Short => 2,
        }
    }

    /// The one with a number.
    fn of_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Full),
            1 => Some(Self::Initials),
            2 => Some(Self::Short),
            _ => None,
        }
    }
}

/// The first numbers of some bytes.
fn numbers<const COUNT: usize>(bytes: &[u8]) -> Option<[u32; COUNT]> {
    let mut found = [0; COUNT];
    for (number, chunk) in found.iter_mut().zip(bytes.chunks_exact(4)) {
        *number = u32::from_le_bytes(chunk.try_into().ok()?);
    }
    (bytes.len() >= COUNT.checked_mul(4)?).then_some(found)
}

/// A number of the file as a length.
fn length(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}
