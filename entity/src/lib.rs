//! sea-orm entities of Menkou, one file a table, no queries.
//!
//! Rows never travel to the wire: each slice maps them to its own views. Tables are made by the `migration` crate;
//! a column added there is added here in the same commit. Money is fen (`i64`), instants are UTC milliseconds,
//! coordinates are WGS-84 degrees.

pub mod change_log;
pub mod division;
pub mod division_code;
pub mod import_batch;
pub mod import_row;
pub mod installation;
pub mod opening;
pub mod place;
pub mod place_service;
pub mod sequence;
