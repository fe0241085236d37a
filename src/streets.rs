//! The street file on disk: written whole or not at all, loaded and checked, looked at again while the server runs.
//!
//! What is refused never takes the place of what is loaded. It knows no list and no request; `server` hands on what is
//! loaded here. Next: `reach::street`, for what streets answer.

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::SystemTime;

use reach::street::{Streets, StreetsRefusal, Stride};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// A larger file is no street file: all of China takes about a gibibyte.
const MOST_BYTES: u64 = 4 << 30;

/// Why a street file was not loaded.
#[derive(Debug, Error)]
pub(crate) enum StreetsFileRefusal {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It is no file, or larger than any street file.
    #[error("is not an ordinary file of at most 4 GiB")]
    NoFile,
    /// Its content is refused.
    #[error("is refused: {0}")]
    Content(#[from] StreetsRefusal),
    /// Loading it did not end: the process is ending, or the loader failed.
    #[error("was not loaded to the end")]
    Interrupted,
}

/// Streets from a file.
#[derive(Debug)]
pub(crate) struct LoadedStreets {
    /// The streets.
    pub(crate) streets: Streets,
    /// Differs from that of other streets, and is the same on every replica that loaded the same file.
    pub(crate) mark: u64,
}

/// Loads a street file that is open, at a pace.
///
/// # Errors
/// Refuses what cannot be read or is not a whole street file of this version.
fn read(file: &mut File, stride: Stride) -> Result<Arc<LoadedStreets>, StreetsFileRefusal> {
    let about = file.metadata()?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(StreetsFileRefusal::NoFile);
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    let streets = Streets::from_bytes(&bytes, stride)?;
    let digest = Sha256::digest(&bytes);
    let mark = digest
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    Ok(Arc::new(LoadedStreets { streets, mark }))
}

/// Puts bytes in the place of a file, so that whoever reads it finds the old ones or the new ones, whole, whatever happens
/// on the way. Makes the folder where there is none.
///
/// # Errors
/// When the disk refuses; then the old file stands and nothing else is left.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    std::fs::create_dir_all(folder)?;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.new", std::process::id()));
    let beside = folder.join(name);
    let written = write_whole(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What went wrong is reported; that the leftover cannot be removed either adds nothing.
        let _ = std::fs::remove_file(&beside);
    }
    written?;
    File::open(folder)?.sync_all()
}

/// Writes a file and waits until the disk has it.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// What a look at the file found.
#[derive(Debug)]
pub(crate) enum News {
    /// Nothing that was not known.
    Nothing,
    /// There is no file; what is loaded stays.
    Gone,
    /// Other streets.
    Loaded(Arc<LoadedStreets>),
    /// Another file that is refused; what is loaded stays.
    Refused(StreetsFileRefusal),
}

/// What a look saw, without what is in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// It was not looked at.
    Never,
    /// There is no file.
    Nothing,
    /// It cannot be opened.
    Trouble(ErrorKind),
    /// A file.
    File {
        /// Its bytes.
        length: u64,
        /// When it was written.
        written: Option<SystemTime>,
        /// Its number, which is another after a rename.
        number: u64,
    },
}

/// A street file that is looked at now and then.
#[derive(Debug)]
pub(crate) struct StreetsFile {
    /// Where it is.
    path: PathBuf,
    /// The pace of what is loaded.
    stride: Stride,
    /// What the last look saw.
    seen: Seen,
}

impl StreetsFile {
    /// A file that was not looked at yet.
    pub(crate) const fn new(path: PathBuf, stride: Stride) -> Self {
        Self {
            path,
            stride,
            seen: Seen::Never,
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Looks at the file, and loads it if it is another than before; on a thread of its own, so that nobody waits. A file
    /// that was refused is not tried again until it changes.
    pub(crate) async fn look(&mut self) -> News {
        let (path, stride, seen) = (self.path.clone(), self.stride, self.seen);
        match tokio::task::spawn_blocking(move || look_at(&path, stride, seen)).await {
            Ok((seen, news)) => {
                self.seen = seen;
                news
            }
            Err(_) => News::Refused(StreetsFileRefusal::Interrupted),
        }
    }
}

/// One look: what is seen now, and what is new.
fn look_at(path: &Path, stride: Stride, before: Seen) -> (Seen, News) {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    let (seen, file) = match opened {
        Ok((about, file)) => {
            let seen = Seen::File {
                length: about.len(),
                written: about.modified().ok(),
                number: about.ino(),
            };
            (seen, Ok(file))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (Seen::Nothing, Err(None)),
        Err(error) => (Seen::Trouble(error.kind()), Err(Some(error))),
    };
    if seen == before {
        return (seen, News::Nothing);
    }
    let news = match file {
        Ok(mut file) => match read(&mut file, stride) {
            Ok(loaded) => News::Loaded(loaded),
            Err(refusal) => News::Refused(refusal),
        },
        Err(None) => News::Gone,
        Err(Some(error)) => News::Refused(error.into()),
    };
    (seen, news)
}

/// How the streets stand, for whoever asks about health.
#[derive(Debug, Default)]
pub(crate) struct StreetsHealth {
    /// Whether the file that is there was refused.
    is_refused: AtomicBool,
    /// Junctions of the streets in use; 0 where there are none.
    junctions: AtomicUsize,
}

impl StreetsHealth {
    /// Notes, logs and counts what a look found.
    pub(crate) fn note(&self, path: &Path, news: &News) {
        let path = path.display();
        match news {
            News::Nothing => {}
            News::Gone => {
                self.is_refused.store(false, Ordering::Relaxed);
                tracing::info!(%path, "there is no street file; walking times are estimates unless streets are loaded");
            }
            News::Loaded(loaded) => {
                let junctions = loaded.streets.map().junctions();
                self.is_refused.store(false, Ordering::Relaxed);
                self.junctions.store(junctions, Ordering::Relaxed);
                metrics::gauge!("streets_junctions")
                    .set(u32::try_from(junctions).unwrap_or(u32::MAX));
                tracing::info!(%path, junctions, "streets are loaded");
            }
            News::Refused(refusal) => {
                self.is_refused.store(true, Ordering::Relaxed);
                metrics::counter!("streets_refusals_total").increment(1);
                tracing::error!(%path, %refusal, "the street file is not used; what was there before goes on");
            }
        }
    }

    /// `off` without a file, `ok`, or `refused` when the file that is there is not used.
    pub(crate) fn word(&self) -> &'static str {
        if self.is_refused.load(Ordering::Relaxed) {
            "refused"
        } else if self.junctions() > 0 {
            "ok"
        } else {
            "off"
        }
    }

    /// Junctions of the streets in use; 0 where there are none.
    pub(crate) fn junctions(&self) -> usize {
        self.junctions.load(Ordering::Relaxed)
    }
}
