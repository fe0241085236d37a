//! What importing and exporting stand on, and how a command ends.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use reach::coord::Crs;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::divisions::{Atlas, load_atlas};
use crate::language::Language;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;
use crate::server;

/// The opened parts.
pub(crate) struct Parts {
    /// The database, migrated.
    pub(crate) database: Database,
    /// The catalog.
    pub(crate) catalog: Arc<Catalog>,
    /// Divisions and boundaries.
    pub(crate) atlas: Arc<Atlas>,
    /// Time.
    pub(crate) clock: Clock,
    /// Identities.
    pub(crate) ids: Ids,
}

impl Parts {
    /// Opens what is configured, and loads the divisions.
    ///
    /// # Errors
    /// When a part does not open or the schema is not up to date.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        let opened = server::Parts::open(config.clone(), Clock::system(), Ids::random()).await?;
        let server::Parts {
            database,
            catalog,
            clock,
            ids,
            ..
        } = opened;
        if database.pending_migrations().await? > 0 {
            bail!("the schema is not up to date: run `menkou migrate` first");
        }
        let atlas = Arc::new(load_atlas(&database, &catalog).await?);
        Ok(Self {
            database,
            catalog,
            atlas,
            clock,
            ids,
        })
    }
}

/// How a command ended when nothing broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It did what it was told: exit code 0.
    Done,
    /// It refused, and said why: exit code 1.
    Refused,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::SUCCESS,
            Ending::Refused => Self::FAILURE,
        }
    }
}

/// What a command has to say, line by line, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// For standard output.
    pub(crate) lines: Vec<String>,
    /// How it ended.
    pub(crate) ending: Ending,
}

impl Answer {
    /// An answer of one line to a command that did what it was told.
    pub(crate) fn done(line: String) -> Self {
        Self {
            lines: vec![line],
            ending: Ending::Done,
        }
    }

    /// An answer of one line to a command that was refused.
    pub(crate) fn refused(line: String) -> Self {
        Self {
            lines: vec![line],
            ending: Ending::Refused,
        }
    }

    /// Writes the lines to standard output.
    ///
    /// # Errors
    /// When standard output is closed.
    pub(crate) fn print(&self) -> std::io::Result<Ending> {
        use std::io::Write;
        let mut out = std::io::stdout().lock();
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        Ok(self.ending)
    }
}

/// The coordinate system that an argument names.
///
/// # Errors
/// When it is none.
pub(crate) fn parse_crs(text: &str) -> Result<Crs, String> {
    Crs::parse(text)
        .ok_or_else(|| "wgs84 (GPS), gcj02 (WeChat, Tencent, Amap) or bd09 (Baidu)".to_owned())
}

/// The language that an argument names.
///
/// # Errors
/// When it is none.
pub(crate) fn parse_language(text: &str) -> Result<Language, String> {
    match text {
        "zh" => Ok(Language::Zh),
        "en" => Ok(Language::En),
        _ => Err("zh or en".to_owned()),
    }
}
