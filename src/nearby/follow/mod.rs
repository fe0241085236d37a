//! The follower: loads the index from the database, keeps it true by the change log and by the clock.
//!
//! It is the only writer. It makes the next picture beside the readers and swaps it in; readers never wait for it. What
//! it gathers it merges now and then on a thread of low priority. Where the database does not answer, the last picture
//! goes on answering and readiness says so. A failure half-way leaves the picture and the position in the log as they
//! were, so that the same rows are read again.

mod loading;
mod running;

pub(crate) use running::follow_changes;

use reach::index::IndexRefusal;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use text::Lexicon;
use tokio::sync::watch;
use uuid::Uuid;

use super::cards_of::CardMaker;
use super::compacting::{Compacting, NewBase};
use super::live::NearbyIndex;
use super::snapshot::{Item, Snapshot};
use super::texts::{Building, Drafts, OwnDocument};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::platform::changes::{self, Cursor, News};
use crate::platform::clock::Clock;
use crate::platform::database::{Database, Subject};
use crate::rules::calendar::WorkCalendar;
use crate::streets::LoadedStreets;
use crate::{openings, places};

/// What an identity is now: an item, or nothing.
type Change = (Uuid, Option<Item>);

/// The writer's side.
pub(crate) struct Follower {
    /// Where records are read from.
    database: Database,
    /// Makes cards.
    maker: CardMaker,
    /// What was read.
    cursor: Cursor,
    /// Time.
    clock: Clock,
    /// Holidays and make-up days.
    calendar: Arc<WorkCalendar>,
    /// A compaction that is under way.
    compacting: Option<Compacting>,
    /// The streets that there are now.
    ground: watch::Receiver<Option<Arc<LoadedStreets>>>,
    /// Makes documents.
    drafts: Drafts,
    /// Where the text index is kept.
    text_folder: Option<PathBuf>,
    /// A text index that is being built, and what has changed since that was begun.
    building: Option<(Building, HashSet<Uuid>)>,
}

/// What the follower needs of others.
pub(crate) struct Followed {
    /// Where records are read from.
    pub(crate) database: Database,
    /// Divisions.
    pub(crate) atlas: Arc<Atlas>,
    /// Ordinals of codes.
    pub(crate) catalog: Arc<Catalog>,
    /// Time.
    pub(crate) clock: Clock,
    /// Holidays and make-up days.
    pub(crate) calendar: Arc<WorkCalendar>,
    /// The streets that there are now, from whoever loads them.
    pub(crate) ground: watch::Receiver<Option<Arc<LoadedStreets>>>,
    /// How texts are cut.
    pub(crate) lexicon: Arc<Lexicon>,
    /// Where the text index is kept; none keeps it in memory alone.
    pub(crate) text_folder: Option<PathBuf>,
}

impl Follower {
    /// Loads everything and returns the index with its follower.
    ///
    /// # Errors
    /// When the database does not answer or two records share an identity.
    pub(crate) async fn load(of: Followed) -> anyhow::Result<(Arc<NearbyIndex>, Self)> {
        let mut follower = Self {
            drafts: Drafts {
                lexicon: of.lexicon,
                atlas: Arc::clone(&of.atlas),
                catalog: Arc::clone(&of.catalog),
            },
            text_folder: of.text_folder,
            building: None,
            database: of.database,
            maker: CardMaker {
                atlas: of.atlas,
                catalog: of.catalog,
                fragments: Arc::default(),
            },
            cursor: Cursor(0),
            clock: of.clock,
            calendar: of.calendar,
            compacting: None,
            ground: of.ground,
        };
        let snapshot = follower.loaded().await?;
        follower.cursor = snapshot.version;
        Ok((Arc::new(NearbyIndex::new(snapshot)), follower))
    }

    /// A picture made off the event loop, with the sets of the minute.
    async fn made(
        &self,
        make: impl FnOnce() -> Result<Snapshot, IndexRefusal> + Send + 'static,
    ) -> anyhow::Result<Snapshot> {
        let (now, calendar) = (self.clock.now(), Arc::clone(&self.calendar));
        let make = move || {
            let snapshot = make()?;
            Ok::<_, IndexRefusal>(if snapshot.is_turned(now) {
                snapshot.with_sets(now, &calendar)
            } else {
                snapshot.at_minute(now, &calendar)
            })
        };
        Ok(tokio::task::spawn_blocking(make).await??)
    }

    /// Reads the changed records anew.
    async fn read(
        &self,
        changed: &[(Subject, Uuid)],
    ) -> anyhow::Result<(Vec<Change>, Vec<OwnDocument>)> {
        let ids_of = |wanted: Subject| -> Vec<Uuid> {
            let ids = changed.iter().filter(|(subject, _)| *subject == wanted);
            ids.map(|(_, id)| *id).collect()
        };
        let place_ids = ids_of(Subject::Place);
        let opening_ids = ids_of(Subject::Opening);
        let places = places::load_some(self.database.readers(), &place_ids).await?;
        let openings = openings::load_some(self.database.readers(), &opening_ids).await?;
        // Whatever has no record any more, or one that is not shown, is nothing.
        let mut now: HashMap<Uuid, Option<Item>> = place_ids
            .into_iter()
            .chain(opening_ids)
            .map(|id| (id, None))
            .collect();
        let documents = places.iter().map(|it| self.drafts.place(it));
        let documents = documents.chain(openings.iter().map(|row| self.drafts.opening(row)));
        let documents = documents.collect();
        let places = places.iter().map(|it| (it.row.id, self.maker.place(it)));
        now.extend(places);
        now.extend(openings.iter().map(|row| (row.id, self.maker.opening(row))));
        Ok((now.into_iter().collect(), documents))
    }

    /// Catches up with everything that has changed; true when a new picture was swapped in.
    async fn catch_up(&mut self, index: &NearbyIndex) -> anyhow::Result<bool> {
        let mut is_changed = false;
        loop {
            let snapshot = match changes::after(&self.database, self.cursor).await? {
                News::Nothing => return Ok(is_changed),
                News::Changed(changed, next) => {
                    let (changes, documents) = self.read(&changed).await?;
                    if let Some((_, since)) = &mut self.building {
                        since.extend(changed.iter().map(|(_, id)| *id));
                    }
                    self.make_room(index).await?;
                    let current = index.kept();
                    self.made(move || current.changed(changes, &documents, next))
                        .await?
                }
                News::Reload => {
                    let loaded = self.loaded().await?;
                    self.compacting = None;
                    self.building = None;
                    loaded
                }
            };
            self.cursor = snapshot.version;
            index.publish(snapshot);
            is_changed = true;
            self.start_building(index);
            self.start_compaction(index).await?;
        }
    }

    /// Lets the clock change what it changes: open places, and items that no longer stand.
    async fn keep_time(&mut self, index: &NearbyIndex) -> anyhow::Result<()> {
        let now = self.clock.now();
        let current = index.kept();
        if current.is_of_minute(now) && current.is_turned(now) {
            return Ok(());
        }
        let make = move || {
            let ended = current.ended(now).into_iter();
            let gone = ended.map(|id| (Uuid::from_u128(id.0), None)).collect();
            let mut next = current.changed(gone, &[], current.version)?;
            next.turns = Arc::default();
            Ok(next)
        };
        let snapshot = self.made(make).await?;
        index.publish(snapshot);
        self.start_compaction(index).await
    }

    /// Starts a compaction if one is worth its work.
    async fn start_compaction(&mut self, index: &NearbyIndex) -> anyhow::Result<()> {
        let current = index.kept();
        if !current.items.wants_compaction() {
            return Ok(());
        }
        let (frozen, work) = current.items.freeze();
        self.compacting = Some(Compacting::start(work)?);
        index.publish(current.over(frozen));
        Ok(())
    }

    /// Waits for the compaction that is under way where so much has gathered that readers would feel it.
    async fn make_room(&mut self, index: &NearbyIndex) -> anyhow::Result<()> {
        let is_full = {
            let current = index.snapshot();
            current.items.gathered() >= current.items.bound()
        };
        if is_full && let Some(compacting) = self.compacting.as_mut() {
            let done = compacting.done().await;
            self.end_compaction(index, done).await?;
        }
        Ok(())
    }

    /// Puts a new base in its place.
    async fn end_compaction(
        &mut self,
        index: &NearbyIndex,
        done: Option<NewBase>,
    ) -> anyhow::Result<()> {
        self.compacting = None;
        let current = index.kept();
        if done.is_some() {
            metrics::counter!("index_compactions_total").increment(1);
        }
        let make = move || {
            Ok(match done {
                Some(done) => current.over_base(current.items.thaw(done)),
                None => current.over(current.items.given_up()),
            })
        };
        let snapshot = self.made(make).await?;
        index.publish(snapshot);
        Ok(())
    }

    /// Brings every item to other streets, where there are others.
    async fn keep_ground(&mut self, index: &NearbyIndex) -> anyhow::Result<()> {
        let ground = self.ground.borrow_and_update().clone();
        let current = index.kept();
        let mark = |ground: &Option<Arc<LoadedStreets>>| ground.as_ref().map(|it| it.mark);
        if mark(&ground) == mark(&current.ground) {
            return Ok(());
        }
        self.compacting = None;
        let snapshot = self.made(move || Ok(current.on_ground(ground))).await?;
        index.publish(snapshot);
        self.start_compaction(index).await
    }

    /// One round: other streets, what has changed, and what time has changed.
    async fn round(&mut self, index: &NearbyIndex) -> anyhow::Result<bool> {
        self.keep_ground(index).await?;
        let is_changed = self.catch_up(index).await?;
        self.keep_time(index).await?;
        Ok(is_changed)
    }
}
