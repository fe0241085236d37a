//! The live index: loaded from the database, kept true by the change log, swapped in whole.
//!
//! Readers take the current snapshot by one atomic pointer read and never wait. One task writes. Where the database
//! does not answer, the last snapshot goes on answering and readiness says so.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::web::Data;
use arc_swap::ArcSwap;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::cards_of::CardMaker;
use super::snapshot::{Item, Snapshot};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::platform::changes::{self, Cursor, News};
use crate::platform::clock::Clock;
use crate::platform::database::{Database, Subject};
use crate::{openings, places};

/// The current snapshot and what is known of its follower.
pub(crate) struct NearbyIndex {
    /// The current snapshot.
    current: ArcSwap<Snapshot>,
    /// What the snapshot has caught up to, for those who wait.
    caught_up: watch::Sender<Cursor>,
    /// False while the database does not answer the follower.
    is_following: AtomicBool,
}

/// The writer's side: every item by identity.
pub(crate) struct Follower {
    /// Where records are read from.
    database: Database,
    /// Makes cards.
    maker: CardMaker,
    /// Every item.
    items: Arc<HashMap<Uuid, Item>>,
    /// What was read.
    cursor: Cursor,
    /// Time.
    clock: Clock,
}

impl NearbyIndex {
    /// The current snapshot.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// How many items there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.current.load().index.len()
    }

    /// What the snapshot has caught up to.
    #[must_use]
    pub(crate) fn version(&self) -> Cursor {
        self.current.load().version
    }

    /// False while the database does not answer the follower.
    #[must_use]
    pub(crate) fn is_following(&self) -> bool {
        self.is_following.load(Ordering::Relaxed)
    }

    /// Waits until the snapshot has caught up to a position.
    pub(crate) async fn caught_up_to(&self, cursor: Cursor) {
        let mut watcher = self.caught_up.subscribe();
        // The sender lives as long as self: waiting cannot fail.
        let _ = watcher.wait_for(|reached| *reached >= cursor).await;
    }

    /// Loads everything and returns the index with its follower.
    ///
    /// # Errors
    /// When the database does not answer or two records share an identity.
    pub(crate) async fn load(
        database: Database,
        atlas: Arc<Atlas>,
        catalog: Arc<Catalog>,
        clock: Clock,
    ) -> anyhow::Result<(Arc<Self>, Follower)> {
        let maker = CardMaker { atlas, catalog };
        let mut follower = Follower {
            database,
            maker,
            items: Arc::default(),
            cursor: Cursor(0),
            clock,
        };
        follower.reload().await?;
        let snapshot = follower.snapshot().await?;
        let (caught_up, _) = watch::channel(snapshot.version);
        let index = Arc::new(Self {
            current: ArcSwap::from_pointee(snapshot),
            caught_up,
            is_following: AtomicBool::new(true),
        });
        Ok((index, follower))
    }
}

impl Follower {
    /// Reads every record anew. The cursor is read first: what changes meanwhile is read again.
    async fn reload(&mut self) -> anyhow::Result<()> {
        let cursor = changes::newest(&self.database).await?;
        let places = places::load_all(self.database.readers()).await?;
        let openings = openings::load_all(self.database.readers(), self.clock.now()).await?;
        let maker = self.maker.clone();
        self.items = tokio::task::spawn_blocking(move || {
            let places = places
                .iter()
                .filter_map(|record| Some((record.row.id, maker.place(record)?)));
            let openings = openings
                .iter()
                .filter_map(|row| Some((row.id, maker.opening(row)?)));
            Arc::new(places.chain(openings).collect())
        })
        .await?;
        self.cursor = cursor;
        Ok(())
    }

    /// Reads the changed records anew.
    async fn apply(&mut self, changed: &[(Subject, Uuid)]) -> anyhow::Result<()> {
        let ids_of = |wanted: Subject| -> Vec<Uuid> {
            changed
                .iter()
                .filter(|(subject, _)| *subject == wanted)
                .map(|(_, id)| *id)
                .collect()
        };
        let place_ids = ids_of(Subject::Place);
        let opening_ids = ids_of(Subject::Opening);
        let places = places::load_some(self.database.readers(), &place_ids).await?;
        let openings = openings::load_some(self.database.readers(), &opening_ids).await?;
        let (maker, now) = (&self.maker, self.clock.now().timestamp_millis());
        let items = Arc::make_mut(&mut self.items);
        // What has ended meanwhile leaves the memory with the next change.
        items.retain(|_, item| item.entry.last_stands_at >= now);
        for id in place_ids.iter().chain(&opening_ids) {
            items.remove(id);
        }
        items.extend(
            places
                .iter()
                .filter_map(|record| Some((record.row.id, maker.place(record)?))),
        );
        items.extend(
            openings
                .iter()
                .filter_map(|row| Some((row.id, maker.opening(row)?))),
        );
        Ok(())
    }

    /// A picture of every item, built off the event loop.
    async fn snapshot(&self) -> anyhow::Result<Snapshot> {
        let items = Arc::clone(&self.items);
        let cursor = self.cursor;
        let build = move || Snapshot::build(items.values().cloned().collect(), cursor);
        Ok(tokio::task::spawn_blocking(build).await??)
    }

    /// Catches up with everything that has changed; true when a new snapshot was swapped in.
    async fn catch_up(&mut self, index: &NearbyIndex) -> anyhow::Result<bool> {
        loop {
            match changes::after(&self.database, self.cursor).await? {
                News::Nothing => break,
                News::Changed(changed, next) => {
                    self.apply(&changed).await?;
                    self.cursor = next;
                }
                News::Reload => self.reload().await?,
            }
        }
        // Compared with what readers have, so that a failure half-way is made good the next time.
        let is_changed = self.cursor != index.version();
        if is_changed {
            let snapshot = self.snapshot().await?;
            index.current.store(Arc::new(snapshot));
            index.caught_up.send_replace(self.cursor);
        }
        Ok(is_changed)
    }
}

/// Follows the change log until the process ends.
pub(crate) async fn follow_changes(
    mut follower: Follower,
    index: Data<NearbyIndex>,
    bells: Vec<Arc<Notify>>,
    poll: Duration,
) {
    loop {
        changes::wait(&bells, poll).await;
        match follower.catch_up(&index).await {
            Ok(_) => index.is_following.store(true, Ordering::Relaxed),
            Err(error) => {
                index.is_following.store(false, Ordering::Relaxed);
                tracing::warn!(%error, "the change log cannot be followed; answers go on from the last snapshot");
                tokio::time::sleep(poll).await;
            }
        }
    }
}
