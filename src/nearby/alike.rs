//! Openings that say the same: one employer, one place, one kind, one title, one pay, posted more than once.
//!
//! A list shows the first of them in its own order and how many further ones match too. Which one is first, and how
//! many there are, depends on the question, so it is decided for each; only who is alike is kept here. It must never
//! hide an opening that is not told by another one on the same list.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use reach::coord::{GridPoint, Wgs84};
use reach::index::{ItemId, Layers, Nearest, Predicate, Slot, TieBreak};
use reach::measure::Metres;

use super::snapshot::{Entry, Snapshot};
use crate::language::folded;
use crate::openings::OpeningRecord;

/// Parts of the table, so that a change copies little of it.
const SHARDS: usize = 1_024;

/// What openings that say the same have in common.
pub(super) type Likeness = u64;

/// One part of the table.
type Shard = HashMap<Likeness, Vec<ItemId>>;

/// Words of 64 bits in which likenesses are hinted at: 8 KB, which stay in a processor's cache.
const HINT_WORDS: usize = 1_024;

/// Which openings say the same as others.
#[derive(Clone, Debug)]
pub(super) struct Alike {
    /// Items by likeness.
    shards: Vec<Arc<Shard>>,
    /// A bit for each likeness that was ever put in; several share one. Most openings are like no other, and this tells
    /// so without a look into a shard, which no cache holds.
    hints: Box<[u64]>,
}

/// The likeness of an opening at a point. Without a code an employer is known by name.
pub(super) fn likeness(row: &OpeningRecord, point: Wgs84) -> Likeness {
    let employer = row.employer_code.as_deref().unwrap_or(&row.employer_name);
    let mut hasher = DefaultHasher::new();
    (folded(employer), GridPoint::from(point), row.division_id).hash(&mut hasher);
    (&row.kind, folded(&row.title)).hash(&mut hasher);
    (
        row.pay_min_fen,
        row.pay_max_fen,
        &row.pay_unit,
        row.pay_months,
    )
        .hash(&mut hasher);
    hasher.finish()
}

impl Default for Alike {
    /// Nothing is alike.
    fn default() -> Self {
        Self {
            shards: std::iter::repeat_with(Arc::default).take(SHARDS).collect(),
            hints: vec![0; HINT_WORDS].into_boxed_slice(),
        }
    }
}

impl Alike {
    /// Those of a picture.
    pub(super) fn of(items: &Layers<Entry>) -> Self {
        let all = items.iter();
        let mut all: Vec<(Likeness, ItemId)> = all
            .filter_map(|(id, entry)| Some((entry.likeness()?, id)))
            .collect();
        all.sort_unstable();
        let mut alike = Self::default();
        for group in all.chunk_by(|one, other| one.0 == other.0) {
            if let [(likeness, _), _, ..] = group {
                alike.put(*likeness, group.iter().map(|(_, id)| *id).collect());
            }
        }
        alike
    }

    /// Those after these items have changed: looked up where they were and where they are.
    pub(super) fn after(
        &self,
        changed: &[ItemId],
        before: &Layers<Entry>,
        after: &Layers<Entry>,
    ) -> Self {
        let found = changed
            .iter()
            .flat_map(|id| [known(before, *id), known(after, *id)]);
        let mut touched: Vec<(Likeness, GridPoint)> = found.flatten().collect();
        touched.sort_unstable_by_key(|(likeness, _)| *likeness);
        touched.dedup();
        let mut alike = self.clone();
        for (likeness, point) in touched {
            alike.put(likeness, standing_at(after, likeness, point.into()));
        }
        alike
    }

    /// The items of a likeness, if there are several.
    fn members(&self, likeness: Likeness) -> Option<&[ItemId]> {
        let (word, bit) = hint_of(likeness);
        if self.hints.get(word)? & bit == 0 {
            return None;
        }
        let shard = self.shards.get(place_of(likeness))?;
        shard.get(&likeness).map(Vec::as_slice)
    }

    /// Keeps the items of a likeness, if there are several.
    fn put(&mut self, likeness: Likeness, ids: Vec<ItemId>) {
        let Some(shard) = self.shards.get_mut(place_of(likeness)) else {
            return;
        };
        if ids.len() > 1 {
            let (word, bit) = hint_of(likeness);
            if let Some(word) = self.hints.get_mut(word) {
                *word |= bit;
            }
            Arc::make_mut(shard).insert(likeness, ids);
        } else if shard.contains_key(&likeness) {
            Arc::make_mut(shard).remove(&likeness);
        }
    }
}

/// The part of the table that a likeness is in.
fn place_of(likeness: Likeness) -> usize {
    let [low, high, ..] = likeness.to_le_bytes();
    usize::from(u16::from_le_bytes([low, high])) % SHARDS
}

/// The word and the bit that hint at a likeness.
fn hint_of(likeness: Likeness) -> (usize, u64) {
    let [.., low, high, bit, _] = likeness.to_le_bytes();
    let word = usize::from(u16::from_le_bytes([low, high])) % HINT_WORDS;
    (word, 1 << (bit % 64))
}

/// The likeness of an item of a picture, and where the item is.
fn known(items: &Layers<Entry>, id: ItemId) -> Option<(Likeness, GridPoint)> {
    let slot = items.slot_of(id)?;
    let likeness = items.payload(slot)?.likeness()?;
    Some((likeness, items.grid_point(slot)?))
}

/// The items of a likeness at a point.
fn standing_at(items: &Layers<Entry>, likeness: Likeness, point: Wgs84) -> Vec<ItemId> {
    let is_alike = |slot: Slot| items.payload(slot).and_then(Entry::likeness) == Some(likeness);
    let hits = items.nearest(&Nearest {
        origin: point,
        within: Some(Metres::new(0.0)),
        predicates: &[],
        accept: Some(&is_alike),
        tie: TieBreak { day: 0, seed: 0 },
        after: None,
        limit: usize::MAX,
    });
    hits.iter().map(|hit| hit.id).collect()
}

/// Folds what says the same, for one answer whose items have keys.
pub(super) struct Folding<'a, K> {
    /// The picture.
    snapshot: &'a Snapshot,
    /// What an item of the answer must be; none folds nothing.
    predicates: Option<&'a [Predicate]>,
    /// Of each likeness that was met: the first item's key, and how many further ones match.
    met: HashMap<Likeness, (K, u32)>,
}

impl<'a, K: Ord + Copy> Folding<'a, K> {
    /// Folds what meets the predicates; without predicates everything stands for itself.
    pub(super) fn new(snapshot: &'a Snapshot, predicates: Option<&'a [Predicate]>) -> Self {
        Self {
            snapshot,
            predicates,
            met: HashMap::new(),
        }
    }

    /// How many further items of the answer an item stands for; `None` where another one stands for it.
    pub(super) fn stands_for(
        &mut self,
        slot: Slot,
        key: K,
        key_of: impl Fn(ItemId, Slot) -> Option<K>,
    ) -> Option<u32> {
        let snapshot = self.snapshot;
        let group = self
            .predicates
            .zip(snapshot.entry(slot))
            .and_then(|(it, entry)| {
                let likeness = entry.likeness()?;
                Some((it, likeness, snapshot.alike.members(likeness)?))
            });
        let Some((predicates, likeness, ids)) = group else {
            return Some(0);
        };
        let (first, further) = *self.met.entry(likeness).or_insert_with(|| {
            let slots = ids.iter().filter_map(|id| snapshot.items.slot_of(*id));
            let mut all = predicates.to_vec();
            all.push(Predicate::In(snapshot.items.select(slots)));
            let matching = snapshot.items.matching(&all, None);
            let keys = matching
                .iter()
                .filter_map(|slot| key_of(snapshot.items.id(*slot)?, *slot));
            let first = keys.min().map_or(key, |first| first.min(key));
            let further = matching.len().saturating_sub(1);
            (first, u32::try_from(further).unwrap_or(u32::MAX))
        });
        (key == first).then_some(further)
    }
}
