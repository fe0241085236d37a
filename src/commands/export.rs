//! `menkou export`: a register into a CSV or XLSX file that `menkou import` reads back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use reach::coord::Crs;

use super::parts::{Answer, Parts, parse_crs, parse_language};
use crate::config::Config;
use crate::imports::{ExportRefusal, Look, export_register};
use crate::language::Language;
use crate::openings::OpeningRegister;
use crate::places::PlaceRegister;
use crate::platform::tabular::Format;

/// Writes a register to a file.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// What to write.
    what: Exported,
    /// The file; its ending, .csv or .xlsx, decides the format.
    file: PathBuf,
    /// Coordinate system of the file: wgs84, gcj02 or bd09.
    #[arg(long, value_parser = parse_crs)]
    crs: Crs,
    /// Write the records of the demo set too.
    #[arg(long)]
    include_demo: bool,
    /// Language of headers and labels: zh or en.
    #[arg(long, default_value = "zh", value_parser = parse_language)]
    language: Language,
}

/// A register that can be written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Exported {
    /// Places with their services.
    Places,
    /// Openings in any state.
    Openings,
}

/// Runs the command and prints what came of it.
pub(super) async fn run(args: &ExportArgs, config: &Config) -> anyhow::Result<ExitCode> {
    let parts = Parts::open(config).await?;
    let answer = answer(args, &parts).await;
    parts.database.close().await;
    Ok(answer?.print()?.into())
}

/// What came of the command.
pub(super) async fn answer(args: &ExportArgs, parts: &Parts) -> anyhow::Result<Answer> {
    let language = args.language;
    let Some(format) = format_of(&args.file) else {
        return Ok(Answer::refused(match language {
            Language::Zh => "文件名应以 .csv 或 .xlsx 结尾".to_owned(),
            Language::En => "the name of the file must end with .csv or .xlsx".to_owned(),
        }));
    };
    let look = Look {
        crs: args.crs,
        language,
        has_demo: args.include_demo,
    };
    let (database, path) = (&parts.database, args.file.as_path());
    let written = match args.what {
        Exported::Places => {
            export_register(
                &PlaceRegister::new(&parts.catalog, &parts.atlas),
                database,
                path,
                format,
                look,
            )
            .await
        }
        Exported::Openings => {
            export_register(
                &OpeningRegister::new(&parts.catalog, &parts.atlas),
                database,
                path,
                format,
                look,
            )
            .await
        }
    };
    match written {
        Ok(count) => Ok(Answer::done(match language {
            Language::Zh => format!("已写出 {count} 条：{}", path.display()),
            Language::En => format!("{count} records written: {}", path.display()),
        })),
        Err(ExportRefusal::File(refusal)) => Ok(Answer::refused(refusal.message(language))),
        Err(refusal @ ExportRefusal::Database(_)) => Err(refusal.into()),
    }
}

/// The format that the ending of a file name asks for.
fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "csv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        _ => None,
    }
}
