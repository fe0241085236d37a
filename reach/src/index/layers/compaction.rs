//! Merging layers into a new base, beside readers and writer.

use std::sync::Arc;

use super::{Layer, Layers};
use crate::index::merge::Source;
use crate::index::numeric::{low_bits, narrow, wide};
use crate::index::shape::WIDTH;
use crate::index::{Index, IndexRefusal, Slot};

/// A compaction is worth its work when a sixteenth of the base has changed ...
const BASE_SHARE: usize = 16;
/// ... but not for fewer changes than this ...
const FEWEST: usize = 1024;
/// ... and always for this many.
const MOST: usize = 32_768;
/// How many times the changes that make a compaction worth while the layers may gather while one is under way.
const BOUND: usize = 4;

/// Layers to be merged: work that can be done on any thread.
#[derive(Debug)]
pub struct Compaction<P> {
    /// The layers as they were when they were frozen.
    layers: Vec<Layer<P>>,
}

/// A new base, to be handed to [`Layers::thaw`].
#[derive(Debug)]
pub struct Compacted<P> {
    /// The merged layer.
    base: Layer<P>,
    /// The layers it was made of, as they were.
    of: Vec<Layer<P>>,
}

impl<P: Clone> Compaction<P> {
    /// Merges.
    ///
    /// # Errors
    /// Refuses more items than slots.
    pub fn run(self) -> Result<Compacted<P>, IndexRefusal> {
        Ok(Compacted {
            base: merged(&self.layers)?,
            of: self.layers,
        })
    }
}

impl<P> Layers<P> {
    /// How many changes have gathered since the base was built: items beside it, and slots of it that are gone.
    #[must_use]
    pub fn gathered(&self) -> usize {
        let gone = self.layers.first().map_or(0, |base| base.gone);
        let beside: usize = self
            .layers
            .iter()
            .skip(1)
            .map(|layer| layer.index.len())
            .sum();
        gone + beside
    }

    /// So many changes make a compaction worth its work.
    fn enough(&self) -> usize {
        let base = self.layers.first().map_or(0, |base| base.index.len());
        (base / BASE_SHARE).clamp(FEWEST, MOST)
    }

    /// Whether the layers should be merged: enough has gathered, and none is under way.
    #[must_use]
    pub fn wants_compaction(&self) -> bool {
        self.frozen == 1 && self.gathered() >= self.enough()
    }

    /// The most changes that may gather: beyond it a writer waits for the compaction that is under way.
    #[must_use]
    pub fn bound(&self) -> usize {
        self.enough() * BOUND
    }

    /// Freezes the layers there are and hands out the work of merging them; changes gather on top.
    #[must_use]
    pub fn freeze(&self) -> (Self, Compaction<P>) {
        let mut frozen = self.clone();
        frozen.frozen = frozen.layers.len();
        let work = Compaction {
            layers: self.layers.clone(),
        };
        (frozen, work)
    }

    /// Gives a compaction up: the frozen layers stay as they are until the next one.
    #[must_use]
    pub fn given_up(&self) -> Self {
        let mut given_up = self.clone();
        given_up.frozen = 1;
        given_up
    }

    /// Puts the new base in the place of the layers it was made of. What changed meanwhile stays: it is on top, and what
    /// it replaced or removed no longer counts in the new base. Work for other layers than these changes nothing.
    #[must_use]
    pub fn thaw(&self, done: Compacted<P>) -> Self {
        let Compacted { mut base, of } = done;
        let is_ours = self.layers.len() >= of.len()
            && self
                .layers
                .iter()
                .zip(&of)
                .all(|(one, other)| Arc::ptr_eq(&one.index, &other.index));
        if !is_ours {
            return self.clone();
        }
        for (now, then) in self.layers.iter().zip(&of) {
            for slot in gone_since(now, then) {
                let id = now.index.id(slot);
                if let Some(slot) = id.and_then(|id| base.live_slot(id)) {
                    base.drop_slot(slot);
                }
            }
        }
        let above = self.layers.iter().skip(of.len()).cloned();
        Self {
            layers: std::iter::once(base).chain(above).collect(),
            frozen: 1,
        }
    }
}

/// The slots of a layer that count no more though they did before.
fn gone_since<'a, P>(
    now: &'a Layer<P>,
    then: &'a Layer<P>,
) -> impl Iterator<Item = Slot> + use<'a, P> {
    let words = now.over.gone.iter().flatten().enumerate();
    words.flat_map(|(block, word)| {
        let before = then.over.gone.as_ref().and_then(|gone| gone.get(block));
        let first = narrow(block * WIDTH);
        low_bits(word & !before.copied().unwrap_or(0)).map(move |bit| Slot(first + bit))
    })
}

/// One layer of several.
///
/// # Errors
/// Refuses more items than slots.
pub(super) fn merged<P: Clone>(layers: &[Layer<P>]) -> Result<Layer<P>, IndexRefusal> {
    let sources: Vec<Source<'_>> = layers
        .iter()
        .map(|layer| (layer.index.as_ref(), layer.over.gone.as_deref()))
        .collect();
    let (index, order) = Index::merged(&sources)?;
    let payloads = order
        .iter()
        .filter_map(|(source, slot)| {
            let layer = layers.get(wide(*source))?;
            layer.payloads.get(wide(*slot)).cloned()
        })
        .collect();
    Ok(Layer::new(index, payloads))
}
