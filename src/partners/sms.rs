//! One-time codes by SMS. What the operator's gateway is, is the operator's: an adapter speaks our signed contract.
//!
//! `docs/partners.md` is the contract. A code and a number are in the body alone, never in a log, an error or an
//! address. Nothing is sent twice for one request identity, which is why an unknown outcome can be asked again.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::calling::{Answer, CallFailure, Outbound};
use super::signed::SignedCaller;
use crate::config::AdapterConfig;
use crate::platform::clock::Clock;

/// Where messages are posted to, behind the adapter's address.
pub(super) const MESSAGES_PATH: &str = "/v1/messages";

/// What a code is for; the adapter chooses the template by it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SmsPurpose {
    /// Logging in by phone.
    Login,
    /// Proving a number, for an account that is logged in.
    BindPhone,
    /// Proving the old number or the new one, when it changes.
    ChangePhone,
    /// Claiming an account that was opened at the counter.
    ClaimAccount,
}

/// Why a code was not sent, or perhaps not.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SmsRefusal {
    /// No gateway is configured.
    #[error("no SMS gateway is configured")]
    NotConfigured,
    /// The gateway does not deliver to this number.
    #[error("the SMS gateway refuses this number")]
    NumberRefused,
    /// The number or the account had its share.
    #[error("the SMS quota is used up")]
    QuotaExceeded,
    /// Try again later; nothing was sent.
    #[error("the SMS gateway is busy")]
    Busy,
    /// The adapter does not believe us: the key or the clock is wrong.
    #[error("the SMS adapter refuses our signature")]
    Misconfigured,
    /// There was no connection; nothing was sent.
    #[error("the SMS gateway cannot be reached")]
    Unreachable,
    /// Nobody knows whether it was sent. The same request identity may be used again.
    #[error("the SMS gateway did not say whether it sent")]
    OutcomeUnknown,
}

/// Sends one-time codes.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Sends `code` to `mobile` (E.164). The same `request_id` is never sent twice.
    ///
    /// # Errors
    /// Says whether it was refused, was not sent, or may have been sent.
    async fn send_code(
        &self,
        mobile: &str,
        code: &str,
        purpose: SmsPurpose,
        request_id: Uuid,
    ) -> Result<(), SmsRefusal>;
}

/// Stands where no gateway is configured.
#[derive(Clone, Copy, Debug)]
pub struct NoSmsGateway;

#[async_trait]
impl SmsGateway for NoSmsGateway {
    async fn send_code(
        &self,
        _mobile: &str,
        _code: &str,
        _purpose: SmsPurpose,
        _request_id: Uuid,
    ) -> Result<(), SmsRefusal> {
        Err(SmsRefusal::NotConfigured)
    }
}

/// Asks an operator's adapter.
pub struct SmsClient {
    /// Calls it.
    caller: SignedCaller,
}

/// The body of a message.
#[derive(Serialize)]
struct MessageOut<'a> {
    /// Sent once, however often it is asked.
    request_id: Uuid,
    /// E.164.
    mobile: &'a str,
    /// Chooses the template.
    purpose: SmsPurpose,
    /// The code.
    code: &'a str,
}

/// The member of an answer that says how it went.
#[derive(Default, Deserialize)]
#[serde(default)]
struct MessageAnswer {
    /// `accepted`.
    status: String,
    /// Why not.
    code: String,
}

impl SmsClient {
    /// A client of the configured adapter.
    #[must_use]
    pub fn new(adapter: &AdapterConfig, outbound: &Outbound, clock: Clock) -> Self {
        Self {
            caller: SignedCaller::new("sms", adapter, outbound, clock),
        }
    }
}

#[async_trait]
impl SmsGateway for SmsClient {
    async fn send_code(
        &self,
        mobile: &str,
        code: &str,
        purpose: SmsPurpose,
        request_id: Uuid,
    ) -> Result<(), SmsRefusal> {
        let body = MessageOut {
            request_id,
            mobile,
            purpose,
            code,
        };
        let sent = self.caller.post("send_code", MESSAGES_PATH, &body).await;
        let outcome = match sent {
            Ok(answer) => outcome_of(&answer),
            Err(CallFailure::NotSent) => Err(SmsRefusal::Unreachable),
            Err(CallFailure::Unanswered | CallFailure::TooLarge) => Err(SmsRefusal::OutcomeUnknown),
        };
        if outcome == Err(SmsRefusal::Misconfigured) {
            tracing::error!(
                "the SMS adapter refuses our signature: check sms.key, sms.key_id and the clock"
            );
        }
        outcome
    }
}

/// What an answer of the adapter means. Only what the contract names is believed to be a refusal.
fn outcome_of(answer: &Answer) -> Result<(), SmsRefusal> {
    let said: MessageAnswer = serde_json::from_slice(&answer.body).unwrap_or_default();
    match (answer.status, said.status.as_str(), said.code.as_str()) {
        (200, "accepted", _) => Ok(()),
        (401, _, _) => Err(SmsRefusal::Misconfigured),
        (422, _, "number_refused") => Err(SmsRefusal::NumberRefused),
        (429, _, "quota_exceeded") => Err(SmsRefusal::QuotaExceeded),
        (503, _, "busy") => Err(SmsRefusal::Busy),
        _ => Err(SmsRefusal::OutcomeUnknown),
    }
}
