//! What every bench shares: the seeded items, the questions, the filters, the yardstick and the watch.
//!
//! Nothing here judges: a bench prints what it measured and a reader compares ratios. No test and no
//! crate of the server may depend on this one.
//!
//! Where to read:
//! - [`data`]: the items and the questions, the same on every machine;
//! - [`filters`]: the rows of every table;
//! - [`engine`]: how our own index is asked and checked;
//! - [`yardstick`]: plain rstar, to which every time is compared;
//! - [`watch`]: how times are taken and summed up;
//! - [`postgres`]: a connection to the throwaway server;
//! - [`table`] and [`arguments`]: how a bench prints and is asked.

pub mod arguments;
pub mod data;
pub mod engine;
pub mod filters;
pub mod postgres;
pub mod table;
pub mod watch;
pub mod yardstick;

#[cfg(test)]
mod tests;
