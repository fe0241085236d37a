//! What lies over an index without being part of it.

use std::sync::Arc;

use super::Attribute;
use super::pyramid::Pyramid;

/// Which of its slots no longer count, and sets that are derived from
/// something outside, such as the time of day.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    /// A bit for each slot that no longer counts, a word for each leaf block.
    pub(super) gone: Option<Box<[u64]>>,
    /// Sets by property and value; they stand before the index's own.
    pub(super) derived: Vec<(Attribute, u32, Arc<Pyramid>)>,
}

impl Overlay {
    /// The derived set of a code.
    pub(super) fn derived(&self, attribute: Attribute, value: u32) -> Option<&Pyramid> {
        let found = self
            .derived
            .iter()
            .find(|(name, code, _)| (*name, *code) == (attribute, value));
        found.map(|(_, _, set)| set.as_ref())
    }
}
