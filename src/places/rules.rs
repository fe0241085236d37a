//! What makes two rows the same place.

use uuid::Uuid;

/// The import identity: the external id within its source, else division, kind and normalised name.
pub(crate) fn natural_key(
    source: &str,
    external_id: Option<&str>,
    division: Uuid,
    kind: &str,
    title: &str,
) -> String {
    match external_id {
        Some(external_id) => format!("x|{source}|{external_id}"),
        None => format!("n|{division}|{kind}|{}", normalised(title)),
    }
}

/// A name without spaces and punctuation, in lower case and half width, so that spelling habits do not matter.
pub(crate) fn normalised(title: &str) -> String {
    title
        .chars()
        .map(half_width)
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The half-width form of a full-width letter, digit or sign (U+FF01 to U+FF5E).
fn half_width(letter: char) -> char {
    let code = u32::from(letter);
    if (0xFF01..=0xFF5E).contains(&code) {
        char::from_u32(code - 0xFEE0).unwrap_or(letter)
    } else {
        letter
    }
}
