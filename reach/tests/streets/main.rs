//! Walking times on streets equal a plain Dijkstra's, on generated networks and on real extracts; and what follows from
//! them: bands, routes, files.
//!
//! Where to read: `oracle` (the plain answer), `generated` (networks), `walks` (times), `areas` (bands), `lines` (routes),
//! `files` (street files), `extracts` (Monaco, Liechtenstein, Andorra).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "tests"
)]

mod areas;
mod extracts;
mod files;
mod generated;
#[path = "../shared/large.rs"]
mod large;
mod lines;
mod oracle;
#[path = "../../fuzz/street_file.rs"]
mod street_file;
mod walks;

use generated::{Draft, Ground};
use proptest::test_runner::RngSeed;
use reach::Wgs84;
use reach::street::{Network, StreetMap, Streets, Stride};

/// The networks are the same each time: a test must not hang on chance.
const SAME_EACH_TIME: RngSeed = RngSeed::Fixed(20_261_125);

/// The flat pace of these tests, metres a minute.
const PACE: f64 = 75.0;

/// Streets of a network at the usual pace, small pieces included.
fn streets(network: &Network) -> Streets {
    let map = StreetMap::build_of_pieces(network, 1).unwrap();
    Streets::new(map, Stride::new(PACE).unwrap())
}

/// A generated network with its streets, and some points near it.
fn generated(seed: u64, ground: Ground) -> (Network, Streets, Vec<Wgs84>) {
    let middles = [[26.6, 106.7], [60.1, 24.9], [-33.4, -70.6], [0.1, 10.0]];
    let middle = middles[(seed % 4) as usize];
    let (network, mut draft) = Draft::new(middle, ground, seed).pieces();
    let streets = streets(&network);
    let points = (0..12).map(|_| draft.somewhere()).collect();
    (network, streets, points)
}
