//! How many bytes the index takes for each item, counted by the allocator.
//!
//! Counts what was asked of the allocator, not what the system gave. It is a program of its own, as
//! counting slows everything down: nothing here is timed. Next: `benches/README.md`.

use anyhow::Result;
use menkou_bench::arguments::Arguments;
use menkou_bench::data;
use menkou_bench::table::Table;
use peak_alloc::PeakAlloc;
use reach::Index;

/// Counts the live bytes of the whole process.
#[global_allocator]
static COUNTED: PeakAlloc = PeakAlloc;

fn main() -> Result<()> {
    let arguments = Arguments::of_process()?;
    let items = data::items(arguments.items, arguments.seed)?;
    let before = COUNTED.current_usage();
    let new_items = data::as_new_items(&items);
    let input = COUNTED.current_usage() - before;
    COUNTED.reset_peak_usage();
    // The build takes the items and drops them.
    let index = Index::build(new_items)?;
    let peak = COUNTED.peak_usage() - before;
    let live = COUNTED.current_usage() - before;

    let mut table = Table::new(&[
        "items",
        "index, bytes an item",
        "peak of the build, bytes an item",
        "input, bytes an item",
    ]);
    let of_each = |bytes: usize| hundredths(bytes, index.len());
    table.row(&[
        index.len().to_string(),
        of_each(live),
        of_each(peak),
        of_each(input),
    ]);
    print!("{}", table.as_str());
    Ok(())
}

/// A quotient with two decimals.
fn hundredths(bytes: usize, items: usize) -> String {
    let hundredths = bytes * 100 / items.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
