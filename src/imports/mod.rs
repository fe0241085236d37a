//! Files in and out: how a spreadsheet becomes records, records become a spreadsheet, and an import is undone.
//!
//! It knows no register: a slice describes its table with [`Column`]s and implements [`Register`]. A file is read and
//! checked as a whole first; then one short transaction compares and writes. It must never write a part of a file that
//! was refused (unless told to take the valid rows), and never change a record that is as the file says.
//!
//! Read next: `register` (the port), `check` (file to drafts), `apply`, `undo`, `export`, `report`.

mod apply;
mod check;
mod column;
mod export;
mod ledger;
mod moment;
mod problem;
mod refusal;
mod register;
mod report;
mod row;
mod suggest;
mod undo;
mod word;

#[cfg(test)]
mod tests;

pub(crate) use apply::{Applied, NewBatch, apply_drafts, preview};
pub(crate) use check::{Checked, Settings, check_table};
pub(crate) use column::Column;
pub(crate) use export::{ExportRefusal, Look, export_register};
pub(crate) use ledger::{batches, find_batch};
pub(crate) use moment::{Moment, end_text, start_text};
pub(crate) use problem::{Problem, Severity};
pub(crate) use refusal::ImportRefusal;
pub(crate) use register::{Passport, Register, RegisterRecord};
pub(crate) use report::{Report, batch_line, problems_csv};
pub(crate) use row::{GivenColumns, RowReader};
pub(crate) use undo::{Undone, undo_batch};
pub(crate) use word::Word;

/// The source that belongs to the demo set; no file may claim it.
pub(crate) const DEMO_SOURCE: &str = "demo";
