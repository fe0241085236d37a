//! The engine against plain rstar, row by row.
//!
//! Prints ratios and the bars they are held to, and never fails because something is slow. Next:
//! `menkou_bench::filters` for the rows, `benches/README.md` for how to read the table.

use anyhow::{Context, Result};
use menkou_bench::arguments::Arguments;
use menkou_bench::data::{self, Item};
use menkou_bench::engine;
use menkou_bench::filters::{self, Filter};
use menkou_bench::table::{Table, short, times};
use menkou_bench::watch::{Times, timed};
use menkou_bench::yardstick::{Plane, Space};
use reach::{Index, Wgs84};

/// The yardstick holds at most so many items, whatever the engine holds.
const YARDSTICK_ITEMS: u32 = 1_000_000;
/// How long rstar with a filter may take for one row, seconds; it is told for information only.
const INFORMATION_SECONDS: f64 = 2.0;

/// What is measured in a run.
struct Bench {
    /// What was asked for.
    arguments: Arguments,
    /// The items of the yardstick.
    yardstick_items: Vec<Item>,
    /// The yardstick.
    plane: Plane,
    /// The items of the engine.
    items: Vec<Item>,
    /// The engine.
    index: Index,
    /// The places from which is searched.
    origins: Vec<Wgs84>,
}

/// The times of one row.
struct Row {
    /// The filter.
    filter: Filter,
    /// How many items pass.
    passing: usize,
    /// The engine's times.
    engine: Times,
    /// The yardstick's times without a filter, taken in turn with the engine's.
    yardstick: Times,
}

fn main() -> Result<()> {
    let bench = Bench::prepare(Arguments::of_process()?)?;
    let rows = bench.rows()?;
    print!("{}", bars(&rows).as_str());
    println!();
    bench.print_information(&rows)
}

impl Bench {
    /// Makes the data set and builds both sides.
    fn prepare(arguments: Arguments) -> Result<Self> {
        let yardstick_items = data::items(arguments.items.min(YARDSTICK_ITEMS), arguments.seed)?;
        let plane = Plane::new(&yardstick_items);
        let items = data::items(arguments.items, arguments.seed)?;
        let (index, microseconds) = timed(|| engine::build(&items));
        eprintln!(
            "built {} items in {:.2} s, the copy into the engine's form included",
            arguments.items,
            microseconds / 1e6
        );
        Ok(Self {
            origins: data::origins(arguments.questions, arguments.seed)?,
            arguments,
            yardstick_items,
            plane,
            items,
            index: index?,
        })
    }

    /// Measures every row.
    fn rows(&self) -> Result<Vec<Row>> {
        let filters = filters::rows().into_iter();
        filters
            .map(|filter| {
                engine::check(&self.index, &self.items, &filter, &self.origins)?;
                let row = self.row(filter);
                eprintln!("{}: {} us", row.filter.name, short(row.engine.median()));
                Ok(row)
            })
            .collect()
    }

    /// Measures one row: in each round all questions of the yardstick, then all of the engine.
    fn row(&self, filter: Filter) -> Row {
        let predicates = filter.predicates();
        let mut yardstick = Times::new(self.origins.len());
        let mut engine = Times::new(self.origins.len());
        let seconds = self.arguments.seconds;
        for _ in 0..self.arguments.rounds {
            yardstick.round(&self.origins, seconds, |origin| self.plane.nearest(origin));
            engine.round(&self.origins, seconds, |origin| {
                engine::nearest(&self.index, origin, &predicates)
            });
        }
        Row {
            passing: filter.count(&self.items),
            filter,
            engine,
            yardstick,
        }
    }

    /// Prints what rstar does otherwise, at the size of the yardstick.
    fn print_information(&self, rows: &[Row]) -> Result<()> {
        let space = Space::new(&self.yardstick_items);
        let mut unfiltered = Times::new(self.origins.len());
        unfiltered.round(&self.origins, self.arguments.seconds, |origin| {
            space.nearest(origin)
        });
        let yardstick = &rows.first().context("there is no row")?.yardstick;
        println!(
            "For information, {} items: rstar 2-D without a filter {} us (p99 {}), rstar 3-D {} us (p99 {}).\n",
            self.yardstick_items.len(),
            short(yardstick.median()),
            short(yardstick.p99()),
            short(unfiltered.median()),
            short(unfiltered.p99())
        );
        let mut table = Table::new(&[
            "filter",
            "rstar `.filter()` median us",
            "longest us",
            "times taken",
        ]);
        for row in rows {
            let walk = self.walk(&row.filter);
            table.row(&[
                row.filter.name.to_owned(),
                short(walk.median()),
                short(walk.longest()),
                walk.count().to_string(),
            ]);
        }
        print!("{}", table.as_str());
        Ok(())
    }

    /// Times plain rstar that walks until enough items pass.
    fn walk(&self, filter: &Filter) -> Times {
        let mut walk = Times::new(self.origins.len());
        walk.round(&self.origins, INFORMATION_SECONDS, |origin| {
            self.plane
                .nearest_passing(origin, filter, &self.yardstick_items)
        });
        walk
    }
}

/// The table that is held to the bars.
fn bars(rows: &[Row]) -> Table {
    let mut table = Table::new(&[
        "filter",
        "items passing",
        "engine median us",
        "p99 us",
        "hardest question us",
        "longest us",
        "rstar median us",
        "median / rstar",
        "p99 / rstar",
        "hardest / rstar",
        "times taken",
    ]);
    for row in rows {
        let yardstick = row.yardstick.median();
        let engine = &row.engine;
        table.row(&[
            row.filter.name.to_owned(),
            row.passing.to_string(),
            short(engine.median()),
            short(engine.p99()),
            short(engine.hardest_question()),
            short(engine.longest()),
            short(yardstick),
            times(engine.median() / yardstick),
            times(engine.p99() / yardstick),
            times(engine.hardest_question() / yardstick),
            engine.count().to_string(),
        ]);
    }
    table
}
