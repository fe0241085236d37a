//! Undoing an import: made records go, changed ones become what they were, in one transaction, all or nothing. It is
//! refused as soon as one of the records has changed since; it must never overwrite a later change.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::import_row;
use uuid::Uuid;

use super::ledger::{self, Restored};
use super::refusal::ImportRefusal;
use super::register::{Register, RegisterRecord};
use crate::platform::database::Database;

/// How many titles a refusal names.
const TITLES: usize = 5;

/// What undoing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Undone {
    /// Records that the import had made and that are gone.
    pub(crate) removed: usize,
    /// Records that are as they were before.
    pub(crate) restored: usize,
}

/// Undoes a batch of this register.
///
/// # Errors
/// When there is no such batch, it was undone already, one of its records has changed since, or the database fails;
/// then nothing was undone.
pub(crate) async fn undo_batch<R: Register>(
    register: &R,
    database: &Database,
    now: DateTime<Utc>,
    batch: Uuid,
) -> Result<Undone, ImportRefusal> {
    let mut transaction = database.begin().await?;
    // As in `apply`: no import of this register runs beside this.
    transaction.draw_numbers(R::SEQUENCE, 0).await?;
    let connection = transaction.connection();
    let found = ledger::find_batch(connection, batch)
        .await?
        .filter(|found| found.subject == R::NAME);
    found.ok_or(ImportRefusal::UnknownBatch)?;
    if !ledger::mark_undone(connection, batch, now).await? {
        return Err(ImportRefusal::AlreadyUndone);
    }
    let rows = ledger::rows_of(connection, batch).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.subject_id).collect();
    let records = register.load_some(connection, &ids).await?;
    let current: HashMap<Uuid, R::Record> = records
        .into_iter()
        .map(|record| (record.id(), record))
        .collect();
    refuse_changed(&rows, &current)?;
    let (mut made, mut restored) = (Vec::new(), Vec::new());
    for row in rows {
        let Some(before) = row.before else {
            made.push(row.subject_id);
            continue;
        };
        let before: R::Record = serde_json::from_value(before)?;
        let now_at = row.after_version + 1;
        restored.push(Restored {
            subject_id: row.subject_id,
            as_of: before.version(),
            now_at,
        });
        if !register
            .replace(
                connection,
                &before.at_version(now_at, now),
                row.after_version,
            )
            .await?
        {
            return Err(ImportRefusal::WrittenMeanwhile);
        }
    }
    register.delete(connection, &made).await?;
    ledger::follow_restored(connection, &restored).await?;
    for id in ids {
        transaction.changed(R::SUBJECT, id);
    }
    transaction.commit(now).await?;
    Ok(Undone {
        removed: made.len(),
        restored: restored.len(),
    })
}

/// Refuses when a record is gone or no longer at the version that the import left.
fn refuse_changed<R: RegisterRecord>(
    rows: &[import_row::Model],
    current: &HashMap<Uuid, R>,
) -> Result<(), ImportRefusal> {
    let changed: Vec<Option<&R>> = rows
        .iter()
        .map(|row| (row, current.get(&row.subject_id)))
        .filter(|(row, record)| record.map(R::version) != Some(row.after_version))
        .map(|(_, record)| record)
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let title =
        |record: &Option<&R>| record.map_or_else(|| "?".to_owned(), |it| it.title().to_owned());
    let titles = changed.iter().take(TITLES).map(title).collect();
    Err(ImportRefusal::ChangedSince {
        count: changed.len(),
        titles,
    })
}
