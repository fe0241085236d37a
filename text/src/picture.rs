//! Base and live together: what questions are read against, and what completes them.

use crate::base::TextBase;
use crate::field::Field;
use crate::live::LiveText;
use crate::vocabulary::Vocabulary;

/// Base and live together.
#[derive(Clone, Copy)]
pub struct TextPicture<'a> {
    /// Most documents.
    pub base: &'a TextBase,
    /// Those that changed since.
    pub live: &'a LiveText,
}

impl<'a> TextPicture<'a> {
    /// Whether any document has a term; one that does not count any more may be among them.
    pub(crate) fn has(&self, field: Field, term: &str) -> bool {
        self.base.has(field, term) || self.live.has(field, term)
    }

    /// The vocabularies.
    pub(crate) fn vocabularies(&self) -> impl Iterator<Item = &'a Vocabulary> {
        std::iter::once(self.base.vocabulary()).chain(self.live.vocabularies())
    }
}
