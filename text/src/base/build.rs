//! Building a base, document by document.
//!
//! Read next: `mod.rs`.

use std::path::Path;

use super::folder::{self, Head};
use super::segment::SegmentWriter;
use super::{DOCUMENTS, TextBase, VOCABULARY, documents};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::refusal::BaseRefusal;
use crate::terms::TermFinder;
use crate::vocabulary::{Collector, Counted};

/// Takes documents one by one, in the engine's order.
pub struct BaseBuilder<'l> {
    /// Finds their terms.
    finder: TermFinder<'l>,
    /// Their terms.
    writer: SegmentWriter,
    /// Their words.
    collector: Collector,
    /// Items.
    ids: Vec<u128>,
    /// Hashes of their texts.
    hashes: Vec<u64>,
}

impl<'l> BaseBuilder<'l> {
    /// Begins with no document.
    ///
    /// # Errors
    /// When the index library fails.
    pub fn new(lexicon: &'l Lexicon) -> Result<Self, BaseRefusal> {
        Ok(Self {
            finder: TermFinder::new(lexicon),
            writer: SegmentWriter::new()?,
            collector: Collector::default(),
            ids: Vec::new(),
            hashes: Vec::new(),
        })
    }

    /// Adds the next document; its number is how many were added before.
    ///
    /// # Errors
    /// When there are too many, or the index library fails.
    pub fn push(&mut self, document: &Document<'_>) -> Result<(), BaseRefusal> {
        if u32::try_from(self.ids.len().saturating_add(1)).is_err() {
            return Err(BaseRefusal::TooMany);
        }
        let terms = self.finder.terms(document);
        self.writer.add(&terms)?;
        let counted = Counted::of(&mut self.finder, document, &terms);
        self.collector.add(&counted);
        self.ids.push(document.id);
        self.hashes.push(document.hash(self.finder.lexicon()));
        Ok(())
    }

    /// The base; written to a folder where one is given, beside it first and then renamed in place of what stood there.
    ///
    /// # Errors
    /// When the folder cannot be written, or the index library fails or has numbered the documents otherwise.
    pub fn finish(self, folder: Option<&Path>) -> Result<TextBase, BaseRefusal> {
        let vocabulary = self.collector.finish(self.finder.lexicon());
        let (segment, mut files) = self.writer.finish()?;
        let head = Head {
            fingerprint: self.finder.lexicon().fingerprint(),
            documents: segment.documents(),
        };
        if usize::try_from(head.documents).ok() != Some(self.ids.len()) {
            return Err(BaseRefusal::TooMany);
        }
        if let Some(folder) = folder {
            files.push((
                DOCUMENTS.into(),
                documents::to_bytes(&self.ids, &self.hashes),
            ));
            files.push((VOCABULARY.into(), vocabulary.to_bytes()));
            folder::write(folder, head, &files)?;
        }
        Ok(TextBase {
            ids: self.ids,
            hashes: self.hashes,
            segment,
            vocabulary,
            fingerprint: head.fingerprint,
        })
    }
}
