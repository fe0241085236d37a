//! Text that a spreadsheet program could take for a formula: told, guarded when written, and refused
//! or unguarded when read. It must never change any other text, except to trim it.
//!
//! A text is dangerous when it starts with `=`, `+`, `-`, `@`, a tab or a carriage return, behind any
//! number of apostrophes. Writing puts one more apostrophe before a dangerous text; reading takes one
//! away. Both sides ask the same question, so writing and then reading gives the text back. A plain
//! number such as `-1.5` or `+8613800000000` is left alone on both sides.
//!
//! Read next: `grid` (reading) and `write`.

/// Starts that make a spreadsheet program evaluate the text of a cell.
const FORMULA_STARTS: [char; 4] = ['=', '+', '-', '@'];
/// Invisible starts that some programs drop before they look at what follows.
const HIDDEN_STARTS: [char; 2] = ['\t', '\r'];

/// True for an optional sign, ASCII digits, and optionally a point and more digits.
fn is_plain_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// True when the text, behind its leading apostrophes, could be taken for a formula.
fn is_dangerous(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.starts_with(HIDDEN_STARTS) || bare.trim_start().starts_with(FORMULA_STARTS)
}

/// The trimmed text to write for a cell: a dangerous text gets a leading apostrophe, unless it is a
/// plain number.
pub(super) fn guarded(raw: &str) -> String {
    let text = raw.trim();
    if is_dangerous(text) && !is_plain_number(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The trimmed text of a cell that was read, without the apostrophe that guards it; `None` when the
/// text could be taken for a formula and nothing guards it.
pub(super) fn accepted(raw: &str) -> Option<&str> {
    let trimmed = raw.trim();
    if let Some(inner) = trimmed.strip_prefix('\'')
        && is_dangerous(trimmed)
    {
        return Some(inner.trim());
    }
    let dangerous = raw.starts_with(HIDDEN_STARTS) || is_dangerous(trimmed);
    (trimmed.is_empty() || !dangerous || is_plain_number(trimmed)).then_some(trimmed)
}
