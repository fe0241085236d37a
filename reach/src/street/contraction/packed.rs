//! The last step: junctions in the order of Hilbert's curve, each edge with the lower of its junctions.

use super::chains::Chains;
use super::cleaned::Cleaned;
use super::pieces::Kept;
use crate::coord::GridPoint;
use crate::index::hilbert::hilbert;
use crate::index::numeric::{narrow, wide};
use crate::street::map::{LeftOut, StreetMap};
use crate::street::network::Footing;
use crate::street::refusal::StreetsRefusal;

/// Stands for no number.
const NONE: u32 = u32::MAX;

/// An edge to be: its lower junction, its higher one, its chain, and whether the chain runs from the higher one.
type Planned = (u32, u32, usize, bool);

/// Packs the chains that are kept.
pub(super) fn packed(
    cleaned: &Cleaned,
    chains: &Chains,
    kept: &Kept,
    left_out: LeftOut,
) -> Result<StreetMap, StreetsRefusal> {
    let is_kept = |chain: &usize| kept.chains.get(*chain) == Some(&true);
    let taken: Vec<(usize, (u32, u32))> = (0..chains.len())
        .filter(is_kept)
        .filter_map(|chain| Some((chain, chains.ends(chain)?)))
        .collect();
    let (order, numbers) = numbered(cleaned, &taken);
    let number = |vertex: u32| numbers.get(wide(vertex)).copied().unwrap_or(NONE);
    let mut planned: Vec<Planned> = taken
        .iter()
        .map(|(chain, (from, to))| {
            let (from, to) = (number(*from), number(*to));
            (from.min(to), from.max(to), *chain, from > to)
        })
        .collect();
    planned.sort_unstable();
    let mut own = vec![0_u32; order.len() + 1];
    for (from, ..) in &planned {
        if let Some(it) = own.get_mut(wide(*from) + 1) {
            *it += 1;
        }
    }
    let mut sum = 0;
    for it in &mut own {
        sum += *it;
        *it = sum;
    }
    let mut shapes = Shapes::default();
    for (_, _, chain, is_backward) in &planned {
        shapes.push(chains.get(*chain), *is_backward);
    }
    if shapes.vertices.len() > 1 << 31 {
        return Err(StreetsRefusal::TooMany);
    }
    let mut shapes_at = shapes.starts;
    shapes_at.push(narrow(shapes.vertices.len()));
    let all = || order.iter().chain(&shapes.vertices);
    let heights: Box<[f32]> = all()
        .map(|vertex| cleaned.vertex(*vertex).height_m.unwrap_or(f32::NAN))
        .collect();
    let point = |vertex: &u32| -> GridPoint { cleaned.vertex(*vertex).point };
    Ok(StreetMap {
        junctions: order.iter().map(point).collect(),
        own: own.into(),
        ends: planned.iter().map(|(_, to, ..)| *to).collect(),
        bends_at: shapes_at.into(),
        bends: shapes.vertices.iter().map(point).collect(),
        heights: if heights.iter().all(|it| it.is_nan()) {
            Box::default()
        } else {
            heights
        },
        steps: shapes.steps.into(),
        left_out,
    })
}

/// The vertices that are junctions in their order, and the number of each vertex in it.
fn numbered(cleaned: &Cleaned, taken: &[(usize, (u32, u32))]) -> (Vec<u32>, Vec<u32>) {
    let mut junctions: Vec<(u64, u32)> = taken
        .iter()
        .flat_map(|(_, (from, to))| [*from, *to])
        .map(|vertex| (hilbert(cleaned.vertex(vertex).point), vertex))
        .collect();
    junctions.sort_unstable();
    junctions.dedup();
    let mut numbers = vec![NONE; cleaned.vertices.len()];
    for ((_, vertex), number) in junctions.iter().zip(0_u32..) {
        if let Some(it) = numbers.get_mut(wide(*vertex)) {
            *it = number;
        }
    }
    let order = junctions.into_iter().map(|(_, vertex)| vertex).collect();
    (order, numbers)
}

/// The bends of all edges, one after the other.
#[derive(Default)]
struct Shapes {
    /// The vertices that are bends.
    vertices: Vec<u32>,
    /// Where each edge's bends begin.
    starts: Vec<u32>,
    /// A bit for each stretch that is stairs.
    steps: Vec<u64>,
    /// How many stretches there are.
    stretches: usize,
}

impl Shapes {
    /// Adds an edge.
    fn push(&mut self, (vertices, footings): (&[u32], &[Footing]), is_backward: bool) {
        self.starts.push(narrow(self.vertices.len()));
        let inner = vertices.get(1..vertices.len() - 1).unwrap_or_default();
        let footings = footings.get(..footings.len() - 1).unwrap_or_default();
        if is_backward {
            self.vertices.extend(inner.iter().rev());
            footings.iter().rev().for_each(|it| self.stretch(*it));
        } else {
            self.vertices.extend(inner);
            footings.iter().for_each(|it| self.stretch(*it));
        }
    }

    /// Adds a stretch.
    fn stretch(&mut self, footing: Footing) {
        if self.stretches.is_multiple_of(64) {
            self.steps.push(0);
        }
        if let Some(word) = self.steps.last_mut() {
            *word |= u64::from(footing == Footing::Steps) << (self.stretches % 64);
        }
        self.stretches += 1;
    }
}
