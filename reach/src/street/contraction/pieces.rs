//! The third step: which pieces are connected, and which of them are large enough.

use super::chains::Chains;
use super::cleaned::Cleaned;
use crate::index::numeric::{narrow, wide};
use crate::street::map::LeftOut;
use crate::street::stride::nearest_whole;

/// Which chains are kept.
pub(super) struct Kept {
    /// Whether each chain is kept.
    pub(super) chains: Vec<bool>,
    /// What was left out.
    pub(super) left_out: LeftOut,
}

/// Sets that are joined bit by bit, each named by one of its members.
pub(in crate::street) struct Joined(Vec<u32>);

impl Joined {
    /// So many members, each in a set of its own.
    pub(in crate::street) fn apart(members: usize) -> Self {
        Self((0..narrow(members)).collect())
    }

    /// The name of a member's set; the way there is halved on the way.
    pub(in crate::street) fn name(&mut self, mut member: u32) -> u32 {
        while let Some(&above) = self.0.get(wide(member))
            && above != member
        {
            let higher = self.0.get(wide(above)).copied().unwrap_or(above);
            if let Some(it) = self.0.get_mut(wide(member)) {
                *it = higher;
            }
            member = higher;
        }
        member
    }

    /// Joins the sets of two members under the lower name.
    pub(in crate::street) fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.name(one), self.name(other));
        if let Some(it) = self.0.get_mut(wide(one.max(other))) {
            *it = one.min(other);
        }
    }
}

/// Decides which chains are kept: those of the piece with the most junctions (of several the longest, then the first),
/// and of every piece with at least so many.
pub(super) fn kept(cleaned: &Cleaned, chains: &Chains, least_junctions: usize) -> Kept {
    let mut pieces = Joined::apart(cleaned.vertices.len());
    let mut is_junction = vec![false; cleaned.vertices.len()];
    let all = || (0..chains.len()).filter_map(|chain| Some((chain, chains.ends(chain)?)));
    for (_, (from, to)) in all() {
        pieces.join(from, to);
        for end in [from, to] {
            if let Some(it) = is_junction.get_mut(wide(end)) {
                *it = true;
            }
        }
    }
    let mut sizes = vec![(0_usize, 0.0_f64); cleaned.vertices.len()];
    for (vertex, _) in (0_u32..).zip(&is_junction).filter(|(_, is)| **is) {
        if let Some((junctions, _)) = sizes.get_mut(wide(pieces.name(vertex))) {
            *junctions += 1;
        }
    }
    for (chain, (from, _)) in all() {
        if let Some((_, metres)) = sizes.get_mut(wide(pieces.name(from))) {
            *metres += chains.metres.get(chain).copied().unwrap_or(0.0);
        }
    }
    let mut largest = (0, (0, 0.0));
    for (name, size) in (0_u32..).zip(&sizes) {
        if *size > largest.1 {
            largest = (name, *size);
        }
    }
    let is_kept = |name: u32, size: (usize, f64)| name == largest.0 || size.0 >= least_junctions;
    let mut left_out = LeftOut::default();
    for (name, size) in (0_u32..).zip(&sizes) {
        if size.0 > 0 && !is_kept(name, *size) {
            left_out.pieces += 1;
            left_out.metres += u64::from(nearest_whole(size.1));
        }
    }
    let of_chain = |chain: usize| {
        let name = chains.ends(chain).map(|(from, _)| pieces.name(from));
        name.is_some_and(|name| is_kept(name, sizes.get(wide(name)).copied().unwrap_or_default()))
    };
    Kept {
        chains: (0..chains.len()).map(of_chain).collect(),
        left_out,
    }
}
