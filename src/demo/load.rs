//! Writing the demo set into the database, once, in one transaction.
//!
//! It must never leave half a set behind, nor load a second one. Read next: `generate`, `refresh`.

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{installation, opening, place};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use thiserror::Error;

use super::generate::{DemoSet, generate};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::language::Language;
use crate::platform::clock::Clock;
use crate::platform::database::{Database, Subject, WriteTransaction};
use crate::platform::ids::Ids;
use crate::{openings, places};

/// The seed of the set that every installation gets.
const SEED: u64 = 15;

/// The fact in table `installation` that the set is there: when it was loaded, RFC 3339.
const LOADED_FACT: &str = "demo_loaded_at";

/// Rows written between two reports of progress.
const ROWS_A_STEP: usize = 500;

/// Told how loading gets on.
pub(crate) trait Progress: Sync {
    /// So many rows will be written.
    fn total(&self, rows: u64);

    /// So many more rows are written.
    fn advance(&self, rows: u64);
}

/// What loading did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DemoReport {
    /// The set was written.
    Loaded {
        /// How many places.
        places: usize,
        /// How many openings.
        openings: usize,
    },
    /// Nothing: it was loaded before.
    AlreadyLoaded {
        /// When, RFC 3339.
        at: String,
    },
}

impl DemoReport {
    /// The report as a sentence.
    pub(crate) fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::Loaded { places, openings }, Language::Zh) => {
                format!("已载入演示数据：{places} 个站点，{openings} 条岗位。")
            }
            (Self::Loaded { places, openings }, Language::En) => {
                format!("Loaded the demo set: {places} places, {openings} openings.")
            }
            (Self::AlreadyLoaded { at }, Language::Zh) => {
                format!("演示数据已于 {at} 载入，未作改动。")
            }
            (Self::AlreadyLoaded { at }, Language::En) => {
                format!("The demo set was loaded at {at}; nothing was changed.")
            }
        }
    }
}

/// Why the demo set was not loaded.
#[derive(Debug, Error)]
pub(crate) enum DemoRefusal {
    /// No county of the tree has an outline, so there is nowhere to put anything.
    #[error("the demo set needs the divisions: plant them first")]
    NoDivisions,
    /// The database failed; nothing was written.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Generates the demo set and writes it with its change rows, unless it was loaded before.
///
/// # Errors
/// When there are no divisions or the database fails; then nothing is written.
pub(crate) async fn load_demo(
    database: &Database,
    catalog: &Catalog,
    atlas: &Atlas,
    clock: &Clock,
    ids: &Ids,
    progress: &dyn Progress,
) -> Result<DemoReport, DemoRefusal> {
    if let Some(at) = loaded_at(database.readers()).await? {
        return Ok(DemoReport::AlreadyLoaded { at });
    }
    let now = clock.now();
    let mut set = generate(atlas, catalog, now, SEED);
    if set.places.is_empty() {
        return Err(DemoRefusal::NoDivisions);
    }
    give_identities(&mut set, ids, now);
    let mut transaction = database.begin().await?;
    // Asked again inside the transaction: two processes may load at once.
    if !note_loading(transaction.connection(), now).await? {
        let at = loaded_at(transaction.connection())
            .await?
            .unwrap_or_default();
        return Ok(DemoReport::AlreadyLoaded { at });
    }
    let rows = set.places.len() + set.openings.len();
    progress.total(u64::try_from(rows).unwrap_or(0));
    write(&mut transaction, &mut set, progress).await?;
    transaction.commit(now).await?;
    Ok(DemoReport::Loaded {
        places: set.places.len(),
        openings: set.openings.len(),
    })
}

/// True when any place or opening of the database is of the demo set.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn holds_demo(database: &Database) -> Result<bool, DbErr> {
    let reader = database.readers();
    let place = place::Entity::find()
        .filter(place::Column::IsDemo.eq(true))
        .one(reader)
        .await?;
    if place.is_some() {
        return Ok(true);
    }
    let opening = opening::Entity::find()
        .filter(opening::Column::IsDemo.eq(true))
        .one(reader)
        .await?;
    Ok(opening.is_some())
}

/// When the set was loaded.
async fn loaded_at(connection: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let fact = installation::Entity::find_by_id(LOADED_FACT.to_owned())
        .one(connection)
        .await?;
    Ok(fact.map(|fact| fact.value))
}

/// Notes that the set is loaded; false when that is noted already.
async fn note_loading(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let fact = installation::ActiveModel {
        key: ActiveValue::Set(LOADED_FACT.to_owned()),
        value: ActiveValue::Set(now.to_rfc3339_opts(SecondsFormat::Millis, true)),
    };
    let conflict = OnConflict::column(installation::Column::Key)
        .do_nothing()
        .to_owned();
    let written = installation::Entity::insert(fact)
        .on_conflict(conflict)
        .exec_without_returning(connection)
        .await?;
    Ok(written > 0)
}

/// Replaces the counted identities by the installation's own, so that they meet no other.
fn give_identities(set: &mut DemoSet, ids: &Ids, now: DateTime<Utc>) {
    for record in &mut set.places {
        record.row.id = ids.next(now);
        for service in &mut record.services {
            service.place_id = record.row.id;
        }
    }
    for row in &mut set.openings {
        row.id = ids.next(now);
    }
}

/// Numbers and writes all rows and notes their changes.
async fn write(
    transaction: &mut WriteTransaction,
    set: &mut DemoSet,
    progress: &dyn Progress,
) -> Result<(), DbErr> {
    let count = |length: usize| i64::try_from(length).unwrap_or(0);
    let first = transaction
        .draw_numbers("place", count(set.places.len()))
        .await?;
    for (number, record) in (first..).zip(&mut set.places) {
        record.row.short_no = number;
    }
    let first = transaction
        .draw_numbers("opening", count(set.openings.len()))
        .await?;
    for (number, row) in (first..).zip(&mut set.openings) {
        row.short_no = number;
    }
    for chunk in set.places.chunks(ROWS_A_STEP) {
        places::insert(transaction.connection(), chunk).await?;
        chunk
            .iter()
            .for_each(|record| transaction.changed(Subject::Place, record.row.id));
        progress.advance(u64::try_from(chunk.len()).unwrap_or(0));
    }
    for chunk in set.openings.chunks(ROWS_A_STEP) {
        openings::insert(transaction.connection(), chunk).await?;
        chunk
            .iter()
            .for_each(|row| transaction.changed(Subject::Opening, row.id));
        progress.advance(u64::try_from(chunk.len()).unwrap_or(0));
    }
    Ok(())
}
