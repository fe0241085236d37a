//! The base (signatures first).
use std::path::Path;

use crate::{BaseRefusal, Document, Group, Level, Lexicon};

/// Most documents: one tantivy segment in memory, read from a folder whose files are checksummed.
pub struct TextBase;

/// Takes documents one by one, in the engine's order.
pub struct BaseBuilder;

/// What a base knows of the documents as they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Items that are new, or whose text has changed: they belong into the live text.
    pub changed: Vec<u128>,
    /// Documents of the base, ascending, that are gone or have changed: the engine masks them.
    pub masked: Vec<u32>,
    /// Items of the base that are gone.
    pub gone: Vec<u128>,
}

impl BaseBuilder {
    /// Begins with no document.
    pub fn new(lexicon: &Lexicon) -> Result<Self, BaseRefusal> { todo!() }
    /// Adds the next document.
    pub fn push(&mut self, document: &Document<'_>) -> Result<(), BaseRefusal> { todo!() }
    /// The base, written to a folder (beside it first, then renamed) where one is given.
    pub fn finish(self, folder: Option<&Path>) -> Result<TextBase, BaseRefusal> { todo!() }
}

impl TextBase {
    /// Builds from documents in the engine's order.
    pub fn build<'a>(folder: &Path, lexicon: &Lexicon, documents: impl IntoIterator<Item = Document<'a>>) -> Result<Self, BaseRefusal> { todo!() }
    /// Opens a folder; refuses it unless every byte is as it was written, by this version and with this lexicon.
    pub fn open(folder: &Path, lexicon: &Lexicon) -> Result<Self, BaseRefusal> { todo!() }
    /// How many documents.
    pub fn len(&self) -> usize { todo!() }
    /// The items, by document number.
    pub fn ids(&self) -> &[u128] { todo!() }
    /// The hash of a document's text.
    pub fn hash_at(&self, doc: u32) -> Option<u64> { todo!() }
    /// Documents that match a group at a level or better, ascending; also those that are masked.
    pub fn docs_of(&self, group: &Group, level: Level) -> Vec<u32> { todo!() }
    /// Compares with the items as they are now: identity and `Document::hash`.
    pub fn reconcile(&self, current: impl IntoIterator<Item = (u128, u64)>) -> Reconciled { todo!() }
}
