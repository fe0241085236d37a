//! Changes: what is put or removed, and how the small layers are kept few.

use std::collections::HashMap;

use super::compaction::merged;
use super::{Layer, Layers};
use crate::index::{IndexRefusal, ItemId, NewItem};

/// The layer of the newest changes is merged into the one below when it holds more than this.
const NEWEST_AT_MOST: usize = 1024;
/// Layers above the frozen ones.
const GATHERING: usize = 2;

/// A change of one item.
#[derive(Clone, Debug)]
pub enum Change<P> {
    /// The item is like this now, whether it was here or not.
    Put(NewItem, P),
    /// The item is not here any more; nothing happens if it was not.
    Remove(ItemId),
}

impl<P> Change<P> {
    /// The item that changes.
    const fn id(&self) -> ItemId {
        match self {
            Self::Put(item, _) => item.id,
            Self::Remove(id) => *id,
        }
    }
}

impl<P: Clone> Layers<P> {
    /// The picture after some changes, of which the last for an item counts.
    ///
    /// # Errors
    /// Refuses an item that has two numbers for one attribute, and more items than slots.
    pub fn changed(&self, changes: Vec<Change<P>>) -> Result<Self, IndexRefusal> {
        let mut latest: HashMap<ItemId, Option<(NewItem, P)>> =
            HashMap::with_capacity(changes.len());
        for change in changes {
            let id = change.id();
            latest.insert(
                id,
                match change {
                    Change::Put(item, payload) => Some((item, payload)),
                    Change::Remove(_) => None,
                },
            );
        }
        let mut next = self.clone();
        for id in latest.keys() {
            next.remove(*id);
        }
        let put: Vec<(NewItem, P)> = latest.into_values().flatten().collect();
        if !put.is_empty() {
            next.layers.push(Layer::build(put)?);
            next.gather()?;
        }
        Ok(next)
    }

    /// Removes an item where it counts.
    fn remove(&mut self, id: ItemId) {
        for layer in self.layers.iter_mut().rev() {
            if let Some(slot) = layer.live_slot(id) {
                layer.drop_slot(slot);
                return;
            }
        }
    }

    /// Merges the newest layers, so that they stay few and most merges are small.
    fn gather(&mut self) -> Result<(), IndexRefusal> {
        let newest = self.layers.len() - 1;
        if newest > self.frozen {
            let below = self.layers.get(newest - 1).map_or(0, Layer::len);
            let is_small = below < NEWEST_AT_MOST;
            if is_small || newest - self.frozen >= GATHERING {
                self.merge_from(newest - 1)?;
            }
        }
        let newest = self.layers.len() - 1;
        let is_full = self
            .layers
            .last()
            .is_some_and(|it| it.len() >= NEWEST_AT_MOST);
        if newest > self.frozen && is_full {
            self.merge_from(self.frozen)?;
        }
        Ok(())
    }

    /// Merges the layers from one on.
    fn merge_from(&mut self, from: usize) -> Result<(), IndexRefusal> {
        let above = self.layers.split_off(from);
        self.layers.push(merged(&above)?);
        Ok(())
    }
}
