//! Why a value was not sealed or not opened. Never holds a plaintext, a ciphertext or a key.

use thiserror::Error;

use crate::platform::chance::NoChance;

/// Why a value was not sealed or not opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SealRefusal {
    /// The bytes are no sealed value: cut off, or of an unknown version.
    #[error("the bytes are no sealed value")]
    Malformed,
    /// No key of the ring has the id that the value names.
    #[error("the key ring has no key `{id}`: put it back into sealing.keys")]
    UnknownKey {
        /// The id of the key.
        id: String,
    },
    /// The value was changed, or sealed for another place or with another key of the same id.
    #[error("the sealed value was altered, or belongs to another place or key")]
    Altered,
    /// The value is longer than the cipher bears.
    #[error("the value is too long to be sealed")]
    TooLong,
    /// There are no random bytes for a nonce.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}
