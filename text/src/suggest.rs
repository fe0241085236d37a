//! Suggestions (signatures first).
use crate::{Lexicon, TextPicture, WordKind};

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word.
    pub text: String,
    /// Its sort.
    pub kind: WordKind,
    /// How many documents have it; one that changed since the base was built may count twice.
    pub documents: u32,
}

impl TextPicture<'_> {
    /// Up to `most` completions of a prefix in characters, pinyin or initials.
    #[must_use]
    pub fn suggest(&self, lexicon: &Lexicon, prefix: &str, most: usize) -> Vec<Suggestion> { todo!() }
}
