//! Putting an index together from sorted parts; the only place that fills the fields of [`Index`].

use super::blocks::Blocks;
use super::codes::{Code, Codes};
use super::columns::Column;
use super::numeric::{narrow, wide};
use super::shape::Shape;
use super::{Attribute, Index, IndexRefusal, ItemId};
use crate::coord::GridPoint;

/// What an index is made of, every list in the order of Hilbert's curve.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The points.
    pub(super) points: Vec<GridPoint>,
    /// The ids.
    pub(super) ids: Vec<ItemId>,
    /// The slots of each code, ascending.
    pub(super) codes: Vec<(Code, Vec<u32>)>,
    /// The numbers of each attribute, one place for each item.
    pub(super) numbers: Vec<(Attribute, Vec<Option<i64>>)>,
}

impl Parts {
    /// The index of these parts.
    ///
    /// # Errors
    /// Refuses an id that occurs twice.
    pub(super) fn assembled(self) -> Result<Index, IndexRefusal> {
        let len = self.points.len();
        let shape = Shape::of(len);
        let blocks = Blocks::of(&shape, &self.points);
        drop(self.points);
        let ids = self.ids.into_boxed_slice();
        let by_id = by_id(&ids)?;
        let codes = Codes::of(&shape, len, self.codes);
        let mut columns: Vec<(Attribute, Column)> = self
            .numbers
            .into_iter()
            .filter_map(|(name, numbers)| Some((name, Column::of(&shape, &numbers)?)))
            .collect();
        columns.sort_unstable_by_key(|(name, _)| *name);
        Ok(Index {
            len,
            blocks,
            ids,
            by_id,
            codes,
            columns: columns.into_boxed_slice(),
            shape,
        })
    }
}

/// Every slot in the order of the ids.
///
/// # Errors
/// Refuses an id that occurs twice.
fn by_id(ids: &[ItemId]) -> Result<Box<[u32]>, IndexRefusal> {
    let mut named: Vec<(ItemId, u32)> = ids.iter().copied().zip(0..narrow(ids.len())).collect();
    named.sort_unstable();
    if let Some([(id, _), _]) = named.array_windows().find(|[one, next]| one.0 == next.0) {
        return Err(IndexRefusal::DuplicateId(*id));
    }
    Ok(named.into_iter().map(|(_, slot)| slot).collect())
}

/// Whether so many items can be numbered.
///
/// # Errors
/// Refuses more than 2^31.
pub(super) fn checked_count(count: usize) -> Result<usize, IndexRefusal> {
    if count > wide(1 << 31) {
        return Err(IndexRefusal::TooMany);
    }
    Ok(count)
}
