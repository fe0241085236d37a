//! Which cells the reached streets cross, band by band.
//!
//! An edge whose whole length belongs to one band is drawn as it is. Of any other the times along it decide, stretch by
//! stretch, with the very costs that the search used; within a stretch time grows evenly.

use super::Cover;
use super::lines::line;
use super::raster::Raster;
use crate::coord::GridPoint;
use crate::street::graph::{Edge, Graph};
use crate::street::map::Course;
use crate::street::search::{NEVER, Way};
use crate::street::times::Times;

/// A place on the raster: columns from its western side, rows from its southern side, with fractions.
pub(super) type Place = [f64; 2];

/// An end of an edge, or a bend.
#[derive(Clone, Copy)]
struct Post {
    /// Where it is.
    place: Place,
    /// The milliseconds between the edge's beginning and here, in the way of the search away from the beginning.
    ahead: u32,
    /// The milliseconds between the edge's beginning and here, in the way of the search towards the beginning.
    behind: u32,
}

/// Draws streets.
struct Pen<'a> {
    /// The graph.
    graph: &'a Graph,
    /// Where the cells lie.
    lattice: Lattice,
    /// The longest time of each band, milliseconds, ascending.
    limits: &'a [u32],
    /// Which way the search goes.
    way: Way,
    /// The cells of each band, without those around them and those of earlier bands.
    rasters: Vec<Raster>,
    /// The edge at hand.
    posts: Vec<Post>,
}

/// The cells that are crossed by what is reached within each of these limits and not within the one before it.
pub(super) fn marked(times: &Times, cover: &Cover, side: usize, limits: &[u32]) -> Vec<Raster> {
    let graph = &times.streets.graph;
    let mut pen = Pen {
        graph,
        lattice: Lattice::of(cover),
        limits,
        way: times.way,
        rasters: vec![Raster::empty(side); limits.len()],
        posts: Vec::new(),
    };
    for (junction, time) in times.scratch.reached() {
        for number in graph.map.own_of(junction) {
            if let Some(edge) = graph.edge(number) {
                pen.edge(number, edge, [time, times.scratch.time(edge.to)]);
            }
        }
        for number in graph.foreign_of(junction) {
            if let Some(edge) = graph.edge(*number)
                && times.scratch.time(edge.from) == NEVER
            {
                pen.edge(*number, edge, [NEVER, time]);
            }
        }
    }
    pen.origin(times);
    pen.rasters
}

impl Pen<'_> {
    /// The first band that holds a time.
    fn band(&self, milliseconds: u32) -> Option<usize> {
        self.limits.iter().position(|limit| milliseconds <= *limit)
    }

    /// Draws what is reached of an edge whose ends have these times.
    fn edge(&mut self, number: u32, edge: Edge, [from, to]: [u32; 2]) {
        let Some(first) = self.band(from.min(to)) else {
            return;
        };
        let [ahead, behind] = match self.way {
            Way::From => [edge.there, edge.back],
            Way::Towards => [edge.back, edge.there],
        };
        let Some(course) = self.graph.map.course(number, edge.from) else {
            return;
        };
        // Nothing on the edge takes longer than all of it from either end.
        let longest = from.saturating_add(ahead).min(to.saturating_add(behind));
        if self.band(longest) == Some(first) {
            self.whole(course, first);
        } else {
            self.partly(course, from, to.saturating_add(behind));
        }
    }

    /// Draws an edge as it is.
    fn whole(&mut self, course: Course<'_>, band: usize) {
        let lattice = self.lattice;
        let mut places = course.points().map(|point| lattice.place(point));
        let Some(raster) = self.rasters.get_mut(band) else {
            return;
        };
        if let Some(mut last) = places.next() {
            for place in places {
                line(raster, last, place);
                last = place;
            }
        }
    }

    /// Draws what is reached of an edge: from its beginning, which has the time `from`, and from its end, from which its
    /// beginning would be reached at `round`.
    fn partly(&mut self, course: Course<'_>, from: u32, round: u32) {
        self.measure(course);
        let posts = std::mem::take(&mut self.posts);
        let last = self.limits.last().copied().unwrap_or(0);
        for pair in posts.windows(2) {
            if let [here, next] = pair {
                let time = from.saturating_add(here.ahead);
                if time > last || time >= round.saturating_sub(here.behind) {
                    break;
                }
                let next_time = from.saturating_add(next.ahead);
                self.stretch([here.place, next.place], [time, next_time]);
            }
        }
        for pair in posts.windows(2).rev() {
            if let [next, here] = pair
                && round != NEVER
            {
                let time = round.saturating_sub(here.behind);
                if time > last || time >= from.saturating_add(here.ahead) {
                    break;
                }
                let next_time = round.saturating_sub(next.behind);
                self.stretch([here.place, next.place], [time, next_time]);
            }
        }
        self.posts = posts;
    }

    /// Draws the edge on which the search began, away from there.
    fn origin(&mut self, times: &Times) {
        let origin = times.origin;
        let Some(course) = self.graph.course(origin.edge) else {
            return;
        };
        self.measure(course);
        let [ahead, behind] = match self.way {
            Way::From => [origin.there, origin.back],
            Way::Towards => [origin.back, origin.there],
        };
        let posts = std::mem::take(&mut self.posts);
        for pair in posts.windows(2) {
            let [low, high] = pair else { continue };
            let start = |from: u32, at: u32, to: u32| {
                let share = f64::from(at - from) / f64::from((to - from).max(1));
                mix(low.place, high.place, share)
            };
            let time = |it: u32| it.saturating_add(origin.tail);
            if high.ahead > ahead {
                let from = low.ahead.max(ahead);
                let place = start(low.ahead, from, high.ahead);
                let at = [time(from - ahead), time(high.ahead - ahead)];
                self.stretch([place, high.place], at);
            }
            if low.behind < behind {
                let from = high.behind.min(behind);
                let place = start(low.behind, from, high.behind);
                let at = [time(behind - from), time(behind - low.behind)];
                self.stretch([place, low.place], at);
            }
        }
        self.posts = posts;
    }

    /// Measures an edge.
    fn measure(&mut self, course: Course<'_>) {
        self.posts.clear();
        let (mut ahead, mut behind) = (0_u32, 0_u32);
        for leg in course.walked() {
            let place = self.lattice.place(leg.from);
            self.posts.push(Post {
                place,
                ahead,
                behind,
            });
            let [there, back] = leg.milliseconds(self.graph.stride);
            let [more, less] = match self.way {
                Way::From => [there, back],
                Way::Towards => [back, there],
            };
            ahead = ahead.saturating_add(more);
            behind = behind.saturating_add(less);
        }
        if let Some(point) = course.points().last() {
            let place = self.lattice.place(point);
            self.posts.push(Post {
                place,
                ahead,
                behind,
            });
        }
    }

    /// Draws what is reached of a straight stretch that is entered and left at these times.
    fn stretch(&mut self, [from, to]: [Place; 2], [enters, leaves]: [u32; 2]) {
        let mut start = from;
        let mut time = enters;
        for (limit, raster) in self.limits.iter().zip(&mut self.rasters) {
            if time > *limit {
                continue;
            }
            if leaves <= *limit {
                line(raster, start, to);
                return;
            }
            let share = f64::from(limit - enters) / f64::from(leaves - enters);
            let end = mix(from, to, share);
            line(raster, start, end);
            (start, time) = (end, limit + 1);
        }
    }
}

/// The place at a share of the way from one to another.
fn mix(from: Place, to: Place, share: f64) -> Place {
    [
        from[0] + (to[0] - from[0]) * share,
        from[1] + (to[1] - from[1]) * share,
    ]
}

/// Where the cells lie, for reckoning.
#[derive(Clone, Copy)]
struct Lattice {
    /// The south-western corner: longitude and latitude, steps of the grid.
    corner: [f64; 2],
    /// Columns and rows in a step.
    cells: [f64; 2],
}

impl Lattice {
    /// Where the cells of a cover lie.
    fn of(cover: &Cover) -> Self {
        let [rows, columns] = cover.steps;
        let [south, west] = cover.south_west;
        Self {
            corner: [exactly(west), exactly(south)],
            cells: [1.0 / exactly(columns), 1.0 / exactly(rows)],
        }
    }

    /// Where a point lies on the raster.
    #[inline]
    fn place(&self, point: GridPoint) -> Place {
        [
            (f64::from(point.lon) - self.corner[0]) * self.cells[0],
            (f64::from(point.lat) - self.corner[1]) * self.cells[1],
        ]
    }
}

/// A number of steps, of which there are fewer than 2^53.
#[expect(clippy::as_conversions, reason = "see above")]
const fn exactly(steps: i64) -> f64 {
    steps as f64
}
