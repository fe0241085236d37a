//! The streets under the lists: loaded before the index, looked at again while the server runs.
//!
//! A street file that is refused, at the start or later, never stops anything: what was there goes on.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::config::Config;
use crate::streets::{LoadedStreets, News, StreetsFile, StreetsHealth};

/// The streets in use, for whoever follows them.
pub(super) type Ground = watch::Receiver<Option<Arc<LoadedStreets>>>;

/// Keeps the streets in use those of the file.
pub(super) struct GroundKeeper {
    /// The file.
    file: StreetsFile,
    /// Hands on what is loaded.
    loaded: watch::Sender<Option<Arc<LoadedStreets>>>,
    /// Tells how they stand.
    health: Arc<StreetsHealth>,
}

impl GroundKeeper {
    /// Loads the configured streets, if there are any.
    ///
    /// # Errors
    /// When the configured pace is none.
    pub(super) async fn open(config: &Config) -> anyhow::Result<Self> {
        let mut keeper = Self {
            file: StreetsFile::new(config.streets_path(), config.stride()?),
            loaded: watch::channel(None).0,
            health: Arc::default(),
        };
        keeper.look().await;
        Ok(keeper)
    }

    /// The streets in use, for whoever follows them.
    pub(super) fn ground(&self) -> Ground {
        self.loaded.subscribe()
    }

    /// How they stand.
    pub(super) fn health(&self) -> Arc<StreetsHealth> {
        Arc::clone(&self.health)
    }

    /// Looks at the file once.
    async fn look(&mut self) {
        let news = self.file.look().await;
        self.health.note(self.file.path(), &news);
        match news {
            News::Loaded(loaded) => {
                self.loaded.send_replace(Some(loaded));
            }
            News::Nothing | News::Gone | News::Refused(_) => {}
        }
    }

    /// Looks at the file every so often, until the process ends.
    pub(super) async fn keep(mut self, poll: Duration) {
        loop {
            tokio::time::sleep(poll).await;
            self.look().await;
        }
    }
}
