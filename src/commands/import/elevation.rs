//! The folder of elevation tiles: `.hgt` files as they are published, plain, zipped or gzipped.
//!
//! Only the tiles that a map needs are opened. A tile that is there and broken is refused by its file; a tile that is not
//! there is named in the report. No file can unpack to more than a tile.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use reach::street::height::{Heights, MOST_TILE_BYTES, Tile, TileName};
use zip::ZipArchive;

/// Endings of files of tiles; what stands first is taken first.
const ENDINGS: [&str; 3] = [".hgt", ".hgt.zip", ".hgt.gz"];

/// The heights that a map needs, as far as they are there.
#[derive(Debug, Default)]
pub(super) struct Elevation {
    /// The heights.
    pub(super) heights: Heights,
    /// The tiles that are not there.
    pub(super) missing: Vec<TileName>,
}

impl Elevation {
    /// Reads the tiles of a folder that are needed.
    ///
    /// # Errors
    /// When the folder cannot be read, or a tile that is needed is broken.
    pub(super) fn read(folder: &Path, needed: &BTreeSet<TileName>) -> anyhow::Result<Self> {
        let files = tiles_in(folder)?;
        let mut elevation = Self::default();
        for name in needed {
            let mut of_it = files.iter().filter(|(_, it, _)| it == name);
            match of_it.next() {
                None => elevation.missing.push(*name),
                Some((_, name, path)) => {
                    let shown = path.display();
                    let bytes = unwrapped(path).with_context(|| format!("{shown}"))?;
                    let tile = Tile::read(*name, &bytes).with_context(|| format!("{shown}"))?;
                    elevation.heights.insert(tile);
                }
            }
        }
        Ok(elevation)
    }
}

/// The tiles in a folder: the place of the ending in the order of endings, name, path; in order.
fn tiles_in(folder: &Path) -> anyhow::Result<Vec<(usize, TileName, PathBuf)>> {
    let shown = folder.display();
    let entries = std::fs::read_dir(folder).with_context(|| format!("{shown} cannot be read"))?;
    let mut tiles = Vec::new();
    for entry in entries {
        let path = entry
            .with_context(|| format!("{shown} cannot be read"))?
            .path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        let ending = ENDINGS.iter().position(|ending| name.ends_with(ending));
        if let (Some(ending), Ok(tile)) = (ending, name.parse()) {
            tiles.push((ending, tile, path));
        }
    }
    tiles.sort();
    Ok(tiles)
}

/// The bytes of a tile; one more than a tile has where there are more.
fn unwrapped(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path)?;
    let most = MOST_TILE_BYTES + 1;
    let mut bytes = Vec::new();
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ending == "zip" {
        let mut archive = ZipArchive::new(file)?;
        let Some(name) = name_of_tile(&archive) else {
            bail!("there is no .hgt file in it");
        };
        archive.by_name(&name)?.take(most).read_to_end(&mut bytes)?;
    } else if ending == "gz" {
        MultiGzDecoder::new(file)
            .take(most)
            .read_to_end(&mut bytes)?;
    } else {
        file.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The name of the first tile in an archive.
fn name_of_tile(archive: &ZipArchive<File>) -> Option<String> {
    let names = archive.file_names().filter_map(Result::ok);
    let mut tiles = names.filter(|name| name.to_lowercase().ends_with(".hgt"));
    tiles.next().map(Cow::into_owned)
}
