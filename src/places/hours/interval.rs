//! One open interval, and the intervals of one day.
//!
//! Times are minutes after the midnight that begins the day. It must never hold an interval
//! that is empty or overlaps a neighbour. Read the parent module for which day's list counts.

use super::HoursRefusal;

/// The minutes of a day.
pub(super) const DAY_MINUTES: u32 = 24 * 60;

/// The most intervals one day may have.
const MAX_INTERVALS: usize = 8;

/// An open time: from its first minute up to, but not including, its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    /// The first minute, 0 to 1439.
    from: u32,
    /// The end, after `from` and less than a day later unless the whole day is meant; 1440 is
    /// this day's 24:00, and what is past it lies in the next day.
    to: u32,
}

impl Interval {
    /// The whole day, 00:00 to 24:00.
    pub(super) const WHOLE_DAY: Self = Self {
        from: 0,
        to: DAY_MINUTES,
    };

    /// Makes an interval of two clock times in minutes after midnight; an end before the start
    /// lies in the next day.
    ///
    /// # Errors
    /// [`HoursRefusal::BadTime`] for a start past 23:59 or an end past 24:00,
    /// [`HoursRefusal::ZeroLength`] for equal ones.
    pub(crate) fn new(from: u32, to: u32) -> Result<Self, HoursRefusal> {
        if from >= DAY_MINUTES {
            return Err(HoursRefusal::BadTime {
                found: clock_text(from),
            });
        }
        if to > DAY_MINUTES {
            return Err(HoursRefusal::BadTime {
                found: clock_text(to),
            });
        }
        if from == to {
            return Err(HoursRefusal::ZeroLength {
                at: clock_text(from),
            });
        }
        let to = if to < from { to + DAY_MINUTES } else { to };
        Ok(Self { from, to })
    }

    /// The start as `HH:MM`.
    pub(super) fn start_text(self) -> String {
        clock_text(self.from)
    }

    /// The end as `HH:MM`, 24:00 for midnight; an end in the next day is its clock time.
    pub(super) fn end_text(self) -> String {
        clock_text(if self.ends_next_day() {
            self.to - DAY_MINUTES
        } else {
            self.to
        })
    }

    /// Whether the interval runs past 24:00 of its day.
    pub(super) fn ends_next_day(self) -> bool {
        self.to > DAY_MINUTES
    }

    /// The length in minutes.
    pub(super) fn minutes(self) -> u32 {
        self.to - self.from
    }

    /// Start and end as `09:00-12:00`, to name the interval in a refusal.
    fn span_text(self) -> String {
        format!("{}-{}", self.start_text(), self.end_text())
    }
}

/// The open times of one day in ascending order, none overlapping another; none means closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayIntervals(Vec<Interval>);

/// A day without open times, to lend out.
pub(super) static CLOSED: DayIntervals = DayIntervals(Vec::new());

impl DayIntervals {
    /// Sorts and checks the intervals of a day. The list must also fit behind itself, as the
    /// same list may hold on successive days.
    ///
    /// # Errors
    /// [`HoursRefusal::TooManyIntervals`], [`HoursRefusal::Overlap`].
    pub(crate) fn new(mut intervals: Vec<Interval>) -> Result<Self, HoursRefusal> {
        if intervals.len() > MAX_INTERVALS {
            return Err(HoursRefusal::TooManyIntervals {
                most: MAX_INTERVALS,
            });
        }
        intervals.sort_by_key(|interval| (interval.from, interval.to));
        for (&earlier, &later) in intervals.iter().zip(intervals.iter().skip(1)) {
            if later.from < earlier.to {
                return Err(overlap(earlier, later));
            }
        }
        let day = Self(intervals);
        day.check_before(&day)?;
        Ok(day)
    }

    /// Checks that this day's last interval ends before the next day's first begins.
    ///
    /// # Errors
    /// [`HoursRefusal::Overlap`].
    pub(super) fn check_before(&self, next_day: &Self) -> Result<(), HoursRefusal> {
        match (self.0.last(), next_day.0.first()) {
            (Some(&last), Some(&first)) if first.from + DAY_MINUTES < last.to => {
                Err(overlap(last, first))
            }
            _ => Ok(()),
        }
    }

    /// Whether some interval holds the minute after this day's midnight; minutes from 1440 on
    /// are the next day's.
    pub(super) fn hold(&self, minute: u32) -> bool {
        self.0
            .iter()
            .any(|interval| interval.from <= minute && minute < interval.to)
    }

    /// Every start and end, in minutes after this day's midnight.
    pub(super) fn edges(&self) -> impl Iterator<Item = u32> + '_ {
        self.0
            .iter()
            .flat_map(|interval| [interval.from, interval.to])
    }

    /// The intervals in ascending order.
    pub(super) fn as_slice(&self) -> &[Interval] {
        &self.0
    }
}

/// The refusal that names both intervals.
fn overlap(first: Interval, second: Interval) -> HoursRefusal {
    HoursRefusal::Overlap {
        first: first.span_text(),
        second: second.span_text(),
    }
}

/// Minutes after midnight as `HH:MM`.
pub(super) fn clock_text(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
