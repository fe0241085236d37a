//! What is wrong, or doubtful, in a file: row, column, stable code and words.
//!
//! It must never quote more of a cell than the words need. Read next: `row`, where most arise, and `report`.

use crate::language::{Language, Text};
use crate::platform::tabular::TabularRefusal;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// To be looked at; the row is taken.
    Warning,
    /// The row, or the file, is not taken.
    Refusal,
}

impl Severity {
    /// The word for the report.
    pub(crate) const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Warning, Language::Zh) => "警告",
            (Self::Refusal, Language::Zh) => "拒绝",
            (Self::Warning, Language::En) => "warning",
            (Self::Refusal, Language::En) => "refused",
        }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The row as a spreadsheet program counts it; none when the whole file is meant.
    pub(crate) row: Option<u32>,
    /// The column as the file heads it (or its letter); empty when a whole row or file is meant.
    pub(crate) column: String,
    /// The stable code.
    pub(crate) code: &'static str,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What is wrong and, where we can tell, the mend.
    pub(crate) message: Text,
}

impl Problem {
    /// A problem of the file as a whole.
    pub(super) fn of_file(column: &str, code: &'static str, message: Text) -> Self {
        Self {
            row: None,
            column: column.to_owned(),
            code,
            severity: Severity::Refusal,
            message,
        }
    }

    /// A file that could not be read as a table.
    pub(crate) fn of_table(refusal: &TabularRefusal) -> Self {
        let (row, column) = match refusal.place() {
            Some((row, column)) => (Some(row), column),
            None => (None, String::new()),
        };
        // The table's own words begin with the place, which stands in fields of its own here.
        let bare = |language: Language| {
            let message = refusal.message(language);
            let place = place_text(row, &column, language, "");
            let rest = message
                .strip_prefix(&place)
                .map(|rest| rest.trim_start_matches(['：', ':', ' ']));
            rest.map_or_else(|| message.clone(), str::to_owned)
        };
        let message = Text::new(bare(Language::Zh), bare(Language::En));
        Self {
            row,
            column,
            code: "unreadable_file",
            severity: Severity::Refusal,
            message,
        }
    }

    /// The problem in one line.
    pub(crate) fn line(&self, language: Language) -> String {
        let place = place_text(self.row, &self.column, language, "“");
        let (word, message) = (
            self.severity.word(language),
            self.message.in_language(language),
        );
        match (language, place.is_empty()) {
            (Language::Zh, true) => format!("{word}：{message}"),
            (Language::Zh, false) => format!("{word}：{place}：{message}"),
            (Language::En, true) => format!("{word}: {message}"),
            (Language::En, false) => format!("{word}: {place}: {message}"),
        }
    }
}

/// Row and column in words; `quote` is not empty where the column is a name and not a letter.
fn place_text(row: Option<u32>, column: &str, language: Language, quote: &str) -> String {
    let is_named = !quote.is_empty() && column.chars().count() > 2 || !column.is_ascii();
    let column = match (column.is_empty(), language, is_named) {
        (true, _, _) => String::new(),
        (false, Language::Zh, true) => format!("“{column}”列"),
        (false, Language::Zh, false) => format!("{column} 列"),
        (false, Language::En, true) => format!("column \"{column}\""),
        (false, Language::En, false) => format!("column {column}"),
    };
    match (row, column.is_empty(), language) {
        (Some(row), true, Language::Zh) => format!("第 {row} 行"),
        (Some(row), false, Language::Zh) => format!("第 {row} 行 {column}"),
        (Some(row), true, Language::En) => format!("row {row}"),
        (Some(row), false, Language::En) => format!("row {row}, {column}"),
        (None, _, _) => column,
    }
}
