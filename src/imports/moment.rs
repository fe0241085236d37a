//! Dates and instants in cells. A date alone is a local day of the business zone (+08:00); the caller says whether its
//! beginning or its end is meant. It must never guess the order of day and month: the year comes first.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::platform::clock::{instant_of_local, local_time, start_of_local_day};

/// Years that a cell may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What a cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A local day.
    Day(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl Moment {
    /// Reads `2026-11-24`, `2026/11/24`, `2026.11.24` or `2026年11月24日`, with or without a time; a time without a zone
    /// is local, one with a zone is RFC 3339.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return YEARS
                .contains(&instant.year())
                .then(|| Self::Instant(to_millis(instant.to_utc())));
        }
        let (day, time) = text
            .split_once([' ', 'T', '\u{3000}'])
            .unwrap_or((text, ""));
        let day = day_of(day)?;
        if time.trim().is_empty() {
            return Some(Self::Day(day));
        }
        let time = ["%H:%M:%S%.f", "%H:%M"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(time.trim(), format).ok())?;
        Some(Self::Instant(to_millis(instant_of_local(
            NaiveDateTime::new(day, time),
        ))))
    }

    /// The instant, or the beginning of the day.
    pub(crate) fn start(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => start_of_local_day(day),
            Self::Instant(instant) => instant,
        }
    }

    /// The instant, or the end of the day: the beginning of the next.
    pub(crate) fn end(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => start_of_local_day(day.succ_opt().unwrap_or(day)),
            Self::Instant(instant) => instant,
        }
    }
}

/// Reads a day, the year first.
fn day_of(text: &str) -> Option<NaiveDate> {
    let dashed: String = text
        .trim_end_matches(['日', '号'])
        .chars()
        .map(|letter| {
            if matches!(letter, '/' | '.' | '年' | '月') {
                '-'
            } else {
                letter
            }
        })
        .collect();
    let day = NaiveDate::parse_from_str(&dashed, "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

/// An instant cut to milliseconds, as the databases keep it.
fn to_millis(instant: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(instant.timestamp_millis()).unwrap_or(instant)
}

/// An instant as a cell that [`Moment::parse`] and [`Moment::start`] read back: a date at local midnight.
pub(crate) fn start_text(instant: DateTime<Utc>) -> String {
    let local = local_time(instant);
    if is_midnight(local) {
        local.date().to_string()
    } else {
        instant_text(local)
    }
}

/// An instant as a cell that [`Moment::parse`] and [`Moment::end`] read back: at local midnight the day before.
pub(crate) fn end_text(instant: DateTime<Utc>) -> String {
    let local = local_time(instant);
    match local.date().pred_opt() {
        Some(day) if is_midnight(local) => day.to_string(),
        Some(_) | None => instant_text(local),
    }
}

/// A local date and time in full.
fn instant_text(local: NaiveDateTime) -> String {
    local.format("%Y-%m-%d %H:%M:%S%.f").to_string()
}

/// True at the first moment of a day.
fn is_midnight(local: NaiveDateTime) -> bool {
    local.num_seconds_from_midnight() == 0 && local.nanosecond() == 0
}
