//! Reading the gazetteer's CSV texts into typed rows.
//!
//! It must never open a file: texts come in as text. What is wrong is refused with file and line.
//! Read next: `tree.rs` and `codes.rs`, which use the rows.

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Why the lists were refused. The file is named as in the catalog, the line counts from 1.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GazetteerRefusal {
    /// A line is not valid CSV or lacks a column.
    #[error("{file} line {line}: {source}")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// The line, 0 if not known.
        line: u64,
        /// What the CSV reader says.
        source: csv::Error,
    },
    /// A code is not made of 6, 9 or 12 digits.
    #[error("{file} line {line}: \"{code}\" is not a division code of 6, 9 or 12 digits")]
    BadCode {
        /// The file.
        file: &'static str,
        /// The line.
        line: u64,
        /// The code as given.
        code: String,
    },
    /// A line names a code that no earlier line defines.
    #[error("{file} line {line}: no division has the code {code}")]
    UnknownCode {
        /// The file.
        file: &'static str,
        /// The line.
        line: u64,
        /// The code that was looked for.
        code: String,
    },
    /// A code is defined twice, or defined differently by two lists.
    #[error("{file} line {line}: the code {code} is already defined")]
    DefinedTwice {
        /// The file.
        file: &'static str,
        /// The line.
        line: u64,
        /// The code.
        code: String,
    },
    /// A level is not one of the file's own.
    #[error("{file} line {line}: \"{level}\" is not a level this file may have")]
    BadLevel {
        /// The file.
        file: &'static str,
        /// The line.
        line: u64,
        /// The level as given.
        level: String,
    },
    /// The spelling table names a town that the ministry's list does not have.
    #[error("{file} line {line}: the ministry's list has no town {town} in county {county}")]
    UnknownTown {
        /// The file.
        file: &'static str,
        /// The line.
        line: u64,
        /// The six digits of the county.
        county: String,
        /// The town's name.
        town: String,
    },
    /// A point is not on the earth.
    #[error("{file} line {line}: the point is not a valid WGS-84 coordinate")]
    BadPoint {
        /// The file.
        file: &'static str,
        /// The line.
        line: u64,
    },
    /// A division has more children than its path can number.
    #[error("{full_name} has more than 9,999 divisions under it")]
    TooManyChildren {
        /// The full name of the division.
        full_name: String,
    },
}

/// A row of the ministry's lists, of the nation or of Guizhou.
#[derive(Deserialize)]
pub(super) struct McaRow {
    /// Twelve digits.
    pub(super) code12: String,
    /// The division's name.
    pub(super) name: String,
    /// 1 province, 2 prefecture, 3 county, 4 town.
    pub(super) level: String,
    /// The code of the division above; empty for a province.
    pub(super) parent12: String,
    /// `revoked` or empty; the national list has no such column.
    #[serde(default)]
    pub(super) status: String,
}

/// A town in the statistics bureau's list.
#[derive(Deserialize)]
pub(super) struct StreetRow {
    /// Nine digits in the bureau's own system.
    pub(super) code9: String,
    /// The town's name.
    pub(super) name: String,
    /// Six digits of the county.
    pub(super) county6: String,
}

/// A village in the statistics bureau's list.
#[derive(Deserialize)]
pub(super) struct VillageRow {
    /// Twelve digits in the bureau's own system; the first nine are its town there.
    pub(super) code12: String,
    /// The village's name.
    pub(super) name: String,
}

/// A town whose name the two systems write differently.
#[derive(Deserialize)]
pub(super) struct SpellingRow {
    /// Six digits of the county.
    pub(super) county6: String,
    /// The statistics bureau's spelling.
    pub(super) nbs_name: String,
    /// The ministry's spelling.
    pub(super) mca_name: String,
}

/// A change of a county's or prefecture's code or name.
#[derive(Deserialize)]
pub(super) struct ChangeRow {
    /// The year it took effect.
    pub(super) year: i32,
    /// Six digits before; empty for a new unit.
    pub(super) old_code: String,
    /// The name before.
    pub(super) old_name: String,
    /// Six digits after; empty if no successor is named.
    pub(super) new_code: String,
}

/// A county seat.
#[derive(Deserialize)]
pub(super) struct SeatRow {
    /// Six digits of the county.
    pub(super) code6: String,
    /// Longitude in degrees, WGS-84.
    pub(super) lon_wgs84: f64,
    /// Latitude in degrees, WGS-84.
    pub(super) lat_wgs84: f64,
}

/// A town's point.
#[derive(Deserialize)]
pub(super) struct TownPointRow {
    /// The ministry's twelve digits.
    pub(super) code12: String,
    /// Longitude in degrees, WGS-84.
    pub(super) lon_wgs84: f64,
    /// Latitude in degrees, WGS-84.
    pub(super) lat_wgs84: f64,
}

/// A row with the line it stands on.
pub(super) struct Numbered<T> {
    /// The line, counted from 1.
    pub(super) line: u64,
    /// The row.
    pub(super) row: T,
}

/// Reads all rows of one text.
///
/// # Errors
/// The first line that is not CSV or lacks a column is refused.
pub(super) fn read<T: DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<Vec<Numbered<T>>, GazetteerRefusal> {
    let plain = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(plain.as_bytes());
    let refused = |source: csv::Error| GazetteerRefusal::Unreadable {
        file,
        line: source.position().map_or(0, csv::Position::line),
        source,
    };
    let headers = reader.headers().map_err(refused)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(refused)?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record
            .deserialize(Some(&headers))
            .map_err(|source| GazetteerRefusal::Unreadable { file, line, source })?;
        rows.push(Numbered { line, row });
    }
    Ok(rows)
}

/// The twelve-digit form of a code given with 6, 9 or 12 digits; none for anything else.
pub(crate) fn canonical_code(code: &str) -> Option<String> {
    let fits = matches!(code.len(), 6 | 9 | 12) && code.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| format!("{code:0<12}"))
}

/// The twelve-digit form of a code in a list.
///
/// # Errors
/// A code that has none is refused with file and line.
pub(super) fn code12(
    file: &'static str,
    line: u64,
    code: &str,
) -> Result<String, GazetteerRefusal> {
    canonical_code(code).ok_or_else(|| GazetteerRefusal::BadCode {
        file,
        line,
        code: code.to_owned(),
    })
}
