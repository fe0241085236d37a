//! Merging gathered changes into a new base on a thread of its own, which yields to everything else.

use reach::index::{Compacted, Compaction, IndexRefusal};
use thread_priority::{ThreadPriority, set_current_thread_priority};
use tokio::sync::oneshot;

use super::snapshot::Entry;

/// What a compaction makes.
pub(super) type NewBase = Compacted<Entry>;

/// A compaction that is under way.
pub(super) struct Compacting(oneshot::Receiver<Result<NewBase, IndexRefusal>>);

impl Compacting {
    /// Starts a compaction.
    ///
    /// # Errors
    /// When no thread can be started.
    pub(super) fn start(work: Compaction<Entry>) -> std::io::Result<Self> {
        let (sender, receiver) = oneshot::channel();
        let thread = std::thread::Builder::new().name("menkou-compact".to_owned());
        thread.spawn(move || {
            // Where the system refuses, the work is done all the same.
            if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
                tracing::debug!(?error, "compaction runs at ordinary priority");
            }
            // Nobody waits any more when the follower has ended or has reloaded.
            let _ = sender.send(work.run());
        })?;
        Ok(Self(receiver))
    }

    /// The new base; none where it failed, which leaves everything as it was.
    pub(super) async fn done(&mut self) -> Option<NewBase> {
        match (&mut self.0).await {
            Ok(Ok(done)) => Some(done),
            Ok(Err(refusal)) => {
                tracing::error!(%refusal, "the index was not compacted");
                None
            }
            Err(_) => {
                tracing::error!("the compaction ended without a result");
                None
            }
        }
    }
}
