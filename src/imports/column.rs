//! The columns of a register's table: one list serves reading (Chinese or English headers) and writing.
//!
//! It must never pass over a header that it does not know. Read next: `row`, which asks for cells by column.

use std::collections::HashMap;

use super::problem::Problem;
use super::suggest::{nearest, quoted};
use crate::language::{Language, Text, folded};

/// A column of a register's table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// The stable code, which is the English header.
    pub(crate) code: &'static str,
    /// The Chinese header.
    pub(crate) zh: &'static str,
    /// What people write instead.
    pub(crate) aliases: &'static [&'static str],
    /// True when a file without it is refused.
    pub(crate) is_needed: bool,
}

impl Column {
    /// A column that a file may leave out.
    pub(crate) const fn optional(
        code: &'static str,
        zh: &'static str,
        aliases: &'static [&'static str],
    ) -> Self {
        Self {
            code,
            zh,
            aliases,
            is_needed: false,
        }
    }

    /// A column that every file must have.
    pub(crate) const fn needed(
        code: &'static str,
        zh: &'static str,
        aliases: &'static [&'static str],
    ) -> Self {
        Self {
            code,
            zh,
            aliases,
            is_needed: true,
        }
    }

    /// The header in a language.
    pub(crate) const fn header(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.code,
        }
    }
}

/// Where each known column stands in a file, and how the file heads it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Position and header by column code.
    pub(super) columns: HashMap<&'static str, (usize, String)>,
}

/// Finds the columns of a file; what is unknown, doubled or missing is a problem.
pub(super) fn layout_of(headers: &[String], columns: &'static [Column]) -> (Layout, Vec<Problem>) {
    let mut known: HashMap<String, &'static Column> = HashMap::new();
    for column in columns {
        for name in [column.code, column.zh].iter().chain(column.aliases) {
            known.insert(folded(name), column);
        }
    }
    let mut layout = Layout::default();
    let mut problems = Vec::new();
    for (position, header) in headers.iter().enumerate() {
        let Some(column) = known.get(&folded(header)) else {
            problems.push(unknown(header, columns));
            continue;
        };
        if let Some((_, first)) = layout
            .columns
            .insert(column.code, (position, header.clone()))
        {
            let message = Text::new(
                format!("与“{}”列是同一列，请删去一列", quoted(&first)),
                format!(
                    "means the same as the column \"{}\": remove one of them",
                    quoted(&first)
                ),
            );
            problems.push(Problem::of_file(
                &quoted(header),
                "repeated_column",
                message,
            ));
        }
    }
    for column in columns.iter().filter(|column| column.is_needed) {
        if !layout.columns.contains_key(column.code) {
            let message = Text::new(
                format!("缺少必需的列“{}”（{}）", column.zh, column.code),
                format!("the column \"{}\" ({}) is missing", column.code, column.zh),
            );
            problems.push(Problem::of_file(column.zh, "missing_column", message));
        }
    }
    (layout, problems)
}

/// The problem of a header that nothing is known by, with the nearest known ones.
fn unknown(header: &str, columns: &'static [Column]) -> Problem {
    let names = columns.iter().flat_map(|column| [column.zh, column.code]);
    let near = nearest(header, names);
    let message = match near.first() {
        Some(name) => Text::new(
            format!("没有这一列，您是否想用“{name}”？"),
            format!("there is no such column; did you mean \"{name}\"?"),
        ),
        None => {
            let zh: Vec<&str> = columns.iter().map(|column| column.zh).collect();
            let en: Vec<&str> = columns.iter().map(|column| column.code).collect();
            Text::new(
                format!("没有这一列。可用的列：{}", zh.join("、")),
                format!("there is no such column; there are: {}", en.join(", ")),
            )
        }
    };
    Problem::of_file(&quoted(header), "unknown_column", message)
}
