//! The walking graph at a pace: what each edge costs in whole milliseconds, both ways.
//!
//! Rows are compressed: an edge stands once, with its lower junction, and the higher one holds its number. So a search
//! outwards and one towards a place read the same rows and only exchange the two costs.

use super::map::{Course, StreetMap};
use super::stride::{Stride, nearest_whole};
use crate::coord::Wgs84;
use crate::index::numeric::wide;

/// An edge and its costs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Edge {
    /// The junction at its beginning, the lower one.
    pub(super) from: u32,
    /// The junction at its end.
    pub(super) to: u32,
    /// The milliseconds from its beginning to its end.
    pub(super) there: u32,
    /// The milliseconds from its end to its beginning.
    pub(super) back: u32,
}

/// A map of streets at a pace.
pub(super) struct Graph {
    /// The map.
    pub(super) map: StreetMap,
    /// The pace.
    pub(super) stride: Stride,
    /// The edges; those of a junction stand where `map.own` says.
    pub(super) edges: Box<[Edge]>,
    /// For each junction its first edge of another junction, and one more for the end.
    pub(super) foreign_at: Box<[u32]>,
    /// For each junction the edges that end there and begin at a lower one.
    pub(super) foreign: Box<[u32]>,
}

impl Graph {
    /// What each edge costs at this pace.
    pub(super) fn new(map: StreetMap, stride: Stride) -> Self {
        let edges: Box<[Edge]> = map
            .courses()
            .map(|(_, course)| {
                let [there, back] = whole_cost(&course, stride);
                Edge {
                    from: course.from,
                    to: course.to,
                    there,
                    back,
                }
            })
            .collect();
        let mut foreign_at = vec![0_u32; map.junctions() + 1];
        let is_foreign = |edge: &Edge| edge.from != edge.to;
        for edge in edges.iter().filter(|edge| is_foreign(edge)) {
            if let Some(it) = foreign_at.get_mut(wide(edge.to) + 1) {
                *it += 1;
            }
        }
        let mut sum = 0;
        for it in &mut foreign_at {
            sum += *it;
            *it = sum;
        }
        let mut next = foreign_at.clone();
        let mut foreign = vec![0_u32; wide(sum)];
        for (edge, number) in edges.iter().zip(0_u32..).filter(|(it, _)| is_foreign(it)) {
            if let Some(place) = next.get_mut(wide(edge.to)) {
                if let Some(it) = foreign.get_mut(wide(*place)) {
                    *it = number;
                }
                *place += 1;
            }
        }
        Self {
            map,
            stride,
            edges,
            foreign_at: foreign_at.into(),
            foreign: foreign.into(),
        }
    }

    /// An edge; none where there is no such edge.
    #[inline]
    pub(super) fn edge(&self, number: u32) -> Option<Edge> {
        self.edges.get(wide(number)).copied()
    }

    /// The edges that end at a junction and begin at a lower one.
    pub(super) fn foreign_of(&self, junction: u32) -> &[u32] {
        let at = wide(junction);
        match (self.foreign_at.get(at), self.foreign_at.get(at + 1)) {
            (Some(&first), Some(&end)) => self.foreign.get(wide(first)..wide(end)),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// An edge as it is walked along.
    pub(super) fn course(&self, number: u32) -> Option<Course<'_>> {
        self.map.course(number, self.edge(number)?.from)
    }

    /// The milliseconds along an edge from its beginning to a place on it, and back: the place lies on the stretch of
    /// this number at this share of it.
    pub(super) fn partial_cost(&self, course: &Course<'_>, stretch: usize, share: f64) -> [u32; 2] {
        let mut sums = [0_u32; 2];
        for (leg, number) in course.walked().zip(0..=stretch) {
            let costs = leg.milliseconds(self.stride);
            for (sum, cost) in sums.iter_mut().zip(costs) {
                *sum += if number == stretch {
                    nearest_whole(f64::from(cost) * share)
                } else {
                    cost
                };
            }
        }
        sums
    }

    /// Where a place is that lies so many milliseconds from the beginning of an edge.
    pub(super) fn place(&self, edge: u32, there: u32) -> Option<Wgs84> {
        let course = self.course(edge)?;
        let (mut sum, mut last) = (0, None);
        for leg in course.walked() {
            let [cost, _] = leg.milliseconds(self.stride);
            let rest = there.checked_sub(sum)?;
            if rest <= cost {
                return Some(leg.at(f64::from(rest) / f64::from(cost)));
            }
            sum += cost;
            last = Some(leg.at(1.0));
        }
        last
    }

    /// The largest number of metres a second that anything is walked at.
    pub(super) fn fastest(&self) -> f64 {
        self.stride.fastest(self.map.has_heights())
    }

    /// The bytes in memory that the compressed rows and their costs take.
    pub(super) fn row_bytes(&self) -> usize {
        size_of_val(&*self.map.own)
            + size_of_val(&*self.edges)
            + size_of_val(&*self.foreign_at)
            + size_of_val(&*self.foreign)
    }
}

/// The milliseconds of a whole edge, there and back. The longest edge at the slowest pace stays below 2^32.
fn whole_cost(course: &Course<'_>, stride: Stride) -> [u32; 2] {
    course.walked().fold([0, 0], |[there, back], leg| {
        let [more_there, more_back] = leg.milliseconds(stride);
        [
            there.saturating_add(more_there),
            back.saturating_add(more_back),
        ]
    })
}
