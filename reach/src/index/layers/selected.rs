//! Selections over all layers; see [`Selection`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Layers;
use crate::index::filter::Predicate;
use crate::index::selection::{Circle, Members, Part, Selection};
use crate::index::{Attribute, Slot};

impl<P> Layers<P> {
    /// The selection of these slots, in any order; slots of another picture are left out.
    #[must_use]
    pub fn select(&self, slots: impl IntoIterator<Item = Slot>) -> Selection {
        let mut wanted: Vec<u32> = slots.into_iter().map(|slot| slot.0).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut rest = wanted.as_slice();
        let parts = self.numbered().map(|(first, layer)| {
            let own = |slot: &u32| {
                let number = slot.checked_sub(first)?;
                layer.index.own_slot(Slot(number).index())
            };
            let end = rest.partition_point(|slot| own(slot).is_some());
            let (mine, others) = rest.split_at(end);
            rest = others;
            let slots = mine.iter().filter_map(own).collect();
            Part {
                members: Members::of_slots(&layer.index, slots),
                index: Arc::clone(&layer.index),
            }
        });
        Selection::of(parts.collect())
    }

    /// The selection of the items that match every predicate and lie in the circle, if there is one.
    #[must_use]
    pub fn select_matching(&self, circle: Option<Circle>, predicates: &[Predicate]) -> Selection {
        let parts = self.layers.iter().map(|layer| Part {
            members: layer.index.members_under(circle, predicates, &layer.over),
            index: Arc::clone(&layer.index),
        });
        Selection::of(parts.collect())
    }

    /// How many of the selected items have each code of an attribute, by code, ascending; codes that none has are left
    /// out. Items that no longer count must not be in the selection: [`Self::select_matching`] leaves them out.
    #[must_use]
    pub fn tally(&self, selection: &Selection, attribute: Attribute) -> Vec<(u32, u64)> {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for layer in &self.layers {
            let Some(members) = selection.members_in(&layer.index) else {
                continue;
            };
            for (value, count) in layer.index.tally_under(members, attribute, &layer.over) {
                *counts.entry(value).or_default() += count;
            }
        }
        counts.into_iter().collect()
    }

    /// The slots of a selection, ascending.
    #[must_use]
    pub fn selected(&self, selection: &Selection) -> Vec<Slot> {
        let mut slots = Vec::with_capacity(selection.len());
        for (first, layer) in self.numbered() {
            if let Some(members) = selection.members_in(&layer.index) {
                let own = layer.index.slots_of_members(members).into_iter();
                slots.extend(own.map(|slot| Slot(first + slot)));
            }
        }
        slots
    }
}
