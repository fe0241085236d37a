//! What a server is built from, opened by `commands` and by tests.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::ServiceConfig;
use anyhow::Context;
use secrecy::ExposeSecret;

use super::ground::GroundKeeper;
use super::running::{Running, purge_changes, ring_others};
use super::{listen, shared};
use crate::catalog::Catalog;
use crate::config::{Config, Profile};
use crate::divisions;
use crate::language::Language;
use crate::nearby;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;
use crate::platform::redis_link::RedisLink;
use crate::platform::telemetry::keep_metrics;
use crate::platform::tls;

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
    /// Mounts what stands beside the contract, behind the same middleware; nothing unless a bench asks for it.
    pub(super) beside: fn(&mut ServiceConfig),
}

impl Parts {
    /// Opens the configured database and catalog; only the demo profile makes a database where there is none.
    ///
    /// # Errors
    /// When the database does not answer, or does not exist in production, or a file of the catalog is broken.
    pub async fn open(config: Config, clock: Clock, ids: Ids) -> anyhow::Result<Self> {
        // Before any HTTP client of this process, tests' and benches' too.
        tls::install_provider();
        let dir = &config.catalog.dir;
        let dir = (!dir.as_os_str().is_empty()).then_some(dir.as_path());
        let catalog = Catalog::load(dir)
            .map_err(|refusal| anyhow::anyhow!("{refusal}\n{}", refusal.message(Language::Zh)))?;
        let (url, connections) = (config.database_url(), config.database.max_connections);
        let database = match config.profile {
            Profile::Demo => Database::open(&url, connections).await?,
            Profile::Production => Database::open_existing(&url, connections).await?,
        };
        Ok(Self {
            config,
            database,
            catalog: Arc::new(catalog),
            clock,
            ids,
            beside: |_| {},
        })
    }

    /// Mounts services outside the contract behind the same middleware: a bench compares the product with them.
    #[must_use]
    pub const fn with_services_beside(mut self, beside: fn(&mut ServiceConfig)) -> Self {
        self.beside = beside;
        self
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
        let keeper = GroundKeeper::open(&self.config).await?;
        let (shared, follower) = shared::build(&self, redis.clone(), &keeper).await?;
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
        let look = Duration::from_secs(self.config.streets.poll_seconds);
        tasks.push(tokio::spawn(keeper.keep(look)));
        let health = shared.health.clone();
        if let Some(metrics) = health.metrics.clone() {
            tasks.push(tokio::spawn(keep_metrics(metrics)));
        }
        let (server, address) = listen::bind(&self.config, shared, self.beside)?;
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
}

/// The link to Redis where it is configured.
fn open_redis(config: &Config) -> anyhow::Result<Option<RedisLink>> {
    if config.redis.url.expose_secret().is_empty() {
        return Ok(None);
    }
    let link = RedisLink::open(&config.redis.url).context("redis.url")?;
    Ok(Some(link))
}
