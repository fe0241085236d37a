//! Importing and exporting as a person does it: through the commands, on a database with the divisions planted.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod fixture;
mod hostile;
mod openings;
mod places;
mod round_trip;
mod streets;
mod undo;
