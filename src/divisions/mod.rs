//! The administrative tree, its codes and its boundaries.
//!
//! Everyone may read it. Answers come from memory: the tree is loaded once at start from the database, the boundaries
//! from the catalog. It never compares code text below the county and never decides jurisdiction by a code: a division
//! lies under another when it stands inside the other's stretch of the depth-first order.

mod api;
mod atlas;
mod boundaries;
mod codes;
mod gazetteer;
mod service;
mod store;

pub(crate) use api::{list_divisions, locate_division};
pub(crate) use atlas::{Atlas, Division, DivisionIndex, Found};
pub(crate) use boundaries::{Boundaries, SIMPLIFICATION};
pub(crate) use service::{are_planted, load_atlas, plant_divisions};
