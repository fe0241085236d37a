//! The keys that sign access tokens, the tokens they sign, and their public halves for whoever checks tokens elsewhere.
//!
//! The first key signs; all of them verify, so that tokens outlive a change of keys. It must never show a private key, nor
//! ask jsonwebtoken's clock. Read next: `check`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto};
use secrecy::{ExposeSecret, SecretSlice};
use serde_json::{Value, json};
use thiserror::Error;

use super::claims::{ACCESS_LIFETIME, AccessGrant, WireClaims};
use crate::config::{KeyRefusal, NamedKey, TokensConfig};

/// The type of an access token (RFC 9068, 2.1), so that no other JWT of ours passes for one.
pub(super) const TOKEN_TYPE: &str = "at+jwt";

/// What stands before a seed in a private key of Ed25519 in PKCS #8 (RFC 8410, 7).
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Why there are no signing keys, or no token.
#[derive(Debug, Error)]
pub enum SigningKeyRefusal {
    /// The configured keys cannot be used.
    #[error("tokens.keys: {0}")]
    Keys(#[from] KeyRefusal),
    /// The library refused a key or a token.
    #[error("tokens: {0}")]
    Library(#[from] jsonwebtoken::errors::Error),
}

/// The keys that sign and verify access tokens; cheap to clone.
#[derive(Clone)]
pub struct SigningKeys(Arc<Inner>);

/// What the clones share.
struct Inner {
    /// Who gives the tokens out.
    issuer: String,
    /// Whom they are for.
    audience: String,
    /// The key that signs.
    signing: EncodingKey,
    /// The header of what it signs.
    header: Header,
    /// The keys that verify, the one that signs first.
    public: Vec<PublicKey>,
}

/// A key that verifies.
pub(super) struct PublicKey {
    /// Its id.
    pub(super) id: String,
    /// The point, compressed (RFC 8032, 5.1.2).
    point: [u8; 32],
    /// The same for the library.
    decoding: DecodingKey,
}

impl SigningKeys {
    /// The configured keys.
    ///
    /// # Errors
    /// When a key cannot be used; `Config::load` has refused such ones.
    pub fn new(config: &TokensConfig) -> Result<Self, SigningKeyRefusal> {
        let seeds = config.seeds()?;
        let first = seeds.first().ok_or(KeyRefusal::None)?;
        let private = SecretSlice::from([PKCS8_HEAD.as_slice(), first.expose()].concat());
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TOKEN_TYPE.to_owned());
        header.kid = Some(first.id().to_owned());
        Ok(Self(Arc::new(Inner {
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
            signing: EncodingKey::from_ed_der(private.expose_secret()),
            header,
            public: seeds.iter().map(PublicKey::of).collect::<Result<_, _>>()?,
        })))
    }

    /// The token for a grant, given out at an instant and valid for [`ACCESS_LIFETIME`].
    ///
    /// # Errors
    /// When the library refuses to sign, which it has no reason to.
    pub fn issue(
        &self,
        grant: &AccessGrant,
        now: DateTime<Utc>,
    ) -> Result<String, SigningKeyRefusal> {
        let keys = &self.0;
        let issued = now.timestamp();
        let claims = WireClaims {
            iss: Cow::Borrowed(&keys.issuer),
            aud: Cow::Borrowed(&keys.audience),
            sub: grant.account,
            sid: grant.session,
            kind: grant.kind,
            iat: issued,
            nbf: issued,
            exp: issued.saturating_add(ACCESS_LIFETIME.num_seconds()),
            jti: grant.token,
        };
        Ok(jsonwebtoken::encode(&keys.header, &claims, &keys.signing)?)
    }

    /// The public keys as a JWK set (RFC 7517, 5; RFC 8037, 2), the one that signs first.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let jwk = |key: &PublicKey| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.point),
                "kid": key.id, "use": "sig", "alg": "EdDSA",
            })
        };
        let keys: Vec<Value> = self.0.public.iter().map(jwk).collect();
        json!({ "keys": keys })
    }

    /// The key with an id.
    pub(super) fn public(&self, id: &str) -> Option<&PublicKey> {
        self.0.public.iter().find(|key| key.id == id)
    }

    /// Who gives the tokens out.
    pub(super) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Whom they are for.
    pub(super) fn audience(&self) -> &str {
        &self.0.audience
    }
}

impl PublicKey {
    /// The public half of a seed.
    fn of(seed: &NamedKey) -> Result<Self, SigningKeyRefusal> {
        let length = KeyRefusal::Length {
            expected: "32",
            found: seed.expose().len(),
        };
        let bytes = seed.expose().first_chunk::<32>().ok_or(length)?;
        let point = SigningKey::from_bytes(bytes).verifying_key().to_bytes();
        Ok(Self {
            id: seed.id().to_owned(),
            point,
            decoding: DecodingKey::from_ed_der(&point),
        })
    }

    /// True when a signature, in base64url, is this key's of a message.
    pub(super) fn has_signed(&self, message: &str, signature: &str) -> bool {
        let message = message.as_bytes();
        crypto::verify(signature, message, &self.decoding, Algorithm::EdDSA).unwrap_or(false)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.0.public.iter().map(|key| key.id.as_str());
        formatter.write_str("SigningKeys")?;
        formatter.debug_list().entries(ids).finish()
    }
}
