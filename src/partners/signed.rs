//! The signature of our own contracts: what an operator's adapter checks before it believes a request.
//!
//! HMAC-SHA-256 (RFC 2104) over the moment, the path and the exact bytes of the body, so that a request can neither be
//! altered, nor sent elsewhere, nor sent again later. Published in `docs/partners.md`. Knows no partner.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::Sha256;

use super::calling::{Answer, CallFailure, Caller, Outbound};
use crate::config::AdapterConfig;
use crate::platform::clock::Clock;

/// Names the key.
pub(super) const KEY_HEADER: &str = "Menkou-Key";

/// The moment of the request, seconds since 1970.
pub(super) const TIMESTAMP_HEADER: &str = "Menkou-Timestamp";

/// The signature: `v1=` and base64.
pub(super) const SIGNATURE_HEADER: &str = "Menkou-Signature";

/// Begins a signature of this version of the contract.
const VERSION: &str = "v1=";

/// Seconds that the moment of a request may be away from the adapter's clock.
const MOMENT_TOLERANCE: u64 = 300;

/// Sends signed requests to one adapter.
pub(super) struct SignedCaller {
    /// Calls it.
    caller: Caller,
    /// Names the key.
    key_id: String,
    /// The key.
    key: SecretString,
    /// Time.
    clock: Clock,
}

impl SignedCaller {
    /// A caller of the configured adapter.
    pub(super) fn new(
        partner: &'static str,
        adapter: &AdapterConfig,
        outbound: &Outbound,
        clock: Clock,
    ) -> Self {
        Self {
            caller: Caller::new(partner, &adapter.base_url, outbound),
            key_id: adapter.key_id.clone(),
            key: adapter.key.clone(),
            clock,
        }
    }

    /// Posts a body as JSON to a path of the contract.
    pub(super) async fn post(
        &self,
        operation: &'static str,
        path: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Answer, CallFailure> {
        let bytes = serde_json::to_vec(body).map_err(|_| CallFailure::NotSent)?;
        let timestamp = self.clock.now().timestamp().to_string();
        let signature =
            signature(&self.key, &timestamp, path, &bytes).ok_or(CallFailure::NotSent)?;
        let request = self
            .caller
            .post(path)
            .header("Content-Type", "application/json")
            .header(KEY_HEADER, &self.key_id)
            .header(TIMESTAMP_HEADER, timestamp)
            .header(SIGNATURE_HEADER, signature)
            .body(Bytes::from(bytes));
        self.caller.send(operation, request).await
    }
}

/// Keyed with everything that is signed.
fn keyed(key: &SecretString, timestamp: &str, path: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac: Hmac<Sha256> = Hmac::new_from_slice(key.expose_secret().as_bytes()).ok()?;
    for part in [timestamp.as_bytes(), b"\n", path.as_bytes(), b"\n", body] {
        mac.update(part);
    }
    Some(mac)
}

/// The signature of a request; none where the key cannot be used.
pub(super) fn signature(
    key: &SecretString,
    timestamp: &str,
    path: &str,
    body: &[u8],
) -> Option<String> {
    let mac = keyed(key, timestamp, path, body)?;
    let code = mac.finalize().into_bytes();
    Some(format!("{VERSION}{}", STANDARD.encode(code)))
}

/// Whether an adapter may believe a request: signed with this key, at about this moment.
pub(super) fn is_signed(
    key: &SecretString,
    (timestamp, signature): (&str, &str),
    path: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> bool {
    let is_fresh = timestamp
        .parse::<i64>()
        .is_ok_and(|moment| now.timestamp().abs_diff(moment) <= MOMENT_TOLERANCE);
    let code = signature
        .strip_prefix(VERSION)
        .and_then(|text| STANDARD.decode(text).ok());
    let (Some(mac), Some(code)) = (keyed(key, timestamp, path, body), code) else {
        return false;
    };
    is_fresh && mac.verify_slice(&code).is_ok()
}
