//! The unified social credit code of an organisation, GB 32100-2015.
//!
//! It tells a code that cannot be one from a code whose check digit fails: the second happens with typing errors, and
//! in a few codes as they were really given out, so the caller decides what it means. Read next: the parent module.

use thiserror::Error;

/// The characters of a code in the order of their values 0 to 30: digits and letters without I, O, S, V and Z
/// (GB 32100-2015, table 2).
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The weights of the first 17 characters: powers of 3 modulo 31 (GB 32100-2015, 4.4).
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// Characters of a code.
const LENGTH: usize = 18;

/// Why a text is no unified social credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum CreditCodeRefusal {
    /// It is too short or too long.
    #[error("a unified social credit code has 18 characters, not {found}")]
    Length {
        /// Characters of the text.
        found: usize,
    },
    /// It holds a character that no code has.
    #[error(
        "a unified social credit code has digits and capital letters, without I, O, S, V and Z"
    )]
    Character,
}

/// A text that has the form of a unified social credit code, in capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreditCode(String);

impl CreditCode {
    /// Reads a code; outer blanks and small letters are forgiven.
    ///
    /// # Errors
    /// When the text has another length or a character outside the alphabet.
    pub(crate) fn parse(text: &str) -> Result<Self, CreditCodeRefusal> {
        let code = text.trim().to_uppercase();
        let found = code.chars().count();
        if found != LENGTH {
            return Err(CreditCodeRefusal::Length { found });
        }
        if !code.chars().all(|letter| ALPHABET.contains(letter)) {
            return Err(CreditCodeRefusal::Character);
        }
        Ok(Self(code))
    }

    /// The code in capitals.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// True when the last character is the check digit of the others: 31 less the weighted sum modulo 31.
    pub(crate) fn has_valid_check_digit(&self) -> bool {
        let mut values = self.0.chars().filter_map(value_of);
        let sum: u32 = WEIGHTS
            .iter()
            .zip(values.by_ref())
            .map(|(weight, value)| weight * value)
            .sum();
        values.next() == Some((31 - sum % 31) % 31)
    }
}

/// The value of a character, 0 to 30.
fn value_of(letter: char) -> Option<u32> {
    (0..)
        .zip(ALPHABET.chars())
        .find(|(_, known)| *known == letter)
        .map(|(value, _)| value)
}

#[cfg(test)]
mod tests;
