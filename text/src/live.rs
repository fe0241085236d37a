//! The live text: documents that changed since the base was built, as an immutable picture.
//!
//! A few small inverted maps, the newest last. Each speaks for some items, with a document or with the word that it is
//! gone; for an item the newest that speaks counts. A change adds one, and joins it with its elders as long as these are
//! not much larger, so that there are few and a document is joined a few times in all. Terms are kept as 64-bit hashes:
//! of the about four million terms of 60,000 documents two meet with a chance of one in two million.
//! Read next: `document` (terms), `vocabulary::collect`.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::Document;
use crate::field::Field;
use crate::level::Level;
use crate::lexicon::Lexicon;
use crate::question::Group;
use crate::terms::TermFinder;
use crate::vocabulary::{Collector, Counted, Vocabulary};

/// A map is joined with the one before it unless that is more than so many times as large.
const ELDER_TIMES: usize = 4;

/// Documents that changed, as a picture that does not.
#[derive(Clone, Debug, Default)]
pub struct LiveText {
    /// The maps, the newest last.
    maps: Vec<Arc<LiveMap>>,
    /// How many documents count.
    documents: usize,
}

/// A document.
#[derive(Debug)]
struct LiveDocument {
    /// The item.
    id: u128,
    /// Its terms, hashed.
    terms: Box<[u64]>,
    /// Its words, for the vocabulary.
    counted: Counted,
}

/// Terms are hashes already.
type AsItIs = BuildHasherDefault<TermHash>;

/// What the places of fields are multiplied by to be seeds (2^64 by the golden ratio, odd).
const FIELD_SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a term that is a hash.
#[derive(Default)]
struct TermHash(u64);

impl Hasher for TermHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u64(&mut self, term: u64) {
        self.0 = term;
    }
}

/// A small inverted map.
#[derive(Debug)]
struct LiveMap {
    /// Its documents.
    documents: Vec<Arc<LiveDocument>>,
    /// The items it speaks for, and whether they are there.
    spoken: HashMap<u128, bool>,
    /// Positions in `documents` by term, ascending.
    postings: HashMap<u64, Vec<u32>, AsItIs>,
    /// Words of its documents.
    vocabulary: Vocabulary,
}

/// The hash that stands for a term.
fn hashed(field: Field, term: &str) -> u64 {
    // A small seed would move a text of three bytes, one character, onto another one: seeds differ in their upper halves.
    let place = u64::try_from(field.position()).unwrap_or(u64::MAX);
    xxh3_64_with_seed(term.as_bytes(), place.wrapping_mul(FIELD_SEED))
}

impl LiveMap {
    /// A map of documents and of items that are gone.
    fn of(lexicon: &Lexicon, documents: Vec<Arc<LiveDocument>>, gone: HashSet<u128>) -> Self {
        let mut collector = Collector::default();
        documents.iter().for_each(|it| collector.add(&it.counted));
        Self::with_words(documents, gone, collector.finish(lexicon))
    }

    /// A map of documents whose words are known.
    fn with_words(
        documents: Vec<Arc<LiveDocument>>,
        gone: HashSet<u128>,
        vocabulary: Vocabulary,
    ) -> Self {
        let mut spoken: HashMap<u128, bool> = gone.into_iter().map(|id| (id, false)).collect();
        let mut postings: HashMap<u64, Vec<u32>, AsItIs> = HashMap::default();
        for (position, document) in (0_u32..).zip(&documents) {
            spoken.insert(document.id, true);
            for term in &document.terms {
                postings.entry(*term).or_default().push(position);
            }
        }
        Self {
            documents,
            spoken,
            postings,
            vocabulary,
        }
    }

    /// This map with a newer one over it. Only where there are elders still must it say which items are gone.
    fn joined(&self, newer: &Self, lexicon: &Lexicon, has_elders: bool) -> Self {
        let is_kept = |document: &&Arc<LiveDocument>| !newer.spoken.contains_key(&document.id);
        let replaced = self.documents.iter().filter(|it| !is_kept(it));
        let replaced = replaced.map(|document| &document.counted);
        let vocabulary = self.vocabulary.merged(&newer.vocabulary, lexicon, replaced);
        let kept = self.documents.iter().filter(is_kept);
        let documents: Vec<_> = kept.chain(&newer.documents).cloned().collect();
        let gone = if has_elders {
            let spoken = self.spoken.keys().chain(newer.spoken.keys());
            spoken.copied().collect()
        } else {
            HashSet::new()
        };
        Self::with_words(documents, gone, vocabulary)
    }
}

impl LiveText {
    /// The picture after some changes: documents in their newest form, and items that are gone. An item in both is
    /// there; of several documents of one item the last counts.
    #[must_use]
    pub fn with<'a>(
        &self,
        lexicon: &Lexicon,
        changed: impl IntoIterator<Item = Document<'a>>,
        gone: impl IntoIterator<Item = u128>,
    ) -> Self {
        let mut places: HashMap<u128, usize> = HashMap::new();
        let mut documents: Vec<Arc<LiveDocument>> = Vec::new();
        let mut finder = TermFinder::new(lexicon);
        for document in changed {
            let terms = finder.terms(&document);
            let hashes = terms.iter().map(|(field, term)| hashed(field, term));
            let read = Arc::new(LiveDocument {
                id: document.id,
                terms: hashes.collect(),
                counted: Counted::of(&mut finder, &document, &terms),
            });
            match places
                .get(&document.id)
                .and_then(|at| documents.get_mut(*at))
            {
                Some(place) => *place = read,
                None => {
                    places.insert(document.id, documents.len());
                    documents.push(read);
                }
            }
        }
        let gone: HashSet<u128> = gone.into_iter().collect();
        if documents.is_empty() && gone.is_empty() {
            return self.clone();
        }
        let young = LiveMap::of(lexicon, documents, gone);
        let mut count = self.documents;
        for (id, is_there) in &young.spoken {
            match (self.holds(*id), is_there) {
                (true, false) => count = count.saturating_sub(1),
                (false, true) => count = count.saturating_add(1),
                (true, true) | (false, false) => {}
            }
        }
        let mut maps = self.maps.clone();
        maps.push(Arc::new(young));
        join_young(&mut maps, lexicon);
        Self {
            maps,
            documents: count,
        }
    }

    /// Whether a document of an item counts.
    fn holds(&self, id: u128) -> bool {
        let mut newest_first = self.maps.iter().rev();
        let said = newest_first.find_map(|map| map.spoken.get(&id));
        said.copied().unwrap_or(false)
    }

    /// How many documents count.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The items that match a group at a level or better, ascending.
    #[must_use]
    pub fn ids_of(&self, group: &Group, level: Level) -> Vec<u128> {
        let terms: Vec<u64> = group
            .terms_to(level)
            .map(|(field, term)| hashed(field, term))
            .collect();
        let mut ids = Vec::new();
        for (at, map) in self.maps.iter().enumerate() {
            let newer = self.maps.get(at.saturating_add(1)..).unwrap_or_default();
            let positions = terms
                .iter()
                .filter_map(|term| map.postings.get(term))
                .flatten();
            let found = positions.filter_map(|it| map.documents.get(usize::try_from(*it).ok()?));
            let found = found.map(|document| document.id);
            ids.extend(found.filter(|id| !newer.iter().any(|map| map.spoken.contains_key(id))));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether it speaks for an item: with its document, or, while elder documents of it are known, with the word that
    /// it is gone.
    #[must_use]
    pub fn speaks_for(&self, id: u128) -> bool {
        self.maps.iter().any(|map| map.spoken.contains_key(&id))
    }

    /// Whether any document has a term; one that does not count any more may be among them.
    pub(crate) fn has(&self, field: Field, term: &str) -> bool {
        let term = hashed(field, term);
        self.maps.iter().any(|map| map.postings.contains_key(&term))
    }

    /// The words of its documents, map by map.
    pub(crate) fn vocabularies(&self) -> impl Iterator<Item = &Vocabulary> {
        self.maps.iter().map(|map| &map.vocabulary)
    }
}

/// Joins the newest maps with their elders as long as these are not much larger.
fn join_young(maps: &mut Vec<Arc<LiveMap>>, lexicon: &Lexicon) {
    while let [.., elder, young] = maps.as_slice()
        && elder.spoken.len() <= young.spoken.len().saturating_mul(ELDER_TIMES)
    {
        let has_elders = maps.len() > 2;
        let joined = Arc::new(elder.joined(young, lexicon, has_elders));
        maps.truncate(maps.len().saturating_sub(2));
        maps.push(joined);
    }
}
