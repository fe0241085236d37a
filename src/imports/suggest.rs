//! What someone may have meant: the known texts nearest to an unknown one. It must never decide for them.

/// Texts less like each other than this (0 to 1) are not suggested.
const LEAST_LIKENESS: f64 = 0.4;

/// The most suggestions.
const MOST: usize = 3;

/// The longest piece of a cell that a message quotes, characters.
const LONGEST_QUOTE: usize = 40;

/// Up to three of the candidates, the likest first; equals keep their order.
pub(super) fn nearest<'c>(
    text: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Vec<&'c str> {
    let text = text.to_lowercase();
    let mut found: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (likeness(&text, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= LEAST_LIKENESS)
        .collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found
        .into_iter()
        .map(|(_, candidate)| candidate)
        .take(MOST)
        .collect()
}

/// How like two texts are, 0 to 1: by edits, and at least half when one is a part of the other.
fn likeness(text: &str, candidate: &str) -> f64 {
    let by_edits = strsim::normalized_levenshtein(text, candidate);
    let is_part = !text.is_empty() && (candidate.contains(text) || text.contains(candidate));
    if is_part { by_edits.max(0.5) } else { by_edits }
}

/// A piece of a cell, short enough to be quoted.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(LONGEST_QUOTE)
        .filter(|letter| !letter.is_control())
        .collect();
    if text.chars().nth(LONGEST_QUOTE).is_some() {
        short.push('…');
    }
    short
}
