//! The one clock. Everything that depends on time asks it, so that tests hold time still.
//!
//! Instants are UTC, truncated to milliseconds (what both databases keep). The business zone is +08:00, which has had
//! no daylight saving since 1991 and is fixed by decision.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};

/// Seconds that the business zone is ahead of UTC.
const ZONE_SECONDS: i32 = 8 * 3600;

/// Tells the time: the system's, or one that a test sets.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Milliseconds since 1970 when the time is held by a test.
    held: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self { held: None }
    }

    /// A clock that stands at `instant` until it is advanced.
    #[must_use]
    pub fn fixed(instant: DateTime<Utc>) -> Self {
        Self {
            held: Some(Arc::new(AtomicI64::new(instant.timestamp_millis()))),
        }
    }

    /// Moves a fixed clock on; a system clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Some(held) = &self.held {
            held.fetch_add(
                i64::try_from(by.as_millis()).unwrap_or(i64::MAX),
                Ordering::SeqCst,
            );
        }
    }

    /// Now, in UTC, to the millisecond.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the system's clock"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match &self.held {
            Some(held) => held.load(Ordering::SeqCst),
            None => Utc::now().timestamp_millis(),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// A reading for measuring how long something took; not affected by a held clock.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the monotonic clock"
    )]
    pub fn stopwatch() -> std::time::Instant {
        std::time::Instant::now()
    }
}

/// The wall clock of the business zone (+08:00) at an instant.
#[must_use]
pub fn local_time(instant: DateTime<Utc>) -> NaiveDateTime {
    match FixedOffset::east_opt(ZONE_SECONDS) {
        Some(zone) => instant.with_timezone(&zone).naive_local(),
        None => instant.naive_utc(),
    }
}

/// The calendar day of the business zone (+08:00) at an instant.
#[must_use]
pub fn local_day(instant: DateTime<Utc>) -> NaiveDate {
    local_time(instant).date()
}

/// The instant of a wall clock reading of the business zone.
#[must_use]
pub fn instant_of_local(local: NaiveDateTime) -> DateTime<Utc> {
    DateTime::from_naive_utc_and_offset(local, Utc)
        - chrono::TimeDelta::seconds(i64::from(ZONE_SECONDS))
}

/// The instant at which a local day of the business zone begins.
#[must_use]
pub fn start_of_local_day(day: NaiveDate) -> DateTime<Utc> {
    instant_of_local(day.and_time(chrono::NaiveTime::MIN))
}
