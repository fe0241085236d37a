//! Records into a file that [`super::check_table`] reads back: importing what was exported changes nothing.

use std::path::Path;

use reach::coord::Crs;
use sea_orm::DbErr;
use thiserror::Error;

use super::register::Register;
use crate::language::Language;
use crate::platform::database::Database;
use crate::platform::tabular::{self, Format, TabularRefusal};

/// Why nothing was exported.
#[derive(Debug, Error)]
pub(crate) enum ExportRefusal {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] TabularRefusal),
}

/// Writes every record (those of the demo set only when asked) and returns how many.
///
/// # Errors
/// When the database fails or the file cannot be written; a file of that name is then as it was.
pub(crate) async fn export_register<R: Register>(
    register: &R,
    database: &Database,
    path: &Path,
    format: Format,
    look: Look,
) -> Result<usize, ExportRefusal> {
    let mut records = register.load_all(database.readers()).await?;
    records.retain(|record| look.has_demo || !register.is_demo(record));
    let headers: Vec<&str> = register
        .columns()
        .iter()
        .map(|column| column.header(look.language))
        .collect();
    let rows = records
        .iter()
        .map(|record| register.write_row(record, look.crs, look.language));
    tabular::write(path, format, &headers, rows)?;
    Ok(records.len())
}

/// How the file is to look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// The coordinate system of the file.
    pub(crate) crs: Crs,
    /// The language of headers and labels.
    pub(crate) language: Language,
    /// True when records of the demo set are wanted too.
    pub(crate) has_demo: bool,
}
