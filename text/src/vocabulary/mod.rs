//! The words that documents have, each with its sort, how many have it and how it is read: for suggestions, for what is
//! typed in pinyin, and for typos.
//!
//! Two sorted lists, of keys and of readings; nothing in it changes. Bounded: what occurs least is left out. Read next:
//! `collect` (making one), `merge`, `flat` (its file), `near` (typos), `best` (the most frequent of a stretch).

mod best;
mod collect;
mod flat;
mod merge;
mod near;

use std::ops::Range;

pub(crate) use best::Best;
pub(crate) use collect::{Collector, Counted};
use near::Lengths;
pub(crate) use near::sound_close;

/// What sort of word it is; the order in which those with as many documents are suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKind {
    /// A name of an occupation.
    Occupation,
    /// A name of a service.
    Service,
    /// A name of a kind of place or of opening.
    Kind,
    /// A division.
    Division,
    /// A title.
    Title,
    /// An employer.
    Employer,
    /// A name of a category, tag, facet or site; not suggested.
    Trait,
    /// A word of titles or names; not suggested.
    Word,
}

impl WordKind {
    /// All sorts.
    pub(crate) const ALL: [Self; 8] = [
        Self::Occupation,
        Self::Service,
        Self::Kind,
        Self::Division,
        Self::Title,
        Self::Employer,
        Self::Trait,
        Self::Word,
    ];

    /// Its number, from 0.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Occupation => 0,
            Self::Service => 1,
            Self::Kind => 2,
            Self::Division => 3,
            Self::Title => 4,
            Self::Employer => 5,
            Self::Trait => 6,
            Self::Word => 7,
        }
    }

    /// Whether it completes what is being typed.
    pub(crate) fn is_suggested(self) -> bool {
        !matches!(self, Self::Trait | Self::Word)
    }

    /// Whether a typo may have been meant to be one: employers and titles are too many and too long.
    pub(crate) fn is_meant(self) -> bool {
        !matches!(self, Self::Title | Self::Employer)
    }
}

/// How a word is typed without its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Typed {
    /// All syllables.
    Full,
    /// The initials.
    Initials,
    /// The characters of the short name of a division.
    Short,
}

/// A stretch of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    /// Where it begins, in bytes.
    start: u32,
    /// How long it is, in bytes.
    length: u32,
}

/// A word.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The word, folded, without spaces.
    key: Stretch,
    /// The word as it is shown.
    text: Stretch,
    /// Its sort.
    kind: WordKind,
    /// How many documents have it.
    documents: u32,
}

/// A way to type a word.
#[derive(Clone, Copy, Debug)]
struct Spelling {
    /// What is typed.
    key: Stretch,
    /// The word.
    entry: u32,
    /// How it is typed.
    typed: Typed,
}

/// Words, in order of their keys.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// All texts.
    texts: String,
    /// The words, by key and sort.
    entries: Vec<Entry>,
    /// Ways to type them, ascending.
    spellings: Vec<Spelling>,
    /// Which of a stretch of `entries` has most documents.
    best_entries: Best,
    /// Which of a stretch of `spellings` leads to the word with most documents.
    best_spellings: Best,
    /// Where typos are looked for.
    lengths: Lengths,
}

/// A word as it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'v> {
    /// Folded, without spaces.
    pub(crate) key: &'v str,
    /// As it is shown.
    pub(crate) text: &'v str,
    /// Its sort.
    pub(crate) kind: WordKind,
    /// How many documents have it.
    pub(crate) documents: u32,
}

impl Vocabulary {
    /// A vocabulary of sorted parts.
    fn of(texts: String, entries: Vec<Entry>, spellings: Vec<Spelling>) -> Self {
        let worth = |entry: &Entry| {
            if !entry.kind.is_suggested() || entry.documents == 0 {
                return 0;
            }
            let sorts = 15_u32.saturating_sub(u32::from(entry.kind.number()));
            entry.documents.min(u32::MAX >> 4) << 4 | sorts
        };
        let best_entries = Best::of(entries.iter().map(worth).collect());
        let of_spelling = |spelling: &Spelling| entries.get(index(spelling.entry)).map_or(0, worth);
        let best_spellings = Best::of(spellings.iter().map(of_spelling).collect());
        let mut vocabulary = Self {
            texts,
            entries,
            spellings,
            best_entries,
            best_spellings,
            lengths: Lengths::default(),
        };
        vocabulary.lengths = Lengths::of(&vocabulary);
        vocabulary
    }

    /// How many bytes it takes in memory, about.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.capacity()
            + self.entries.capacity() * size_of::<Entry>()
            + self.spellings.capacity() * size_of::<Spelling>()
            + self.best_entries.bytes()
            + self.best_spellings.bytes()
            + self.lengths.bytes()
    }

    /// A stretch of the texts.
    fn text(&self, stretch: Stretch) -> &str {
        let start = index(stretch.start);
        let range = start..start.saturating_add(index(stretch.length));
        self.texts.get(range).unwrap_or_default()
    }

    /// A word by its position; none where no document has it any more.
    fn word(&self, position: usize) -> Option<Word<'_>> {
        let entry = self.entries.get(position).filter(|it| it.documents > 0)?;
        Some(Word {
            key: self.text(entry.key),
            text: self.text(entry.text),
            kind: entry.kind,
            documents: entry.documents,
        })
    }

    /// The words with this key.
    pub(crate) fn exactly(&self, key: &str) -> impl Iterator<Item = Word<'_>> {
        let first = self.entries.partition_point(|it| self.text(it.key) < key);
        let rest = self.entries.get(first..).unwrap_or_default();
        let same = rest.iter().take_while(move |it| self.text(it.key) == key);
        same.zip(first..).filter_map(|(_, at)| self.word(at))
    }

    /// The words that are typed so.
    pub(crate) fn typed(&self, key: &str) -> impl Iterator<Item = (Typed, Word<'_>)> {
        let first = self.spellings.partition_point(|it| self.text(it.key) < key);
        let rest = self.spellings.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |it| self.text(it.key) == key)
            .filter_map(|it| Some((it.typed, self.word(index(it.entry))?)))
    }

    /// Up to `most` words whose key or spelling begins so, those with most documents first; the same word may come
    /// twice.
    pub(crate) fn beginning(&self, prefix: &str, most: usize) -> Vec<Word<'_>> {
        let entries = range_of(
            self.entries.len(),
            |at| self.entries.get(at).map_or("", |it| self.text(it.key)),
            prefix,
        );
        let spellings = range_of(
            self.spellings.len(),
            |at| self.spellings.get(at).map_or("", |it| self.text(it.key)),
            prefix,
        );
        let by_key = self.best_entries.first(entries, most).into_iter();
        let by_spelling = self.best_spellings.first(spellings, most).into_iter();
        let spelled = by_spelling.filter_map(|at| self.spellings.get(at).map(|it| index(it.entry)));
        by_key
            .chain(spelled)
            .filter_map(|at| self.word(at))
            .collect()
    }
}

/// The stretch of an ascending list in which texts begin with a prefix.
fn range_of<'t>(count: usize, text: impl Fn(usize) -> &'t str, prefix: &str) -> Range<usize> {
    let first = partition(0..count, |at| text(at) < prefix);
    first..partition(first..count, |at| text(at).starts_with(prefix))
}

/// The first position of a range of which something no longer holds.
fn partition(range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A number of the file as an index.
fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
