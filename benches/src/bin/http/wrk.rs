//! One run of `wrk`: a script of ready requests, the load, and the numbers it ends with.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// Connections held open.
const CONNECTIONS: &str = "-c16";

/// How long a run lasts.
const DURATION: &str = "-d2s";

/// What one run came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// Answers a second.
    pub(crate) per_second: f64,
    /// Half of the answers took at most this, microseconds.
    pub(crate) p50: f64,
    /// All but one in a hundred took at most this, microseconds.
    pub(crate) p99: f64,
}

/// Writes the script that asks these paths in turn and prints one line of numbers.
pub(crate) fn write_script(file: &Path, paths: &[String]) -> anyhow::Result<()> {
    let mut script = String::from("local paths = {\n");
    for path in paths {
        writeln!(script, "  \"{path}\",")?;
    }
    script.push_str(
        "}\nlocal ready, turn = {}, 0\n\
         function init() for i, path in ipairs(paths) do ready[i] = wrk.format(nil, path) end end\n\
         function request() turn = turn % #ready + 1 return ready[turn] end\n\
         function done(summary, latency)\n\
         local e = summary.errors\n\
         print(string.format(\"numbers %f %f %f %d\", summary.requests / summary.duration * 1e6, \
         latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))\nend\n",
    );
    Ok(std::fs::write(file, script)?)
}

/// Loads an address with a script from core 1.
///
/// # Errors
/// When `wrk` does not run, or any answer was an error.
pub(crate) fn run(address: &str, script: &Path) -> anyhow::Result<Run> {
    let output = Command::new("taskset")
        .args(["-c", "1", "wrk", "-t1", CONNECTIONS, DURATION, "-s"])
        .arg(script)
        .arg(format!("http://{address}"))
        .output()
        .context("wrk (package wrk) and taskset (package util-linux) are needed")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("numbers "))
        .with_context(|| format!("wrk said: {text}"))?;
    let numbers: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    match numbers[..] {
        [per_second, p50, p99, 0.0] => Ok(Run {
            per_second,
            p50,
            p99,
        }),
        _ => bail!("some answers were errors: {text}"),
    }
}
