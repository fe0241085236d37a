//! The ledger of imports in the database: batches, and what each did to which record; every query ordered.

use chrono::{DateTime, Utc};
use entity::{import_batch, import_row};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, Order, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::platform::database::ROWS_A_STATEMENT;

/// Values of one IN list.
const KEYS_A_STATEMENT: usize = 500;

/// What an import did to one record.
#[derive(Debug)]
pub(super) struct NewRow {
    /// The record.
    pub(super) subject_id: Uuid,
    /// The record as it was before; none when the import made it.
    pub(super) before: Option<serde_json::Value>,
    /// The version of the record right after.
    pub(super) after_version: i64,
}

/// Every batch, the latest first.
pub(crate) async fn batches(
    connection: &impl ConnectionTrait,
) -> Result<Vec<import_batch::Model>, DbErr> {
    import_batch::Entity::find()
        .order_by(import_batch::Column::AppliedAt, Order::Desc)
        .order_by(import_batch::Column::Id, Order::Desc)
        .all(connection)
        .await
}

/// The batch with this identity.
pub(crate) async fn find_batch(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<import_batch::Model>, DbErr> {
    import_batch::Entity::find_by_id(id).one(connection).await
}

/// What a batch did, in the order of the file.
pub(super) async fn rows_of(
    connection: &impl ConnectionTrait,
    batch: Uuid,
) -> Result<Vec<import_row::Model>, DbErr> {
    import_row::Entity::find()
        .filter(import_row::Column::BatchId.eq(batch))
        .order_by(import_row::Column::Id, Order::Asc)
        .all(connection)
        .await
}

/// Writes a batch and what it did.
pub(super) async fn insert(
    connection: &impl ConnectionTrait,
    batch: import_batch::Model,
    rows: &[NewRow],
) -> Result<(), DbErr> {
    let id = batch.id;
    let batch = batch.into_active_model().reset_all();
    import_batch::Entity::insert(batch)
        .exec_without_returning(connection)
        .await?;
    for chunk in rows.chunks(ROWS_A_STATEMENT) {
        let models = chunk.iter().map(|row| import_row::ActiveModel {
            id: ActiveValue::NotSet,
            batch_id: ActiveValue::Set(id),
            subject_id: ActiveValue::Set(row.subject_id),
            before: ActiveValue::Set(row.before.clone()),
            after_version: ActiveValue::Set(row.after_version),
        });
        import_row::Entity::insert_many(models)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// Marks a batch that is still applied as undone; false when it is not.
pub(super) async fn mark_undone(
    connection: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let result = import_batch::Entity::update_many()
        .col_expr(import_batch::Column::State, Expr::value("undone"))
        .col_expr(import_batch::Column::UndoneAt, Expr::value(now))
        .filter(import_batch::Column::Id.eq(id))
        .filter(import_batch::Column::State.eq("applied"))
        .exec(connection)
        .await?;
    Ok(result.rows_affected == 1)
}

/// A record that is again as it was at a version, at a later version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Restored {
    /// The record.
    pub(super) subject_id: Uuid,
    /// The version whose content it has again.
    pub(super) as_of: i64,
    /// The version it has now.
    pub(super) now_at: i64,
}

/// Tells the batches that left these records as they are again, so that those can be undone in their turn.
pub(super) async fn follow_restored(
    connection: &impl ConnectionTrait,
    restored: &[Restored],
) -> Result<(), DbErr> {
    for chunk in restored.chunks(KEYS_A_STATEMENT) {
        let rows = import_row::Entity::find()
            .filter(import_row::Column::SubjectId.is_in(chunk.iter().map(|one| one.subject_id)))
            .order_by(import_row::Column::Id, Order::Asc)
            .all(connection)
            .await?;
        for row in rows {
            let again = chunk
                .iter()
                .find(|one| one.subject_id == row.subject_id && one.as_of == row.after_version);
            if let Some(again) = again {
                import_row::Entity::update_many()
                    .col_expr(import_row::Column::AfterVersion, Expr::value(again.now_at))
                    .filter(import_row::Column::Id.eq(row.id))
                    .exec(connection)
                    .await?;
            }
        }
    }
    Ok(())
}
