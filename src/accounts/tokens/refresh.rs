//! Refresh secrets: 256 bits of chance by which a session is renewed, used once each.
//!
//! The database keeps the hash alone. It has no key: nobody can try out 2^256 secrets. It must never be printed. Which
//! secret of a session is the present one, and what follows when an old one is shown, the sessions decide.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::platform::chance::{Chance, NoChance};

/// Begins a refresh secret, so that people and scanners for leaked secrets know one when they see it.
const PREFIX: &str = "mkr_";

/// Bytes of chance in a secret.
const SECRET_BYTES: usize = 32;

/// Characters of 32 bytes in base64url.
const SECRET_CHARS: usize = 43;

/// Begins what is hashed.
const DOMAIN: &[u8] = b"menkou refresh secret 1\0";

/// A refresh secret, whole, as the client keeps it.
#[derive(Clone)]
pub struct RefreshSecret(SecretString);

impl RefreshSecret {
    /// Draws a secret.
    ///
    /// # Errors
    /// When there is no chance.
    pub fn issue(chance: &Chance) -> Result<Self, NoChance> {
        let drawn = URL_SAFE_NO_PAD.encode(chance.draw::<SECRET_BYTES>()?);
        Ok(Self(SecretString::from(format!("{PREFIX}{drawn}"))))
    }

    /// Reads a secret; none when the text cannot be one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let drawn = text.strip_prefix(PREFIX)?;
        if drawn.len() != SECRET_CHARS {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(drawn).ok()?;
        (bytes.len() == SECRET_BYTES).then(|| Self(SecretString::from(text)))
    }

    /// The whole secret, for the one answer that gives it out.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What is kept of the secret, and by which its session is found.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let hash = Sha256::new().chain_update(DOMAIN);
        hash.chain_update(self.expose()).finalize().into()
    }

    /// True when the secret is the one that was kept as `kept`; takes as long either way.
    #[must_use]
    pub fn matches(&self, kept: &[u8]) -> bool {
        self.hash().as_slice().ct_eq(kept).into()
    }
}

impl fmt::Debug for RefreshSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RefreshSecret(..)")
    }
}
