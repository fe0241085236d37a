//! Following the change log: what must be re-read, in commit order, with an own cursor.
//!
//! A follower that was away longer than rows are kept is told to reload. The newest row is never deleted, so that a
//! follower can always tell whether it missed any.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::change_log::{Column, Entity};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::Notify;
use uuid::Uuid;

use super::database::{Database, Subject};

/// Rows read at once.
const BATCH: u64 = 5_000;

/// A position in the change log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(pub i64);

/// What the log says after a cursor.
#[derive(Debug)]
pub enum News {
    /// Nothing changed.
    Nothing,
    /// These records changed, each named once; continue from the cursor.
    Changed(Vec<(Subject, Uuid)>, Cursor),
    /// Rows after the cursor are gone: reload everything.
    Reload,
}

/// The newest position; read it *before* loading, so that what changes meanwhile is re-read.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(database: &Database) -> Result<Cursor, DbErr> {
    let newest: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .order_by(Column::Id, Order::Desc)
        .limit(1)
        .into_tuple()
        .one(database.readers())
        .await?;
    Ok(Cursor(newest.unwrap_or(0)))
}

/// What changed after `cursor`.
///
/// # Errors
/// When the database does not answer.
pub async fn after(database: &Database, cursor: Cursor) -> Result<News, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.gt(cursor.0))
        .order_by(Column::Id, Order::Asc)
        .limit(BATCH)
        .all(database.readers())
        .await?;
    let Some(last) = rows.last().map(|row| row.id) else {
        // A cursor past the newest row is of another history, e.g. of before a backup was restored.
        let is_known = cursor.0 == 0 || still_there(database, cursor).await?;
        return Ok(if is_known {
            News::Nothing
        } else {
            News::Reload
        });
    };
    if cursor.0 > 0 && !still_there(database, cursor).await? {
        return Ok(News::Reload);
    }
    let mut seen = std::collections::HashSet::new();
    let changed = rows
        .into_iter()
        .filter_map(|row| Some((Subject::parse(&row.subject)?, row.subject_id)))
        .filter(|it| seen.insert(*it))
        .collect();
    Ok(News::Changed(changed, Cursor(last)))
}

/// True when the row that the cursor stands on is kept: then none after it was deleted.
async fn still_there(database: &Database, cursor: Cursor) -> Result<bool, DbErr> {
    Ok(Entity::find_by_id(cursor.0)
        .one(database.readers())
        .await?
        .is_some())
}

/// Deletes rows older than `before`, but never the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn purge(database: &Database, before: DateTime<Utc>) -> Result<u64, DbErr> {
    let newest = newest(database).await?;
    let transaction = database.begin().await?;
    let deleted = Entity::delete_many()
        .filter(Column::At.lt(before))
        .filter(Column::Id.lt(newest.0))
        .exec(transaction.connection())
        .await?;
    transaction.commit(before).await?;
    Ok(deleted.rows_affected)
}

/// Waits until somebody rings or `poll` has passed.
pub async fn wait(bells: &[Arc<Notify>], poll: Duration) {
    let rings = bells.iter().map(|bell| Box::pin(bell.notified()));
    let any = futures_util::future::select_all(rings);
    let _ = tokio::time::timeout(poll, any).await;
}
