//! Openings in and out of spreadsheets.
//!
//! Everything a row can be refused for is decided here, before anything is written. A posting must have its six
//! elements: employer, headcount, conditions, duties, place and pay. It must never invent what a file does not say: a
//! column that the file lacks leaves a stored opening as it is.
//!
//! Read next: `columns`, `read`, `standing`, `merge`, `write`; the engine is in `imports`.

mod columns;
mod merge;
mod read;
mod register;
mod standing;
mod store;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use register::OpeningRegister;
