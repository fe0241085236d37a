//! Divisions and codes in the database. Written once by planting, read once at start.

use entity::{division, division_code};
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait};

use crate::platform::database::ROWS_A_STATEMENT;

/// How many divisions there are.
pub(super) async fn count(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    division::Entity::find().count(connection).await
}

/// Every division, in depth-first order (paths compared by bytes, whatever the database's collation).
pub(super) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<division::Model>, DbErr> {
    let mut rows = division::Entity::find().all(connection).await?;
    rows.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(rows)
}

/// Every code, ordered.
pub(super) async fn all_codes(
    connection: &impl ConnectionTrait,
) -> Result<Vec<division_code::Model>, DbErr> {
    let mut rows = division_code::Entity::find().all(connection).await?;
    rows.sort_unstable_by(|a, b| {
        (&a.code, &a.system, a.division_id).cmp(&(&b.code, &b.system, b.division_id))
    });
    Ok(rows)
}

/// Writes new divisions, parents before children.
pub(super) async fn insert(
    connection: &impl ConnectionTrait,
    rows: Vec<division::Model>,
) -> Result<(), DbErr> {
    for chunk in rows.chunks(ROWS_A_STATEMENT) {
        let models = chunk.iter().cloned().map(|row| division::ActiveModel {
            id: ActiveValue::Set(row.id),
            parent_id: ActiveValue::Set(row.parent_id),
            path: ActiveValue::Set(row.path),
            level: ActiveValue::Set(row.level),
            name: ActiveValue::Set(row.name),
            full_name: ActiveValue::Set(row.full_name),
            lat: ActiveValue::Set(row.lat),
            lon: ActiveValue::Set(row.lon),
            point_basis: ActiveValue::Set(row.point_basis),
            is_ended: ActiveValue::Set(row.is_ended),
            note: ActiveValue::Set(row.note),
        });
        division::Entity::insert_many(models)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// Writes new codes.
pub(super) async fn insert_codes(
    connection: &impl ConnectionTrait,
    rows: Vec<division_code::Model>,
) -> Result<(), DbErr> {
    for chunk in rows.chunks(ROWS_A_STATEMENT) {
        let models = chunk.iter().cloned().map(|row| division_code::ActiveModel {
            system: ActiveValue::Set(row.system),
            code: ActiveValue::Set(row.code),
            division_id: ActiveValue::Set(row.division_id),
            valid_from: ActiveValue::Set(row.valid_from),
            valid_to: ActiveValue::Set(row.valid_to),
        });
        division_code::Entity::insert_many(models)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
