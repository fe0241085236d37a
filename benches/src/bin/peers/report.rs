//! The two tables of the peers: the best of each against the engine, then every plan.
//!
//! Nothing here measures. Next: `main.rs`.

use menkou_bench::table::{Table, short, times};
use menkou_bench::watch::Times;

use super::{Entry, Row};

/// The peers in the order of the columns.
const PEERS: [&str; 3] = [
    super::postgis::PEER,
    super::redis::PEER,
    super::sqlite::PEER,
];

/// Prints both tables, then what a way to and fro costs.
pub(crate) fn print(rows: &[Row], floors: &[(&'static str, Times)]) {
    let mut summary = Table::new(&[
        "filter",
        "rstar unfiltered us",
        "engine us",
        "PostGIS us",
        "PostGIS / engine",
        "Redis us",
        "Redis / engine",
        "SQLite us",
        "SQLite / engine",
    ]);
    let mut plans = Table::new(&[
        "filter",
        "contestant",
        "median us",
        "p99 us",
        "times taken",
        "recall@20",
    ]);
    for row in rows {
        let engine = row.engine.median();
        let mut cells = vec![
            row.name.to_owned(),
            short(row.yardstick.median()),
            short(engine),
        ];
        for peer in PEERS {
            let best = best_of(peer, row);
            cells.extend([short(best), times(best / engine)]);
        }
        summary.row(&cells);
        for entry in &row.entries {
            plans.row(&cells_of(entry, row.name));
        }
    }
    println!("{}\n{}", summary.as_str(), plans.as_str());
    for (peer, floor) in floors {
        let (median, p99) = (short(floor.median()), short(floor.p99()));
        println!("A way to {peer} and back without any work: {median} us (p99 {p99}).");
    }
}

/// The smallest median of a peer's contestants; not a number if it did not take part.
fn best_of(peer: &str, row: &Row) -> f64 {
    let entries = row.entries.iter().filter(|entry| entry.peer == peer);
    entries
        .map(|entry| entry.times.median())
        .fold(f64::NAN, f64::min)
}

/// The cells of one contestant.
fn cells_of(entry: &Entry, row: &str) -> [String; 6] {
    let recall = entry.recall_percent();
    [
        row.to_owned(),
        format!("{}: {}", entry.peer, entry.plan),
        short(entry.times.median()),
        short(entry.times.p99()),
        entry.times.count().to_string(),
        recall.map_or_else(|| "-".to_owned(), |percent| format!("{percent:.2} %")),
    ]
}
