//! Sets of words over one base of the index, made when they are first asked for and kept.
//!
//! It means one base of the index and one base of the texts; what changed before the two met is in it, what changes
//! later is above it. It must never be asked with another base.

use moka::sync::Cache;
use reach::index::{BaseSelection, ItemId, Layers, Slot};
use text::{Group, Level, LiveText, TextBase};

use super::Entry;

/// Bytes of sets that are kept.
const KEPT_BYTES: u64 = 96 << 20;

/// Stands for a document whose item is not in the base, or has another text there.
const NOWHERE: u32 = u32::MAX;

/// Where documents stand, and the sets that were asked for.
pub(super) struct Placed {
    /// The slot of each document; none where they are numbered alike.
    slots: Option<Box<[u32]>>,
    /// What had changed when the two bases met.
    live: LiveText,
    /// Sets by group and level.
    kept: Cache<(Group, Level), BaseSelection>,
}

impl Placed {
    /// The documents of a base and what had changed, in the base of the index.
    pub(super) fn of(base: &TextBase, live: &LiveText, items: &Layers<Entry>) -> Self {
        let slot = |id: u128| {
            let slot = items
                .base_slot(ItemId(id))
                .filter(|_| !live.speaks_for(id))?;
            u32::try_from(slot.index()).ok()
        };
        let ids = items.base_ids();
        let is_alike = live.is_empty()
            && ids.len() == base.len()
            && ids
                .iter()
                .zip(base.ids())
                .all(|(one, other)| one.0 == *other);
        let slots = (!is_alike).then(|| {
            let all = base.ids().iter();
            all.map(|id| slot(*id).unwrap_or(NOWHERE)).collect()
        });
        let weigh = |_: &(Group, Level), set: &BaseSelection| {
            u32::try_from(set.bytes()).unwrap_or(u32::MAX).max(64)
        };
        Self {
            slots,
            live: live.clone(),
            kept: Cache::builder()
                .weigher(weigh)
                .max_capacity(KEPT_BYTES)
                .build(),
        }
    }

    /// The items of the base that match a group at a level or better; whoever asks at the same time waits for one.
    pub(super) fn part(
        &self,
        base: &TextBase,
        items: &Layers<Entry>,
        group: &Group,
        level: Level,
    ) -> Option<BaseSelection> {
        let key = (group.clone(), level);
        if let Some(known) = self.kept.get(&key) {
            return Some(known);
        }
        let made = || {
            let docs = base.docs_of(group, level).into_iter();
            let slots = docs.filter_map(|doc| match &self.slots {
                None => Some(Slot::at(doc)),
                Some(slots) => {
                    let slot = slots.get(usize::try_from(doc).ok()?)?;
                    (*slot != NOWHERE).then_some(Slot::at(*slot))
                }
            });
            let changed = self.live.ids_of(group, level).into_iter();
            let changed = changed.filter_map(|id| items.base_slot(ItemId(id)));
            items.select_in_base(slots.chain(changed))
        };
        self.kept.optionally_get_with(key, made)
    }
}
