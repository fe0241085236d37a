//! The top floor: builds the shared parts once, mounts every operation, and starts and stops the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PayloadConfig, to};
use actix_web::{App, HttpServer};
use anyhow::Context;
use reach::measure::Pace;
use secrecy::ExposeSecret;
use tokio::task::JoinHandle;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

use crate::catalog::Catalog;
use crate::config::{Config, Profile};
use crate::divisions::{self, Atlas};
use crate::http::fallback::{Routes, answer_unmatched};
use crate::http::page_token::PageTokens;
use crate::http::rate_limit::{RateLimit, limit_rate};
use crate::http::trace::trace_request;
use crate::language::Language;
use crate::nearby::{self, NearbyIndex, NearbyParts, NearbySimilar};
use crate::openings::{self, OpeningFacts};
use crate::pages::{self, Health, MapParts};
use crate::places::{self, PlaceFacts};
use crate::platform::changes::Cursor;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;
use crate::platform::redis_link::RedisLink;
use crate::platform::{changes, telemetry};
use crate::rules::calendar::WorkCalendar;

/// The document's frame; the operations come from the routes.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Menkou",
        description = "Backend of the 15-minute employment circle: find doorstep stations, gig stations and openings \
                       within a walk. Coordinates always come with their crs; errors are problem documents (RFC 9457).",
        license(name = "MIT", identifier = "MIT")
    ),
    tags(
        (name = "nearby", description = "What is within reach of here"),
        (name = "places", description = "Somewhere a person can walk to for help"),
        (name = "openings", description = "Work, or a seat, on offer"),
        (name = "divisions", description = "The administrative tree and its boundaries"),
        (name = "meta", description = "Kinds, filters, labels, problem codes"),
        (name = "health", description = "Signs of life"),
        (name = "pages", description = "What a person looks at")
    )
)]
struct Frame;

/// What the server is built from; opened by `commands` and by tests.
pub struct Parts {
    /// Settings.
    pub(crate) config: Config,
    /// The database.
    pub(crate) database: Database,
    /// Vocabularies and texts.
    pub(crate) catalog: Arc<Catalog>,
    /// Time.
    pub(crate) clock: Clock,
    /// Identities.
    pub(crate) ids: Ids,
}

/// A running server.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Stops it.
    handle: ServerHandle,
    /// Ends when the server has ended.
    server: JoinHandle<std::io::Result<()>>,
    /// Tasks beside the server.
    tasks: Vec<JoinHandle<()>>,
    /// Readiness.
    health: Data<Health>,
    /// The live index.
    index: Data<NearbyIndex>,
    /// The database, closed last.
    database: Database,
}

/// Every shared part that handlers name; each is cheap to clone.
#[derive(Clone)]
struct Shared {
    /// Divisions.
    atlas: Data<Atlas>,
    /// For lists.
    nearby: Data<NearbyParts>,
    /// For one place.
    places: Data<PlaceFacts>,
    /// For one opening.
    openings: Data<OpeningFacts>,
    /// For the map.
    map: Data<MapParts>,
    /// For health.
    health: Data<Health>,
    /// Page tokens.
    tokens: Data<PageTokens>,
    /// The rate limit.
    rate: Data<Option<RateLimit>>,
    /// Known addresses.
    routes: Data<Routes>,
    /// Time.
    clock: Data<Clock>,
    /// Identities.
    ids: Data<Ids>,
    /// The database.
    database: Data<Database>,
}

/// Mounts every operation. Public operations stand here; there is none yet that needs a login.
fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(nearby::nearby)
        .service(nearby::search_nearby)
        .service(nearby::list_places)
        .service(nearby::list_openings)
        .service(nearby::get_meta)
        .service(places::get_place)
        .service(openings::get_opening)
        .service(divisions::locate_division)
        .service(divisions::list_divisions)
        .service(pages::get_start)
        .service(pages::get_map)
        .service(pages::get_map_outlines)
        .service(pages::get_map_file)
        .service(pages::get_problems)
        .service(pages::get_healthz)
        .service(pages::get_readyz)
        .service(pages::get_metrics);
}

/// The contract, generated from the code.
#[must_use]
pub fn openapi() -> OpenApi {
    let app = App::new()
        .into_utoipa_app()
        .openapi(Frame::openapi())
        .configure(mount);
    app.split_for_parts().1
}

/// The contract as the committed file holds it.
///
/// # Errors
/// When the document cannot be written as JSON, which would be a mistake of the build.
pub fn openapi_json() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&openapi())?;
    text.push('\n');
    Ok(text)
}

impl Parts {
    /// Opens the configured database and catalog.
    ///
    /// # Errors
    /// When the database does not answer or a file of the catalog is broken.
    pub async fn open(config: Config, clock: Clock, ids: Ids) -> anyhow::Result<Self> {
        let dir = &config.catalog.dir;
        let dir = (!dir.as_os_str().is_empty()).then_some(dir.as_path());
        let catalog = Arc::new(Catalog::load(dir).map_err(|refusal| anyhow::anyhow!("{refusal}"))?);
        let database =
            Database::open(&config.database_url(), config.database.max_connections).await?;
        Ok(Self {
            config,
            database,
            catalog,
            clock,
            ids,
        })
    }

    /// The open database.
    #[must_use]
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// Applies missing migrations and plants the divisions where there are none. Returns what the planting reports,
    /// in a language; nothing when they stood already.
    ///
    /// # Errors
    /// When a migration or a list fails.
    pub async fn make_schema(&self, language: Language) -> anyhow::Result<Vec<String>> {
        self.database.migrate().await?;
        let report =
            divisions::plant_divisions(&self.database, &self.catalog, &self.clock, &self.ids)
                .await?;
        Ok(report
            .map(|report| report.lines(language))
            .unwrap_or_default())
    }

    /// Loads the index, binds the address and serves until stopped.
    ///
    /// # Errors
    /// When a part cannot be built or the address cannot be bound.
    pub async fn start(self) -> anyhow::Result<Running> {
        let redis = open_redis(&self.config)?;
        let (shared, follower) = self.build(redis.clone()).await?;
        let mut bells = vec![self.database.committed()];
        let mut tasks = Vec::new();
        if let Some(redis) = redis {
            bells.push(redis.bell());
            tasks.push(tokio::spawn(ring_others(
                redis.clone(),
                self.database.committed(),
            )));
            tasks.push(tokio::spawn(redis.listen()));
        }
        let index = shared.nearby.index.clone();
        let poll = Duration::from_millis(self.config.changes.poll_milliseconds);
        tasks.push(tokio::spawn(nearby::follow_changes(
            follower,
            index.clone(),
            bells,
            poll,
        )));
        tasks.push(tokio::spawn(purge_changes(
            self.database.clone(),
            self.clock.clone(),
            self.config.changes.retention_days,
        )));
        let health = shared.health.clone();
        let (server, address) = serve(&self.config, shared)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        Ok(Running {
            address,
            handle,
            server,
            tasks,
            health,
            index,
            database: self.database,
        })
    }

    /// Builds what handlers name.
    async fn build(&self, redis: Option<RedisLink>) -> anyhow::Result<(Shared, nearby::Follower)> {
        let atlas = Arc::new(divisions::load_atlas(&self.database, &self.catalog).await?);
        let calendar =
            WorkCalendar::parse(self.catalog.text("holidays/cn_holidays_2018_2026.csv"))?;
        let calendar = Arc::new(calendar);
        let walking = self.config.walking.clone();
        let pace = Pace::new(walking.metres_per_minute, walking.detour_factor)?;
        let tokens =
            PageTokens::new(&self.config.http.page_token_key).context("http.page_token_key")?;
        let (index, follower) = NearbyIndex::load(
            self.database.clone(),
            Arc::clone(&atlas),
            Arc::clone(&self.catalog),
            self.clock.clone(),
        )
        .await?;
        let similar = Arc::new(NearbySimilar {
            index: Arc::clone(&index),
            catalog: Arc::clone(&self.catalog),
            calendar: Arc::clone(&calendar),
            pace,
        });
        let may_outline =
            self.config.profile == Profile::Demo || !self.config.map.boundary_approval.is_empty();
        let outlines = may_outline.then(|| {
            outlines(
                self.catalog.text("divisions/gz_bounds_district.geojson"),
                &self.config,
            )
        });
        let index = Data::from(index);
        let shared = Shared {
            atlas: Data::from(Arc::clone(&atlas)),
            places: Data::new(PlaceFacts {
                atlas: Data::from(Arc::clone(&atlas)),
                catalog: Data::from(Arc::clone(&self.catalog)),
                calendar: Data::from(Arc::clone(&calendar)),
                clock: self.clock.clone(),
            }),
            openings: Data::new(OpeningFacts {
                atlas: Data::from(Arc::clone(&atlas)),
                similar,
                clock: self.clock.clone(),
            }),
            map: Data::new(MapParts { outlines }),
            health: Data::new(Health {
                index: index.clone(),
                database: self.database.clone(),
                redis: redis.clone(),
                metrics: telemetry::start_metrics(),
                is_stopping: AtomicBool::new(false),
            }),
            rate: Data::new(RateLimit::new(&self.config.http, self.clock.clone(), redis)),
            routes: Data::new(Routes::of(&openapi())),
            clock: Data::new(self.clock.clone()),
            ids: Data::new(self.ids.clone()),
            database: Data::new(self.database.clone()),
            tokens: Data::new(tokens.clone()),
            nearby: Data::new(NearbyParts {
                index,
                atlas,
                catalog: Arc::clone(&self.catalog),
                calendar,
                tokens,
                pace,
                walking,
                profile: self.config.profile,
                clock: self.clock.clone(),
            }),
        };
        Ok((shared, follower))
    }
}

/// The county outlines with their approval number where there is one.
fn outlines(boundaries: &str, config: &Config) -> String {
    let approval = &config.map.boundary_approval;
    match boundaries.trim().strip_suffix('}') {
        Some(open) if !approval.is_empty() => {
            format!(
                "{open},\"approval_number\":{}}}",
                serde_json::Value::from(approval.as_str())
            )
        }
        Some(_) | None => boundaries.to_owned(),
    }
}

/// Binds the address and builds the server; nothing is answered until it is awaited.
fn serve(config: &Config, shared: Shared) -> anyhow::Result<(actix_web::dev::Server, SocketAddr)> {
    let max_body = config.http.max_body_bytes;
    let origins = config.http.cors_origins.clone();
    let document = openapi();
    let builder = HttpServer::new(move || {
        let shared = shared.clone();
        let (app, _) = App::new()
            .into_utoipa_app()
            .configure(mount)
            .split_for_parts();
        app.service(SwaggerUi::new("/docs/{file:.*}").url("/openapi.json", document.clone()))
            .default_service(to(answer_unmatched))
            .app_data(shared.atlas)
            .app_data(shared.nearby)
            .app_data(shared.places)
            .app_data(shared.openings)
            .app_data(shared.map)
            .app_data(shared.health)
            .app_data(shared.tokens)
            .app_data(shared.rate)
            .app_data(shared.routes)
            .app_data(shared.clock)
            .app_data(shared.ids)
            .app_data(shared.database)
            .app_data(PayloadConfig::new(max_body))
            .wrap(from_fn(limit_rate))
            .wrap(Compress::default())
            .wrap(cors(&origins))
            .wrap(from_fn(trace_request))
    });
    let builder = builder
        .shutdown_timeout(config.http.shutdown_seconds)
        .disable_signals();
    let builder = match config.http.workers {
        0 => builder,
        workers => builder.workers(workers),
    };
    let listen = &config.http.listen;
    let builder = builder
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}"))?;
    let address = builder
        .addrs()
        .first()
        .copied()
        .context("no address was bound")?;
    Ok((builder.run(), address))
}

/// Cross-origin requests from the configured origins alone.
fn cors(origins: &[String]) -> actix_cors::Cors {
    let cors = actix_cors::Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "DELETE"])
        .allow_any_header()
        .expose_headers(["ETag", "RateLimit", "Retry-After", "X-Request-Id"])
        .max_age(3600);
    origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(origin))
}

/// The link to Redis where it is configured.
fn open_redis(config: &Config) -> anyhow::Result<Option<RedisLink>> {
    if config.redis.url.expose_secret().is_empty() {
        return Ok(None);
    }
    let link = RedisLink::open(&config.redis.url).context("redis.url")?;
    Ok(Some(link))
}

/// Rings the other replicas' bell after each commit of this process.
async fn ring_others(redis: RedisLink, committed: Arc<tokio::sync::Notify>) {
    loop {
        committed.notified().await;
        if let Err(error) = redis.ring().await {
            tracing::debug!(%error, "the other replicas are not rung; they poll");
        }
    }
}

/// Deletes old change rows once an hour.
async fn purge_changes(database: Database, clock: Clock, days: u32) {
    loop {
        let before = clock.now() - chrono::TimeDelta::days(i64::from(days));
        if let Err(error) = changes::purge(&database, before).await {
            tracing::warn!(%error, "old change rows were not deleted");
        }
        tokio::time::sleep(Duration::from_secs(3_600)).await;
    }
}

impl Running {
    /// Waits until the index has caught up to a position in the change log.
    pub async fn caught_up_to(&self, cursor: Cursor) {
        self.index.caught_up_to(cursor).await;
    }

    /// Says not ready, finishes what is open, and ends everything that was started.
    ///
    /// # Errors
    /// When the server ended with an error.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.health.is_stopping.store(true, Ordering::Relaxed);
        self.handle.stop(true).await;
        let outcome = self.server.await;
        for task in self.tasks {
            task.abort();
        }
        self.database.close().await;
        outcome??;
        Ok(())
    }
}
