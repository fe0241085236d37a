//! Why something is not a map of streets.

use thiserror::Error;

/// Why a network or a file is not a map of streets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StreetsRefusal {
    /// There is no street to walk on.
    #[error("there is no street to walk on")]
    Nothing,
    /// There are more points, edges or bends than can be numbered, of which there are 2^31.
    #[error("there are more than 2,147,483,648 points, edges or bends")]
    TooMany,
    /// The file does not begin as a street file does.
    #[error("this is not a street file")]
    NotAStreetFile,
    /// The file has a version of the format that this program does not read.
    #[error("the street file has format version {found}, and this program reads version {read}")]
    ForeignVersion {
        /// The version of the file.
        found: u32,
        /// The version that is read.
        read: u32,
    },
    /// The file is shorter or longer than it says.
    #[error("the street file should be {expected} bytes long and is {found}")]
    Length {
        /// What its head says.
        expected: u64,
        /// What there is.
        found: u64,
    },
    /// The file is not as it was written.
    #[error("the street file is damaged: its checksum is another")]
    Checksum,
    /// The checksum is right, and yet the parts do not fit together: no program of ours wrote this.
    #[error("the street file contradicts itself: {0}")]
    Contradiction(&'static str),
}
