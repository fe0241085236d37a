//! Valhalla in a process of its own: Python, the Actor of pyvalhalla inside it, asked line by line.
//!
//! Each call is timed inside that process around the one call into Valhalla, so that neither the pipe nor JSON of ours
//! counts. Next: `benches/valhalla_peer.py`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use reach::Wgs84;
use serde::{Deserialize, Serialize};

/// The script.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/valhalla_peer.py");

/// What is asked.
#[derive(Serialize)]
struct Question {
    /// Latitude and longitude of each start.
    starts: Vec<[f64; 2]>,
    /// Whether the shapes are wanted, as finely as Valhalla has them.
    shapes: bool,
}

/// What it says when it has begun.
#[derive(Deserialize)]
struct Greeting {
    /// The version of pyvalhalla.
    version: String,
    /// How long its tiles took, seconds.
    build_seconds: f64,
}

/// A ring: longitude and latitude of each corner.
pub(crate) type Ring = Vec<[f64; 2]>;

/// What it answers.
#[derive(Deserialize)]
struct Answer {
    /// Microseconds of each call.
    microseconds: Vec<f64>,
    /// The rings of each area, outer and inner ones; empty unless they were wanted.
    rings: Vec<Vec<Ring>>,
}

/// The process.
pub(crate) struct Valhalla {
    /// It.
    child: Child,
    /// Questions go in here.
    questions: ChildStdin,
    /// Answers come out here.
    answers: BufReader<ChildStdout>,
    /// The version of pyvalhalla.
    pub(crate) version: String,
    /// How long its tiles took, seconds.
    pub(crate) build_seconds: f64,
}

impl Drop for Valhalla {
    /// Ends the process.
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Valhalla {
    /// Builds the tiles of a map and starts the process; `tools` holds its Python and the program that builds tiles.
    pub(crate) fn start(map: &Path, tools: &Path) -> Result<Self> {
        let name = map.file_name().context("a map is a file")?;
        let mut child = Command::new(tools.join("venv/bin/python"))
            .arg(SCRIPT)
            .arg(tools.join("builder/valhalla/bin/valhalla_build_tiles"))
            .arg(map)
            .arg(tools.join("tiles").join(name))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("Valhalla's Python does not start")?;
        let questions = child.stdin.take().context("no pipe")?;
        let mut answers = BufReader::new(child.stdout.take().context("no pipe")?);
        let greeting: Greeting = read(&mut answers)?;
        Ok(Self {
            child,
            questions,
            answers,
            version: greeting.version,
            build_seconds: greeting.build_seconds,
        })
    }

    /// Asks for every start once.
    fn ask(&mut self, starts: &[Wgs84], shapes: bool) -> Result<Answer> {
        let starts = starts
            .iter()
            .map(|it| [it.lat_degrees(), it.lon_degrees()])
            .collect();
        let question = serde_json::to_string(&Question { starts, shapes })?;
        writeln!(self.questions, "{question}")?;
        self.questions.flush()?;
        read(&mut self.answers)
    }

    /// The microseconds of each start.
    pub(crate) fn times(&mut self, starts: &[Wgs84]) -> Result<Vec<f64>> {
        let answer = self.ask(starts, false)?;
        ensure!(
            answer.microseconds.len() == starts.len(),
            "Valhalla did not answer all"
        );
        Ok(answer.microseconds)
    }

    /// The area of each start.
    pub(crate) fn areas(&mut self, starts: &[Wgs84]) -> Result<Vec<Vec<Ring>>> {
        let answer = self.ask(starts, true)?;
        ensure!(
            answer.rings.len() == starts.len(),
            "Valhalla did not answer all"
        );
        Ok(answer.rings)
    }
}

/// Reads an answer.
fn read<T: for<'de> Deserialize<'de>>(answers: &mut impl BufRead) -> Result<T> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    serde_json::from_str(&line).with_context(|| format!("Valhalla said {line:?}"))
}
