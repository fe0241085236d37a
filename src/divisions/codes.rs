//! Which division a code means: the ministry's codes first, the statistics bureau's through the cross-walk, former
//! codes through their successors.

use std::collections::{HashMap, HashSet};

use super::atlas::DivisionIndex;

/// The code systems in the order in which a bare code is understood.
const SYSTEMS: [&str; 3] = ["mca", "nbs", "former"];

/// Every code and what it names.
#[derive(Debug, Default)]
pub(crate) struct CodeBook {
    /// (rank of the system, code) to the divisions it names.
    entries: HashMap<String, Vec<(u8, DivisionIndex)>>,
}

impl CodeBook {
    /// Enters a code; systems that are not known are passed over.
    pub(super) fn enter(&mut self, system: &str, code: String, division: DivisionIndex) {
        let rank = (0_u8..)
            .zip(SYSTEMS)
            .find(|(_, name)| *name == system)
            .map(|(rank, _)| rank);
        if let Some(rank) = rank {
            let named = self.entries.entry(code).or_default();
            named.push((rank, division));
            named.sort_unstable();
        }
    }

    /// What a 12-digit code names in the first system that knows it; several for a former code that was divided.
    pub(super) fn first_meaning(&self, code: &str) -> Vec<DivisionIndex> {
        let Some(named) = self.entries.get(code) else {
            return Vec::new();
        };
        let first = named.first().map(|(rank, _)| *rank);
        named
            .iter()
            .filter(|(rank, _)| Some(*rank) == first)
            .map(|(_, index)| *index)
            .collect()
    }

    /// Everything that a 12-digit code names, with the system, the ministry's meaning first. A division that several
    /// systems give the same code is named once, by the first of them.
    pub(super) fn meanings(&self, code: &str) -> Vec<(&'static str, DivisionIndex)> {
        let named = self
            .entries
            .get(code)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut seen = HashSet::new();
        named
            .iter()
            .filter(|(_, index)| seen.insert(*index))
            .filter_map(|(rank, index)| Some((*SYSTEMS.get(usize::from(*rank))?, *index)))
            .collect()
    }
}
