//! Every item that matches, wherever it is.

use super::conditions::Conditions;
use super::filter::{Accept, Predicate};
use super::overlay::Overlay;
use super::pyramid::slots_of;
use super::{Attribute, Index, Slot};

impl Index {
    /// The slots of the items that match every predicate and `accept`, in ascending order.
    #[must_use]
    pub fn matching(&self, predicates: &[Predicate], accept: Option<Accept<'_>>) -> Vec<Slot> {
        let mut slots = Vec::new();
        self.each_matching(predicates, &Overlay::default(), |slot| {
            if accept.is_none_or(|accept| accept(Slot(slot))) {
                slots.push(Slot(slot));
            }
        });
        slots
    }

    /// How many items match every predicate and `accept`.
    #[must_use]
    pub fn count_matching(&self, predicates: &[Predicate], accept: Option<Accept<'_>>) -> u64 {
        if accept.is_none() {
            return self.count_under(predicates, &Overlay::default());
        }
        let mut count = 0;
        self.each_matching(predicates, &Overlay::default(), |slot| {
            count += u64::from(accept.is_none_or(|accept| accept(Slot(slot))));
        });
        count
    }

    /// How many items have a number for `attribute` in a range, both ends included; a missing end is no limit.
    #[must_use]
    pub fn count_within(
        &self,
        attribute: Attribute,
        at_least: Option<i64>,
        at_most: Option<i64>,
    ) -> u64 {
        let range = Predicate::Within {
            attribute,
            at_least,
            at_most,
        };
        self.count_matching(&[range], None)
    }

    /// Names every slot that matches, in ascending order, with something over the index.
    pub(super) fn each_matching(
        &self,
        predicates: &[Predicate],
        over: &Overlay,
        mut name: impl FnMut(u32),
    ) {
        let Some(conditions) = Conditions::of(self, predicates, over) else {
            return;
        };
        if let Some(rare) = conditions.rarest() {
            rare.iter()
                .copied()
                .filter(|slot| conditions.holds(*slot))
                .for_each(name);
            return;
        }
        let mut words = Vec::new();
        conditions.write_leaves(&mut words, &mut Vec::new());
        for (block, word) in words.iter().enumerate().filter(|(_, word)| **word != 0) {
            slots_of(block, *word).for_each(&mut name);
        }
    }

    /// How many slots match, with something over the index.
    pub(super) fn count_under(&self, predicates: &[Predicate], over: &Overlay) -> u64 {
        let Some(conditions) = Conditions::of(self, predicates, over) else {
            return 0;
        };
        if let Some(rare) = conditions.rarest() {
            return rare
                .iter()
                .fold(0, |count, slot| count + u64::from(conditions.holds(*slot)));
        }
        let count = conditions.write_leaves(&mut Vec::new(), &mut Vec::new());
        u64::try_from(count).unwrap_or(u64::MAX)
    }
}
