//! A vocabulary: an ordered list of terms with a code, two labels and what people write instead.
//!
//! Must never: let one code or one text mean two things, or change the order of the file.
//! Read next: `place_terms.rs` for terms, `refusal.rs` for what is refused.

use std::collections::HashMap;

use super::refusal::Problem;
use crate::language::Language;

/// The longest code, in bytes.
const LONGEST_CODE: usize = 64;

/// An entry of the catalog.
pub(crate) trait Term {
    /// The name of its table in the file, as in `[[place_kind]]`.
    const TABLE: &'static str;

    /// The stable snake_case code, unique in its vocabulary.
    fn code(&self) -> &str;

    /// What people write instead of the labels.
    fn aliases(&self) -> &[String];

    /// The label in a language.
    fn label(&self, language: Language) -> &str;
}

/// Implements [`Term`] for a struct with the fields `code`, `zh`, `en` and `aliases`.
macro_rules! term {
    ($term:ty, $table:literal) => {
        impl crate::catalog::vocabulary::Term for $term {
            const TABLE: &'static str = $table;

            fn code(&self) -> &str {
                &self.code
            }

            fn aliases(&self) -> &[String] {
                &self.aliases
            }

            fn label(&self, language: crate::language::Language) -> &str {
                match language {
                    crate::language::Language::Zh => &self.zh,
                    crate::language::Language::En => &self.en,
                }
            }
        }
    };
}
pub(super) use term;

/// What is wrong with an entry, and where: a row of a table, a key, and perhaps an element of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The table, as in `[[place_kind]]`.
    pub(crate) table: &'static str,
    /// The row in the table, from 0.
    pub(crate) row: usize,
    /// The key in the row.
    pub(crate) key: &'static str,
    /// The element of the key's list, from 0.
    pub(crate) element: Option<usize>,
    /// What is wrong.
    pub(crate) problem: Problem,
}

/// Terms in the order of their file, found by code or by what people write.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary<T> {
    /// The terms in the order of the file.
    terms: Vec<T>,
    /// Code to ordinal.
    by_code: HashMap<String, u32>,
    /// Folded code, label or alias to the row.
    by_text: HashMap<String, usize>,
}

impl<T: Term> Vocabulary<T> {
    /// Builds the look-ups; a bad or repeated code, an empty label or a text of two meanings is a fault.
    pub(super) fn new(terms: Vec<T>) -> Result<Self, Fault> {
        let mut by_code = HashMap::new();
        let mut by_text = HashMap::new();
        for (ordinal, (row, term)) in (0_u32..).zip(terms.iter().enumerate()) {
            let code = term.code();
            let fault = |key, problem| Fault {
                table: T::TABLE,
                row,
                key,
                element: None,
                problem,
            };
            if !is_code(code) {
                return Err(fault("code", Problem::NotACode(code.to_owned())));
            }
            if by_code.insert(code.to_owned(), ordinal).is_some() {
                return Err(fault("code", Problem::RepeatedCode(code.to_owned())));
            }
            for (key, element, text) in texts_of(term) {
                let text_fault = |problem| Fault {
                    element,
                    ..fault(key, problem)
                };
                if text.trim().is_empty() {
                    return Err(text_fault(Problem::Empty));
                }
                let before = by_text.insert(folded(text), row);
                if let Some(other) = before.filter(|other| *other != row) {
                    let other = terms.get(other).map(T::code).unwrap_or_default().to_owned();
                    let text = text.to_owned();
                    return Err(text_fault(Problem::TwoMeanings { text, other }));
                }
            }
        }
        Ok(Self {
            terms,
            by_code,
            by_text,
        })
    }

    /// The term with exactly this code.
    pub(crate) fn get(&self, code: &str) -> Option<&T> {
        let ordinal = self.ordinal_of(code)?;
        self.terms.get(usize::try_from(ordinal).ok()?)
    }

    /// The term whose code, Chinese or English label or alias this is, ignoring case and outer blanks.
    pub(crate) fn by_text(&self, text: &str) -> Option<&T> {
        self.terms.get(*self.by_text.get(&folded(text))?)
    }

    /// The label of a code, or the code itself where there is no such term.
    pub(crate) fn label_of(&self, code: &str, language: Language) -> String {
        self.get(code)
            .map_or(code, |term| term.label(language))
            .to_owned()
    }

    /// The place of a code in the file, from 0: small and dense, for bitmaps and arrays in memory.
    ///
    /// It changes when the file changes, so it is never stored and never leaves the process.
    pub(crate) fn ordinal_of(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The terms in the order of the file.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.terms.iter()
    }

    /// How many terms there are; ordinals are below it.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }
}

impl<'a, T> IntoIterator for &'a Vocabulary<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.terms.iter()
    }
}

/// Every text by which a term is found, with its key and its place in the list of aliases.
fn texts_of<T: Term>(term: &T) -> Vec<(&'static str, Option<usize>, &str)> {
    let mut texts = vec![
        ("code", None, term.code()),
        ("zh", None, term.label(Language::Zh)),
        ("en", None, term.label(Language::En)),
    ];
    texts.extend(term.aliases().iter().enumerate().map(|(at, text)| {
        let alias: (&'static str, Option<usize>, &str) = ("aliases", Some(at), text);
        alias
    }));
    texts
}

/// A text without outer blanks (the Chinese full-width blank too) and in lower case.
fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether a text is a code: lower-case ASCII letters, digits and `_`, beginning with a letter.
fn is_code(text: &str) -> bool {
    text.len() <= LONGEST_CODE
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
