//! Suggestions: what a word that is being typed may become.
//!
//! Names of occupations, services and kinds, divisions, titles and employers, by characters, pinyin or initials; those
//! that most documents have first, then by sort. Read next: `vocabulary::best`.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::fold::joined;
use crate::lexicon::Lexicon;
use crate::picture::TextPicture;
use crate::vocabulary::WordKind;

/// The longest prefix that is completed, in characters.
const LONGEST_PREFIX: usize = 40;

/// How many more are looked at than asked for: the same word may be found in several ways.
const SPARE: usize = 12;

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word.
    pub text: String,
    /// Its sort.
    pub kind: WordKind,
    /// How many documents have it. One that changed since the base was built counts in both forms.
    pub documents: u32,
}

impl TextPicture<'_> {
    /// Up to `most` completions of a prefix in characters, pinyin or initials; none of an empty or a very long one.
    #[must_use]
    pub fn suggest(&self, lexicon: &Lexicon, prefix: &str, most: usize) -> Vec<Suggestion> {
        let prefix = joined(&lexicon.folded(prefix));
        if prefix.is_empty() || prefix.chars().nth(LONGEST_PREFIX).is_some() {
            return Vec::new();
        }
        let looked_at = most.saturating_add(SPARE);
        // First what each vocabulary has to offer, then of the best of these how many there are in all.
        let mut seen: HashMap<(&str, WordKind), (u32, &str)> = HashMap::new();
        for vocabulary in self.vocabularies() {
            let mut here = HashSet::new();
            for word in vocabulary.beginning(&prefix, looked_at) {
                if here.insert((word.key, word.kind)) {
                    let known = seen.entry((word.key, word.kind)).or_insert((0, word.text));
                    known.0 = known.0.saturating_add(word.documents);
                }
            }
        }
        let mut offered: Vec<_> = seen.into_iter().collect();
        offered.sort_unstable_by_key(|((key, kind), (count, _))| (Reverse(*count), *kind, *key));
        offered.truncate(looked_at);
        let counted = offered.into_iter().map(|((key, kind), (_, text))| {
            let words = self.vocabularies().flat_map(|it| it.exactly(key));
            let counts = words.filter(|it| it.kind == kind).map(|it| it.documents);
            let suggestion = Suggestion {
                text: text.to_owned(),
                kind,
                documents: counts.fold(0, u32::saturating_add),
            };
            (key, suggestion)
        });
        let mut best: HashMap<&str, Suggestion> = HashMap::new();
        for (key, suggestion) in counted {
            match best.entry(key) {
                Entry::Vacant(entry) => drop(entry.insert(suggestion)),
                Entry::Occupied(mut entry) => {
                    let known = entry.get_mut();
                    let documents = known.documents.max(suggestion.documents);
                    if suggestion.kind < known.kind {
                        *known = suggestion;
                    }
                    known.documents = documents;
                }
            }
        }
        let mut suggestions: Vec<Suggestion> = best.into_values().collect();
        suggestions.sort_unstable_by(|one, other| {
            let by_documents = other.documents.cmp(&one.documents);
            let by_kind = by_documents.then(one.kind.cmp(&other.kind));
            by_kind
                .then_with(|| one.text.chars().count().cmp(&other.text.chars().count()))
                .then_with(|| one.text.cmp(&other.text))
        });
        suggestions.truncate(most);
        suggestions
    }
}
