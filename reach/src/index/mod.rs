//! Items with attributes at points, and the nearest of them that pass any filters, exactly.
//!
//! An [`Index`] is built whole and never changes; a new one replaces it. Answers do not depend on
//! the order in which the items were given. This module never approximates: an item that belongs in
//! an answer is in it, and the order is right to the millimetre.
//!
//! Where to read: [`Predicate`] in `filter` (what is asked), [`Nearest`] in `nearest` (how it is
//! found), [`OrderKey`] in `order` (how ties are broken), `chord` (why it is exact).

mod build;
mod chord;
mod filter;
mod nearest;
mod order;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use roaring::RoaringBitmap;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use thiserror::Error;

pub use filter::{Accept, Predicate};
pub use nearest::{Hit, Nearest};
pub use order::{OrderKey, TieBreak};

use crate::coord::Wgs84;
use chord::Cartesian;

/// The lasting identity of an item, for example a UUID; it decides the last tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u128);

/// The name of a property that items have; the caller gives the numbers their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attribute(pub u16);

/// The position of an item in one built index; it means nothing in another one.
///
/// Slots count from zero in the order in which the items were given to [`Index::build`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(u32);

impl Slot {
    /// The place of the item in the list the index was built from, counted from zero.
    #[must_use]
    #[expect(
        clippy::as_conversions,
        reason = "usize has at least 32 bits wherever this runs"
    )]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// An item as it is given to [`Index::build`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewItem {
    /// Its identity, unique in one index.
    pub id: ItemId,
    /// Where it is.
    pub point: Wgs84,
    /// Its codes, any number for each attribute; a repeated pair counts once.
    pub values: Vec<(Attribute, u32)>,
    /// Its numbers, at most one for each attribute. A number it does not have matches no range.
    pub numbers: Vec<(Attribute, i64)>,
}

/// Why a list of items cannot be indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IndexRefusal {
    /// Two items have the same id.
    #[error("two items have the id {:032x}", .0.0)]
    DuplicateId(ItemId),
    /// An item has two numbers for one attribute.
    #[error("item {:032x} has two numbers for attribute {}", .0.0, .1.0)]
    NumberTwice(ItemId, Attribute),
    /// There are more items than slots, of which there are 2^32 - 1.
    #[error("there are more than 4,294,967,295 items")]
    TooMany,
}

/// One leaf of the tree: a point of the earth in metres, and the slot that lies there.
type Leaf = GeomWithData<Cartesian, u32>;

/// An immutable set of items that answers what is near.
pub struct Index {
    /// The id of each slot.
    ids: Vec<ItemId>,
    /// The point of each slot.
    points: Vec<Wgs84>,
    /// The point of each slot in earth-centred metres.
    cartesians: Vec<Cartesian>,
    /// Every slot, ordered by id.
    by_id: Vec<Slot>,
    /// Every slot, ordered in space.
    tree: RTree<Leaf>,
    /// The slots that have a code.
    codes: HashMap<(Attribute, u32), RoaringBitmap>,
    /// The numbers of each attribute that any item has.
    columns: HashMap<Attribute, Column>,
}

/// The numbers that items have for one attribute.
struct Column {
    /// The number of each slot.
    of_slot: Vec<Option<i64>>,
    /// Every number with its slot, in ascending order.
    ascending: Vec<(i64, Slot)>,
}

impl Index {
    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no item.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The slot of an item, or none if it is not here.
    #[must_use]
    pub fn slot_of(&self, id: ItemId) -> Option<Slot> {
        let place = self
            .by_id
            .binary_search_by_key(&Some(id), |slot| self.id(*slot))
            .ok()?;
        self.by_id.get(place).copied()
    }

    /// The point of a slot, or none if the slot is of a larger index.
    #[must_use]
    pub fn point(&self, slot: Slot) -> Option<Wgs84> {
        self.points.get(slot.index()).copied()
    }

    /// The id of a slot, or none if the slot is of a larger index.
    #[must_use]
    pub fn id(&self, slot: Slot) -> Option<ItemId> {
        self.ids.get(slot.index()).copied()
    }

    /// The number a slot has for an attribute, if it has one.
    #[must_use]
    pub fn number(&self, slot: Slot, attribute: Attribute) -> Option<i64> {
        self.columns
            .get(&attribute)?
            .of_slot
            .get(slot.index())
            .copied()
            .flatten()
    }

    /// How many items have this code.
    #[must_use]
    pub fn count(&self, attribute: Attribute, value: u32) -> u64 {
        self.codes
            .get(&(attribute, value))
            .map_or(0, RoaringBitmap::len)
    }
}

impl std::fmt::Debug for Index {
    /// Tells the size only: an index holds too much to print.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Index")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
