//! Rules that many slices share and that depend on dates: for now, which days offices work.
//!
//! Pure: no clock, no files, no database. Dates and table texts are passed in. It must never
//! guess what a notice has not said yet. Read `calendar` next.

pub(crate) mod calendar;
