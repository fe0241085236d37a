//! The real clients against the simulated server, over HTTP: every documented error, silence, nonsense, and what may
//! never be said aloud.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod adapters;
mod calls;
mod failures;
mod login;
mod opening;
mod tokens;

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::Outbound;
use super::simulated::Simulated;
use super::wechat::{TextScene, TextVerdict, WeChat, WeChatClient, WeChatRefusal};
use crate::config::{Config, PartnersConfig, WeChatConfig};
use crate::platform::clock::Clock;

/// An address on which nobody listens: the port of a service that died out (RFC 1078).
const DESERTED: &str = "http://127.0.0.1:1";

/// The moment at which every test begins.
fn moment() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-24T02:00:00Z")
        .unwrap()
        .with_timezone(&Utc)
}

/// The defaults.
fn settings() -> Config {
    Config::load([]).unwrap()
}

/// The bounds of the defaults, with so little patience that only failures are asked for with it.
fn impatient() -> PartnersConfig {
    let mut config = settings().partners;
    config.timeout_milliseconds = 100;
    config
}

/// A simulated server and real clients of its WeChat.
struct Played {
    /// The server.
    simulated: Simulated,
    /// A client.
    wechat: WeChatClient,
    /// A client without patience.
    hasty: WeChatClient,
    /// The clock of all.
    clock: Clock,
}

impl Played {
    /// At the moment of the tests.
    fn start() -> Self {
        let clock = Clock::fixed(moment());
        let simulated = Simulated::start(clock.clone(), |_| {}).unwrap();
        let program = program_at(simulated.base_url());
        Self {
            wechat: client_of(&program, &settings().partners, &clock),
            hasty: client_of(&program, &impatient(), &clock),
            simulated,
            clock,
        }
    }

    /// Something that needs an access token.
    async fn check(&self, text: &str) -> Result<TextVerdict, WeChatRefusal> {
        let openid = Simulated::openid_of("li");
        self.wechat
            .check_text(&openid, TextScene::Comment, text)
            .await
    }

    /// Moves the clock.
    fn advance(&self, seconds: u64) {
        self.clock.advance(std::time::Duration::from_secs(seconds));
    }
}

/// The simulated mini-program at this address.
fn program_at(base_url: &str) -> WeChatConfig {
    let mut program = settings().wechat;
    program.base_url = base_url.to_owned();
    program.app_id = Simulated::app_id().to_owned();
    program.app_secret = Simulated::app_secret();
    program
}

/// A client of a mini-program.
fn client_of(program: &WeChatConfig, bounds: &PartnersConfig, clock: &Clock) -> WeChatClient {
    let outbound = Outbound::new(bounds).unwrap();
    let image_bytes = bounds.code_image_cache_bytes;
    WeChatClient::new(program, &outbound, image_bytes, clock.clone())
}

/// A secret that is nobody's.
fn other_secret() -> SecretString {
    SecretString::from("another-secret-0123456789abcdef0123")
}
