//! Alternatives of which one must match, and where each may stand.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3Default;

use crate::field::Field;
use crate::level::Level;
use crate::lexicon::Lexicon;
use crate::picture::TextPicture;

/// The most terms of a group; the worst are left out.
const MOST_TERMS: usize = 400;

/// How a group came from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The word as typed, and its synonyms.
    AsTyped,
    /// Words that are read so in pinyin.
    Pinyin,
    /// Words with these initials.
    Initials,
    /// A part of a word that no document has.
    Shorter,
    /// Words that sound the same.
    SoundsAlike,
    /// Words that differ by one typo.
    Typo,
    /// A pair of characters.
    Pairs,
}

/// A term of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
struct GroupTerm {
    /// How well it matches.
    level: Level,
    /// Where it stands.
    field: Field,
    /// The term.
    text: Box<str>,
}

/// Alternatives of which one must match. Equal groups have the same answers, whatever was typed: the key of a cache.
#[derive(Clone, Debug)]
pub struct Group {
    /// As typed, folded.
    typed: Box<str>,
    /// How it came from that.
    how: How,
    /// The words it stands for, the closest first.
    words: Vec<Box<str>>,
    /// The terms, best first.
    terms: Arc<[GroupTerm]>,
    /// A hash of the terms.
    key: u128,
}

impl PartialEq for Group {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Group {}

impl Hash for Group {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Group {
    /// As typed, folded.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// How it came from what was typed.
    #[must_use]
    pub fn how(&self) -> How {
        self.how
    }

    /// The words it stands for, the closest first.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }

    /// The terms of a level or better.
    pub(crate) fn terms_to(&self, level: Level) -> impl Iterator<Item = (Field, &str)> {
        let terms = self.terms.iter();
        terms
            .take_while(move |term| term.level <= level)
            .map(|term| (term.field, term.text.as_ref()))
    }

    /// The group, matched also by documents of which the title or the employer is the whole question.
    pub(super) fn or_whole(self, whole: &str) -> Self {
        let mut draft = GroupDraft {
            words: self.words,
            terms: BTreeMap::new(),
        };
        draft.term(Field::Whole, whole, Level::Whole);
        for term in self.terms.iter() {
            draft.term(term.field, &term.text, term.level);
        }
        draft.finish(&self.typed, self.how)
    }

    /// The best level at which any document matches.
    pub(crate) fn best_level(&self, picture: TextPicture<'_>) -> Option<Level> {
        let mut terms = self.terms.iter();
        let found = terms.find(|term| picture.has(term.field, &term.text));
        found.map(|term| term.level)
    }
}

/// Collects the terms of a group.
#[derive(Debug, Default)]
pub(super) struct GroupDraft {
    /// The words.
    words: Vec<Box<str>>,
    /// The best level of each term.
    terms: BTreeMap<(Field, Box<str>), Level>,
}

impl GroupDraft {
    /// A draft of one word and its synonyms.
    pub(super) fn of(lexicon: &Lexicon, word: &str) -> Self {
        let mut draft = Self::default();
        draft.add(lexicon, word, false);
        draft
    }

    /// Adds a word and its synonyms; one level less where it is a second choice.
    pub(super) fn add(&mut self, lexicon: &Lexicon, word: &str, is_second: bool) {
        self.add_alone(lexicon, word, u8::from(is_second));
        for synonym in lexicon.synonyms(word) {
            self.add_alone(lexicon, synonym, u8::from(is_second).saturating_add(1));
        }
    }

    /// Notes that the group stands for a word.
    pub(super) fn name(&mut self, word: &str) {
        if !self.words.iter().any(|it| it.as_ref() == word) {
            self.words.push(word.into());
        }
    }

    /// Adds a word, some levels less.
    fn add_alone(&mut self, lexicon: &Lexicon, word: &str, less: u8) {
        self.name(word);
        let lessened = |level: Level| (0..less).fold(level, |level, _| level.one_less());
        for (field, level) in [
            (Field::Title, Level::Named),
            (Field::Place, Level::Named),
            (Field::Part, Level::Titled),
            (Field::Employer, Level::Held),
            (Field::Text, Level::Said),
        ] {
            self.term(field, word, lessened(level));
        }
        for thing in lexicon.things_named(word) {
            let level = if thing.kind.is_name() {
                Level::Named
            } else {
                Level::Trait
            };
            self.term(Field::Concept, &thing.key, lessened(level));
        }
        for thing in lexicon.things_holding(word) {
            let level = if thing.kind.is_name() {
                Level::Held
            } else {
                Level::Trait
            };
            self.term(Field::Concept, &thing.key, lessened(level));
        }
    }

    /// Adds one term.
    pub(super) fn term(&mut self, field: Field, text: &str, level: Level) {
        let known = self.terms.entry((field, text.into())).or_insert(level);
        *known = level.min(*known);
    }

    /// Whether any document has one of the terms.
    pub(super) fn is_found(&self, picture: TextPicture<'_>) -> bool {
        self.terms
            .keys()
            .any(|(field, text)| picture.has(*field, text))
    }

    /// The group.
    pub(super) fn finish(self, typed: &str, how: How) -> Group {
        let mut terms: Vec<GroupTerm> = self
            .terms
            .into_iter()
            .map(|((field, text), level)| GroupTerm { level, field, text })
            .collect();
        terms.sort_by_key(|term| term.level);
        terms.truncate(MOST_TERMS);
        let mut hasher = Xxh3Default::new();
        for term in &terms {
            hasher.update(&[term.level.number()]);
            hasher.update(term.field.name().as_bytes());
            hasher.update(&term.text.len().to_le_bytes());
            hasher.update(term.text.as_bytes());
        }
        Group {
            typed: typed.into(),
            how,
            words: self.words,
            terms: terms.into(),
            key: hasher.digest128(),
        }
    }
}
