//! The live text (signatures first).
use crate::{Document, Group, Level, Lexicon};

/// Documents that changed since the base was built: an immutable picture.
#[derive(Clone, Debug, Default)]
pub struct LiveText;

impl LiveText {
    /// The picture after some changes: documents in their newest form, and items that are gone.
    #[must_use]
    pub fn with<'a>(&self, lexicon: &Lexicon, changed: impl IntoIterator<Item = Document<'a>>, gone: impl IntoIterator<Item = u128>) -> Self { todo!() }
    /// How many documents.
    pub fn len(&self) -> usize { todo!() }
    /// Items that match a group at a level or better, ascending.
    pub fn ids_of(&self, group: &Group, level: Level) -> Vec<u128> { todo!() }
}
