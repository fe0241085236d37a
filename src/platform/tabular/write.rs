//! Writes a table as CSV or XLSX. It must never leave half a file under the asked name, and never let
//! a text become a formula or a long number in the program that opens the file.
//!
//! Read next: `cell_text` for the guard, `mod` for reading back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use rust_xlsxwriter::{Format as CellFormat, Workbook, XlsxError};

use super::TabularRefusal;
use super::cell_text::guarded;
use super::column::letter_of;

/// Rows of a worksheet, the header included.
const XLSX_MAX_ROWS: u32 = 1_048_576;
/// Characters of a cell of a worksheet.
const XLSX_MAX_CELL_CHARS: usize = 32_767;
/// How many names beside the target are tried before giving up.
const PART_NAMES: u32 = 100;

/// The format of a file to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// UTF-8 with a byte order mark, commas, every cell quoted.
    Csv,
    /// One worksheet of text cells, the header bold and frozen.
    Xlsx,
}

/// Writes headers and rows to `path`, replacing a file of that name only when the new one is whole.
///
/// Texts are trimmed. Reading the file back gives the same texts; rows without any text are not read back.
///
/// # Errors
///
/// The file system failed, a row is not as wide as the header, a text holds a NUL character, or the
/// table is larger than a worksheet can be.
pub(crate) fn write(
    path: &Path,
    format: Format,
    headers: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), TabularRefusal> {
    let header = headers.iter().map(|name| (*name).to_owned()).collect();
    let lines = (1_u32..)
        .zip(std::iter::once(header).chain(rows))
        .map(|(row, cells)| checked(row, cells, headers.len()));
    let mut part = PartFile::beside(path)?;
    match format {
        Format::Csv => write_csv(&mut part.file, lines)?,
        Format::Xlsx => write_xlsx(&mut part.file, folder_of(path), lines)?,
    }
    part.finish(path)
}

/// A row of the right width whose texts are safe to write, with its number.
fn checked(
    row: u32,
    cells: Vec<String>,
    expected: usize,
) -> Result<(u32, Vec<String>), TabularRefusal> {
    if cells.len() != expected {
        let found = cells.len();
        return Err(TabularRefusal::RowWidth {
            row,
            expected,
            found,
        });
    }
    if cells.iter().any(|cell| cell.contains('\0')) {
        return Err(TabularRefusal::NulCharacter { row });
    }
    Ok((row, cells.iter().map(|cell| guarded(cell)).collect()))
}

/// Writes the lines as CSV. Every cell is quoted, so that a semicolon in a header is not taken for
/// the separator of the file.
fn write_csv(
    file: &mut File,
    lines: impl Iterator<Item = Result<(u32, Vec<String>), TabularRefusal>>,
) -> Result<(), TabularRefusal> {
    let mut out = BufWriter::new(file);
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut records = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(out);
    for line in lines {
        let (_, cells) = line?;
        records.write_record(&cells).map_err(io::Error::other)?;
    }
    records.flush()?;
    Ok(())
}

/// Writes the lines as one worksheet; at any time only one row of it is in memory. What the library
/// sets aside on the way goes to an unnamed file in `folder`, not to a folder shared with others.
fn write_xlsx(
    file: &mut File,
    folder: &Path,
    lines: impl Iterator<Item = Result<(u32, Vec<String>), TabularRefusal>>,
) -> Result<(), TabularRefusal> {
    let bold = CellFormat::new().set_bold();
    let mut workbook = Workbook::new();
    workbook.set_tempdir(folder).map_err(failed)?;
    let sheet = workbook
        .add_worksheet_with_constant_memory()
        .map_err(failed)?;
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    for line in lines {
        let (row, cells) = line?;
        if row > XLSX_MAX_ROWS {
            let max_rows = XLSX_MAX_ROWS - 1;
            return Err(TabularRefusal::TooManyRows { row, max_rows });
        }
        for (index, cell) in cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let too_long =
                cell.len() > XLSX_MAX_CELL_CHARS && cell.chars().nth(XLSX_MAX_CELL_CHARS).is_some();
            if too_long {
                return Err(TabularRefusal::CellTooLong {
                    row,
                    column: letter_of(index),
                    max_chars: XLSX_MAX_CELL_CHARS,
                });
            }
            let column = u16::try_from(index).map_err(io::Error::other)?;
            if row == 1 {
                sheet
                    .write_string_with_format(0, column, cell, &bold)
                    .map_err(failed)?;
            } else {
                sheet.write_string(row - 1, column, cell).map_err(failed)?;
            }
        }
    }
    workbook
        .save_to_writer(BufWriter::new(file))
        .map_err(failed)
}

/// A failure of the XLSX library: the file system's own where it is that, else its words.
fn failed(error: XlsxError) -> TabularRefusal {
    TabularRefusal::Io(if let XlsxError::IoError(inner) = error {
        inner
    } else {
        io::Error::other(error)
    })
}

/// The folder that holds the target.
fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// A file under a temporary name beside its target; gone when dropped before it was finished.
struct PartFile {
    /// The temporary name; `None` once it was given up for the real one.
    path: Option<PathBuf>,
    /// The open file.
    file: File,
}

impl PartFile {
    /// Creates a new file beside `target`, never opening one that is there already.
    fn beside(target: &Path) -> Result<Self, TabularRefusal> {
        let name = target
            .file_name()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?
            .to_string_lossy();
        for number in 0..PART_NAMES {
            let path = folder_of(target).join(format!(".{name}.part{number}"));
            let mut options = OpenOptions::new();
            match options.read(true).write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let path = Some(path);
                    return Ok(Self { path, file });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }

    /// Makes the content durable and gives it the name of the target.
    fn finish(mut self, target: &Path) -> Result<(), TabularRefusal> {
        self.file.sync_all()?;
        if let Some(path) = &self.path {
            fs::rename(path, target)?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // Nothing more can be done about a failure here; the target itself was not touched.
            drop(fs::remove_file(path));
        }
    }
}
