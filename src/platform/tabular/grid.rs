//! Where both readers meet: rows of cells become a [`Sheet`], under the limits. It must never hold
//! more text than the limits allow, and never shift a cell to another column.
//!
//! Read next: `read_csv`, `read_xlsx`.

use std::collections::HashSet;

use super::cell_text::accepted;
use super::column::letter_of;
use super::{Limits, Row, Sheet, TabularRefusal};

/// A sheet in the making.
pub(super) struct Grid<'l> {
    /// What the file may hold.
    limits: &'l Limits,
    /// The header row, once it was seen.
    headers: Option<Vec<String>>,
    /// The rows so far.
    rows: Vec<Row>,
    /// Bytes of text kept so far: one shared text may be named by millions of cells.
    kept_bytes: u64,
}

impl<'l> Grid<'l> {
    /// An empty grid under these limits.
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            headers: None,
            rows: Vec::new(),
            kept_bytes: 0,
        }
    }

    /// Checks one text from the file and gives it trimmed and unguarded.
    ///
    /// # Errors
    ///
    /// The cell is too long, or could be taken for a formula.
    pub(super) fn text(
        &self,
        raw: &str,
        row: u32,
        column: usize,
    ) -> Result<String, TabularRefusal> {
        let max_chars = self.limits.max_cell_chars;
        if raw.len() > max_chars && raw.chars().nth(max_chars).is_some() {
            return Err(TabularRefusal::CellTooLong {
                row,
                column: letter_of(column),
                max_chars,
            });
        }
        let text = accepted(raw).ok_or_else(|| TabularRefusal::FormulaText {
            row,
            column: letter_of(column),
        })?;
        Ok(text.to_owned())
    }

    /// Refuses a cell that holds something outside the limits; `column` counts from 0.
    ///
    /// # Errors
    ///
    /// The row or the column is beyond its limit.
    pub(super) fn check_place(&self, row: u32, column: usize) -> Result<(), TabularRefusal> {
        let Limits {
            max_rows,
            max_columns,
            ..
        } = *self.limits;
        if u32::try_from(column).map_or(true, |index| index >= max_columns) {
            return Err(TabularRefusal::TooManyColumns {
                row,
                column: letter_of(column),
                max_columns,
            });
        }
        if row.saturating_sub(1) > max_rows {
            return Err(TabularRefusal::TooManyRows { row, max_rows });
        }
        Ok(())
    }

    /// Takes a row of checked texts. A blank row is skipped; the first other one is the header.
    ///
    /// # Errors
    ///
    /// A bad header, a cell outside the header's columns, or more than the limits allow.
    pub(super) fn push(&mut self, number: u32, cells: Vec<String>) -> Result<(), TabularRefusal> {
        let Some(last) = cells.iter().rposition(|cell| !cell.is_empty()) else {
            return Ok(());
        };
        self.check_place(number, last)?;
        for cell in &cells {
            let bytes = u64::try_from(cell.len()).unwrap_or(u64::MAX);
            self.kept_bytes = self.kept_bytes.saturating_add(bytes);
        }
        if self.kept_bytes > self.limits.max_unpacked_bytes {
            return Err(TabularRefusal::UnpacksTooLarge {
                max_bytes: self.limits.max_unpacked_bytes,
            });
        }
        let mut cells = cells;
        let Some(headers) = &self.headers else {
            cells.truncate(last + 1);
            check_headers(number, &cells)?;
            self.headers = Some(cells);
            return Ok(());
        };
        if last >= headers.len() {
            return Err(TabularRefusal::RowWidth {
                row: number,
                expected: headers.len(),
                found: last + 1,
            });
        }
        cells.resize(headers.len(), String::new());
        self.rows.push(Row { number, cells });
        Ok(())
    }

    /// The finished sheet.
    ///
    /// # Errors
    ///
    /// There was no header row.
    pub(super) fn finish(self) -> Result<Sheet, TabularRefusal> {
        let headers = self.headers.ok_or(TabularRefusal::Empty)?;
        Ok(Sheet {
            headers,
            rows: self.rows,
        })
    }
}

/// Refuses an empty header between others and a header that stands twice.
fn check_headers(row: u32, headers: &[String]) -> Result<(), TabularRefusal> {
    let mut seen = HashSet::new();
    for (index, header) in headers.iter().enumerate() {
        let column = letter_of(index);
        if header.is_empty() {
            return Err(TabularRefusal::EmptyHeader { row, column });
        }
        if !seen.insert(header.to_lowercase()) {
            let name = header.chars().take(40).collect();
            return Err(TabularRefusal::DuplicateHeader { row, column, name });
        }
    }
    Ok(())
}
