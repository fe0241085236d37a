//! From nodes and ways to a network, in two passes over the file.
//!
//! The first pass takes the streets and the ids of their nodes, the second the places of those nodes alone: of a map whose
//! nodes are nine tenths houses and borders, those are never kept. At the peak a reference to a node costs some 50 bytes,
//! and there may be 2^28 of them. A reference to a node that is not in the file splits the street there; nothing is drawn
//! across.

use super::elements::Elements;
use super::keys::Tags;
use super::refusal::{Fault, MapRefusal};
use super::tags;
use super::{Map, MapTally};
use crate::coord::GridPoint;
use crate::street::{Footing, Network, Stretch, Vertex};

/// So many references to nodes are taken; all of China has fewer.
const REFERENCES: usize = 1 << 28;

/// A street.
#[derive(Clone, Copy, Debug)]
struct Street {
    /// Where its references end.
    end: usize,
    /// What one walks on.
    footing: Footing,
    /// Whether it leaves the ground.
    is_aloft: bool,
}

/// The first pass: streets, and the ids of their nodes.
#[derive(Debug, Default)]
pub(super) struct Streets {
    /// The streets.
    streets: Vec<Street>,
    /// The ids of their nodes, one street after another.
    refs: Vec<i64>,
}

impl Elements for Streets {
    const NODES: bool = false;
    const WAYS: bool = true;

    fn wants(&mut self, _id: i64) -> bool {
        false
    }

    fn node(&mut self, _id: i64, _point: GridPoint, _tags: &Tags<'_>) -> Result<(), Fault> {
        Ok(())
    }

    fn way(&mut self, tags: &Tags<'_>, nodes: &[i64]) -> Result<(), Fault> {
        let Some(footing) = tags::footing(tags) else {
            return Ok(());
        };
        if self.refs.len().saturating_add(nodes.len()) > REFERENCES {
            return Err(Fault::TooMuch(REFERENCES));
        }
        self.refs.extend_from_slice(nodes);
        self.streets.push(Street {
            end: self.refs.len(),
            footing,
            is_aloft: tags::is_aloft(tags),
        });
        Ok(())
    }
}

/// What is known of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    /// It is not in the file.
    Missing,
    /// One walks over it.
    Open(GridPoint),
    /// Nobody gets through it.
    Closed(GridPoint),
}

/// The second pass: the places of the nodes of streets.
#[derive(Debug)]
pub(super) struct Nodes {
    /// Their ids in order.
    ids: Vec<i64>,
    /// What is known of each.
    nodes: Vec<Node>,
    /// The number of the last one that was wanted. Files are in order of ids, so the next is mostly near.
    last: usize,
}

impl Nodes {
    /// The nodes of these streets.
    pub(super) fn of(streets: &Streets) -> Self {
        let mut ids = streets.refs.clone();
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        Self {
            nodes: vec![Node::Missing; ids.len()],
            ids,
            last: 0,
        }
    }

    /// The number of an id, looked for from the last one on.
    fn number(&self, id: i64) -> Option<usize> {
        let mut from = self.last;
        if self.ids.get(from).is_none_or(|it| *it > id) {
            from = 0;
        }
        let mut step: usize = 1;
        while self
            .ids
            .get(from.saturating_add(step))
            .is_some_and(|it| *it <= id)
        {
            from = from.saturating_add(step);
            step = step.saturating_mul(2);
        }
        let end = from.saturating_add(step).min(self.ids.len());
        let found = self.ids.get(from..end)?.binary_search(&id).ok()?;
        from.checked_add(found)
    }
}

impl Elements for Nodes {
    const NODES: bool = true;
    const WAYS: bool = false;

    fn wants(&mut self, id: i64) -> bool {
        let number = self.number(id);
        self.last = number.unwrap_or(self.last);
        number.is_some()
    }

    fn node(&mut self, id: i64, point: GridPoint, tags: &Tags<'_>) -> Result<(), Fault> {
        if let Some(slot) = self.number(id).and_then(|it| self.nodes.get_mut(it)) {
            *slot = if tags::is_closed(tags) {
                Node::Closed(point)
            } else {
                Node::Open(point)
            };
        }
        Ok(())
    }

    fn way(&mut self, _tags: &Tags<'_>, _nodes: &[i64]) -> Result<(), Fault> {
        Ok(())
    }
}

/// A stretch of a street between the numbers of two nodes.
struct Piece {
    /// The number of the node at one end.
    from: usize,
    /// The number of the node at the other end.
    to: usize,
    /// The street it belongs to.
    street: Street,
}

/// Calls for every stretch of every street whose ends are in the file and differ.
fn for_each_piece(streets: &Streets, nodes: &Nodes, mut take: impl FnMut(&Piece)) {
    let mut start = 0;
    for street in &streets.streets {
        let mut before: Option<usize> = None;
        for id in streets.refs.get(start..street.end).unwrap_or_default() {
            let found = nodes.number(*id);
            let here = found.filter(|it| nodes.nodes.get(*it) != Some(&Node::Missing));
            if let (Some(from), Some(to)) = (before, here)
                && from != to
            {
                take(&Piece {
                    from,
                    to,
                    street: *street,
                });
            }
            before = here;
        }
        start = street.end;
    }
}

/// Vertices and stretches in the making.
#[derive(Default)]
struct Drawing {
    /// The vertices.
    vertices: Vec<Vertex>,
    /// The vertex of each node; `u32::MAX` where it has none of its own.
    numbers: Vec<u32>,
}

/// Where a node has no vertex of its own.
const NONE: u32 = u32::MAX;

impl Drawing {
    /// Draws a vertex.
    fn vertex(&mut self, point: GridPoint) -> u32 {
        let number = u32::try_from(self.vertices.len()).unwrap_or(NONE);
        self.vertices.push(Vertex {
            point,
            height_m: None,
        });
        number
    }

    /// The vertex where a stretch ends: that of the node; at a closed node a new one, which nothing else touches.
    fn end(&mut self, number: usize, nodes: &Nodes) -> u32 {
        match nodes.nodes.get(number) {
            Some(Node::Closed(point)) => self.vertex(*point),
            Some(Node::Open(_) | Node::Missing) | None => {
                self.numbers.get(number).copied().unwrap_or(NONE)
            }
        }
    }
}

/// Draws the network of these streets: vertices in the order of their nodes' ids, those at closed nodes behind them.
pub(super) fn draw(streets: Streets, nodes: Nodes) -> Result<Map, MapRefusal> {
    let mut is_used = vec![false; nodes.ids.len()];
    let mut count: usize = 0;
    for_each_piece(&streets, &nodes, |piece| {
        count = count.saturating_add(1);
        for end in [piece.from, piece.to] {
            if let Some(used) = is_used.get_mut(end) {
                *used = true;
            }
        }
    });
    if count == 0 {
        return Err(MapRefusal::NoStreets);
    }
    let mut drawing = Drawing::default();
    for (node, is_used) in nodes.nodes.iter().zip(&is_used) {
        let number = match node {
            Node::Open(point) if *is_used => drawing.vertex(*point),
            Node::Open(_) | Node::Closed(_) | Node::Missing => NONE,
        };
        drawing.numbers.push(number);
    }
    let mut stretches = Vec::with_capacity(count);
    let mut is_aloft = Vec::with_capacity(count);
    for_each_piece(&streets, &nodes, |piece| {
        stretches.push(Stretch {
            from: drawing.end(piece.from, &nodes),
            to: drawing.end(piece.to, &nodes),
            footing: piece.street.footing,
        });
        is_aloft.push(piece.street.is_aloft);
    });
    let tally = MapTally {
        streets: streets.streets.len(),
        missing_nodes: count_of(&nodes, |node| *node == Node::Missing),
        closed_nodes: count_of(&nodes, |node| matches!(node, Node::Closed(_))),
    };
    drop((streets, nodes));
    Ok(Map {
        network: Network::new(drawing.vertices, stretches)?,
        is_aloft,
        tally,
    })
}

/// How many nodes are so.
fn count_of(nodes: &Nodes, is_so: impl Fn(&Node) -> bool) -> usize {
    nodes.nodes.iter().filter(|node| is_so(node)).count()
}
