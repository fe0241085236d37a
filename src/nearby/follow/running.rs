//! Waiting for what may have changed, until the process ends.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use text::TextBase;
use tokio::sync::Notify;

use super::Follower;
use crate::nearby::compacting::NewBase;
use crate::nearby::live::NearbyIndex;
use crate::platform::changes;

/// Follows the change log until the process ends.
pub(crate) async fn follow_changes(
    mut follower: Follower,
    index: Data<NearbyIndex>,
    bells: Vec<Arc<Notify>>,
    poll: Duration,
) {
    loop {
        let event = wait(&mut follower, &bells, poll).await;
        let outcome = match event {
            Event::Compacted(done) => follower.end_compaction(&index, done).await,
            Event::Built(built) => follower.end_building(&index, built).await,
            Event::Bell => follower.round(&index).await.map(|_| ()),
        };
        index.note_following(outcome.is_ok());
        if let Err(error) = outcome {
            tracing::warn!(%error, "the change log cannot be followed; answers go on from the last snapshot");
            tokio::time::sleep(poll).await;
        }
    }
}

/// What the follower waits for.
enum Event {
    /// Something may have changed.
    Bell,
    /// A compaction ended so.
    Compacted(Option<NewBase>),
    /// A text index was built, or not.
    Built(anyhow::Result<TextBase>),
}

/// Waits for a bell or a while, or for work that is under way.
async fn wait(follower: &mut Follower, bells: &[Arc<Notify>], poll: Duration) -> Event {
    let compacted = async {
        match &mut follower.compacting {
            Some(compacting) => compacting.done().await,
            None => std::future::pending().await,
        }
    };
    let built = async {
        match &mut follower.building {
            Some((building, _)) => building.done().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        done = compacted => Event::Compacted(done),
        built = built => Event::Built(built),
        () = changes::wait(bells, poll) => Event::Bell,
    }
}
