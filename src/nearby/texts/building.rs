//! How a text index comes to be: from the folder of the last one, or from every record in the order of the index.
//!
//! Building reads the records chunk by chunk and cuts them on a thread of low priority; readers never wait for it. A
//! folder that is damaged or of another lexicon is built anew, never half used.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use anyhow::Context;
use text::{BaseRefusal, Document, Lexicon, TextBase};
use thread_priority::{ThreadPriority, set_current_thread_priority};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::nearby::wording::Wording;
use crate::openings::OpeningRecord;
use crate::places::PlaceRecord;
use crate::platform::database::Database;
use crate::{openings, places};

/// Records that are read at once.
const CHUNK: usize = 2_000;

/// Chunks that wait to be cut.
const WAITING: usize = 2;

/// A document that holds its texts.
#[derive(Clone, Debug)]
pub(in crate::nearby) struct OwnDocument {
    /// The item.
    id: u128,
    /// The title.
    title: String,
    /// Who offers it.
    employer: Option<String>,
    /// Keys of concepts.
    concepts: Vec<String>,
    /// Names of divisions.
    places: Vec<String>,
    /// Description, duties, conditions, address.
    texts: Vec<String>,
}

impl OwnDocument {
    /// The document.
    pub(in crate::nearby) fn as_document(&self) -> Document<'_> {
        Document {
            id: self.id,
            title: &self.title,
            employer: self.employer.as_deref(),
            concepts: borrowed(&self.concepts),
            places: borrowed(&self.places),
            texts: borrowed(&self.texts),
        }
    }
}

impl From<&Document<'_>> for OwnDocument {
    fn from(document: &Document<'_>) -> Self {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            id: document.id,
            title: document.title.to_owned(),
            employer: document.employer.map(str::to_owned),
            concepts: owned(&document.concepts),
            places: owned(&document.places),
            texts: owned(&document.texts),
        }
    }
}

/// Texts by reference.
fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// What documents are made with.
#[derive(Clone)]
pub(in crate::nearby) struct Drafts {
    /// How texts are cut.
    pub(in crate::nearby) lexicon: Arc<Lexicon>,
    /// Divisions.
    pub(in crate::nearby) atlas: Arc<Atlas>,
    /// Vocabularies.
    pub(in crate::nearby) catalog: Arc<Catalog>,
}

impl Drafts {
    /// The document of a place.
    pub(in crate::nearby) fn place(&self, record: &PlaceRecord) -> OwnDocument {
        let wording = Wording::of_place(record, &self.catalog);
        OwnDocument::from(&wording.document(&self.atlas))
    }

    /// The document of an opening.
    pub(in crate::nearby) fn opening(&self, row: &OpeningRecord) -> OwnDocument {
        OwnDocument::from(&Wording::of_opening(row).document(&self.atlas))
    }

    /// The hash of a place's text.
    pub(in crate::nearby) fn place_hash(&self, record: &PlaceRecord) -> u64 {
        let wording = Wording::of_place(record, &self.catalog);
        wording.document(&self.atlas).hash(&self.lexicon)
    }

    /// The hash of an opening's text.
    pub(in crate::nearby) fn opening_hash(&self, row: &OpeningRecord) -> u64 {
        let wording = Wording::of_opening(row);
        wording.document(&self.atlas).hash(&self.lexicon)
    }

    /// The documents of records as they are now, in the order of the ids; what is no longer there is left out.
    pub(in crate::nearby) async fn read(
        &self,
        database: &Database,
        ids: &[Uuid],
    ) -> anyhow::Result<Vec<OwnDocument>> {
        let places = places::load_some(database.readers(), ids).await?;
        let openings = openings::load_some(database.readers(), ids).await?;
        let places = places.iter().map(|it| self.place(it));
        let openings = openings.iter().map(|it| self.opening(it));
        let mut documents: std::collections::HashMap<u128, OwnDocument> =
            places.chain(openings).map(|it| (it.id, it)).collect();
        let ordered = ids.iter().filter_map(|id| documents.remove(&id.as_u128()));
        Ok(ordered.collect())
    }
}

/// A base that is being built.
pub(in crate::nearby) struct Building(JoinHandle<anyhow::Result<TextBase>>);

impl Building {
    /// Starts to build a base of these records, in this order, into a folder where there is one.
    pub(in crate::nearby) fn start(
        drafts: Drafts,
        database: Database,
        ids: Vec<Uuid>,
        folder: Option<PathBuf>,
    ) -> Self {
        Self(tokio::spawn(build(drafts, database, ids, folder)))
    }

    /// The base.
    ///
    /// # Errors
    /// When a record cannot be read or the folder cannot be written.
    pub(in crate::nearby) async fn done(&mut self) -> anyhow::Result<TextBase> {
        (&mut self.0)
            .await
            .context("the text index was not built")?
    }
}

impl Drop for Building {
    /// Whoever no longer waits wants it no more.
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads the records and has them cut.
async fn build(
    drafts: Drafts,
    database: Database,
    ids: Vec<Uuid>,
    folder: Option<PathBuf>,
) -> anyhow::Result<TextBase> {
    let (chunks, base) = start_cutting(Arc::clone(&drafts.lexicon), folder)?;
    for chunk in ids.chunks(CHUNK) {
        let documents = drafts.read(&database, chunk).await?;
        let chunks = chunks.clone();
        // A full channel waits for the thread, which the event loop must not.
        if tokio::task::spawn_blocking(move || chunks.send(documents).is_err()).await? {
            break;
        }
    }
    drop(chunks);
    Ok(base.await??)
}

/// What the thread that cuts is given, and what it gives back.
type Cutting = (
    SyncSender<Vec<OwnDocument>>,
    oneshot::Receiver<Result<TextBase, BaseRefusal>>,
);

/// Starts the thread that cuts documents.
fn start_cutting(lexicon: Arc<Lexicon>, folder: Option<PathBuf>) -> std::io::Result<Cutting> {
    let (chunks, waiting) = sync_channel::<Vec<OwnDocument>>(WAITING);
    let (sender, base) = oneshot::channel();
    let thread = std::thread::Builder::new().name("menkou-text".to_owned());
    thread.spawn(move || {
        // Where the system refuses, the work is done all the same.
        if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
            tracing::debug!(?error, "the text index is built at ordinary priority");
        }
        let cut = || {
            let mut builder = text::BaseBuilder::new(&lexicon)?;
            for document in waiting.iter().flatten() {
                builder.push(&document.as_document())?;
            }
            builder.finish(folder.as_deref())
        };
        // Nobody waits any more when the follower has ended or has reloaded.
        let _ = sender.send(cut());
    })?;
    Ok((chunks, base))
}

/// The base in a folder; none where there is none that can be used.
pub(in crate::nearby) fn opened(folder: &Path, lexicon: &Lexicon) -> Option<TextBase> {
    if !folder.exists() {
        return None;
    }
    match TextBase::open(folder, lexicon) {
        Ok(base) => Some(base),
        Err(refusal) => {
            tracing::warn!(%refusal, "the text index is built anew");
            None
        }
    }
}
