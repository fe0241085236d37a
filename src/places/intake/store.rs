//! Writing changed and removed places; reading and new ones are in `places::store`.

use entity::{place, place_service};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};
use uuid::Uuid;

use crate::places::record::PlaceRecord;

/// Values of one IN list.
const KEYS_A_STATEMENT: usize = 500;

/// Replaces a place and its services where it still stands at `version`; false when it does not.
pub(super) async fn replace(
    connection: &impl ConnectionTrait,
    record: &PlaceRecord,
    version: i64,
) -> Result<bool, DbErr> {
    let id = record.row.id;
    let result = place::Entity::update_many()
        .set(record.row.clone().into_active_model().reset_all())
        .filter(place::Column::Id.eq(id))
        .filter(place::Column::Version.eq(version))
        .exec(connection)
        .await?;
    if result.rows_affected != 1 {
        return Ok(false);
    }
    delete_services(connection, &[id]).await?;
    if !record.services.is_empty() {
        let rows = record
            .services
            .iter()
            .map(|row| row.clone().into_active_model().reset_all());
        place_service::Entity::insert_many(rows)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(true)
}

/// Removes places with their services.
pub(super) async fn delete(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
    for chunk in ids.chunks(KEYS_A_STATEMENT) {
        delete_services(connection, chunk).await?;
        place::Entity::delete_many()
            .filter(place::Column::Id.is_in(chunk.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Removes the services of places.
async fn delete_services(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
    place_service::Entity::delete_many()
        .filter(place_service::Column::PlaceId.is_in(ids.iter().copied()))
        .exec(connection)
        .await?;
    Ok(())
}
