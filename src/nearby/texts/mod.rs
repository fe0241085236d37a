//! Words in the picture: which items a question finds, as sets that the index joins with places and filters.
//!
//! A word's set is made once for a base of the index and kept; what changed since is laid over it. So text costs about
//! as much as any other filter. It must never answer with an item whose newest text does not match.
//!
//! Read next: `placed` (sets over the base), `asking` (from what was typed to conditions), `building` (how a text index
//! comes to be), and the crate `text`.

mod asking;
mod building;
mod placed;

use std::sync::Arc;

use reach::index::{ItemId, Layers, Selection};
use text::{Group, Level, Lexicon, LiveText, Suggestion, TextBase, TextPicture};

use self::asking::Asked;
pub(super) use self::asking::{TextSearch, refusal_of};
pub(super) use self::building::{Building, Drafts, OwnDocument, opened};
use self::placed::Placed;
use super::snapshot::Entry;

/// So many changed documents make a new base worth its work, at least; and one in so many of the base.
const FEWEST_LIVE: usize = 4_096;
/// See [`FEWEST_LIVE`].
const LIVE_SHARE: usize = 12;

/// Whether so many changed documents make a new base worth its work.
pub(super) fn is_much(changed: usize, base: &TextBase) -> bool {
    changed >= FEWEST_LIVE.max(base.len() / LIVE_SHARE)
}

/// The texts of a picture.
pub(super) struct Texts {
    /// How texts are cut.
    lexicon: Arc<Lexicon>,
    /// Most documents.
    base: Arc<TextBase>,
    /// Those that have changed since.
    live: LiveText,
    /// Sets over the base of the index.
    placed: Arc<Placed>,
    /// What this picture was asked.
    asked: Asked,
}

impl Texts {
    /// The texts of a picture's items.
    pub(super) fn of(
        lexicon: Arc<Lexicon>,
        base: Arc<TextBase>,
        live: LiveText,
        items: &Layers<Entry>,
    ) -> Self {
        let placed = Arc::new(Placed::of(&base, &live, items));
        Self {
            lexicon,
            base,
            live,
            placed,
            asked: Asked::default(),
        }
    }

    /// The texts after some changes: documents as they are now, and items that are gone.
    pub(super) fn changed(&self, documents: &[OwnDocument], gone: &[ItemId]) -> Self {
        let changed = documents.iter().map(OwnDocument::as_document);
        let gone = gone.iter().map(|id| id.0);
        Self {
            lexicon: Arc::clone(&self.lexicon),
            base: Arc::clone(&self.base),
            live: self.live.with(&self.lexicon, changed, gone),
            placed: Arc::clone(&self.placed),
            asked: Asked::default(),
        }
    }

    /// The same texts over another base of the index.
    pub(super) fn over(&self, items: &Layers<Entry>) -> Self {
        Self::of(
            Arc::clone(&self.lexicon),
            Arc::clone(&self.base),
            self.live.clone(),
            items,
        )
    }

    /// Whether so much has changed that a new base is worth its work.
    pub(super) fn wants_building(&self) -> bool {
        is_much(self.live.len(), &self.base)
    }

    /// How texts are cut.
    pub(super) fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Base and live together.
    fn picture(&self) -> TextPicture<'_> {
        TextPicture {
            base: &self.base,
            live: &self.live,
        }
    }

    /// What a prefix may become.
    pub(super) fn suggest(&self, prefix: &str, most: usize) -> Vec<Suggestion> {
        self.picture().suggest(&self.lexicon, prefix, most)
    }

    /// The items that match a group at a level or better.
    pub(super) fn selection(
        &self,
        items: &Layers<Entry>,
        group: &Group,
        level: Level,
    ) -> Selection {
        self.asked.selection(group, level, || {
            let base = self.placed.part(&self.base, items, group, level);
            let changed = self.live.ids_of(group, level).into_iter();
            let above = changed.filter_map(|id| items.slot_of(ItemId(id)));
            match base {
                Some(base) => items.select_over(&base, above),
                None => items.select(above),
            }
        })
    }
}
