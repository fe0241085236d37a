//! The partners, played by one HTTP server on loopback: the documented contracts of WeChat and our own of SMS and real
//! names, with their failure modes.
//!
//! For the demo and for tests: whoever can reach it logs in as anybody. It believes the same credentials from everybody,
//! forgets everything when it stops, and production refuses it. What a code does is written in it (`wx-li`, `wx-busy`,
//! `phone-13800138000`): the list is in `docs/partners.md`.
//!
//! Read next: `world` (what it remembers), `login`, `tokens`, `calls` (WeChat), `adapters` (SMS and real names),
//! `mischief` (how it fails on demand).

mod adapters;
mod calls;
mod drawing;
mod login;
mod mischief;
mod sent;
mod tokens;
mod wire;
mod world;

use std::net::Ipv4Addr;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use secrecy::SecretString;
use tokio::task::JoinHandle;

pub use mischief::Mischief;
pub use sent::{Channel, Sent};

use crate::config::AdapterConfig;
use crate::platform::clock::Clock;
use world::World;

/// The mini-program that the simulated WeChat knows.
const APP_ID: &str = "wx5e1f0000c0de0000";

/// Its secret. No secret at all: it opens nothing but this server.
const APP_SECRET: &str = "simulated-secret-0000000000000000";

/// Names the key that the simulated adapters believe.
const KEY_ID: &str = "simulated";

/// That key.
const KEY: &str = "simulated-partner-key-not-for-production";

/// The adapter of SMS lives below this path.
const SMS: &str = "/sms";

/// The adapter of real names lives below this path.
const REAL_NAME: &str = "/real-name";

/// A running simulated server.
pub struct Simulated {
    /// Where it listens.
    base_url: String,
    /// What it remembers.
    world: Data<World>,
    /// Stops it.
    handle: ServerHandle,
    /// Ends when it has ended.
    server: JoinHandle<std::io::Result<()>>,
}

impl Simulated {
    /// Starts on a free port of 127.0.0.1, inside a running runtime; `told` hears of every message.
    ///
    /// # Errors
    /// When no port can be bound.
    pub fn start(clock: Clock, told: fn(&Sent)) -> std::io::Result<Self> {
        let world = Data::new(World::new(clock, told));
        let shared = world.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .wrap(from_fn(mischief::act_up))
                .service(login::exchange_code)
                .service(login::give_phone)
                .service(login::issue_code)
                .service(tokens::issue_token)
                .service(calls::draw_code)
                .service(calls::check_text)
                .service(calls::send_subscribe)
                .service(adapters::send_message)
                .service(adapters::check_name)
                .service(sent::list_sent)
        })
        .workers(1)
        .disable_signals()
        .bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = server.addrs().first().map_or(0, std::net::SocketAddr::port);
        let server = server.run();
        Ok(Self {
            base_url: format!("http://{}:{port}", Ipv4Addr::LOCALHOST),
            world,
            handle: server.handle(),
            server: tokio::spawn(server),
        })
    }

    /// Where it listens, e.g. `http://127.0.0.1:41234`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The mini-program that the simulated WeChat knows.
    #[must_use]
    pub const fn app_id() -> &'static str {
        APP_ID
    }

    /// The secret of that mini-program.
    #[must_use]
    pub fn app_secret() -> SecretString {
        SecretString::from(APP_SECRET)
    }

    /// How its SMS adapter is reached.
    #[must_use]
    pub fn sms_adapter(&self) -> AdapterConfig {
        self.adapter(SMS)
    }

    /// How its real-name adapter is reached.
    #[must_use]
    pub fn real_name_adapter(&self) -> AdapterConfig {
        self.adapter(REAL_NAME)
    }

    /// How the adapter below a path is reached.
    fn adapter(&self, path: &str) -> AdapterConfig {
        AdapterConfig {
            base_url: format!("{}{path}", self.base_url),
            key_id: KEY_ID.to_owned(),
            key: SecretString::from(KEY),
        }
    }

    /// The messages that would have been sent, oldest first; the newest thousand.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.world.sent()
    }

    /// How often an access token was asked for.
    #[must_use]
    pub fn token_requests(&self) -> u64 {
        self.world.token_requests()
    }

    /// How many requests came to a path.
    #[must_use]
    pub fn requests_to(&self, path: &str) -> u64 {
        self.world.requests_to(path)
    }

    /// Ends the access token in use: it is refused with 40001, and the next one asked for is another.
    pub fn end_token(&self) {
        self.world.end_token();
    }

    /// Refuses the next so many uses of an access token with 40001, whichever it is.
    pub fn refuse_tokens(&self, times: u32) {
        self.world.refuse_tokens(times);
    }

    /// Sets how long tokens hold that are asked for from now on, seconds.
    pub fn let_tokens_hold(&self, seconds: i64) {
        self.world.let_tokens_hold(seconds);
    }

    /// Fails this way at every path that begins so, until told otherwise.
    pub fn act_up(&self, path: &str, mischief: Mischief) {
        self.world.act_up(path, mischief);
    }

    /// Behaves again.
    pub fn behave(&self) {
        self.world.behave();
    }

    /// The openid of a name, as a login by `wx-NAME` gives it.
    #[must_use]
    pub fn openid_of(name: &str) -> String {
        login::openid_of(name)
    }

    /// Ends it at once, open requests too.
    pub async fn stop(self) {
        self.handle.stop(false).await;
        // It was told to end: how it ended is no matter.
        let _ = self.server.await;
    }
}
