//! The access token: asked of WeChat by each replica for itself (`stable_token`), kept in this process until shortly
//! before it ends.
//!
//! Whoever needs a token while one is being asked for waits for that one, and shares its failure. Never asks for a
//! forced renewal but where an ordinary one did not help, since WeChat allows few and each ends the tokens of all
//! replicas.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tokio::sync::Mutex;

use super::WeChatRefusal;
use super::answers::{TokenAnswer, content, value};
use crate::partners::calling::Caller;
use crate::platform::clock::Clock;

/// Seconds before its end at which a token is renewed; where it holds less than twice this, half of what it holds.
const MARGIN: i64 = 300;

/// Longest that WeChat says a token holds, seconds.
const LONGEST: i64 = 7_200;

/// Seconds until a renewal is tried again while the old token still holds.
const BETWEEN_TRIES: i64 = 30;

/// Least time between forced renewals: WeChat's own limit.
const BETWEEN_FORCED: TimeDelta = TimeDelta::seconds(30);

/// Forced renewals a day by this process. WeChat allows 20 to all replicas together.
const FORCED_A_DAY: usize = 5;

/// Who the mini-program is.
pub(super) struct Credentials {
    /// Its id.
    pub(super) app_id: String,
    /// Its secret.
    pub(super) app_secret: SecretString,
}

/// A token and which one it is.
pub(super) struct Token {
    /// The token.
    pub(super) text: SecretString,
    /// Its number among those that were asked for.
    number: u64,
}

/// How a refused token is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Renewal {
    /// By what WeChat has.
    Ordinary,
    /// By a new one, which ends all others.
    Forced,
}

/// The token in use.
struct Held {
    /// The token.
    token: Arc<Token>,
    /// When to ask for the next.
    renew_at: DateTime<Utc>,
    /// When it holds no more.
    ends_at: DateTime<Utc>,
}

/// What is remembered from one call to the next.
#[derive(Default)]
struct Kept {
    /// The token in use.
    held: Option<Held>,
    /// Why the last question failed, if it did.
    failure: Option<WeChatRefusal>,
    /// Forced renewals of the last day.
    forced: Vec<DateTime<Utc>>,
}

/// Gives out the access token.
pub(super) struct AccessTokens {
    /// Calls WeChat.
    caller: Arc<Caller>,
    /// Who asks.
    credentials: Arc<Credentials>,
    /// Time.
    clock: Clock,
    /// Held by whoever asks WeChat.
    kept: Mutex<Kept>,
    /// Questions that were answered or failed.
    rounds: AtomicU64,
}

impl AccessTokens {
    /// No token yet.
    pub(super) fn new(caller: Arc<Caller>, credentials: Arc<Credentials>, clock: Clock) -> Self {
        Self {
            caller,
            credentials,
            clock,
            kept: Mutex::default(),
            rounds: AtomicU64::new(0),
        }
    }

    /// The token to use now.
    pub(super) async fn current(&self) -> Result<Arc<Token>, WeChatRefusal> {
        let seen = self.rounds.load(Ordering::SeqCst);
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some(held) = kept.held.as_ref().filter(|held| now < held.renew_at) {
            return Ok(Arc::clone(&held.token));
        }
        let asked = self.ask_unless_just_failed(&mut kept, seen).await;
        let still_good = kept.held.as_mut().filter(|held| now < held.ends_at);
        if let (Err(_), Some(held)) = (&asked, still_good) {
            held.renew_at = now + TimeDelta::seconds(BETWEEN_TRIES);
            return Ok(Arc::clone(&held.token));
        }
        asked
    }

    /// A token in place of one that WeChat refused.
    pub(super) async fn instead_of(
        &self,
        refused: &Token,
        renewal: Renewal,
    ) -> Result<Arc<Token>, WeChatRefusal> {
        let seen = self.rounds.load(Ordering::SeqCst);
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        let other = |held: &&Held| held.token.number != refused.number && now < held.renew_at;
        if let Some(held) = kept.held.as_ref().filter(other) {
            return Ok(Arc::clone(&held.token));
        }
        kept.held = None;
        match renewal {
            Renewal::Ordinary => self.ask_unless_just_failed(&mut kept, seen).await,
            Renewal::Forced if kept.take_forced(now) => self.ask(&mut kept, true).await,
            Renewal::Forced => Err(WeChatRefusal::TokenRefused),
        }
    }

    /// Asks, unless somebody's question failed while we waited for it.
    async fn ask_unless_just_failed(
        &self,
        kept: &mut Kept,
        seen: u64,
    ) -> Result<Arc<Token>, WeChatRefusal> {
        if self.rounds.load(Ordering::SeqCst) != seen
            && let Some(failure) = &kept.failure
        {
            return Err(failure.clone());
        }
        self.ask(kept, false).await
    }

    /// Asks WeChat and remembers what came of it.
    async fn ask(&self, kept: &mut Kept, is_forced: bool) -> Result<Arc<Token>, WeChatRefusal> {
        let asked = self.fetch(is_forced).await;
        let number = self.rounds.fetch_add(1, Ordering::SeqCst);
        match asked {
            Ok(answer) => {
                let held = held(answer, number, self.clock.now());
                let token = Arc::clone(&held.token);
                kept.held = Some(held);
                kept.failure = None;
                Ok(token)
            }
            Err(refusal) => {
                kept.failure = Some(refusal.clone());
                Err(refusal)
            }
        }
    }

    /// One question.
    async fn fetch(&self, is_forced: bool) -> Result<TokenAnswer, WeChatRefusal> {
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.credentials.app_id,
            "secret": self.credentials.app_secret.expose_secret(),
            "force_refresh": is_forced,
        });
        let request = self.caller.post("/cgi-bin/stable_token").json(&body);
        let sent = self.caller.send("stable_token", request).await;
        let content = content("stable_token", sent).map_err(|refusal| {
            if refusal != WeChatRefusal::TokenRefused {
                return refusal;
            }
            // Here 40001 speaks of the secret: there is no token yet.
            tracing::error!("WeChat refuses the secret of this mini-program");
            WeChatRefusal::Misconfigured { errcode: 40_001 }
        })?;
        let answer: TokenAnswer = value(&content)?;
        if answer.access_token.is_empty() || answer.expires_in <= 0 {
            return Err(WeChatRefusal::Malformed);
        }
        Ok(answer)
    }
}

impl Kept {
    /// Takes one forced renewal, if WeChat's limits and ours leave one.
    fn take_forced(&mut self, now: DateTime<Utc>) -> bool {
        self.forced
            .retain(|moment| now - *moment < TimeDelta::days(1));
        let is_soon = |moment: &DateTime<Utc>| now - *moment < BETWEEN_FORCED;
        if self.forced.len() >= FORCED_A_DAY || self.forced.iter().any(is_soon) {
            return false;
        }
        self.forced.push(now);
        true
    }
}

/// A token from the moment its answer came.
fn held(answer: TokenAnswer, number: u64, now: DateTime<Utc>) -> Held {
    let holds = answer.expires_in.min(LONGEST);
    let margin = MARGIN.min(holds / 2);
    Held {
        token: Arc::new(Token {
            text: SecretString::from(answer.access_token),
            number,
        }),
        renew_at: now + TimeDelta::seconds(holds - margin),
        ends_at: now + TimeDelta::seconds(holds),
    }
}
