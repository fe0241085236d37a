//! The large test data, where they are at hand.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use reach::street::height::{Heights, MOST_TILE_BYTES, Tile};

/// A file; none where the data are not at hand, which is said.
#[expect(
    clippy::disallowed_methods,
    reason = "MENKOU_TEST_DATA names the large test data"
)]
pub(crate) fn test_data(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("MENKOU_TEST_DATA") else {
        eprintln!("not run: MENKOU_TEST_DATA is unset, {name} is not at hand");
        return None;
    };
    Some(PathBuf::from(folder).join(name))
}

/// The heights of Andorra.
pub(crate) fn heights_of_andorra() -> Option<Heights> {
    let tile = test_data("N42E001.hgt.zip")?;
    let mut archive = zip::ZipArchive::new(File::open(tile).unwrap()).unwrap();
    let mut bytes = Vec::new();
    let mut packed = archive.by_index(0).unwrap().take(MOST_TILE_BYTES);
    packed.read_to_end(&mut bytes).unwrap();
    let mut heights = Heights::new();
    heights.insert(Tile::read("N42E001".parse().unwrap(), &bytes).unwrap());
    Some(heights)
}
