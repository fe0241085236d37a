//! Signs of life: `/healthz` (the process), `/readyz` (the index is loaded and following), `/metrics`.
//!
//! Trouble with the database, Redis or the street file is `degraded` in the body of `/readyz` and still 200: reads go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use utoipa::ToSchema;

use crate::nearby::NearbyIndex;
use crate::platform::database::Database;
use crate::platform::redis_link::RedisLink;
use crate::streets::StreetsHealth;

/// How long a part may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(1);

/// What health is judged by.
pub(crate) struct Health {
    /// The index.
    pub(crate) index: Data<NearbyIndex>,
    /// The database.
    pub(crate) database: Database,
    /// Redis where it is configured.
    pub(crate) redis: Option<RedisLink>,
    /// How the streets stand.
    pub(crate) streets: Arc<StreetsHealth>,
    /// Reads the counts.
    pub(crate) metrics: Option<PrometheusHandle>,
    /// True from the moment the process was told to end.
    pub(crate) is_stopping: AtomicBool,
}

/// Whether this replica can answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Readiness)]
pub(crate) struct ReadinessView {
    /// `ready`, `degraded` (answers go on from memory) or `stopping`.
    status: &'static str,
    /// `ok` or `away`.
    database: &'static str,
    /// `ok`, `away` or `off`.
    redis: &'static str,
    /// `ok`, `off` (there is no street file) or `refused` (the one that is there is not used; what was before goes on).
    streets: &'static str,
    /// Junctions of the streets in use.
    street_junctions: usize,
    /// Items in the index.
    items: usize,
    /// The position in the change log that the index has caught up to.
    index_version: i64,
    /// True while the change log is being followed.
    is_following: bool,
}

/// Tell that the process lives
#[utoipa::path(tag = "health", responses((status = 200, description = "It does", body = str, content_type = "text/plain")))]
#[get("/healthz")]
pub(crate) async fn get_healthz() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// Tell whether this replica can answer
#[utoipa::path(tag = "health", responses(
    (status = 200, description = "It can; `degraded` when only from memory", body = ReadinessView),
    (status = 503, description = "It is stopping", body = ReadinessView),
))]
#[get("/readyz")]
pub(crate) async fn get_readyz(health: Data<Health>) -> HttpResponse {
    let database = match tokio::time::timeout(PATIENCE, health.database.ping()).await {
        Ok(Ok(())) => "ok",
        Ok(Err(_)) | Err(_) => "away",
    };
    let redis = match &health.redis {
        None => "off",
        Some(redis) => match tokio::time::timeout(PATIENCE, redis.ping()).await {
            Ok(Ok(())) => "ok",
            Ok(Err(_)) | Err(_) => "away",
        },
    };
    let streets = health.streets.word();
    let is_following = health.index.is_following();
    let is_stopping = health.is_stopping.load(Ordering::Relaxed);
    let status = match (
        is_stopping,
        database == "ok" && redis != "away" && streets != "refused" && is_following,
    ) {
        (true, _) => "stopping",
        (false, true) => "ready",
        (false, false) => "degraded",
    };
    let view = ReadinessView {
        status,
        database,
        redis,
        streets,
        street_junctions: health.streets.junctions(),
        items: health.index.len(),
        index_version: health.index.version().0,
        is_following,
    };
    if is_stopping {
        HttpResponse::ServiceUnavailable().json(view)
    } else {
        HttpResponse::Ok().json(view)
    }
}

/// Get the counts in Prometheus' text format
#[utoipa::path(tag = "health", responses((status = 200, description = "The counts", body = str, content_type = "text/plain")))]
#[get("/metrics")]
pub(crate) async fn get_metrics(health: Data<Health>) -> HttpResponse {
    let text = health
        .metrics
        .as_ref()
        .map(PrometheusHandle::render)
        .unwrap_or_default();
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text)
}
