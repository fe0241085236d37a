//! One write: what is written, and the change rows that tell followers, appear together or not at all.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::change_log;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{ROWS_A_STATEMENT, Subject};

/// Advisory lock of PostgreSQL that puts change rows in commit order ("menkou" in letters of a telephone).
const CHANGE_LOCK: i64 = 636_568;

/// One write: rows and change rows appear together or not at all. Dropped without commit, it never happened.
#[derive(Debug)]
pub struct WriteTransaction {
    /// The transaction of the database.
    pub(super) inner: DatabaseTransaction,
    /// What followers must re-read, written at the end.
    pub(super) changes: Vec<(Subject, Uuid)>,
    /// Rung after the commit.
    pub(super) committed: Arc<Notify>,
}

impl WriteTransaction {
    /// The connection to write with.
    #[must_use]
    pub const fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Notes that followers must re-read a record.
    pub fn changed(&mut self, subject: Subject, id: Uuid) {
        self.changes.push((subject, id));
    }

    /// Draws `count` numbers of a sequence and returns the first.
    ///
    /// # Errors
    /// When the sequence does not exist or the database fails.
    pub async fn draw_numbers(&self, sequence: &str, count: i64) -> Result<i64, DbErr> {
        let update = Query::update()
            .table(Alias::new("sequence"))
            .value(Alias::new("last"), Expr::col(Alias::new("last")).add(count))
            .and_where(Expr::col(Alias::new("name")).eq(sequence))
            .returning_col(Alias::new("last"))
            .to_owned();
        let row = self.inner.query_one(&update).await?;
        let last: i64 = row
            .ok_or_else(|| DbErr::RecordNotFound(format!("sequence {sequence}")))?
            .try_get("", "last")?;
        Ok(last - count + 1)
    }

    /// Writes the change rows last and commits.
    ///
    /// # Errors
    /// When the database fails; then nothing of this transaction has happened.
    pub async fn commit(self, now: DateTime<Utc>) -> Result<(), DbErr> {
        let Self {
            inner,
            changes,
            committed,
        } = self;
        if !changes.is_empty() && inner.get_database_backend() == DbBackend::Postgres {
            inner
                .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({CHANGE_LOCK})"))
                .await?;
        }
        for chunk in changes.chunks(ROWS_A_STATEMENT) {
            let rows = chunk.iter().map(|(subject, id)| change_log::ActiveModel {
                id: ActiveValue::NotSet,
                subject: ActiveValue::Set(subject.as_str().to_owned()),
                subject_id: ActiveValue::Set(*id),
                at: ActiveValue::Set(now),
            });
            change_log::Entity::insert_many(rows)
                .exec_without_returning(&inner)
                .await?;
        }
        inner.commit().await?;
        committed.notify_waiters();
        Ok(())
    }
}
