//! Spreadsheets in and out: what `menkou import` reads and `menkou export` writes, CSV and XLSX.
//!
//! A file comes from a stranger. Its format is told by its bytes, never by its name; its size, its
//! unpacked size, rows, columns and cells are bounded before memory is spent on them; a formula is
//! refused, not evaluated. Nothing here knows what a column means, and nothing here ever panics,
//! guesses a missing cell, or leaves half a file behind.
//!
//! Read next: [`refusal`] for everything that can be refused, then `read_csv`, `read_xlsx` (behind
//! the gate in `package` and `part_scan`), `grid` where both meet, and `write`.

mod cell_text;
mod column;
mod grid;
mod package;
mod part_scan;
mod read_csv;
mod read_xlsx;
mod refusal;
mod write;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub(crate) use refusal::TabularRefusal;
pub(crate) use write::{Format, write};

/// First bytes of an OLE compound file: an old `.xls`, or a workbook behind a password.
const OLE_MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// A table as read: one header row and the rows below it that are not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The header texts, trimmed, none empty, no two the same (upper and lower case alike).
    pub(crate) headers: Vec<String>,
    /// The rows that hold anything, in the order of the file.
    pub(crate) rows: Vec<Row>,
}

/// One row of a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The row number a person sees in a spreadsheet program: the first row of the file is 1.
    pub(crate) number: u32,
    /// The texts of the row, trimmed, exactly as many as there are headers; a blank cell is empty.
    pub(crate) cells: Vec<String>,
}

/// How much a file may be before it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of the file as stored. The whole file is held in memory while it is read.
    pub(crate) max_file_bytes: u64,
    /// Bytes after unpacking an XLSX, all its parts together; also bounds the text that is kept.
    pub(crate) max_unpacked_bytes: u64,
    /// Rows below the first one; counted by row number, so blank rows count as well.
    pub(crate) max_rows: u32,
    /// Columns that hold anything.
    pub(crate) max_columns: u32,
    /// Characters (Unicode scalar values) in one cell.
    pub(crate) max_cell_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 64 * 1024 * 1024,
            max_unpacked_bytes: 512 * 1024 * 1024,
            max_rows: 200_000,
            max_columns: 64,
            max_cell_chars: 4_000,
        }
    }
}

/// Reads the first sheet of an XLSX file, or a CSV file, as one table of text.
///
/// # Errors
///
/// The first thing found wrong, with row and column where they are known.
pub(crate) fn read(path: &Path, limits: &Limits) -> Result<Sheet, TabularRefusal> {
    let bytes = load(path, limits)?;
    read_bytes(&bytes, limits)
}

/// Reads a table from the bytes of a file; see [`read`].
fn read_bytes(bytes: &[u8], limits: &Limits) -> Result<Sheet, TabularRefusal> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return read_xlsx::read_xlsx(bytes, limits);
    }
    if bytes.starts_with(&OLE_MAGIC) {
        return Err(TabularRefusal::OldWorkbook);
    }
    read_csv::read_csv(bytes, limits)
}

/// Loads a regular file of bounded size; the check and the reading then see the same bytes.
fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, TabularRefusal> {
    let too_large = TabularRefusal::FileTooLarge {
        max_bytes: limits.max_file_bytes,
    };
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(TabularRefusal::Io(io::Error::other("not a regular file")));
    }
    if metadata.len() > limits.max_file_bytes {
        return Err(too_large);
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(limits.max_file_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limits.max_file_bytes => Ok(bytes),
        Ok(_) | Err(_) => Err(too_large),
    }
}
