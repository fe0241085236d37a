//! A running server, and the tasks beside it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use tokio::task::JoinHandle;

use crate::nearby::NearbyIndex;
use crate::pages::Health;
use crate::platform::changes::{self, Cursor};
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::redis_link::RedisLink;

/// A running server.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Stops it.
    pub(super) handle: ServerHandle,
    /// Ends when the server has ended.
    pub(super) server: JoinHandle<std::io::Result<()>>,
    /// Tasks beside the server.
    pub(super) tasks: Vec<JoinHandle<()>>,
    /// Readiness.
    pub(super) health: Data<Health>,
    /// The live index.
    pub(super) index: Data<NearbyIndex>,
    /// The database, closed last.
    pub(super) database: Database,
}

/// Rings the other replicas' bell after each commit of this process.
pub(super) async fn ring_others(redis: RedisLink, committed: Arc<tokio::sync::Notify>) {
    loop {
        committed.notified().await;
        if let Err(error) = redis.ring().await {
            tracing::debug!(%error, "the other replicas are not rung; they poll");
        }
    }
}

/// Deletes old change rows once an hour.
pub(super) async fn purge_changes(database: Database, clock: Clock, days: u32) {
    loop {
        let before = clock.now() - chrono::TimeDelta::days(i64::from(days));
        if let Err(error) = changes::purge(&database, before).await {
            tracing::warn!(%error, "old change rows were not deleted");
        }
        tokio::time::sleep(Duration::from_secs(3_600)).await;
    }
}

impl Running {
    /// Waits until the index has caught up to a position in the change log.
    pub async fn caught_up_to(&self, cursor: Cursor) {
        self.index.caught_up_to(cursor).await;
    }

    /// Says not ready, finishes what is open, and ends everything that was started.
    ///
    /// # Errors
    /// When the server ended with an error.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.health.is_stopping.store(true, Ordering::Relaxed);
        self.handle.stop(true).await;
        let outcome = self.server.await;
        for task in self.tasks {
            task.abort();
        }
        self.database.close().await;
        tracing::info!("stopped");
        outcome??;
        Ok(())
    }
}
