//! Keys in the configuration: those that seal personal data, that find it, and that sign access tokens.
//!
//! It must never put a key into an error or `Debug`. What the keys do is in `platform::sealing` and `accounts`. Read next:
//! `config/default.toml`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::Deserialize;
use thiserror::Error;
use validator::Validate;

/// The keys of `config/default.toml`: fine for the demo, refused in production, whatever they are used for.
const DEMO_KEYS: [&str; 3] = [
    "bWVua291LWRlbW8tc2VhbGluZy1rZXktbm90LXByb2Q=",
    "bWVua291LWRlbW8tbG9va3VwLWtleS1ub3QtcHJvZHU=",
    "bWVua291LWRlbW8tdG9rZW4tc2VlZC1ub3QtcHJvZHU=",
];

/// Most characters of a key's id.
const MAX_ID_CHARS: usize = 16;

/// Bytes of a key for AES-256, of a look-up key and of an Ed25519 seed.
const LONG_KEY: usize = 32;

/// Bytes of a key for SM4.
const SHORT_KEY: usize = 16;

/// Why keys were refused. None of them quotes a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyRefusal {
    /// There is no key.
    #[error("there must be at least one key")]
    None,
    /// A key does not have the form.
    #[error("key {place} must be id:base64, the id of 1 to 16 small letters, digits and dashes")]
    Form {
        /// Its place in the list, from 1.
        place: usize,
    },
    /// Two keys have one id.
    #[error("key {place} has the id of an earlier one")]
    SameId {
        /// Place of the second in the list, from 1.
        place: usize,
    },
    /// A key is not base64.
    #[error("a key is not in base64")]
    NotBase64,
    /// A key is too short or too long.
    #[error("a key has {found} bytes in place of {expected}")]
    Length {
        /// How many it must have.
        expected: &'static str,
        /// How many it has.
        found: usize,
    },
}

/// A key and the name it goes by.
#[derive(Debug)]
pub struct NamedKey {
    /// The name; no secret.
    id: String,
    /// The key.
    bytes: SecretSlice<u8>,
}

impl NamedKey {
    /// The name, 1 to 16 small letters, digits and dashes.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.bytes.expose_secret()
    }
}

/// How values are sealed.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum SealingAlgorithm {
    /// AES-256 in Galois/Counter Mode (NIST SP 800-38D).
    #[serde(rename = "aes-256-gcm")]
    Aes256Gcm,
    /// SM4 (GB/T 32907) in Galois/Counter Mode (RFC 8998).
    #[serde(rename = "sm4-gcm")]
    Sm4Gcm,
}

impl SealingAlgorithm {
    /// The algorithm that a key of so many bytes is for: lengths are different, so a key names its algorithm.
    #[must_use]
    pub const fn of_key(bytes: usize) -> Option<Self> {
        match bytes {
            LONG_KEY => Some(Self::Aes256Gcm),
            SHORT_KEY => Some(Self::Sm4Gcm),
            _ => None,
        }
    }
}

/// Sealed personal data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealingConfig {
    /// What the first key is for.
    pub algorithm: SealingAlgorithm,
    /// Keys as `id:base64`; the first seals.
    pub keys: Vec<SecretString>,
    /// Key of look-up hashes, in base64.
    pub lookup_key: SecretString,
}

impl SealingConfig {
    /// The keys, the one that seals first.
    ///
    /// # Errors
    /// When there is none, one does not have the form, or the first is not for the algorithm.
    pub fn key_ring(&self) -> Result<Vec<NamedKey>, KeyRefusal> {
        let keys = read_keys(&self.keys)?;
        let lengths = keys.iter().map(|key| key.expose().len());
        for (place, found) in lengths.enumerate() {
            let algorithm = SealingAlgorithm::of_key(found);
            let fits = algorithm.is_some_and(|its| place > 0 || its == self.algorithm);
            if !fits {
                let expected = match (place, self.algorithm) {
                    (0, SealingAlgorithm::Aes256Gcm) => "32",
                    (0, SealingAlgorithm::Sm4Gcm) => "16",
                    _ => "32 or 16",
                };
                return Err(KeyRefusal::Length { expected, found });
            }
        }
        Ok(keys)
    }

    /// The key of look-up hashes.
    ///
    /// # Errors
    /// When it is not 32 bytes in base64.
    pub fn lookup_bytes(&self) -> Result<SecretSlice<u8>, KeyRefusal> {
        let bytes = decoded(self.lookup_key.expose_secret())?;
        long(bytes.expose_secret().len())?;
        Ok(bytes)
    }

    /// True when one of the keys that seal is in the published defaults.
    pub(super) fn has_demo_key(&self) -> bool {
        self.keys.iter().any(is_demo)
    }

    /// True when the look-up key is in the published defaults.
    pub(super) fn has_demo_lookup_key(&self) -> bool {
        is_demo(&self.lookup_key)
    }
}

/// Access tokens.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct TokensConfig {
    /// Who gives them out.
    #[validate(length(min = 1, max = 200))]
    pub issuer: String,
    /// Whom they are for.
    #[validate(length(min = 1, max = 200))]
    pub audience: String,
    /// Ed25519 seeds as `id:base64`; the first signs.
    pub keys: Vec<SecretString>,
}

impl TokensConfig {
    /// The seeds of the signing keys, the one that signs first.
    ///
    /// # Errors
    /// When there is none or one does not have the form.
    pub fn seeds(&self) -> Result<Vec<NamedKey>, KeyRefusal> {
        let keys = read_keys(&self.keys)?;
        keys.iter().try_for_each(|key| long(key.expose().len()))?;
        Ok(keys)
    }

    /// True when one of the keys is in the published defaults.
    pub(super) fn has_demo_key(&self) -> bool {
        self.keys.iter().any(is_demo)
    }
}

/// Reads keys of the form `id:base64`.
fn read_keys(texts: &[SecretString]) -> Result<Vec<NamedKey>, KeyRefusal> {
    let mut keys: Vec<NamedKey> = Vec::with_capacity(texts.len());
    for (place, text) in (1..).zip(texts) {
        let (id, key) = text
            .expose_secret()
            .split_once(':')
            .filter(|(id, _)| is_id(id))
            .ok_or(KeyRefusal::Form { place })?;
        if keys.iter().any(|earlier| earlier.id == id) {
            return Err(KeyRefusal::SameId { place });
        }
        keys.push(NamedKey {
            id: id.to_owned(),
            bytes: decoded(key)?,
        });
    }
    if keys.is_empty() {
        return Err(KeyRefusal::None);
    }
    Ok(keys)
}

/// True for 1 to 16 small letters, digits and dashes.
fn is_id(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=MAX_ID_CHARS).contains(&text.len()) && text.bytes().all(is_part)
}

/// The bytes of a key.
fn decoded(key: &str) -> Result<SecretSlice<u8>, KeyRefusal> {
    let bytes = STANDARD.decode(key).map_err(|_| KeyRefusal::NotBase64)?;
    Ok(SecretSlice::from(bytes))
}

/// Refuses a key that does not have 32 bytes.
const fn long(found: usize) -> Result<(), KeyRefusal> {
    let expected = "32";
    if found == LONG_KEY {
        Ok(())
    } else {
        Err(KeyRefusal::Length { expected, found })
    }
}

/// True for a key, with or without its id, that is published in the defaults.
fn is_demo(key: &SecretString) -> bool {
    let text = key.expose_secret();
    let key = text.split_once(':').map_or(text, |(_, key)| key);
    DEMO_KEYS.contains(&key)
}
