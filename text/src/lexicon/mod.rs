//! The words that are known before any document is read, and how texts are cut by them.
//!
//! Built once from what the server passes in. Its fingerprint stands in every base that was built with it: with other
//! words the same texts are cut otherwise, so such a base is foreign. Read next: `cut`, `divisions`, `names`.

mod build;
mod cut;
mod divisions;
mod names;

use std::collections::{BTreeSet, HashMap, HashSet};

pub(crate) use cut::Token;

use self::build::{fingerprint, own_words, read_divisions, read_synonyms};
use self::cut::Cutter;
use self::names::forms;
use crate::fold::{Fold, joined};
use crate::refusal::LexiconRefusal;
use crate::words::{ConceptKind, LexiconWords};

/// A thing with a code.
#[derive(Debug)]
pub(crate) struct Thing {
    /// Its key.
    pub(crate) key: Box<str>,
    /// What sort of thing it is.
    pub(crate) kind: ConceptKind,
    /// Its names, folded, every form of each.
    pub(crate) names: Vec<Box<str>>,
    /// Words inside its names that are none of them.
    pub(crate) inside: Vec<Box<str>>,
}

/// The words known beforehand.
#[derive(Debug)]
pub struct Lexicon {
    /// How texts are folded.
    fold: Fold,
    /// How they are cut.
    cutter: Cutter,
    /// Things with a code.
    things: Vec<Thing>,
    /// Positions in `things` by key.
    by_key: HashMap<Box<str>, u32>,
    /// Things by each form of their names.
    named: HashMap<Box<str>, Vec<u32>>,
    /// Things by the words inside their names.
    holding: HashMap<Box<str>, Vec<u32>>,
    /// Short names by full name.
    shorts: HashMap<Box<str>, Box<str>>,
    /// Words that say nothing.
    stop_words: HashSet<Box<str>>,
    /// What else a word means.
    synonyms: HashMap<Box<str>, Vec<Box<str>>>,
    /// A hash of all of it.
    fingerprint: u64,
}

impl Lexicon {
    /// Reads the words.
    ///
    /// # Errors
    /// When two concepts have one key, or one has no name.
    pub fn new(words: &LexiconWords) -> Result<Self, LexiconRefusal> {
        let fold = Fold::new()?;
        let mut things = Vec::with_capacity(words.concepts.len());
        let mut by_key = HashMap::new();
        for (position, concept) in (0_u32..).zip(&words.concepts) {
            let names: Vec<Box<str>> = concept
                .names
                .iter()
                .flat_map(|name| forms(&fold, name))
                .map(String::into_boxed_str)
                .collect();
            if names.is_empty() {
                return Err(LexiconRefusal::Nameless(concept.key.clone()));
            }
            let key = concept.key.clone().into_boxed_str();
            if by_key.insert(key.clone(), position).is_some() {
                return Err(LexiconRefusal::RepeatedKey(concept.key.clone()));
            }
            things.push(Thing {
                key,
                kind: concept.kind,
                names,
                inside: Vec::new(),
            });
        }
        let divisions = read_divisions(&fold, words);
        let stop_words: HashSet<Box<str>> = words
            .stop_words
            .iter()
            .map(|word| joined(&fold.text(word)).into_boxed_str())
            .collect();
        let synonyms = read_synonyms(&fold, words);
        let own = own_words(&fold, words, &things, &divisions, &stop_words, &synonyms);
        let mut lexicon = Self {
            cutter: Cutter::new(own),
            fold,
            things,
            by_key,
            named: HashMap::new(),
            holding: HashMap::new(),
            shorts: divisions
                .into_iter()
                .filter_map(|(name, short)| Some((name, short?)))
                .collect(),
            stop_words,
            synonyms,
            fingerprint: fingerprint(words),
        };
        lexicon.index_names(words);
        Ok(lexicon)
    }

    /// Enters every name, and the words inside it, of every thing.
    fn index_names(&mut self, words: &LexiconWords) {
        for (position, concept) in (0_u32..).zip(&words.concepts) {
            let mut inside = BTreeSet::new();
            for name in &concept.names {
                let folded = self.fold.text(name);
                let whole = joined(&folded);
                for token in self
                    .cutter
                    .cut(&folded)
                    .into_iter()
                    .chain(self.cutter.cut(&whole))
                {
                    inside.insert(token.text.to_owned());
                    inside.extend(self.cutter.parts(token.text).into_iter().map(str::to_owned));
                }
                inside.extend(self.cutter.parts(&whole).into_iter().map(str::to_owned));
            }
            let names = self
                .things
                .get(at(position))
                .map(|thing| thing.names.clone());
            for name in names.into_iter().flatten() {
                inside.remove(name.as_ref());
                enter(&mut self.named, name, position);
            }
            let inside: Vec<Box<str>> = inside.into_iter().map(String::into_boxed_str).collect();
            for word in &inside {
                enter(&mut self.holding, word.clone(), position);
            }
            if let Some(thing) = self.things.get_mut(at(position)) {
                thing.inside = inside;
            }
        }
    }

    /// The hash of all words and of the way they cut.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The words of a text as documents and questions are cut: for tests of dictionaries.
    #[must_use]
    pub fn cut_words(&self, text: &str) -> Vec<String> {
        let folded = self.fold.text(text);
        let tokens = self.cutter.cut(&folded);
        tokens
            .into_iter()
            .map(|token| token.text.to_owned())
            .collect()
    }

    /// A text as it is compared.
    pub(crate) fn folded(&self, text: &str) -> String {
        self.fold.text(text)
    }

    /// The words of a folded text.
    pub(crate) fn cut<'t>(&self, folded: &'t str) -> Vec<Token<'t>> {
        self.cutter.cut(folded)
    }

    /// The words inside a word.
    pub(crate) fn parts<'t>(&self, word: &'t str) -> Vec<&'t str> {
        self.cutter.parts(word)
    }

    /// Whether it is a word of the lexicon itself.
    pub(crate) fn is_own(&self, word: &str) -> bool {
        self.cutter.is_own(word)
    }

    /// Whether it says nothing.
    pub(crate) fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.contains(word)
    }

    /// What else a word means.
    pub(crate) fn synonyms(&self, word: &str) -> &[Box<str>] {
        self.synonyms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The things that a word is a name of.
    pub(crate) fn things_named(&self, word: &str) -> impl Iterator<Item = &Thing> {
        self.things_in(self.named.get(word))
    }

    /// The things of which a name holds the word.
    pub(crate) fn things_holding(&self, word: &str) -> impl Iterator<Item = &Thing> {
        self.things_in(self.holding.get(word))
    }

    /// The thing with this key.
    pub(crate) fn thing(&self, key: &str) -> Option<&Thing> {
        let position = self.by_key.get(key)?;
        self.things.get(at(*position))
    }

    /// The short name of a division, both folded.
    pub(crate) fn short_of(&self, name: &str) -> Option<&str> {
        self.shorts.get(name).map(AsRef::as_ref)
    }

    /// The things at some positions.
    fn things_in<'l>(&'l self, positions: Option<&'l Vec<u32>>) -> impl Iterator<Item = &'l Thing> {
        let positions = positions.into_iter().flatten();
        positions.filter_map(|position| self.things.get(at(*position)))
    }
}

/// A position as an index.
fn at(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Enters a position under a word, once.
fn enter(map: &mut HashMap<Box<str>, Vec<u32>>, word: Box<str>, position: u32) {
    let list = map.entry(word).or_default();
    if list.last() != Some(&position) {
        list.push(position);
    }
}
