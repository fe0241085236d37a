//! Which cells the reached streets cross, band by band.
//!
//! An edge whose whole length belongs to one band is drawn as it is. Of any other the times along it decide, stretch by
//! stretch, with the very costs that the search used; within a stretch time grows evenly.

use super::Cover;
use super::lines::{Lattice, Place, line, mix};
use super::raster::Raster;
use crate::street::graph::{Edge, Graph};
use crate::street::map::Course;
use crate::street::search::{NEVER, Way};
use crate::street::times::Times;

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
    /// Whether every stretch takes as long as the other way.
    is_flat: bool,
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
        is_flat: !graph.map.has_heights(),
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
        // Nothing on the edge takes longer than all of it from either end; on flat ground, than where both ways meet.
        let (over, round) = (from.saturating_add(ahead), to.saturating_add(behind));
        let longest = if self.is_flat {
            from.midpoint(round).min(over.min(round))
        } else {
            over.min(round)
        };
        if self.band(longest) == Some(first) {
            self.whole(course, first);
        } else {
            self.partly(course, from, round);
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
        let last = self.limits.last().copied().unwrap_or(0);
        // Where the end is not reached, what lies beyond the limit is not needed.
        let enough = if round == NEVER {
            last.saturating_sub(from)
        } else {
            NEVER
        };
        self.measure(course, enough);
        let posts = std::mem::take(&mut self.posts);
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
        self.measure(course, NEVER);
        let [ahead, behind] = match self.way {
            Way::From => [origin.there, origin.back],
            Way::Towards => [origin.back, origin.there],
        };
        let posts = std::mem::take(&mut self.posts);
        for pair in posts.windows(2) {
            let [low, high] = pair else { continue };
            let start = |from: u32, at: u32, to: u32| {
                mix(low.place, high.place, [at - from, (to - from).max(1)])
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

    /// Measures an edge, as far as so many milliseconds ahead.
    fn measure(&mut self, course: Course<'_>, enough: u32) {
        self.posts.clear();
        let (mut ahead, mut behind) = (0_u32, 0_u32);
        let mut place = None;
        for leg in course.walked() {
            self.posts.push(Post {
                place: place.unwrap_or_else(|| self.lattice.place(leg.from)),
                ahead,
                behind,
            });
            place = Some(self.lattice.place(leg.to));
            let [there, back] = leg.milliseconds(self.graph.stride);
            let [more, less] = match self.way {
                Way::From => [there, back],
                Way::Towards => [back, there],
            };
            ahead = ahead.saturating_add(more);
            behind = behind.saturating_add(less);
            if ahead > enough {
                break;
            }
        }
        if let Some(place) = place {
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
            let end = mix(from, to, [limit - enters, leaves - enters]);
            line(raster, start, end);
            (start, time) = (end, limit + 1);
        }
    }
}
