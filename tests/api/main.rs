//! The integration tests: the real server over HTTP, on SQLite, and on PostgreSQL with Redis where
//! `MENKOU_TEST_DATABASE_URL` and `MENKOU_TEST_REDIS_URL` are set. Same tests, a database each, a clock that stands.
//!
//! Read `harness` first. A test waits for logical barriers (the index has caught up to a change), never for time.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod authorization;
mod bad_input;
mod bad_noise;
mod bad_values;
mod commands;
mod contract;
mod conventions;
mod details;
mod divisions;
mod edges;
mod filter_edges;
mod filters;
mod folding;
mod following;
mod gathering;
mod harness;
mod insight;
mod locating;
mod pages;
mod paging;
mod spine;
mod street_file;
mod streets;
mod tokens;
mod vocabulary;
mod words;
