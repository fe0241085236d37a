//! Maps and heights: what is read from them, that both forms agree, and that broken ones are refused with their place.
//!
//! Where to read: `writer` (writes little maps in both forms), `forms`, `hostile`, `heights`, `extracts` (real ones).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "tests"
)]

mod corpus;
mod extracts;
mod forms;
mod heights;
mod hostile;
#[path = "../shared/large.rs"]
mod large;
mod writer;
