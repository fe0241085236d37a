//! From a table to drafts: headers, then every row, then rows that mean the same record. Nothing is written here.
//!
//! Read next: `apply`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use reach::coord::Crs;

use super::DEMO_SOURCE;
use super::column::layout_of;
use super::problem::{Problem, Severity};
use super::register::Register;
use super::row::{GivenColumns, RowReader};
use crate::language::Text;
use crate::platform::tabular::Sheet;

/// Most problems kept of one file, in the order of its rows; rows are refused and counted past it all the same.
const MOST_KEPT: usize = 20_000;

/// What the person who imports says beside the file.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The coordinate system of rows that do not name their own.
    pub(crate) crs: Option<Crs>,
    /// The source of rows that do not name their own.
    pub(crate) source: String,
    /// When the import began.
    pub(crate) now: DateTime<Utc>,
}

/// A checked file.
#[derive(Debug)]
pub(crate) struct Checked<D> {
    /// The rows that may be taken, in the order of the file.
    pub(crate) drafts: Vec<D>,
    /// Rows of the file below the header.
    pub(crate) row_count: usize,
    /// Rows with at least one refusal.
    pub(crate) refused_count: usize,
    /// True when the table as a whole is refused, so that no row can be taken.
    pub(crate) is_refused_whole: bool,
    /// Everything found, in the order of the file.
    pub(crate) problems: Vec<Problem>,
}

impl<D> Checked<D> {
    /// A file of which no row can be taken.
    pub(crate) const fn refused_whole(problems: Vec<Problem>, row_count: usize) -> Self {
        Self {
            drafts: Vec::new(),
            row_count,
            refused_count: row_count,
            is_refused_whole: true,
            problems,
        }
    }
}

/// Checks a table; `step` is called after each row.
pub(crate) fn check_table<R: Register>(
    register: &R,
    sheet: &Sheet,
    settings: &Settings,
    step: &dyn Fn(),
) -> Checked<R::Draft> {
    let (layout, mut problems) = layout_of(&sheet.headers, register.columns());
    if settings.crs.is_none() && !layout.columns.contains_key("crs") {
        problems.push(Problem::of_file("", "crs_required", crs_required()));
    }
    if settings.source.trim().eq_ignore_ascii_case(DEMO_SOURCE) {
        problems.push(Problem::of_file("", "reserved_source", reserved_source()));
    }
    if !problems.is_empty() {
        return Checked::refused_whole(problems, sheet.rows.len());
    }
    let given: GivenColumns = Arc::new(layout.columns.keys().copied().collect());
    let mut read = Vec::new();
    let mut refused = BTreeSet::new();
    for row in &sheet.rows {
        let mut reader = RowReader::new(&layout, &given, row);
        let draft = register.read_row(&mut reader, settings);
        let found = reader.into_problems();
        refused.extend(
            found
                .iter()
                .filter(|it| it.severity == Severity::Refusal)
                .filter_map(|it| it.row),
        );
        let room = MOST_KEPT.saturating_sub(problems.len());
        problems.extend(found.into_iter().take(room));
        read.extend(draft.map(|draft| (row.number, draft)));
        step();
    }
    let repeated = duplicates(register, &read);
    refused.extend(repeated.iter().filter_map(|problem| problem.row));
    problems.extend(repeated);
    problems.sort_by_key(|problem| problem.row);
    let drafts = read
        .into_iter()
        .filter(|(row, _)| !refused.contains(row))
        .map(|(_, draft)| draft)
        .collect();
    Checked {
        drafts,
        row_count: sheet.rows.len(),
        refused_count: refused.len(),
        is_refused_whole: false,
        problems,
    }
}

/// Refuses rows that mean the same record, each naming another.
fn duplicates<R: Register>(register: &R, read: &[(u32, R::Draft)]) -> Vec<Problem> {
    let mut rows_by_key: HashMap<&str, Vec<u32>> = HashMap::new();
    for (row, draft) in read {
        rows_by_key
            .entry(register.natural_key(draft))
            .or_default()
            .push(*row);
    }
    let mut problems = Vec::new();
    for rows in rows_by_key.values() {
        for (row, other) in rows
            .iter()
            .zip(rows.iter().cycle().skip(rows.len() - 1))
            .filter(|(a, b)| a != b)
        {
            problems.push(Problem {
                row: Some(*row),
                column: String::new(),
                code: "duplicate_row",
                severity: Severity::Refusal,
                message: Text::new(
                    format!("与第 {other} 行是同一条记录"),
                    format!("is the same record as row {other}"),
                ),
            });
        }
    }
    problems
}

/// The words for a file whose coordinates are in no named system.
fn crs_required() -> Text {
    Text::new(
        "没有说明坐标系：请加“坐标系”列，或用 --crs wgs84（GPS）、gcj02（微信、腾讯、高德地图）、bd09（百度地图）",
        "the coordinate system is not named: add the column \"crs\", or give --crs wgs84 (GPS), gcj02 (WeChat, Tencent, Amap) or bd09 (Baidu)",
    )
}

/// The words for a source that no file may claim.
pub(crate) fn reserved_source() -> Text {
    Text::new(
        "来源“demo”只属于演示数据，请换一个名称",
        "the source \"demo\" belongs to the demo set: choose another name",
    )
}
