//! Heights of streets from a terrain model: SRTM tiles, smoothed, and carried over bridges and through tunnels.
//!
//! A height that no tile knows stays unknown; none is made up. Where to read: `tile.rs` (one `.hgt` file), `heights.rs` (the
//! height of a point), `draping.rs` (the heights of a network).

mod draping;
mod heights;
mod tile;

pub use draping::{tiles_of, with_heights};
pub use heights::{Heights, SMOOTHING_METRES};
pub use tile::{HeightRefusal, MOST_TILE_BYTES, Tile, TileName};
