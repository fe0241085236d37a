//! The calendar of public holidays and make-up working days, read from a table of notices.
//!
//! The State Council's office publishes, for each year, which days are off and which weekend
//! days are worked instead. This module parses that table and answers for one date. It must
//! never read a file or a clock: the caller passes the table's text. Opening hours
//! (`places::hours`) read it next, and deadlines count with it.

use chrono::{Datelike, NaiveDate, Weekday};

/// What the holiday table says about one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayKind {
    /// The table does not name the date: it follows the week, weekends included.
    Ordinary,
    /// A day off by notice, statutory or moved; it may fall on a weekend.
    PublicHoliday,
    /// A weekend day worked in exchange for a day off.
    MakeUpDay,
}

/// Why a holiday table was refused; every variant but `Empty` names the line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CalendarRefusal {
    /// The first line is not the expected header.
    #[error("line 1: the header must be `date,is_working_day,name`")]
    Header,
    /// A line has fewer than three columns.
    #[error("line {line}: three columns are needed: date, is_working_day, name")]
    Columns {
        /// The line in the text.
        line: usize,
    },
    /// A date is not a real `YYYY-MM-DD`.
    #[error("line {line}: `{found}` is not a date as YYYY-MM-DD")]
    Date {
        /// The line in the text.
        line: usize,
        /// What stood there.
        found: String,
    },
    /// The working-day mark is neither 0 nor 1.
    #[error("line {line}: is_working_day must be 0 or 1, not `{found}`")]
    Mark {
        /// The line in the text.
        line: usize,
        /// What stood there.
        found: String,
    },
    /// A make-up day falls on Monday to Friday, where it would change nothing.
    #[error("line {line}: {date} is a weekday, so it cannot be a make-up day")]
    MakeUpOnWeekday {
        /// The line in the text.
        line: usize,
        /// The date refused.
        date: NaiveDate,
    },
    /// The same date stands twice.
    #[error("line {line}: {date} is in the table already")]
    Twice {
        /// The later line in the text.
        line: usize,
        /// The date refused.
        date: NaiveDate,
    },
    /// The table has no rows.
    #[error("the holiday table has no rows")]
    Empty,
}

/// The published holidays and make-up days, by date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkCalendar {
    /// The named dates in ascending order, each once.
    days: Vec<(NaiveDate, DayKind)>,
    /// The years whose notice is in the table, in ascending order.
    years: Vec<i32>,
}

impl WorkCalendar {
    /// Parses a CSV text with the columns `date,is_working_day,name`.
    ///
    /// Rows may come in any order; empty lines, a byte order mark and CRLF are accepted.
    ///
    /// # Errors
    /// A [`CalendarRefusal`] that names the line.
    pub(crate) fn parse(text: &str) -> Result<Self, CalendarRefusal> {
        let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
        let header = lines.next().map_or("", |(_, line)| line).trim();
        if header != "date,is_working_day,name" {
            return Err(CalendarRefusal::Header);
        }
        let mut days: Vec<(NaiveDate, DayKind)> = Vec::new();
        for (line, row) in lines {
            if row.trim().is_empty() {
                continue;
            }
            let (date, kind) = parse_row(line, row)?;
            match days.binary_search_by_key(&date, |&(day, _)| day) {
                Ok(_) => return Err(CalendarRefusal::Twice { line, date }),
                Err(position) => days.insert(position, (date, kind)),
            }
        }
        if days.is_empty() {
            return Err(CalendarRefusal::Empty);
        }
        let years = days
            .iter()
            .filter(|(date, _)| date.month() == 10 && date.day() == 1)
            .map(|(date, _)| date.year())
            .collect();
        Ok(Self { days, years })
    }

    /// What the table says about `date`; dates it does not name are [`DayKind::Ordinary`],
    /// also where [`WorkCalendar::covers`] is false.
    pub(crate) fn day_kind(&self, date: NaiveDate) -> DayKind {
        self.days
            .binary_search_by_key(&date, |&(day, _)| day)
            .ok()
            .and_then(|position| self.days.get(position))
            .map_or(DayKind::Ordinary, |&(_, kind)| kind)
    }

    /// Whether the notice for the whole year of `date` is in the table, so that
    /// [`WorkCalendar::day_kind`] is knowledge and not a guess.
    ///
    /// A year counts as covered when its 1 October is a row: every year's notice names National
    /// Day, while the last days of December may be rows of the next year's notice.
    pub(crate) fn covers(&self, date: NaiveDate) -> bool {
        self.years.binary_search(&date.year()).is_ok()
    }
}

/// Reads one row of the table.
fn parse_row(line: usize, row: &str) -> Result<(NaiveDate, DayKind), CalendarRefusal> {
    let mut cells = row.splitn(3, ',').map(str::trim);
    let (Some(date), Some(mark), Some(_name)) = (cells.next(), cells.next(), cells.next()) else {
        return Err(CalendarRefusal::Columns { line });
    };
    let Ok(date) = NaiveDate::parse_from_str(date, "%Y-%m-%d") else {
        return Err(CalendarRefusal::Date {
            line,
            found: date.to_owned(),
        });
    };
    let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    match mark {
        "0" => Ok((date, DayKind::PublicHoliday)),
        "1" if is_weekend => Ok((date, DayKind::MakeUpDay)),
        "1" => Err(CalendarRefusal::MakeUpOnWeekday { line, date }),
        _ => Err(CalendarRefusal::Mark {
            line,
            found: mark.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests;
