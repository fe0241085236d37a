//! Selections over all layers; see [`Selection`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Layers;
use crate::index::filter::Predicate;
use crate::index::selection::{BaseSelection, Circle, Members, Part, Selection};
use crate::index::{Attribute, ItemId, Slot};

impl<P> Layers<P> {
    /// The selection of these slots, in any order; slots of another picture are left out.
    #[must_use]
    pub fn select(&self, slots: impl IntoIterator<Item = Slot>) -> Selection {
        Selection::of(self.parts_of(slots, None))
    }

    /// The selection of what a selection of the base names, and of these slots above the base; slots in the base and
    /// those of another picture are left out. Of another base nothing is taken.
    #[must_use]
    pub fn select_over(
        &self,
        base: &BaseSelection,
        slots: impl IntoIterator<Item = Slot>,
    ) -> Selection {
        Selection::of(self.parts_of(slots, Some(&base.0)))
    }

    /// The selection of these slots of the base, whether they still count or not; others are left out.
    #[must_use]
    pub fn select_in_base(&self, slots: impl IntoIterator<Item = Slot>) -> Option<BaseSelection> {
        let base = self.layers.first()?;
        let mut slots: Vec<u32> = slots
            .into_iter()
            .filter_map(|slot| base.index.own_slot(slot.index()))
            .collect();
        if !slots.is_sorted() {
            slots.sort_unstable();
        }
        slots.dedup();
        Some(BaseSelection(Arc::new(Part {
            members: Members::of_slots(&base.index, slots),
            index: Arc::clone(&base.index),
        })))
    }

    /// The ids of the base in the order of its slots, those that no longer count included.
    #[must_use]
    pub fn base_ids(&self) -> &[ItemId] {
        self.layers.first().map_or(&[], |base| &base.index.ids)
    }

    /// The slot of an item in the base, whether it still counts or not.
    #[must_use]
    pub fn base_slot(&self, id: ItemId) -> Option<Slot> {
        self.layers.first()?.index.slot_of(id)
    }

    /// The members in each layer that are named by slots, but for the oldest one where a part is given for it.
    fn parts_of(
        &self,
        slots: impl IntoIterator<Item = Slot>,
        base: Option<&Arc<Part>>,
    ) -> Vec<Arc<Part>> {
        let mut wanted: Vec<u32> = slots.into_iter().map(|slot| slot.0).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut rest = wanted.as_slice();
        let parts = self.numbered().enumerate().map(|(nth, (first, layer))| {
            let own = |slot: &u32| {
                let number = slot.checked_sub(first)?;
                layer.index.own_slot(Slot(number).index())
            };
            let end = rest.partition_point(|slot| own(slot).is_some());
            let (mine, others) = rest.split_at(end);
            rest = others;
            match base {
                Some(base) if nth == 0 && base.is_of(&layer.index) => Arc::clone(base),
                Some(_) if nth == 0 => Arc::new(Part {
                    members: Members::of_slots(&layer.index, Vec::new()),
                    index: Arc::clone(&layer.index),
                }),
                _ => Arc::new(Part {
                    members: Members::of_slots(&layer.index, mine.iter().filter_map(own).collect()),
                    index: Arc::clone(&layer.index),
                }),
            }
        });
        parts.collect()
    }

    /// The selection of the items that match every predicate and lie in the circle, if there is one.
    #[must_use]
    pub fn select_matching(&self, circle: Option<Circle>, predicates: &[Predicate]) -> Selection {
        let parts = self.layers.iter().map(|layer| {
            Arc::new(Part {
                members: layer.index.members_under(circle, predicates, &layer.over),
                index: Arc::clone(&layer.index),
            })
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

    /// Whether a selection names a slot.
    #[must_use]
    pub fn is_selected(&self, selection: &Selection, slot: Slot) -> bool {
        let found = self.at(slot).and_then(|(layer, own)| {
            let members = selection.members_in(&layer.index)?;
            Some(members.as_set().has(own.0))
        });
        found == Some(true)
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
