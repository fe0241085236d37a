//! What a reader of either format hands on: nodes and ways, as far as they are wanted.

use super::keys::Tags;
use super::refusal::Fault;
use crate::coord::GridPoint;

/// So many nodes a way has at most. OpenStreetMap itself takes 2,000 today; old files have longer ones.
pub(super) const WAY_NODES: usize = 65_536;

/// Who takes the elements of a map in one pass over it.
pub(super) trait Elements {
    /// Whether nodes are wanted in this pass.
    const NODES: bool;
    /// Whether ways are wanted in this pass.
    const WAYS: bool;

    /// Whether the node of this id is wanted; asked before its tags are read.
    fn wants(&mut self, id: i64) -> bool;

    /// Takes a node that is wanted.
    fn node(&mut self, id: i64, point: GridPoint, tags: &Tags<'_>) -> Result<(), Fault>;

    /// Takes a way with the ids of its nodes, at most [`WAY_NODES`].
    fn way(&mut self, tags: &Tags<'_>, nodes: &[i64]) -> Result<(), Fault>;
}

/// A point from whole 1e-7 degrees.
///
/// # Errors
/// Refuses what is not on earth, naming the node.
pub(super) fn grid_point(id: i64, lat: i64, lon: i64) -> Result<GridPoint, Fault> {
    let within = |steps: i64, most: i64| {
        let steps = Some(steps).filter(|it| (-most..=most).contains(it))?;
        i32::try_from(steps).ok()
    };
    let lat = within(lat, 900_000_000);
    let lon = within(lon, 1_800_000_000);
    match (lat, lon) {
        (Some(lat), Some(lon)) => Ok(GridPoint { lat, lon }),
        (None, _) | (_, None) => Err(Fault::OffEarth(id)),
    }
}
