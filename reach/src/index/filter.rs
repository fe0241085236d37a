//! What is asked of an item.

use super::selection::Selection;
use super::{Attribute, Slot};

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
    /// The item is one of a selection of the picture that is asked; in any other picture nothing that the selection
    /// does not know matches.
    In(Selection),
}
