//! The second step: rows of vertices with two neighbours become chains between junctions.
//!
//! A junction is a vertex that has not two neighbours, one vertex of a ring that has no other, and a vertex where a
//! chain is cut because it is long.

use super::cleaned::Cleaned;
use super::{LONGEST_EDGE_M, MOST_STRETCHES};
use crate::index::numeric::{narrow, wide};
use crate::street::near::metres_between;
use crate::street::network::Footing;

/// The chains of a network.
pub(super) struct Chains {
    /// The vertices of all chains, one chain after the other, junctions at both ends.
    vertices: Vec<u32>,
    /// What one walks on from each of those vertices to the next; after the last one of a chain it means nothing.
    footings: Vec<Footing>,
    /// Where each chain ends among those.
    ends: Vec<usize>,
    /// The metres of each chain.
    pub(super) metres: Vec<f64>,
}

impl Chains {
    /// How many chains there are.
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The vertices of a chain and what one walks on after each.
    pub(super) fn get(&self, chain: usize) -> (&[u32], &[Footing]) {
        let start = match chain.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(chain).copied().unwrap_or(start);
        let vertices = self.vertices.get(start..end).unwrap_or_default();
        let footings = self.footings.get(start..end).unwrap_or_default();
        (vertices, footings)
    }

    /// The two junctions of a chain.
    pub(super) fn ends(&self, chain: usize) -> Option<(u32, u32)> {
        let (vertices, _) = self.get(chain);
        Some((*vertices.first()?, *vertices.last()?))
    }
}

/// What is under way.
struct Follower<'a> {
    /// The network.
    cleaned: &'a Cleaned,
    /// For each vertex its first link, and one more for the end.
    links_at: Vec<u32>,
    /// The neighbour and the stretch of each link.
    links: Vec<(u32, u32)>,
    /// Which vertices are junctions.
    is_junction: Vec<bool>,
    /// Which stretches are in a chain already.
    is_taken: Vec<bool>,
    /// The chains so far.
    chains: Chains,
}

/// The chains of a network, in an order that follows from the order of its vertices.
pub(super) fn chains(cleaned: &Cleaned) -> Chains {
    let mut follower = Follower::new(cleaned);
    let vertices = 0..narrow(cleaned.vertices.len());
    for vertex in vertices.clone() {
        if follower.is_junction(vertex) {
            follower.follow_all(vertex);
        }
    }
    // What is left are rings.
    for vertex in vertices {
        if follower.next_link(vertex).is_some() {
            follower.make_junction(vertex);
            follower.follow_all(vertex);
        }
    }
    follower.chains
}

impl<'a> Follower<'a> {
    /// Nothing is followed yet.
    fn new(cleaned: &'a Cleaned) -> Self {
        let count = cleaned.vertices.len();
        let mut links_at = vec![0_u32; count + 1];
        for (from, to, _) in &cleaned.stretches {
            for vertex in [from, to] {
                if let Some(it) = links_at.get_mut(wide(*vertex) + 1) {
                    *it += 1;
                }
            }
        }
        let is_junction = links_at.iter().skip(1).map(|degree| *degree != 2).collect();
        let mut sum = 0;
        for it in &mut links_at {
            sum += *it;
            *it = sum;
        }
        let mut next = links_at.clone();
        let mut links = vec![(0, 0); wide(sum)];
        for ((from, to, _), stretch) in cleaned.stretches.iter().zip(0_u32..) {
            for (vertex, neighbour) in [(from, to), (to, from)] {
                if let Some(place) = next.get_mut(wide(*vertex)) {
                    if let Some(link) = links.get_mut(wide(*place)) {
                        *link = (*neighbour, stretch);
                    }
                    *place += 1;
                }
            }
        }
        Self {
            cleaned,
            links_at,
            links,
            is_junction,
            is_taken: vec![false; cleaned.stretches.len()],
            chains: Chains {
                vertices: Vec::new(),
                footings: Vec::new(),
                ends: Vec::new(),
                metres: Vec::new(),
            },
        }
    }

    /// Whether a vertex is a junction.
    fn is_junction(&self, vertex: u32) -> bool {
        self.is_junction.get(wide(vertex)).copied().unwrap_or(true)
    }

    /// Makes a vertex a junction.
    fn make_junction(&mut self, vertex: u32) {
        if let Some(it) = self.is_junction.get_mut(wide(vertex)) {
            *it = true;
        }
    }

    /// A link of a vertex whose stretch is in no chain yet.
    fn next_link(&self, vertex: u32) -> Option<(u32, u32)> {
        let at = wide(vertex);
        let (start, end) = (self.links_at.get(at)?, self.links_at.get(at + 1)?);
        let links = self.links.get(wide(*start)..wide(*end))?;
        let is_free = |stretch: u32| self.is_taken.get(wide(stretch)) == Some(&false);
        links.iter().copied().find(|(_, stretch)| is_free(*stretch))
    }

    /// Follows every chain that begins at a junction, and those that begin where one of them is cut.
    fn follow_all(&mut self, junction: u32) {
        let mut starts = vec![junction];
        while let Some(&start) = starts.last() {
            if self.next_link(start).is_none() {
                starts.pop();
            } else if let Some(cut) = self.follow(start) {
                self.make_junction(cut);
                starts.push(cut);
            }
        }
    }

    /// Follows one chain from a junction; where it was cut, if it was.
    fn follow(&mut self, start: u32) -> Option<u32> {
        let (mut at, mut metres, mut count) = (start, 0.0, 0);
        let mut cut = None;
        while let Some((next, stretch)) = self.next_link(at) {
            let footing = self.cleaned.stretches.get(wide(stretch)).map(|it| it.2);
            self.chains.vertices.push(at);
            self.chains.footings.push(footing.unwrap_or(Footing::Way));
            if let Some(it) = self.is_taken.get_mut(wide(stretch)) {
                *it = true;
            }
            let point = |vertex| self.cleaned.vertex(vertex).point;
            metres += metres_between(point(at), point(next));
            count += 1;
            at = next;
            if self.is_junction(at) {
                break;
            }
            if metres > LONGEST_EDGE_M || count == MOST_STRETCHES {
                cut = Some(at);
                break;
            }
        }
        self.chains.vertices.push(at);
        self.chains.footings.push(Footing::Way);
        self.chains.ends.push(self.chains.vertices.len());
        self.chains.metres.push(metres);
        cut
    }
}
