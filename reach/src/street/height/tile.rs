//! One SRTM tile (`.hgt`): a square degree of heights, each post two bytes, most significant first, rows from north to south.
//!
//! There are tiles of 3601 posts a side (one second of arc, some 30 m) and of 1201 (three seconds, some 90 m); neighbours
//! share their edge. The name is the south-west corner: `N26E106.hgt`. Format: NASA's "SRTM Topo" document, section 2.1.
//! A post without a height holds -32768; it is filled as [`Tile::read`] says, or stays unknown.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A post whose height is not known.
const VOID: i16 = i16::MIN;
/// How many posts deep a hole is filled from its edge.
const FILLED_POSTS: usize = 10;
/// The sides that tiles have, in posts.
const SIDES: [usize; 2] = [3601, 1201];
/// The bytes of the largest tile.
pub const MOST_TILE_BYTES: u64 = 2 * 3601 * 3601;
/// The heights that are on land, in metres; others are errors of the radar.
const HEIGHTS: std::ops::RangeInclusive<i16> = -500..=9_000;

/// Why a tile was not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HeightRefusal {
    /// The name does not say where the tile lies.
    #[error("{0:?} does not begin like N26E106, the south-west corner of the tile")]
    Name(String),
    /// The file has not as many bytes as a tile has.
    #[error(
        "{0}: a tile has 25934402 bytes (3601 x 3601 posts) or 2884802 (1201 x 1201), and this has {1}"
    )]
    Size(TileName, usize),
}

/// Which square degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileName {
    /// Degrees of its southern edge, north positive.
    south: i16,
    /// Degrees of its western edge, east positive.
    west: i16,
}

impl TileName {
    /// The square degree with this south-west corner; `None` when there is none.
    #[must_use]
    pub fn new(south: i16, west: i16) -> Option<Self> {
        let is_there = (-90..90).contains(&south) && (-180..180).contains(&west);
        is_there.then_some(Self { south, west })
    }

    /// Degrees of its southern edge, north positive.
    #[must_use]
    pub const fn south(self) -> i16 {
        self.south
    }

    /// Degrees of its western edge, east positive.
    #[must_use]
    pub const fn west(self) -> i16 {
        self.west
    }
}

impl fmt::Display for TileName {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let north = if self.south < 0 { 'S' } else { 'N' };
        let east = if self.west < 0 { 'W' } else { 'E' };
        let (south, west) = (self.south.unsigned_abs(), self.west.unsigned_abs());
        write!(to, "{north}{south:02}{east}{west:03}")
    }
}

impl FromStr for TileName {
    type Err = HeightRefusal;

    /// Reads the name of a file, of which the first seven letters count: `N26E106.hgt`, `n26e106.SRTMGL1.hgt.zip`.
    fn from_str(name: &str) -> Result<Self, HeightRefusal> {
        let refusal = || HeightRefusal::Name(name.chars().take(80).collect());
        let number = |digits: Option<&str>| {
            let digits = digits.filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
            digits.parse::<i16>().ok()
        };
        let signed = |letter: Option<&str>, plus: &str, minus: &str, degrees: i16| {
            let letter = letter?.to_ascii_uppercase();
            match letter == plus {
                true => Some(degrees),
                false => (letter == minus).then_some(-degrees),
            }
        };
        let south = number(name.get(1..3)).ok_or_else(refusal)?;
        let west = number(name.get(4..7)).ok_or_else(refusal)?;
        let south = signed(name.get(0..1), "N", "S", south).ok_or_else(refusal)?;
        let west = signed(name.get(3..4), "E", "W", west).ok_or_else(refusal)?;
        Self::new(south, west).ok_or_else(refusal)
    }
}

/// A square degree of heights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Which one.
    name: TileName,
    /// Posts a side.
    side: usize,
    /// Their heights in metres, rows from north to south.
    posts: Vec<i16>,
}

impl Tile {
    /// A tile from the bytes of its file.
    ///
    /// A post without a height, or with one that is not on land, is filled with the mean of its known neighbours (of
    /// eight), whole metres; what was filled counts as known for the next round, and there are ten rounds. So holes
    /// close from their edge, up to some 300 m in from it (900 m in tiles of three seconds), and the middle of a
    /// larger hole stays unknown.
    ///
    /// # Errors
    /// Refuses a number of bytes that no tile has.
    pub fn read(name: TileName, bytes: &[u8]) -> Result<Self, HeightRefusal> {
        let fits = |side: &usize| Some(bytes.len()) == side.pow(2).checked_mul(2);
        let Some(side) = SIDES.into_iter().find(fits) else {
            return Err(HeightRefusal::Size(name, bytes.len()));
        };
        let (pairs, _) = bytes.as_chunks::<2>();
        let height = |pair: &[u8; 2]| {
            let height = i16::from_be_bytes(*pair);
            if HEIGHTS.contains(&height) {
                height
            } else {
                VOID
            }
        };
        let posts = pairs.iter().map(height).collect();
        let mut tile = Self { name, side, posts };
        tile.fill_holes();
        Ok(tile)
    }

    /// Which one it is.
    #[must_use]
    pub const fn name(&self) -> TileName {
        self.name
    }

    /// Posts a side.
    pub(super) const fn side(&self) -> usize {
        self.side
    }

    /// The height of a post, counted from the north and from the west, in metres.
    pub(super) fn post(&self, row: usize, column: usize) -> Option<i16> {
        if column >= self.side {
            return None;
        }
        let at = row.checked_mul(self.side)?.checked_add(column)?;
        self.posts.get(at).copied().filter(|it| *it != VOID)
    }

    /// Fills holes from their edge; see [`Tile::read`].
    fn fill_holes(&mut self) {
        let holes = self.posts.iter().enumerate();
        let mut holes: Vec<usize> = holes
            .filter(|(_, height)| **height == VOID)
            .map(|(at, _)| at)
            .collect();
        for _ in 0..FILLED_POSTS {
            let filled: Vec<(usize, i16)> = holes
                .iter()
                .filter_map(|at| Some((*at, self.mean_around(*at)?)))
                .collect();
            if filled.is_empty() {
                return;
            }
            for (at, height) in filled {
                if let Some(post) = self.posts.get_mut(at) {
                    *post = height;
                }
            }
            holes.retain(|at| self.posts.get(*at) == Some(&VOID));
        }
    }

    /// The mean of the known heights around a post, of eight, to the nearest metre.
    fn mean_around(&self, at: usize) -> Option<i16> {
        let (row, column) = (at.checked_div(self.side)?, at.checked_rem(self.side)?);
        let near = |middle: usize| middle.saturating_sub(1)..=middle.saturating_add(1);
        let (mut sum, mut count) = (0_i32, 0_i32);
        for row in near(row) {
            for height in near(column).filter_map(|column| self.post(row, column)) {
                sum = sum.saturating_add(i32::from(height));
                count = count.saturating_add(1);
            }
        }
        let doubled = sum.saturating_mul(2).saturating_add(count);
        i16::try_from(doubled.checked_div_euclid(count.saturating_mul(2))?).ok()
    }
}
