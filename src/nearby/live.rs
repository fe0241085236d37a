//! The current picture, for readers who never wait, and what is known of whoever makes the next one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::{ArcSwap, Guard};
use tokio::sync::watch;

use super::snapshot::Snapshot;
use crate::platform::changes::Cursor;

/// The current picture.
pub(crate) struct NearbyIndex {
    /// The current picture.
    current: ArcSwap<Snapshot>,
    /// What the picture has caught up to, for those who wait.
    caught_up: watch::Sender<Cursor>,
    /// False while the database does not answer the follower.
    is_following: AtomicBool,
}

impl NearbyIndex {
    /// Begins with a picture.
    pub(super) fn new(snapshot: Snapshot) -> Self {
        let (caught_up, _) = watch::channel(snapshot.version);
        Self {
            current: ArcSwap::from_pointee(snapshot),
            caught_up,
            is_following: AtomicBool::new(true),
        }
    }

    /// The current picture: one atomic pointer read, for the length of one answer.
    pub(super) fn snapshot(&self) -> Guard<Arc<Snapshot>> {
        self.current.load()
    }

    /// The current picture, to be kept.
    pub(super) fn kept(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Puts the next picture in the place of the current one. Only the follower does.
    pub(super) fn publish(&self, snapshot: Snapshot) {
        let version = snapshot.version;
        self.current.store(Arc::new(snapshot));
        self.caught_up.send_replace(version);
    }

    /// Notes whether the change log can be followed.
    pub(super) fn note_following(&self, is_following: bool) {
        self.is_following.store(is_following, Ordering::Relaxed);
    }

    /// How many items there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.current.load().items.len()
    }

    /// What the picture has caught up to.
    #[must_use]
    pub(crate) fn version(&self) -> Cursor {
        self.current.load().version
    }

    /// False while the database does not answer the follower.
    #[must_use]
    pub(crate) fn is_following(&self) -> bool {
        self.is_following.load(Ordering::Relaxed)
    }

    /// Waits until the picture has caught up to a position.
    pub(crate) async fn caught_up_to(&self, cursor: Cursor) {
        let mut watcher = self.caught_up.subscribe();
        // The sender lives as long as self: waiting cannot fail.
        let _ = watcher.wait_for(|reached| *reached >= cursor).await;
    }
}
