//! How a bench prints: Markdown tables, ready for `benches/README.md`.
//!
//! Nothing here measures. Next: [`crate::arguments`].

use std::fmt::Write;

/// A Markdown table that is filled row by row.
#[derive(Clone, Debug)]
pub struct Table {
    /// The finished text.
    text: String,
}

impl Table {
    /// A table with these headings; all columns but the first are aligned to the right.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let mut table = Self {
            text: String::new(),
        };
        table.row(headings);
        let rules = headings.iter().enumerate();
        let rules: Vec<&str> = rules
            .map(|(place, _)| if place == 0 { "---" } else { "---:" })
            .collect();
        table.row(&rules);
        table
    }

    /// Adds a row.
    pub fn row<C: AsRef<str>>(&mut self, cells: &[C]) {
        self.text.push('|');
        for cell in cells {
            // Writing to a String cannot fail.
            let _ = write!(self.text, " {} |", cell.as_ref());
        }
        self.text.push('\n');
    }

    /// The table as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A number with about three digits that count; a dash if it is none.
#[must_use]
pub fn short(number: f64) -> String {
    match number.abs() {
        _ if !number.is_finite() => "-".to_owned(),
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

/// A ratio, such as `3.1x`.
#[must_use]
pub fn times(number: f64) -> String {
    match short(number) {
        dash if dash == "-" => dash,
        text => format!("{text}x"),
    }
}
