//! A walking network as it was read from a map: points joined by straight stretches, each walkable both ways.
//!
//! It is only a checked list. It never decides how fast one walks, and drops nothing.

use thiserror::Error;

use crate::coord::GridPoint;

/// A point of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vertex {
    /// Where it is.
    pub point: GridPoint,
    /// Metres above the sea, where they are known.
    pub height_m: Option<f32>,
}

/// What one walks on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Footing {
    /// A path, a pavement, a street.
    Way,
    /// Stairs.
    Steps,
}

/// A straight stretch between two vertices, walkable in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The number of the vertex at one end.
    pub from: u32,
    /// The number of the vertex at the other end.
    pub to: u32,
    /// What one walks on.
    pub footing: Footing,
}

/// Why lists are not a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NetworkRefusal {
    /// There are more vertices or stretches than can be numbered, of which there are 2^31.
    #[error("there are more than 2,147,483,648 vertices or stretches")]
    TooMany,
    /// A stretch ends at a vertex that is not there.
    #[error("stretch {0} ends at a vertex that is not there")]
    NoSuchVertex(usize),
    /// A height is not a number of metres on earth.
    #[error("the height of vertex {0} is not between -500 and 9000 metres")]
    Height(usize),
}

/// Vertices, and the stretches between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The vertices.
    vertices: Vec<Vertex>,
    /// The stretches.
    stretches: Vec<Stretch>,
}

impl Network {
    /// A network of these.
    ///
    /// # Errors
    /// Refuses what does not fit together; see [`NetworkRefusal`].
    pub fn new(vertices: Vec<Vertex>, stretches: Vec<Stretch>) -> Result<Self, NetworkRefusal> {
        let most = 1_usize << 31;
        if vertices.len() > most || stretches.len() > most {
            return Err(NetworkRefusal::TooMany);
        }
        let wrong = |it: &Vertex| it.height_m.is_some_and(|metres| !is_height(metres));
        if let Some(number) = vertices.iter().position(wrong) {
            return Err(NetworkRefusal::Height(number));
        }
        let is_there = |number: u32| usize::try_from(number).is_ok_and(|it| it < vertices.len());
        let loose = |it: &Stretch| !is_there(it.from) || !is_there(it.to);
        if let Some(number) = stretches.iter().position(loose) {
            return Err(NetworkRefusal::NoSuchVertex(number));
        }
        Ok(Self {
            vertices,
            stretches,
        })
    }

    /// The vertices; a stretch names them by their place here.
    #[must_use]
    pub fn vertices(&self) -> &[Vertex] {
        &self.vertices
    }

    /// The stretches.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }
}

/// Whether this is a number of metres above the sea on earth.
pub(super) fn is_height(metres: f32) -> bool {
    (-500.0..=9_000.0).contains(&metres)
}
