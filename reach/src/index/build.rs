//! Building an index from a list of items, whole.
//!
//! The only place that fills the columns of [`Index`]; everything else reads them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use roaring::RoaringBitmap;
use rstar::RTree;

use super::chord::Cartesian;
use super::{Attribute, Column, Index, IndexRefusal, ItemId, Leaf, NewItem, Slot};

impl Index {
    /// Builds an index of these items; slots follow the order of the list.
    ///
    /// # Errors
    /// Refuses a list in which two items share an id, an item has two numbers for one attribute, or
    /// there are more items than slots.
    pub fn build(items: Vec<NewItem>) -> Result<Self, IndexRefusal> {
        let count = items.len();
        // One less than u32 can count, so that a slot count is a slot-sized number too.
        if u32::try_from(count).is_err() {
            return Err(IndexRefusal::TooMany);
        }
        let mut ids = Vec::with_capacity(count);
        let mut points = Vec::with_capacity(count);
        let mut codes: HashMap<(Attribute, u32), RoaringBitmap> = HashMap::new();
        let mut numbers: HashMap<Attribute, Vec<Option<i64>>> = HashMap::new();
        for (slot, item) in (0..).map(Slot).zip(items) {
            ids.push(item.id);
            points.push(item.point);
            for code in item.values {
                codes.entry(code).or_default().insert(slot.0);
            }
            for (attribute, number) in item.numbers {
                let of_slot = match numbers.entry(attribute) {
                    Entry::Occupied(entry) => entry.into_mut(),
                    Entry::Vacant(entry) => entry.insert(vec![None; count]),
                };
                if let Some(cell) = of_slot.get_mut(slot.index())
                    && cell.replace(number).is_some()
                {
                    return Err(IndexRefusal::NumberTwice(item.id, attribute));
                }
            }
        }
        let cartesians: Vec<Cartesian> = points.iter().copied().map(Cartesian::from).collect();
        let leaves = cartesians
            .iter()
            .zip(0..)
            .map(|(at, slot)| Leaf::new(*at, slot))
            .collect();
        Ok(Self {
            by_id: slots_by_id(&ids)?,
            ids,
            points,
            tree: RTree::bulk_load(leaves),
            cartesians,
            codes,
            columns: numbers
                .into_iter()
                .map(|(name, cells)| (name, column(cells)))
                .collect(),
        })
    }
}

/// Every slot in the order of the ids.
///
/// # Errors
/// Refuses an id that occurs twice.
fn slots_by_id(ids: &[ItemId]) -> Result<Vec<Slot>, IndexRefusal> {
    let mut named: Vec<(ItemId, Slot)> = ids.iter().copied().zip((0..).map(Slot)).collect();
    named.sort_unstable();
    if let Some([(id, _), _]) = named.array_windows().find(|[one, next]| one.0 == next.0) {
        return Err(IndexRefusal::DuplicateId(*id));
    }
    Ok(named.into_iter().map(|(_, slot)| slot).collect())
}

/// A column with its ascending order.
fn column(of_slot: Vec<Option<i64>>) -> Column {
    let mut ascending: Vec<(i64, Slot)> = of_slot
        .iter()
        .zip((0..).map(Slot))
        .filter_map(|(number, slot)| Some(((*number)?, slot)))
        .collect();
    ascending.sort_unstable();
    Column { of_slot, ascending }
}
