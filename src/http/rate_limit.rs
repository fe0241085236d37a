//! How many requests one client address may make: governor in this process, one Redis script across replicas.
//!
//! The key is the client's IPv4 address or IPv6 /64, read from `X-Forwarded-For` only behind a trusted proxy. Health
//! checks and metrics are not counted. With Redis away, each replica limits by itself.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use governor::middleware::{NoOpMiddleware, StateInformationMiddleware};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::codes::Code;
use super::problem::ApiError;
use crate::config::HttpConfig;
use crate::platform::clock::Clock;
use crate::platform::redis_link::{RedisLink, SharedVerdict};

/// Addresses that are never counted: probes of the platform.
pub const UNCOUNTED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Keys above which idle ones are forgotten.
const KEYS_BEFORE_SWEEP: usize = 50_000;

/// Requests between two looks at how many keys there are, which takes every lock of the map.
const REQUESTS_BEFORE_LOOK: u32 = 1_024;

/// Names the policy of the limit.
static POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Names what is left of a client's share.
static STATE: HeaderName = HeaderName::from_static("ratelimit");

/// Our clock as governor wants it.
#[derive(Clone, Debug)]
struct GovernorClock(Clock);

impl governor::clock::Clock for GovernorClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now().timestamp_millis()).unwrap_or(0))
    }
}

/// Counts requests by client.
type Counter =
    RateLimiter<IpAddr, DashMapStateStore<IpAddr>, GovernorClock, StateInformationMiddleware>;

/// The limit and those who count.
#[derive(Debug)]
pub struct RateLimit {
    /// Counts in this process.
    counter: Counter,
    /// Counts across replicas.
    shared: Option<RedisLink>,
    /// Time.
    clock: Clock,
    /// Requests a minute.
    per_minute: NonZeroU32,
    /// Requests at once.
    burst: NonZeroU32,
    /// The limit as answers name it.
    policy: HeaderValue,
    /// Requests counted here, for looking at the number of keys now and then.
    counted: AtomicU32,
    /// Proxies that are believed.
    trusted_proxies: Vec<IpAddr>,
}

impl RateLimit {
    /// The configured limit; `None` when there is none.
    #[must_use]
    pub fn new(config: &HttpConfig, clock: Clock, shared: Option<RedisLink>) -> Option<Self> {
        let per_minute = NonZeroU32::new(config.rate_per_minute)?;
        let burst = NonZeroU32::new(config.rate_per_minute / 4).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        let counter = RateLimiter::<_, _, _, NoOpMiddleware<Duration>>::new(
            quota,
            DashMapStateStore::default(),
            GovernorClock(clock.clone()),
        )
        .with_middleware();
        let policy = HeaderValue::try_from(format!("\"client\";q={per_minute};w=60")).ok()?;
        Some(Self {
            counter,
            shared,
            clock,
            per_minute,
            burst,
            policy,
            counted: AtomicU32::new(0),
            trusted_proxies: config.trusted_proxies.clone(),
        })
    }

    /// Takes one request from the client's share.
    async fn take(&self, client: IpAddr) -> SharedVerdict {
        if let Some(redis) = &self.shared {
            let key = format!("menkou:rate:{client}");
            let interval = Duration::from_secs(60) / self.per_minute.get();
            match redis
                .take(
                    &key,
                    self.clock.now().timestamp_micros(),
                    interval,
                    self.burst.get(),
                )
                .await
            {
                Ok(verdict) => return verdict,
                Err(error) => tracing::debug!(%error, "Redis does not count; this process does"),
            }
        }
        self.take_here(client)
    }

    /// Takes one request from the client's share as this process counts it.
    fn take_here(&self, client: IpAddr) -> SharedVerdict {
        let counted = self.counted.fetch_add(1, Ordering::Relaxed);
        if counted.is_multiple_of(REQUESTS_BEFORE_LOOK) && self.counter.len() > KEYS_BEFORE_SWEEP {
            self.counter.retain_recent();
        }
        match self.counter.check_key(&client) {
            Ok(state) => SharedVerdict {
                is_allowed: true,
                remaining: u64::from(state.remaining_burst_capacity()),
                retry_after: Duration::ZERO,
            },
            Err(refused) => SharedVerdict {
                is_allowed: false,
                remaining: 0,
                retry_after: refused.wait_time_from(governor::clock::Clock::now(&GovernorClock(
                    self.clock.clone(),
                ))),
            },
        }
    }

    /// Whose share a request is taken from.
    fn client(&self, request: &ServiceRequest) -> IpAddr {
        let peer = request
            .peer_addr()
            .map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip());
        if !self.trusted_proxies.contains(&peer) {
            return grouped(peer);
        }
        let forwarded = request
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|value| value.to_str().ok());
        // An entry that is no address ends the search: what stands left of it, the client may have written.
        let chain: Vec<Option<IpAddr>> = forwarded
            .flat_map(|list| list.split(','))
            .map(|one| one.trim().parse().ok())
            .collect();
        let client = chain
            .into_iter()
            .rev()
            .find(|it| it.is_none_or(|address| !self.trusted_proxies.contains(&address)))
            .flatten();
        grouped(client.unwrap_or(peer))
    }
}

/// An address as the key: IPv6 by its /64, since one subscriber holds all of that.
fn grouped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}

/// Middleware: refuses with 429 what exceeds the limit, and says on every answer how much is left
/// (draft-ietf-httpapi-ratelimit-headers-11).
pub(crate) async fn limit_rate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    // The handle is cloned, never the request: routing needs the request to be the only one.
    let limit = request.app_data::<Data<Option<RateLimit>>>().cloned();
    let Some(limit) = limit.as_ref().and_then(|limit| limit.as_ref().as_ref()) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    if UNCOUNTED.contains(&request.path()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let verdict = limit.take(limit.client(&request)).await;
    if !verdict.is_allowed {
        let refusal = ApiError::new(Code::TooManyRequests).with_retry_after(verdict.retry_after);
        let mut response = request.error_response(refusal).map_into_right_body();
        announce(response.headers_mut(), limit, verdict);
        return Ok(response);
    }
    let mut response = next.call(request).await?.map_into_left_body();
    announce(response.headers_mut(), limit, verdict);
    Ok(response)
}

/// Writes the `RateLimit` headers.
fn announce(headers: &mut HeaderMap, limit: &RateLimit, verdict: SharedVerdict) {
    headers.insert(POLICY.clone(), limit.policy.clone());
    let state = format!("\"client\";r={}", verdict.remaining);
    if let Ok(state) = HeaderValue::try_from(state) {
        headers.insert(STATE.clone(), state);
    }
}
