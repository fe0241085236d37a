//! Loading everything: records page by page, and the words of all of them.
//!
//! The text index is opened from its folder where little has changed since, else built from every record; while the
//! server runs it is built anew beside the readers when much has changed. Next: `super`, which follows changes.

use std::collections::HashSet;
use std::sync::Arc;

use reach::index::ItemId;
use text::{Lexicon, LiveText, TextBase};
use uuid::Uuid;

use super::Follower;
use crate::nearby::live::NearbyIndex;
use crate::nearby::snapshot::{Item, Snapshot};
use crate::nearby::texts::{Building, OwnDocument, is_much, opened};
use crate::platform::changes;
use crate::{openings, places};

impl Follower {
    /// A picture of every record. The cursor is read first: what changes meanwhile is read again.
    pub(super) async fn loaded(&mut self) -> anyhow::Result<Snapshot> {
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
    pub(super) async fn with_words(
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
    pub(super) fn start_words(&self, snapshot: &Snapshot) -> Building {
        let ids = snapshot.items.base_ids().iter();
        Building::start(
            self.drafts.clone(),
            self.database.clone(),
            ids.map(|id| Uuid::from_u128(id.0)).collect(),
            self.text_folder.clone(),
        )
    }

    /// Starts a new text index if one is worth its work.
    pub(super) fn start_building(&mut self, index: &NearbyIndex) {
        let current = index.kept();
        if self.building.is_none() && current.texts.wants_building() {
            self.building = Some((self.start_words(&current), HashSet::new()));
        }
    }

    /// Puts a new text index in its place, with what has changed since it was begun.
    pub(super) async fn end_building(
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
}

/// Documents that have changed, and items that are gone, as a live text.
fn live_of(lexicon: &Lexicon, documents: &[OwnDocument], gone: &[u128]) -> LiveText {
    let changed = documents.iter().map(OwnDocument::as_document);
    LiveText::default().with(lexicon, changed, gone.iter().copied())
}
