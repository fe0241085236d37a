//! Items with attributes at points, and the nearest of them that pass any filters, exactly.
//!
//! An [`Index`] is built whole and never changes; [`Layers`] lays changes over one and replaces it now and then.
//! Answers do not depend on the order in which the items were given. This module never approximates: an item that
//! belongs in an answer is in it, and the order is right to the millimetre. A rough measure only decides what is
//! measured exactly.
//!
//! Where to read: [`Predicate`] in `filter` (what is asked), [`Nearest`] in `nearest` (the plans), `conditions`,
//! `walk` and `candidates` (how it is found), `shape`, `blocks`, `pyramid`, `columns` (how it is stored), `flat`, `round` and
//! `ruler` (how it is measured), [`OrderKey`] in `order` (how ties are broken), [`Layers`] in `layers` (how it changes),
//! [`Selection`] (sets that no code tells).

mod alternatives;
mod assemble;
pub(crate) mod blocks;
mod build;
mod candidates;
mod chord;
mod codes;
mod columns;
mod conditions;
mod filter;
pub(crate) mod flat;
pub(crate) mod hilbert;
mod layers;
mod listing;
mod merge;
mod metric;
mod nearest;
pub(crate) mod numeric;
mod order;
mod overlay;
mod pyramid;
mod round;
pub(crate) mod ruler;
mod selection;
pub(crate) mod shape;
#[cfg(test)]
mod tests;
mod walk;

use thiserror::Error;

pub use filter::{Accept, Predicate};
pub use layers::{Change, Compacted, Compaction, Layers};
pub use nearest::{Hit, Nearest};
pub use order::{OrderKey, TieBreak};
pub use selection::{Circle, Selection};

use crate::coord::{GridPoint, Wgs84};
use blocks::Blocks;
use codes::Codes;
use columns::Column;
use numeric::wide;
use shape::Shape;

/// The lasting identity of an item, for example a UUID; it decides the last tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u128);

/// The name of a property that items have; the caller gives the numbers their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attribute(pub u16);

/// The position of an item in one index; it means nothing in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(u32);

impl Slot {
    /// The number of the slot, counted from zero.
    #[must_use]
    pub const fn index(self) -> usize {
        wide(self.0)
    }
}

/// An item as it is given to [`Index::build`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewItem {
    /// Its identity, unique in one index.
    pub id: ItemId,
    /// Where it is; it is stored, measured and answered on the grid of 1e-7 degree, at most 8 mm from here.
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
    /// There are more items than slots, of which there are 2^31.
    #[error("there are more than 2,147,483,648 items")]
    TooMany,
}

/// An immutable set of items that answers what is near.
pub struct Index {
    /// How many items there are.
    len: usize,
    /// The shape of everything packed.
    shape: Shape,
    /// Points and boxes.
    blocks: Blocks,
    /// The id of each slot.
    ids: Box<[ItemId]>,
    /// Every slot, ordered by id.
    by_id: Box<[u32]>,
    /// The slots of each code.
    codes: Codes,
    /// The numbers of each attribute that any item has, ordered by attribute.
    columns: Box<[(Attribute, Column)]>,
}

impl Index {
    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The slot of an item, or none if it is not here.
    #[must_use]
    pub fn slot_of(&self, id: ItemId) -> Option<Slot> {
        let place = self
            .by_id
            .binary_search_by_key(&Some(id), |slot| self.id(Slot(*slot)))
            .ok()?;
        self.by_id.get(place).copied().map(Slot)
    }

    /// The point of a slot, or none if the slot is of a larger index.
    #[must_use]
    pub fn point(&self, slot: Slot) -> Option<Wgs84> {
        self.grid_point(slot).map(Wgs84::from)
    }

    /// The point of a slot on the grid, or none if the slot is of a larger index.
    #[must_use]
    pub fn grid_point(&self, slot: Slot) -> Option<GridPoint> {
        let point = self.blocks.point(slot.0)?;
        (slot.index() < self.len).then_some(point)
    }

    /// The id of a slot, or none if the slot is of a larger index.
    #[must_use]
    pub fn id(&self, slot: Slot) -> Option<ItemId> {
        self.ids.get(slot.index()).copied()
    }

    /// The number a slot has for an attribute, if it has one.
    #[must_use]
    pub fn number(&self, slot: Slot, attribute: Attribute) -> Option<i64> {
        self.column(attribute)?.number(slot.0)
    }

    /// How many items have this code.
    #[must_use]
    pub fn count(&self, attribute: Attribute, value: u32) -> u64 {
        self.codes
            .get((attribute, value))
            .map_or(0, |set| u64::from(set.count()))
    }

    /// The numbers of an attribute.
    fn column(&self, attribute: Attribute) -> Option<&Column> {
        let place = self
            .columns
            .binary_search_by_key(&attribute, |(name, _)| *name)
            .ok()?;
        self.columns.get(place).map(|(_, column)| column)
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
