//! One file into one register: read, checked, and applied where nothing forbids it.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sha2::{Digest, Sha256};

use super::{FileArgs, refused_or_broken};
use crate::commands::parts::{Answer, Ending, Parts};
use crate::imports::{
    Applied, Checked, NewBatch, Problem, Register, Report, Settings, Severity, apply_drafts,
    check_table, preview, problems_csv,
};
use crate::language::Language;
use crate::platform::tabular::{self, Limits};

/// Reads, checks and, where nothing forbids it, applies a file.
pub(super) async fn import_file<R: Register>(
    register: &R,
    args: &FileArgs,
    parts: &Parts,
    language: Language,
) -> anyhow::Result<Answer> {
    if parts.atlas.len() == 0 {
        bail!("there are no divisions: run `menkou import divisions` first");
    }
    if args
        .report
        .as_ref()
        .is_some_and(|report| is_same_file(report, &args.file))
    {
        bail!("--report must not name the file that is imported");
    }
    let settings = Settings {
        crs: args.crs,
        source: args.source.trim().to_owned(),
        now: parts.clock.now(),
    };
    let checked = read_and_check(register, &args.file, &settings);
    let file_name = name_of(&args.file);
    let may_apply = !checked.is_refused_whole && (checked.refused_count == 0 || args.accept_valid);
    // Written first: everything is known, and a path that cannot be written must not hide what was imported.
    if let Some(path) = &args.report {
        problems_csv(path, &checked.problems, language).context("the report cannot be written")?;
    }
    let applied = if !may_apply {
        Ok(None)
    } else if args.dry_run {
        preview(register, &parts.database, &checked.drafts)
            .await
            .map(Some)
    } else {
        let batch = NewBatch {
            file_name: file_name.clone(),
            file_sha256: sha256_of(&args.file)?,
            source: settings.source.clone(),
            refused_count: checked.refused_count,
        };
        apply_drafts(
            register,
            &parts.database,
            &parts.ids,
            settings.now,
            &checked.drafts,
            batch,
        )
        .await
        .map(Some)
    };
    match applied {
        Ok(applied) => Ok(reported(
            &file_name,
            &checked,
            applied,
            args.dry_run,
            language,
        )),
        Err(refusal) => refused_or_broken(refusal, language),
    }
}

/// The report of an import as an answer.
fn reported<D>(
    file_name: &str,
    checked: &Checked<D>,
    applied: Option<Applied>,
    is_dry_run: bool,
    language: Language,
) -> Answer {
    let report = Report {
        file_name,
        row_count: checked.row_count,
        refused_count: checked.refused_count,
        problems: &checked.problems,
        is_refused_whole: checked.is_refused_whole,
        applied,
        is_dry_run,
    };
    let is_refused = checked
        .problems
        .iter()
        .any(|problem| problem.severity == Severity::Refusal);
    let ending = if is_refused && applied.is_none() {
        Ending::Refused
    } else {
        Ending::Done
    };
    Answer {
        lines: report.lines(language),
        ending,
    }
}

/// Reads and checks a file; one that cannot be read as a table is one problem.
fn read_and_check<R: Register>(
    register: &R,
    path: &Path,
    settings: &Settings,
) -> Checked<R::Draft> {
    match tabular::read(path, &Limits::default()) {
        Err(refusal) => Checked::refused_whole(vec![Problem::of_table(&refusal)], 0),
        Ok(sheet) => {
            let bar = progress_bar(sheet.rows.len());
            let checked = check_table(register, &sheet, settings, &|| bar.inc(1));
            bar.finish_and_clear();
            checked
        }
    }
}

/// A bar on standard error when a person looks at it, else nothing.
fn progress_bar(rows: usize) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(u64::try_from(rows).ok(), target);
    match ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// The name of a file without its folder.
fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// True when two paths lead to one file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize()
        .ok()
        .zip(other.canonicalize().ok())
        .is_some_and(|(one, other)| one == other)
}

/// SHA-256 of a file, hexadecimal.
fn sha256_of(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).context("the file cannot be read again")?;
    Ok(Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}
