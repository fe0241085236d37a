//! Asking all layers as one.

use super::Layers;
use crate::index::filter::{Accept, Predicate};
use crate::index::{Attribute, Hit, Nearest, Slot};

impl<P> Layers<P> {
    /// The nearest items that match, in ascending order of their keys.
    #[must_use]
    pub fn nearest(&self, query: &Nearest<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (first, layer) in self.numbered() {
            if layer.len() == 0 {
                continue;
            }
            // What is found already bounds what else is worth finding.
            let last: Option<&Hit> = hits.last().filter(|_| hits.len() == query.limit);
            let within = match (query.within, last) {
                (Some(within), Some(last)) if within.get() <= last.key.distance.metres().get() => {
                    Some(within)
                }
                (_, Some(last)) => Some(last.key.distance.metres()),
                (within, None) => within,
            };
            let bounded = Nearest { within, ..*query };
            let more = layer.index.nearest_under(&bounded, &layer.over, first);
            if hits.is_empty() {
                hits = more;
            } else if !more.is_empty() {
                hits.extend(more);
                hits.sort_unstable_by_key(|hit| hit.key);
                hits.truncate(query.limit);
            }
        }
        hits
    }

    /// Names every slot that matches every predicate, in no set order.
    pub fn each_matching(&self, predicates: &[Predicate], mut name: impl FnMut(Slot)) {
        for (first, layer) in self.numbered() {
            layer
                .index
                .each_matching(predicates, &layer.over, |slot| name(Slot(first + slot)));
        }
    }

    /// The slots of the items that match every predicate and `accept`, in no set order.
    #[must_use]
    pub fn matching(&self, predicates: &[Predicate], accept: Option<Accept<'_>>) -> Vec<Slot> {
        let mut slots = Vec::new();
        self.each_matching(predicates, |slot| {
            if accept.is_none_or(|accept| accept(slot)) {
                slots.push(slot);
            }
        });
        slots
    }

    /// How many items match every predicate.
    #[must_use]
    pub fn count_matching(&self, predicates: &[Predicate]) -> u64 {
        self.layers
            .iter()
            .map(|layer| layer.index.count_under(predicates, &layer.over))
            .sum()
    }

    /// How many items have a code.
    #[must_use]
    pub fn count(&self, attribute: Attribute, value: u32) -> u64 {
        self.count_matching(&[Predicate::AnyOf {
            attribute,
            values: vec![value],
        }])
    }
}
