//! Why a map was not read: what is wrong, and where in the file.

use thiserror::Error;

use crate::street::NetworkRefusal;

/// Why a map was not read.
#[derive(Debug, Error)]
pub enum MapRefusal {
    /// The bytes could not be read at all.
    #[error("the map cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It begins like no map that is known here.
    #[error(
        "this is no map: neither an .osm.pbf file nor OSM XML, plain or gzipped ({0}); \
         osmium or osmconvert turn other forms into .osm.pbf"
    )]
    NotAMap(&'static str),
    /// A block of an `.osm.pbf` file is broken or asks for too much.
    #[error("block {number} at byte {offset}: {fault}")]
    Block {
        /// Which block, counted from 1; the header is the first.
        number: u64,
        /// At which byte it begins.
        offset: u64,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A line of an XML file is broken or asks for too much.
    #[error("line {line}: {fault}")]
    Line {
        /// Which line, counted from 1.
        line: u64,
        /// What is wrong there.
        fault: Fault,
    },
    /// There is no street in it.
    #[error("there is not one street in it on which one may walk")]
    NoStreets,
    /// What was read is not a network.
    #[error(transparent)]
    Network(#[from] NetworkRefusal),
}

/// What is wrong with a piece of a map.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The file ends within it.
    #[error("the file ends in the middle of it")]
    Truncated,
    /// It says that it is longer than a piece of a map may be.
    #[error("it says it is {said} bytes long, and {most} are allowed")]
    TooLong {
        /// What it says.
        said: u64,
        /// What is allowed.
        most: u64,
    },
    /// It grows while it is unpacked beyond what a piece of a map may be.
    #[error("it unpacks to more than {0} bytes")]
    UnpacksTooLarge(u64),
    /// All that was read so far unpacked to more than real maps do.
    #[error("the file unpacks to more than {0} times its size, which no real map does")]
    Bomb(u64),
    /// It cannot be unpacked.
    #[error("it cannot be unpacked: {0}")]
    Packing(String),
    /// It is packed in a way that is not read here.
    #[error(
        "it is packed with {0}, which is not read here; `osmium cat -o new.osm.pbf` packs it with zlib"
    )]
    PackedWith(&'static str),
    /// It does not unpack to as many bytes as it says.
    #[error("it says that it unpacks to {said} bytes, and unpacks to {is}")]
    NotAsLong {
        /// What it says.
        said: u64,
        /// What came of it.
        is: u64,
    },
    /// Its fields are not laid out as they must be.
    #[error("it is broken: {0}")]
    Broken(String),
    /// It asks of its reader something that is not known here.
    #[error("the map needs the feature {0:?}, which is not read here")]
    Feature(String),
    /// A node is not on earth.
    #[error("node {0} is not on earth")]
    OffEarth(i64),
    /// A way has more nodes than a way may have.
    #[error("a way has more than {0} nodes")]
    LongWay(usize),
    /// There are more references to nodes than are taken.
    #[error("the streets refer to nodes more than {0} times")]
    TooMuch(usize),
}

impl Fault {
    /// Broken, with what is wrong.
    pub(super) fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
}
