//! When a place is open: weekly intervals, dated exceptions, and what holds on public holidays
//! and make-up days.
//!
//! Pure: the local time (business zone, +08:00) and the holiday table are passed in. It must
//! never read a clock, and never allocate in [`Hours::is_open_at`], which lists call per item.
//! Of several rules for a day the first of these counts: exception, public holiday, make-up day,
//! week. An interval belongs to the day it starts on, so after midnight the rule of the day
//! before still counts. Read `interval` for the parts of a day, `wire` for the JSON form, `text`
//! and `cells` for the forms in spreadsheets, `refusal` for what is refused.

mod cells;
mod clock;
mod cursor;
mod interval;
mod refusal;
mod text;
mod wire;

pub(crate) use interval::{DayIntervals, Interval};
pub(crate) use refusal::HoursRefusal;

use crate::rules::calendar::{DayKind, WorkCalendar};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use interval::{CLOSED, DAY_MINUTES};
use serde::{Deserialize, Serialize};

/// The most exceptions one place may have.
const MAX_EXCEPTIONS: usize = 60;

/// The most characters an exception's note may have.
const MAX_NOTE_CHARS: usize = 60;

/// How many days ahead [`Hours::next_change`] looks.
const LOOK_AHEAD_DAYS: u8 = 14;

/// What holds on public holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HolidayRule {
    /// Closed; the default of the text form.
    Closed,
    /// As on any such day of the week.
    AsUsual,
    /// Open at these times.
    Intervals(DayIntervals),
}

/// What holds on weekend days that are worked instead of a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MakeUpRule {
    /// Open at Monday's times; the default of the text form.
    AsWeekday,
    /// As on any such day of the week.
    AsUsual,
    /// Closed.
    Closed,
}

/// Dates on which a place is open at other times than usual, or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// The first day it holds.
    from_on: NaiveDate,
    /// The last day it holds.
    to_on: NaiveDate,
    /// The open times on each of those days; none means closed.
    intervals: DayIntervals,
    /// Why, for people to read.
    note: Option<String>,
}

impl Exception {
    /// Makes an exception; an empty note is no note.
    ///
    /// # Errors
    /// [`HoursRefusal::ExceptionBackwards`], [`HoursRefusal::BadNote`].
    pub(crate) fn new(
        from_on: NaiveDate,
        to_on: NaiveDate,
        intervals: DayIntervals,
        note: Option<&str>,
    ) -> Result<Self, HoursRefusal> {
        if to_on < from_on {
            return Err(HoursRefusal::ExceptionBackwards { from_on, to_on });
        }
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        // Brackets would end the note early in the text form.
        let is_unfit = |letter: char| letter.is_control() || "()（）".contains(letter);
        if note.is_some_and(|note| note.chars().count() > MAX_NOTE_CHARS || note.contains(is_unfit))
        {
            return Err(HoursRefusal::BadNote {
                most: MAX_NOTE_CHARS,
            });
        }
        Ok(Self {
            from_on,
            to_on,
            intervals,
            note: note.map(str::to_owned),
        })
    }
}

/// The opening hours of one place, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "wire::HoursWire", into = "wire::HoursWire")]
pub(crate) struct Hours {
    /// The open times of Monday to Sunday.
    week: [DayIntervals; 7],
    /// In ascending order of date, none overlapping another.
    exceptions: Vec<Exception>,
    /// What holds on public holidays.
    public_holidays: HolidayRule,
    /// What holds on make-up days.
    make_up_days: MakeUpRule,
}

impl Hours {
    /// Makes opening hours of a week, with no exceptions, closed on public holidays, and
    /// make-up days as Monday.
    ///
    /// # Errors
    /// [`HoursRefusal::Overlap`] when a day's last interval runs into the next day's first.
    pub(crate) fn of_week(week: [DayIntervals; 7]) -> Result<Self, HoursRefusal> {
        let next_days = week.iter().cycle().skip(1);
        for (today, tomorrow) in week.iter().zip(next_days) {
            today.check_before(tomorrow)?;
        }
        Ok(Self {
            week,
            exceptions: Vec::new(),
            public_holidays: HolidayRule::Closed,
            make_up_days: MakeUpRule::AsWeekday,
        })
    }

    /// The same hours with these exceptions instead of the ones they had.
    ///
    /// # Errors
    /// [`HoursRefusal::TooManyExceptions`], [`HoursRefusal::ExceptionsOverlap`].
    pub(crate) fn with_exceptions(
        mut self,
        mut exceptions: Vec<Exception>,
    ) -> Result<Self, HoursRefusal> {
        if exceptions.len() > MAX_EXCEPTIONS {
            return Err(HoursRefusal::TooManyExceptions {
                most: MAX_EXCEPTIONS,
            });
        }
        exceptions.sort_by_key(|exception| exception.from_on);
        for (earlier, later) in exceptions.iter().zip(exceptions.iter().skip(1)) {
            if later.from_on <= earlier.to_on {
                return Err(HoursRefusal::ExceptionsOverlap {
                    date: later.from_on,
                });
            }
        }
        self.exceptions = exceptions;
        Ok(self)
    }

    /// The same hours with these rules for public holidays and make-up days.
    pub(crate) fn with_rules(
        mut self,
        public_holidays: HolidayRule,
        make_up_days: MakeUpRule,
    ) -> Self {
        self.public_holidays = public_holidays;
        self.make_up_days = make_up_days;
        self
    }

    /// What holds on public holidays.
    pub(crate) fn public_holidays(&self) -> &HolidayRule {
        &self.public_holidays
    }

    /// What holds on make-up days.
    pub(crate) fn make_up_days(&self) -> MakeUpRule {
        self.make_up_days
    }

    /// Whether the place is open at a local time (+08:00). An interval holds its first minute
    /// and not its end.
    pub(crate) fn is_open_at(&self, local: NaiveDateTime, calendar: &WorkCalendar) -> bool {
        let today = local.date();
        let minute = local.hour() * 60 + local.minute();
        if self.intervals_on(today, calendar).hold(minute) {
            return true;
        }
        let Some(yesterday) = today.pred_opt() else {
            return false;
        };
        self.intervals_on(yesterday, calendar)
            .hold(minute + DAY_MINUTES)
    }

    /// The next moment after `local` (+08:00), at most 14 days later, at which the place opens
    /// (`true`) or closes (`false`); none when it stays as it is.
    pub(crate) fn next_change(
        &self,
        local: NaiveDateTime,
        calendar: &WorkCalendar,
    ) -> Option<(NaiveDateTime, bool)> {
        let is_open_now = self.is_open_at(local, calendar);
        let last = local.checked_add_days(Days::new(u64::from(LOOK_AHEAD_DAYS)))?;
        let mut soonest: Option<NaiveDateTime> = None;
        let yesterday = local.date().pred_opt()?;
        for date in yesterday.iter_days().take(usize::from(LOOK_AHEAD_DAYS) + 2) {
            let midnight = date.and_time(NaiveTime::MIN);
            if soonest.is_some_and(|found| found <= midnight) {
                break;
            }
            for minute in self.intervals_on(date, calendar).edges() {
                let Some(edge) = midnight.checked_add_signed(TimeDelta::minutes(minute.into()))
                else {
                    continue;
                };
                // Only an edge where the answer turns is a change: intervals may touch, and
                // yesterday's may run into today's when an exception or holiday moved either.
                if edge > local
                    && edge <= last
                    && soonest.is_none_or(|found| edge < found)
                    && self.is_open_at(edge, calendar) != is_open_now
                {
                    soonest = Some(edge);
                }
            }
        }
        soonest.map(|moment| (moment, !is_open_now))
    }

    /// The open times that start on `date`, by the first rule that applies.
    fn intervals_on(&self, date: NaiveDate, calendar: &WorkCalendar) -> &DayIntervals {
        let after = self
            .exceptions
            .partition_point(|exception| exception.from_on <= date);
        let latest = after
            .checked_sub(1)
            .and_then(|position| self.exceptions.get(position));
        if let Some(exception) = latest.filter(|exception| date <= exception.to_on) {
            return &exception.intervals;
        }
        match calendar.day_kind(date) {
            DayKind::Ordinary => self.of_weekday(date),
            DayKind::PublicHoliday => match &self.public_holidays {
                HolidayRule::Closed => &CLOSED,
                HolidayRule::AsUsual => self.of_weekday(date),
                HolidayRule::Intervals(intervals) => intervals,
            },
            DayKind::MakeUpDay => match self.make_up_days {
                MakeUpRule::AsWeekday => {
                    let [monday, ..] = &self.week;
                    monday
                }
                MakeUpRule::AsUsual => self.of_weekday(date),
                MakeUpRule::Closed => &CLOSED,
            },
        }
    }

    /// The open times of the day of the week of `date`.
    fn of_weekday(&self, date: NaiveDate) -> &DayIntervals {
        let position = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
        self.week.get(position).unwrap_or(&CLOSED)
    }
}

#[cfg(test)]
mod tests;
