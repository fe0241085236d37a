//! What an import tells the person who ran it: counts, what was refused and why, and how to undo it.

use std::path::Path;

use entity::import_batch;

use super::apply::Applied;
use super::problem::Problem;
use crate::language::Language;
use crate::platform::clock::local_time;
use crate::platform::tabular::{self, Format, TabularRefusal};

/// Problems shown on the screen; `--report` writes all.
const SHOWN: usize = 50;

/// The outcome of one import.
#[derive(Debug)]
pub(crate) struct Report<'p> {
    /// Name of the file.
    pub(crate) file_name: &'p str,
    /// Rows of the file below the header.
    pub(crate) row_count: usize,
    /// Rows refused.
    pub(crate) refused_count: usize,
    /// Everything found.
    pub(crate) problems: &'p [Problem],
    /// True when the table as a whole is refused, so that no row could be taken.
    pub(crate) is_refused_whole: bool,
    /// What was done, or would be; none when the refused rows forbid everything.
    pub(crate) applied: Option<Applied>,
    /// True when nothing was to be written.
    pub(crate) is_dry_run: bool,
}

impl Report<'_> {
    /// The report as lines.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let shown = self
            .problems
            .iter()
            .take(SHOWN)
            .map(|problem| problem.line(language));
        let mut lines: Vec<String> = shown.collect();
        let more = self.problems.len().saturating_sub(SHOWN);
        if more > 0 {
            lines.push(match language {
                Language::Zh => format!("……还有 {more} 条，用 --report 文件.csv 可写出全部"),
                Language::En => format!("and {more} more; --report FILE.csv writes them all"),
            });
        }
        lines.push(self.counts(language));
        lines.push(self.outcome(language));
        lines
    }

    /// How many rows became what.
    fn counts(&self, language: Language) -> String {
        let Self {
            file_name,
            row_count,
            refused_count,
            ..
        } = self;
        let warned = self
            .problems
            .iter()
            .filter(|it| it.severity == super::Severity::Warning)
            .count();
        let Applied {
            created,
            changed,
            unchanged,
            ..
        } = self.applied.unwrap_or_default();
        match (language, self.applied.is_some()) {
            (Language::Zh, true) => format!(
                "{file_name}：共 {row_count} 行，新增 {created}，更新 {changed}，未变 {unchanged}，拒绝 {refused_count}；警告 {warned} 条"
            ),
            (Language::Zh, false) => {
                format!("{file_name}：共 {row_count} 行，拒绝 {refused_count}；警告 {warned} 条")
            }
            (Language::En, true) => format!(
                "{file_name}: {row_count} rows, {created} new, {changed} changed, {unchanged} unchanged, {refused_count} refused; {warned} warnings"
            ),
            (Language::En, false) => {
                format!("{file_name}: {row_count} rows, {refused_count} refused; {warned} warnings")
            }
        }
    }

    /// What that means.
    fn outcome(&self, language: Language) -> String {
        let batch = self.applied.and_then(|applied| applied.batch);
        let text = match (self.applied, batch) {
            (None, _) if self.is_refused_whole => (
                "未写入任何内容：请改正文件后重新导入".to_owned(),
                "nothing was written: mend the file and import it again".to_owned(),
            ),
            (None, _) => (
                "未写入任何内容：请改正后重新导入，或用 --accept-valid 只导入没有问题的行".to_owned(),
                "nothing was written: mend the file, or take only the valid rows with --accept-valid".to_owned(),
            ),
            (Some(_), Some(id)) => (
                format!("已导入，批次 {id}（撤销：menkou import undo {id}）"),
                format!("imported as batch {id} (undo it with: menkou import undo {id})"),
            ),
            (Some(applied), None) if applied.created + applied.changed == 0 => {
                ("文件没有带来任何变化".to_owned(), "the file changes nothing".to_owned())
            }
            (Some(_), None) if self.is_dry_run => {
                ("试运行，未写入任何内容".to_owned(), "dry run: nothing was written".to_owned())
            }
            (Some(_), None) => ("未写入任何内容".to_owned(), "nothing was written".to_owned()),
        };
        match language {
            Language::Zh => text.0,
            Language::En => text.1,
        }
    }
}

/// Writes every problem as CSV.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn problems_csv(
    path: &Path,
    problems: &[Problem],
    language: Language,
) -> Result<(), TabularRefusal> {
    let headers = match language {
        Language::Zh => ["行", "列", "级别", "代码", "说明"],
        Language::En => ["row", "column", "severity", "code", "message"],
    };
    let rows = problems.iter().map(|problem| {
        vec![
            problem.row.map(|row| row.to_string()).unwrap_or_default(),
            problem.column.clone(),
            problem.severity.word(language).to_owned(),
            problem.code.to_owned(),
            problem.message.in_language(language).to_owned(),
        ]
    });
    tabular::write(path, Format::Csv, &headers, rows)
}

/// A batch in one line of the list.
pub(crate) fn batch_line(batch: &import_batch::Model, language: Language) -> String {
    let at = local_time(batch.applied_at).format("%Y-%m-%d %H:%M");
    let import_batch::Model {
        id,
        subject,
        file_name,
        source,
        created_count,
        updated_count,
        ..
    } = batch;
    let is_undone = batch.state != "applied";
    match language {
        Language::Zh => {
            let state = if is_undone { "已撤销" } else { "有效" };
            format!(
                "{id}  {at}  {subject}  {file_name}（来源 {source}）  新增 {created_count}，更新 {updated_count}  {state}"
            )
        }
        Language::En => {
            let state = if is_undone { "undone" } else { "applied" };
            format!(
                "{id}  {at}  {subject}  {file_name} (source {source})  {created_count} new, {updated_count} changed  {state}"
            )
        }
    }
}
