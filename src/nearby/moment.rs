//! The moment that an answer speaks of: one for all of it.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::platform::clock::local_time;
use crate::rules::calendar::WorkCalendar;

/// The moment that an answer speaks of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment<'a> {
    /// In UTC.
    pub(super) now: DateTime<Utc>,
    /// On the wall of the business zone.
    pub(super) local: NaiveDateTime,
    /// Holidays and make-up days.
    pub(super) calendar: &'a WorkCalendar,
}

impl<'a> Moment<'a> {
    /// An instant, as it is read by the holidays and make-up days of `calendar`.
    pub(super) fn at(now: DateTime<Utc>, calendar: &'a WorkCalendar) -> Self {
        Self {
            now,
            local: local_time(now),
            calendar,
        }
    }
}
