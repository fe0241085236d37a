//! Cells with a handful of fixed words, such as a state; and the cells that say which register a row comes from.
//!
//! Read next: `row`.

use super::DEMO_SOURCE;
use super::check::{Settings, reserved_source};
use super::row::RowReader;
use crate::language::{Language, Text};

/// A fixed word that a cell may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// What is stored.
    pub(crate) code: &'static str,
    /// The Chinese word.
    pub(crate) zh: &'static str,
    /// The English word.
    pub(crate) en: &'static str,
    /// What people write instead.
    pub(crate) aliases: &'static [&'static str],
}

impl Word {
    /// The word in a language.
    pub(crate) const fn label(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// What is written for a stored code; the code itself when it is not among the words.
    pub(crate) fn written(words: &'static [Self], code: &str, language: Language) -> String {
        let word = words.iter().find(|word| word.code == code);
        word.map_or(code, |word| word.label(language)).to_owned()
    }

    /// True when the word is meant by a text.
    fn is_meant_by(&self, text: &str) -> bool {
        let mut names = [self.code, self.zh, self.en]
            .into_iter()
            .chain(self.aliases.iter().copied());
        names.any(|name| name.to_lowercase() == text)
    }
}

impl RowReader<'_> {
    /// The code of the word that a cell holds; refused when it is another.
    pub(crate) fn word(
        &mut self,
        column: &'static str,
        words: &'static [Word],
    ) -> Option<&'static str> {
        let text = self.optional(column)?;
        let folded = text.to_lowercase();
        let word = words.iter().find(|word| word.is_meant_by(&folded));
        if word.is_none() {
            let labels = |language| {
                words
                    .iter()
                    .map(|word| word.label(language))
                    .collect::<Vec<_>>()
            };
            self.refuse_value(column, text, &labels(Language::Zh), &labels(Language::En));
        }
        word.map(|word| word.code)
    }

    /// The register that a row comes from: its own, else the one of the whole file.
    pub(crate) fn source(&mut self, settings: &Settings) -> String {
        let source = self.optional("source").unwrap_or(&settings.source);
        if source.eq_ignore_ascii_case(DEMO_SOURCE) {
            self.refuse("source", "reserved_source", reserved_source());
        } else if source.contains('|') {
            let message = Text::new(
                "来源名称不能含“|”",
                "the name of a source must not hold \"|\"",
            );
            self.refuse("source", "bad_source", message);
        }
        source.to_owned()
    }
}
