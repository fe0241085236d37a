//! What a person or a platform looks at: the map page, the table of problem codes, health and metrics.
//!
//! Everything is compiled in; no page asks for anything outside this server.

mod health;
mod map;
mod problems;

pub(crate) use health::{Health, get_healthz, get_metrics, get_readyz};
pub(crate) use map::{MapParts, get_map, get_map_file, get_map_outlines, get_start};
pub(crate) use problems::get_problems;
