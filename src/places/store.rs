//! Places in the database; every query ordered.

use std::collections::HashMap;

use entity::{place, place_service};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order,
    QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::record::PlaceRecord;

/// Rows of one INSERT: 25 columns times this stays below PostgreSQL's 65,535 parameters.
const ROWS_A_STATEMENT: usize = 1_000;

/// Values of one IN list.
const KEYS_A_STATEMENT: usize = 500;

/// Every place with its services, ordered by identity.
pub(crate) async fn load_all(connection: &impl ConnectionTrait) -> Result<Vec<PlaceRecord>, DbErr> {
    let rows = place::Entity::find()
        .order_by(place::Column::Id, Order::Asc)
        .all(connection)
        .await?;
    let services = place_service::Entity::find()
        .order_by(place_service::Column::PlaceId, Order::Asc)
        .order_by(place_service::Column::Service, Order::Asc)
        .all(connection)
        .await?;
    Ok(joined(rows, services))
}

/// The places with these identities that exist, ordered by identity.
pub(crate) async fn load_some(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<PlaceRecord>, DbErr> {
    let mut records = Vec::new();
    for chunk in ids.chunks(KEYS_A_STATEMENT) {
        let rows = place::Entity::find()
            .filter(place::Column::Id.is_in(chunk.iter().copied()))
            .order_by(place::Column::Id, Order::Asc)
            .all(connection)
            .await?;
        records.extend(with_services(connection, rows).await?);
    }
    Ok(records)
}

/// The places with these import identities that exist, by import identity.
pub(crate) async fn find_by_natural_keys(
    connection: &impl ConnectionTrait,
    keys: &[String],
) -> Result<HashMap<String, PlaceRecord>, DbErr> {
    let mut found = HashMap::new();
    for chunk in keys.chunks(KEYS_A_STATEMENT) {
        let rows = place::Entity::find()
            .filter(place::Column::NaturalKey.is_in(chunk.iter().cloned()))
            .order_by(place::Column::Id, Order::Asc)
            .all(connection)
            .await?;
        for record in with_services(connection, rows).await? {
            found.insert(record.row.natural_key.clone(), record);
        }
    }
    Ok(found)
}

/// Writes new places with their services.
pub(crate) async fn insert(
    connection: &impl ConnectionTrait,
    records: &[PlaceRecord],
) -> Result<(), DbErr> {
    for chunk in records.chunks(ROWS_A_STATEMENT) {
        let rows = chunk
            .iter()
            .map(|record| record.row.clone().into_active_model().reset_all());
        place::Entity::insert_many(rows)
            .exec_without_returning(connection)
            .await?;
    }
    let services: Vec<place_service::Model> = records
        .iter()
        .flat_map(|record| record.services.iter().cloned())
        .collect();
    for chunk in services.chunks(ROWS_A_STATEMENT) {
        let rows = chunk
            .iter()
            .map(|row| row.clone().into_active_model().reset_all());
        place_service::Entity::insert_many(rows)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// The places of `rows` with their services.
async fn with_services(
    connection: &impl ConnectionTrait,
    rows: Vec<place::Model>,
) -> Result<Vec<PlaceRecord>, DbErr> {
    let services = place_service::Entity::find()
        .filter(place_service::Column::PlaceId.is_in(rows.iter().map(|row| row.id)))
        .order_by(place_service::Column::PlaceId, Order::Asc)
        .order_by(place_service::Column::Service, Order::Asc)
        .all(connection)
        .await?;
    Ok(joined(rows, services))
}

/// Rows and services put together.
fn joined(rows: Vec<place::Model>, services: Vec<place_service::Model>) -> Vec<PlaceRecord> {
    let mut by_place: HashMap<Uuid, Vec<place_service::Model>> = HashMap::new();
    for service in services {
        by_place.entry(service.place_id).or_default().push(service);
    }
    rows.into_iter()
        .map(|row| PlaceRecord {
            services: by_place.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect()
}
