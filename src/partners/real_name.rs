//! Whether a name and a resident ID belong together, asked of an operator's adapter by our signed contract.
//!
//! A verdict is evidence for an assertion that the person made; without a verdict the assertion stays unverified, and
//! nobody is refused for that. Name and ID are in the body alone, never in a log, an error or an address.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::calling::{Answer, Outbound};
use super::signed::SignedCaller;
use crate::config::AdapterConfig;
use crate::platform::clock::Clock;

/// Where checks are posted to, behind the adapter's address.
pub(super) const CHECKS_PATH: &str = "/v1/real-name-checks";

/// Longest reference that is kept, characters.
const REFERENCE_CHARS: usize = 64;

/// What the register says of a name and a resident ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RealNameVerdict {
    /// They belong together.
    Verified,
    /// The ID belongs to another name.
    Mismatch,
    /// The register does not have the ID.
    NotFound,
    /// Nobody said: there is no register, or it does not answer. Ask again later.
    Unavailable,
}

/// A verdict, and where it can be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealNameAnswer {
    /// The verdict.
    pub verdict: RealNameVerdict,
    /// What the register calls this check, kept as evidence; holds no personal data.
    pub reference: Option<String>,
}

impl RealNameAnswer {
    /// Nobody said.
    const UNAVAILABLE: Self = Self {
        verdict: RealNameVerdict::Unavailable,
        reference: None,
    };
}

/// Verifies real names.
#[async_trait]
pub trait RealName: Send + Sync {
    /// Whether somebody of this name has this resident ID.
    async fn verify(&self, name: &str, resident_id: &str) -> RealNameAnswer;
}

/// Stands where no register is configured: every assertion stays unverified.
#[derive(Clone, Copy, Debug)]
pub struct NoRealName;

#[async_trait]
impl RealName for NoRealName {
    async fn verify(&self, _name: &str, _resident_id: &str) -> RealNameAnswer {
        RealNameAnswer::UNAVAILABLE
    }
}

/// Asks an operator's adapter.
pub struct RealNameClient {
    /// Calls it.
    caller: SignedCaller,
}

/// The body of a check.
#[derive(Serialize)]
struct CheckOut<'a> {
    /// The name.
    name: &'a str,
    /// The resident ID.
    resident_id: &'a str,
}

/// The answer to a check.
#[derive(Deserialize)]
struct CheckAnswer {
    /// `verified`, `mismatch` or `not_found`.
    result: String,
    /// What the register calls the check.
    reference: Option<String>,
}

impl RealNameClient {
    /// A client of the configured adapter.
    #[must_use]
    pub fn new(adapter: &AdapterConfig, outbound: &Outbound, clock: Clock) -> Self {
        Self {
            caller: SignedCaller::new("real_name", adapter, outbound, clock),
        }
    }
}

#[async_trait]
impl RealName for RealNameClient {
    async fn verify(&self, name: &str, resident_id: &str) -> RealNameAnswer {
        let body = CheckOut { name, resident_id };
        let Ok(answer) = self.caller.post("verify", CHECKS_PATH, &body).await else {
            return RealNameAnswer::UNAVAILABLE;
        };
        if answer.status == 401 {
            tracing::error!(
                "the real-name adapter refuses our signature: check real_name.key, real_name.key_id and the clock"
            );
        }
        read(&answer).unwrap_or(RealNameAnswer::UNAVAILABLE)
    }
}

/// What an answer of the adapter says, where it says something that the contract names.
fn read(answer: &Answer) -> Option<RealNameAnswer> {
    if answer.status != 200 {
        return None;
    }
    let said: CheckAnswer = serde_json::from_slice(&answer.body).ok()?;
    let verdict = match said.result.as_str() {
        "verified" => RealNameVerdict::Verified,
        "mismatch" => RealNameVerdict::Mismatch,
        "not_found" => RealNameVerdict::NotFound,
        _ => return None,
    };
    let is_plain = |text: &String| {
        text.chars().count() <= REFERENCE_CHARS
            && text.chars().all(|letter| letter.is_ascii_graphic())
    };
    Some(RealNameAnswer {
        verdict,
        reference: said.reference.filter(is_plain),
    })
}
