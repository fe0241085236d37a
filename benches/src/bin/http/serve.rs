//! Serves the planted set with the product's own server, the yardsticks beside it.
//!
//! Configuration comes from the environment as for `menkou serve`; the data folder is the only thing set here.

use std::path::Path;

use anyhow::Context;
use menkou::config::Config;
use menkou::platform::clock::Clock;
use menkou::platform::ids::Ids;
use menkou::platform::telemetry::start_logging;
use menkou::server::Parts;

use crate::ground::Ground;
use crate::measure::nearby;
use crate::yardsticks;

/// Answers among which the sample of the serialising yardstick is the one of middle size.
const CANDIDATES: usize = 99;

/// What the server says when it answers; its address follows.
pub(crate) const LISTENING: &str = "listening on ";

/// Opens the parts of a server on the data in `dir`.
pub(crate) async fn open(dir: &Path) -> anyhow::Result<Parts> {
    let mut config = Config::from_environment()?;
    config.data.dir = dir.to_path_buf();
    start_logging(&config.log).map_err(anyhow::Error::msg)?;
    Parts::open(config, Clock::system(), Ids::random()).await
}

/// Serves until it is killed.
pub(crate) async fn serve(dir: &Path) -> anyhow::Result<()> {
    let parts = open(dir).await?.with_services_beside(yardsticks::mount);
    let ground = Ground::read(parts.database()).await?;
    let running = parts.start().await?;
    let address = running.address;
    let mut pages = Vec::new();
    for question in nearby(&ground, "gcj02", "").iter().take(CANDIDATES) {
        let answer = reqwest::get(format!("http://{address}{question}")).await?;
        pages.push(answer.text().await?);
    }
    pages.sort_by_key(String::len);
    let middle = pages.get(pages.len() / 2).context("no answer")?;
    yardsticks::take_sample(middle).context("the sample answer")?;
    println!("{LISTENING}{address}");
    std::future::pending::<()>().await;
    Ok(())
}
