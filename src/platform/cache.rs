//! A cache in two tiers for what costs more than a round trip: in this process, and in Redis where it is configured.
//!
//! A key names everything that its value depends on, versions included, so that a value is never stale and replicas
//! agree; expiry only bounds how long it takes room. Whoever asks for a key while it is being made waits for that one.
//! Expiry is spread, so that what was made together is not made anew together. Redis gone: the same answers.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use moka::future::Cache;
use sha2::{Digest, Sha256};

use super::clock::Clock;
use super::redis_link::RedisLink;

/// Bytes that are kept in this process.
const KEPT_BYTES: u64 = 32 << 20;

/// How long a value is kept, seconds, at most; up to a quarter less by its key.
const KEPT_SECONDS: i64 = 600;

/// A value and when it is no longer used.
#[derive(Clone)]
struct Kept {
    /// The value.
    text: Arc<str>,
    /// Its end.
    until: DateTime<Utc>,
}

/// Texts by key, in two tiers.
#[derive(Clone)]
pub struct TextCache {
    /// In this process.
    here: Cache<[u8; 32], Kept>,
    /// With the other replicas.
    shared: Option<RedisLink>,
    /// Time.
    clock: Clock,
    /// What is kept here, for metrics and for keys in Redis.
    name: &'static str,
}

impl TextCache {
    /// An empty cache of this name.
    #[must_use]
    pub fn new(name: &'static str, clock: Clock, shared: Option<RedisLink>) -> Self {
        let weigh = |_: &[u8; 32], kept: &Kept| {
            u32::try_from(kept.text.len().saturating_add(64)).unwrap_or(u32::MAX)
        };
        let here = Cache::builder().weigher(weigh).max_capacity(KEPT_BYTES);
        Self {
            here: here.build(),
            shared,
            clock,
            name,
        }
    }

    /// The value of a key, made where neither tier has it. `key` holds everything that the value depends on.
    pub async fn get_or_make(&self, key: &str, make: impl FnOnce() -> String) -> Arc<str> {
        let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        let now = self.clock.now();
        if let Some(kept) = self.here.get(&digest).await {
            if kept.until > now {
                self.count("here");
                return kept.text;
            }
            self.here.invalidate(&digest).await;
        }
        let kept = self.here.get_with(digest, async {
            let [first, ..] = digest;
            let spread = KEPT_SECONDS / 4 * i64::from(first) / 255;
            let seconds = KEPT_SECONDS - spread;
            Kept {
                text: self.shared_or_made(&digest, seconds, make).await,
                until: now + TimeDelta::seconds(seconds),
            }
        });
        kept.await.text
    }

    /// The value out of Redis, or made and put there.
    async fn shared_or_made(
        &self,
        digest: &[u8; 32],
        seconds: i64,
        make: impl FnOnce() -> String,
    ) -> Arc<str> {
        let Some(redis) = &self.shared else {
            self.count("made");
            return make().into();
        };
        let mut key = format!("menkou:cache:{}:", self.name).into_bytes();
        key.extend_from_slice(digest);
        // A silent Redis costs its patience once; then the link says no at once until it is back.
        if let Ok(Some(text)) = redis.fetch(&key).await {
            self.count("shared");
            return text.into();
        }
        self.count("made");
        let text = make();
        let _ = redis.keep(&key, &text, seconds).await;
        text.into()
    }

    /// Counts where a value came from.
    fn count(&self, from: &'static str) {
        metrics::counter!("cache_answers_total", "cache" => self.name, "from" => from).increment(1);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;

    /// A cache at a clock that the test moves.
    fn cache() -> (TextCache, Clock) {
        let clock = Clock::fixed(DateTime::UNIX_EPOCH);
        (TextCache::new("test", clock.clone(), None), clock)
    }

    #[tokio::test]
    async fn a_value_is_made_once_until_it_expires() {
        let (cache, clock) = cache();
        let made = AtomicU32::new(0);
        let make = || (made.fetch_add(1, Ordering::Relaxed) + 1).to_string();
        assert_eq!(&*cache.get_or_make("one", make).await, "1");
        assert_eq!(&*cache.get_or_make("one", make).await, "1");
        assert_eq!(&*cache.get_or_make("other", make).await, "2");
        clock.advance(Duration::from_secs(449));
        assert_eq!(&*cache.get_or_make("one", make).await, "1");
        clock.advance(Duration::from_secs(151));
        assert_eq!(&*cache.get_or_make("one", make).await, "3");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_asks_while_it_is_made_waits_for_that_one() {
        let (cache, _) = cache();
        let made = Arc::new(AtomicU32::new(0));
        let asked = (0..32).map(|_| {
            let (cache, made) = (cache.clone(), Arc::clone(&made));
            tokio::spawn(async move {
                let make = || made.fetch_add(1, Ordering::Relaxed).to_string();
                cache.get_or_make("one", make).await
            })
        });
        for one in asked.collect::<Vec<_>>() {
            assert_eq!(&*one.await.unwrap(), "0");
        }
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }
}
