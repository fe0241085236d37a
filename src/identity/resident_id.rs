//! The number of a resident's identity card, GB 11643-1999.
//!
//! It tells whether a text can be such a number, when its bearer was born and which area numbered them. It must never
//! show the number but by `expose`, nor refuse one because its area is unknown: areas are dissolved and renamed, numbers
//! stay for life. It does not know whether a number was ever given out. Read next: the parent module.

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use super::masking::masked;
use crate::language::half_width;

/// The area that the numbers of made-up people begin with. No division has a code in 999, and a foreigner's permanent
/// residence card, whose number begins with 9 and the code of a province, cannot have it either: no province is 99.
pub(crate) const TEST_AREA_PREFIX: &str = "999";

/// The weights of the first 17 digits: powers of 2 modulo 11 (GB 11643-1999, 4.2).
const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check character for each remainder, 0 to 10, of the weighted sum (GB 11643-1999, 4.2).
const CHECK_CHARACTERS: &str = "10X98765432";

/// Characters of a number.
const LENGTH: usize = 18;

/// Digits before the check character.
const BODY_LENGTH: usize = 17;

/// Digits of a number of the first generation, which ended on 2013-01-01.
const FIRST_GENERATION_LENGTH: usize = 15;

/// Full years at which a person is of age (Civil Code, article 17).
const YEARS_OF_AGE: u32 = 18;

/// Why a text is no number of a resident. None of them says what the text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum ResidentIdRefusal {
    /// It is too short or too long.
    #[error("a resident's number has 18 characters, not {found}")]
    Length {
        /// Characters of the text.
        found: usize,
    },
    /// It is a number of 15 digits.
    #[error(
        "numbers of 15 digits are no longer in use: take the one of 18 characters from the present card"
    )]
    FirstGeneration,
    /// It holds a character that no number has.
    #[error("a resident's number has 17 digits and then a digit or X")]
    Character,
    /// The last character does not fit the others.
    #[error("the last character does not fit the others: one of them is mistyped")]
    CheckCharacter,
    /// Its digits 7 to 14 are no day of the calendar.
    #[error("digits 7 to 14 are no date")]
    BirthDate,
    /// The bearer would not be born yet.
    #[error("the date of birth lies in the future")]
    NotBornYet,
}

/// The number of a resident, checked, with a capital X.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ResidentId {
    /// The 18 characters.
    number: String,
    /// The date of birth in it.
    born_on: NaiveDate,
}

impl ResidentId {
    /// Reads a number on the day `today`; outer blanks, a small x and full-width characters are forgiven.
    ///
    /// # Errors
    /// When it cannot be a number; the first reason found.
    pub(crate) fn parse(text: &str, today: NaiveDate) -> Result<Self, ResidentIdRefusal> {
        let number: String = text.trim().chars().map(half_width).collect();
        let number = number.to_ascii_uppercase();
        let found = number.chars().count();
        if found == FIRST_GENERATION_LENGTH && is_digits(&number) {
            return Err(ResidentIdRefusal::FirstGeneration);
        }
        if found != LENGTH {
            return Err(ResidentIdRefusal::Length { found });
        }
        let (body, check) = number
            .split_at_checked(BODY_LENGTH)
            .ok_or(ResidentIdRefusal::Character)?;
        if !is_digits(body) || !(is_digits(check) || check == "X") {
            return Err(ResidentIdRefusal::Character);
        }
        if !check.chars().eq(check_character(body)) {
            return Err(ResidentIdRefusal::CheckCharacter);
        }
        let born_on = birth_date(body).ok_or(ResidentIdRefusal::BirthDate)?;
        if born_on > today {
            return Err(ResidentIdRefusal::NotBornYet);
        }
        Ok(Self { number, born_on })
    }

    /// The whole number. Whoever asks answers for where it goes.
    pub(crate) fn expose(&self) -> &str {
        &self.number
    }

    /// The number with its first and its last two characters and `*` between. More would tell the county or the day of
    /// birth; this is enough to tell the two cards of one household apart.
    pub(crate) fn masked(&self) -> String {
        masked(&self.number, 1, 2)
    }

    /// The six digits of the county that gave out the number, as its code was then; perhaps one that no list knows.
    pub(crate) fn area_code(&self) -> &str {
        self.number.get(..6).unwrap_or_default()
    }

    /// True for a made-up person: the area is one that nobody has.
    pub(crate) fn is_test_area(&self) -> bool {
        self.number.starts_with(TEST_AREA_PREFIX)
    }

    /// The date of birth.
    pub(crate) const fn born_on(&self) -> NaiveDate {
        self.born_on
    }

    /// Full years on a day, the birthday counted as reached; 0 before the birth. Who is born on 29 February has the
    /// birthday of other years on 1 March.
    pub(crate) fn age_on(&self, day: NaiveDate) -> u32 {
        day.years_since(self.born_on).unwrap_or(0)
    }

    /// True for a person below 18 full years on a day (Civil Code, article 17).
    pub(crate) fn is_minor_on(&self, day: NaiveDate) -> bool {
        self.age_on(day) < YEARS_OF_AGE
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ResidentId(..)")
    }
}

/// True for at least one ASCII digit and nothing else.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The check character of 17 digits.
fn check_character(body: &str) -> Option<char> {
    let values = body
        .bytes()
        .map(|digit| usize::from(digit.wrapping_sub(b'0')));
    let sum: usize = WEIGHTS
        .iter()
        .zip(values)
        .map(|(weight, value)| weight * value)
        .sum();
    CHECK_CHARACTERS.chars().nth(sum % 11)
}

/// The date in digits 7 to 14.
fn birth_date(body: &str) -> Option<NaiveDate> {
    let year = body.get(6..10)?.parse().ok()?;
    let month = body.get(10..12)?.parse().ok()?;
    let day = body.get(12..14)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests;
