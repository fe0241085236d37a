//! What an opening pays: the range as given, and the same in fen a month so that openings can be
//! compared.
//!
//! Pure, and money is whole fen in `i64`: never a float. It must never make up a figure that was
//! not given: a 13th month is shown but not spread over the months. Read `text` for what people
//! paste, `refusal` for what is refused.

mod reader;
mod refusal;
mod text;
mod words;

pub(crate) use refusal::PayRefusal;

use serde::{Deserialize, Serialize};

/// Paid hours of a day: the legal working day of eight hours.
const HOURS_A_DAY: i128 = 8;

/// Paid days of a month in hundredths: 21.75, as (365 - 104) / 12. Source: the ministry of
/// labour's notice 劳社部发〔2008〕3号 on converting monthly pay to days and hours.
const DAY_HUNDREDTHS_A_MONTH: i128 = 2_175;

/// Months of a year.
const MONTHS_A_YEAR: i128 = 12;

/// The most an amount may be: ten million yuan, in fen.
const MAX_FEN: i64 = 1_000_000_000;

/// How many times the least the most may be; a wider range is a slip such as 3-5000.
const MAX_SPREAD: i64 = 50;

/// The most monthly pays in a year, those of a bonus included.
const MAX_MONTHS_PER_YEAR: u8 = 24;

/// What an amount is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PayUnit {
    /// An hour's work.
    Hour,
    /// A day's work.
    Day,
    /// A month's work.
    Month,
    /// A year's work.
    Year,
    /// A piece made or a job done; not comparable with time.
    Piece,
    /// To be agreed: there is no amount.
    Negotiable,
}

impl PayUnit {
    /// Every unit, shortest time first.
    pub(crate) const ALL: [Self; 6] = [
        Self::Hour,
        Self::Day,
        Self::Month,
        Self::Year,
        Self::Piece,
        Self::Negotiable,
    ];

    /// The code in queries, files and the database.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Piece => "piece",
            Self::Negotiable => "negotiable",
        }
    }

    /// The unit of a code, exactly as [`PayUnit::code`] writes it.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

/// What an opening pays, checked; a side that is not given is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pay {
    /// The least, in fen a unit.
    min_fen: Option<i64>,
    /// The most, in fen a unit.
    max_fen: Option<i64>,
    /// What the amounts are paid for.
    unit: PayUnit,
    /// Monthly pays in a year when a bonus makes them more than twelve (13薪).
    months_per_year: Option<u8>,
}

impl Pay {
    /// Checks amounts in fen a unit. Twelve months a year are the rule and kept as none given.
    ///
    /// # Errors
    /// A [`PayRefusal`]: amounts that are missing, not positive, above ten million yuan, in the
    /// wrong order or more than fiftyfold apart; an amount with `Negotiable`; months other
    /// than 12 to 24 or without a monthly amount.
    pub(crate) fn new(
        min_fen: Option<i64>,
        max_fen: Option<i64>,
        unit: PayUnit,
        months_per_year: Option<u8>,
    ) -> Result<Self, PayRefusal> {
        for fen in [min_fen, max_fen].into_iter().flatten() {
            match fen {
                i64::MIN..0 => return Err(PayRefusal::Negative),
                0 => return Err(PayRefusal::Zero),
                1..=MAX_FEN => {}
                _ => return Err(PayRefusal::TooLarge),
            }
        }
        if let (Some(min_fen), Some(max_fen)) = (min_fen, max_fen) {
            if min_fen > max_fen {
                return Err(PayRefusal::MinAboveMax);
            }
            if max_fen > min_fen.saturating_mul(MAX_SPREAD) {
                return Err(PayRefusal::TooWide { times: MAX_SPREAD });
            }
        }
        let has_amount = min_fen.is_some() || max_fen.is_some();
        match unit {
            PayUnit::Negotiable if has_amount => return Err(PayRefusal::NegotiableWithAmount),
            PayUnit::Hour | PayUnit::Day | PayUnit::Month | PayUnit::Year if !has_amount => {
                return Err(PayRefusal::NoNumber);
            }
            PayUnit::Hour
            | PayUnit::Day
            | PayUnit::Month
            | PayUnit::Year
            | PayUnit::Piece
            | PayUnit::Negotiable => {}
        }
        if let Some(months) = months_per_year {
            if unit != PayUnit::Month {
                return Err(PayRefusal::MonthsWithoutMonthlyPay);
            }
            if !(12..=MAX_MONTHS_PER_YEAR).contains(&months) {
                return Err(PayRefusal::BadMonths {
                    most: MAX_MONTHS_PER_YEAR,
                });
            }
        }
        let months_per_year = months_per_year.filter(|&months| months > 12);
        Ok(Self {
            min_fen,
            max_fen,
            unit,
            months_per_year,
        })
    }

    /// The least, in fen a unit.
    pub(crate) fn min_fen(&self) -> Option<i64> {
        self.min_fen
    }

    /// The most, in fen a unit.
    pub(crate) fn max_fen(&self) -> Option<i64> {
        self.max_fen
    }

    /// What the amounts are paid for.
    pub(crate) fn unit(&self) -> PayUnit {
        self.unit
    }

    /// Monthly pays in a year, 13 to 24, when a bonus makes them more than twelve.
    pub(crate) fn months_per_year(&self) -> Option<u8> {
        self.months_per_year
    }

    /// The range in fen a month, least and most; none for piece work and 面议.
    ///
    /// Where only the least is given it is the most as well, the only figure that is promised;
    /// where only the most is given the least is 0. A 13th month is not counted.
    pub(crate) fn monthly_fen(&self) -> Option<(i64, i64)> {
        let least = self.min_fen.or(self.max_fen.map(|_| 0))?;
        let most = self.max_fen.or(self.min_fen)?;
        Some((
            to_monthly_fen(least, self.unit)?,
            to_monthly_fen(most, self.unit)?,
        ))
    }
}

/// An amount in fen a unit as fen a month, halves rounded up: an hour is 8 x 21.75 times, a day
/// 21.75 times (劳社部发〔2008〕3号), a year a twelfth. None for piece work, 面议, negative amounts
/// and amounts that do not fit.
pub(crate) fn to_monthly_fen(amount_fen: i64, unit: PayUnit) -> Option<i64> {
    let (times, parts) = match unit {
        PayUnit::Hour => (HOURS_A_DAY * DAY_HUNDREDTHS_A_MONTH, 100),
        PayUnit::Day => (DAY_HUNDREDTHS_A_MONTH, 100),
        PayUnit::Month => (1, 1),
        PayUnit::Year => (1, MONTHS_A_YEAR),
        PayUnit::Piece | PayUnit::Negotiable => return None,
    };
    if amount_fen < 0 {
        return None;
    }
    let doubled = i128::from(amount_fen) * times * 2 + parts;
    i64::try_from(doubled / (parts * 2)).ok()
}

#[cfg(test)]
mod tests;
