//! What a measure has to tell a search: roughly how far points and boxes are, and how roughly.

use super::blocks::{BoxBlock, PointBlock};
use crate::coord::GridPoint;

/// A rough measure from one origin, in square metres.
///
/// For every point whose distance is at most [`Metric::furthest`], the root of what it says differs from the geodesic
/// by at most the share [`Metric::slack`]; and for every point beyond, it says more than that limit, less the slack.
pub(super) trait Metric {
    /// About the squared distance of a point.
    fn point(&self, point: GridPoint) -> f32;

    /// About the squared distances of a block's points; only the places that are set in the word matter.
    fn points(&self, block: &PointBlock, wanted: u64) -> [f32; 64];

    /// At most what [`Metric::point`] says of any point in each box; only the places that are set matter.
    fn boxes(&self, block: &BoxBlock, wanted: u64) -> [f32; 64];

    /// The share by which the root of a squared distance may be wrong.
    fn slack(&self, squared: f32) -> f32;

    /// The squared distance up to which it holds.
    fn furthest(&self) -> f32;
}
