//! Making a vocabulary: counting words while documents go by, then sorting them.
//!
//! Bounded: of titles and employers, and of words, only the most frequent are kept, and what has been seen once is
//! forgotten when too much has been seen. Read next: `mod.rs`.

use std::collections::HashMap;

use super::{Entry, Spelling, Stretch, Typed, Vocabulary, WordKind};
use crate::document::Document;
use crate::field::Field;
use crate::fold::joined;
use crate::lexicon::Lexicon;
use crate::reading::readings;
use crate::terms::{TermFinder, Terms};
use crate::words::ConceptKind;

/// The most words of one sort in a vocabulary.
const MOST_OF_A_SORT: usize = 50_000;

/// How many are counted before those seen once are forgotten.
const MOST_COUNTED: usize = 8 * MOST_OF_A_SORT;

/// How often words were seen.
#[derive(Debug, Default)]
struct Counts(HashMap<Box<str>, (u32, Option<Box<str>>)>);

impl Counts {
    /// Counts a word, shown so where that is not the word itself.
    fn count(&mut self, key: &str, shown: Option<&str>) {
        if key.is_empty() {
            return;
        }
        if let Some((count, _)) = self.0.get_mut(key) {
            *count = count.saturating_add(1);
            return;
        }
        if self.0.len() >= MOST_COUNTED {
            self.0.retain(|_, (count, _)| *count > 1);
        }
        let shown = shown.filter(|shown| *shown != key).map(Into::into);
        self.0.insert(key.into(), (1, shown));
    }

    /// The most frequent.
    fn most_frequent(self) -> Vec<(Box<str>, u32, Option<Box<str>>)> {
        let mut counted: Vec<_> = self
            .0
            .into_iter()
            .map(|(key, (count, shown))| (key, count, shown))
            .collect();
        if counted.len() > MOST_OF_A_SORT {
            counted.sort_unstable_by(|one, other| {
                other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0))
            });
            counted.truncate(MOST_OF_A_SORT);
        }
        counted
    }
}

/// Counts the words of documents.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    /// Whole titles.
    titles: Counts,
    /// Whole employers.
    employers: Counts,
    /// Words of titles, and words inside them.
    words: Counts,
    /// Keys of concepts.
    concepts: HashMap<Box<str>, u32>,
    /// Full names of divisions.
    divisions: HashMap<Box<str>, u32>,
}

/// A word on its way into a vocabulary.
struct Candidate {
    /// Folded, without spaces.
    key: Box<str>,
    /// As it is shown, where that differs.
    shown: Option<Box<str>>,
    /// Its sort.
    kind: WordKind,
    /// How many documents have it.
    documents: u32,
}

/// What is counted of a document.
#[derive(Debug)]
pub(crate) struct Counted {
    /// The title, folded and as it is shown.
    title: (Box<str>, Box<str>),
    /// The employer, likewise.
    employer: Option<(Box<str>, Box<str>)>,
    /// Words of the title, and words inside them.
    words: Box<[Box<str>]>,
    /// Keys of concepts.
    concepts: Box<[Box<str>]>,
    /// Full names of divisions.
    divisions: Box<[Box<str>]>,
}

impl Counted {
    /// What is counted of a document with these terms.
    pub(crate) fn of(finder: &mut TermFinder<'_>, document: &Document<'_>, terms: &Terms) -> Self {
        let lexicon = finder.lexicon();
        let shown = |text: &str| (joined(&lexicon.folded(text)).into(), text.trim().into());
        let of_fields = |wanted: &[Field]| {
            let terms = terms.iter().filter(|(field, _)| wanted.contains(field));
            terms.map(|(_, term)| term.into()).collect()
        };
        let places = document.places.iter();
        Self {
            title: shown(document.title),
            employer: document.employer.map(shown),
            words: of_fields(&[Field::Title, Field::Part]),
            concepts: of_fields(&[Field::Concept]),
            divisions: places.map(|it| finder.names_of(it).0.clone()).collect(),
        }
    }
}

/// Names every word of a concept, with its sort.
fn each_word_of(lexicon: &Lexicon, key: &str, mut name: impl FnMut(&str, WordKind)) {
    let Some(thing) = lexicon.thing(key) else {
        return;
    };
    let kind = kind_of(thing.kind);
    thing.names.iter().for_each(|word| name(word, kind));
    thing
        .inside
        .iter()
        .for_each(|word| name(word, WordKind::Word));
}

impl Counted {
    /// Names every word that the document is counted under, with its sort.
    pub(crate) fn each_word(&self, lexicon: &Lexicon, mut name: impl FnMut(&str, WordKind)) {
        name(&self.title.0, WordKind::Title);
        if let Some((employer, _)) = &self.employer {
            name(employer, WordKind::Employer);
        }
        self.words.iter().for_each(|it| name(it, WordKind::Word));
        self.divisions
            .iter()
            .for_each(|it| name(it, WordKind::Division));
        for key in &self.concepts {
            each_word_of(lexicon, key, &mut name);
        }
    }
}

impl Collector {
    /// Counts a document.
    pub(crate) fn add(&mut self, counted: &Counted) {
        let (key, shown) = &counted.title;
        self.titles.count(key, Some(shown));
        if let Some((key, shown)) = &counted.employer {
            self.employers.count(key, Some(shown));
        }
        counted
            .words
            .iter()
            .for_each(|it| self.words.count(it, None));
        counted
            .concepts
            .iter()
            .for_each(|it| add(&mut self.concepts, it));
        counted
            .divisions
            .iter()
            .for_each(|it| add(&mut self.divisions, it));
    }

    /// The vocabulary of what was counted.
    pub(crate) fn finish(self, lexicon: &Lexicon) -> Vocabulary {
        let mut words: HashMap<(Box<str>, WordKind), Candidate> = HashMap::new();
        let mut enter = |key: Box<str>, kind, documents, shown: Option<Box<str>>| {
            let known = words.entry((key.clone(), kind)).or_insert(Candidate {
                key,
                shown,
                kind,
                documents: 0,
            });
            known.documents = known.documents.saturating_add(documents);
        };
        for (key, documents) in &self.concepts {
            each_word_of(lexicon, key, |word, kind| {
                enter(word.into(), kind, *documents, None)
            });
        }
        for (name, documents) in self.divisions {
            enter(name, WordKind::Division, documents, None);
        }
        let counted = [
            (WordKind::Title, self.titles),
            (WordKind::Employer, self.employers),
            (WordKind::Word, self.words),
        ];
        for (kind, counts) in counted {
            for (key, documents, shown) in counts.most_frequent() {
                enter(key, kind, documents, shown);
            }
        }
        written(lexicon, words.into_values().collect())
    }
}

/// Adds one to a count.
fn add(counts: &mut HashMap<Box<str>, u32>, key: &str) {
    match counts.get_mut(key) {
        Some(count) => *count = count.saturating_add(1),
        None => {
            counts.insert(key.into(), 1);
        }
    }
}

/// The sort of a concept's names.
fn kind_of(kind: ConceptKind) -> WordKind {
    match kind {
        ConceptKind::Occupation => WordKind::Occupation,
        ConceptKind::Service => WordKind::Service,
        ConceptKind::PlaceKind | ConceptKind::OpeningKind => WordKind::Kind,
        ConceptKind::Category | ConceptKind::Tag | ConceptKind::Facet | ConceptKind::SiteKind => {
            WordKind::Trait
        }
    }
}

/// Sorts words and writes their texts and spellings.
fn written(lexicon: &Lexicon, mut words: Vec<Candidate>) -> Vocabulary {
    words.sort_unstable_by(|one, other| (&one.key, one.kind).cmp(&(&other.key, other.kind)));
    let mut texts = String::new();
    let mut write = |text: &str| {
        let stretch = Stretch {
            start: u32::try_from(texts.len()).ok()?,
            length: u32::try_from(text.len()).ok()?,
        };
        texts.push_str(text);
        Some(stretch)
    };
    let mut entries = Vec::with_capacity(words.len());
    let mut spelled: Vec<(Box<str>, u32, Typed)> = Vec::new();
    for word in &words {
        let Some(key) = write(&word.key) else { break };
        let text = word.shown.as_deref().and_then(&mut write).unwrap_or(key);
        let position = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        entries.push(Entry {
            key,
            text,
            kind: word.kind,
            documents: word.documents,
        });
        let short = (word.kind == WordKind::Division)
            .then(|| lexicon.short_of(&word.key))
            .flatten();
        for form in [Some(word.key.as_ref()), short].into_iter().flatten() {
            let most = if word.kind.is_meant() { usize::MAX } else { 1 };
            for reading in readings(form).into_iter().take(most) {
                spelled.push((reading.initials.into(), position, Typed::Initials));
                let full = std::iter::once(reading.full).chain(reading.careless);
                spelled.extend(full.map(|full| (full.into(), position, Typed::Full)));
            }
        }
        spelled.extend(short.map(|short| (short.into(), position, Typed::Short)));
    }
    spelled.sort_unstable();
    spelled.dedup();
    let mut spellings = Vec::with_capacity(spelled.len());
    let mut last: Option<(&str, Stretch)> = None;
    for (key, entry, typed) in &spelled {
        let stretch = match last {
            Some((text, stretch)) if text == key.as_ref() => stretch,
            _ => match write(key) {
                Some(stretch) => stretch,
                None => break,
            },
        };
        last = Some((key, stretch));
        spellings.push(Spelling {
            key: stretch,
            entry: *entry,
            typed: *typed,
        });
    }
    Vocabulary::of(texts, entries, spellings)
}
