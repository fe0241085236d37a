//! When a demo opening was posted, until when it stands, and on which days its work is.
//!
//! Pure: now is passed in. Spans are whole days long, so that moving one by its length keeps the hour and moves dated
//! work by whole days. It must never make a span that has ended, or ends within a day, when it is made.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::chance::Chance;
use crate::platform::clock::local_day;

/// Minutes of a day.
const DAY_MINUTES: i64 = 1_440;

/// How the spans of a kind are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpanRule {
    /// The longest validity of the kind, whole days.
    pub(super) max_days: i64,
    /// Postings are spread over so many days before now.
    pub(super) posted_within_days: i64,
    /// The most days that a posting is made to stand beyond those it has stood.
    pub(super) days_ahead: i64,
    /// First day of the work, days after the posting ends: least and most; `None` for work that is not dated.
    pub(super) starts_after: Option<(i64, i64)>,
    /// Days of the work after the first: least and most.
    pub(super) lasts: (i64, i64),
}

/// The dates of one opening.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    /// When it was posted; never after now.
    pub(super) posted_at: DateTime<Utc>,
    /// The instant from which it no longer stands.
    pub(super) valid_until: DateTime<Utc>,
    /// First local day of the work where it is dated.
    pub(super) starts_on: Option<NaiveDate>,
    /// Last local day of the work where it is dated.
    pub(super) ends_on: Option<NaiveDate>,
}

impl SpanRule {
    /// Draws the dates of one opening.
    pub(super) fn draw(&self, chance: &mut Chance, now: DateTime<Utc>) -> Dates {
        // A kind that stands for a few days only cannot have been posted long ago.
        let oldest = self
            .posted_within_days
            .min(self.max_days.saturating_sub(3))
            .max(0)
            * DAY_MINUTES;
        let age = chance.between(10, oldest.max(11));
        let least = age / DAY_MINUTES + 2;
        let most = (least + self.days_ahead).min(self.max_days).max(least);
        let posted_at = now - TimeDelta::minutes(age);
        let valid_until = posted_at + TimeDelta::days(chance.between(least, most));
        let starts_on = self
            .starts_after
            .and_then(|(least, most)| later(local_day(valid_until), chance.between(least, most)));
        let (least, most) = self.lasts;
        let ends_on = starts_on.and_then(|day| later(day, chance.between(least, most)));
        Dates {
            posted_at,
            valid_until,
            starts_on,
            ends_on,
        }
    }
}

/// The day so many days later.
pub(super) fn later(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::try_from(days).ok()?))
}
