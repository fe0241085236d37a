//! The number of a mobile telephone of the Chinese mainland, by which a person is reached and found.
//!
//! It must never show the number but by `expose` and `e164`, nor claim that it is in use. Numbers of offices, with area
//! codes and extensions, are in `phone`. Read next: the parent module.

use std::fmt;

use thiserror::Error;

use super::masking::masked;
use crate::language::half_width;

/// Digits of a number without its country.
const LENGTH: usize = 11;

/// The country of the mainland (ITU-T E.164).
const COUNTRY: &str = "86";

/// Why a text is no mobile number of the mainland. None of them says what the text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum MobileRefusal {
    /// It holds something besides digits, blanks and dashes.
    #[error("a mobile number has digits, and at most blanks and dashes between them")]
    Character,
    /// It names another country.
    #[error("only mobile numbers of the Chinese mainland (+86) are reached")]
    Abroad,
    /// It is too short or too long.
    #[error("a mobile number has 11 digits, not {found}")]
    Length {
        /// Digits of the text, without the country.
        found: usize,
    },
    /// It is no number of a mobile telephone.
    #[error("a mobile number begins with 13 to 19")]
    Beginning,
}

/// A mobile number of the mainland: 11 digits.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mobile(String);

impl Mobile {
    /// Reads a number; blanks, dashes, full-width characters and +86, 0086 or 86 before it are forgiven.
    ///
    /// # Errors
    /// When it cannot be a mobile number of the mainland.
    pub(crate) fn parse(text: &str) -> Result<Self, MobileRefusal> {
        let compact: String = text
            .chars()
            .map(half_width)
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect();
        let digits = national(&compact)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MobileRefusal::Character);
        }
        if digits.len() != LENGTH {
            let found = digits.len();
            return Err(MobileRefusal::Length { found });
        }
        let mut beginning = digits.chars();
        if beginning.next() != Some('1') || !matches!(beginning.next(), Some('3'..='9')) {
            return Err(MobileRefusal::Beginning);
        }
        Ok(Self(digits.to_owned()))
    }

    /// The 11 digits. Whoever asks answers for where they go.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The number with its country, `+86` and 11 digits (ITU-T E.164): the form that is hashed and sealed.
    pub(crate) fn e164(&self) -> String {
        format!("+{COUNTRY}{}", self.0)
    }

    /// The first three and the last four digits with `*` between, as telephone companies print it.
    pub(crate) fn masked(&self) -> String {
        masked(&self.0, 3, 4)
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mobile(..)")
    }
}

/// What follows the country, when it is the mainland's or none is named.
fn national(compact: &str) -> Result<&str, MobileRefusal> {
    let dialled = compact
        .strip_prefix('+')
        .or_else(|| compact.strip_prefix("00"));
    if let Some(dialled) = dialled {
        return dialled.strip_prefix(COUNTRY).ok_or(MobileRefusal::Abroad);
    }
    let bare = compact.strip_prefix(COUNTRY);
    Ok(bare.filter(|rest| rest.len() == LENGTH).unwrap_or(compact))
}

#[cfg(test)]
mod tests;
