//! Column letters as a spreadsheet program shows them. Nothing else belongs here.
//!
//! Read next: `refusal`, which shows them to people.

/// The letters of a column counted from 0: 0 is `A`, 25 is `Z`, 26 is `AA`, 16383 is `XFD`.
pub(super) fn column_letter(index: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(index) + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// [`column_letter`] for an index that counts cells of a row in memory.
pub(super) fn letter_of(index: usize) -> String {
    column_letter(u32::try_from(index).unwrap_or(u32::MAX))
}
