//! Reading intervals, clock times and dates from a spreadsheet cell.
//!
//! It must never take a bare number for a time, nor an afternoon in twelve hours for a night.
//! Read `cursor` for the words around them.

use super::cursor::Cursor;
use super::interval::{DAY_MINUTES, clock_text};
use super::{HoursRefusal, Interval};
use chrono::NaiveDate;

/// The longest interval in minutes that may end on the next day without saying 次日: a longer
/// one is more likely an afternoon time in twelve hours.
const MAX_UNSAID_NIGHT_MINUTES: u32 = 16 * 60;

impl Cursor<'_> {
    /// Reads one interval: two clock times with a dash between, perhaps 次日 before the end.
    ///
    /// # Errors
    /// A [`HoursRefusal`] that quotes where the text is not understood.
    pub(super) fn interval(&mut self) -> Result<Interval, HoursRefusal> {
        let from = self.clock()?;
        self.skip_spaces();
        if !self.eat_dash() {
            return Err(self.refusal());
        }
        self.skip_spaces();
        let is_next_day = self.eat_any(&["次日", "翌日", "第二天", "next day"]);
        self.skip_spaces();
        let to = self.clock()?;
        let texts = || (clock_text(from), clock_text(to));
        if is_next_day && from <= to {
            if to == 0 {
                return Ok(Interval::WHOLE_DAY);
            }
            let (from, to) = texts();
            return Err(HoursRefusal::LongerThanDay { from, to });
        }
        let interval = Interval::new(from, to)?;
        let is_doubtful = interval.ends_next_day() && interval.minutes() > MAX_UNSAID_NIGHT_MINUTES;
        if is_doubtful && !is_next_day {
            let (from, to) = texts();
            return Err(HoursRefusal::DoubtfulEnd { from, to });
        }
        Ok(interval)
    }

    /// Reads a clock time as minutes after midnight: `9:00`, `09:00:00`, `9点`, `9点半`,
    /// `9点30分`, `9am`, `1:30 pm`. A bare number is not a time.
    fn clock(&mut self) -> Result<u32, HoursRefusal> {
        let start = *self;
        let hours = self.number(2)?;
        let minutes = self.minutes()?;
        let mut after = *self;
        after.skip_spaces();
        let is_morning = after.eat_word(&["am", "a.m."]);
        let is_afternoon = !is_morning && after.eat_word(&["pm", "p.m."]);
        let is_twelve_hours = is_morning || is_afternoon;
        if is_twelve_hours {
            *self = after;
        } else if minutes.is_none() {
            return Err(start.refusal());
        }
        let minutes = minutes.unwrap_or(0);
        let hours = match (is_twelve_hours, hours) {
            (false, hours) => Some(hours),
            (true, 1..=12) => Some(hours % 12 + if is_afternoon { 12 } else { 0 }),
            (true, _) => None,
        };
        let all = hours.map(|hours| hours * 60 + minutes);
        all.filter(|&all| minutes < 60 && all <= DAY_MINUTES)
            .ok_or_else(|| HoursRefusal::BadTime {
                found: start.quote_until(self),
            })
    }

    /// Reads what follows the hours of a clock time; none when it is no sign of a time.
    fn minutes(&mut self) -> Result<Option<u32>, HoursRefusal> {
        if self.eat(":") {
            let minutes = self.number(2)?;
            self.eat(":00");
            return Ok(Some(minutes));
        }
        if !self.eat_any(&["点", "时"]) {
            return Ok(None);
        }
        if self.is_before_digit() {
            let minutes = self.number(2)?;
            self.eat("分");
            return Ok(Some(minutes));
        }
        if self.eat("半") {
            return Ok(Some(30));
        }
        self.eat("整");
        Ok(Some(0))
    }

    /// Reads a date: `2026-02-10`, `2026/2/10`, `2026.2.10`, `2026年2月10日`.
    ///
    /// # Errors
    /// [`HoursRefusal::NotUnderstood`], [`HoursRefusal::BadDate`].
    pub(super) fn date(&mut self) -> Result<NaiveDate, HoursRefusal> {
        self.skip_spaces();
        let start = *self;
        let year = self.number(4)?;
        if !self.eat_any(&["-", "/", ".", "年"]) {
            return Err(start.refusal());
        }
        let month = self.number(2)?;
        if !self.eat_any(&["-", "/", ".", "月"]) {
            return Err(start.refusal());
        }
        let day = self.number(2)?;
        self.eat_any(&["日", "号"]);
        let year = i32::try_from(year).ok().filter(|year| *year >= 1900);
        year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or_else(|| HoursRefusal::BadDate {
                found: start.quote_until(self),
            })
    }
}
