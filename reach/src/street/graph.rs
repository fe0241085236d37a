//! The walking graph at a pace: what each edge costs in whole milliseconds, both ways.
//!
//! Rows are compressed: an edge stands once, with its lower junction, and the higher one holds its number. So a search
//! outwards and one towards a place read the same rows and only exchange the two costs.

use super::map::{Course, StreetMap};
use super::stride::{Stride, nearest_whole};
use crate::coord::Wgs84;
use crate::index::numeric::wide;

/// Marks a junction at an end of an edge that is a dead end.
const DEAD_END: u32 = 1 << 31;

/// An edge and its costs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Edge {
    /// The junction at its beginning, the lower one, and whether it is a dead end.
    marked_from: u32,
    /// The junction at its end, and whether it is a dead end.
    marked_to: u32,
    /// The milliseconds from its beginning to its end.
    pub(super) there: u32,
    /// The milliseconds from its end to its beginning.
    pub(super) back: u32,
}

impl Edge {
    /// The junction at its beginning, the lower one.
    #[inline]
    pub(super) const fn from(&self) -> u32 {
        self.marked_from & !DEAD_END
    }

    /// The junction at its end.
    #[inline]
    pub(super) const fn to(&self) -> u32 {
        self.marked_to & !DEAD_END
    }

    /// Whether nothing but this edge begins or ends at its beginning.
    #[inline]
    pub(super) const fn begins_dead(&self) -> bool {
        self.marked_from & DEAD_END != 0
    }

    /// Whether nothing but this edge begins or ends at its end.
    #[inline]
    pub(super) const fn ends_dead(&self) -> bool {
        self.marked_to & DEAD_END != 0
    }
}

/// Where the edges of a junction stand; those of the next one begin where they end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    /// The first edge that begins here, among all edges.
    pub(super) own: u32,
    /// The first edge that ends here and begins elsewhere, among those that are listed so.
    pub(super) foreign: u32,
}

/// A map of streets at a pace.
pub(super) struct Graph {
    /// The map.
    pub(super) map: StreetMap,
    /// The pace.
    pub(super) stride: Stride,
    /// The edges in the order of the junctions at their beginnings.
    pub(super) edges: Box<[Edge]>,
    /// For each junction where its edges stand, and one more for the end.
    pub(super) rows: Box<[Row]>,
    /// For each junction the edges that end there and begin at a lower one.
    pub(super) foreign: Box<[u32]>,
}

impl Graph {
    /// What each edge costs at this pace.
    pub(super) fn new(map: StreetMap, stride: Stride) -> Self {
        let mut edges: Box<[Edge]> = map
            .courses()
            .map(|(_, course)| {
                let [there, back] = whole_cost(&course, stride);
                Edge {
                    marked_from: course.from,
                    marked_to: course.to,
                    there,
                    back,
                }
            })
            .collect();
        let mut rows = vec![Row::default(); map.junctions() + 1];
        let is_foreign = |edge: &Edge| edge.from() != edge.to();
        for edge in edges.iter().filter(|edge| is_foreign(edge)) {
            if let Some(row) = rows.get_mut(wide(edge.to()) + 1) {
                row.foreign += 1;
            }
        }
        let mut sum = 0;
        for (row, own) in rows.iter_mut().zip(&map.own) {
            sum += row.foreign;
            (row.own, row.foreign) = (*own, sum);
        }
        let mut next: Vec<u32> = rows.iter().map(|row| row.foreign).collect();
        let mut foreign = vec![0_u32; wide(sum)];
        for (edge, number) in edges.iter().zip(0_u32..).filter(|(it, _)| is_foreign(it)) {
            if let Some(place) = next.get_mut(wide(edge.to())) {
                if let Some(it) = foreign.get_mut(wide(*place)) {
                    *it = number;
                }
                *place += 1;
            }
        }
        mark_dead_ends(&mut edges, &rows);
        Self {
            map,
            stride,
            edges,
            rows: rows.into(),
            foreign: foreign.into(),
        }
    }

    /// An edge; none where there is no such edge.
    #[inline]
    pub(super) fn edge(&self, number: u32) -> Option<Edge> {
        self.edges.get(wide(number)).copied()
    }

    /// The edges that begin at a junction, with the number of the first.
    #[inline]
    pub(super) fn own_of(&self, junction: u32) -> (u32, &[Edge]) {
        let at = wide(junction);
        match (self.rows.get(at), self.rows.get(at + 1)) {
            (Some(row), Some(next)) => {
                let edges = self.edges.get(wide(row.own)..wide(next.own));
                (row.own, edges.unwrap_or_default())
            }
            _ => (0, &[]),
        }
    }

    /// The edges that end at a junction and begin at a lower one.
    #[inline]
    pub(super) fn foreign_of(&self, junction: u32) -> &[u32] {
        let at = wide(junction);
        match (self.rows.get(at), self.rows.get(at + 1)) {
            (Some(row), Some(next)) => self.foreign.get(wide(row.foreign)..wide(next.foreign)),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// An edge as it is walked along.
    pub(super) fn course(&self, number: u32) -> Option<Course<'_>> {
        self.map.course(number, self.edge(number)?.from())
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
            + size_of_val(&*self.rows)
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

/// Marks the junctions at which nothing but one edge begins or ends.
fn mark_dead_ends(edges: &mut [Edge], rows: &[Row]) {
    let mark = |junction: u32| {
        let at = wide(junction);
        let count = rows.get(at).zip(rows.get(at + 1)).map(|(row, next)| {
            let own = next.own - row.own;
            own + (next.foreign - row.foreign)
        });
        if count == Some(1) { DEAD_END } else { 0 }
    };
    for edge in edges {
        edge.marked_from |= mark(edge.from());
        edge.marked_to |= mark(edge.to());
    }
}
