//! Where log lines go: standard error, and lines of the access log many at a time.
//!
//! One system call a request costs more than the rest of its line. So access lines wait until there are some kilobytes
//! of them, until another kind of line is written, or for a fifth of a second; what is written at a terminal never waits.
//! Nothing else may wait: a refusal or a failure stands in the log before the process can end.

use std::io::{self, IsTerminal as _, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

/// Target of the lines that may wait.
pub const ACCESS: &str = "menkou::access";

/// Bytes of access lines that wait at most.
const WAITING_BYTES: usize = 16 * 1_024;

/// How long an access line waits at most.
const WAITING_TIME: Duration = Duration::from_millis(200);

/// Standard error, with the lines that wait for it.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    /// Lines that wait, in order.
    waiting: Arc<Mutex<Vec<u8>>>,
    /// True when a person looks on.
    is_terminal: bool,
}

/// Writes one line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Where it goes.
    lines: &'a Lines,
    /// True when it may wait.
    may_wait: bool,
}

impl Lines {
    /// Standard error, and a thread that writes what has waited long enough.
    ///
    /// # Errors
    /// When no thread can be started.
    pub(super) fn start() -> io::Result<Self> {
        let lines = Self {
            waiting: Arc::default(),
            is_terminal: io::stderr().is_terminal(),
        };
        let waited = lines.clone();
        let write_out = move || loop {
            std::thread::sleep(WAITING_TIME);
            waited.put(&[], false);
        };
        std::thread::Builder::new()
            .name("access-log".to_owned())
            .spawn(write_out)?;
        Ok(lines)
    }

    /// True when a person looks on.
    pub(super) const fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Adds bytes and writes what waits, unless they may wait as well.
    fn put(&self, bytes: &[u8], may_wait: bool) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend_from_slice(bytes);
        if !waiting.is_empty() && (!may_wait || waiting.len() >= WAITING_BYTES) {
            // There is nobody left to tell when standard error cannot be written.
            let _ = io::stderr().write_all(&waiting);
            waiting.clear();
        }
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line {
            lines: self,
            may_wait: false,
        }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Line<'a> {
        Line {
            lines: self,
            may_wait: !self.is_terminal && metadata.target() == ACCESS,
        }
    }
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lines.put(bytes, self.may_wait);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.put(&[], false);
        Ok(())
    }
}
