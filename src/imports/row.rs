//! One row of a file, read cell by cell. Problems are collected, never thrown: a row tells all that is wrong with it.
//!
//! Read next: `problem`; the slices' `intake` modules, which read rows.

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::column::Layout;
use super::moment::Moment;
use super::problem::{Problem, Severity};
use super::suggest::{nearest, quoted};
use crate::catalog::{Term, Vocabulary};
use crate::language::{Language, Text};
use crate::platform::tabular::Row;

/// Vocabularies up to this size are shown in full when a value is unknown.
const SHOWN_IN_FULL: usize = 16;

/// Most problems noted of one row; the first refusal is always noted.
const MOST_PROBLEMS: usize = 32;

/// Signs between the values of one cell.
const BETWEEN_VALUES: [char; 3] = ['；', ';', '\n'];

/// Which columns a file has: a column that it lacks says nothing about a stored record.
pub(crate) type GivenColumns = Arc<HashSet<&'static str>>;

/// Reads one row.
#[derive(Debug)]
pub(crate) struct RowReader<'t> {
    /// Where the columns stand.
    layout: &'t Layout,
    /// Which columns there are.
    given: &'t GivenColumns,
    /// The row.
    row: &'t Row,
    /// What is wrong so far.
    problems: Vec<Problem>,
}

impl<'t> RowReader<'t> {
    /// Begins to read a row.
    pub(super) const fn new(layout: &'t Layout, given: &'t GivenColumns, row: &'t Row) -> Self {
        Self {
            layout,
            given,
            row,
            problems: Vec::new(),
        }
    }

    /// What was found wrong.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Which columns the file has.
    pub(crate) fn given(&self) -> GivenColumns {
        Arc::clone(self.given)
    }

    /// The text of a cell; empty when it is blank or the file lacks the column.
    pub(crate) fn text(&self, column: &str) -> &'t str {
        let position = self
            .layout
            .columns
            .get(column)
            .map(|(position, _)| *position);
        position
            .and_then(|position| self.row.cells.get(position))
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// The text of a cell, none when it is empty.
    pub(crate) fn optional(&self, column: &str) -> Option<&'t str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// The text of a cell that must not be empty; refused when it is.
    pub(crate) fn required(&mut self, column: &'static str) -> Option<&'t str> {
        let text = self.optional(column);
        if text.is_none() {
            self.refuse(
                column,
                "required",
                Text::new("不能为空", "must not be empty"),
            );
        }
        text
    }

    /// Refuses the row for what stands in a column.
    pub(crate) fn refuse(&mut self, column: &str, code: &'static str, message: Text) {
        self.note(column, code, Severity::Refusal, message);
    }

    /// Takes the row but asks people to look at a column.
    pub(crate) fn warn(&mut self, column: &str, code: &'static str, message: Text) {
        self.note(column, code, Severity::Warning, message);
    }

    /// True when as much was noted as one row may have.
    const fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    /// True when the row was refused already.
    fn is_refused(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Refusal)
    }

    /// Notes a problem under the header that the file itself uses.
    fn note(&mut self, column: &str, code: &'static str, severity: Severity, message: Text) {
        let is_first_refusal = severity == Severity::Refusal && !self.is_refused();
        if self.is_full() && !is_first_refusal {
            return;
        }
        let header = self
            .layout
            .columns
            .get(column)
            .map_or(column, |(_, header)| header);
        self.problems.push(Problem {
            row: Some(self.row.number),
            column: header.to_owned(),
            code,
            severity,
            message,
        });
    }

    /// Refuses what a row struct's length rules refuse; its fields are named like the columns.
    pub(crate) fn check_lengths(&mut self, texts: &impl Validate) {
        let Err(errors) = texts.validate() else {
            return;
        };
        for (column, most) in too_long(&errors) {
            let message = Text::new(
                format!("最多 {most} 个字"),
                format!("at most {most} characters are accepted"),
            );
            self.refuse(&column, "too_long", message);
        }
    }

    /// The number in a cell; refused when it is none, also when the number is no finite one.
    pub(crate) fn number<N: FromStr>(&mut self, column: &'static str) -> Option<N> {
        let text = self.optional(column)?;
        let number = text.parse().ok();
        if number.is_none() {
            self.refuse(
                column,
                "not_a_number",
                Text::new("不是有效的数字", "is not a valid number"),
            );
        }
        number
    }

    /// The date or instant in a cell; refused when it is none.
    pub(crate) fn moment(&mut self, column: &'static str) -> Option<Moment> {
        let moment = Moment::parse(self.optional(column)?);
        if moment.is_none() {
            let message = Text::new(
                "不是有效的日期，请写成 2026-11-24 或 2026-11-24 09:00",
                "is not a valid date: write 2026-11-24 or 2026-11-24 09:00",
            );
            self.refuse(column, "not_a_date", message);
        }
        moment
    }

    /// The day in a cell; refused when it is none or has a time.
    pub(crate) fn day(&mut self, column: &'static str) -> Option<NaiveDate> {
        match self.moment(column)? {
            Moment::Day(day) => Some(day),
            Moment::Instant(_) => {
                let message = Text::new("只写日期，不写时间", "must be a date without a time");
                self.refuse(column, "not_a_date", message);
                None
            }
        }
    }

    /// The texts of a cell that holds several, in their order, each once.
    pub(crate) fn texts(&self, column: &str) -> Vec<&'t str> {
        let mut seen = HashSet::new();
        let parts = self.text(column).split(BETWEEN_VALUES).map(str::trim);
        parts
            .filter(|part| !part.is_empty() && seen.insert(*part))
            .collect()
    }

    /// The entry of a vocabulary that a cell names by code, label or alias; refused when there is none such.
    pub(crate) fn term<'c, T: Term>(
        &mut self,
        column: &'static str,
        vocabulary: &'c Vocabulary<T>,
    ) -> Option<&'c T> {
        let text = self.optional(column)?;
        let term = vocabulary.by_text(text);
        if term.is_none() {
            self.refuse_unknown(column, text, vocabulary);
        }
        term
    }

    /// The codes of the entries that a cell names, in the order of the vocabulary, each once.
    pub(crate) fn terms<T: Term>(
        &mut self,
        column: &'static str,
        vocabulary: &Vocabulary<T>,
    ) -> Vec<String> {
        let mut codes = BTreeMap::new();
        for text in self.texts(column) {
            match vocabulary.by_text(text) {
                Some(term) => {
                    codes.insert(vocabulary.ordinal_of(term.code()), term.code().to_owned());
                }
                None => self.refuse_unknown(column, text, vocabulary),
            }
        }
        codes.into_values().collect()
    }

    /// Refuses a value that a vocabulary does not have, with those it has or the nearest of them.
    fn refuse_unknown<T: Term>(&mut self, column: &str, text: &str, vocabulary: &Vocabulary<T>) {
        let labels = |language: Language| -> Vec<&str> {
            let all = vocabulary.iter().map(|term| term.label(language));
            if vocabulary.len() <= SHOWN_IN_FULL {
                all.collect()
            } else {
                nearest(text, all)
            }
        };
        self.refuse_value(column, text, &labels(Language::Zh), &labels(Language::En));
    }

    /// Refuses a value that is not one of those known; the lists name what it could be.
    pub(crate) fn refuse_value(&mut self, column: &str, text: &str, zh: &[&str], en: &[&str]) {
        let text = quoted(text);
        let (mut chinese, mut english) = (
            format!("没有“{text}”这个值"),
            format!("there is no value \"{text}\""),
        );
        if !zh.is_empty() {
            chinese.push_str(&format!("，可用或相近的有：{}", zh.join("、")));
        }
        if !en.is_empty() {
            english.push_str(&format!("; there are: {}", en.join(", ")));
        }
        self.refuse(column, "unknown_value", Text::new(chinese, english));
    }
}

/// Columns whose text is too long, with the most characters each may have, in order of their names.
fn too_long(errors: &ValidationErrors) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for (field, kind) in errors.errors() {
        if let ValidationErrorsKind::Field(errors) = kind {
            for error in errors {
                let most = error
                    .params
                    .get("max")
                    .and_then(serde_json::Value::as_u64)
                    .unwrap_or(0);
                found.insert(field.to_string(), most);
            }
        }
    }
    found
}
