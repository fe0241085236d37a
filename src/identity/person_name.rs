//! The name of a person: Chinese, of a minority with its middle dot, or foreign in letters.
//!
//! It must never show the name but by `expose`, nor judge which characters a name may have among letters: rare ones are
//! somebody's. Read next: the parent module.

use std::fmt;
use std::iter::once;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The dot between the parts of a minority's name (U+00B7), as identity cards have it.
const MIDDLE_DOT: char = '·';

/// Other dots that keyboards write in its place.
const OTHER_DOTS: [char; 7] = ['•', '・', '‧', '∙', '⋅', '⸱', '᛫'];

/// Apostrophes that keyboards write in place of the plain one.
const OTHER_APOSTROPHES: [char; 3] = ['’', '‘', '`'];

/// Stands for what is before the first and after the last character.
const EDGE: char = '\0';

/// Fewest characters of a name.
const MIN_CHARS: usize = 2;

/// Most characters of a name.
const MAX_CHARS: usize = 40;

/// Why a text is no name. None of them says what the text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum PersonNameRefusal {
    /// It is too short or too long.
    #[error("a name has 2 to 40 characters, not {found}")]
    Length {
        /// Characters of the text, tidied.
        found: usize,
    },
    /// It holds a character that no name has.
    #[error("a name has letters, and between them at most blanks, dots, hyphens and apostrophes")]
    Character,
    /// A sign stands where it separates nothing.
    #[error("a dot, hyphen or apostrophe stands between the letters of a name")]
    Shape,
}

/// A name, tidied: full-width forms and dots folded, no blanks beside Chinese characters.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PersonName(String);

impl PersonName {
    /// Reads a name; outer blanks, full-width letters, blanks between Chinese characters and other dots are forgiven.
    ///
    /// # Errors
    /// When it cannot be the name of a person.
    pub(crate) fn parse(text: &str) -> Result<Self, PersonNameRefusal> {
        let name = tidied(text);
        let found = name.chars().count();
        if !(MIN_CHARS..=MAX_CHARS).contains(&found) {
            return Err(PersonNameRefusal::Length { found });
        }
        if !name
            .chars()
            .all(|letter| is_letter(letter) || is_sign(letter))
        {
            return Err(PersonNameRefusal::Character);
        }
        if has_shape(&name) {
            Ok(Self(name))
        } else {
            Err(PersonNameRefusal::Shape)
        }
    }

    /// The whole name. Whoever asks answers for where it goes.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The first character and one `*`, however long the name is.
    pub(crate) fn masked(&self) -> String {
        self.0.chars().take(1).chain(['*']).collect()
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonName(..)")
    }
}

/// The text in compatible composed form (Unicode NFKC) with one kind of each sign and no needless blanks.
fn tidied(text: &str) -> String {
    let folded: String = text.nfkc().map(one_kind).collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let joined = rewritten(&words.join(" "), |before, letter, after| {
        let is_needless = letter == ' ' && (needs_no_blank(before) || needs_no_blank(after));
        (!is_needless).then_some(letter)
    });
    rewritten(&joined, |before, letter, after| {
        let is_middle_dot = letter == '.' && is_han(before) && is_han(after);
        Some(if is_middle_dot { MIDDLE_DOT } else { letter })
    })
}

/// The text with each character as `rule` has it, given the ones before and after it; [`EDGE`] where there is none.
fn rewritten(text: &str, rule: fn(char, char, char) -> Option<char>) -> String {
    let before = once(EDGE).chain(text.chars());
    let after = text.chars().skip(1).chain(once(EDGE));
    text.chars()
        .zip(before.zip(after))
        .filter_map(|(letter, (before, after))| rule(before, letter, after))
        .collect()
}

/// One kind of dot, apostrophe and hyphen.
fn one_kind(letter: char) -> char {
    match letter {
        dot if OTHER_DOTS.contains(&dot) => MIDDLE_DOT,
        apostrophe if OTHER_APOSTROPHES.contains(&apostrophe) => '\'',
        '‐' | '‑' => '-',
        other => other,
    }
}

/// True beside which a blank says nothing.
fn needs_no_blank(letter: char) -> bool {
    is_han(letter) || letter == MIDDLE_DOT
}

/// True for a Chinese character, those of the supplementary planes included.
fn is_han(letter: char) -> bool {
    matches!(
        letter,
        '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}'
    )
}

/// True for a letter of any script.
fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || is_han(letter)
}

/// True for a sign between the parts of a name.
fn is_sign(letter: char) -> bool {
    matches!(letter, MIDDLE_DOT | ' ' | '-' | '\'' | '.')
}

/// True when signs separate letters: none first, none last but the point of an abbreviation, and no two together but a
/// point and a blank.
fn has_shape(name: &str) -> bool {
    let follows = name.chars().skip(1).map(Some).chain(once(None));
    let begins_well = name.chars().next().is_some_and(is_letter);
    begins_well
        && name.chars().zip(follows).all(|(letter, next)| match next {
            None => is_letter(letter) || letter == '.',
            Some(next) => is_letter(letter) || is_letter(next) || (letter == '.' && next == ' '),
        })
}

#[cfg(test)]
mod tests;
