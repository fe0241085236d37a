//! Building an index from a list of items, whole.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::assemble::{Parts, checked_count};
use super::codes::Code;
use super::hilbert::hilbert;
use super::numeric::{narrow, wide};
use super::{Attribute, Index, IndexRefusal, NewItem};
use crate::coord::GridPoint;

impl Index {
    /// Builds an index of these items.
    ///
    /// # Errors
    /// Refuses a list in which two items share an id, an item has two numbers for one attribute, or there are more
    /// items than slots.
    pub fn build(items: Vec<NewItem>) -> Result<Self, IndexRefusal> {
        Self::build_ordered(items).map(|(index, _)| index)
    }

    /// Builds an index, and tells for each slot the place of its item in the list.
    ///
    /// # Errors
    /// As [`Index::build`].
    pub(super) fn build_ordered(items: Vec<NewItem>) -> Result<(Self, Vec<u32>), IndexRefusal> {
        let count = checked_count(items.len())?;
        let order = order(&items);
        let mut slots = vec![0_u32; count];
        for (slot, place) in (0..).zip(&order) {
            if let Some(it) = slots.get_mut(wide(*place)) {
                *it = slot;
            }
        }
        let mut parts = Parts::default();
        let ordered = || order.iter().filter_map(|place| items.get(wide(*place)));
        parts.points = ordered().map(|item| GridPoint::from(item.point)).collect();
        parts.ids = ordered().map(|item| item.id).collect();
        let mut codes: HashMap<Code, Vec<u32>> = HashMap::new();
        let mut numbers: HashMap<Attribute, Vec<Option<i64>>> = HashMap::new();
        for (slot, item) in (0_u32..).zip(ordered()) {
            for code in &item.values {
                let slots = codes.entry(*code).or_default();
                if slots.last() != Some(&slot) {
                    slots.push(slot);
                }
            }
            for (attribute, number) in &item.numbers {
                let of_slot = match numbers.entry(*attribute) {
                    Entry::Occupied(entry) => entry.into_mut(),
                    Entry::Vacant(entry) => entry.insert(vec![None; count]),
                };
                if let Some(cell) = of_slot.get_mut(wide(slot))
                    && cell.replace(*number).is_some()
                {
                    return Err(IndexRefusal::NumberTwice(item.id, *attribute));
                }
            }
        }
        drop(items);
        parts.codes = codes.into_iter().collect();
        parts.numbers = numbers.into_iter().collect();
        Ok((parts.assembled()?, order))
    }
}

/// The places of the items in the list, in the order of the curve; items at one point in the order of their ids.
fn order(items: &[NewItem]) -> Vec<u32> {
    let mut keyed: Vec<(u64, u128, u32)> = items
        .iter()
        .zip(0..narrow(items.len()))
        .map(|(item, place)| (hilbert(GridPoint::from(item.point)), item.id.0, place))
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, place)| place).collect()
}
