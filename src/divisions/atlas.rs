//! The tree in memory, in depth-first order: a subtree is one stretch of positions.

use std::collections::HashMap;
use std::ops::Range;

use reach::coord::Wgs84;
use uuid::Uuid;

use super::boundaries::Boundaries;
use super::codes::CodeBook;
use super::gazetteer::canonical_code;

/// Position of a division in the depth-first order of the loaded tree; not stable across loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DivisionIndex(pub(crate) u32);

/// One division.
#[derive(Clone, Debug)]
pub(crate) struct Division {
    /// Own identity.
    pub(crate) id: Uuid,
    /// The division above.
    pub(crate) parent: Option<DivisionIndex>,
    /// Materialised path.
    pub(crate) path: String,
    /// Level word, see `gazetteer::Level`.
    pub(crate) level: String,
    /// Own name.
    pub(crate) name: String,
    /// Name with all above it.
    pub(crate) full_name: String,
    /// The ministry's 12-digit code; villages and China have none.
    pub(crate) code: Option<String>,
    /// A representative point.
    pub(crate) point: Option<Wgs84>,
    /// Where the point comes from.
    pub(crate) point_basis: Option<String>,
    /// True when it no longer exists.
    pub(crate) is_ended: bool,
    /// A remark of the cross-walk.
    pub(crate) note: Option<String>,
}

/// What a reference to a division found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Exactly one.
    One(DivisionIndex),
    /// A former code with several successors, or a name that several bear.
    Several(Vec<DivisionIndex>),
    /// None.
    Nothing,
}

/// The tree, its codes and boundaries.
#[derive(Debug)]
pub(crate) struct Atlas {
    /// In depth-first order.
    divisions: Vec<Division>,
    /// For each division the end of its subtree (exclusive).
    ends: Vec<u32>,
    /// Positions by identity.
    by_id: HashMap<Uuid, DivisionIndex>,
    /// Positions by full name.
    by_full_name: HashMap<String, Vec<DivisionIndex>>,
    /// Codes.
    codes: CodeBook,
    /// County boundaries.
    boundaries: Boundaries,
    /// The root's identity and the count: another planting has another root.
    version: String,
}

impl Atlas {
    /// Builds the tree from divisions sorted by path, their codes and the boundaries.
    pub(super) fn new(
        divisions: Vec<Division>,
        codes: impl IntoIterator<Item = (String, String, Uuid)>,
        boundaries: Boundaries,
    ) -> Self {
        let by_id: HashMap<Uuid, DivisionIndex> = (0_u32..)
            .zip(&divisions)
            .map(|(index, it)| (it.id, DivisionIndex(index)))
            .collect();
        let mut by_full_name: HashMap<String, Vec<DivisionIndex>> = HashMap::new();
        for (index, division) in (0_u32..).zip(&divisions) {
            by_full_name
                .entry(division.full_name.clone())
                .or_default()
                .push(DivisionIndex(index));
        }
        let ends = subtree_ends(&divisions);
        let root = divisions.first().map(|root| root.id).unwrap_or_default();
        let version = format!("{root}:{}", divisions.len());
        let mut book = CodeBook::default();
        let mut atlas = Self {
            divisions,
            ends,
            by_id,
            by_full_name,
            codes: CodeBook::default(),
            boundaries,
            version,
        };
        for (system, code, id) in codes {
            let Some(index) = atlas.by_id.get(&id).copied() else {
                continue;
            };
            if system == "mca"
                && let Some(division) = atlas.divisions.get_mut(at(index))
            {
                division.code = Some(code.clone());
            }
            book.enter(&system, code, index);
        }
        atlas.codes = book;
        atlas
    }

    /// The divisions directly below one, in order.
    pub(crate) fn children(&self, index: DivisionIndex) -> impl Iterator<Item = DivisionIndex> {
        let subtree = self.subtree(index);
        let first = Some(subtree.start.saturating_add(1)).filter(|first| *first < subtree.end);
        std::iter::successors(first, move |child| {
            Some(self.subtree(DivisionIndex(*child)).end)
                .filter(|next| *next < subtree.end && next > child)
        })
        .map(DivisionIndex)
    }

    /// The divisions whose name holds `text`: equal names first, then names that begin with it, then full names that
    /// end with it, then the rest; ended ones last in each; else in depth-first order.
    pub(crate) fn search(&self, text: &str) -> Vec<DivisionIndex> {
        let rank = |division: &Division| {
            if division.name == text {
                Some(0)
            } else if division.name.starts_with(text) {
                Some(1)
            } else if division.name.contains(text) {
                Some(2)
            } else if division.full_name.contains(text) {
                Some(3)
            } else {
                None
            }
        };
        let mut found: Vec<(u8, bool, usize, DivisionIndex)> = self
            .iter()
            .filter_map(|(index, it)| Some((rank(it)?, it.is_ended, it.path.len(), index)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, _, _, index)| index).collect()
    }

    /// Tells two loaded trees apart, for entity tags.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// How many divisions there are.
    pub(crate) fn len(&self) -> usize {
        self.divisions.len()
    }

    /// County boundaries.
    pub(crate) const fn boundaries(&self) -> &Boundaries {
        &self.boundaries
    }

    /// One division.
    pub(crate) fn get(&self, index: DivisionIndex) -> Option<&Division> {
        self.divisions.get(at(index))
    }

    /// Every division with its position, in depth-first order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (DivisionIndex, &Division)> {
        (0_u32..).map(DivisionIndex).zip(&self.divisions)
    }

    /// The position of a division.
    pub(crate) fn index_of(&self, id: Uuid) -> Option<DivisionIndex> {
        self.by_id.get(&id).copied()
    }

    /// The positions of a division and all below it.
    pub(crate) fn subtree(&self, index: DivisionIndex) -> Range<u32> {
        index.0..self.ends.get(at(index)).copied().unwrap_or(index.0)
    }

    /// A division and all above it, lowest first.
    pub(crate) fn lineage(&self, index: DivisionIndex) -> impl Iterator<Item = DivisionIndex> {
        std::iter::successors(Some(index), |here| self.get(*here)?.parent)
    }

    /// The county that a division is or lies in.
    pub(crate) fn county_of(&self, index: DivisionIndex) -> Option<DivisionIndex> {
        self.lineage(index).find(|it| {
            self.get(*it)
                .is_some_and(|division| division.level == "county")
        })
    }

    /// The division that an identity, a code of any system or a full name means.
    pub(crate) fn find(&self, reference: &str) -> Found {
        let found = if let Ok(id) = Uuid::try_parse(reference) {
            self.index_of(id).into_iter().collect()
        } else if let Some(code) = canonical_code(reference) {
            self.codes.first_meaning(&code)
        } else {
            self.by_full_name
                .get(reference)
                .cloned()
                .unwrap_or_default()
        };
        match found.as_slice() {
            [] => Found::Nothing,
            [one] => Found::One(*one),
            [_, _, ..] => Found::Several(found),
        }
    }

    /// Everything that a code names, in any system.
    pub(crate) fn meanings(&self, code: &str) -> Vec<(&'static str, DivisionIndex)> {
        canonical_code(code)
            .map(|code| self.codes.meanings(&code))
            .unwrap_or_default()
    }

    /// The county with a six-digit code.
    pub(crate) fn county_by_code(&self, code: &str) -> Option<DivisionIndex> {
        match self.find(code) {
            Found::One(index) => Some(index),
            Found::Several(_) | Found::Nothing => None,
        }
    }

    /// Six digits of the county that a division is or lies in, as the boundaries are named.
    pub(crate) fn county_code(&self, index: DivisionIndex) -> Option<&str> {
        let county = self.county_of(index)?;
        self.get(county)?
            .code
            .as_deref()
            .and_then(|code| code.get(..6))
    }
}

/// A position as a subscript.
fn at(index: DivisionIndex) -> usize {
    usize::try_from(index.0).unwrap_or(usize::MAX)
}

/// For each division of a depth-first order the end of its subtree.
fn subtree_ends(divisions: &[Division]) -> Vec<u32> {
    let mut ends: Vec<u32> = Vec::with_capacity(divisions.len());
    for (index, division) in divisions.iter().enumerate() {
        let after = divisions.get(index..).unwrap_or_default();
        let length = after.partition_point(|other| other.path.starts_with(&division.path));
        ends.push(u32::try_from(index + length).unwrap_or(u32::MAX));
    }
    ends
}
