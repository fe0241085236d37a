//! Comma-separated text, as people's programs really save it: UTF-8, GB18030 or UTF-16; commas, tabs
//! or semicolons; quoted cells with line breaks in them. It must never repair a file in silence: an
//! open quotation mark or a row of another width is refused where it stands.
//!
//! The records are split here rather than by the `csv` crate because that one skips blank lines
//! without counting them and closes an open quotation mark at the end of the file; row numbers would
//! be wrong and rows could vanish. The tests hold this splitter against the crate.
//!
//! Read next: `grid`, `cell_text`.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::column::letter_of;
use super::grid::Grid;
use super::{Limits, Sheet, TabularRefusal};

/// Separators that are looked for in the header; of two that stand as often, the first: a comma inside
/// a header is likelier than a tab, a semicolon likelier than both.
const SEPARATORS: [char; 3] = ['\t', ',', ';'];

/// Reads CSV bytes as one table.
///
/// # Errors
///
/// The encoding, a quotation mark, a width, a cell or a limit; with the row where it stands.
pub(super) fn read_csv(bytes: &[u8], limits: &Limits) -> Result<Sheet, TabularRefusal> {
    let text = decode(bytes)?;
    if let Some(before) = text.split_once('\0').map(|(before, _)| before) {
        let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
        let row = u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1);
        return Err(TabularRefusal::NulCharacter { row });
    }
    let mut grid = Grid::new(limits);
    let mut records = Records::new(&text);
    let mut width = None;
    while let Some(record) = records.next_record(&grid)? {
        if record.cells.iter().all(String::is_empty) {
            continue;
        }
        let expected = *width.get_or_insert(record.width);
        if record.width != expected {
            return Err(TabularRefusal::RowWidth {
                row: record.row,
                expected,
                found: record.width,
            });
        }
        grid.push(record.row, record.cells)?;
    }
    grid.finish()
}

/// The text of the file: by its byte order mark, else UTF-8, else GB18030 (which contains GBK).
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, TabularRefusal> {
    let strict = |encoding: &'static Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        [0xFF, 0xFE, rest @ ..] => strict(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => strict(UTF_16BE, rest),
        plain => match std::str::from_utf8(plain) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_) => strict(GB18030, plain),
        },
    };
    text.ok_or(TabularRefusal::UnknownEncoding)
}

/// The separator that stands most often, outside quotation marks, in the first line that holds text.
fn separator_of(text: &str) -> char {
    let mut counts = SEPARATORS.map(|separator| (separator, 0_usize));
    let mut is_quoted = false;
    let mut has_text = false;
    for character in text.chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            '\r' | '\n' if !is_quoted && has_text => break,
            '\r' | '\n' if !is_quoted => counts = SEPARATORS.map(|separator| (separator, 0)),
            _ => {
                for (separator, count) in &mut counts {
                    *count += usize::from(*separator == character && !is_quoted);
                }
            }
        }
        has_text |= !character.is_whitespace() && !SEPARATORS.contains(&character);
    }
    let mut best = (',', 0);
    for (separator, count) in counts {
        if count > best.1 {
            best = (separator, count);
        }
    }
    best.0
}

/// One record of the file.
struct Record {
    /// The row number a person sees, blank lines counted.
    row: u32,
    /// Checked and trimmed cells, at most as many as columns are allowed.
    cells: Vec<String>,
    /// How many cells stand in the record, also empty ones beyond the allowed columns.
    width: usize,
}

/// Where the splitter is inside a cell.
#[derive(Clone, Copy)]
enum Within {
    /// Nothing of the cell was seen yet.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// Between the quotation marks.
    Quoted,
    /// Behind the closing quotation mark.
    Closed,
}

/// Splits a text into records.
struct Records<'t> {
    /// The characters not yet read.
    rest: Peekable<Chars<'t>>,
    /// The separator of this file.
    separator: char,
    /// The number of the last record read; 0 before the first.
    row: u32,
}

impl<'t> Records<'t> {
    /// Starts at the first character of the text.
    fn new(text: &'t str) -> Self {
        Self {
            rest: text.chars().peekable(),
            separator: separator_of(text),
            row: 0,
        }
    }

    /// The next record, blank lines included; `None` at the end of the text.
    fn next_record(&mut self, grid: &Grid<'_>) -> Result<Option<Record>, TabularRefusal> {
        if self.rest.peek().is_none() {
            return Ok(None);
        }
        self.row = self.row.saturating_add(1);
        let mut record = Record {
            row: self.row,
            cells: Vec::new(),
            width: 0,
        };
        loop {
            let (raw, is_last) = self.next_cell(record.width)?;
            let cell = grid.text(&raw, record.row, record.width)?;
            if !cell.is_empty() {
                grid.check_place(record.row, record.width)?;
                record.cells.resize(record.width, String::new());
                record.cells.push(cell);
            }
            record.width += 1;
            if is_last {
                return Ok(Some(record));
            }
        }
    }

    /// The raw text of the next cell, and whether the record ends with it.
    fn next_cell(&mut self, column: usize) -> Result<(String, bool), TabularRefusal> {
        let mut raw = String::new();
        let mut within = Within::Start;
        while let Some(character) = self.rest.next() {
            let is_break = character == '\n' || character == '\r';
            within = match within {
                Within::Quoted if character == '"' => match self.rest.next_if_eq(&'"') {
                    Some(quote) => {
                        raw.push(quote);
                        Within::Quoted
                    }
                    None => Within::Closed,
                },
                Within::Quoted => {
                    raw.push(character);
                    Within::Quoted
                }
                Within::Start if character == '"' => Within::Quoted,
                Within::Start | Within::Plain | Within::Closed if is_break => {
                    if character == '\r' {
                        self.rest.next_if_eq(&'\n');
                    }
                    return Ok((raw, true));
                }
                Within::Start | Within::Plain | Within::Closed if character == self.separator => {
                    return Ok((raw, false));
                }
                Within::Start | Within::Plain => {
                    raw.push(character);
                    Within::Plain
                }
                Within::Closed => {
                    let (row, column) = (self.row, letter_of(column));
                    return Err(TabularRefusal::TextAfterQuote { row, column });
                }
            };
        }
        match within {
            Within::Quoted => Err(TabularRefusal::UnclosedQuote {
                row: self.row,
                column: letter_of(column),
            }),
            Within::Start | Within::Plain | Within::Closed => Ok((raw, true)),
        }
    }
}
