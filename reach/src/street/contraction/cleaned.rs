//! The first step: what can be walked as it is mapped, each stretch once, none too long.

use super::LONGEST_STRETCH_M;
use crate::coord::GridPoint;
use crate::index::numeric::{narrow, wide};
use crate::street::map::metres_between;
use crate::street::network::{Footing, Network, Vertex};
use crate::street::refusal::StreetsRefusal;
use crate::street::stride::nearest_whole;

/// A stretch without a bend that is longer than this, metres, is an error of the map.
const LONGEST_MAPPED_M: f64 = 50_000.0;
/// Streets nearer to a pole than this, steps of the grid, are left out.
pub(in crate::street) const FURTHEST_LAT: i32 = 850_000_000;
/// Streets nearer to the date line than this, steps of the grid, are left out.
pub(in crate::street) const FURTHEST_LON: i32 = 1_799_000_000;

/// A cleaned network.
pub(super) struct Cleaned {
    /// Its vertices: those of the network, then those that divide long stretches.
    pub(super) vertices: Vec<Vertex>,
    /// Its stretches: the lower vertex, the higher one, and what one walks on; no pair twice.
    pub(super) stretches: Vec<(u32, u32, Footing)>,
    /// How many stretches could not be taken.
    pub(super) left_out: u64,
}

/// Cleans a network. Of stretches between the same vertices one is kept, for they lie on each other: a way before stairs.
pub(super) fn cleaned(network: &Network) -> Result<Cleaned, StreetsRefusal> {
    let mut it = Cleaned {
        vertices: network.vertices().to_vec(),
        stretches: Vec::with_capacity(network.stretches().len()),
        left_out: 0,
    };
    for stretch in network.stretches() {
        if stretch.from != stretch.to {
            it.take(stretch.from, stretch.to, stretch.footing);
        }
    }
    // A way sorts before stairs.
    it.stretches.sort_unstable();
    it.stretches.dedup_by_key(|(low, high, _)| (*low, *high));
    let most = 1 << 31;
    if it.vertices.len() > most || it.stretches.len() > most {
        return Err(StreetsRefusal::TooMany);
    }
    Ok(it)
}

impl Cleaned {
    /// The vertex of a number.
    pub(super) fn vertex(&self, number: u32) -> Vertex {
        let nowhere = Vertex {
            point: GridPoint { lat: 0, lon: 0 },
            height_m: None,
        };
        self.vertices.get(wide(number)).copied().unwrap_or(nowhere)
    }

    /// Takes a stretch, divided where it is long.
    fn take(&mut self, from: u32, to: u32, footing: Footing) {
        let (from, to) = (from.min(to), from.max(to));
        let (start, end) = (self.vertex(from), self.vertex(to));
        let is_far =
            |it: Vertex| it.point.lat.abs() > FURTHEST_LAT || it.point.lon.abs() > FURTHEST_LON;
        let metres = metres_between(start.point, end.point);
        let crosses = start.point.lon.abs_diff(end.point.lon) > 1_800_000_000;
        if is_far(start) || is_far(end) || crosses || metres > LONGEST_MAPPED_M {
            self.left_out += 1;
            return;
        }
        let parts = nearest_whole((metres / LONGEST_STRETCH_M).ceil()).max(1);
        let mut last = from;
        for part in 1..parts {
            let next = narrow(self.vertices.len());
            let share = f64::from(part) / f64::from(parts);
            self.vertices.push(between(start, end, share));
            self.push(last, next, footing);
            last = next;
        }
        self.push(last, to, footing);
    }

    /// Adds a stretch that is not long.
    fn push(&mut self, from: u32, to: u32, footing: Footing) {
        self.stretches.push((from.min(to), from.max(to), footing));
    }
}

/// The vertex at a share of the way from one to another.
fn between(start: Vertex, end: Vertex, share: f64) -> Vertex {
    let heights = start.height_m.zip(end.height_m);
    Vertex {
        point: start.point.towards(end.point, share),
        height_m: heights.map(|(low, high)| {
            crate::index::numeric::rounded(
                f64::from(low) + (f64::from(high) - f64::from(low)) * share,
            )
        }),
    }
}
