//! The keys in page tokens: what an answer ended with. Never a position of a person.

use reach::index::ItemId;

/// Where an item stands in a list around an origin, with the day whose lots it was drawn by. Keys of one list compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReachKey {
    /// Millimetres of the straight line; in a list by streets, seconds on foot.
    pub(super) rank: u64,
    /// The lot of the day.
    pub(super) tie: u64,
    /// The item.
    pub(super) id: ItemId,
    /// The day of the first page.
    pub(super) day: i32,
}

/// Where a list without an origin continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListKey {
    /// How well the words match, best first; 0 where none are sought.
    pub(super) level: u8,
    /// Division order or newest first.
    pub(super) key: i64,
    /// The last item.
    pub(super) id: ItemId,
}

impl ReachKey {
    /// The key as bytes.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(36);
        bytes.extend_from_slice(&self.rank.to_be_bytes());
        bytes.extend_from_slice(&self.tie.to_be_bytes());
        bytes.extend_from_slice(&self.id.0.to_be_bytes());
        bytes.extend_from_slice(&self.day.to_be_bytes());
        bytes
    }

    /// The key in bytes that [`Self::to_bytes`] made.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (rank, rest) = bytes.split_first_chunk::<8>()?;
        let (tie, rest) = rest.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (day, rest) = rest.split_first_chunk::<4>()?;
        rest.is_empty().then_some(Self {
            rank: u64::from_be_bytes(*rank),
            tie: u64::from_be_bytes(*tie),
            id: ItemId(u128::from_be_bytes(*id)),
            day: i32::from_be_bytes(*day),
        })
    }
}

impl ListKey {
    /// The key as bytes.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(25);
        bytes.push(self.level);
        bytes.extend_from_slice(&self.key.to_be_bytes());
        bytes.extend_from_slice(&self.id.0.to_be_bytes());
        bytes
    }

    /// The key in bytes that [`Self::to_bytes`] made.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (level, rest) = bytes.split_first()?;
        let (key, rest) = rest.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        rest.is_empty().then_some(Self {
            level: *level,
            key: i64::from_be_bytes(*key),
            id: ItemId(u128::from_be_bytes(*id)),
        })
    }
}
