//! What is searched: an immutable picture of every item, with the index over it. A change makes a new one.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use reach::coord::Wgs84;
use reach::index::{Hit, Index, IndexRefusal, ItemId, NewItem, Slot};
use reach::measure::Pace;

use super::card::{Card, Splice};
use crate::places::Hours;
use crate::platform::changes::Cursor;
use crate::platform::clock::local_time;
use crate::rules::calendar::WorkCalendar;

/// One item as the writer keeps it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its attributes for the index.
    pub(super) indexed: NewItem,
    /// What an answer needs of it.
    pub(super) entry: Entry,
}

/// What an answer needs of an item.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its card.
    pub(super) card: Arc<Card>,
    /// Its opening hours where they are known.
    pub(super) hours: Option<Arc<Hours>>,
    /// Key of lists without an origin: division order for places, newest first for openings.
    pub(super) list_key: i64,
    /// True for a place: an origin may be one, never an opening.
    pub(super) is_place: bool,
    /// Its kind, for counting.
    pub(super) kind: Arc<str>,
    /// The last millisecond since 1970 at which it stands.
    pub(super) last_stands_at: i64,
    /// When it last changed.
    pub(super) updated_at: DateTime<Utc>,
}

/// An immutable picture of every item.
pub(super) struct Snapshot {
    /// The index.
    pub(super) index: Index,
    /// What answers need, by slot.
    entries: Vec<Entry>,
    /// The position in the change log that it has caught up to.
    pub(super) version: Cursor,
    /// When the newest record in it last changed.
    pub(super) newest_record_at: Option<DateTime<Utc>>,
}

impl Snapshot {
    /// Builds a picture of `items`.
    ///
    /// # Errors
    /// When two items share an identity.
    pub(super) fn build(items: Vec<Item>, version: Cursor) -> Result<Self, IndexRefusal> {
        let mut indexed = Vec::with_capacity(items.len());
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            indexed.push(item.indexed);
            entries.push(item.entry);
        }
        let newest_record_at = entries.iter().map(|entry| entry.updated_at).max();
        Ok(Self {
            index: Index::build(indexed)?,
            entries,
            version,
            newest_record_at,
        })
    }

    /// What answers need of an item.
    pub(super) fn entry(&self, slot: Slot) -> Option<&Entry> {
        self.entries.get(slot.index())
    }

    /// Whether an item is open; `None` where its hours are not known.
    pub(super) fn is_open(
        &self,
        slot: Slot,
        local: NaiveDateTime,
        calendar: &WorkCalendar,
    ) -> Option<bool> {
        let hours = self.entry(slot)?.hours.as_ref()?;
        Some(hours.is_open_at(local, calendar))
    }

    /// Where the place with an identity is.
    pub(super) fn point_of_place(&self, id: uuid::Uuid) -> Option<Wgs84> {
        let slot = self.index.slot_of(ItemId(id.as_u128()))?;
        self.entry(slot).filter(|entry| entry.is_place)?;
        self.index.point(slot)
    }

    /// The card of a slot with what is spliced into it.
    pub(super) fn spliced(
        &self,
        slot: Slot,
        reach: Option<(u64, u32)>,
        moment: &Moment<'_>,
    ) -> Option<(&Card, Wgs84, Splice)> {
        let entry = self.entry(slot)?;
        let is_open_now = self.is_open(slot, moment.local, moment.calendar);
        Some((
            &entry.card,
            self.index.point(slot)?,
            Splice { reach, is_open_now },
        ))
    }
}

/// Millimetres and seconds on foot of a hit, both from the one distance that orders items.
pub(super) fn reach_of(hit: &Hit, pace: Pace) -> (u64, u32) {
    let distance = hit.key.distance;
    (distance.millimetres(), pace.walk_seconds(distance.metres()))
}

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
