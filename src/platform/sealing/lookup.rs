//! Keyed hashes by which a row with a sealed value is found.
//!
//! Without the key nobody can try out telephone numbers against them. It must never hash without a purpose: the same
//! value has other hashes in other columns, so that tables cannot be matched. Read next: `ring`.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::Sha256;

use crate::config::{KeyRefusal, SealingConfig};

/// Begins what is hashed.
const DOMAIN: &[u8] = b"menkou look-up 1\0";

/// Makes the hashes by which rows are found: HMAC-SHA-256 (RFC 2104) under a key of its own.
#[derive(Clone)]
pub struct LookupKey {
    /// Keyed and ready; cloned for every use.
    keyed: Hmac<Sha256>,
}

impl LookupKey {
    /// The configured key.
    ///
    /// # Errors
    /// When the key cannot be used; `Config::load` has refused such a one.
    pub fn new(config: &SealingConfig) -> Result<Self, KeyRefusal> {
        let key = config.lookup_bytes()?;
        let key = key.expose_secret();
        let length = KeyRefusal::Length {
            expected: "32",
            found: key.len(),
        };
        let keyed = Hmac::new_from_slice(key).map_err(|_| length)?;
        Ok(Self { keyed })
    }

    /// The hash of a value for one purpose, e.g. `phone`. The value must be in its one normal form.
    #[must_use]
    pub fn hash(&self, purpose: &'static str, value: &str) -> [u8; 32] {
        let mut mac = self.keyed.clone();
        mac.update(DOMAIN);
        mac.update(purpose.as_bytes());
        // No purpose has a NUL, so purpose and value cannot run into each other.
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for LookupKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LookupKey(..)")
    }
}
