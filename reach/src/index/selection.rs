//! Some of the items of an index, named one by one or by where they are, to be asked like any other filter.
//!
//! What no code tells, such as the words of a text or a circle, becomes a set once and is then as quick as a code. A
//! selection means the indexes it was made of and nothing else: of an item that has changed since it knows nothing.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::candidates::around;
use super::codes::Set;
use super::conditions::Conditions;
use super::filter::Predicate;
use super::flat::Plane;
use super::metric::Metric;
use super::numeric::{at_most, low_bits, narrow, wide};
use super::overlay::Overlay;
use super::pyramid::{Pyramid, slots_of};
use super::round::Globe;
use super::ruler::Ruler;
use super::shape::WIDTH;
use super::{Attribute, Index};
use crate::coord::Wgs84;
use crate::measure::{DistanceKey, Metres};

/// A set with fewer than one item in so many is a list; see `codes`.
const COMMON_ONE_IN: usize = 256;

/// A circle on the ground.
#[derive(Clone, Copy, Debug)]
pub struct Circle {
    /// Its centre.
    pub centre: Wgs84,
    /// Its radius, compared by millimetre key, the limit itself included.
    pub radius: Metres,
}

/// Some of the items of one picture. Two selections are equal if they are one.
#[derive(Clone, Debug)]
pub struct Selection(Arc<[Arc<Part>]>);

/// Some of the items of a base, to be laid under selections of every picture over that base.
#[derive(Clone, Debug)]
pub struct BaseSelection(pub(super) Arc<Part>);

/// The members in one index.
#[derive(Debug)]
pub(super) struct Part {
    /// The index.
    pub(super) index: Arc<Index>,
    /// The members.
    pub(super) members: Members,
}

/// Members of a set of slots.
#[derive(Debug)]
pub(super) enum Members {
    /// Many.
    Common(Pyramid),
    /// Few, ascending.
    Rare(Box<[u32]>),
}

impl PartialEq for Selection {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Selection {}

impl Hash for Selection {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).cast::<()>().hash(state);
    }
}

impl Selection {
    /// A selection of these parts.
    pub(super) fn of(parts: Vec<Arc<Part>>) -> Self {
        Self(parts.into())
    }

    /// The members in an index; none where it knows nothing of it.
    pub(super) fn members_in(&self, index: &Index) -> Option<&Members> {
        let mut parts = self.0.iter();
        let part = parts.find(|part| part.is_of(index))?;
        Some(&part.members)
    }

    /// How many items it names, those that no longer count included.
    #[must_use]
    pub fn len(&self) -> usize {
        let counts = self.0.iter().map(|part| part.members.as_set().count());
        counts.map(wide).sum()
    }

    /// Whether it names no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl BaseSelection {
    /// How many items it names, those that no longer count included.
    #[must_use]
    pub fn len(&self) -> usize {
        wide(self.0.members.as_set().count())
    }

    /// Whether it names no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.0.members {
            // A bit for each item, and a summary of it.
            Members::Common(_) => self.0.index.len() / 7,
            Members::Rare(list) => size_of_val::<[u32]>(list),
        }
    }
}

impl Part {
    /// Whether it is of an index.
    pub(super) fn is_of(&self, index: &Index) -> bool {
        std::ptr::eq(Arc::as_ptr(&self.index), index)
    }
}

impl Members {
    /// The members as a set.
    pub(super) fn as_set(&self) -> Set<'_> {
        match self {
            Self::Common(pyramid) => Set::Common(pyramid),
            Self::Rare(list) => Set::Rare(list),
        }
    }

    /// The members named by ascending slots.
    pub(super) fn of_slots(index: &Index, slots: Vec<u32>) -> Self {
        if slots.len().saturating_mul(COMMON_ONE_IN) >= index.len() {
            Self::Common(Pyramid::of_slots(&index.shape, &slots))
        } else {
            Self::Rare(slots.into_boxed_slice())
        }
    }

    /// The members named by a word for each leaf block.
    fn of_words(index: &Index, words: &[u64]) -> Self {
        let count: usize = words.iter().map(|word| wide(word.count_ones())).sum();
        if count.saturating_mul(COMMON_ONE_IN) >= index.len() {
            return Self::Common(Pyramid::of_leaves(&index.shape, words.iter().copied()));
        }
        let named = words.iter().enumerate().filter(|(_, word)| **word != 0);
        Self::Rare(
            named
                .flat_map(|(block, word)| slots_of(block, *word))
                .collect(),
        )
    }

    /// How many members a set has among these.
    fn count_in(&self, index: &Index, set: &Set<'_>) -> u64 {
        let count = match (self, set) {
            (Self::Common(one), Set::Common(other)) => {
                let words = one.leaves(&index.shape).iter();
                let both = words.zip(other.leaves(&index.shape));
                both.map(|(one, other)| wide((one & other).count_ones()))
                    .sum()
            }
            (Self::Rare(list), set) => list.iter().filter(|slot| set.has(**slot)).count(),
            (Self::Common(pyramid), Set::Rare(list)) => {
                list.iter().filter(|slot| pyramid.has(**slot)).count()
            }
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    }
}

impl Index {
    /// The items that match every predicate, with something over the index, and lie in a circle.
    pub(super) fn members_under(
        &self,
        circle: Option<Circle>,
        predicates: &[Predicate],
        over: &Overlay,
    ) -> Members {
        let mut words = Vec::new();
        let Some(conditions) = Conditions::of(self, predicates, over) else {
            return Members::Rare(Box::default());
        };
        conditions.write_leaves(&mut words, &mut Vec::new());
        if let Some(circle) = circle {
            let plane = Plane::around(circle.centre, self.blocks.around());
            let by_plane = plane.is_some_and(|plane| self.keep_within(&plane, circle, &mut words));
            if !by_plane {
                self.keep_within(&Globe::around(circle.centre), circle, &mut words);
            }
        }
        Members::of_words(self, &words)
    }

    /// Keeps of the words of the leaf blocks the items in a circle; false, and nothing done, where the measure does not
    /// reach as far.
    fn keep_within<M: Metric>(&self, metric: &M, circle: Circle, words: &mut [u64]) -> bool {
        let furthest = DistanceKey::from(circle.radius);
        let (sure, high) = around(metric, furthest);
        if high > metric.furthest() {
            return false;
        }
        for (node, leaves) in words.chunks_mut(WIDTH).enumerate() {
            let held = leaves.iter().rev();
            let held = held.fold(0, |bits, word| (bits << 1) | u64::from(*word != 0));
            let near = self.blocks.children(1, node).map_or(held, |boxes| {
                held & at_most(&metric.boxes(boxes, held), high)
            });
            for (place, word) in leaves.iter_mut().enumerate() {
                if (near >> place) & 1 == 0 {
                    *word = 0;
                }
            }
        }
        let ruler = Ruler::at(circle.centre);
        for (leaf, word) in words.iter_mut().enumerate().filter(|(_, word)| **word != 0) {
            let Some(points) = self.blocks.points(leaf) else {
                continue;
            };
            let squares = metric.points(points, *word);
            let inside = at_most(&squares, sure);
            let doubtful = *word & !inside & at_most(&squares, high);
            let exactly = low_bits(doubtful).filter(|bit| {
                let point = points.get(wide(*bit));
                point.is_some_and(|point| ruler.measure(*point).0 <= furthest)
            });
            let found = exactly.fold(0, |bits, bit| bits | 1 << bit);
            *word &= inside | found;
        }
        true
    }

    /// How many of some members have each code of an attribute, by code, ascending; codes that none has are left out.
    pub(super) fn tally_under(
        &self,
        members: &Members,
        attribute: Attribute,
        over: &Overlay,
    ) -> Vec<(u32, u64)> {
        let derived = over
            .derived
            .iter()
            .filter(|(name, _, _)| *name == attribute);
        let mut counts: Vec<(u32, u64)> = derived
            .map(|(_, value, set)| (*value, members.count_in(self, &Set::Common(set))))
            .collect();
        let own = self
            .codes
            .iter()
            .filter(|((name, _), _)| *name == attribute);
        for ((_, value), set) in own {
            if over.derived(attribute, value).is_none() {
                counts.push((value, members.count_in(self, &set)));
            }
        }
        counts.retain(|(_, count)| *count > 0);
        counts.sort_unstable();
        counts
    }

    /// The slots of some members in ascending order.
    pub(super) fn slots_of_members(&self, members: &Members) -> Vec<u32> {
        match members {
            Members::Rare(list) => list.to_vec(),
            Members::Common(pyramid) => {
                let words = pyramid.leaves(&self.shape).iter().enumerate();
                words
                    .flat_map(|(block, word)| slots_of(block, *word))
                    .collect()
            }
        }
    }

    /// A slot's number, for those that name slots of one index.
    pub(super) fn own_slot(&self, number: usize) -> Option<u32> {
        (number < self.len()).then(|| narrow(number))
    }
}
