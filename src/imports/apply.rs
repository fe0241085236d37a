//! Drafts into the database: compared by import identity and written in one short transaction, with the ledger that
//! undoing needs. A draft that says nothing new changes nothing; when no draft does, no batch is written.
//!
//! Read next: `undo`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::import_batch;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::ledger::{self, NewRow};
use super::refusal::ImportRefusal;
use super::register::{Passport, Register, RegisterRecord};
use crate::platform::database::Database;
use crate::platform::ids::Ids;

/// What the ledger keeps of the file.
#[derive(Clone, Debug)]
pub(crate) struct NewBatch {
    /// Name of the file without its folder.
    pub(crate) file_name: String,
    /// SHA-256 of the file, hexadecimal.
    pub(crate) file_sha256: String,
    /// The source of the rows that do not name their own.
    pub(crate) source: String,
    /// Rows that were refused.
    pub(crate) refused_count: usize,
}

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// Records made.
    pub(crate) created: usize,
    /// Records changed.
    pub(crate) changed: usize,
    /// Rows that say what is there already.
    pub(crate) unchanged: usize,
    /// The batch; none when nothing was written.
    pub(crate) batch: Option<Uuid>,
}

/// Drafts held against what is stored.
struct Compared<'d, R: Register> {
    /// Drafts of records that are not there.
    new: Vec<&'d R::Draft>,
    /// Stored records and what they become.
    changed: Vec<(R::Record, R::Record)>,
    /// How many drafts say nothing new.
    unchanged: usize,
}

/// What [`apply_drafts`] would do now, without writing.
///
/// # Errors
/// When the database fails.
pub(crate) async fn preview<R: Register>(
    register: &R,
    database: &Database,
    drafts: &[R::Draft],
) -> Result<Applied, ImportRefusal> {
    let Compared {
        new,
        changed,
        unchanged,
    } = compare(register, database.readers(), drafts).await?;
    Ok(Applied {
        created: new.len(),
        changed: changed.len(),
        unchanged,
        batch: None,
    })
}

/// Writes what the drafts change, all or nothing.
///
/// # Errors
/// When the database fails or somebody else changed a record meanwhile; then nothing was written.
pub(crate) async fn apply_drafts<R: Register>(
    register: &R,
    database: &Database,
    ids: &Ids,
    now: DateTime<Utc>,
    drafts: &[R::Draft],
    batch: NewBatch,
) -> Result<Applied, ImportRefusal> {
    let mut transaction = database.begin().await?;
    // Drawing no number locks the sequence on PostgreSQL: imports of one register go one after the other, and each
    // compares with what the one before has committed.
    transaction.draw_numbers(R::SEQUENCE, 0).await?;
    let connection = transaction.connection();
    let Compared {
        new,
        changed,
        unchanged,
    } = compare(register, connection, drafts).await?;
    let mut applied = Applied {
        created: new.len(),
        changed: changed.len(),
        unchanged,
        batch: None,
    };
    if new.is_empty() && changed.is_empty() {
        return Ok(applied);
    }
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let first = if new.is_empty() {
        0
    } else {
        transaction.draw_numbers(R::SEQUENCE, count).await?
    };
    let created: Vec<R::Record> = (first..)
        .zip(new)
        .map(|(short_no, draft)| {
            register.fresh(
                draft,
                Passport {
                    id: ids.next(now),
                    short_no,
                    now,
                },
            )
        })
        .collect();
    register.insert(connection, &created).await?;
    let mut rows: Vec<NewRow> = created.iter().map(|record| row_of(record, None)).collect();
    for (before, after) in changed {
        let after = after.at_version(before.version() + 1, now);
        if !register
            .replace(connection, &after, before.version())
            .await?
        {
            return Err(ImportRefusal::WrittenMeanwhile);
        }
        rows.push(row_of(&after, Some(serde_json::to_value(&before)?)));
    }
    let batch = batch_model::<R>(ids.next(now), now, batch, applied);
    applied.batch = Some(batch.id);
    ledger::insert(connection, batch, &rows).await?;
    for row in &rows {
        transaction.changed(R::SUBJECT, row.subject_id);
    }
    transaction.commit(now).await?;
    Ok(applied)
}

/// Holds drafts against what is stored, in the order of the file.
async fn compare<'d, R: Register>(
    register: &R,
    connection: &impl ConnectionTrait,
    drafts: &'d [R::Draft],
) -> Result<Compared<'d, R>, DbErr> {
    let keys: Vec<String> = drafts
        .iter()
        .map(|draft| register.natural_key(draft).to_owned())
        .collect();
    let mut stored: HashMap<String, R::Record> =
        register.find_by_natural_keys(connection, &keys).await?;
    let mut compared = Compared {
        new: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
    };
    for draft in drafts {
        match stored.remove(register.natural_key(draft)) {
            None => compared.new.push(draft),
            Some(before) => {
                let after = register.merged(draft, &before);
                if after == before {
                    compared.unchanged += 1;
                } else {
                    compared.changed.push((before, after));
                }
            }
        }
    }
    Ok(compared)
}

/// What the ledger keeps of a written record.
fn row_of(record: &impl RegisterRecord, before: Option<serde_json::Value>) -> NewRow {
    NewRow {
        subject_id: record.id(),
        before,
        after_version: record.version(),
    }
}

/// The ledger's row of a batch.
fn batch_model<R: Register>(
    id: Uuid,
    now: DateTime<Utc>,
    batch: NewBatch,
    applied: Applied,
) -> import_batch::Model {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    import_batch::Model {
        id,
        subject: R::NAME.to_owned(),
        file_name: batch.file_name,
        file_sha256: batch.file_sha256,
        source: batch.source,
        state: "applied".to_owned(),
        created_count: count(applied.created),
        updated_count: count(applied.changed),
        unchanged_count: count(applied.unchanged),
        refused_count: count(batch.refused_count),
        applied_at: now,
        undone_at: None,
    }
}
