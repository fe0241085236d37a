//! Everything a spreadsheet can be refused for, with the place in it and words for people. It must
//! never quote a cell's content (it may be personal data); a header may be quoted.
//!
//! Read next: `mod` for the limits, `grid` and `package` for where most of these arise.

use std::io;

use crate::language::Language;

/// Why a spreadsheet was not read or not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TabularRefusal {
    /// The file system failed.
    #[error("the file cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// The file as stored is over the limit, in bytes.
    #[error("the file is larger than {} MiB", mebibytes(*max_bytes))]
    FileTooLarge {
        /// The limit in bytes.
        max_bytes: u64,
    },
    /// The content is over the limit once unpacked, in bytes.
    #[error("the content takes more than {} MiB when unpacked", mebibytes(*max_bytes))]
    UnpacksTooLarge {
        /// The limit in bytes.
        max_bytes: u64,
    },
    /// The workbook has more inner files than any honest one.
    #[error("the workbook holds more than {max_parts} inner files")]
    TooManyParts {
        /// The limit.
        max_parts: usize,
    },
    /// The workbook is built in a way that would exhaust the reader (endless texts, styles, nesting).
    #[error("the workbook is too elaborate: copy the rows as values into a new workbook")]
    TooElaborate,
    /// Parts of the workbook are behind a password.
    #[error("the workbook is protected by a password: save it without one")]
    Encrypted,
    /// An old `.xls` file, or a workbook behind a password, which looks the same from outside.
    #[error(
        "this is an old .xls file or is protected by a password: save it as .xlsx, without one"
    )]
    OldWorkbook,
    /// A zip file, but no XLSX workbook with a worksheet.
    #[error("this is not an .xlsx workbook with a worksheet: save it as .xlsx or .csv")]
    NotAWorkbook,
    /// The file is damaged.
    #[error("the file is damaged, nothing was read from it: open it and save it again as .xlsx")]
    Corrupt,
    /// The worksheet cannot be read past a row.
    #[error("the sheet cannot be read after row {row}: a cell there is damaged or shows an error")]
    CorruptAfter {
        /// The last row that was read.
        row: u32,
    },
    /// The text is neither UTF-8, nor GB18030, nor UTF-16 with a byte order mark.
    #[error("the text is neither UTF-8 nor GB18030: save it as CSV UTF-8")]
    UnknownEncoding,
    /// A NUL character: this is not text.
    #[error("row {row} holds a NUL character: this is not a text file")]
    NulCharacter {
        /// The line of the file.
        row: u32,
    },
    /// A quoted CSV cell that never ends.
    #[error("row {row}, column {column}: the quotation mark is never closed")]
    UnclosedQuote {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// Text behind the closing quotation mark of a CSV cell.
    #[error("row {row}, column {column}: text follows the closing quotation mark")]
    TextAfterQuote {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// No row holds anything.
    #[error("the sheet is empty: its first row must name the columns")]
    Empty,
    /// A column without a name, with named ones to its right.
    #[error("row {row}, column {column}: the column has no name")]
    EmptyHeader {
        /// The header row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// Two columns of one name.
    #[error("row {row}, column {column}: a second column is named \"{name}\"")]
    DuplicateHeader {
        /// The header row.
        row: u32,
        /// The letter of the second column.
        column: String,
        /// The name, cut to 40 characters.
        name: String,
    },
    /// More rows than allowed.
    #[error("row {row}: at most {max_rows} rows are accepted, split the file")]
    TooManyRows {
        /// The first row beyond the limit that was seen.
        row: u32,
        /// The limit, without the header.
        max_rows: u32,
    },
    /// More columns than allowed.
    #[error("row {row}, column {column}: at most {max_columns} columns are accepted")]
    TooManyColumns {
        /// The row.
        row: u32,
        /// The letter of a column beyond the limit.
        column: String,
        /// The limit.
        max_columns: u32,
    },
    /// A cell longer than allowed.
    #[error("row {row}, column {column}: more than {max_chars} characters")]
    CellTooLong {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
        /// The limit in characters.
        max_chars: usize,
    },
    /// A row with more or fewer cells than the header.
    #[error("row {row} has {found} cells, the header has {expected}")]
    RowWidth {
        /// The row.
        row: u32,
        /// Cells of the header row.
        expected: usize,
        /// Cells of this row.
        found: usize,
    },
    /// A formula: its stored result may be stale or forged.
    #[error("row {row}, column {column}: a formula; paste its value instead")]
    Formula {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// A text that a spreadsheet program could take for a formula.
    #[error("row {row}, column {column}: text may not start with =, +, -, @ or a tab")]
    FormulaText {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// An error value such as `#REF!`.
    #[error("row {row}, column {column}: the cell shows an error such as #REF!")]
    ErrorCell {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// A number so long that a spreadsheet program has already dropped its last digits.
    #[error(
        "row {row}, column {column}: the last digits of this number are lost; enter it as text"
    )]
    LostDigits {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
    /// Not a number, or a date outside the years 1900 to 9999.
    #[error("row {row}, column {column}: not a valid number or date")]
    BadNumber {
        /// The row.
        row: u32,
        /// The column letter.
        column: String,
    },
}

/// Whole mebibytes, rounded up.
fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

impl TabularRefusal {
    /// Row (1 is the first of the file) and column letter; the letter is empty when a whole row is
    /// meant, and there is no place when the whole file is.
    pub(crate) fn place(&self) -> Option<(u32, String)> {
        match self {
            Self::UnclosedQuote { row, column }
            | Self::TextAfterQuote { row, column }
            | Self::EmptyHeader { row, column }
            | Self::DuplicateHeader { row, column, .. }
            | Self::TooManyColumns { row, column, .. }
            | Self::CellTooLong { row, column, .. }
            | Self::Formula { row, column }
            | Self::FormulaText { row, column }
            | Self::ErrorCell { row, column }
            | Self::LostDigits { row, column }
            | Self::BadNumber { row, column } => Some((*row, column.clone())),
            Self::NulCharacter { row }
            | Self::TooManyRows { row, .. }
            | Self::RowWidth { row, .. } => Some((*row, String::new())),
            Self::Io(_)
            | Self::FileTooLarge { .. }
            | Self::UnpacksTooLarge { .. }
            | Self::TooManyParts { .. }
            | Self::TooElaborate
            | Self::Encrypted
            | Self::OldWorkbook
            | Self::NotAWorkbook
            | Self::Corrupt
            | Self::CorruptAfter { .. }
            | Self::UnknownEncoding
            | Self::Empty => None,
        }
    }

    /// A sentence for the person who sent the file, with the place and the mend.
    pub(crate) fn message(&self, language: Language) -> String {
        match language {
            Language::En => self.to_string(),
            Language::Zh => match self.place() {
                Some((row, column)) if column.is_empty() => {
                    format!("第 {row} 行：{}", self.chinese())
                }
                Some((row, column)) => format!("第 {row} 行 {column} 列：{}", self.chinese()),
                None => self.chinese(),
            },
        }
    }

    /// The Chinese sentence without its place.
    fn chinese(&self) -> String {
        let fixed = match self {
            Self::Io(error) => return format!("文件无法读写：{error}"),
            Self::FileTooLarge { max_bytes } => {
                return format!("文件超过 {} MiB", mebibytes(*max_bytes));
            }
            Self::UnpacksTooLarge { max_bytes } => {
                return format!("解压后的内容超过 {} MiB", mebibytes(*max_bytes));
            }
            Self::TooManyParts { max_parts } => {
                return format!("工作簿的内部文件超过 {max_parts} 个");
            }
            Self::CorruptAfter { row } => {
                return format!("第 {row} 行之后无法读取：单元格损坏或显示错误值");
            }
            Self::DuplicateHeader { name, .. } => return format!("列名“{name}”重复"),
            Self::TooManyRows { max_rows, .. } => {
                return format!("最多 {max_rows} 行，请拆分文件");
            }
            Self::TooManyColumns { max_columns, .. } => return format!("最多 {max_columns} 列"),
            Self::CellTooLong { max_chars, .. } => return format!("超过 {max_chars} 个字符"),
            Self::RowWidth {
                expected, found, ..
            } => return format!("有 {found} 个单元格，表头有 {expected} 个"),
            Self::TooElaborate => "工作簿结构过于复杂，请把数据以数值方式粘贴到新工作簿",
            Self::Encrypted => "工作簿有密码保护，请去掉密码后保存",
            Self::OldWorkbook => "这是旧版 .xls 文件或有密码保护，请去掉密码并另存为 .xlsx",
            Self::NotAWorkbook => "不是含工作表的 .xlsx 工作簿，请另存为 .xlsx 或 .csv",
            Self::Corrupt => "文件已损坏，未读入任何内容，请打开后重新另存为 .xlsx",
            Self::UnknownEncoding => "文本编码既不是 UTF-8 也不是 GB18030，请另存为 CSV UTF-8",
            Self::NulCharacter { .. } => "含有空字符（NUL），不是文本文件",
            Self::UnclosedQuote { .. } => "引号没有闭合",
            Self::TextAfterQuote { .. } => "闭合引号之后还有文字",
            Self::Empty => "表格是空的，第一行必须是列名",
            Self::EmptyHeader { .. } => "这一列没有列名",
            Self::Formula { .. } => "单元格是公式，请粘贴为数值",
            Self::FormulaText { .. } => "文字不能以 =、+、-、@ 或制表符开头",
            Self::ErrorCell { .. } => "单元格显示错误值（如 #REF!）",
            Self::LostDigits { .. } => "数字过长，末尾几位已丢失，请以文本格式填写",
            Self::BadNumber { .. } => "不是有效的数字或日期",
        };
        fixed.to_owned()
    }
}
