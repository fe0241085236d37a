//! Keeping the demo set alive: openings that have ended or soon will are posted anew.
//!
//! It must never touch an opening that is not `is_demo`, nor one that was closed by hand, nor post one in the future.

use chrono::{DateTime, TimeDelta, Utc};
use entity::opening::{Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, Order, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::spans::later;
use crate::platform::clock::Clock;
use crate::platform::database::{Database, Subject};

/// Openings that end within so long are moved.
const NOTICE: TimeDelta = TimeDelta::days(1);

/// Rows of one statement: 36 columns times this stays below SQLite's 32,766 parameters.
const ROWS_A_STATEMENT: usize = 800;

/// Moves the spans of published demo openings that have ended or end within a day, with the days of dated work;
/// answers how many. Costs one look when none is due. A second call at the same time moves nothing.
///
/// # Errors
/// When the database fails; then nothing has moved.
pub(crate) async fn refresh_demo(database: &Database, clock: &Clock) -> Result<usize, DbErr> {
    let now = clock.now();
    let first: Option<Uuid> = due(now)
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .one(database.readers())
        .await?;
    if first.is_none() {
        return Ok(0);
    }
    let mut transaction = database.begin().await?;
    // Locked on PostgreSQL, so that nobody changes a row between here and the write; SQLite has one writer.
    let rows = due(now)
        .order_by(Column::Id, Order::Asc)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    let moved: Vec<Model> = rows.into_iter().filter_map(|row| moved(row, now)).collect();
    for chunk in moved.chunks(ROWS_A_STATEMENT) {
        let models = chunk
            .iter()
            .map(|row| row.clone().into_active_model().reset_all());
        let columns = [
            Column::PostedAt,
            Column::ValidUntil,
            Column::StartsOn,
            Column::EndsOn,
            Column::Version,
            Column::UpdatedAt,
        ];
        let in_place = OnConflict::column(Column::Id)
            .update_columns(columns)
            .to_owned();
        Entity::insert_many(models)
            .on_conflict(in_place)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    for row in &moved {
        transaction.changed(Subject::Opening, row.id);
    }
    transaction.commit(now).await?;
    Ok(moved.len())
}

/// The openings to look at.
fn due(now: DateTime<Utc>) -> Select<Entity> {
    Entity::find()
        .filter(Column::IsDemo.eq(true))
        .filter(Column::State.eq("published"))
        .filter(Column::ValidUntil.lte(now + NOTICE))
}

/// The opening with its span and days moved; `None` when it cannot move.
fn moved(mut row: Model, now: DateTime<Utc>) -> Option<Model> {
    let days = days_to_move(row.posted_at, row.valid_until, now);
    if days <= 0 {
        return None;
    }
    row.posted_at += TimeDelta::days(days);
    row.valid_until += TimeDelta::days(days);
    row.starts_on = row.starts_on.and_then(|day| later(day, days));
    row.ends_on = row.ends_on.and_then(|day| later(day, days));
    row.version += 1;
    row.updated_at = now;
    Some(row)
}

/// How many whole days a span moves: by its own length as often as it stays posted in the past, so that postings stay
/// spread over time; where that leaves less than a day, up to the last day before now. Never beyond now.
pub(super) fn days_to_move(
    posted_at: DateTime<Utc>,
    valid_until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> i64 {
    let length = (valid_until - posted_at).num_days().max(1);
    let age = (now - posted_at).num_days();
    let by_lengths = age.div_euclid(length) * length;
    if valid_until + TimeDelta::days(by_lengths) > now + NOTICE {
        by_lengths
    } else {
        age
    }
}
