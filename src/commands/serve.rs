//! `serve`: the demo profile makes and fills what it lacks; production refuses instead.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use tokio::signal::unix::{SignalKind, signal};

use super::maintain::load_demo;
use crate::config::{Config, Profile};
use crate::demo;
use crate::divisions;
use crate::language::Language;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;
use crate::server::Parts;

/// How often the demo's dates are looked at.
const REFRESH: Duration = Duration::from_secs(3_600);

/// Serves until told to end.
pub(super) async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let refusals = config.production_refusals();
    if !refusals.is_empty() {
        bail!("production refuses to start:\n  {}", refusals.join("\n  "));
    }
    let profile = config.profile;
    let parts = Parts::open(config, Clock::system(), Ids::random()).await?;
    match profile {
        Profile::Demo => make_ready(&parts).await?,
        Profile::Production => refuse_unready(&parts.database).await?,
    }
    let refreshing = (profile == Profile::Demo)
        .then(|| tokio::spawn(refresh(parts.database.clone(), parts.clock.clone())));
    let running = parts.start().await?;
    announce(running.address, profile);
    wait_for_end().await?;
    tracing::info!("told to end: finishing what is open");
    if let Some(refreshing) = refreshing {
        refreshing.abort();
    }
    running.stop().await?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the schema, the divisions and the demo set where they are missing.
pub(super) async fn make_ready(parts: &Parts) -> anyhow::Result<()> {
    for line in parts.make_schema(Language::Zh).await? {
        println!("{line}");
    }
    if !demo::holds_demo(&parts.database).await? {
        load_demo(parts).await?;
    }
    demo::refresh_demo(&parts.database, &parts.clock).await?;
    Ok(())
}

/// Refuses to serve real people on a schema, divisions or data that are not theirs.
async fn refuse_unready(database: &Database) -> anyhow::Result<()> {
    if database.pending_migrations().await? > 0 {
        bail!("production refuses to start: the schema is not up to date; run `menkou migrate`");
    }
    if !divisions::are_planted(database).await? {
        bail!("production refuses to start: there are no divisions; run `menkou import divisions`");
    }
    if demo::holds_demo(database).await? {
        bail!("production refuses to start: the database holds demo data; use a fresh database");
    }
    Ok(())
}

/// Keeps the demo alive.
async fn refresh(database: Database, clock: Clock) {
    loop {
        tokio::time::sleep(REFRESH).await;
        if let Err(error) = demo::refresh_demo(&database, &clock).await {
            tracing::warn!(%error, "the demo's dates were not refreshed");
        }
    }
}

/// Says where it listens and, in the demo, what to try.
fn announce(address: SocketAddr, profile: Profile) {
    println!("listening on http://{address}");
    if profile == Profile::Demo {
        println!("  try  http://{address}/docs/   the API, with a form for every operation");
        println!("       http://{address}/map     the map page 15分钟就业圈");
        println!(
            "       curl 'http://{address}/v1/nearby?lat=26.5715&lon=106.7106&crs=wgs84&minutes=15'"
        );
    }
}

/// Waits for SIGTERM or SIGINT.
async fn wait_for_end() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
