//! Fifteen minutes on foot: our search and area against Valhalla's isochrone, on the same maps, from the same starts, at
//! the same flat pace of 75 m a minute.
//!
//! Prints ratios and the bars they are held to, whether both give the same answer, and the memory of ours; it never fails
//! because something is slow. Where to read: `ground` (maps, starts, items), `ours`, `valhalla` (the peer's process),
//! `sameness` (how far both answers agree), `benches/README.md` (how to read it all).

mod ground;
mod ours;
mod sameness;
mod valhalla;

use std::path::Path;

use anyhow::{Context, Result};
use menkou_bench::arguments::Arguments;
use menkou_bench::table::{Table, short, times};
use menkou_bench::watch::Times;

use ground::Ground;
use ours::Part;
use valhalla::Valhalla;

/// The smallest extract of our own, which every copy of this repository has.
const HELSINKI: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../reach/tests/data/helsinki.osm.pbf"
);

/// A map, and how many times faster than Valhalla the area has to be there.
struct Subject {
    /// Its name.
    name: &'static str,
    /// The bar.
    bar: u32,
}

fn main() -> Result<()> {
    let arguments = Arguments::of_process()?;
    let tools = arguments.valhalla.as_deref();
    let tools = tools.context("--valhalla names the folder that scripts/bench prepares")?;
    let helsinki = Subject {
        name: "Helsinki centre",
        bar: 6,
    };
    run(&helsinki, Path::new(HELSINKI), tools, &arguments)?;
    let Some(data) = &arguments.test_data else {
        println!("not run: without --test-data there is no liechtenstein.osm.pbf");
        return Ok(());
    };
    let liechtenstein = Subject {
        name: "Liechtenstein",
        bar: 15,
    };
    run(
        &liechtenstein,
        &data.join("liechtenstein.osm.pbf"),
        tools,
        &arguments,
    )
}

/// Measures and compares on one map.
fn run(subject: &Subject, map: &Path, tools: &Path, arguments: &Arguments) -> Result<()> {
    let ground = Ground::prepare(map, arguments)?;
    let mut peer = Valhalla::start(map, tools)?;
    let count = ground.starts.len();
    let mut parts: Vec<(Part, Times)> = Part::ALL.map(|part| (part, Times::new(count))).into();
    let mut theirs = Times::new(count);
    for _ in 0..arguments.rounds {
        for (part, times) in &mut parts {
            times.round(&ground.starts, arguments.seconds, |start| {
                part.answer(&ground, start)
            });
        }
        for (start, microseconds) in peer.times(&ground.starts)?.into_iter().enumerate() {
            theirs.note(start, microseconds);
        }
    }
    println!("### {}\n", subject.name);
    println!(
        "{} starts, {} rounds; {}. Parsed and packed in {:.2} s, Valhalla's tiles built in {:.2} s (pyvalhalla {}).\n",
        count,
        arguments.rounds,
        ground.words(),
        ground.seconds,
        peer.build_seconds,
        peer.version
    );
    print!("{}", table(&parts, &theirs).as_str());
    println!();
    println!(
        "Bars: area {} times (at least {}), area and nearest inside {} times (at least 8).\n",
        short(ratio(&parts, Part::Area, &theirs)),
        subject.bar,
        short(ratio(&parts, Part::AreaAndNearest, &theirs))
    );
    print!("{}", sameness::compared(&ground, &mut peer)?);
    println!();
    print!("{}", memory(&ground).as_str());
    println!();
    Ok(())
}

/// How many times longer Valhalla takes than a part of ours.
fn ratio(parts: &[(Part, Times)], wanted: Part, theirs: &Times) -> f64 {
    let found = parts.iter().find(|(part, _)| *part == wanted);
    found.map_or(f64::NAN, |(_, ours)| theirs.median() / ours.median())
}

/// Medians and ratios.
fn table(parts: &[(Part, Times)], theirs: &Times) -> Table {
    let mut table = Table::new(&["", "median, µs", "p99, µs", "Valhalla's median over it"]);
    for (part, ours) in parts {
        table.row(&[
            part.name().to_owned(),
            short(ours.median()),
            short(ours.p99()),
            times(theirs.median() / ours.median()),
        ]);
    }
    table.row(&[
        "Valhalla's isochrone".to_owned(),
        short(theirs.median()),
        short(theirs.p99()),
        times(1.0),
    ]);
    table
}

/// Bytes a junction.
fn memory(ground: &Ground) -> Table {
    let memory = ground.streets.memory();
    let junctions = ground.streets.map().junctions();
    let each = |bytes: usize| {
        let tenths = bytes * 10 / junctions.max(1);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let mut table = Table::new(&[
        "bytes a junction",
        "rows",
        "snapping",
        "both (at most 90)",
        "shapes",
    ]);
    table.row(&[
        format!("{junctions} junctions"),
        each(memory.rows),
        each(memory.snapping),
        each(memory.rows + memory.snapping),
        each(memory.shapes),
    ]);
    table
}
