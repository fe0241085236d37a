//! From when until when a posting stands. Pure: the present is passed in.
//!
//! A date alone means the beginning of the day it was posted and the end of the last day it is valid. The day of posting
//! is day 0, so `max_days` of a kind end with the last moment of the day that many days later.

use chrono::{DateTime, Days, Utc};

use crate::catalog::OpeningKind;
use crate::imports::{Moment, RowReader};
use crate::language::Text;
use crate::platform::clock::{local_day, start_of_local_day};

/// What a row says of its standing; none where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// When it was posted.
    pub(super) posted_at: Option<DateTime<Utc>>,
    /// The instant from which it no longer stands.
    pub(super) valid_until: Option<DateTime<Utc>>,
}

/// The latest end of a posting of a kind: 24:00 of the day `max_days` after the day it was posted.
pub(super) fn latest_end(posted_at: DateTime<Utc>, max_days: u32) -> DateTime<Utc> {
    let last = local_day(posted_at).checked_add_days(Days::new(u64::from(max_days) + 1));
    last.map_or(posted_at, start_of_local_day)
}

/// Reads `posted_at` and `valid_until`; refuses an order that cannot be and more days than the kind allows.
pub(super) fn read_standing(
    row: &mut RowReader<'_>,
    kind: Option<&OpeningKind>,
    now: DateTime<Utc>,
) -> Standing {
    let posted_at = row.moment("posted_at").map(Moment::start);
    let valid_until = row.moment("valid_until").map(Moment::end);
    let standing = Standing {
        posted_at,
        valid_until,
    };
    let (Some(until), posted) = (valid_until, posted_at.unwrap_or(now)) else {
        return standing;
    };
    if posted_at.is_some() && until <= posted {
        let message = Text::new("有效期早于发布日期", "ends before it was posted");
        row.refuse("valid_until", "dates_out_of_order", message);
        return standing;
    }
    if let Some(kind) = kind.filter(|kind| until > latest_end(posted, kind.max_days)) {
        let message = Text::new(
            format!("“{}”最长有效 {} 天", kind.zh, kind.max_days),
            format!("\"{}\" stands at most {} days", kind.en, kind.max_days),
        );
        row.refuse("valid_until", "valid_too_long", message);
        return standing;
    }
    if until <= now {
        row.warn(
            "valid_until",
            "ended_already",
            Text::new("有效期已过", "has ended already"),
        );
    }
    standing
}

/// Refuses dated work that ends before it begins.
pub(super) fn check_days(
    row: &mut RowReader<'_>,
    starts_on: Option<chrono::NaiveDate>,
    ends_on: Option<chrono::NaiveDate>,
) {
    if starts_on
        .zip(ends_on)
        .is_some_and(|(start, end)| end < start)
    {
        let message = Text::new("结束日期早于开始日期", "ends before it starts");
        row.refuse("ends_on", "dates_out_of_order", message);
    }
}
