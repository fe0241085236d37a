//! Openings in the database; every query ordered.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::opening::{Column, Entity};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    Order, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::record::OpeningRecord;

/// Rows of one INSERT: 36 columns times this stays below PostgreSQL's 65,535 parameters.
const ROWS_A_STATEMENT: usize = 800;

/// Values of one IN list.
const KEYS_A_STATEMENT: usize = 500;

/// Rows of one page of [`load_page`].
const ROWS_A_PAGE: u64 = 10_000;

/// The next published openings that have not ended at `now`, ordered by identity: those behind `after`, or the first.
/// An empty page ends them.
pub(crate) async fn load_page(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<Uuid>,
) -> Result<Vec<OpeningRecord>, DbErr> {
    let behind = after.map(|id| Column::Id.gt(id));
    Entity::find()
        .filter(Column::State.eq("published"))
        .filter(Column::ValidUntil.gt(now))
        .filter(Condition::all().add_option(behind))
        .order_by(Column::Id, Order::Asc)
        .limit(ROWS_A_PAGE)
        .all(connection)
        .await
}

/// The openings with these identities that exist, in any state, ordered by identity.
pub(crate) async fn load_some(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<OpeningRecord>, DbErr> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(KEYS_A_STATEMENT) {
        let found = Entity::find()
            .filter(Column::Id.is_in(chunk.iter().copied()))
            .order_by(Column::Id, Order::Asc)
            .all(connection)
            .await?;
        rows.extend(found);
    }
    Ok(rows)
}

/// The openings with these import identities that exist, by import identity.
pub(crate) async fn find_by_natural_keys(
    connection: &impl ConnectionTrait,
    keys: &[String],
) -> Result<HashMap<String, OpeningRecord>, DbErr> {
    let mut found = HashMap::new();
    for chunk in keys.chunks(KEYS_A_STATEMENT) {
        let rows = Entity::find()
            .filter(Column::NaturalKey.is_in(chunk.iter().cloned()))
            .order_by(Column::Id, Order::Asc)
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.natural_key.clone(), row)));
    }
    Ok(found)
}

/// Writes new openings.
pub(crate) async fn insert(
    connection: &impl ConnectionTrait,
    rows: &[OpeningRecord],
) -> Result<(), DbErr> {
    for chunk in rows.chunks(ROWS_A_STATEMENT) {
        let models = chunk
            .iter()
            .map(|row| row.clone().into_active_model().reset_all());
        Entity::insert_many(models)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
