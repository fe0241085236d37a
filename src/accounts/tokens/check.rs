//! The check of an access token: form, header, signature, claims, time, in this order.
//!
//! It must never choose the algorithm or the key by anything but our own list, read a claim before the signature holds,
//! or ask a clock. A header may have `alg`, `typ` and `kid` and nothing else: so no `crit`, no key and no address of one
//! is ever looked at (RFC 8725, 3.1, 3.5, 3.10). Read next: `claims`.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::claims::{AccessClaims, CLOCK_LEEWAY, WireClaims};
use super::keys::{PublicKey, SigningKeys, TOKEN_TYPE};
use super::refusal::TokenRefusal;

/// Longest token that is looked at, bytes; ours have about 500.
const MAX_BYTES: usize = 4096;

/// The one algorithm (RFC 8037, 3.1).
const ALGORITHM: &str = "EdDSA";

/// All that a header may say. A member repeated, or any other, is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireHeader<'t> {
    /// The algorithm.
    #[serde(borrow)]
    alg: Cow<'t, str>,
    /// The type.
    #[serde(borrow, default)]
    typ: Option<Cow<'t, str>>,
    /// The id of the key.
    #[serde(borrow, default)]
    kid: Option<Cow<'t, str>>,
}

impl SigningKeys {
    /// What a token says, when it is one of ours and its time is now.
    ///
    /// # Errors
    /// The first reason found; it is for the log, not for the answer.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<AccessClaims, TokenRefusal> {
        if token.len() > MAX_BYTES {
            return Err(TokenRefusal::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenRefusal::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(TokenRefusal::Malformed)?;
        if claims.contains('.') {
            return Err(TokenRefusal::Malformed);
        }
        let key = self.named_key(header)?;
        if !key.has_signed(signed, signature) {
            return Err(TokenRefusal::Signature);
        }
        let claims = decoded(claims)?;
        let claims = serde_json::from_slice(&claims).map_err(|_| TokenRefusal::Malformed)?;
        self.judged(&claims, now)
    }

    /// The key that a header names, when the header is of ours.
    fn named_key(&self, header: &str) -> Result<&PublicKey, TokenRefusal> {
        let header = decoded(header)?;
        let header: WireHeader<'_> =
            serde_json::from_slice(&header).map_err(|_| TokenRefusal::Malformed)?;
        if header.alg != ALGORITHM {
            return Err(TokenRefusal::Algorithm);
        }
        if header.typ.as_deref() != Some(TOKEN_TYPE) {
            return Err(TokenRefusal::Type);
        }
        let id = header.kid.ok_or(TokenRefusal::UnknownKey)?;
        self.public(&id).ok_or(TokenRefusal::UnknownKey)
    }

    /// The claims, when they are ours and their time is now.
    fn judged(
        &self,
        claims: &WireClaims<'_>,
        now: DateTime<Utc>,
    ) -> Result<AccessClaims, TokenRefusal> {
        if claims.iss != self.issuer() {
            return Err(TokenRefusal::Issuer);
        }
        if claims.aud != self.audience() {
            return Err(TokenRefusal::Audience);
        }
        let (now, leeway) = (now.timestamp(), CLOCK_LEEWAY.num_seconds());
        if now >= claims.exp.saturating_add(leeway) {
            return Err(TokenRefusal::Expired);
        }
        if claims.nbf.max(claims.iat) > now.saturating_add(leeway) {
            return Err(TokenRefusal::NotYetValid);
        }
        let instant = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(TokenRefusal::Malformed);
        Ok(AccessClaims {
            account: claims.sub,
            session: claims.sid,
            kind: claims.kind,
            token: claims.jti,
            issued_at: instant(claims.iat)?,
            expires_at: instant(claims.exp)?,
        })
    }
}

/// The bytes of a part of a token: base64url without padding, and only one text for the same bytes.
fn decoded(part: &str) -> Result<Vec<u8>, TokenRefusal> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenRefusal::Malformed)
}
