//! Every opening for export, and writing changed and removed ones; the rest is in `openings::store`.

use entity::opening::{Column, Entity};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order,
    QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::openings::record::OpeningRecord;

/// Values of one IN list.
const KEYS_A_STATEMENT: usize = 500;

/// Every opening in any state, ordered by identity.
pub(super) async fn load_every_state(
    connection: &impl ConnectionTrait,
) -> Result<Vec<OpeningRecord>, DbErr> {
    Entity::find()
        .order_by(Column::Id, Order::Asc)
        .all(connection)
        .await
}

/// Replaces an opening where it still stands at `version`; false when it does not.
pub(super) async fn replace(
    connection: &impl ConnectionTrait,
    record: &OpeningRecord,
    version: i64,
) -> Result<bool, DbErr> {
    let result = Entity::update_many()
        .set(record.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(record.id))
        .filter(Column::Version.eq(version))
        .exec(connection)
        .await?;
    Ok(result.rows_affected == 1)
}

/// Removes openings.
pub(super) async fn delete(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
    for chunk in ids.chunks(KEYS_A_STATEMENT) {
        Entity::delete_many()
            .filter(Column::Id.is_in(chunk.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}
