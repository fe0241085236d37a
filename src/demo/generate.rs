//! The plan of the demo set: survey the ground, put the places on it, then the openings around them.
//!
//! Same inputs, same output: now and the seed are passed in, identities are counted from the seed. It must never touch
//! the database. Read next: `ground` (where), `sites` and `places` (places), `openings` (openings).

use chrono::{DateTime, Utc};
use entity::opening;

use super::ground::survey;
use super::openings::OpeningMaker;
use super::places::PlaceMaker;
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::places::PlaceRecord;
use crate::platform::ids::Ids;

/// The register that all demo rows come from.
pub(super) const SOURCE: &str = "demo";

/// A generated set; short numbers are 0 until it is loaded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DemoSet {
    /// The places with their services.
    pub(super) places: Vec<PlaceRecord>,
    /// The openings.
    pub(super) openings: Vec<opening::Model>,
}

/// Generates the set of a seed, with dates relative to `now`. A country without the boundaries' counties has none.
pub(super) fn generate(atlas: &Atlas, catalog: &Catalog, now: DateTime<Utc>, seed: u64) -> DemoSet {
    let ids = Ids::counted(seed);
    let counties = survey(atlas, catalog, seed);
    let mut places = PlaceMaker::new(catalog, now, &ids, seed);
    places.stand_on(&counties, atlas);
    let mut openings = OpeningMaker::new((catalog, atlas.boundaries()), &counties, now, &ids, seed);
    openings.fill();
    DemoSet {
        places: places.finish(),
        openings: openings.finish(),
    }
}
