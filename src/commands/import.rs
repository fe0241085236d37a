//! `menkou import`: a file into a register, a map into the street file, the list of imports, and undoing one.
//!
//! The whole file is read and checked before anything is written; a refused row means that nothing is, unless the person
//! says `--accept-valid`. It must never print a cell that it does not have to. Read next: `file`, `streets`, `crate::imports`.

mod elevation;
mod file;
mod streets;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use reach::coord::Crs;
use uuid::Uuid;

use file::import_file;

use super::parts::{Answer, Ending, Parts, parse_crs, parse_language};
use crate::config::Config;
use crate::divisions::plant_divisions;
use crate::imports::{ImportRefusal, Undone, batch_line, batches, find_batch, undo_batch};
use crate::language::Language;
use crate::openings::OpeningRegister;
use crate::places::PlaceRegister;

/// Reads CSV and XLSX files into the registers.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// What to import, list or undo.
    #[command(subcommand)]
    command: ImportCommand,
    /// Language of the report: zh or en.
    #[arg(long, global = true, default_value = "zh", value_parser = parse_language)]
    language: Language,
}

/// What `menkou import` can be told to do.
#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Make the street file from a map of OpenStreetMap.
    Streets(streets::StreetsArgs),
    /// What has to do with the database.
    #[command(flatten)]
    Registers(RegisterCommand),
}

/// What can be done with the registers in the database.
#[derive(Debug, Subcommand)]
enum RegisterCommand {
    /// Read a file of places.
    Places(FileArgs),
    /// Read a file of openings.
    Openings(FileArgs),
    /// Plant the divisions of the catalog where there are none yet.
    Divisions,
    /// Undo an import: what it made goes, what it changed becomes what it was.
    Undo {
        /// The batch, as the import named it.
        batch: Uuid,
    },
    /// List the imports, the latest first.
    List,
}

/// Which file, and how to take it.
#[derive(Debug, Args)]
struct FileArgs {
    /// The file, CSV or XLSX; Chinese or English headers.
    file: PathBuf,
    /// Coordinate system of rows that do not name their own: wgs84, gcj02 or bd09.
    #[arg(long, value_parser = parse_crs)]
    crs: Option<Crs>,
    /// The register that rows without a source of their own come from; external ids are unique within it.
    #[arg(long, default_value = "file")]
    source: String,
    /// Check and compare only; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take the valid rows even when others are refused.
    #[arg(long)]
    accept_valid: bool,
    /// Write everything that was found to this CSV file.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// Runs the command and prints what came of it.
pub(super) async fn run(args: &ImportArgs, config: &Config) -> anyhow::Result<ExitCode> {
    let answer = match &args.command {
        ImportCommand::Streets(map) => streets::answer(map, config, args.language),
        ImportCommand::Registers(command) => {
            let parts = Parts::open(config).await?;
            let answer = answer(command, &parts, args.language).await;
            parts.database.close().await;
            answer
        }
    };
    Ok(answer?.print()?.into())
}

/// What came of a command for the registers.
async fn answer(
    command: &RegisterCommand,
    parts: &Parts,
    language: Language,
) -> anyhow::Result<Answer> {
    match command {
        RegisterCommand::Places(file) => {
            let register = PlaceRegister::new(&parts.catalog, &parts.atlas);
            import_file(&register, file, parts, language).await
        }
        RegisterCommand::Openings(file) => {
            let register = OpeningRegister::new(&parts.catalog, &parts.atlas);
            import_file(&register, file, parts, language).await
        }
        RegisterCommand::Divisions => {
            let report =
                plant_divisions(&parts.database, &parts.catalog, &parts.clock, &parts.ids).await?;
            let lines = report.map(|report| report.lines(language));
            let standing = |language| match language {
                Language::Zh => "区划已经存在，未做改动".to_owned(),
                Language::En => "the divisions stand already, nothing was changed".to_owned(),
            };
            Ok(Answer {
                lines: lines.unwrap_or_else(|| vec![standing(language)]),
                ending: Ending::Done,
            })
        }
        RegisterCommand::Undo { batch } => undo_import(*batch, parts, language).await,
        RegisterCommand::List => {
            let found = batches(parts.database.readers()).await?;
            let mut lines: Vec<String> = found
                .iter()
                .map(|batch| batch_line(batch, language))
                .collect();
            if lines.is_empty() {
                lines.push(match language {
                    Language::Zh => "还没有导入过".to_owned(),
                    Language::En => "there was no import yet".to_owned(),
                });
            }
            Ok(Answer {
                lines,
                ending: Ending::Done,
            })
        }
    }
}

/// What came of a command on parts that a test has opened.
#[cfg(test)]
pub(super) async fn answer_on(
    args: &ImportArgs,
    parts: &Parts,
    config: &Config,
) -> anyhow::Result<Answer> {
    match &args.command {
        ImportCommand::Streets(map) => streets::answer(map, config, args.language),
        ImportCommand::Registers(command) => answer(command, parts, args.language).await,
    }
}

/// Undoes a batch of whichever register it belongs to.
async fn undo_import(id: Uuid, parts: &Parts, language: Language) -> anyhow::Result<Answer> {
    let (database, now) = (&parts.database, parts.clock.now());
    let batch = find_batch(database.readers(), id).await?;
    let undone = match batch.map(|batch| batch.subject).as_deref() {
        Some("places") => {
            undo_batch(
                &PlaceRegister::new(&parts.catalog, &parts.atlas),
                database,
                now,
                id,
            )
            .await
        }
        Some("openings") => {
            undo_batch(
                &OpeningRegister::new(&parts.catalog, &parts.atlas),
                database,
                now,
                id,
            )
            .await
        }
        Some(_) | None => Err(ImportRefusal::UnknownBatch),
    };
    match undone {
        Ok(Undone { removed, restored }) => Ok(Answer::done(match language {
            Language::Zh => format!("已撤销：删除 {removed} 条，恢复 {restored} 条"),
            Language::En => format!("undone: {removed} removed, {restored} restored"),
        })),
        Err(refusal) => refused_or_broken(refusal, language),
    }
}

/// A refusal as an answer; a database that failed is an error of the command.
fn refused_or_broken(refusal: ImportRefusal, language: Language) -> anyhow::Result<Answer> {
    match refusal {
        ImportRefusal::Database(_) | ImportRefusal::BeforeImage(_) => Err(refusal.into()),
        ImportRefusal::WrittenMeanwhile
        | ImportRefusal::UnknownBatch
        | ImportRefusal::AlreadyUndone
        | ImportRefusal::ChangedSince { .. } => Ok(Answer::refused(refusal.message(language))),
    }
}
