//! The base: most documents, in the engine's order, in one segment that is read whole into memory.
//!
//! Built into a folder so that a start need not cut a million texts again; a folder is opened only if every byte is as
//! it was written. It knows nothing of what changed since: see the crate's head for who masks what.
//! Read next: `folder` (what is trusted), `segment` (tantivy), `live`.

mod build;
mod documents;
mod folder;
mod segment;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub use self::build::BaseBuilder;
use self::folder::Files;
use self::segment::Segment;
use crate::document::Document;
use crate::field::Field;
use crate::level::Level;
use crate::lexicon::Lexicon;
use crate::question::Group;
use crate::refusal::BaseRefusal;
use crate::vocabulary::Vocabulary;

/// The file with identities and hashes.
const DOCUMENTS: &str = "documents";

/// The file with the vocabulary.
const VOCABULARY: &str = "vocabulary";

/// A union of lists is made in a bitmap where the lists hold more than one document in so many.
const COMMON_ONE_IN: usize = 64;

/// Most documents, by number.
pub struct TextBase {
    /// Items, by document number.
    ids: Vec<u128>,
    /// Hashes of their texts.
    hashes: Vec<u64>,
    /// Their terms.
    segment: Segment,
    /// Their words.
    vocabulary: Vocabulary,
    /// The lexicon they were cut with.
    fingerprint: u64,
}

/// How a base compares with the items as they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Items that are new, or whose text has changed: their documents belong into the live text.
    pub changed: Vec<u128>,
    /// Documents of the base, ascending, whose item is gone or has changed: the engine masks them.
    pub masked: Vec<u32>,
}

impl TextBase {
    /// Builds a base from documents in the engine's order, into a folder where one is given.
    ///
    /// # Errors
    /// As [`BaseBuilder::push`] and [`BaseBuilder::finish`].
    pub fn build<'a>(
        folder: Option<&Path>,
        lexicon: &Lexicon,
        documents: impl IntoIterator<Item = Document<'a>>,
    ) -> Result<Self, BaseRefusal> {
        let mut builder = BaseBuilder::new(lexicon)?;
        for document in documents {
            builder.push(&document)?;
        }
        builder.finish(folder)
    }

    /// Opens a folder.
    ///
    /// # Errors
    /// When a file is missing, is not as it was written, is of another version of the format, or was built with another
    /// lexicon. The folder is then to be built anew.
    pub fn open(folder: &Path, lexicon: &Lexicon) -> Result<Self, BaseRefusal> {
        let (head, mut files) = folder::read(folder, lexicon.fingerprint())?;
        let mut own = |name: &str| {
            let at = files.iter().position(|(path, _)| path == Path::new(name));
            at.map(|at| files.swap_remove(at).1)
                .ok_or_else(|| refused(folder, name, "missing"))
        };
        let (ids, hashes) = documents::from_bytes(&own(DOCUMENTS)?)
            .ok_or_else(|| refused(folder, DOCUMENTS, "not a list of documents"))?;
        let vocabulary = Vocabulary::from_bytes(&own(VOCABULARY)?)
            .ok_or_else(|| refused(folder, VOCABULARY, "not a vocabulary"))?;
        let segment = segment_of(folder, &files)?;
        let count = usize::try_from(head.documents).ok();
        if count != Some(ids.len()) || segment.documents() != head.documents {
            return Err(refused(folder, DOCUMENTS, "another number of documents"));
        }
        Ok(Self {
            ids,
            hashes,
            segment,
            vocabulary,
            fingerprint: head.fingerprint,
        })
    }

    /// How many documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The items, by document number.
    #[must_use]
    pub fn ids(&self) -> &[u128] {
        &self.ids
    }

    /// The hash of a document's text when the base was built.
    #[must_use]
    pub fn hash_at(&self, doc: u32) -> Option<u64> {
        self.hashes.get(usize::try_from(doc).ok()?).copied()
    }

    /// How many bytes it takes in memory, about: identities and hashes, postings, words.
    #[must_use]
    pub fn memory(&self) -> [usize; 3] {
        let documents = self
            .ids
            .capacity()
            .saturating_mul(documents::DOCUMENT_BYTES);
        [documents, self.segment.bytes(), self.vocabulary.bytes()]
    }

    /// The lexicon it was built with.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The documents that match a group at a level or better, ascending; also those whose item has changed or gone
    /// since, which the engine masks.
    #[must_use]
    pub fn docs_of(&self, group: &Group, level: Level) -> Vec<u32> {
        let terms = || group.terms_to(level);
        let lengths = terms().map(|(field, term)| self.segment.count(field, term));
        let lists: Vec<u32> = lengths.filter(|length| *length > 0).collect();
        let total: usize = lists
            .iter()
            .filter_map(|it| usize::try_from(*it).ok())
            .sum();
        if lists.len() > 1 && total.saturating_mul(COMMON_ONE_IN) > self.len() {
            return self.united(terms());
        }
        let mut docs = Vec::with_capacity(total);
        for (field, term) in terms() {
            self.segment
                .each_block(field, term, |block| docs.extend_from_slice(block));
        }
        if lists.len() > 1 {
            docs.sort_unstable();
            docs.dedup();
        }
        docs
    }

    /// The union of long lists, through a bitmap.
    fn united<'t>(&self, terms: impl Iterator<Item = (Field, &'t str)>) -> Vec<u32> {
        let mut words = vec![0_u64; self.len().div_ceil(64)];
        for (field, term) in terms {
            self.segment.each_block(field, term, |block| {
                for doc in block {
                    let word = usize::try_from(doc / 64)
                        .ok()
                        .and_then(|at| words.get_mut(at));
                    if let Some(word) = word {
                        *word |= 1 << (doc % 64);
                    }
                }
            });
        }
        let count: u32 = words.iter().map(|word| word.count_ones()).sum();
        let mut docs = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
        for (start, word) in (0_u32..).step_by(64).zip(words) {
            let mut rest = word;
            while rest != 0 {
                docs.push(start.saturating_add(rest.trailing_zeros()));
                rest &= rest.wrapping_sub(1);
            }
        }
        docs
    }

    /// Compares with the items as they are now, each with [`Document::hash`].
    #[must_use]
    pub fn reconcile(&self, current: impl IntoIterator<Item = (u128, u64)>) -> Reconciled {
        let mut standing: HashMap<u128, (u32, u64)> = HashMap::with_capacity(self.len());
        for ((doc, id), hash) in (0_u32..).zip(&self.ids).zip(&self.hashes) {
            standing.insert(*id, (doc, *hash));
        }
        let mut changed = Vec::new();
        for (id, hash) in current {
            match standing.get(&id) {
                Some((_, known)) if *known == hash => {
                    standing.remove(&id);
                }
                Some(_) | None => changed.push(id),
            }
        }
        let mut masked: Vec<u32> = standing.into_values().map(|(doc, _)| doc).collect();
        masked.sort_unstable();
        Reconciled { changed, masked }
    }

    /// Whether any document has a term.
    pub(crate) fn has(&self, field: Field, term: &str) -> bool {
        self.segment.count(field, term) > 0
    }

    /// The words of its documents.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}

/// A file that is refused.
fn refused(folder: &Path, name: &str, what: &str) -> BaseRefusal {
    BaseRefusal::Damaged {
        path: folder.join(name),
        what: what.to_owned(),
    }
}

/// The segment in the rest of the files.
fn segment_of(folder: &Path, files: &Files) -> Result<Segment, BaseRefusal> {
    let path = || PathBuf::from(folder);
    match Segment::open(files) {
        Ok(Some(segment)) => Ok(segment),
        Ok(None) => Err(BaseRefusal::Damaged {
            path: path(),
            what: "not the index of this program".to_owned(),
        }),
        Err(error) => Err(BaseRefusal::Damaged {
            path: path(),
            what: error.to_string(),
        }),
    }
}
