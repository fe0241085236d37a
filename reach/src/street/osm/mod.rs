//! Maps of OpenStreetMap as walking networks: `.osm.pbf` and OSM XML, plain or gzipped.
//!
//! Both forms of the same data give the same network. Files are not trusted: what is truncated, flipped or blown up is
//! refused with its place, never with a panic, and takes no more memory than its size allows: a file of n bytes unpacks to
//! at most 20 n (`.osm.pbf`) or 100 n bytes (XML), block by block. Reading is two passes over a reader that can go back.
//!
//! Where to read: `tags.rs` (what is a street on foot, row by row), `gather.rs` (from ways to a network), `blobs.rs` and
//! `block.rs` (`.osm.pbf`), `xml.rs` and `outline.rs` (XML).

mod blobs;
mod block;
mod elements;
mod gather;
mod keys;
mod outline;
mod refusal;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod wire;
mod xml;

use std::io::{BufReader, Read, Seek, SeekFrom};

use super::Network;
use gather::{Nodes, Streets, draw};

pub use refusal::{Fault, MapRefusal};
pub use tags::{Row, Rule, WAYS};

/// What was read from a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The network, without heights.
    network: Network,
    /// Which of its stretches lie on a bridge or in a tunnel.
    is_aloft: Vec<bool>,
    /// What was met.
    tally: MapTally,
}

/// What was met while a map was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MapTally {
    /// Ways that one may walk.
    pub streets: usize,
    /// Nodes that streets name and the file does not have; streets end there.
    pub missing_nodes: usize,
    /// Nodes of streets through which nobody gets; streets end on both sides of them.
    pub closed_nodes: usize,
}

impl Map {
    /// The network, without heights.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.network
    }

    /// Whether each stretch of the network, in its order, lies on a bridge or in a tunnel.
    #[must_use]
    pub fn is_aloft(&self) -> &[bool] {
        &self.is_aloft
    }

    /// What was met while it was read.
    #[must_use]
    pub const fn tally(&self) -> MapTally {
        self.tally
    }

    /// The network alone, without heights.
    #[must_use]
    pub fn into_network(self) -> Network {
        self.network
    }
}

/// Reads a map whose form is told by its first bytes.
///
/// # Errors
/// Refuses what is no map, and what is broken or blown up, with its place; see [`MapRefusal`].
pub fn read_map(mut reader: impl Read + Seek) -> Result<Map, MapRefusal> {
    let mut first = Vec::new();
    rewind(&mut reader)?;
    reader.by_ref().take(FIRST_BYTES).read_to_end(&mut first)?;
    match Form::of(&first)? {
        Form::Pbf => read_pbf(reader),
        Form::Xml | Form::GzippedXml => read_xml(reader),
    }
}

/// Reads an `.osm.pbf` map.
///
/// # Errors
/// Refuses what is broken, blown up or without streets, naming block and byte; see [`MapRefusal`].
pub fn read_pbf(reader: impl Read + Seek) -> Result<Map, MapRefusal> {
    let mut reader = BufReader::new(reader);
    let mut streets = Streets::default();
    rewind(&mut reader)?;
    blobs::read_blobs(&mut reader, &mut streets)?;
    let mut nodes = Nodes::of(&streets);
    rewind(&mut reader)?;
    blobs::read_blobs(&mut reader, &mut nodes)?;
    draw(streets, nodes)
}

/// Reads an OSM XML map, plain or gzipped.
///
/// # Errors
/// Refuses what is broken, blown up or without streets, naming the line; see [`MapRefusal`].
pub fn read_xml(mut reader: impl Read + Seek) -> Result<Map, MapRefusal> {
    let mut first = Vec::new();
    rewind(&mut reader)?;
    reader.by_ref().take(2).read_to_end(&mut first)?;
    let is_gzipped = first == GZIP;
    let mut streets = Streets::default();
    rewind(&mut reader)?;
    if is_gzipped {
        xml::read_gzipped(&mut reader, &mut streets)?;
    } else {
        xml::read_plain(&mut reader, &mut streets)?;
    }
    let mut nodes = Nodes::of(&streets);
    rewind(&mut reader)?;
    if is_gzipped {
        xml::read_gzipped(&mut reader, &mut nodes)?;
    } else {
        xml::read_plain(&mut reader, &mut nodes)?;
    }
    draw(streets, nodes)
}

/// How a gzipped file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// So many bytes tell the form of a file.
const FIRST_BYTES: u64 = 64;

/// The form of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `.osm.pbf`.
    Pbf,
    /// OSM XML.
    Xml,
    /// Gzipped OSM XML.
    GzippedXml,
}

impl Form {
    /// The form of a file that begins like this.
    fn of(first: &[u8]) -> Result<Self, MapRefusal> {
        let marks: [(&[u8], &'static str); 4] = [
            (b"BZh", "it is packed with bzip2: unpack it first"),
            (b"PK\x03\x04", "it is a zip archive: unpack it first"),
            (
                b"\x28\xb5\x2f\xfd",
                "it is packed with zstd: unpack it first",
            ),
            (b"\xff\xe0", "it is an o5m file"),
        ];
        if first.is_empty() {
            return Err(MapRefusal::NotAMap("it is empty"));
        }
        if let Some((_, what)) = marks.iter().find(|(mark, _)| first.starts_with(mark)) {
            return Err(MapRefusal::NotAMap(what));
        }
        if first.starts_with(&GZIP) {
            return Ok(Self::GzippedXml);
        }
        let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
        if text.trim_ascii_start().starts_with(b"<") {
            return Ok(Self::Xml);
        }
        if first.windows(9).any(|it| it == b"OSMHeader") {
            return Ok(Self::Pbf);
        }
        Err(MapRefusal::NotAMap("its first bytes are those of none"))
    }
}

/// Goes back to the beginning.
fn rewind(reader: &mut impl Seek) -> Result<(), MapRefusal> {
    reader.seek(SeekFrom::Start(0))?;
    Ok(())
}
