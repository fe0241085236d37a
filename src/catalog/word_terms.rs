//! The files of `words/`: synonyms, words that say nothing, and words that are never cut.
//!
//! Must never: hold a name of a kind, service, occupation or division; those are searched by without being listed here.
//! Read next: `catalog/words/`, where the head of each file says what its keys mean.

use serde::Deserialize;

use super::vocabulary::Fault;
use super::{Catalog, Problem};

/// What a text is searched by besides names.
#[derive(Clone, Debug)]
pub(crate) struct SearchWords {
    /// What people say for the same thing.
    pub(crate) synonyms: SynonymsFile,
    /// Words that say nothing about what is sought.
    pub(crate) stop_words: StopWordsFile,
    /// Words that are never cut, and endings.
    pub(crate) own_words: OwnWordsFile,
}

/// `synonyms.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SynonymsFile {
    /// Rings of words that mean the same.
    #[serde(default)]
    pub(crate) alike: Vec<Ring>,
    /// Words with what they also mean.
    #[serde(default)]
    pub(crate) meant: Vec<Meant>,
}

/// Words that mean the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ring {
    /// The words.
    pub(crate) words: Vec<String>,
}

/// A word with what it also means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Meant {
    /// The word or phrase.
    pub(crate) word: String,
    /// What it also means.
    pub(crate) means: Vec<String>,
}

/// `stop_words.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopWordsFile {
    /// Groups of words.
    #[serde(default)]
    pub(crate) stop: Vec<Stop>,
}

/// Words that say nothing for one reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stop {
    /// The reason, for the file's reader.
    pub(crate) why: String,
    /// The words.
    pub(crate) words: Vec<String>,
}

/// `own_words.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnWordsFile {
    /// Groups of words that are never cut.
    #[serde(default)]
    pub(crate) own: Vec<Own>,
    /// Groups of endings of occupations.
    #[serde(default)]
    pub(crate) ending: Vec<Endings>,
}

/// Words that are never cut.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Own {
    /// The words.
    pub(crate) words: Vec<String>,
}

/// What occupations end in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endings {
    /// The endings.
    pub(crate) endings: Vec<String>,
}

/// A key of a row, and perhaps an element of its list.
struct Key {
    /// The table.
    table: &'static str,
    /// The row.
    row: usize,
    /// The key.
    key: &'static str,
}

impl Key {
    /// A fault of it.
    fn fault(&self, element: Option<usize>, problem: Problem) -> Fault {
        Fault {
            table: self.table,
            row: self.row,
            key: self.key,
            element,
            problem,
        }
    }

    /// Refuses a list with an empty word, or one that `seen` holds already or that stands in it twice.
    fn each_once(&self, words: &[String], seen: &mut Vec<String>) -> Result<(), Fault> {
        for (element, word) in words.iter().enumerate() {
            if !word.chars().any(char::is_alphanumeric) {
                return Err(self.fault(Some(element), Problem::Empty));
            }
            if seen.contains(word) {
                return Err(self.fault(Some(element), Problem::RepeatedWord(word.clone())));
            }
            seen.push(word.clone());
        }
        Ok(())
    }
}

/// Checks `synonyms.toml`.
pub(super) fn synonyms(catalog: &Catalog) -> Result<(), Fault> {
    let file = &catalog.search_words.synonyms;
    for (row, ring) in file.alike.iter().enumerate() {
        let key = Key {
            table: "alike",
            row,
            key: "words",
        };
        key.each_once(&ring.words, &mut Vec::new())?;
        if ring.words.len() < 2 {
            return Err(key.fault(None, Problem::TooFewWords));
        }
    }
    let mut words = Vec::new();
    for (row, meant) in file.meant.iter().enumerate() {
        let key = |key| Key {
            table: "meant",
            row,
            key,
        };
        key("word")
            .each_once(std::slice::from_ref(&meant.word), &mut words)
            .map_err(|fault| Fault {
                element: None,
                ..fault
            })?;
        key("means").each_once(&meant.means, &mut vec![meant.word.clone()])?;
        if meant.means.is_empty() {
            return Err(key("means").fault(None, Problem::Empty));
        }
    }
    Ok(())
}

/// Checks `stop_words.toml`.
pub(super) fn stop_words(catalog: &Catalog) -> Result<(), Fault> {
    let mut seen = Vec::new();
    for (row, stop) in catalog.search_words.stop_words.stop.iter().enumerate() {
        let key = |key| Key {
            table: "stop",
            row,
            key,
        };
        if stop.why.trim().is_empty() {
            return Err(key("why").fault(None, Problem::Empty));
        }
        key("words").each_once(&stop.words, &mut seen)?;
    }
    Ok(())
}

/// Checks `own_words.toml`.
pub(super) fn own_words(catalog: &Catalog) -> Result<(), Fault> {
    let file = &catalog.search_words.own_words;
    let mut seen = Vec::new();
    for (row, own) in file.own.iter().enumerate() {
        let key = Key {
            table: "own",
            row,
            key: "words",
        };
        key.each_once(&own.words, &mut seen)?;
    }
    let mut seen = Vec::new();
    for (row, ending) in file.ending.iter().enumerate() {
        let key = Key {
            table: "ending",
            row,
            key: "endings",
        };
        key.each_once(&ending.endings, &mut seen)?;
    }
    Ok(())
}
