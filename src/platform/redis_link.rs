//! Redis where it is configured: rate limits shared by replicas and a bell that wakes their followers.
//!
//! Never the only home of anything: every caller has an answer for [`RedisLink`] failing, and the start does not wait
//! for it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands, Client, RedisError, Script};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;

/// Channel that replicas ring each other's bell on.
const BELL: &str = "menkou:changes";

/// How long an answer may take before the caller does without.
const PATIENCE: Duration = Duration::from_millis(100);

/// Generic cell rate algorithm (ITU-T I.371) in one round trip. Times in microseconds.
/// Returns {allowed, spare cells, microseconds until one more is allowed}.
const GCRA: &str = r"
local now, interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local next_arrival = arrival + interval
local earliest = next_arrival - interval * burst
if now < earliest then
  return {0, 0, earliest - now}
end
redis.call('SET', KEYS[1], string.format('%.0f', next_arrival), 'PX', math.ceil((next_arrival - now) / 1000) + 1)
return {1, math.floor((now - earliest) / interval), 0}
";

/// The verdict of a shared rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedVerdict {
    /// True when the request may pass.
    pub is_allowed: bool,
    /// Requests that may follow at once.
    pub remaining: u64,
    /// How long to wait when it may not.
    pub retry_after: Duration,
}

/// A connection that mends itself.
#[derive(Clone)]
pub struct RedisLink {
    /// Opens further connections.
    client: Client,
    /// Shared by everybody, multiplexed.
    manager: ConnectionManager,
    /// The rate limit script.
    gcra: Script,
    /// Rung when another replica committed.
    bell: Arc<Notify>,
}

impl std::fmt::Debug for RedisLink {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RedisLink")
    }
}

impl RedisLink {
    /// Prepares a link to `url` without waiting for the server.
    ///
    /// # Errors
    /// When the URL cannot be read.
    pub fn open(url: &SecretString) -> Result<Self, RedisError> {
        let client = Client::open(url.expose_secret())?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(PATIENCE))
            .set_connection_timeout(Some(PATIENCE))
            .set_number_of_retries(1);
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        Ok(Self {
            client,
            manager,
            gcra: Script::new(GCRA),
            bell: Arc::default(),
        })
    }

    /// Rung when another replica committed.
    #[must_use]
    pub fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }

    /// Asks for a sign of life.
    ///
    /// # Errors
    /// When there is none in time.
    pub async fn ping(&self) -> Result<(), RedisError> {
        redis::cmd("PING")
            .query_async(&mut self.manager.clone())
            .await
    }

    /// The text that is kept under a key, if there is one.
    ///
    /// # Errors
    /// When Redis does not answer.
    pub async fn fetch(&self, key: &[u8]) -> Result<Option<String>, RedisError> {
        self.manager.clone().get(key).await
    }

    /// Keeps a text under a key for so many seconds.
    ///
    /// # Errors
    /// When Redis does not answer.
    pub async fn keep(&self, key: &[u8], text: &str, seconds: i64) -> Result<(), RedisError> {
        let seconds = u64::try_from(seconds).unwrap_or(1).max(1);
        self.manager.clone().set_ex(key, text, seconds).await
    }

    /// Rings the bell of the other replicas.
    ///
    /// # Errors
    /// When Redis does not answer; the others then notice by polling.
    pub async fn ring(&self) -> Result<(), RedisError> {
        self.manager.clone().publish(BELL, "").await
    }

    /// Takes one cell of the limit `key`: `burst` at once, then one per `interval`.
    ///
    /// # Errors
    /// When Redis does not answer; the caller then limits by itself.
    pub async fn take(
        &self,
        key: &str,
        now_micros: i64,
        interval: Duration,
        burst: u32,
    ) -> Result<SharedVerdict, RedisError> {
        let (allowed, remaining, wait): (u8, u64, u64) = self
            .gcra
            .key(key)
            .arg(now_micros)
            .arg(u64::try_from(interval.as_micros()).unwrap_or(u64::MAX))
            .arg(burst)
            .invoke_async(&mut self.manager.clone())
            .await?;
        Ok(SharedVerdict {
            is_allowed: allowed == 1,
            remaining,
            retry_after: Duration::from_micros(wait),
        })
    }

    /// Listens for the others' bell until the process ends; comes back by itself when Redis was away.
    pub async fn listen(self) {
        loop {
            if let Err(error) = self.listen_once().await {
                tracing::debug!(%error, "the bell of the other replicas is not heard; polling goes on");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Listens until the connection ends.
    async fn listen_once(&self) -> Result<(), RedisError> {
        let mut ears = self.client.get_async_pubsub().await?;
        ears.subscribe(BELL).await?;
        let mut messages = ears.on_message();
        while messages.next().await.is_some() {
            self.bell.notify_waiters();
        }
        Ok(())
    }
}
