//! Changes laid over a large index, so that each is seen at once and costs little.
//!
//! [`Layers`] are an immutable picture: a large **base**, and small indexes of what was added or moved since, each with
//! the slots that no longer count. A change makes a new picture that shares almost everything with the old one, which
//! readers go on reading. When enough has gathered, the layers are merged into a new base beside the readers and the
//! writer: [`Layers::freeze`] hands out the work, [`Compaction::run`] does it wherever the caller likes,
//! [`Layers::thaw`] takes the result while what changed meanwhile stays on top.
//!
//! Every layer is an [`Index`]: a filter costs the same everywhere and there is one way to search. This module starts no
//! thread and keeps no lock.

mod asked;
mod changed;
mod compaction;
mod selected;

use std::sync::Arc;

pub use changed::Change;
pub use compaction::{Compacted, Compaction};

use super::numeric::{narrow, wide};
use super::overlay::Overlay;
use super::pyramid::Pyramid;
use super::shape::WIDTH;
use super::{Attribute, Index, IndexRefusal, ItemId, NewItem, Slot};
use crate::coord::{GridPoint, Wgs84};

/// An index, what its slots carry, and what lies over it.
#[derive(Debug)]
struct Layer<P> {
    /// The index.
    index: Arc<Index>,
    /// What the caller keeps with each slot.
    payloads: Arc<Vec<P>>,
    /// Slots that no longer count, and derived sets.
    over: Arc<Overlay>,
    /// How many slots no longer count.
    gone: usize,
    /// For which moment of the caller's the derived sets hold.
    moment: Option<i64>,
}

/// Items with payloads, in layers; see the module.
#[derive(Debug)]
pub struct Layers<P> {
    /// The layers: first those that are merged sooner or later, then those that gather changes.
    layers: Vec<Layer<P>>,
    /// How many of the first layers no longer take changes in: the base, and what a compaction is working on.
    frozen: usize,
}

impl<P> Clone for Layer<P> {
    fn clone(&self) -> Self {
        Self {
            index: Arc::clone(&self.index),
            payloads: Arc::clone(&self.payloads),
            over: Arc::clone(&self.over),
            gone: self.gone,
            moment: self.moment,
        }
    }
}

impl<P> Clone for Layers<P> {
    fn clone(&self) -> Self {
        Self {
            layers: self.layers.clone(),
            frozen: self.frozen,
        }
    }
}

impl<P> Layer<P> {
    /// A layer of an index and its payloads, in the order of its slots.
    fn new(index: Index, payloads: Vec<P>) -> Self {
        Self {
            index: Arc::new(index),
            payloads: Arc::new(payloads),
            over: Arc::default(),
            gone: 0,
            moment: None,
        }
    }

    /// A layer of items.
    ///
    /// # Errors
    /// As [`Index::build`].
    fn build(items: Vec<(NewItem, P)>) -> Result<Self, IndexRefusal> {
        let (items, payloads): (Vec<NewItem>, Vec<P>) = items.into_iter().unzip();
        let (index, order) = Index::build_ordered(items)?;
        let mut payloads: Vec<Option<P>> = payloads.into_iter().map(Some).collect();
        let ordered = order
            .iter()
            .filter_map(|place| payloads.get_mut(wide(*place))?.take())
            .collect();
        Ok(Self::new(index, ordered))
    }

    /// How many items count.
    fn len(&self) -> usize {
        self.index.len() - self.gone
    }

    /// Whether a slot no longer counts.
    fn is_gone(&self, slot: Slot) -> bool {
        let word = self
            .over
            .gone
            .as_ref()
            .and_then(|gone| gone.get(slot.index() / WIDTH));
        word.is_some_and(|word| (word >> (slot.0 % 64)) & 1 == 1)
    }

    /// The slot of an item that counts.
    fn live_slot(&self, id: ItemId) -> Option<Slot> {
        self.index.slot_of(id).filter(|slot| !self.is_gone(*slot))
    }

    /// Lets a slot no longer count.
    fn drop_slot(&mut self, slot: Slot) {
        let over = Arc::make_mut(&mut self.over);
        let leaves = self.index.shape.leaves();
        let gone = over
            .gone
            .get_or_insert_with(|| vec![0; leaves].into_boxed_slice());
        if let Some(word) = gone.get_mut(slot.index() / WIDTH) {
            *word |= 1 << (slot.0 % 64);
            self.gone += 1;
        }
    }
}

impl<P> Layers<P> {
    /// One layer of these items with what the caller keeps with each.
    ///
    /// # Errors
    /// As [`Index::build`].
    pub fn build(items: Vec<(NewItem, P)>) -> Result<Self, IndexRefusal> {
        Ok(Self {
            layers: vec![Layer::build(items)?],
            frozen: 1,
        })
    }

    /// Shows the caller what was kept with each slot, in the order in which the items stand, where no other picture
    /// shares it: what lies side by side in place can be laid side by side in memory.
    pub fn settle(&mut self, mut settle: impl FnMut(&mut P)) {
        for layer in &mut self.layers {
            if let Some(payloads) = Arc::get_mut(&mut layer.payloads) {
                payloads.iter_mut().for_each(&mut settle);
            }
        }
    }

    /// The same items with what the caller makes of each item's point and of what was kept with it.
    #[must_use]
    pub fn with_payloads(&self, change: impl Fn(GridPoint, &P) -> P) -> Self {
        let mut changed = self.clone();
        for layer in &mut changed.layers {
            let slots = (0..).map(Slot).zip(layer.payloads.iter());
            let payloads = slots
                .filter_map(|(slot, payload)| Some(change(layer.index.grid_point(slot)?, payload)));
            layer.payloads = Arc::new(payloads.collect());
        }
        changed
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layers.iter().map(Layer::len).sum()
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The slot of an item, or none if it is not here.
    #[must_use]
    pub fn slot_of(&self, id: ItemId) -> Option<Slot> {
        let mut found = self
            .numbered()
            .filter_map(|(first, layer)| Some(Slot(first + layer.live_slot(id)?.0)));
        found.next()
    }

    /// The id of a slot, or none if the slot is of another picture.
    #[must_use]
    pub fn id(&self, slot: Slot) -> Option<ItemId> {
        self.at(slot).and_then(|(layer, own)| layer.index.id(own))
    }

    /// The point of a slot, or none if the slot is of another picture.
    #[must_use]
    pub fn point(&self, slot: Slot) -> Option<Wgs84> {
        self.grid_point(slot).map(Wgs84::from)
    }

    /// The point of a slot on the grid, or none if the slot is of another picture.
    #[must_use]
    pub fn grid_point(&self, slot: Slot) -> Option<GridPoint> {
        self.at(slot)
            .and_then(|(layer, own)| layer.index.grid_point(own))
    }

    /// What the caller keeps with a slot, or none if the slot is of another picture.
    #[must_use]
    pub fn payload(&self, slot: Slot) -> Option<&P> {
        self.at(slot)
            .and_then(|(layer, own)| layer.payloads.get(own.index()))
    }

    /// The number a slot has for an attribute, if it has one.
    #[must_use]
    pub fn number(&self, slot: Slot, attribute: Attribute) -> Option<i64> {
        self.at(slot)
            .and_then(|(layer, own)| layer.index.number(own, attribute))
    }

    /// Every item that counts, in no set order.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, &P)> {
        self.layers.iter().flat_map(|layer| {
            let ids = (0..)
                .map(Slot)
                .zip(&layer.index.ids)
                .zip(layer.payloads.iter());
            ids.filter(|((slot, _), _)| !layer.is_gone(*slot))
                .map(|((_, id), payload)| (*id, payload))
        })
    }

    /// The same with derived sets, for a `moment` of the caller's: item by item, bit `n` of what `rule` says tells
    /// whether the item has code `n`. The codes stand before the items' own. Layers whose sets hold for the moment
    /// already keep them.
    #[must_use]
    pub fn derived(
        &self,
        moment: i64,
        codes: &[(Attribute, u32)],
        rule: impl Fn(&P) -> u64,
    ) -> Self {
        let mut derived = self.clone();
        for layer in &mut derived.layers {
            if layer.moment == Some(moment) {
                continue;
            }
            let rows: Vec<u64> = layer.payloads.iter().map(&rule).collect();
            let sets = (0..).zip(codes).map(|(bit, (attribute, value))| {
                let words = rows.chunks(WIDTH).map(|rows| {
                    rows.iter()
                        .rev()
                        .fold(0, |word, row| (word << 1) | ((row >> bit) & 1))
                });
                let set = Pyramid::of_leaves(&layer.index.shape, words);
                (*attribute, *value, Arc::new(set))
            });
            layer.over = Arc::new(Overlay {
                gone: layer.over.gone.clone(),
                derived: sets.collect(),
            });
            layer.moment = Some(moment);
        }
        derived
    }

    /// The moment for which every layer's derived sets hold; none where they differ or were never made.
    #[must_use]
    pub fn moment(&self) -> Option<i64> {
        let moment = self.layers.first()?.moment;
        moment.filter(|_| self.layers.iter().all(|layer| layer.moment == moment))
    }

    /// The layers with the number of the first slot of each.
    fn numbered(&self) -> impl Iterator<Item = (u32, &Layer<P>)> {
        self.layers.iter().scan(0, |next, layer| {
            let first = *next;
            *next += narrow(layer.index.len());
            Some((first, layer))
        })
    }

    /// The layer of a slot and the slot's number there.
    fn at(&self, slot: Slot) -> Option<(&Layer<P>, Slot)> {
        let mut left = slot.index();
        for layer in &self.layers {
            if left < layer.index.len() {
                return Some((layer, Slot(narrow(left))));
            }
            left -= layer.index.len();
        }
        None
    }
}
