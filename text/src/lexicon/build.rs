//! Reading the words that the server passes in: divisions, synonyms, all words that must not be cut, and their hash.
//!
//! Everything is folded here, once. Read next: `mod.rs`, which keeps it.

use std::collections::{BTreeSet, HashMap, HashSet};

use xxhash_rust::xxh3::Xxh3Default;

use super::Thing;
use super::divisions::short_name;
use super::names::stems;
use crate::fold::{Fold, joined};
use crate::words::{ConceptKind, DivisionRank, LexiconWords};

/// Changes with the way documents are cut, so that an older base is foreign.
const CUTTING: u32 = 1;

/// Names of divisions with their short names, where they have one.
pub(super) fn read_divisions(
    fold: &Fold,
    words: &LexiconWords,
) -> HashMap<Box<str>, Option<Box<str>>> {
    let mut divisions = HashMap::new();
    for division in &words.divisions {
        let name = joined(&fold.text(&division.name));
        let has_short = division.rank < DivisionRank::Village;
        let short = has_short.then(|| short_name(&name)).flatten();
        if !name.is_empty() {
            divisions.insert(name.into_boxed_str(), short.map(String::into_boxed_str));
        }
    }
    divisions
}

/// What else each word means, without itself.
pub(super) fn read_synonyms(fold: &Fold, words: &LexiconWords) -> HashMap<Box<str>, Vec<Box<str>>> {
    let mut synonyms: HashMap<Box<str>, Vec<Box<str>>> = HashMap::new();
    let mut mean = |word: &str, other: &str| {
        let (word, other) = (joined(&fold.text(word)), joined(&fold.text(other)));
        if word.is_empty() || other.is_empty() || word == other {
            return;
        }
        let known = synonyms.entry(word.into_boxed_str()).or_default();
        if !known.iter().any(|it| it.as_ref() == other) {
            known.push(other.into_boxed_str());
        }
    };
    for ring in &words.alike {
        for word in ring {
            ring.iter().for_each(|other| mean(word, other));
        }
    }
    for (word, others) in &words.meant {
        others.iter().for_each(|other| mean(word, other));
    }
    synonyms
}

/// All words that must not be cut: names and what is left of them without their ending, divisions, synonyms.
pub(super) fn own_words(
    fold: &Fold,
    words: &LexiconWords,
    things: &[Thing],
    divisions: &HashMap<Box<str>, Option<Box<str>>>,
    stop_words: &HashSet<Box<str>>,
    synonyms: &HashMap<Box<str>, Vec<Box<str>>>,
) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    for thing in things {
        for name in &thing.names {
            own.insert(name.to_string());
            if thing.kind == ConceptKind::Occupation {
                own.extend(stems(name, &words.endings).map(str::to_owned));
            }
        }
    }
    own.extend(divisions.keys().map(ToString::to_string));
    own.extend(divisions.values().flatten().map(ToString::to_string));
    own.extend(stop_words.iter().map(ToString::to_string));
    own.extend(synonyms.keys().map(ToString::to_string));
    own.extend(synonyms.values().flatten().map(ToString::to_string));
    own.extend(words.words.iter().map(|word| joined(&fold.text(word))));
    own.remove("");
    own
}

/// The hash of the words in the order given, each with its length so that no two lists read the same.
pub(super) fn fingerprint(words: &LexiconWords) -> u64 {
    let mut hasher = Xxh3Default::new();
    hasher.update(&CUTTING.to_le_bytes());
    let mut text = |text: &str| {
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for concept in &words.concepts {
        text("concept");
        text(&concept.key);
        text(&format!("{:?}", concept.kind));
        concept.names.iter().for_each(|name| text(name));
    }
    for division in &words.divisions {
        text(&division.name);
        text(&format!("{:?}", division.rank));
    }
    for (title, list) in [
        ("words", &words.words),
        ("stop", &words.stop_words),
        ("endings", &words.endings),
    ] {
        text(title);
        list.iter().for_each(|word| text(word));
    }
    for ring in &words.alike {
        text("alike");
        ring.iter().for_each(|word| text(word));
    }
    for (word, others) in &words.meant {
        text("meant");
        text(word);
        others.iter().for_each(|other| text(other));
    }
    hasher.digest()
}
