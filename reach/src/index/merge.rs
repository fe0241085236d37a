//! Making one index of several, without the slots that are gone.
//!
//! Nothing is kept beside an index to build it again: it is its own source.

use std::collections::HashMap;

use super::assemble::{Parts, checked_count};
use super::codes::{Code, Set};
use super::hilbert::hilbert;
use super::numeric::{narrow, wide};
use super::pyramid::slots_of;
use super::shape::WIDTH;
use super::{Attribute, Index, IndexRefusal, Slot};

/// The new slot of what is left out.
const NOWHERE: u32 = u32::MAX;

/// An index to merge, and its slots that are gone, a word for each leaf block.
pub(super) type Source<'a> = (&'a Index, Option<&'a [u64]>);

impl Index {
    /// One index of the items of several, and for each of its slots the number of the source with the slot there.
    ///
    /// # Errors
    /// Refuses two items with one id and more items than slots.
    pub(super) fn merged(sources: &[Source<'_>]) -> Result<(Self, Vec<(u32, u32)>), IndexRefusal> {
        let order = order(sources);
        let count = checked_count(order.len())?;
        let mut places: Vec<Vec<u32>> = sources
            .iter()
            .map(|(index, _)| vec![NOWHERE; index.len()])
            .collect();
        let mut parts = Parts::default();
        parts.points.reserve_exact(count);
        parts.ids.reserve_exact(count);
        for (new, (source, slot)) in (0_u32..).zip(&order) {
            let Some((index, _)) = sources.get(wide(*source)) else {
                continue;
            };
            if let Some(place) = places
                .get_mut(wide(*source))
                .and_then(|it| it.get_mut(wide(*slot)))
            {
                *place = new;
            }
            parts.points.extend(index.blocks.point(*slot));
            parts.ids.extend(index.id(Slot(*slot)));
        }
        parts.codes = codes(sources, &places);
        parts.numbers = numbers(sources, &places, count);
        Ok((parts.assembled()?, order))
    }
}

/// The source and slot of each item that is left, in the order of the curve.
fn order(sources: &[Source<'_>]) -> Vec<(u32, u32)> {
    let mut keyed = Vec::with_capacity(sources.iter().map(|(index, _)| index.len()).sum());
    for (source, (index, gone)) in (0_u32..).zip(sources) {
        for slot in 0..narrow(index.len()) {
            let word = gone.and_then(|gone| gone.get(wide(slot) / WIDTH));
            let is_gone = word.is_some_and(|word| (word >> (slot % 64)) & 1 == 1);
            if let (false, Some(point), Some(id)) =
                (is_gone, index.blocks.point(slot), index.id(Slot(slot)))
            {
                keyed.push((hilbert(point), id, source, slot));
            }
        }
    }
    // Each source is in this order already: the stable sort merges the runs.
    keyed.sort();
    keyed
        .into_iter()
        .map(|(_, _, source, slot)| (source, slot))
        .collect()
}

/// The new slots of each code, ascending.
fn codes(sources: &[Source<'_>], places: &[Vec<u32>]) -> Vec<(Code, Vec<u32>)> {
    let mut codes: HashMap<Code, Vec<u32>> = HashMap::new();
    for ((index, _), places) in sources.iter().zip(places) {
        let add = |slots: &mut Vec<u32>, slot: u32| {
            let new = places.get(wide(slot)).copied().unwrap_or(NOWHERE);
            if new != NOWHERE {
                slots.push(new);
            }
        };
        for (code, set) in index.codes.iter() {
            let slots = codes.entry(code).or_default();
            slots.reserve(wide(set.count()));
            match set {
                Set::Rare(list) => list.iter().for_each(|slot| add(slots, *slot)),
                Set::Common(pyramid) => {
                    let words = pyramid.leaves(&index.shape).iter().enumerate();
                    for (block, word) in words.filter(|(_, word)| **word != 0) {
                        slots_of(block, *word).for_each(|slot| add(slots, slot));
                    }
                }
            }
        }
    }
    let mut codes: Vec<(Code, Vec<u32>)> = codes
        .into_iter()
        .filter(|(_, slots)| !slots.is_empty())
        .collect();
    for (_, slots) in &mut codes {
        slots.sort();
    }
    codes
}

/// The numbers of each attribute in the new slots.
fn numbers(
    sources: &[Source<'_>],
    places: &[Vec<u32>],
    count: usize,
) -> Vec<(Attribute, Vec<Option<i64>>)> {
    let mut numbers: HashMap<Attribute, Vec<Option<i64>>> = HashMap::new();
    for ((index, _), places) in sources.iter().zip(places) {
        for (attribute, column) in &index.columns {
            let cells = numbers
                .entry(*attribute)
                .or_insert_with(|| vec![None; count]);
            for (slot, new) in (0_u32..).zip(places) {
                if let Some(cell) = cells.get_mut(wide(*new)) {
                    *cell = column.number(slot);
                }
            }
        }
    }
    numbers.into_iter().collect()
}
