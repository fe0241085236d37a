//! Walking on real streets: how long it takes from here to there, on stairs and hills too.
//!
//! A [`Network`] is what was read from a map: vertices with heights, and the stretches between them that one may walk.
//! [`StreetMap`] packs it, and is what a street file holds; [`Streets`] is a map at a [`Stride`], and answers. This
//! module never guesses a street that the map does not have, and never joins pieces that are not connected.
//!
//! Where to read: `contraction` (from a network to a map), `file` (the street file), `graph` and `search` (walking times),
//! `snapping` (from a point to a street), [`Times`] (what is asked of a search), `bands` (what is reached as areas), `route`
//! (one walk as a line), [`osm`] and [`height`] (from maps and terrain to a network).

mod bands;
mod contraction;
mod file;
mod graph;
pub mod height;
mod map;
mod near;
mod network;
pub mod osm;
mod refusal;
mod route;
mod search;
mod snapping;
mod streets;
mod stride;
mod times;

pub use bands::{Band, BandPolygon, CELL_M, Cover};
pub use contraction::LEAST_JUNCTIONS;
pub use map::{LeftOut, StreetMap};
pub use network::{Footing, Network, NetworkRefusal, Stretch, Vertex};
pub use refusal::StreetsRefusal;
pub use route::Route;
pub use streets::{FURTHEST_STREET_M, LONGEST_SECONDS, StreetMemory, StreetReport, Streets};
pub use stride::{STEEPEST, STEPS_FACTOR, Stride};
pub use times::{Snap, Times};
