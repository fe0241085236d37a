//! The simulated `stable_token`: the same token while it holds, the old one good for five minutes beside the new one,
//! forced renewals bounded as documented.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, post};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;

use super::wire::{self, Refused};
use super::world::World;

/// Where tokens are asked for.
pub(super) const PATH: &str = "/cgi-bin/stable_token";

/// Seconds before its end at which another token is issued, and for which the old one stays good.
const OVERLAP: TimeDelta = TimeDelta::seconds(300);

/// Seconds that a token holds.
const HOLDS: i64 = 7_200;

/// Least time between forced renewals.
const BETWEEN_FORCED: TimeDelta = TimeDelta::seconds(30);

/// Forced renewals a day.
const FORCED_A_DAY: usize = 20;

/// A token that was issued.
struct Issued {
    /// Its text.
    text: String,
    /// When it is good no more.
    ends_at: DateTime<Utc>,
}

/// The tokens of the mini-program.
pub(super) struct Tokens {
    /// What was issued, the newest last.
    issued: Vec<Issued>,
    /// Seconds that the next one holds.
    holds: i64,
    /// Forced renewals of the last day.
    forced: Vec<DateTime<Utc>>,
    /// Uses that are still to be refused.
    refusals: u32,
    /// Numbers tokens.
    count: u64,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            issued: Vec::new(),
            holds: HOLDS,
            forced: Vec::new(),
            refusals: 0,
            count: 0,
        }
    }
}

impl Tokens {
    /// Ends every token.
    pub(super) fn end(&mut self) {
        self.issued.clear();
    }

    /// Refuses the next uses.
    pub(super) fn refuse_next(&mut self, times: u32) {
        self.refusals = times;
    }

    /// Sets how long the next ones hold.
    pub(super) fn hold_for(&mut self, seconds: i64) {
        self.holds = seconds;
    }

    /// The token to hand out and the seconds that it still holds.
    fn issue(&mut self, is_forced: bool, now: DateTime<Utc>) -> Result<(String, i64), Refused> {
        if is_forced {
            self.forced
                .retain(|moment| now - *moment < TimeDelta::days(1));
            let is_soon = |moment: &DateTime<Utc>| now - *moment < BETWEEN_FORCED;
            if self.forced.len() >= FORCED_A_DAY || self.forced.iter().any(is_soon) {
                return Err(Refused::new(45_009, "reach max api daily quota limit"));
            }
            self.forced.push(now);
            self.issued.clear();
        }
        let overlap = OVERLAP.min(TimeDelta::seconds(self.holds / 2));
        let current = self.issued.last();
        if let Some(current) = current.filter(|token| now < token.ends_at - overlap) {
            return Ok((current.text.clone(), (current.ends_at - now).num_seconds()));
        }
        self.count += 1;
        let text = format!("simulated_token_{:06}", self.count);
        self.issued.push(Issued {
            text: text.clone(),
            ends_at: now + TimeDelta::seconds(self.holds),
        });
        Ok((text, self.holds))
    }

    /// Refuses a token that is not good, or that is to be refused.
    pub(super) fn check(&mut self, text: &str, now: DateTime<Utc>) -> Result<(), Refused> {
        let invalid = "invalid credential, access_token is invalid or not latest";
        if self.refusals > 0 {
            self.refusals -= 1;
            return Err(Refused::new(40_001, invalid));
        }
        match self.issued.iter().find(|token| token.text == text) {
            None => Err(Refused::new(40_001, invalid)),
            Some(token) if now >= token.ends_at => {
                Err(Refused::new(42_001, "access_token expired"))
            }
            Some(_) => Ok(()),
        }
    }
}

/// The body of a question.
#[derive(Deserialize)]
struct TokenQuestion {
    /// `client_credential`.
    grant_type: String,
    /// Who asks.
    appid: String,
    /// With which secret.
    secret: String,
    /// Whether all others are to end.
    #[serde(default)]
    force_refresh: bool,
}

/// `POST /cgi-bin/stable_token`.
#[post("/cgi-bin/stable_token")]
pub(super) async fn issue_token(world: Data<World>, body: Bytes) -> HttpResponse {
    let outcome = wire::read::<TokenQuestion>(&body).and_then(|question| {
        if question.grant_type != "client_credential" {
            return Err(Refused::new(40_002, "invalid grant_type"));
        }
        wire::check_credentials(&question.appid, &question.secret)?;
        world.with_tokens(|tokens, now| tokens.issue(question.force_refresh, now))
    });
    let value = outcome.map(|(text, holds)| json!({ "access_token": text, "expires_in": holds }));
    wire::answer(&world, value)
}
