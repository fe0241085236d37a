//! The outer shape of an `.osm.pbf` file: blobs one after another, each unpacked within bounds.
//!
//! The format says that a header of a blob is shorter than 64 KiB and a blob, packed or not, shorter than 32 MiB. This reader
//! holds files to it, and never asks for memory on the word of a length: it grows as bytes arrive. Real maps unpack to
//! between 2 and 3 times their size (measured on five extracts); what unpacks to more than [`RATIO`] times all that was read
//! is a bomb. Next: `block.rs`, for what is in a blob.

use std::io::{ErrorKind, Read};

use flate2::read::ZlibDecoder;

use super::block::{check_header, read_block};
use super::elements::Elements;
use super::refusal::{Fault, MapRefusal};
use super::wire::{Fields, Value};

/// The most bytes of the header of a blob.
pub(super) const HEADER_BYTES: u64 = 64 * 1024;
/// The most bytes of a blob, packed or unpacked.
pub(super) const BLOB_BYTES: u64 = 32 * 1024 * 1024;
/// All blobs so far together unpack to at most so many times what was read, and [`SLACK`].
pub(super) const RATIO: u64 = 20;
/// So many bytes may come out of a small file whatever it is.
const SLACK: u64 = 1024 * 1024;

/// What a blob holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What the map needs of its reader.
    Header,
    /// Nodes, ways and relations.
    Data,
    /// Something else, which readers pass over.
    Other,
}

/// Reads blob by blob.
struct Blobs<R> {
    /// Where from.
    reader: R,
    /// So many bytes were read.
    read: u64,
    /// So many bytes came of them.
    unpacked: u64,
    /// The bytes of a header or blob.
    packed: Vec<u8>,
    /// What they unpack to.
    block: Vec<u8>,
}

/// Hands on the elements of a whole file.
pub(super) fn read_blobs(
    reader: impl Read,
    elements: &mut impl Elements,
) -> Result<(), MapRefusal> {
    let mut blobs = Blobs {
        reader,
        read: 0,
        unpacked: 0,
        packed: Vec::new(),
        block: Vec::new(),
    };
    for number in 1.. {
        let offset = blobs.read;
        match blobs.step(number == 1, elements) {
            Ok(true) => {}
            Ok(false) => break,
            Err(Stop::Io(error)) => return Err(error.into()),
            Err(Stop::Fault(fault)) => {
                return Err(MapRefusal::Block {
                    number,
                    offset,
                    fault,
                });
            }
        }
    }
    Ok(())
}

/// Why reading stopped.
enum Stop {
    /// The reader failed.
    Io(std::io::Error),
    /// The blob is broken.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<R: Read> Blobs<R> {
    /// Reads one blob and hands on what is in it; false at the end of the file.
    fn step(&mut self, is_first: bool, elements: &mut impl Elements) -> Result<bool, Stop> {
        match self.fill(4)? {
            0 => return Ok(false),
            4 => {}
            _ => return Err(Fault::Truncated.into()),
        }
        let length = self
            .packed
            .iter()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        self.fill_exactly(length, HEADER_BYTES)?;
        let (kind, length) = blob_header(&self.packed)?;
        if is_first != (kind == Kind::Header) {
            return Err(Fault::broken("a map has one header, before everything else").into());
        }
        self.fill_exactly(length, BLOB_BYTES)?;
        match kind {
            Kind::Header => {
                self.unpack()?;
                check_header(&self.block)?;
            }
            Kind::Data => {
                self.unpack()?;
                read_block(&self.block, elements)?;
            }
            Kind::Other => {}
        }
        Ok(true)
    }

    /// Reads so many bytes, or fewer where the file ends; tells how many.
    fn fill(&mut self, length: u64) -> Result<u64, Stop> {
        self.packed.clear();
        let mut piece = self.reader.by_ref().take(length);
        match piece.read_to_end(&mut self.packed) {
            Ok(count) => {
                let count = u64::try_from(count).unwrap_or(u64::MAX);
                self.read = self.read.saturating_add(count);
                Ok(count)
            }
            Err(error) => Err(Stop::Io(error)),
        }
    }

    /// Reads so many bytes, at most as many as are allowed.
    fn fill_exactly(&mut self, said: u64, most: u64) -> Result<(), Stop> {
        if said > most {
            return Err(Fault::TooLong { said, most }.into());
        }
        if self.fill(said)? != said {
            return Err(Fault::Truncated.into());
        }
        Ok(())
    }

    /// Unpacks the blob that was read.
    fn unpack(&mut self) -> Result<(), Fault> {
        let blob = Blob::of(&self.packed)?;
        let said = blob.raw_size;
        self.block.clear();
        match blob.data {
            Data::Raw(bytes) => self.block.extend_from_slice(bytes),
            Data::Zlib(bytes) => {
                let mut decoder = ZlibDecoder::new(bytes).take(BLOB_BYTES.saturating_add(1));
                decoder
                    .read_to_end(&mut self.block)
                    .map_err(|error| unpacking_fault(&error))?;
            }
            Data::None => return Err(Fault::broken("a blob holds nothing")),
        }
        let is = u64::try_from(self.block.len()).unwrap_or(u64::MAX);
        if is > BLOB_BYTES {
            return Err(Fault::UnpacksTooLarge(BLOB_BYTES));
        }
        if let Some(said) = said.filter(|said| *said != is) {
            return Err(Fault::NotAsLong { said, is });
        }
        self.unpacked = self.unpacked.saturating_add(is);
        let most = self.read.saturating_mul(RATIO).saturating_add(SLACK);
        if self.unpacked > most {
            return Err(Fault::Bomb(RATIO));
        }
        Ok(())
    }
}

/// The kind and the length of the blob behind a header.
fn blob_header(header: &[u8]) -> Result<(Kind, u64), Fault> {
    let (mut kind, mut length) = (None, None);
    let mut fields = Fields::of(header);
    while let Some((number, value)) = fields.next()? {
        match (number, value) {
            (1, Value::Bytes(b"OSMHeader")) => kind = Some(Kind::Header),
            (1, Value::Bytes(b"OSMData")) => kind = Some(Kind::Data),
            (1, Value::Bytes(_)) => kind = Some(Kind::Other),
            (3, Value::Number(bytes)) => length = Some(bytes),
            (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
        }
    }
    match (kind, length) {
        (Some(kind), Some(length)) => Ok((kind, length)),
        (None, _) | (_, None) => Err(Fault::broken("the header of a blob lacks kind or length")),
    }
}

/// The content of a blob, packed.
#[derive(Clone, Copy)]
enum Data<'a> {
    /// Not there.
    None,
    /// As it is.
    Raw(&'a [u8]),
    /// Packed with zlib.
    Zlib(&'a [u8]),
}

/// A blob.
struct Blob<'a> {
    /// What it says it unpacks to, in bytes.
    raw_size: Option<u64>,
    /// The content.
    data: Data<'a>,
}

impl<'a> Blob<'a> {
    /// The fields of a blob.
    fn of(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut blob = Self {
            raw_size: None,
            data: Data::None,
        };
        let mut fields = Fields::of(bytes);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Value::Bytes(raw)) => blob.data = Data::Raw(raw),
                (2, Value::Number(size)) => blob.raw_size = Some(size),
                (3, Value::Bytes(packed)) => blob.data = Data::Zlib(packed),
                (4, Value::Bytes(_)) => return Err(Fault::PackedWith("LZMA")),
                (5, Value::Bytes(_)) => return Err(Fault::PackedWith("bzip2")),
                (6, Value::Bytes(_)) => return Err(Fault::PackedWith("LZ4")),
                (7, Value::Bytes(_)) => return Err(Fault::PackedWith("zstd")),
                (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
            }
        }
        Ok(blob)
    }
}

/// Why a blob did not unpack.
fn unpacking_fault(error: &std::io::Error) -> Fault {
    if error.kind() == ErrorKind::UnexpectedEof {
        return Fault::Packing("it ends too early".to_owned());
    }
    Fault::Packing(error.to_string())
}
