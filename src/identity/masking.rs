//! How much of a person's number a list shows.
//!
//! Pure. It must never show a text that is too short to hide anything in. Read next: the types that call it.

/// The first and the last characters of a text with a `*` for each between; all `*` when nothing would be hidden.
pub(super) fn masked(text: &str, first: usize, last: usize) -> String {
    let length = text.chars().count();
    let hides = first + last < length;
    let mask = |(at, letter): (usize, char)| {
        let is_shown = hides && (at < first || at + last >= length);
        if is_shown { letter } else { '*' }
    };
    text.chars().enumerate().map(mask).collect()
}
