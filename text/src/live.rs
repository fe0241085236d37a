//! The live text: documents that changed since the base was built, as an immutable picture.
//!
//! A few small inverted maps, the newest last. Each speaks for some items, with a document or with the word that it is
//! gone; for an item the newest that speaks counts. A change adds one, and joins it with its elders as long as these are
//! not much larger, so that there are few and a document is joined a few times in all. Terms are kept as 64-bit hashes:
//! of the about four million terms of 60,000 documents two meet with a chance of one in two million.
//! Read next: `document` (terms), `vocabulary::collect`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::Document;
use crate::field::Field;
use crate::level::Level;
use crate::lexicon::Lexicon;
use crate::question::Group;
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

/// A small inverted map.
#[derive(Debug)]
struct LiveMap {
    /// Its documents.
    documents: Vec<Arc<LiveDocument>>,
    /// The items it speaks for: those of its documents and those that are gone.
    spoken: HashSet<u128>,
    /// Positions in `documents` by term, ascending.
    postings: HashMap<u64, Vec<u32>>,
    /// Words of its documents.
    vocabulary: Vocabulary,
}

/// The hash that stands for a term.
fn hashed(field: Field, term: &str) -> u64 {
    let seed = u64::try_from(field.position()).unwrap_or(u64::MAX);
    xxh3_64_with_seed(term.as_bytes(), seed)
}

impl LiveMap {
    /// A map of documents and of items that are gone.
    fn of(lexicon: &Lexicon, documents: Vec<Arc<LiveDocument>>, gone: HashSet<u128>) -> Self {
        let mut spoken = gone;
        let mut postings: HashMap<u64, Vec<u32>> = HashMap::new();
        let mut collector = Collector::default();
        for (position, document) in (0_u32..).zip(&documents) {
            spoken.insert(document.id);
            collector.add(&document.counted);
            for term in &document.terms {
                postings.entry(*term).or_default().push(position);
            }
        }
        Self {
            documents,
            spoken,
            postings,
            vocabulary: collector.finish(lexicon),
        }
    }

    /// This map with a newer one over it. Only where there are elders still must it say which items are gone.
    fn joined(&self, newer: &Self, lexicon: &Lexicon, has_elders: bool) -> Self {
        let kept = self.documents.iter();
        let kept = kept.filter(|document| !newer.spoken.contains(&document.id));
        let documents: Vec<_> = kept.chain(&newer.documents).cloned().collect();
        let gone = if has_elders {
            self.spoken.union(&newer.spoken).copied().collect()
        } else {
            HashSet::new()
        };
        Self::of(lexicon, documents, gone)
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
        for document in changed {
            let terms = document.terms(lexicon);
            let hashes = terms.iter().map(|(field, term)| hashed(field, term));
            let read = Arc::new(LiveDocument {
                id: document.id,
                terms: hashes.collect(),
                counted: Counted::of(lexicon, &document, &terms),
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
        let mut maps = self.maps.clone();
        maps.push(Arc::new(LiveMap::of(lexicon, documents, gone)));
        join_young(&mut maps, lexicon);
        let documents = counting(&maps);
        Self { maps, documents }
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
            ids.extend(found.filter(|id| !newer.iter().any(|map| map.spoken.contains(id))));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether it speaks for an item: with its document, or, while elder documents of it are known, with the word that
    /// it is gone.
    #[must_use]
    pub fn speaks_for(&self, id: u128) -> bool {
        self.maps.iter().any(|map| map.spoken.contains(&id))
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

/// How many documents of some maps count.
fn counting(maps: &[Arc<LiveMap>]) -> usize {
    let counts = maps.iter().enumerate().map(|(at, map)| {
        let newer = maps.get(at.saturating_add(1)..).unwrap_or_default();
        let documents = map.documents.iter();
        documents
            .filter(|document| !newer.iter().any(|it| it.spoken.contains(&document.id)))
            .count()
    });
    counts.sum()
}
