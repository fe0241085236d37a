//! The table: medians over the rounds, and ratios of answers a second to both yardsticks.

use crate::wrk::Run;

/// What was measured of one question.
#[derive(Debug)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) name: String,
    /// Bytes of its body.
    pub(crate) bytes: usize,
    /// One run a round.
    pub(crate) runs: Vec<Run>,
}

impl Row {
    /// The median over the rounds.
    fn median(&self, of: fn(&Run) -> f64) -> f64 {
        let mut values: Vec<f64> = self.runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    }

    /// Median of the ratios of the rounds: what disturbs a round disturbs both.
    fn ratio(&self, to: &Self) -> f64 {
        let mut ratios: Vec<f64> = self
            .runs
            .iter()
            .zip(&to.runs)
            .map(|(run, yardstick)| run.per_second / yardstick.per_second)
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or(0.0)
    }
}

/// Prints the table; the first two rows are the yardsticks (a) and (b).
pub(crate) fn print(rows: &[Row]) {
    let [serialised, fixed, ..] = rows else {
        return;
    };
    println!("| question | body, bytes | req/s | p50 us | p99 us | of (a) | of (b) |");
    println!("|---|---|---|---|---|---|---|");
    for row in rows {
        println!(
            "| {} | {} | {:.0} | {:.0} | {:.0} | {:.2} | {:.2} |",
            row.name,
            row.bytes,
            row.median(|run| run.per_second),
            row.median(|run| run.p50),
            row.median(|run| run.p99),
            row.ratio(serialised),
            row.ratio(fixed),
        );
    }
}
