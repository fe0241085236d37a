//! The one tantivy segment of a base: its schema, adding documents, and its postings.
//!
//! Only document numbers are kept of a term: no frequencies, positions, lengths or stored values. Segments are never
//! merged and only one thread adds, so a document's number is the position in which it was added. Read next: `mod.rs`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::index::{Index, InvertedIndexReader, SegmentReader};
use tantivy::schema::{
    Field as SchemaField, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{IndexSettings, SingleSegmentIndexWriter, TantivyDocument, TantivyError, Term};

use super::folder::Files;
use crate::field::Field;
use crate::terms::Terms;

/// What stands between the terms of a field on their way into the index; no folded text holds it.
const PARTING: char = '\u{1f}';

/// The name of the tokenizer that parts them again.
const PARTER: &str = "parted";

/// What the writer sizes its first hash table by, in bytes.
const WRITER_BYTES: usize = 32 * 1024 * 1024;

/// The file that tantivy keeps a list of its files in.
const META: &str = "meta.json";

/// Parts terms at [`PARTING`].
#[derive(Clone, Default)]
struct Parter(Token);

/// The terms of one value.
struct Parted<'a> {
    /// What is left.
    rest: std::str::Split<'a, char>,
    /// The last term.
    token: &'a mut Token,
}

impl Tokenizer for Parter {
    type TokenStream<'a> = Parted<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Parted<'a> {
        self.0.reset();
        Parted {
            rest: text.split(PARTING),
            token: &mut self.0,
        }
    }
}

impl TokenStream for Parted<'_> {
    fn advance(&mut self) -> bool {
        let Some(term) = self.rest.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The schema: a text field for each of ours, in their order.
fn schema() -> Schema {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(PARTER)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let options = TextOptions::default().set_indexing_options(indexing);
    for field in Field::ALL {
        builder.add_text_field(field.name(), options.clone());
    }
    builder.build()
}

/// A field of ours in the schema.
fn schema_field(field: Field) -> SchemaField {
    SchemaField::from_field_id(u32::try_from(field.position()).unwrap_or(u32::MAX))
}

/// The tokenizers that the schema names.
fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(PARTER, TextAnalyzer::from(Parter::default()));
    manager
}

/// Adds documents.
pub(super) struct SegmentWriter {
    /// Where the files appear.
    directory: RamDirectory,
    /// tantivy's writer.
    writer: SingleSegmentIndexWriter,
}

impl SegmentWriter {
    /// Begins with no document.
    pub(super) fn new() -> Result<Self, TantivyError> {
        let directory = RamDirectory::create();
        let writer = Index::builder()
            .schema(schema())
            .settings(IndexSettings::default())
            .tokenizers(tokenizers())
            .single_segment_index_writer(directory.clone(), WRITER_BYTES)?;
        Ok(Self { directory, writer })
    }

    /// Adds the next document.
    pub(super) fn add(&mut self, terms: &Terms) -> Result<(), TantivyError> {
        let mut document = TantivyDocument::new();
        let mut value = String::new();
        let mut last = None;
        for (field, term) in terms.iter() {
            match last {
                Some(before) if before == field => value.push(PARTING),
                Some(before) => document.add_text(schema_field(before), std::mem::take(&mut value)),
                None => {}
            }
            value.push_str(term);
            last = Some(field);
        }
        if let Some(field) = last {
            document.add_text(schema_field(field), value);
        }
        self.writer.add_document(document)
    }

    /// The segment, and its files.
    pub(super) fn finish(self) -> Result<(Segment, Files), TantivyError> {
        let index = self.writer.finalize()?;
        let mut paths: Vec<PathBuf> = index.directory().list_managed_files().into_iter().collect();
        paths.push(META.into());
        paths.sort();
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            if self.directory.exists(&path)? {
                let bytes = self.directory.atomic_read(&path)?;
                files.push((path, bytes));
            }
        }
        Ok((Segment::read(&index, bytes_of(&files))?, files))
    }
}

/// A segment that is read.
pub(super) struct Segment {
    /// The readers of the fields, in order.
    fields: Vec<Arc<InvertedIndexReader>>,
    /// How many documents.
    documents: u32,
    /// How many bytes its files have, which are in memory.
    bytes: usize,
}

impl Segment {
    /// Opens the files of a folder that were read and found whole; none where they are another index than ours.
    pub(super) fn open(files: &Files) -> Result<Option<Self>, TantivyError> {
        let directory = RamDirectory::create();
        for (path, bytes) in files {
            directory.atomic_write(path, bytes)?;
        }
        if !directory.exists(Path::new(META))? {
            return Ok(None);
        }
        let mut index = Index::open(directory)?;
        if index.schema() != schema() {
            return Ok(None);
        }
        index.set_tokenizers(tokenizers());
        let damaged = index.validate_checksum()?;
        let is_single = index.searchable_segments()?.len() == 1;
        if !damaged.is_empty() || !is_single {
            return Ok(None);
        }
        Self::read(&index, bytes_of(files)).map(Some)
    }

    /// The readers of an index with one segment.
    fn read(index: &Index, bytes: usize) -> Result<Self, TantivyError> {
        let segments = index.searchable_segments()?;
        let segment = segments
            .first()
            .ok_or_else(|| TantivyError::InternalError("the index has no segment".to_owned()))?;
        let reader = SegmentReader::open(segment)?;
        let fields = Field::ALL
            .iter()
            .map(|it| reader.inverted_index(schema_field(*it)));
        Ok(Self {
            fields: fields.collect::<Result<_, _>>()?,
            documents: reader.max_doc(),
            bytes,
        })
    }

    /// How many documents.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// How many bytes its files have.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many documents have a term.
    pub(super) fn count(&self, field: Field, term: &str) -> u32 {
        let term = Term::from_field_text(schema_field(field), term);
        let reader = self.fields.get(field.position());
        reader.map_or(0, |it| it.doc_freq(&term).unwrap_or(0))
    }

    /// Names the documents that have a term, ascending, block by block. The bytes were checked when the base was
    /// opened, so a block that cannot be read is a mistake of ours: a debug build stops, a release build ends the list.
    pub(super) fn each_block(&self, field: Field, term: &str, mut name: impl FnMut(&[u32])) {
        let term = Term::from_field_text(schema_field(field), term);
        let Some(reader) = self.fields.get(field.position()) else {
            return;
        };
        match reader.read_block_postings(&term, IndexRecordOption::Basic) {
            Ok(Some(mut blocks)) => {
                while blocks.block_len() > 0 {
                    name(blocks.docs());
                    blocks.advance();
                }
            }
            Ok(None) => {}
            Err(error) => debug_assert!(false, "postings that were checked: {error}"),
        }
    }
}

/// How many bytes some files have.
fn bytes_of(files: &Files) -> usize {
    files.iter().map(|(_, bytes)| bytes.len()).sum()
}
