//! A network laid over the terrain.
//!
//! Where a street is on a bridge or in a tunnel the terrain says nothing of its height: there it goes from one end to the
//! other in a straight line. It never changes anything but heights.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::heights::Heights;
use super::tile::TileName;
use crate::coord::{GridPoint, Wgs84};
use crate::measure::{DistanceKey, geodesic};
use crate::street::osm::Map;
use crate::street::{Network, NetworkRefusal, Vertex};

/// Of how many ends of bridges a vertex on them knows; more only matter where bridges branch.
const ENDS: usize = 4;

/// The tiles that the vertices of a network lie in.
#[must_use]
pub fn tiles_of(network: &Network) -> BTreeSet<TileName> {
    let degree = |steps: i32, most: i32| {
        let degree = steps.div_euclid(10_000_000).clamp(-most, most - 1);
        i16::try_from(degree).unwrap_or_default()
    };
    let name_of = |it: &Vertex| {
        let (lat, lon) = (it.point.lat_steps(), it.point.lon_steps());
        TileName::new(degree(lat, 90), degree(lon, 180))
    };
    network.vertices().iter().filter_map(name_of).collect()
}

/// The network of a map with the height of each vertex, as far as it is known.
///
/// A vertex on the ground has the terrain's, smoothed as [`Heights::smoothed_at`] says. A vertex where two or more stretches
/// of bridge or tunnel meet is off the ground, even if stairs come up to it: its height is the mean of those of the ends of
/// the bridge, each weighing as one over the way to it along the bridge. On a bridge with two ends that is the straight
/// line between them. An end is a vertex with one stretch of bridge and at least one of ground; a bridge without any such
/// end (cut off by the edge of the map) is left on the terrain.
///
/// # Errors
/// As [`Network::new`]; it does not happen, since heights off the earth are not read.
pub fn with_heights(map: &Map, heights: &Heights) -> Result<Network, NetworkRefusal> {
    let network = map.network();
    let mut vertices: Vec<Vertex> = network.vertices().to_vec();
    for vertex in &mut vertices {
        vertex.height_m = heights.smoothed_at(vertex.point);
    }
    let bridges = Bridges::of(network, map.is_aloft());
    let carried = bridges.carry(&vertices);
    for (vertex, height) in carried {
        if let Some(vertex) = vertices.get_mut(vertex) {
            vertex.height_m = height;
        }
    }
    Network::new(vertices, network.stretches().to_vec())
}

/// What a vertex of a bridge is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pier {
    /// How many stretches of bridge or tunnel meet there.
    aloft: u32,
    /// Whether a stretch of ground does.
    has_ground: bool,
}

/// The stretches off the ground, by vertex.
struct Bridges {
    /// Each in both directions: from, to, length in millimetres; in order.
    spans: Vec<(usize, usize, u64)>,
    /// The vertices they touch, in order, with what is known of each.
    piers: Vec<(usize, Pier)>,
}

/// What is nearest: the way along the bridge, the vertex, the end.
type Arrival = Reverse<(u64, usize, usize)>;

impl Bridges {
    /// The bridges and tunnels of a network.
    fn of(network: &Network, is_aloft: &[bool]) -> Self {
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let point = |at: usize| network.vertices().get(at).map(|it| it.point);
        let mut spans = Vec::new();
        for (stretch, is_aloft) in network.stretches().iter().zip(is_aloft) {
            let (from, to) = (place(stretch.from), place(stretch.to));
            if let (true, Some(start), Some(end)) = (*is_aloft, point(from), point(to)) {
                let length = length(start, end);
                spans.push((from, to, length));
                spans.push((to, from, length));
            }
        }
        spans.sort_unstable();
        let mut piers: Vec<(usize, Pier)> = Vec::new();
        for (from, ..) in &spans {
            match piers.last_mut() {
                Some((vertex, pier)) if vertex == from => pier.aloft = pier.aloft.saturating_add(1),
                Some(_) | None => piers.push((
                    *from,
                    Pier {
                        aloft: 1,
                        has_ground: false,
                    },
                )),
            }
        }
        for (stretch, _) in network
            .stretches()
            .iter()
            .zip(is_aloft)
            .filter(|(_, it)| !**it)
        {
            for end in [place(stretch.from), place(stretch.to)] {
                if let Ok(at) = piers.binary_search_by_key(&end, |(vertex, _)| *vertex)
                    && let Some((_, pier)) = piers.get_mut(at)
                {
                    pier.has_ground = true;
                }
            }
        }
        Self { spans, piers }
    }

    /// The heights of the vertices off the ground. Each learns of its nearest ends, at most [`ENDS`], by one search from
    /// all ends at once (Dijkstra's, with as many labels a vertex as it may learn of ends).
    fn carry(&self, vertices: &[Vertex]) -> Vec<(usize, Option<f32>)> {
        let is_end = |pier: &Pier| pier.aloft == 1 && pier.has_ground;
        let mut waiting: BinaryHeap<Arrival> = BinaryHeap::new();
        for (vertex, pier) in &self.piers {
            if is_end(pier) {
                waiting.push(Reverse((0, *vertex, *vertex)));
            }
        }
        let mut ends: Vec<Vec<(u64, usize)>> = vec![Vec::new(); self.piers.len()];
        while let Some(Reverse((way, vertex, end))) = waiting.pop() {
            let Ok(at) = self.piers.binary_search_by_key(&vertex, |(it, _)| *it) else {
                continue;
            };
            let Some(known) = ends.get_mut(at) else {
                continue;
            };
            if known.len() == ENDS || known.iter().any(|(_, it)| *it == end) {
                continue;
            }
            known.push((way, end));
            let first = self.spans.partition_point(|(from, ..)| *from < vertex);
            let spans = self.spans.get(first..).unwrap_or_default();
            for (_, to, length) in spans.iter().take_while(|(from, ..)| *from == vertex) {
                waiting.push(Reverse((way.saturating_add(*length), *to, end)));
            }
        }
        let carried = self.piers.iter().zip(&ends);
        carried
            .filter(|((_, pier), ends)| !is_end(pier) && !ends.is_empty())
            .map(|((vertex, _), ends)| (*vertex, mean_of(ends, vertices)))
            .collect()
    }
}

/// The mean of the known heights of ends, each weighing as one over the way to it.
#[expect(
    clippy::as_conversions,
    reason = "ways are below 2^53 millimetres; heights are small"
)]
fn mean_of(ends: &[(u64, usize)], vertices: &[Vertex]) -> Option<f32> {
    let (mut sum, mut weights) = (0.0_f64, 0.0_f64);
    for (way, end) in ends {
        if let Some(height) = vertices.get(*end).and_then(|it| it.height_m) {
            let weight = 1.0 / (*way).max(1) as f64;
            sum += weight * f64::from(height);
            weights += weight;
        }
    }
    (weights > 0.0).then(|| (sum / weights) as f32)
}

/// The length of a span in millimetres.
fn length(start: GridPoint, end: GridPoint) -> u64 {
    DistanceKey::from(geodesic(Wgs84::from(start), Wgs84::from(end))).millimetres()
}
