//! The keys in page tokens: what an answer ended with. Never a position of a person.

use reach::index::{ItemId, OrderKey};
use reach::measure::DistanceKey;

/// Where a list around an origin continues, with the day whose lots it was drawn by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReachKey {
    /// The key of the last item.
    pub(super) order: OrderKey,
    /// The day of the first page.
    pub(super) day: i32,
}

/// Where a list without an origin continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListKey {
    /// Division order or newest first.
    pub(super) key: i64,
    /// The last item.
    pub(super) id: ItemId,
}

impl ReachKey {
    /// The key as bytes.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(36);
        bytes.extend_from_slice(&self.order.distance.millimetres().to_be_bytes());
        bytes.extend_from_slice(&self.order.tie.to_be_bytes());
        bytes.extend_from_slice(&self.order.id.0.to_be_bytes());
        bytes.extend_from_slice(&self.day.to_be_bytes());
        bytes
    }

    /// The key in bytes that [`Self::to_bytes`] made.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (distance, rest) = bytes.split_first_chunk::<8>()?;
        let (tie, rest) = rest.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (day, rest) = rest.split_first_chunk::<4>()?;
        rest.is_empty().then_some(Self {
            order: OrderKey {
                distance: DistanceKey::from_millimetres(u64::from_be_bytes(*distance)),
                tie: u64::from_be_bytes(*tie),
                id: ItemId(u128::from_be_bytes(*id)),
            },
            day: i32::from_be_bytes(*day),
        })
    }
}

impl ListKey {
    /// The key as bytes.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(24);
        bytes.extend_from_slice(&self.key.to_be_bytes());
        bytes.extend_from_slice(&self.id.0.to_be_bytes());
        bytes
    }

    /// The key in bytes that [`Self::to_bytes`] made.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (key, rest) = bytes.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        rest.is_empty().then_some(Self {
            key: i64::from_be_bytes(*key),
            id: ItemId(u128::from_be_bytes(*id)),
        })
    }
}
