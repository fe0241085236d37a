//! The street file: a map of streets as bytes, checksummed, and everything about it checked before it is used.
//!
//! All numbers are little-endian. The head: `MKSTREET`, the version, 0x01020304, the SHA-256 of everything but itself,
//! the length of the file, how many junctions, edges and bends, whether there are heights, and what was left out. Then the
//! parts, each as long as the head makes it: junctions, own edges, ends, bends, heights, stairs. The file knows no pace,
//! so it fits any.
//!
//! A file that is not exactly what it says is refused before memory is taken for it; what is taken is in proportion to
//! what there is.

mod checked;

use sha2::{Digest, Sha256};

use super::map::{LeftOut, StreetMap};
use super::refusal::StreetsRefusal;
use crate::coord::GridPoint;
use crate::index::numeric::{narrow, wide};

/// What a street file begins with.
const MAGIC: [u8; 8] = *b"MKSTREET";
/// The version that is written and read.
const VERSION: u32 = 1;
/// Tells the order of the bytes.
const BYTE_ORDER: u32 = 0x0102_0304;
/// The bytes before the checksum.
const BEFORE_SUM: usize = 16;
/// The bytes of the checksum.
const SUM: usize = 32;
/// The bytes of the head.
const HEAD: u64 = 96;

impl StreetMap {
    /// The map as a street file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let counts = self.counts();
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&MAGIC);
        put(&mut bytes, [VERSION, BYTE_ORDER]);
        bytes.extend_from_slice(&[0; SUM]);
        bytes.extend_from_slice(&counts.file_length().to_le_bytes());
        put(&mut bytes, [counts.junctions, counts.edges, counts.bends]);
        put(&mut bytes, [u32::from(counts.has_heights)]);
        let left_out = [
            self.left_out.pieces,
            self.left_out.metres,
            self.left_out.stretches,
        ];
        bytes.extend(left_out.into_iter().flat_map(u64::to_le_bytes));
        put_points(&mut bytes, &self.junctions);
        put(&mut bytes, self.own.iter().copied());
        put(&mut bytes, self.ends.iter().copied());
        put(&mut bytes, self.bends_at.iter().copied());
        put_points(&mut bytes, &self.bends);
        put(&mut bytes, self.heights.iter().map(|it| it.to_bits()));
        bytes.extend(self.steps.iter().flat_map(|it| it.to_le_bytes()));
        let sum = checksum(&bytes);
        if let Some(place) = bytes.get_mut(BEFORE_SUM..BEFORE_SUM + SUM) {
            place.copy_from_slice(&sum);
        }
        bytes
    }

    /// Reads a street file.
    ///
    /// # Errors
    /// Refuses what is not a whole street file of this version; see [`StreetsRefusal`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StreetsRefusal> {
        let mut reader = Reader { rest: bytes };
        let (counts, left_out) = reader.head(bytes)?;
        let [junctions, edges, bends] = counts.sizes();
        let map = Self {
            junctions: reader.points(junctions)?,
            own: reader.numbers(junctions + 1)?,
            ends: reader.numbers(edges)?,
            bends_at: reader.numbers(edges + 1)?,
            bends: reader.points(bends)?,
            heights: {
                let count = if counts.has_heights {
                    junctions + bends
                } else {
                    0
                };
                let bits = reader.numbers(count)?;
                bits.iter().map(|it| f32::from_bits(*it)).collect()
            },
            steps: reader.words((edges + bends).div_ceil(64))?,
            left_out,
        };
        map.checked()
    }

    /// How much there is of everything.
    fn counts(&self) -> Counts {
        Counts {
            junctions: narrow(self.junctions.len()),
            edges: narrow(self.ends.len()),
            bends: narrow(self.bends.len()),
            has_heights: self.has_heights(),
        }
    }
}

/// How much there is of everything in a file.
#[derive(Clone, Copy)]
struct Counts {
    /// Junctions.
    junctions: u32,
    /// Edges.
    edges: u32,
    /// Bends.
    bends: u32,
    /// Whether there are heights.
    has_heights: bool,
}

impl Counts {
    /// The length of a file with these, bytes.
    fn file_length(self) -> u64 {
        let [junctions, edges, bends] = [self.junctions, self.edges, self.bends].map(u64::from);
        let heights = u64::from(self.has_heights) * (junctions + bends);
        let numbers = (junctions + 1) + edges + (edges + 1) + heights;
        let words = (edges + bends).div_ceil(64);
        HEAD + 8 * (junctions + bends) + 4 * numbers + 8 * words
    }

    /// Junctions, edges and bends.
    fn sizes(self) -> [usize; 3] {
        [self.junctions, self.edges, self.bends].map(wide)
    }
}

/// The SHA-256 of a file without its place for it.
fn checksum(bytes: &[u8]) -> [u8; SUM] {
    let mut hasher = Sha256::new();
    hasher.update(bytes.get(..BEFORE_SUM).unwrap_or_default());
    hasher.update(bytes.get(BEFORE_SUM + SUM..).unwrap_or_default());
    hasher.finalize().into()
}

/// Writes numbers.
fn put(bytes: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    bytes.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
}

/// Writes points: latitude, then longitude, in steps of the grid.
fn put_points(bytes: &mut Vec<u8>, points: &[GridPoint]) {
    let numbers = points.iter().flat_map(|it| [it.lat, it.lon]);
    bytes.extend(numbers.flat_map(i32::to_le_bytes));
}

/// What is left to read.
struct Reader<'a> {
    /// The bytes.
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The next bytes.
    fn take(&mut self, count: usize) -> Result<&'a [u8], StreetsRefusal> {
        let short = StreetsRefusal::Contradiction("a part is missing");
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(short)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next bytes, so many.
    fn array<const N: usize>(&mut self) -> Result<[u8; N], StreetsRefusal> {
        let taken = self.take(N)?;
        let short = StreetsRefusal::Contradiction("a part is missing");
        <[u8; N]>::try_from(taken).map_err(|_| short)
    }

    /// The next number.
    fn number(&mut self) -> Result<u32, StreetsRefusal> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next long number.
    fn word(&mut self) -> Result<u64, StreetsRefusal> {
        self.array().map(u64::from_le_bytes)
    }

    /// The head, and whether the file is whole.
    fn head(&mut self, bytes: &[u8]) -> Result<(Counts, LeftOut), StreetsRefusal> {
        if self.array::<8>() != Ok(MAGIC) {
            return Err(StreetsRefusal::NotAStreetFile);
        }
        let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if found < HEAD {
            let expected = HEAD;
            return Err(StreetsRefusal::Length { expected, found });
        }
        let version = self.number()?;
        if version != VERSION {
            return Err(StreetsRefusal::ForeignVersion {
                found: version,
                read: VERSION,
            });
        }
        if self.number()? != BYTE_ORDER {
            return Err(StreetsRefusal::NotAStreetFile);
        }
        let sum = self.array::<SUM>()?;
        let length = self.word()?;
        if length != found {
            let expected = length;
            return Err(StreetsRefusal::Length { expected, found });
        }
        if checksum(bytes) != sum {
            return Err(StreetsRefusal::Checksum);
        }
        let counts = Counts {
            junctions: self.number()?,
            edges: self.number()?,
            bends: self.number()?,
            has_heights: match self.number()? {
                0 => false,
                1 => true,
                _ => return Err(StreetsRefusal::Contradiction("an unknown mark is set")),
            },
        };
        if counts.file_length() != length {
            let what = "its parts are longer or shorter than itself";
            return Err(StreetsRefusal::Contradiction(what));
        }
        let left_out = LeftOut {
            pieces: self.word()?,
            metres: self.word()?,
            stretches: self.word()?,
        };
        Ok((counts, left_out))
    }

    /// So many numbers.
    fn numbers(&mut self, count: usize) -> Result<Box<[u32]>, StreetsRefusal> {
        let (numbers, _) = self.take(count * 4)?.as_chunks();
        Ok(numbers.iter().map(|it| u32::from_le_bytes(*it)).collect())
    }

    /// So many long numbers.
    fn words(&mut self, count: usize) -> Result<Box<[u64]>, StreetsRefusal> {
        let (words, _) = self.take(count * 8)?.as_chunks();
        Ok(words.iter().map(|it| u64::from_le_bytes(*it)).collect())
    }

    /// So many points.
    fn points(&mut self, count: usize) -> Result<Box<[GridPoint]>, StreetsRefusal> {
        let (pairs, _) = self.take(count * 8)?.as_chunks::<8>();
        let point = |[a, b, c, d, e, f, g, h]: [u8; 8]| GridPoint {
            lat: i32::from_le_bytes([a, b, c, d]),
            lon: i32::from_le_bytes([e, f, g, h]),
        };
        Ok(pairs.iter().map(|it| point(*it)).collect())
    }
}
