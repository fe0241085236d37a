//! What is searched: an immutable picture of every item, with the index over it. A change makes a new picture that
//! shares almost everything with the old one.
//!
//! Read next: `follow` (who makes the next picture), `turning` (what time alone changes).

use std::hint::black_box;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use reach::coord::Wgs84;
use reach::index::{Change, IndexRefusal, ItemId, Layers, NewItem, Slot};
use reach::street::Snap;
use text::{Lexicon, LiveText, TextBase};
use uuid::Uuid;

use super::alike::{Alike, Likeness};
use super::card::{Card, Fragments, FullCard, Splice};
use super::moment::Moment;
use super::reached::Reach;
use super::texts::{OwnDocument, Texts};
use super::turning::Turns;
use crate::places::Hours;
use crate::platform::changes::Cursor;
use crate::rules::calendar::WorkCalendar;
use crate::streets::LoadedStreets;

/// One item as a record makes it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its attributes for the index.
    pub(super) indexed: NewItem,
    /// What an answer needs of it.
    pub(super) entry: Entry,
}

impl Item {
    /// The item for the index, brought to the streets.
    fn on(self, ground: Option<&LoadedStreets>) -> (NewItem, Entry) {
        let snap = ground.and_then(|ground| ground.streets.snap(self.indexed.point));
        (self.indexed, Entry { snap, ..self.entry })
    }
}

/// What an answer needs of an item; 64 bytes and the card.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its card.
    pub(super) card: Card,
    /// What lists and filters ask of it.
    pub(super) facts: Facts,
    /// Where it meets the streets of its picture; none where there are none near.
    pub(super) snap: Option<Snap>,
}

/// What lists and filters ask of an item; 24 bytes.
#[derive(Clone, Debug)]
pub(super) enum Facts {
    /// Of a place: an origin may be one.
    Place {
        /// Its division's place in the order of divisions; the greatest number where the division is not known.
        division_order: u32,
        /// Its opening hours where they are known.
        hours: Option<Arc<Hours>>,
    },
    /// Of an opening.
    Opening {
        /// When it was posted, milliseconds since 1970.
        posted_at: i64,
        /// What it has in common with openings that say the same.
        likeness: Likeness,
    },
}

impl Entry {
    /// Key of lists without an origin: division order for places, newest first for openings.
    pub(super) fn list_key(&self) -> i64 {
        match &self.facts {
            Facts::Place {
                division_order: u32::MAX,
                ..
            } => i64::MAX,
            Facts::Place { division_order, .. } => i64::from(*division_order),
            Facts::Opening { posted_at, .. } => posted_at.saturating_neg(),
        }
    }

    /// True for a place.
    pub(super) const fn is_place(&self) -> bool {
        matches!(self.facts, Facts::Place { .. })
    }

    /// What it has in common with openings that say the same; `None` for a place.
    pub(super) const fn likeness(&self) -> Option<Likeness> {
        match self.facts {
            Facts::Place { .. } => None,
            Facts::Opening { likeness, .. } => Some(likeness),
        }
    }

    /// Whether it is open at a local time; `None` where its hours are not known or it has none.
    pub(super) fn is_open_at(&self, local: NaiveDateTime, calendar: &WorkCalendar) -> Option<bool> {
        match &self.facts {
            Facts::Place { hours, .. } => Some(hours.as_ref()?.is_open_at(local, calendar)),
            Facts::Opening { .. } => None,
        }
    }
}

/// An immutable picture of every item.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// The items, by place and attribute.
    pub(super) items: Layers<Entry>,
    /// The dictionary that the cards are packed with.
    pub(super) fragments: Arc<Fragments>,
    /// The position in the change log that it has caught up to.
    pub(super) version: Cursor,
    /// When the newest record that ever was in it last changed.
    pub(super) newest_record_at: Option<DateTime<Utc>>,
    /// When items begin and cease to stand.
    pub(super) turns: Arc<Turns>,
    /// Which openings say the same as others.
    pub(super) alike: Arc<Alike>,
    /// The streets that its items were brought to, where there are any.
    pub(super) ground: Option<Arc<LoadedStreets>>,
    /// The words of its items.
    pub(super) texts: Arc<Texts>,
}

impl Snapshot {
    /// A picture of `items`.
    ///
    /// # Errors
    /// When two items share an identity.
    pub(super) fn build(
        items: Vec<Item>,
        fragments: Arc<Fragments>,
        version: Cursor,
        ground: Option<Arc<LoadedStreets>>,
        (lexicon, words): (Arc<Lexicon>, Arc<TextBase>),
    ) -> Result<Self, IndexRefusal> {
        let newest_record_at = items.iter().map(|item| item.entry.card.updated_at()).max();
        let items = items.into_iter().map(|item| item.on(ground.as_deref()));
        let mut items = Layers::build(items.collect())?;
        // What is near in place is asked for together.
        items.settle(|entry| entry.card.settle());
        Ok(Self {
            alike: Arc::new(Alike::of(&items)),
            texts: Arc::new(Texts::of(lexicon, words, LiveText::default(), &items)),
            items,
            fragments,
            version,
            newest_record_at,
            turns: Arc::default(),
            ground,
        })
    }

    /// The picture after some changes: each identity with what it is now, if it is anything, and the texts of those
    /// that are something.
    ///
    /// # Errors
    /// When an item contradicts itself.
    pub(super) fn changed(
        &self,
        changes: Vec<(Uuid, Option<Item>)>,
        documents: &[OwnDocument],
        version: Cursor,
    ) -> Result<Self, IndexRefusal> {
        let changed = changes.iter().filter_map(|(_, item)| item.as_ref());
        let newest = changed
            .clone()
            .map(|item| item.entry.card.updated_at())
            .max();
        let turns = Arc::new(self.turns.with(changed.map(|item| &item.indexed)));
        let ids: Vec<ItemId> = changes.iter().map(|(id, _)| ItemId(id.as_u128())).collect();
        let gone = changes.iter().filter(|(_, item)| item.is_none());
        let gone: Vec<ItemId> = gone.map(|(id, _)| ItemId(id.as_u128())).collect();
        let changes = changes.into_iter().map(|(id, item)| match item {
            Some(item) => {
                let (indexed, entry) = item.on(self.ground.as_deref());
                Change::Put(indexed, entry)
            }
            None => Change::Remove(ItemId(id.as_u128())),
        });
        let items = self.items.changed(changes.collect())?;
        Ok(Self {
            alike: Arc::new(self.alike.after(&ids, &self.items, &items)),
            items,
            fragments: Arc::clone(&self.fragments),
            version,
            newest_record_at: self.newest_record_at.max(newest),
            turns,
            ground: self.ground.clone(),
            texts: Arc::new(self.texts.changed(documents, &gone)),
        })
    }

    /// The same picture over other layers.
    pub(super) fn over(&self, items: Layers<Entry>) -> Self {
        Self {
            items,
            ..self.clone()
        }
    }

    /// The same picture over a new base.
    pub(super) fn over_base(&self, items: Layers<Entry>) -> Self {
        Self {
            texts: Arc::new(self.texts.over(&items)),
            ..self.over(items)
        }
    }

    /// The same picture with other texts.
    pub(super) fn with_texts(&self, words: Arc<TextBase>, live: LiveText) -> Self {
        let lexicon = Arc::clone(self.texts.lexicon());
        Self {
            texts: Arc::new(Texts::of(lexicon, words, live, &self.items)),
            ..self.clone()
        }
    }

    /// The same picture on other streets, or on none.
    pub(super) fn on_ground(&self, ground: Option<Arc<LoadedStreets>>) -> Self {
        let streets = ground.as_deref().map(|ground| &ground.streets);
        // What a compaction under way would put in place stands on the old streets.
        let items = self.items.given_up().with_payloads(|point, entry| Entry {
            snap: streets.and_then(|streets| streets.snap(point.into())),
            ..entry.clone()
        });
        Self {
            ground,
            ..self.over(items)
        }
    }

    /// What answers need of an item.
    pub(super) fn entry(&self, slot: Slot) -> Option<&Entry> {
        self.items.payload(slot)
    }

    /// Fetches what is kept of items side by side: they lie apart in memory, and one by one each would be waited for.
    pub(super) fn fetch_entries(&self, slots: impl Iterator<Item = Slot>) {
        let entries = slots.filter_map(|slot| self.entry(slot));
        black_box(entries.fold(0, |sum, entry| sum ^ entry.list_key()));
    }

    /// Fetches the shared texts of items' cards likewise; the cards themselves are fetched before.
    pub(super) fn fetch_fragments(&self, slots: impl Iterator<Item = Slot>) {
        for entry in slots.filter_map(|slot| self.entry(slot)) {
            entry.card.fetch_fragments(&self.fragments);
        }
    }

    /// Where the place with an identity is.
    pub(super) fn point_of_place(&self, id: Uuid) -> Option<Wgs84> {
        let slot = self.items.slot_of(ItemId(id.as_u128()))?;
        self.entry(slot).filter(|entry| entry.is_place())?;
        self.items.point(slot)
    }

    /// Where the item with an identity is.
    pub(super) fn point_of_item(&self, id: Uuid) -> Option<Wgs84> {
        self.items.point(self.items.slot_of(ItemId(id.as_u128()))?)
    }

    /// The card of a slot with what is spliced into it.
    pub(super) fn spliced(
        &self,
        slot: Slot,
        reach: Option<Reach>,
        duplicates: u32,
        moment: &Moment<'_>,
    ) -> Option<FullCard<'_>> {
        let entry = self.entry(slot)?;
        let is_open_now = entry.is_open_at(moment.local, moment.calendar);
        let arrival = reach.and_then(|reach| {
            let walk = TimeDelta::seconds(i64::from(reach.walk_seconds?));
            moment.local.checked_add_signed(walk)
        });
        Some(FullCard {
            card: &entry.card,
            fragments: &self.fragments,
            id: self.items.id(slot)?,
            point: self.items.point(slot)?,
            splice: Splice {
                reach,
                is_apart: false,
                duplicates,
                is_open_now,
                is_open_on_arrival: arrival.and_then(|it| entry.is_open_at(it, moment.calendar)),
            },
            why: None,
        })
    }
}
