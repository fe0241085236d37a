//! The JSON form of opening hours.
//!
//! It only turns fields into checked parts and back; it must never accept what the checked
//! parts refuse, nor ignore a field it does not know. Read the parent module for the rules.

use super::{DayIntervals, Exception, HolidayRule, Hours, HoursRefusal, Interval, MakeUpRule};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Opening hours as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursWire {
    /// The open times of the week, in any order.
    weekly: Vec<WeeklyWire>,
    /// The dated exceptions, in any order.
    #[serde(default)]
    exceptions: Vec<ExceptionWire>,
    /// What holds on public holidays.
    public_holidays: HolidayWire,
    /// What holds on make-up days.
    make_up_days: MakeUpRule,
}

/// One interval of one day of the week.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeeklyWire {
    /// ISO day of the week, 1 is Monday.
    day: u8,
    /// The start, `HH:MM`.
    from: String,
    /// The end, `HH:MM`; up to the start means the next day.
    to: String,
}

/// One interval of a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IntervalWire {
    /// The start, `HH:MM`.
    from: String,
    /// The end, `HH:MM`; up to the start means the next day.
    to: String,
}

/// One dated exception.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionWire {
    /// The first day it holds.
    from_on: NaiveDate,
    /// The last day it holds.
    to_on: NaiveDate,
    /// The open times; none means closed.
    intervals: Vec<IntervalWire>,
    /// Why, for people to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// What holds on public holidays: a word or the open times.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "public_holidays must be \"closed\", \"as_usual\" or a list of {from, to}"
)]
enum HolidayWire {
    /// A rule in a word.
    Word(HolidayWord),
    /// The open times; none means closed.
    Intervals(Vec<IntervalWire>),
}

/// A holiday rule that a word says.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HolidayWord {
    /// Closed.
    Closed,
    /// As on any such day of the week.
    AsUsual,
}

impl Hours {
    /// Reads and checks the JSON form.
    ///
    /// # Errors
    /// A [`HoursRefusal`]; [`HoursRefusal::Shape`] when a field is missing, unknown or of the
    /// wrong type.
    pub(crate) fn from_value(value: &serde_json::Value) -> Result<Self, HoursRefusal> {
        let wire = HoursWire::deserialize(value).map_err(|error| HoursRefusal::Shape {
            detail: error.to_string(),
        })?;
        Self::try_from(wire)
    }
}

impl TryFrom<HoursWire> for Hours {
    type Error = HoursRefusal;

    fn try_from(wire: HoursWire) -> Result<Self, HoursRefusal> {
        let HoursWire {
            weekly,
            exceptions,
            public_holidays,
            make_up_days,
        } = wire;
        let mut lists: [Vec<Interval>; 7] = Default::default();
        for WeeklyWire { day, from, to } in weekly {
            let list = usize::from(day)
                .checked_sub(1)
                .and_then(|place| lists.get_mut(place));
            list.ok_or(HoursRefusal::BadDay { day })?
                .push(interval_of(&from, &to)?);
        }
        let mut week: [DayIntervals; 7] = Default::default();
        for (day, list) in week.iter_mut().zip(lists) {
            *day = DayIntervals::new(list)?;
        }
        let public_holidays = match public_holidays {
            HolidayWire::Word(HolidayWord::Closed) => HolidayRule::Closed,
            HolidayWire::Word(HolidayWord::AsUsual) => HolidayRule::AsUsual,
            HolidayWire::Intervals(list) if list.is_empty() => HolidayRule::Closed,
            HolidayWire::Intervals(list) => HolidayRule::Intervals(day_of(&list)?),
        };
        let exceptions = exceptions
            .into_iter()
            .map(
                |ExceptionWire {
                     from_on,
                     to_on,
                     intervals,
                     note,
                 }| {
                    Exception::new(from_on, to_on, day_of(&intervals)?, note.as_deref())
                },
            )
            .collect::<Result<_, _>>()?;
        let hours = Self::of_week(week)?.with_rules(public_holidays, make_up_days);
        hours.with_exceptions(exceptions)
    }
}

impl From<Hours> for HoursWire {
    fn from(hours: Hours) -> Self {
        let Hours {
            week,
            exceptions,
            public_holidays,
            make_up_days,
        } = hours;
        let weekly = (1..).zip(&week).flat_map(|(day, list)| {
            wires_of(list)
                .into_iter()
                .map(move |IntervalWire { from, to }| WeeklyWire { day, from, to })
        });
        let exceptions = exceptions.into_iter().map(|exception| {
            let Exception {
                from_on,
                to_on,
                intervals,
                note,
            } = exception;
            ExceptionWire {
                from_on,
                to_on,
                intervals: wires_of(&intervals),
                note,
            }
        });
        let public_holidays = match public_holidays {
            HolidayRule::Closed => HolidayWire::Word(HolidayWord::Closed),
            HolidayRule::AsUsual => HolidayWire::Word(HolidayWord::AsUsual),
            HolidayRule::Intervals(list) => HolidayWire::Intervals(wires_of(&list)),
        };
        Self {
            weekly: weekly.collect(),
            exceptions: exceptions.collect(),
            public_holidays,
            make_up_days,
        }
    }
}

/// Checks the intervals of one day.
fn day_of(list: &[IntervalWire]) -> Result<DayIntervals, HoursRefusal> {
    let intervals = list.iter().map(|wire| interval_of(&wire.from, &wire.to));
    DayIntervals::new(intervals.collect::<Result<_, _>>()?)
}

/// Reads one interval.
fn interval_of(from: &str, to: &str) -> Result<Interval, HoursRefusal> {
    Interval::new(minutes_of(from)?, minutes_of(to)?)
}

/// Reads `HH:MM`, exactly, as minutes after midnight.
fn minutes_of(text: &str) -> Result<u32, HoursRefusal> {
    let refusal = || HoursRefusal::BadTime {
        found: text.chars().take(12).collect(),
    };
    let two_digits = |part: &str| {
        let is_fit = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_fit {
            part.parse::<u32>().ok()
        } else {
            None
        }
    };
    let (hours, minutes) = text.split_once(':').ok_or_else(refusal)?;
    match (two_digits(hours), two_digits(minutes)) {
        (Some(hours), Some(minutes)) if minutes < 60 && hours <= 24 => Ok(hours * 60 + minutes),
        _ => Err(refusal()),
    }
}

/// The intervals of one day as JSON parts.
fn wires_of(list: &DayIntervals) -> Vec<IntervalWire> {
    let wire = |interval: &Interval| IntervalWire {
        from: interval.start_text(),
        to: interval.end_text(),
    };
    list.as_slice().iter().map(wire).collect()
}
