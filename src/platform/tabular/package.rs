//! The gate in front of the XLSX reader: unpacks the whole zip once, keeping nothing, and refuses what
//! would exhaust the reader behind it. It must never trust a size or a count that the file declares.
//!
//! The reader (calamine) opens a workbook before any question can be asked: it reserves memory for as
//! many shared texts as the file claims, copies a font and a number format into every cell format, and
//! holds whatever single text it meets. So every part it can reach is scanned first, with the same XML
//! parser. It reaches parts by their names (`*.xml`, `*.rels`) and by three kinds of relationship,
//! whose targets `part_scan` therefore confines to scanned parts.
//!
//! Read next: `part_scan`, then `read_xlsx`.

use std::cell::Cell;
use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::part_scan::{Part, Tally, scan};
use super::{Limits, TabularRefusal};

/// Inner files of one workbook; honest ones have some dozens, and some hundreds with pictures.
const MAX_PARTS: usize = 2_000;

/// Bytes that may still be unpacked, over all parts together.
struct Meter {
    /// Bytes left.
    left: Cell<u64>,
    /// Set when a part wanted more than was left.
    is_exhausted: Cell<bool>,
}

/// Reads a part and counts what really comes out of it.
struct Metered<'m, R> {
    /// The unpacking reader.
    inner: R,
    /// Shared by all parts.
    meter: &'m Meter,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        match self.meter.left.get().checked_sub(bytes) {
            Some(left) => {
                self.meter.left.set(left);
                Ok(count)
            }
            None => {
                self.meter.is_exhausted.set(true);
                Err(io::Error::other("unpacks to more than the limit"))
            }
        }
    }
}

/// Refuses a package that is damaged, encrypted, or built to exhaust its reader.
///
/// # Errors
///
/// The first such thing found.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), TabularRefusal> {
    let too_many = TabularRefusal::TooManyParts {
        max_parts: MAX_PARTS,
    };
    // Counted in the bytes, because opening the archive builds its whole directory in memory.
    let headers = bytes
        .split(|byte| *byte == b'P')
        .filter(|rest| rest.starts_with(b"K\x01\x02"));
    if headers.count() > MAX_PARTS {
        return Err(too_many);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    let meter = Meter {
        left: Cell::new(limits.max_unpacked_bytes),
        is_exhausted: Cell::new(false),
    };
    let mut tally = Tally::default();
    for index in 0..archive.len() {
        check_part(&mut archive, index, &meter, &mut tally).map_err(|refusal| {
            if meter.is_exhausted.get() {
                TabularRefusal::UnpacksTooLarge {
                    max_bytes: limits.max_unpacked_bytes,
                }
            } else {
                refusal
            }
        })?;
    }
    Ok(())
}

/// Unpacks one part to its end and scans it if the reader may reach it.
fn check_part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    meter: &Meter,
    tally: &mut Tally,
) -> Result<(), TabularRefusal> {
    let entry = archive.by_index(index).map_err(refused)?;
    let part = Part::named(&entry.name().map_err(refused)?);
    let mut reader = Metered {
        inner: entry,
        meter,
    };
    if let Some(part) = part {
        scan(&mut reader, part, tally)?;
    }
    match io::copy(&mut reader, &mut io::sink()) {
        Ok(_) => Ok(()),
        Err(_) => Err(TabularRefusal::Corrupt),
    }
}

/// What a failure of the zip reader means to the person who sent the file.
fn refused(error: ZipError) -> TabularRefusal {
    let wants_password = matches!(error, ZipError::InvalidPassword)
        || matches!(error, ZipError::UnsupportedArchive(text) if text == ZipError::PASSWORD_REQUIRED);
    if wants_password {
        TabularRefusal::Encrypted
    } else {
        TabularRefusal::Corrupt
    }
}
