//! `migrate`, `demo`, `check-config` and `healthcheck`.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::serve::make_ready;
use crate::catalog::Catalog;
use crate::config::{Config, Profile};
use crate::demo::{self, Progress};
use crate::divisions;
use crate::language::Language;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;
use crate::server::Parts;

/// How long the server may take to give a sign of life.
const HEALTH_PATIENCE: Duration = Duration::from_secs(3);

/// `menkou demo`.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// What to do with the demo data
    #[command(subcommand)]
    action: DemoAction,
}

/// What to do with the demo data.
#[derive(Debug, Subcommand)]
enum DemoAction {
    /// Load the demo data set where it was not loaded yet
    Load,
    /// Move the dates of ended demo openings into the future
    Refresh,
}

/// Opens what a command works with.
pub(super) async fn open(config: &Config) -> anyhow::Result<Parts> {
    Parts::open(config.clone(), Clock::system(), Ids::random()).await
}

/// Creates or updates the schema; told so, it makes the database too.
pub(super) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let database = Database::open(&config.database_url(), config.database.max_connections).await?;
    let pending = database.pending_migrations().await?;
    database.migrate().await?;
    println!("{pending} migration(s) applied");
    database.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Loads the demo set with a progress bar where it was not loaded yet.
pub(super) async fn load_demo(parts: &Parts) -> anyhow::Result<()> {
    let atlas = divisions::load_atlas(&parts.database, &parts.catalog).await?;
    let bar = Bar::new();
    let report = demo::load_demo(
        &parts.database,
        &parts.catalog,
        &atlas,
        &parts.clock,
        &parts.ids,
        &bar,
    )
    .await?;
    bar.0.finish_and_clear();
    println!("{}", report.message(Language::Zh));
    Ok(())
}

/// Loads or refreshes the demo data.
pub(super) async fn demo(arguments: &DemoArgs, config: &Config) -> anyhow::Result<ExitCode> {
    if config.profile == Profile::Production {
        anyhow::bail!("the production profile holds no demo data");
    }
    let parts = open(config).await?;
    match arguments.action {
        DemoAction::Load => make_ready(&parts).await?,
        DemoAction::Refresh => {
            let moved = demo::refresh_demo(&parts.database, &parts.clock).await?;
            println!("{moved} demo opening(s) moved into the future");
        }
    }
    parts.database.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Prints the configuration without secrets, and what keeps it from serving.
pub(super) fn check_config(config: &Config) -> ExitCode {
    println!("{config:#?}");
    let refusals = config.production_refusals();
    for refusal in &refusals {
        println!("refused: {refusal}");
    }
    let dir = &config.catalog.dir;
    if let Err(error) = Catalog::load((!dir.as_os_str().is_empty()).then_some(dir.as_path())) {
        println!("refused: {error}");
        return ExitCode::FAILURE;
    }
    if refusals.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Asks the running server for a sign of life.
pub(super) async fn healthcheck(config: &Config) -> anyhow::Result<ExitCode> {
    let (host, port) = config
        .http
        .listen
        .rsplit_once(':')
        .context("http.listen has no port")?;
    let host = match host {
        "0.0.0.0" => "127.0.0.1",
        "[::]" => "[::1]",
        host => host,
    };
    let client = reqwest::Client::builder()
        .timeout(HEALTH_PATIENCE)
        .no_proxy()
        .build()?;
    let answer = client
        .get(format!("http://{host}:{port}/healthz"))
        .send()
        .await?;
    anyhow::ensure!(
        answer.status().is_success(),
        "the server answered {}",
        answer.status()
    );
    println!("ok");
    Ok(ExitCode::SUCCESS)
}

/// A progress bar on standard error.
struct Bar(ProgressBar);

impl Bar {
    /// A bar that is shown on terminals only.
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("demo data {bar:40} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Progress for Bar {
    fn total(&self, rows: u64) {
        self.0.set_length(rows);
    }

    fn advance(&self, rows: u64) {
        self.0.inc(rows);
    }
}
