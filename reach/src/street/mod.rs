//! Walking on real streets: how long it takes from here to there, on stairs and hills too.
//!
//! A [`Network`] is what was read from a map: vertices with heights, and the stretches between them that one may walk.
//! This module never guesses a street that the map does not have, and never joins pieces that are not connected.

pub mod height;
mod network;
pub mod osm;

pub use network::{Footing, Network, NetworkRefusal, Stretch, Vertex};
