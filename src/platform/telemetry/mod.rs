//! Logs and metrics. No log line, metric or trace ever holds a search position, a query string or personal data:
//! requests are logged by route template only.

mod lines;

use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

pub use lines::ACCESS;
use lines::Lines;

use crate::config::LogConfig;

/// The one recorder of the process.
static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Upper bounds of the request duration buckets, seconds.
const DURATION_BUCKETS: [f64; 12] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0,
];

/// How often measured durations are sorted into their buckets.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts logging to standard error as configured; a second call is left alone.
///
/// # Errors
/// When the filter cannot be read or the log has no thread to write it.
pub fn start_logging(config: &LogConfig) -> Result<(), String> {
    let filter =
        EnvFilter::try_new(&config.level).map_err(|error| format!("log.level: {error}"))?;
    let lines = Lines::start().map_err(|error| format!("the log: {error}"))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(lines.is_terminal())
        .with_writer(lines);
    // A second start in one process (tests) keeps the first logger.
    let _ = if config.format == "json" {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.with_target(false).try_init()
    };
    Ok(())
}

/// Starts counting once per process and returns the way to read the counts.
#[must_use]
pub fn start_metrics() -> Option<PrometheusHandle> {
    METRICS
        .get_or_init(|| {
            let builder = PrometheusBuilder::new()
                .set_buckets(&DURATION_BUCKETS)
                .ok()?;
            builder.install_recorder().ok()
        })
        .clone()
}

/// Puts what was measured in order for ever: what nobody reads from `/metrics` would otherwise pile up in memory.
pub async fn keep_metrics(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        metrics.run_upkeep();
    }
}
