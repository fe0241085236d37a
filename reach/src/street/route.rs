//! One walk as a line, with its length, its climb and its time.
//!
//! The search keeps no way back: where a walk came from is found afterwards, from the times. A junction's time is exactly
//! that of a neighbour and the edge between them, and every edge takes at least a millisecond, so the way back never turns
//! in a circle.

use super::graph::{Edge, Graph};
use super::map::Leg;
use super::network::Footing;
use super::search::{Scratch, Way};
use super::streets::{LONGEST_SECONDS, Streets};
use super::times::{Snap, Times};
use crate::coord::Wgs84;

/// A walk from one point to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The line on the streets, from where the first point meets them to where the second one does, each place once.
    pub line: Vec<Wgs84>,
    /// How long the walk is, metres, the straight tails between the points and their streets included.
    pub metres: f64,
    /// How much of it is stairs, metres.
    pub metres_of_steps: f64,
    /// How much it climbs in all, metres; none where a height on the way is not known. Tails are flat.
    pub climb_m: Option<f64>,
    /// How much it descends in all, metres, as for the climb.
    pub descent_m: Option<f64>,
    /// How long it takes: exactly what [`Times::milliseconds_to`] says.
    pub milliseconds: u32,
}

/// A part of an edge that is walked: between two places, each so many milliseconds along from the edge's beginning.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The edge.
    edge: u32,
    /// The place where the walk enters it.
    enters: u32,
    /// The place where the walk leaves it.
    leaves: u32,
}

impl Streets {
    /// The quickest walk between two places; none where there is none of at most [`LONGEST_SECONDS`].
    #[must_use]
    pub fn route(&self, from: &Snap, to: &Snap) -> Option<Route> {
        let graph = &self.0.graph;
        let last = graph.edge(to.edge)?;
        let is_done = |scratch: &Scratch, begins: u32| {
            let [by_from, by_to] = arrivals(scratch, to, last);
            by_from.min(by_to) <= begins
        };
        let times = self.times(from, LONGEST_SECONDS, Way::From, is_done);
        let milliseconds = times.milliseconds_to(to)?;
        let spans = spans(graph, &times, to, last, milliseconds - to.tail)?;
        let tails = [from.tail, to.tail].map(|tail| graph.stride.flat_metres(tail));
        let mut route = Route {
            line: graph.place(from.edge, from.there).into_iter().collect(),
            metres: tails.into_iter().sum(),
            metres_of_steps: 0.0,
            climb_m: Some(0.0),
            descent_m: Some(0.0),
            milliseconds,
        };
        for span in spans {
            route.walk(graph, span);
        }
        Some(route)
    }
}

/// The milliseconds at which a place is reached over each end of its edge, without its tail.
fn arrivals(scratch: &Scratch, to: &Snap, edge: Edge) -> [u32; 2] {
    [
        scratch.time(edge.from).saturating_add(to.there),
        scratch
            .time(edge.to)
            .saturating_add(edge.back.saturating_sub(to.back)),
    ]
}

/// The parts of edges of a walk that takes so many milliseconds without the last tail, in the order of the walk.
fn spans(graph: &Graph, times: &Times, to: &Snap, last: Edge, all: u32) -> Option<Vec<Span>> {
    let from = times.origin();
    let direct = from.along_to(*to);
    if direct.is_some_and(|it| it.saturating_add(from.tail) == all) {
        return Some(vec![Span {
            edge: to.edge,
            enters: from.there,
            leaves: to.there,
        }]);
    }
    let [by_from, _] = arrivals(&times.scratch, to, last);
    let (mut at, enters) = if by_from == all {
        (last.from, 0)
    } else {
        (last.to, last.there)
    };
    let mut spans = vec![Span {
        edge: to.edge,
        enters,
        leaves: to.there,
    }];
    let first = graph.edge(from.edge)?;
    let begins = [
        (first.from, from.back, 0),
        (
            first.to,
            first.there.saturating_sub(from.there),
            first.there,
        ),
    ];
    loop {
        let time = times.scratch.time(at);
        let is_here = |(junction, cost, _): &&(u32, u32, u32)| {
            (*junction, cost.saturating_add(from.tail)) == (at, time)
        };
        if let Some((_, _, leaves)) = begins.iter().find(is_here) {
            spans.push(Span {
                edge: from.edge,
                enters: from.there,
                leaves: *leaves,
            });
            spans.reverse();
            return Some(spans);
        }
        let (span, before) = step_back(graph, &times.scratch, at)?;
        spans.push(span);
        at = before;
    }
}

/// The edge over which a junction was reached, and the junction before it.
fn step_back(graph: &Graph, scratch: &Scratch, junction: u32) -> Option<(Span, u32)> {
    let time = scratch.time(junction);
    let is_before = |other: u32, cost: u32| scratch.time(other).checked_add(cost) == Some(time);
    let against = graph.map.own_of(junction).find_map(|number| {
        let edge = graph.edge(number)?;
        let span = Span {
            edge: number,
            enters: edge.there,
            leaves: 0,
        };
        is_before(edge.to, edge.back).then_some((span, edge.to))
    });
    against.or_else(|| {
        graph.foreign_of(junction).iter().find_map(|number| {
            let edge = graph.edge(*number)?;
            let span = Span {
                edge: *number,
                enters: 0,
                leaves: edge.there,
            };
            is_before(edge.from, edge.there).then_some((span, edge.from))
        })
    })
}

impl Route {
    /// Walks a part of an edge.
    fn walk(&mut self, graph: &Graph, span: Span) {
        let Some(course) = graph.course(span.edge) else {
            return;
        };
        let is_ahead = span.enters <= span.leaves;
        let (low, high) = (span.enters.min(span.leaves), span.enters.max(span.leaves));
        let mut sum = 0;
        let mut parts: Vec<(Leg, [f64; 2])> = Vec::new();
        for leg in course.walked() {
            let [cost, _] = leg.milliseconds(graph.stride);
            let share =
                |place: u32| f64::from(place.clamp(sum, sum + cost) - sum) / f64::from(cost);
            let shares = [share(low), share(high)];
            if shares[0] < shares[1] {
                parts.push((leg, shares));
            }
            sum += cost;
        }
        if is_ahead {
            parts
                .iter()
                .for_each(|(leg, [enters, leaves])| self.take(leg, *enters, *leaves));
        } else {
            let parts = parts.iter().rev();
            parts.for_each(|(leg, [leaves, enters])| self.take(leg, *enters, *leaves));
        }
    }

    /// Walks a part of a straight stretch, between two shares of it.
    fn take(&mut self, leg: &Leg, enters: f64, leaves: f64) {
        let metres = leg.metres * (leaves - enters).abs();
        self.metres += metres;
        if leg.footing == Footing::Steps {
            self.metres_of_steps += metres;
        }
        let rise = leg.rise_m.map(|rise| rise * (leaves - enters));
        let add = |sum: Option<f64>, more: f64| Some(sum? + rise.map(|it| (it * more).max(0.0))?);
        self.climb_m = add(self.climb_m, 1.0);
        self.descent_m = add(self.descent_m, -1.0);
        let end = leg.at(leaves);
        if self.line.last() != Some(&end) {
            self.line.push(end);
        }
    }

    /// The whole line, from a point to its street and from the last street to another point.
    #[must_use]
    pub fn line_between(&self, from: Wgs84, to: Wgs84) -> Vec<Wgs84> {
        let mut line = vec![from];
        line.extend(&self.line);
        line.push(to);
        line.dedup();
        line
    }
}
