//! What time alone changes: which places are open, and which items stand.
//!
//! Opening hours begin and end with whole minutes, so the set of open places is made once a minute and asked like any
//! other filter. Items begin and cease to stand at any millisecond: their numbers are compared at each question, and
//! the instants of the minutes ahead are kept so that an entity tag need not count.
//!
//! Whoever asks at another minute than the sets were made for gets a true answer too: then each item is asked.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reach::index::{Attribute, ItemId, NewItem, Predicate, Slot};

use super::filters::{IS_CLOSED, IS_OPEN, LAST_STANDS_AT, OPEN_NOW, POSTED_AT};
use super::moment::Moment;
use super::snapshot::Snapshot;
use crate::rules::calendar::WorkCalendar;

/// How far ahead instants are kept, milliseconds: as long as the minute's sets may be late.
const AHEAD_MILLIS: i64 = 180_000;

/// Set in a mark that was counted, so that it equals none that was read off.
const COUNTED: u64 = 1 << 63;

/// The codes of the sets that are made for each minute; their bits are in this order.
const MINUTE_CODES: [(Attribute, u32); 2] = [(OPEN_NOW, IS_CLOSED), (OPEN_NOW, IS_OPEN)];

/// The instants of a stretch of time at which items begin or cease to stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    /// The first millisecond of the stretch.
    from: i64,
    /// The end of the stretch, excluded.
    until: i64,
    /// The instants, milliseconds since 1970, ascending.
    at: Vec<i64>,
}

impl Turns {
    /// The instants of what is in a picture from `now` on.
    fn ahead(snapshot: &Snapshot, now: i64) -> Self {
        let (from, until) = (now, now.saturating_add(AHEAD_MILLIS));
        let within = |attribute, from: i64, until: i64| {
            let range = Predicate::Within {
                attribute,
                at_least: Some(from),
                at_most: Some(until.saturating_sub(1)),
            };
            let slots = snapshot.items.matching(&[range], None);
            slots
                .into_iter()
                .filter_map(move |slot| snapshot.items.number(slot, attribute))
        };
        // An item no longer stands one millisecond after the last at which it does.
        let ends = within(
            LAST_STANDS_AT,
            from.saturating_sub(1),
            until.saturating_sub(1),
        );
        let mut at: Vec<i64> = within(POSTED_AT, from, until)
            .chain(ends.map(|last| last.saturating_add(1)))
            .collect();
        at.sort_unstable();
        Self { from, until, at }
    }

    /// The same with the instants of items that have changed.
    pub(super) fn with<'a>(&self, items: impl Iterator<Item = &'a NewItem>) -> Self {
        let mut turns = self.clone();
        for (attribute, number) in items.flat_map(|item| &item.numbers) {
            let at = match *attribute {
                POSTED_AT => *number,
                LAST_STANDS_AT => number.saturating_add(1),
                Attribute(_) => continue,
            };
            if (self.from..self.until).contains(&at) {
                turns.at.push(at);
            }
        }
        turns.at.sort_unstable();
        turns
    }

    /// How many of the instants are past; `None` where this stretch does not tell. Two moments of one picture with the
    /// same number see the same items.
    fn past(&self, now: i64) -> Option<usize> {
        (self.from..self.until)
            .contains(&now)
            .then(|| self.at.partition_point(|at| *at <= now))
    }
}

impl Snapshot {
    /// The same picture with the sets of the minute, and without the items that no longer stand.
    pub(super) fn at_minute(&self, now: DateTime<Utc>, calendar: &WorkCalendar) -> Self {
        let mut turned = self.with_sets(now, calendar);
        turned.turns = Arc::new(Turns::ahead(&turned, now.timestamp_millis()));
        turned
    }

    /// The same picture, every layer with the sets of the minute.
    pub(super) fn with_sets(&self, now: DateTime<Utc>, calendar: &WorkCalendar) -> Self {
        let moment = Moment::at(now, calendar);
        let items = self.items.derived(minute(now), &MINUTE_CODES, |entry| {
            match entry.is_open_at(moment.local, calendar) {
                None => 0,
                Some(false) => 1,
                Some(true) => 2,
            }
        });
        self.over(items)
    }

    /// Whether the instants ahead reach far enough beyond an instant.
    pub(super) fn is_turned(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp_millis();
        self.turns.past(now).is_some()
            && self
                .turns
                .past(now.saturating_add(AHEAD_MILLIS / 3))
                .is_some()
    }

    /// Whether the sets are those of the minute of an instant.
    pub(super) fn is_of_minute(&self, now: DateTime<Utc>) -> bool {
        self.items.moment() == Some(minute(now))
    }

    /// The items that no longer stand at an instant.
    pub(super) fn ended(&self, now: DateTime<Utc>) -> Vec<ItemId> {
        let range = Predicate::Within {
            attribute: LAST_STANDS_AT,
            at_least: None,
            at_most: Some(now.timestamp_millis().saturating_sub(1)),
        };
        let slots = self.items.matching(&[range], None).into_iter();
        slots.filter_map(|slot| self.items.id(slot)).collect()
    }

    /// A number that tells apart any two moments of this picture at which different items stand.
    pub(super) fn standing_mark(&self, now: DateTime<Utc>) -> u64 {
        let now = now.timestamp_millis();
        if let Some(past) = self.turns.past(now) {
            return u64::try_from(past).unwrap_or(u64::MAX);
        }
        let count = |attribute, at_least, at_most| {
            let range = Predicate::Within {
                attribute,
                at_least,
                at_most,
            };
            self.items.count_matching(&[range])
        };
        let begun = count(POSTED_AT, None, Some(now));
        let ended = count(LAST_STANDS_AT, None, Some(now.saturating_sub(1)));
        // Each only grows with time, so their sum tells.
        COUNTED + begun.saturating_add(ended).min(COUNTED - 1)
    }

    /// The condition of being open, or known to be closed, at a moment: a predicate where the sets are those of its
    /// minute; else each item has to be asked by [`Snapshot::is_open`].
    pub(super) fn open_now(&self, is_open: bool, moment: &Moment<'_>) -> Option<Predicate> {
        self.is_of_minute(moment.now).then(|| Predicate::AnyOf {
            attribute: OPEN_NOW,
            values: vec![if is_open { IS_OPEN } else { IS_CLOSED }],
        })
    }

    /// The same as a predicate at any minute: items are asked where no set is of it.
    pub(super) fn open_set(&self, is_open: bool, moment: &Moment<'_>) -> Predicate {
        self.open_now(is_open, moment).unwrap_or_else(|| {
            let accept = |slot: Slot| self.is_open(slot, moment) == Some(is_open);
            let slots = self.items.matching(&[], Some(&accept));
            Predicate::In(self.items.select(slots))
        })
    }

    /// Whether an item is open; `None` where its hours are not known.
    pub(super) fn is_open(&self, slot: Slot, moment: &Moment<'_>) -> Option<bool> {
        self.entry(slot)?.is_open_at(moment.local, moment.calendar)
    }
}

/// The number of the minute of an instant, counted from 1970.
fn minute(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(60)
}
