//! OSM XML, plain or gzipped: its nodes and ways, event by event.
//!
//! It holds one element at a time, of which each tag may be [`EVENT_BYTES`] long; entities other than the five of XML are
//! refused, so nothing can grow by naming itself. A gzipped file may unpack to [`RATIO`] times its size; real ones unpack to
//! about ten times. Next: `outline.rs`, for what the events mean.

use std::io::{BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;
use quick_xml::Reader;

use super::elements::Elements;
use super::outline::Outline;
use super::refusal::{Fault, MapRefusal};
use super::text::{Lines, Metered};

/// The most bytes from one end of a tag to the next.
pub(super) const EVENT_BYTES: u64 = 1024 * 1024;
/// A gzipped file unpacks to at most so many times what was read of it, and [`SLACK`].
pub(super) const RATIO: u64 = 100;
/// So many bytes may come out of a small file whatever it is.
const SLACK: u64 = 1024 * 1024;

/// Hands on the elements of plain XML.
pub(super) fn read_plain(
    reader: impl Read,
    elements: &mut impl Elements,
) -> Result<(), MapRefusal> {
    read_events(BufReader::new(reader), elements, |_| None)
}

/// Hands on the elements of gzipped XML.
pub(super) fn read_gzipped(
    reader: impl Read,
    elements: &mut impl Elements,
) -> Result<(), MapRefusal> {
    let packed = BufReader::new(Counted { reader, read: 0 });
    let metered = Metered::new(MultiGzDecoder::new(packed), |decoder| {
        let read = decoder.get_ref().get_ref().read;
        read.saturating_mul(RATIO).saturating_add(SLACK)
    });
    read_events(BufReader::new(metered), elements, |unpacking| {
        unpacking.get_ref().is_over().then_some(Fault::Bomb(RATIO))
    })
}

/// Counts the bytes that are read.
struct Counted<R> {
    /// Where from.
    reader: R,
    /// How many were.
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(target)?;
        let more = u64::try_from(count).unwrap_or(u64::MAX);
        self.read = self.read.saturating_add(more);
        Ok(count)
    }
}

/// Hands on the elements; `asked` tells what made the reader under it stop, when it was that.
fn read_events<R: BufRead>(
    reader: R,
    elements: &mut impl Elements,
    asked: impl Fn(&R) -> Option<Fault>,
) -> Result<(), MapRefusal> {
    let mut reader = Reader::from_reader(Lines::new(reader, EVENT_BYTES));
    let mut outline = Outline::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().go_on();
        let step = match reader.read_event_into(&mut buffer) {
            Ok(event) => outline.take(&event, elements),
            Err(error) => Err(fault_of(&error, reader.get_ref(), &asked)?),
        };
        match step {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(fault) => {
                let line = reader.get_ref().line();
                return Err(MapRefusal::Line { line, fault });
            }
        }
    }
}

/// What an error of the parser says about the file.
///
/// # Errors
/// When it was the reader that failed and not the file.
fn fault_of<R: BufRead>(
    error: &quick_xml::Error,
    lines: &Lines<R>,
    asked: impl Fn(&R) -> Option<Fault>,
) -> Result<Fault, MapRefusal> {
    if lines.is_spent() {
        return Ok(Fault::TooLong {
            said: EVENT_BYTES.saturating_add(1),
            most: EVENT_BYTES,
        });
    }
    if let Some(fault) = asked(lines.inner()) {
        return Ok(fault);
    }
    let quick_xml::Error::Io(io) = error else {
        return Ok(Fault::broken(error));
    };
    let kind = io.kind();
    if kind == ErrorKind::UnexpectedEof {
        return Ok(Fault::Truncated);
    }
    if kind == ErrorKind::InvalidInput || kind == ErrorKind::InvalidData {
        return Ok(Fault::Packing(io.to_string()));
    }
    Err(std::io::Error::new(kind, io.to_string()).into())
}
