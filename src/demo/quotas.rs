//! How many openings of each kind the demo set has, and how they are drawn.
//!
//! Plain data: it must never hold a validity, which is the catalog's. Read next: `openings`.

use super::spans::SpanRule;

/// How many openings of a kind there are, and how they are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quota {
    /// The code of the kind.
    pub(super) kind: &'static str,
    /// Letters that stand for it in identities.
    pub(super) letters: &'static str,
    /// How many.
    pub(super) count: usize,
    /// How many of them stand near each county seat whatever the weights say.
    pub(super) at_each_seat: usize,
    /// How many of them stand near each town whatever the weights say.
    pub(super) at_each_town: usize,
    /// Fewest and most people wanted.
    pub(super) headcount: (i64, i64),
    /// Dates; the longest validity is the catalog's.
    pub(super) spans: SpanRule,
}

/// The kinds; what a kind stands for at most is replaced by the catalog's figure.
pub(super) const QUOTAS: [Quota; 4] = [
    Quota {
        kind: "vacancy",
        letters: "VA",
        count: 20_000,
        at_each_seat: 12,
        at_each_town: 3,
        headcount: (1, 15),
        spans: spans(60, 60, None, (0, 0)),
    },
    Quota {
        kind: "gig",
        letters: "GI",
        count: 5_000,
        at_each_seat: 4,
        at_each_town: 0,
        headcount: (1, 20),
        spans: spans(6, 6, Some((0, 2)), (0, 4)),
    },
    Quota {
        kind: "public_post",
        letters: "PP",
        count: 800,
        at_each_seat: 1,
        at_each_town: 0,
        headcount: (1, 4),
        spans: spans(40, 40, None, (0, 0)),
    },
    Quota {
        kind: "training_class",
        letters: "TC",
        count: 600,
        at_each_seat: 1,
        at_each_town: 0,
        headcount: (20, 50),
        spans: spans(30, 25, Some((2, 10)), (4, 24)),
    },
];

/// A rule for dates in one line.
const fn spans(
    posted_within_days: i64,
    days_ahead: i64,
    starts_after: Option<(i64, i64)>,
    lasts: (i64, i64),
) -> SpanRule {
    SpanRule {
        max_days: 1,
        posted_within_days,
        days_ahead,
        starts_after,
        lasts,
    }
}
