//! The terms that a document is found by.
//!
//! They depend on nothing but the document and the lexicon: base and live find an item by the same terms. What has been
//! found of a word or the name of a division is kept for the next document. Read next: `field`, `lexicon::cut`.

use std::collections::HashMap;

use crate::document::Document;
use crate::field::Field;
use crate::fold::joined;
use crate::lexicon::Lexicon;

/// How much is kept of words, and of names, before all is forgotten.
const MOST_KEPT: usize = 100_000;

/// A term among the texts of its document.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Where it begins.
    start: usize,
    /// Where it ends.
    end: usize,
}

/// The terms of a document, each once, ordered by field.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// All terms, one after the other.
    texts: String,
    /// The terms.
    list: Vec<(Field, Stretch)>,
}

/// The name of a division, folded, and its short name.
type Names = (Box<str>, Option<Box<str>>);

/// Finds the terms of documents.
#[derive(Debug)]
pub(crate) struct TermFinder<'l> {
    /// How they are cut.
    lexicon: &'l Lexicon,
    /// Words inside words.
    parts: HashMap<Box<str>, Box<[Box<str>]>>,
    /// Names of divisions, as they stand in documents.
    names: HashMap<Box<str>, Names>,
    /// No name.
    nameless: Names,
}

impl Terms {
    /// The terms, ordered by field.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        let terms = self.list.iter();
        terms.map(|(field, it)| (*field, self.texts.get(it.start..it.end).unwrap_or_default()))
    }

    /// Adds a term.
    fn add(&mut self, field: Field, term: &str) {
        if !term.is_empty() {
            let start = self.texts.len();
            self.texts.push_str(term);
            let end = self.texts.len();
            self.list.push((field, Stretch { start, end }));
        }
    }

    /// Adds the pairs of characters of a text.
    fn pairs(&mut self, folded: &str) {
        for piece in folded.split(' ') {
            pairs_of(piece).for_each(|pair| self.add(Field::Pair, pair));
        }
    }

    /// Orders the terms and keeps each once.
    fn settle(&mut self) {
        let texts = &self.texts;
        let text = |it: &Stretch| texts.get(it.start..it.end).unwrap_or_default();
        self.list
            .sort_unstable_by(|(field, one), (other_field, other)| {
                field
                    .cmp(other_field)
                    .then_with(|| text(one).cmp(text(other)))
            });
        self.list.dedup_by(|(field, one), (other_field, other)| {
            field == other_field && text(one) == text(other)
        });
    }
}

impl<'l> TermFinder<'l> {
    /// Begins with nothing kept.
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            parts: HashMap::new(),
            names: HashMap::new(),
            nameless: Names::default(),
        }
    }

    /// The lexicon.
    pub(crate) fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    /// The terms of a document.
    pub(crate) fn terms(&mut self, document: &Document<'_>) -> Terms {
        let mut terms = Terms::default();
        let title = self.lexicon.folded(document.title);
        terms.add(Field::Whole, &joined(&title));
        self.words(&mut terms, &title, Field::Title, Field::Part);
        terms.pairs(&title);
        if let Some(employer) = document.employer {
            let employer = self.lexicon.folded(employer);
            terms.add(Field::Whole, &joined(&employer));
            self.words(&mut terms, &employer, Field::Employer, Field::Employer);
            terms.pairs(&employer);
        }
        for key in &document.concepts {
            if self.lexicon.thing(key).is_some() {
                terms.add(Field::Concept, key);
            }
        }
        for place in &document.places {
            let (name, short) = self.names_of(place);
            terms.add(Field::Place, name);
            terms.add(Field::Place, short.as_deref().unwrap_or_default());
        }
        for text in &document.texts {
            let text = self.lexicon.folded(text);
            self.words(&mut terms, &text, Field::Text, Field::Text);
        }
        terms.settle();
        terms
    }

    /// The name of a division, folded, and its short name.
    pub(crate) fn names_of(&mut self, place: &str) -> &Names {
        if self.names.len() > MOST_KEPT {
            self.names.clear();
        }
        let lexicon = self.lexicon;
        // Asked again after entering: the borrow of a found name would forbid entering one.
        if !self.names.contains_key(place) {
            let name = joined(&lexicon.folded(place));
            let short = lexicon.short_of(&name).map(Into::into);
            self.names
                .insert(place.into(), (name.into_boxed_str(), short));
        }
        self.names.get(place).unwrap_or(&self.nameless)
    }

    /// Adds the words of a text to one field and the words inside them to another.
    fn words(&mut self, terms: &mut Terms, folded: &str, field: Field, inside: Field) {
        for token in self.lexicon.cut(folded) {
            if self.lexicon.is_stop_word(token.text) {
                continue;
            }
            terms.add(field, token.text);
            if token.is_run {
                pairs_of(token.text).for_each(|pair| terms.add(inside, pair));
            } else {
                let parts = self.parts_of(token.text).iter();
                parts.for_each(|part| terms.add(inside, part));
            }
        }
    }

    /// The words inside a word that say something.
    fn parts_of(&mut self, word: &str) -> &[Box<str>] {
        if word.chars().nth(2).is_none() && !word.is_ascii() {
            return &[];
        }
        if self.parts.len() > MOST_KEPT {
            self.parts.clear();
        }
        if !self.parts.contains_key(word) {
            let parts = self.lexicon.parts(word).into_iter();
            let told = parts.filter(|part| !self.lexicon.is_stop_word(part));
            self.parts
                .insert(word.into(), told.map(Into::into).collect());
        }
        self.parts.get(word).map_or(&[], AsRef::as_ref)
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
