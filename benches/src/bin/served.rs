//! How many bytes the whole server holds for each item, cards included, counted by the allocator.
//!
//! Loads what `bench-http plant DIR` has written, as `menkou serve` does, and counts what is live afterwards beyond
//! what was live before: index, cards, dictionary, and also what does not grow with the items (divisions, catalog,
//! boundaries). SQLite's own memory, which C code asks for, is not counted. Nothing here is timed. Next:
//! `benches/README.md`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use entity::{opening, place};
use menkou::config::Config;
use menkou::platform::clock::Clock;
use menkou::platform::ids::Ids;
use menkou::server::Parts;
use menkou_bench::table::Table;
use peak_alloc::PeakAlloc;
use sea_orm::{EntityTrait, PaginatorTrait};

/// Counts the live bytes of the whole process.
#[global_allocator]
static COUNTED: PeakAlloc = PeakAlloc;

#[tokio::main]
async fn main() -> Result<()> {
    let dir = std::env::args().nth(1).map(PathBuf::from);
    let mut config = Config::from_environment()?;
    config.data.dir = dir.context("usage: bench-served DIR")?;
    config.http.listen = "127.0.0.1:0".parse()?;
    let parts = Parts::open(config, Clock::system(), Ids::random()).await?;
    let readers = parts.database().readers();
    let places = place::Entity::find().count(readers).await?;
    let items = usize::try_from(opening::Entity::find().count(readers).await? + places)?;
    let before = COUNTED.current_usage();
    COUNTED.reset_peak_usage();
    let running = parts.start().await?;
    let live = COUNTED.current_usage() - before;
    let peak = COUNTED.peak_usage() - before;
    running.stop().await?;

    let mut table = Table::new(&[
        "items",
        "live, bytes an item",
        "peak of loading, bytes an item",
    ]);
    let of_each = |bytes: usize| (bytes / items.max(1)).to_string();
    table.row(&[items.to_string(), of_each(live), of_each(peak)]);
    print!("{}", table.as_str());
    Ok(())
}
