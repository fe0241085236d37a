//! How every partner is called: bounded in time and size, without redirects, without a word of it in logs.
//!
//! Knows no partner. An error never holds an address, since addresses hold secrets: what went wrong is one of
//! [`CallFailure`]. The important difference is between a request that surely did not arrive and one that may have.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use thiserror::Error;

use crate::config::PartnersConfig;
use crate::platform::tls;

/// How we name ourselves to partners.
const USER_AGENT: &str = concat!("menkou/", env!("CARGO_PKG_VERSION"));

/// Why no client could be built: the root certificates of the system cannot be read, mostly.
#[derive(Debug, Error)]
#[error("the HTTP client for partners cannot be built: {reason}")]
pub struct CallerRefusal {
    /// What the client says.
    reason: String,
}

/// Why a call has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallFailure {
    /// There was no connection: the partner has not heard of it.
    NotSent,
    /// The request may have arrived; the answer did not, or not whole, or not in time.
    Unanswered,
    /// The answer is larger than is read.
    TooLarge,
}

impl CallFailure {
    /// The name in metrics.
    const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Unanswered => "unanswered",
            Self::TooLarge => "too_large",
        }
    }
}

/// An answer, read whole.
pub(super) struct Answer {
    /// HTTP status.
    pub(super) status: u16,
    /// Body, at most as long as configured.
    pub(super) body: Bytes,
}

/// The HTTP client that all partners share, and its bounds.
#[derive(Clone, Debug)]
pub struct Outbound {
    /// Keeps connections.
    client: Client,
    /// Largest body that is read, bytes.
    max_answer_bytes: usize,
}

impl Outbound {
    /// A client with the configured bounds. It follows no redirects and asks no proxy.
    ///
    /// # Errors
    /// When the root certificates of the system cannot be read.
    pub fn new(config: &PartnersConfig) -> Result<Self, CallerRefusal> {
        tls::install_provider();
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_millis(config.connect_timeout_milliseconds))
            .timeout(Duration::from_millis(config.timeout_milliseconds))
            .build()
            .map_err(|error| CallerRefusal {
                reason: error.without_url().to_string(),
            })?;
        Ok(Self {
            client,
            max_answer_bytes: config.max_answer_bytes,
        })
    }
}

/// Calls one partner.
pub(super) struct Caller {
    /// The client and its bounds.
    outbound: Outbound,
    /// The address that paths are put behind.
    base_url: String,
    /// The partner, for metrics and logs.
    partner: &'static str,
}

impl Caller {
    /// A caller of the partner at `base_url`.
    pub(super) fn new(partner: &'static str, base_url: &str, outbound: &Outbound) -> Self {
        Self {
            outbound: outbound.clone(),
            base_url: base_url.trim_end_matches('/').to_owned(),
            partner,
        }
    }

    /// A GET of a path.
    pub(super) fn get(&self, path: &str) -> RequestBuilder {
        self.outbound.client.get(format!("{}{path}", self.base_url))
    }

    /// A POST to a path.
    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.outbound
            .client
            .post(format!("{}{path}", self.base_url))
    }

    /// Sends a request and reads the answer; counts how it went.
    pub(super) async fn send(
        &self,
        operation: &'static str,
        request: RequestBuilder,
    ) -> Result<Answer, CallFailure> {
        let sent = match request.send().await {
            Ok(response) => self.read(response).await,
            Err(error) => Err(failure_of(&error)),
        };
        let outcome = sent
            .as_ref()
            .map_or_else(|failure| failure.as_str(), |_| "answered");
        metrics::counter!(
            "partner_calls_total",
            "partner" => self.partner, "operation" => operation, "outcome" => outcome
        )
        .increment(1);
        if sent.is_err() {
            tracing::warn!(
                partner = self.partner,
                operation,
                outcome,
                "a partner did not answer"
            );
        }
        sent
    }

    /// Reads a body up to the bound.
    async fn read(&self, mut response: Response) -> Result<Answer, CallFailure> {
        let status = response.status().as_u16();
        let mut body = BytesMut::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|_| CallFailure::Unanswered)?
        {
            if body.len().saturating_add(chunk.len()) > self.outbound.max_answer_bytes {
                return Err(CallFailure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            body: body.freeze(),
        })
    }
}

/// What an error of the client means for the request.
fn failure_of(error: &reqwest::Error) -> CallFailure {
    if error.is_connect() || error.is_builder() {
        return CallFailure::NotSent;
    }
    CallFailure::Unanswered
}
