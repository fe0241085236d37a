//! The keys that seal and open, and the form of a sealed value, which `mod.rs` describes.
//!
//! It must never try one key after another: a value names its key. Read next: `cipher`.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use uuid::Uuid;

use super::SealRefusal;
use super::cipher::{Cipher, NONCE_BYTES, TAG_BYTES};
use crate::config::{KeyRefusal, SealingConfig};
use crate::platform::chance::Chance;

/// The version of the form.
const VERSION: u8 = 1;

/// Begins what is authenticated beside the ciphertext.
const DOMAIN: &[u8] = b"menkou sealed field";

/// Where a sealed value stands. It opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row.
    pub row: Uuid,
}

/// A sealed value as the database holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// A value from the database; whether it is one shows when it is opened.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The value for the database.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sealed({} bytes)", self.0.len())
    }
}

/// Keys that seal and open; cheap to clone.
#[derive(Clone)]
pub struct KeyRing {
    /// The keys, the one that seals first.
    keys: Arc<[Key]>,
    /// Where nonces come from.
    chance: Chance,
}

/// A key of the ring.
struct Key {
    /// Its id.
    id: String,
    /// The cipher that it keys.
    cipher: Cipher,
}

impl KeyRing {
    /// The configured keys.
    ///
    /// # Errors
    /// When a key cannot be used; `Config::load` has refused such ones.
    pub fn new(config: &SealingConfig, chance: Chance) -> Result<Self, KeyRefusal> {
        let mut keys = Vec::new();
        for named in config.key_ring()? {
            let length = KeyRefusal::Length {
                expected: "32 or 16",
                found: named.expose().len(),
            };
            keys.push(Key {
                id: named.id().to_owned(),
                cipher: Cipher::new(named.expose()).ok_or(length)?,
            });
        }
        let keys = keys.into();
        Ok(Self { keys, chance })
    }

    /// Seals a text for its place, with the first key.
    ///
    /// # Errors
    /// When there is no chance for a nonce, or the text is longer than the cipher bears.
    pub fn seal(&self, place: &Place, plaintext: &str) -> Result<Sealed, SealRefusal> {
        // The configuration has at least one key.
        let key = self.keys.first().ok_or(SealRefusal::Malformed)?;
        let length = u8::try_from(key.id.len()).map_err(|_| SealRefusal::Malformed)?;
        let nonce = self.chance.draw()?;
        let mut bytes = vec![VERSION, length];
        bytes.extend_from_slice(key.id.as_bytes());
        let associated = associated(&bytes, place);
        let ciphertext = key
            .cipher
            .encrypt(nonce, plaintext.as_bytes(), &associated)
            .ok_or(SealRefusal::TooLong)?;
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&ciphertext);
        Ok(Sealed(bytes))
    }

    /// Opens a value in its place.
    ///
    /// # Errors
    /// When the bytes are no sealed value, the key is not in the ring, or anything was changed or moved.
    pub fn open(&self, place: &Place, sealed: &Sealed) -> Result<SecretString, SealRefusal> {
        let parts = Parts::of(&sealed.0).ok_or(SealRefusal::Malformed)?;
        let key = self
            .keys
            .iter()
            .find(|key| key.id == parts.id)
            .ok_or_else(|| SealRefusal::UnknownKey {
                id: parts.id.to_owned(),
            })?;
        let plaintext = key
            .cipher
            .decrypt(
                *parts.nonce,
                parts.ciphertext,
                &associated(parts.head, place),
            )
            .ok_or(SealRefusal::Altered)?;
        // Only texts are sealed.
        let text = String::from_utf8(plaintext).map_err(|_| SealRefusal::Altered)?;
        Ok(SecretString::from(text))
    }

    /// True unless the value is sealed with the first key: such values are opened and sealed anew before their key may
    /// leave the ring. True for bytes that are no sealed value, so that whoever seals anew meets them.
    #[must_use]
    pub fn needs_reseal(&self, sealed: &Sealed) -> bool {
        let id = Parts::of(&sealed.0).map(|parts| parts.id);
        id.is_none() || id != self.keys.first().map(|key| key.id.as_str())
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.keys.iter().map(|key| key.id.as_str());
        formatter.write_str("KeyRing")?;
        formatter.debug_list().entries(ids).finish()
    }
}

/// The parts of a sealed value.
struct Parts<'b> {
    /// All before the nonce.
    head: &'b [u8],
    /// The id of the key.
    id: &'b str,
    /// The nonce.
    nonce: &'b [u8; NONCE_BYTES],
    /// The ciphertext and its tag.
    ciphertext: &'b [u8],
}

impl<'b> Parts<'b> {
    /// Takes bytes apart; none when they are cut off or of another version.
    fn of(bytes: &'b [u8]) -> Option<Self> {
        let ([version, length], rest) = bytes.split_first_chunk::<2>()?;
        if *version != VERSION {
            return None;
        }
        let (id, rest) = rest.split_at_checked(usize::from(*length))?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>()?;
        if ciphertext.len() < TAG_BYTES {
            return None;
        }
        Some(Self {
            head: bytes.get(..2 + id.len())?,
            id: std::str::from_utf8(id).ok()?,
            nonce,
            ciphertext,
        })
    }
}

/// What is authenticated beside the ciphertext: the head of the value and its place, each part with its length before it.
fn associated(head: &[u8], place: &Place) -> Vec<u8> {
    let row = place.row.as_bytes().as_slice();
    let parts = [head, place.table.as_bytes(), place.column.as_bytes(), row];
    let mut bytes = DOMAIN.to_vec();
    for part in parts {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
