//! Workbooks: the first visible worksheet of an XLSX, streamed cell by cell. It must never ask for the
//! sheet as a rectangle (one cell at XFD1048576 makes that 17 billion cells), and never believe the
//! stored result of a formula.
//!
//! Read next: `package`, which has already refused what the reader cannot bear; `grid`.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::column::column_letter;
use super::grid::Grid;
use super::{Limits, Sheet, TabularRefusal, package};

/// Spreadsheet programs keep 15 significant digits: from here on the last ones are already gone.
/// (Below 2^53, so every whole number under it is exact in a float.)
const FIRST_LOSSY_NUMBER: f64 = 1e15;
/// The day after 31 December 9999, the last date of spreadsheet programs, in days of their calendar.
const DATES_END: f64 = 2_958_466.0;

/// Reads the first visible worksheet of an XLSX file as one table.
///
/// # Errors
///
/// The first thing found wrong, with row and column where they are known.
pub(super) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Sheet, TabularRefusal> {
    package::check(bytes, limits)?;
    // The reader is code of others that indexes and subtracts with numbers from the file. No input is
    // known that gets past the gate and makes it panic; if one is found, it costs its sender a refusal
    // and not the process. Nothing outlives the call, so no broken state can be seen afterwards.
    catch_unwind(AssertUnwindSafe(|| read_checked(bytes, limits)))
        .unwrap_or(Err(TabularRefusal::Corrupt))
}

/// Reads a package that passed the gate.
pub(super) fn read_checked(bytes: &[u8], limits: &Limits) -> Result<Sheet, TabularRefusal> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused_at_open(&error))?;
    let worksheets = || {
        let all = workbook.sheets_metadata().iter();
        all.filter(|sheet| sheet.typ == SheetType::WorkSheet)
    };
    let name = worksheets()
        .find(|sheet| sheet.visible == SheetVisible::Visible)
        .or_else(|| worksheets().next())
        .map(|sheet| sheet.name.clone())
        .ok_or(TabularRefusal::NotAWorkbook)?;
    let mut cells = workbook
        .worksheet_cells_reader(&name)
        .map_err(|error| refused_at_open(&error))?;

    let mut lines = Lines::new(limits);
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| TabularRefusal::CorruptAfter { row: lines.row })?
    {
        let (row, column) = cell.pos;
        let row = row.checked_add(1).ok_or(TabularRefusal::Corrupt)?;
        if cell.formula.is_some() {
            let column = column_letter(column);
            return Err(TabularRefusal::Formula { row, column });
        }
        lines.put(row, column, &cell.value)?;
    }
    lines.finish()
}

/// Collects cells, which come in order, into rows.
struct Lines<'l> {
    /// Takes the finished rows.
    grid: Grid<'l>,
    /// The row that is being collected; 0 before the first.
    row: u32,
    /// Its cells up to the last one that holds anything.
    cells: Vec<String>,
}

impl<'l> Lines<'l> {
    /// Nothing collected yet.
    fn new(limits: &'l Limits) -> Self {
        Self {
            grid: Grid::new(limits),
            row: 0,
            cells: Vec::new(),
        }
    }

    /// Takes one cell; blank ones are passed over, also far outside the limits, where programs like
    /// to leave formatted nothing. The column counts from 0.
    fn put(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), TabularRefusal> {
        if matches!(value, DataRef::Empty) {
            return Ok(());
        }
        let index = usize::try_from(column).map_err(|_| TabularRefusal::Corrupt)?;
        self.grid.check_place(row, index)?;
        let text = match value {
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                self.grid.text(text, row, index)?
            }
            DataRef::SharedString(text) => self.grid.text(text, row, index)?,
            DataRef::Bool(is_true) => is_true.to_string(),
            DataRef::Int(number) => self.whole(*number, row, column)?,
            DataRef::Float(number) => self.number(*number, row, column)?,
            DataRef::DateTime(moment) => self.moment(moment, row, column)?,
            DataRef::Error(_) => {
                let column = column_letter(column);
                return Err(TabularRefusal::ErrorCell { row, column });
            }
            DataRef::Empty => String::new(),
        };
        if text.is_empty() {
            return Ok(());
        }
        if row != self.row {
            self.turn_to(row)?;
        }
        if index < self.cells.len() {
            return Err(TabularRefusal::CorruptAfter { row });
        }
        self.cells.resize(index, String::new());
        self.cells.push(text);
        Ok(())
    }

    /// Hands the collected row on and starts another, which must stand below it.
    fn turn_to(&mut self, row: u32) -> Result<(), TabularRefusal> {
        if row < self.row {
            return Err(TabularRefusal::CorruptAfter { row: self.row });
        }
        self.grid.push(self.row, std::mem::take(&mut self.cells))?;
        self.row = row;
        Ok(())
    }

    /// The finished sheet.
    fn finish(mut self) -> Result<Sheet, TabularRefusal> {
        self.grid.push(self.row, self.cells)?;
        self.grid.finish()
    }

    /// A whole number as digits.
    fn whole(&self, number: i64, row: u32, column: u32) -> Result<String, TabularRefusal> {
        if number.unsigned_abs() >= 1_000_000_000_000_000 {
            let column = column_letter(column);
            return Err(TabularRefusal::LostDigits { row, column });
        }
        Ok(number.to_string())
    }

    /// A number as a person sees it: 15 significant digits, never an exponent, no `.0`.
    fn number(&self, number: f64, row: u32, column: u32) -> Result<String, TabularRefusal> {
        let column = column_letter(column);
        if !number.is_finite() {
            return Err(TabularRefusal::BadNumber { row, column });
        }
        if number.abs() >= FIRST_LOSSY_NUMBER {
            return Err(TabularRefusal::LostDigits { row, column });
        }
        if number == 0.0 {
            return Ok("0".to_owned());
        }
        // Undoes what storing in base two added: 106.71000000000001 is shown as 106.71.
        let shown = format!("{number:.14e}").parse().unwrap_or(number);
        Ok(shown.to_string())
    }

    /// A date as `YYYY-MM-DD`, with ` HH:MM` when it has a time; a time of day alone as `HH:MM`; a
    /// span of time as hours and minutes.
    fn moment(
        &self,
        moment: &ExcelDateTime,
        row: u32,
        column: u32,
    ) -> Result<String, TabularRefusal> {
        let days = moment.as_f64();
        if !(0.0..DATES_END).contains(&days) {
            let column = column_letter(column);
            return Err(TabularRefusal::BadNumber { row, column });
        }
        if moment.is_duration() {
            let minutes = (days * 24.0 * 60.0).round();
            let (hours, rest) = ((minutes / 60.0).floor(), minutes % 60.0);
            return Ok(format!("{hours:.0}:{rest:02.0}"));
        }
        let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
        Ok(if days < 1.0 {
            format!("{hour:02}:{minute:02}")
        } else if (hour, minute) == (0, 0) {
            format!("{year:04}-{month:02}-{day:02}")
        } else {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        })
    }
}

/// What a failure to open means to the person who sent the file.
fn refused_at_open(error: &XlsxError) -> TabularRefusal {
    if matches!(error, XlsxError::Password) {
        return TabularRefusal::Encrypted;
    }
    let is_missing_part = matches!(
        error,
        XlsxError::FileNotFound(_)
            | XlsxError::RelationshipNotFound
            | XlsxError::WorksheetNotFound(_)
            | XlsxError::NotAWorksheet(_)
    );
    if is_missing_part {
        TabularRefusal::NotAWorkbook
    } else {
        TabularRefusal::Corrupt
    }
}
