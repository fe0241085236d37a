//! The follower: loads the index from the database, keeps it true by the change log and by the clock.
//!
//! It is the only writer. It makes the next picture beside the readers and swaps it in; readers never wait for it. What
//! it gathers it merges now and then on a thread of low priority. Where the database does not answer, the last picture
//! goes on answering and readiness says so. A failure half-way leaves the picture and the position in the log as they
//! were, so that the same rows are read again.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use reach::index::{IndexRefusal, ItemId};
use text::{Lexicon, LiveText, TextBase};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::cards_of::CardMaker;
use super::compacting::{Compacting, NewBase};
use super::live::NearbyIndex;
use super::snapshot::{Item, Snapshot};
use super::texts::{Building, Drafts, OwnDocument, is_much, opened};
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

    /// A picture of every record. The cursor is read first: what changes meanwhile is read again.
    async fn loaded(&mut self) -> anyhow::Result<Snapshot> {
        let ground = self.ground.borrow_and_update().clone();
        let cursor = changes::newest(&self.database).await?;
        let places = places::load_all(self.database.readers()).await?;
        let (maker, drafts) = (self.maker.clone(), self.drafts.clone());
        let make = move || {
            let items = places.iter().filter_map(|it| maker.place(it)).collect();
            let hashes = places.iter();
            let hashes = hashes.map(|it| (it.row.id.as_u128(), drafts.place_hash(it)));
            (items, hashes.collect())
        };
        let (mut items, mut hashes): (Vec<Item>, Vec<(u128, u64)>) =
            tokio::task::spawn_blocking(make).await?;
        let (now, mut last) = (self.clock.now(), None);
        loop {
            // Page by page: the records of a province at once would take many times the memory of their cards.
            let page = openings::load_page(self.database.readers(), now, last).await?;
            last = page.last().map(|row| row.id);
            if page.is_empty() {
                break;
            }
            let (maker, drafts) = (self.maker.clone(), self.drafts.clone());
            let make = move || {
                let items = page.iter().filter_map(|it| maker.opening(it)).collect();
                let hashes = page.iter();
                let hashes = hashes.map(|it| (it.id.as_u128(), drafts.opening_hash(it)));
                (items, hashes.collect())
            };
            let (mut more, mut of_more): (Vec<Item>, Vec<(u128, u64)>) =
                tokio::task::spawn_blocking(make).await?;
            items.append(&mut more);
            hashes.append(&mut of_more);
        }
        let fragments = Arc::clone(&self.maker.fragments);
        let lexicon = Arc::clone(&self.drafts.lexicon);
        let nothing = Arc::new(TextBase::build(None, &lexicon, [])?);
        let build = move || Snapshot::build(items, fragments, cursor, ground, (lexicon, nothing));
        let snapshot = self.made(build).await?;
        self.with_words(snapshot, hashes).await
    }

    /// The picture with the words of its items: from the folder of the last text index where little has changed since,
    /// else from every record.
    async fn with_words(
        &self,
        snapshot: Snapshot,
        hashes: Vec<(u128, u64)>,
    ) -> anyhow::Result<Snapshot> {
        let (folder, lexicon) = (self.text_folder.clone(), Arc::clone(&self.drafts.lexicon));
        let open = move || {
            let base = opened(&folder?, &lexicon)?;
            let changed = base.reconcile(hashes).changed;
            (!is_much(changed.len(), &base)).then_some((base, changed))
        };
        if let Some((base, changed)) = tokio::task::spawn_blocking(open).await? {
            let changed: Vec<Uuid> = changed.into_iter().map(Uuid::from_u128).collect();
            let documents = self.drafts.read(&self.database, &changed).await?;
            let live = live_of(&self.drafts.lexicon, &documents, &[]);
            return self
                .made(move || Ok(snapshot.with_texts(Arc::new(base), live)))
                .await;
        }
        let base = self.start_words(&snapshot).done().await?;
        self.made(move || Ok(snapshot.with_texts(Arc::new(base), LiveText::default())))
            .await
    }

    /// Starts a text index of every record of a picture.
    fn start_words(&self, snapshot: &Snapshot) -> Building {
        let ids = snapshot.items.base_ids().iter();
        Building::start(
            self.drafts.clone(),
            self.database.clone(),
            ids.map(|id| Uuid::from_u128(id.0)).collect(),
            self.text_folder.clone(),
        )
    }

    /// Starts a new text index if one is worth its work.
    fn start_building(&mut self, index: &NearbyIndex) {
        let current = index.kept();
        if self.building.is_none() && current.texts.wants_building() {
            self.building = Some((self.start_words(&current), HashSet::new()));
        }
    }

    /// Puts a new text index in its place, with what has changed since it was begun.
    async fn end_building(
        &mut self,
        index: &NearbyIndex,
        built: anyhow::Result<TextBase>,
    ) -> anyhow::Result<()> {
        let Some((_, since)) = self.building.take() else {
            return Ok(());
        };
        let base = Arc::new(built?);
        let since: Vec<Uuid> = since.into_iter().collect();
        let documents = self.drafts.read(&self.database, &since).await?;
        let current = index.kept();
        let is_gone = |id: &Uuid| current.items.slot_of(ItemId(id.as_u128())).is_none();
        let gone: Vec<u128> = since
            .iter()
            .filter(|id| is_gone(id))
            .map(Uuid::as_u128)
            .collect();
        let live = live_of(&self.drafts.lexicon, &documents, &gone);
        let snapshot = self
            .made(move || Ok(current.with_texts(base, live)))
            .await?;
        index.publish(snapshot);
        metrics::counter!("text_indexes_built_total").increment(1);
        Ok(())
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

/// Documents that have changed, and items that are gone, as a live text.
fn live_of(lexicon: &Lexicon, documents: &[OwnDocument], gone: &[u128]) -> LiveText {
    let changed = documents.iter().map(OwnDocument::as_document);
    LiveText::default().with(lexicon, changed, gone.iter().copied())
}
