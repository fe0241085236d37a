//! Places in and out of spreadsheets.
//!
//! Everything a row can be refused for is decided here, before anything is written. It must never invent what a file
//! does not say: a column that the file lacks leaves a stored place as it is. `whereabouts` (division and point) serves
//! openings as well.
//!
//! Read next: `columns`, `read`, `merge`, `write`; the engine is in `imports`.

mod columns;
mod hours_cells;
mod merge;
mod read;
mod register;
mod store;
mod whereabouts;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use register::PlaceRegister;
pub(crate) use whereabouts::{POINT_BASES, Whereabouts, WhereaboutsReader, settled};
pub(crate) use write::{PositionCells, division_text};
