//! What an item must be to count, and the set of items that are.
//!
//! Codes are answered by bitmaps, number ranges by a column in ascending order, anything else by the
//! caller's own test. This module knows nothing of places; [`super::nearest`] does.

use std::borrow::Cow;

use roaring::{MultiOps, RoaringBitmap};

use super::{Attribute, Column, Index, Slot};

/// A test of the caller's own, asked after the index's filters.
pub type Accept<'a> = &'a dyn Fn(Slot) -> bool;

/// One condition on an item; a query's conditions all have to hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// The item has at least one of these codes. No code at all: nothing matches.
    AnyOf {
        /// The property.
        attribute: Attribute,
        /// The codes of which one suffices.
        values: Vec<u32>,
    },
    /// The item has every one of these codes. No code at all: everything matches.
    AllOf {
        /// The property.
        attribute: Attribute,
        /// The codes that are all needed.
        values: Vec<u32>,
    },
    /// The item has a number for the attribute and it lies in the range, both ends included.
    Within {
        /// The property.
        attribute: Attribute,
        /// The smallest number that matches, if there is a lower end.
        at_least: Option<i64>,
        /// The largest number that matches, if there is an upper end.
        at_most: Option<i64>,
    },
}

/// The items that match a query's conditions, not yet listed.
pub(super) struct Selection<'a> {
    /// How many items the index has.
    items: u32,
    /// The slots that have the wanted codes; none if every slot does.
    codes: Option<Cow<'a, RoaringBitmap>>,
    /// The number ranges, each with the part of its column that lies in it.
    ranges: Vec<Range<'a>>,
    /// The caller's own test.
    accept: Option<Accept<'a>>,
}

/// One number range.
struct Range<'a> {
    /// The numbers of every slot.
    column: &'a Column,
    /// The numbers in the range with their slots.
    found: &'a [(i64, Slot)],
    /// The lower end, included.
    at_least: i64,
    /// The upper end, included.
    at_most: i64,
}

impl Index {
    /// How many items have a number for `attribute` in a range, both ends included; a missing end is no limit.
    #[must_use]
    pub fn count_within(
        &self,
        attribute: Attribute,
        at_least: Option<i64>,
        at_most: Option<i64>,
    ) -> usize {
        self.columns
            .get(&attribute)
            .map_or(0, |column| Range::of(column, at_least, at_most).found.len())
    }

    /// The slots of the items that match every predicate and `accept`: each once, in no set order.
    pub fn matching<'a>(
        &'a self,
        predicates: &[Predicate],
        accept: Option<Accept<'a>>,
    ) -> impl Iterator<Item = Slot> + use<'a> {
        Selection::of(self, predicates, accept).into_slots()
    }

    /// How many items match every predicate and `accept`.
    #[must_use]
    pub fn count_matching(&self, predicates: &[Predicate], accept: Option<Accept<'_>>) -> u64 {
        let selection = Selection::of(self, predicates, accept);
        if selection.ranges.is_empty() && selection.accept.is_none() {
            return selection.most();
        }
        selection.into_slots().fold(0, |count, _| count + 1)
    }
}

impl<'a> Selection<'a> {
    /// Resolves the predicates as far as bitmaps and columns can.
    pub(super) fn of(
        index: &'a Index,
        predicates: &[Predicate],
        accept: Option<Accept<'a>>,
    ) -> Self {
        let mut bitmaps: Vec<Cow<'a, RoaringBitmap>> = Vec::new();
        let mut ranges = Vec::new();
        for predicate in predicates {
            match predicate {
                Predicate::AnyOf { attribute, values } => {
                    bitmaps.push(any_of(index, *attribute, values));
                }
                Predicate::AllOf { attribute, values } => {
                    bitmaps.extend(values.iter().map(|value| one(index, *attribute, *value)));
                }
                Predicate::Within {
                    attribute,
                    at_least,
                    at_most,
                } => match index.columns.get(attribute) {
                    Some(column) => ranges.push(Range::of(column, *at_least, *at_most)),
                    None => bitmaps.push(Cow::Owned(RoaringBitmap::new())),
                },
            }
        }
        let items = u32::try_from(index.len()).unwrap_or(u32::MAX);
        Self {
            items,
            codes: intersection(bitmaps),
            ranges,
            accept,
        }
    }

    /// A number that the matching items do not exceed.
    pub(super) fn most(&self) -> u64 {
        let coded = self
            .codes
            .as_ref()
            .map_or(u64::from(self.items), |codes| codes.len());
        self.shortest_range()
            .map_or(coded, |found| coded.min(counted(found)))
    }

    /// Whether this item matches.
    pub(super) fn holds(&self, slot: Slot) -> bool {
        self.codes
            .as_ref()
            .is_none_or(|codes| codes.contains(slot.0))
            && self.ranges.iter().all(|range| range.holds(slot))
            && self.accept.is_none_or(|accept| accept(slot))
    }

    /// Lists the matching items, led by the smallest set of them that is at hand.
    pub(super) fn into_slots(mut self) -> impl Iterator<Item = Slot> + use<'a> {
        let most = self.most();
        let slots: Box<dyn Iterator<Item = u32> + 'a> = match self.shortest_range() {
            Some(found) if counted(found) <= most => Box::new(found.iter().map(|(_, slot)| slot.0)),
            _ => match self.codes.take() {
                Some(Cow::Borrowed(codes)) => Box::new(codes.iter()),
                Some(Cow::Owned(codes)) => Box::new(codes.into_iter()),
                None => Box::new(0..self.items),
            },
        };
        slots.map(Slot).filter(move |slot| self.holds(*slot))
    }

    /// The number range that fewest items lie in.
    fn shortest_range(&self) -> Option<&'a [(i64, Slot)]> {
        self.ranges
            .iter()
            .map(|range| range.found)
            .min_by_key(|found| found.len())
    }
}

impl<'a> Range<'a> {
    /// Finds the part of the column between two ends; a missing end is no limit.
    fn of(column: &'a Column, at_least: Option<i64>, at_most: Option<i64>) -> Self {
        let at_least = at_least.unwrap_or(i64::MIN);
        let at_most = at_most.unwrap_or(i64::MAX);
        let start = column
            .ascending
            .partition_point(|(number, _)| *number < at_least);
        let end = column
            .ascending
            .partition_point(|(number, _)| *number <= at_most);
        let found = column.ascending.get(start..end).unwrap_or_default();
        Self {
            column,
            found,
            at_least,
            at_most,
        }
    }

    /// Whether this item's number lies in the range.
    fn holds(&self, slot: Slot) -> bool {
        let number = self.column.of_slot.get(slot.index()).copied().flatten();
        number.is_some_and(|number| self.at_least <= number && number <= self.at_most)
    }
}

/// The slots that have one code.
fn one(index: &Index, attribute: Attribute, value: u32) -> Cow<'_, RoaringBitmap> {
    index
        .codes
        .get(&(attribute, value))
        .map_or_else(|| Cow::Owned(RoaringBitmap::new()), Cow::Borrowed)
}

/// The slots that have one of these codes or several.
fn any_of<'a>(index: &'a Index, attribute: Attribute, values: &[u32]) -> Cow<'a, RoaringBitmap> {
    if let [value] = values {
        return one(index, attribute, *value);
    }
    Cow::Owned(
        values
            .iter()
            .filter_map(|value| index.codes.get(&(attribute, *value)))
            .union(),
    )
}

/// The slots that are in every bitmap, the smallest first to keep the work small; none if there is
/// no bitmap, which means every slot.
fn intersection(mut bitmaps: Vec<Cow<'_, RoaringBitmap>>) -> Option<Cow<'_, RoaringBitmap>> {
    bitmaps.sort_by_cached_key(|bitmap| bitmap.len());
    let mut bitmaps = bitmaps.into_iter();
    let mut shared = bitmaps.next()?;
    for bitmap in bitmaps {
        if shared.is_empty() {
            break;
        }
        shared = Cow::Owned(shared.as_ref() & bitmap.as_ref());
    }
    Some(shared)
}

/// The length of a list as a count of items.
fn counted(found: &[(i64, Slot)]) -> u64 {
    u64::try_from(found.len()).unwrap_or(u64::MAX)
}
