//! An item as text, and the terms it is found by.
//!
//! It must never depend on anything but the document and the lexicon: base and live find an item by the same terms.
//! Read next: `field`, `lexicon::cut`.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::Xxh3Default;

use crate::field::Field;
use crate::fold::joined;
use crate::lexicon::Lexicon;

/// What is searched of an item. Build it the same way for base and live: its hash tells whether it has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document<'a> {
    /// The item.
    pub id: u128,
    /// The title.
    pub title: &'a str,
    /// Who offers it.
    pub employer: Option<&'a str>,
    /// Keys of its concepts, as in [`crate::Concept::key`]; one that the lexicon does not hold is passed over.
    pub concepts: Vec<&'a str>,
    /// Names of the divisions it is in, its own and all above; in any order.
    pub places: Vec<&'a str>,
    /// Description, duties, conditions, address.
    pub texts: Vec<&'a str>,
}

/// The terms of a document, each once.
#[derive(Debug, Default)]
pub(crate) struct Terms(BTreeSet<(Field, String)>);

impl Document<'_> {
    /// A hash of the text, and of the words it is cut by. The same document has the same hash as long as neither
    /// changes.
    #[must_use]
    pub fn hash(&self, lexicon: &Lexicon) -> u64 {
        let mut hasher = Xxh3Default::new();
        hasher.update(&lexicon.fingerprint().to_le_bytes());
        let mut part = |title: &[u8], text: &str| {
            hasher.update(title);
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(b"t", self.title);
        if let Some(employer) = self.employer {
            part(b"e", employer);
        }
        self.concepts.iter().for_each(|key| part(b"c", key));
        self.places.iter().for_each(|name| part(b"p", name));
        self.texts.iter().for_each(|text| part(b"x", text));
        hasher.digest()
    }

    /// The terms it is found by.
    pub(crate) fn terms(&self, lexicon: &Lexicon) -> Terms {
        let mut terms = Terms::default();
        let title = lexicon.folded(self.title);
        terms.whole(&title);
        terms.words(lexicon, &title, Field::Title, Field::Part);
        terms.pairs(&title);
        if let Some(employer) = self.employer {
            let employer = lexicon.folded(employer);
            terms.whole(&employer);
            terms.words(lexicon, &employer, Field::Employer, Field::Employer);
            terms.pairs(&employer);
        }
        for key in &self.concepts {
            if lexicon.thing(key).is_some() {
                terms.add(Field::Concept, key);
            }
        }
        for place in &self.places {
            let name = joined(&lexicon.folded(place));
            if let Some(short) = lexicon.short_of(&name) {
                terms.add(Field::Place, short);
            }
            terms.add(Field::Place, &name);
        }
        for text in &self.texts {
            terms.words(lexicon, &lexicon.folded(text), Field::Text, Field::Text);
        }
        terms
    }
}

impl Terms {
    /// The terms, ordered by field.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, term)| (*field, term.as_str()))
    }

    /// Adds a term.
    fn add(&mut self, field: Field, term: &str) {
        if !term.is_empty() {
            self.0.insert((field, term.to_owned()));
        }
    }

    /// Adds a text as a whole.
    fn whole(&mut self, folded: &str) {
        self.add(Field::Whole, &joined(folded));
    }

    /// Adds the words of a text to one field and the words inside them to another.
    fn words(&mut self, lexicon: &Lexicon, folded: &str, field: Field, inside: Field) {
        for token in lexicon.cut(folded) {
            if lexicon.is_stop_word(token.text) {
                continue;
            }
            self.add(field, token.text);
            if token.is_run {
                pairs_of(token.text).for_each(|pair| self.add(inside, pair));
            } else {
                let parts = lexicon.parts(token.text);
                let told = parts.into_iter().filter(|part| !lexicon.is_stop_word(part));
                told.for_each(|part| self.add(inside, part));
            }
        }
    }

    /// Adds the pairs of characters of a text.
    fn pairs(&mut self, folded: &str) {
        for piece in folded.split(' ') {
            pairs_of(piece).for_each(|pair| self.add(Field::Pair, pair));
        }
    }
}

/// Each two characters that stand side by side.
pub(crate) fn pairs_of(text: &str) -> impl Iterator<Item = &str> {
    let ends = text
        .char_indices()
        .skip(2)
        .map(|(at, _)| at)
        .chain((text.chars().nth(1).is_some()).then_some(text.len()));
    let starts = text.char_indices().map(|(at, _)| at);
    starts
        .zip(ends)
        .filter_map(|(start, end)| text.get(start..end))
}
