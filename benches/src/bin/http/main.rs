//! `/v1/nearby` over HTTP against two yardsticks behind the same middleware, in the same process.
//!
//! `bench-http plant DIR [ITEMS]` writes the data set once, `bench-http streets DIR MAP` packs the streets of a map
//! beside it, `bench-http serve DIR` answers from it, and `bench-http measure DIR [ROUNDS]`
//! starts a server pinned to core 0, loads it with `wrk` pinned to core 1 over loopback, and prints a Markdown table.
//! Nothing here is part of the product: it must never be run against a database that anybody needs.
//!
//! Read next: `plant` (the data), `yardsticks` (what nearby is compared with), `measure` (the rounds).

mod chance;
mod ground;
mod measure;
mod plant;
mod rows;
mod serve;
mod streets;
mod table;
mod wrk;
mod yardsticks;

use std::path::PathBuf;

use anyhow::{Context, bail};

/// Items of the data set unless asked otherwise.
const ITEMS: usize = 1_000_000;

/// Rounds unless asked otherwise.
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    menkou::platform::tls::install_provider();
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: bench-http plant DIR [ITEMS] | streets DIR MAP | serve DIR | measure DIR [ROUNDS [PROGRAM]]";
    let (command, dir) = (arguments.next(), arguments.next().map(PathBuf::from));
    let dir = dir.context(usage)?;
    if command.as_deref() == Some("streets") {
        let map = arguments.next().map(PathBuf::from);
        return streets::pack(&dir, &map.context(usage)?);
    }
    let number = arguments.next().map(|text| text.parse()).transpose()?;
    match command.as_deref() {
        Some("plant") => plant::plant(&dir, number.unwrap_or(ITEMS)).await,
        Some("serve") => serve::serve(&dir).await,
        Some("measure") => {
            let program = arguments.next().map(PathBuf::from);
            measure::measure(&dir, number.unwrap_or(ROUNDS), program).await
        }
        Some(_) | None => bail!(usage),
    }
}
