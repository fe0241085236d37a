//! The demo data set: places, vacancies, gigs, public posts and classes that nobody offers, so that a fresh
//! installation answers something on its first question.
//!
//! Generated from the divisions, the boundaries and the catalog by a seeded generator: the same inputs give the same
//! set. Every row is `is_demo`, has no telephone and names no real employer. It is written once, in one transaction,
//! and kept alive by [`refresh_demo`]; production refuses to start where [`holds_demo`] is true.
//!
//! It must never read a clock or an own source of chance while generating, nor touch a row that is not `is_demo`.
//! Read next: `generate` (the plan), `load` (writing it), `refresh` (keeping it alive).

mod chance;
mod cities;
mod generate;
mod ground;
mod load;
mod offers;
mod openings;
mod places;
mod quotas;
mod refresh;
mod sites;
mod spans;
#[cfg(test)]
mod tests;
mod timetable;
mod trades;
mod words;

pub(crate) use load::{Progress, holds_demo, load_demo};
pub(crate) use refresh::refresh_demo;
