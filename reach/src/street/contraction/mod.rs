//! From a network to a packed map of streets, in four steps: `cleaned`, `chains`, `pieces`, `packed`.
//!
//! The steps never guess: no two pieces are joined, and no end is moved. The same network gives the same map, bit by bit.

mod chains;
mod cleaned;
mod packed;
mod pieces;

pub(super) use cleaned::{FURTHEST_LAT, FURTHEST_LON};
pub(super) use pieces::Joined;

use super::map::{LeftOut, StreetMap};
use super::network::Network;
use super::refusal::StreetsRefusal;

/// A piece has at least so many junctions, or more than any other, or it is left out: on a small one nobody gets
/// anywhere, and a point beside it would be cut off from everything.
pub const LEAST_JUNCTIONS: usize = 100;
/// An edge ends after so many metres, at the next bend. It keeps boxes small and sums of milliseconds below 2^32 at the
/// slowest pace.
pub(super) const LONGEST_EDGE_M: f64 = 5_000.0;
/// An edge ends after so many stretches, so that a place on it is found by few steps.
pub(super) const MOST_STRETCHES: usize = 256;
/// A stretch that is longer than this, metres, is divided: shorter ones are straight on any map to a centimetre.
pub(super) const LONGEST_STRETCH_M: f64 = 1_000.0;

impl StreetMap {
    /// Packs a network. Pieces with fewer than [`LEAST_JUNCTIONS`] junctions are left out, but never the largest one.
    ///
    /// # Errors
    /// Refuses a network in which nothing can be walked, or too large a one.
    pub fn build(network: &Network) -> Result<Self, StreetsRefusal> {
        Self::build_of_pieces(network, LEAST_JUNCTIONS)
    }

    /// Packs a network, without the pieces that have fewer junctions than this; never without the largest one.
    ///
    /// # Errors
    /// As [`StreetMap::build`].
    pub fn build_of_pieces(
        network: &Network,
        least_junctions: usize,
    ) -> Result<Self, StreetsRefusal> {
        let cleaned = cleaned::cleaned(network)?;
        let chains = chains::chains(&cleaned);
        let kept = pieces::kept(&cleaned, &chains, least_junctions);
        let left_out = LeftOut {
            stretches: cleaned.left_out,
            ..kept.left_out
        };
        let map = packed::packed(&cleaned, &chains, &kept, left_out)?;
        if map.ends.is_empty() {
            return Err(StreetsRefusal::Nothing);
        }
        Ok(map)
    }
}
