//! Rules about files and names: the opening words, the length, the words that say nothing.
//! Never looks at who imports whom. Next: `floors.rs`.

use crate::map::EMPTY_WORDS;
use crate::sources::{Finding, Source};

/// Every file begins with `//!`.
pub(crate) fn opening_words(sources: &[Source]) -> Vec<Finding> {
    let silent = sources
        .iter()
        .filter(|source| !source.text.starts_with("//!"));
    let what = "does not begin with `//!`; say what the file is for, what it must never do, where to read next";
    silent.map(|source| source.finding(1, what)).collect()
}

/// No file is longer than its limit.
pub(crate) fn length(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let (lines, limit) = (source.text.lines().count(), limit(source));
        if lines > limit {
            let what = format!(
                "has {lines} lines, the limit is {limit}; split it by what its parts are for"
            );
            findings.push(source.finding(limit + 1, what));
        }
    }
    findings
}

/// How many lines a file may have.
fn limit(source: &Source) -> usize {
    let is_long_kind =
        source.is_test() || source.is_below("benches") || source.path.starts_with("migration/");
    match source.path.as_str() {
        "src/main.rs" => 100,
        _ if is_long_kind => 500,
        _ => 300,
    }
}

/// No file, folder, module, type or function has a name with a word that says nothing.
pub(crate) fn names(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        for part in source.path.trim_end_matches(".rs").split('/') {
            findings.extend(
                empty_word(part).map(|word| source.finding(1, complaint("path", part, &word))),
            );
        }
        for declared in &source.syntax.declared {
            if let Some(word) = empty_word(&declared.name) {
                let what = complaint(declared.kind, &declared.name, &word);
                findings.push(source.finding(declared.line, what));
            }
        }
    }
    findings
}

/// The sentence about a bad name.
fn complaint(kind: &str, name: &str, word: &str) -> String {
    format!("{kind} `{name}` says `{word}`; name it after what it does or holds")
}

/// The first word of a snake or camel case name that says nothing.
fn empty_word(name: &str) -> Option<String> {
    let mut spaced = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.extend(letter.to_lowercase());
    }
    let mut words = spaced.split(|letter: char| !letter.is_alphanumeric());
    words
        .find(|word| EMPTY_WORDS.contains(word))
        .map(str::to_owned)
}
