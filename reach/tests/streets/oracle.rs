//! The plain answer: Dijkstra's algorithm on the network as it is, with its own measures, formulas and snapping.
//!
//! It shares nothing with the engine but the network, the geodesic and the point types.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use reach::street::{Footing, Network, Stretch};
use reach::{Wgs84, geodesic};

/// A place on a stretch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The stretch.
    pub(crate) stretch: usize,
    /// The share of it.
    pub(crate) share: f64,
    /// How far the point is from here, metres.
    pub(crate) metres: f64,
}

/// A network with the cost of each stretch.
pub(crate) struct Plain<'a> {
    /// The network.
    pub(crate) network: &'a Network,
    /// Milliseconds of each stretch, there and back.
    pub(crate) costs: Vec<[f64; 2]>,
    /// For each vertex, the stretches there.
    around: Vec<Vec<usize>>,
    /// Of stretches between the same vertices one counts, the way before the stairs: whether each is another one.
    is_shadowed: Vec<bool>,
    /// Metres on flat ground in a minute.
    metres_per_minute: f64,
}

/// Milliseconds for so many metres that rise by so many.
fn cost(metres: f64, rise: Option<f64>, footing: Footing, metres_per_minute: f64) -> f64 {
    let flat = metres / metres_per_minute * 60_000.0;
    let factor = match (footing, rise) {
        (Footing::Steps, _) => 2.0,
        (Footing::Way, Some(rise)) if metres > 0.0 => {
            let slope = (rise / metres).clamp(-0.4, 0.4);
            let speed = |slope: f64| 6.0 * (-3.5 * (slope + 0.05).abs()).exp();
            speed(0.0) / speed(slope)
        }
        _ => 1.0,
    };
    (flat * factor).ceil().max(1.0)
}

impl<'a> Plain<'a> {
    /// A network at a pace.
    pub(crate) fn new(network: &'a Network, metres_per_minute: f64) -> Self {
        let vertices = network.vertices();
        let mut around = vec![Vec::new(); vertices.len()];
        let mut costs = Vec::new();
        for (number, stretch) in network.stretches().iter().enumerate() {
            let (from, to) = (stretch.from as usize, stretch.to as usize);
            around[from].push(number);
            around[to].push(number);
            let metres = geodesic(point(network, from), point(network, to)).get();
            let heights = vertices[from].height_m.zip(vertices[to].height_m);
            let rise = heights.map(|(low, high)| f64::from(high) - f64::from(low));
            costs.push([
                cost(metres, rise, stretch.footing, metres_per_minute),
                cost(
                    metres,
                    rise.map(|it| -it),
                    stretch.footing,
                    metres_per_minute,
                ),
            ]);
        }
        let mut first = HashMap::new();
        for (number, it) in network.stretches().iter().enumerate() {
            let best = first.entry((it.from.min(it.to), it.from.max(it.to)));
            let best = best.or_insert((it.footing, number));
            *best = (*best).min((it.footing, number));
        }
        let is_shadowed = |(number, it): (usize, &Stretch)| {
            first[&(it.from.min(it.to), it.from.max(it.to))].1 != number
        };
        Self {
            network,
            is_shadowed: network
                .stretches()
                .iter()
                .enumerate()
                .map(is_shadowed)
                .collect(),
            costs,
            around,
            metres_per_minute,
        }
    }

    /// The stretch nearest to a point, of those that count.
    pub(crate) fn nearest(&self, at: Wgs84, counts: impl Fn(usize) -> bool) -> Option<Place> {
        let (lat, lon) = (at.lat_degrees(), at.lon_degrees());
        let degree = |to: Wgs84| geodesic(at, to).get() / 1e-3;
        let wide = degree(Wgs84::new(lat, lon + 1e-3).unwrap());
        let high = degree(Wgs84::new(lat + 1e-3, lon).unwrap());
        let flat = |it: Wgs84| {
            [
                (it.lon_degrees() - lon) * wide,
                (it.lat_degrees() - lat) * high,
            ]
        };
        let mut best: Option<(f64, Place)> = None;
        for (number, stretch) in self.network.stretches().iter().enumerate() {
            if !counts(number) || self.is_shadowed[number] {
                continue;
            }
            let [ax, ay] = flat(point(self.network, stretch.from as usize));
            let [bx, by] = flat(point(self.network, stretch.to as usize));
            let (dx, dy) = (bx - ax, by - ay);
            let length = dx * dx + dy * dy;
            let share = if length == 0.0 {
                0.0
            } else {
                (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) + 0.0
            };
            let (x, y) = (ax + dx * share, ay + dy * share);
            let square = x * x + y * y;
            if best.is_none_or(|(least, _)| square < least) {
                best = Some((
                    square,
                    Place {
                        stretch: number,
                        share,
                        metres: 0.0,
                    },
                ));
            }
        }
        let (_, mut place) = best?;
        place.metres = geodesic(at, self.point(place)).get();
        Some(place)
    }

    /// Where a place is.
    pub(crate) fn point(&self, place: Place) -> Wgs84 {
        let stretch = self.network.stretches()[place.stretch];
        let from = point(self.network, stretch.from as usize);
        let to = point(self.network, stretch.to as usize);
        let mix = |from: f64, to: f64| from + (to - from) * place.share;
        Wgs84::new(
            mix(from.lat_degrees(), to.lat_degrees()),
            mix(from.lon_degrees(), to.lon_degrees()),
        )
        .unwrap()
    }

    /// The milliseconds of each vertex from a place, or to it.
    pub(crate) fn search(&self, place: Place, is_towards: bool) -> Vec<f64> {
        let mut times = vec![f64::INFINITY; self.around.len()];
        let mut waiting = BinaryHeap::new();
        let [there, back] = self.way(place.stretch, is_towards);
        let stretch = self.network.stretches()[place.stretch];
        for (vertex, time) in [
            (stretch.from as usize, back * place.share),
            (stretch.to as usize, there * (1.0 - place.share)),
        ] {
            if time < times[vertex] {
                times[vertex] = time;
            }
            waiting.push(Reverse((time.to_bits(), vertex)));
        }
        while let Some(Reverse((bits, vertex))) = waiting.pop() {
            let time = f64::from_bits(bits);
            if time > times[vertex] {
                continue;
            }
            for number in self.around[vertex]
                .iter()
                .filter(|it| !self.is_shadowed[**it])
            {
                let stretch = self.network.stretches()[*number];
                let [there, back] = self.way(*number, is_towards);
                let ways = [
                    (stretch.from as usize, stretch.to as usize, there),
                    (stretch.to as usize, stretch.from as usize, back),
                ];
                for (from, to, cost) in ways {
                    if from == vertex && time + cost < times[to] {
                        times[to] = time + cost;
                        waiting.push(Reverse(((time + cost).to_bits(), to)));
                    }
                }
            }
        }
        times
    }

    /// The milliseconds away from a search's origin along a stretch, and against it.
    fn way(&self, stretch: usize, is_towards: bool) -> [f64; 2] {
        let [there, back] = self.costs[stretch];
        if is_towards {
            [back, there]
        } else {
            [there, back]
        }
    }

    /// The milliseconds between two places, without tails; `times` are those of a search from (or to) the first one.
    pub(crate) fn between(&self, one: Place, other: Place, times: &[f64], is_towards: bool) -> f64 {
        let [there, back] = self.way(other.stretch, is_towards);
        let stretch = self.network.stretches()[other.stretch];
        let mut best = (times[stretch.from as usize] + there * other.share)
            .min(times[stretch.to as usize] + back * (1.0 - other.share));
        if one.stretch == other.stretch {
            let apart = other.share - one.share;
            best = best.min(if apart >= 0.0 {
                there * apart
            } else {
                back * -apart
            });
        }
        best
    }

    /// The milliseconds of a straight line.
    pub(crate) fn tail(&self, metres: f64) -> f64 {
        metres / self.metres_per_minute * 60_000.0
    }

    /// For each vertex the name of its connected piece.
    pub(crate) fn pieces(&self) -> Vec<usize> {
        let mut names = vec![usize::MAX; self.around.len()];
        for start in 0..names.len() {
            let mut open = vec![start];
            while let Some(vertex) = open.pop() {
                if names[vertex] != usize::MAX {
                    continue;
                }
                names[vertex] = start;
                for number in &self.around[vertex] {
                    let stretch = self.network.stretches()[*number];
                    open.extend([stretch.from as usize, stretch.to as usize]);
                }
            }
        }
        names
    }
}

/// Where a vertex is.
pub(crate) fn point(network: &Network, vertex: usize) -> Wgs84 {
    Wgs84::from(network.vertices()[vertex].point)
}
