//! Tests of the demo set, on the real divisions: generated once for all tests, loaded into SQLite where rows count.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod content;
mod loading;
mod search;
mod standing;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use entity::opening;
use sea_orm::{EntityTrait, Order, QueryOrder};
use secrecy::SecretString;
use tempfile::TempDir;

use super::generate::{DemoSet, generate};
use super::load::DemoReport;
use super::{Progress, load_demo};
use crate::catalog::Catalog;
use crate::divisions::{Atlas, load_atlas, plant_divisions};
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;

/// What all tests look at.
struct World {
    /// The compiled-in catalog.
    catalog: Catalog,
    /// The real divisions.
    atlas: Atlas,
    /// The set of seed 15 at [`now`].
    set: DemoSet,
    /// A database file with the divisions planted and nothing else.
    file: Vec<u8>,
}

/// The world, made once.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let catalog = Catalog::load(None).unwrap();
    let atlas = block_on(async {
        let database = open(&folder).await;
        database.migrate().await.unwrap();
        plant_divisions(&database, &catalog, &Clock::fixed(now()), &Ids::counted(1))
            .await
            .unwrap();
        let atlas = load_atlas(&database, &catalog).await.unwrap();
        database.close().await;
        atlas
    });
    let file = std::fs::read(folder.path().join("menkou.db")).unwrap();
    let set = generate(&atlas, &catalog, now(), 15);
    World {
        catalog,
        atlas,
        set,
        file,
    }
});

/// 10:30 on a Tuesday in the business zone.
fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-24T02:30:00Z")
        .unwrap()
        .to_utc()
}

/// Runs a future to its end.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// Runs a future that looks at the world, which is made first: one runtime cannot start inside another.
fn in_world<T>(future: impl Future<Output = T>) -> T {
    LazyLock::force(&WORLD);
    block_on(future)
}

/// The database in a folder.
async fn open(folder: &TempDir) -> Database {
    let url = format!("sqlite://{}", folder.path().join("menkou.db").display());
    Database::open(&SecretString::from(url), 2).await.unwrap()
}

/// A database with the divisions of the world.
async fn planted(folder: &TempDir) -> Database {
    std::fs::write(folder.path().join("menkou.db"), &WORLD.file).unwrap();
    open(folder).await
}

/// Loads the set.
async fn load(database: &Database, clock: &Clock, progress: &Counter) -> DemoReport {
    let ids = Ids::counted(1_000_000);
    load_demo(
        database,
        &WORLD.catalog,
        &WORLD.atlas,
        clock,
        &ids,
        progress,
    )
    .await
    .unwrap()
}

/// Every opening in the database, ordered by identity.
async fn stored_openings(database: &Database) -> Vec<opening::Model> {
    let all = opening::Entity::find().order_by(opening::Column::Id, Order::Asc);
    all.all(database.readers()).await.unwrap()
}

/// Progress that is only counted.
#[derive(Default)]
struct Counter {
    /// What was announced.
    total: AtomicU64,
    /// What was done.
    done: AtomicU64,
}

impl Progress for Counter {
    fn total(&self, rows: u64) {
        self.total.fetch_add(rows, Ordering::SeqCst);
    }

    fn advance(&self, rows: u64) {
        self.done.fetch_add(rows, Ordering::SeqCst);
    }
}
