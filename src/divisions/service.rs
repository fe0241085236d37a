//! Planting the tree from the catalog into the database, and loading it from there.

use chrono::NaiveDate;
use entity::{division, division_code};
use reach::coord::Wgs84;
use sea_orm::DbErr;
use thiserror::Error;
use uuid::Uuid;

use super::atlas::{Atlas, Division};
use super::boundaries::{Boundaries, BoundaryRefusal};
use super::gazetteer::{Gazetteer, GazetteerRefusal, NewCode, NewDivision, Report, Texts};
use super::store;
use crate::catalog::Catalog;
use crate::language::Language;
use crate::platform::clock::Clock;
use crate::platform::database::{Database, Subject};
use crate::platform::ids::Ids;

/// Why the divisions could not be planted or loaded.
#[derive(Debug, Error)]
pub(crate) enum DivisionsRefusal {
    /// A list is broken.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerRefusal),
    /// The boundaries are broken.
    #[error(transparent)]
    Boundaries(#[from] BoundaryRefusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Plants the catalog's divisions where there are none yet; returns the report of what did not match, or `None` when
/// they stand already. All or nothing.
///
/// # Errors
/// When a list is broken (file and line are named) or the database fails.
pub(crate) async fn plant_divisions(
    database: &Database,
    catalog: &Catalog,
    clock: &Clock,
    ids: &Ids,
) -> Result<Option<Report>, DivisionsRefusal> {
    if store::count(database.readers()).await? > 0 {
        return Ok(None);
    }
    let gazetteer = Gazetteer::build(&texts(catalog))?;
    let now = clock.now();
    let identities: Vec<Uuid> = gazetteer.divisions.iter().map(|_| ids.next(now)).collect();
    let rows = gazetteer
        .divisions
        .iter()
        .filter_map(|it| division_row(it, &identities))
        .collect();
    let codes = gazetteer
        .codes
        .iter()
        .filter_map(|it| code_row(it, &identities))
        .collect();
    let mut transaction = database.begin().await?;
    // Asked again inside the transaction: two processes may plant at once. Drawing no number locks the sequence's row on
    // PostgreSQL, so that the second waits and then sees what the first planted.
    transaction.draw_numbers("place", 0).await?;
    if store::count(transaction.connection()).await? > 0 {
        return Ok(None);
    }
    store::insert(transaction.connection(), rows).await?;
    store::insert_codes(transaction.connection(), codes).await?;
    transaction.changed(Subject::Division, Uuid::nil());
    transaction.commit(now).await?;
    Ok(Some(gazetteer.report))
}

/// Whether the divisions stand in the database.
///
/// # Errors
/// When the database fails.
pub(crate) async fn are_planted(database: &Database) -> Result<bool, DbErr> {
    Ok(store::count(database.readers()).await? > 0)
}

/// Loads the tree from the database and the boundaries from the catalog.
///
/// # Errors
/// When the boundaries are broken or the database fails.
pub(crate) async fn load_atlas(
    database: &Database,
    catalog: &Catalog,
) -> Result<Atlas, DivisionsRefusal> {
    let boundaries = Boundaries::parse(catalog.text("divisions/gz_bounds_district.geojson"))?;
    let rows = store::all(database.readers()).await?;
    let positions: std::collections::HashMap<Uuid, u32> = (0_u32..)
        .zip(&rows)
        .map(|(index, row)| (row.id, index))
        .collect();
    let divisions = rows
        .into_iter()
        .map(|row| Division {
            id: row.id,
            parent: row
                .parent_id
                .and_then(|id| positions.get(&id).copied())
                .map(super::atlas::DivisionIndex),
            path: row.path,
            level: row.level,
            name: row.name,
            full_name: row.full_name,
            code: None,
            point: row
                .lat
                .zip(row.lon)
                .and_then(|(lat, lon)| Wgs84::new(lat, lon).ok()),
            point_basis: row.point_basis,
            is_ended: row.is_ended,
            note: row.note,
        })
        .collect();
    let codes = store::all_codes(database.readers()).await?;
    let codes = codes
        .into_iter()
        .map(|row| (row.system, row.code, row.division_id));
    Ok(Atlas::new(divisions, codes, boundaries))
}

/// The lists of the catalog.
fn texts(catalog: &Catalog) -> Texts<'_> {
    Texts {
        nation: catalog.text("divisions/cn_divisions_mca2026.csv"),
        guizhou: catalog.text("divisions/gz_divisions_mca2026.csv"),
        streets: catalog.text("divisions/gz_streets_nbs2023.csv"),
        villages: catalog.text("divisions/gz_villages_nbs2023.csv"),
        town_aliases: catalog.text("divisions/town_aliases.csv"),
        code_changes: catalog.text("divisions/gz_code_changes_1981_2020.csv"),
        code_changes_added: catalog.text("divisions/gz_code_changes_added.csv"),
        seats: catalog.text("divisions/gz_county_seats.csv"),
        town_points: catalog.text("divisions/gz_town_points_geonames.csv"),
    }
}

/// A division with its identity.
fn division_row(new: &NewDivision, identities: &[Uuid]) -> Option<division::Model> {
    let point = new.point.as_ref();
    Some(division::Model {
        id: *identities.get(new.key)?,
        parent_id: new.parent.and_then(|key| identities.get(key).copied()),
        path: new.path.clone(),
        level: new.level.as_str().to_owned(),
        name: new.name.clone(),
        full_name: new.full_name.clone(),
        lat: point.map(|(point, _)| point.lat_degrees()),
        lon: point.map(|(point, _)| point.lon_degrees()),
        point_basis: point.map(|(_, basis)| basis.as_str().to_owned()),
        is_ended: new.ended,
        note: new.note.as_ref().map(|note| note.message(Language::Zh)),
    })
}

/// A code with the identity of its division; years become their first and last day.
fn code_row(new: &NewCode, identities: &[Uuid]) -> Option<division_code::Model> {
    Some(division_code::Model {
        system: new.system.as_str().to_owned(),
        code: new.code.clone(),
        division_id: *identities.get(new.division)?,
        valid_from: new
            .valid_from
            .and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)),
        valid_to: new
            .valid_to
            .and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31)),
    })
}
