//! Opaque page tokens: what comes after which key of which query, signed.
//!
//! A token holds a sort key, an identity and a hash of the query, never a position of a person. It is signed with
//! HMAC-SHA-256 (RFC 2104), so that an altered token or one of another query is refused instead of answering
//! something else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Bytes of the signature that are kept.
const SIGNATURE_BYTES: usize = 16;

/// Bytes of the query's hash.
const QUERY_HASH_BYTES: usize = 8;

/// Longest token that is looked at, characters.
const MAX_CHARS: usize = 512;

/// Why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRefusal {
    /// It is not a token of ours, or was altered.
    Tampered,
    /// It belongs to another query.
    OtherQuery,
}

/// Makes and reads page tokens.
#[derive(Clone)]
pub struct PageTokens {
    /// Keyed and ready; cloned for every use.
    keyed: Hmac<Sha256>,
}

impl std::fmt::Debug for PageTokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PageTokens")
    }
}

impl PageTokens {
    /// Tokens signed with a secret that all replicas share; `None` when the key cannot be used.
    #[must_use]
    pub fn new(key: &SecretString) -> Option<Self> {
        Hmac::new_from_slice(key.expose_secret().as_bytes())
            .ok()
            .map(|keyed| Self { keyed })
    }

    /// The token that continues `query` (its canonical text) after `key`.
    #[must_use]
    pub fn seal(&self, query: &str, key: &[u8]) -> String {
        let mut bytes = Vec::with_capacity(QUERY_HASH_BYTES + key.len() + SIGNATURE_BYTES);
        bytes.extend(self.query_hash(query));
        bytes.extend_from_slice(key);
        let signature = self.sign(&bytes);
        bytes.extend(signature);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The key in a token of `query`.
    ///
    /// # Errors
    /// When the token is not ours, was altered, or belongs to another query.
    pub fn open(&self, query: &str, token: &str) -> Result<Vec<u8>, TokenRefusal> {
        if token.len() > MAX_CHARS {
            return Err(TokenRefusal::Tampered);
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(token)
            .map_err(|_| TokenRefusal::Tampered)?;
        let split = bytes
            .len()
            .checked_sub(SIGNATURE_BYTES)
            .ok_or(TokenRefusal::Tampered)?;
        let (body, signature) = bytes.split_at(split);
        let mut mac = self.keyed.clone();
        mac.update(body);
        mac.verify_truncated_left(signature)
            .map_err(|_| TokenRefusal::Tampered)?;
        let (hash, key) = body
            .split_at_checked(QUERY_HASH_BYTES)
            .ok_or(TokenRefusal::Tampered)?;
        if self.query_hash(query).eq(hash.iter().copied()) {
            Ok(key.to_vec())
        } else {
            Err(TokenRefusal::OtherQuery)
        }
    }

    /// The kept part of the signature of `bytes`.
    fn sign(&self, bytes: &[u8]) -> impl Iterator<Item = u8> + use<> {
        let mut mac = self.keyed.clone();
        mac.update(bytes);
        mac.finalize()
            .into_bytes()
            .into_iter()
            .take(SIGNATURE_BYTES)
    }

    /// A short keyed hash that tells queries apart: keyed, since a query holds a position that nobody else may guess
    /// from a token.
    fn query_hash(&self, query: &str) -> impl Iterator<Item = u8> + use<> {
        let mut mac = self.keyed.clone();
        mac.update(b"query:");
        mac.update(query.as_bytes());
        mac.finalize()
            .into_bytes()
            .into_iter()
            .take(QUERY_HASH_BYTES)
    }
}
