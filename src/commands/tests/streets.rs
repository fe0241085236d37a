//! `menkou import streets`, as a person does it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use reach::street::StreetMap;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::fixture::{Desk, text_of};
use crate::commands::parts::{Answer, Ending};

/// The centre of Helsinki.
const HELSINKI: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/reach/tests/data/helsinki.osm.pbf"
);

/// Runs `menkou import streets FILE ... --language en`.
async fn import(desk: &Desk, map: &str, more: &[&str]) -> Answer {
    let arguments = [&["streets", map, "--language", "en"], more].concat();
    desk.import(&arguments).await
}

/// A map of one street near Guiyang with stairs in it.
fn little_map(desk: &Desk) -> PathBuf {
    let path = desk.path("little.osm");
    let nodes: String = (1..=4)
        .map(|id| format!("<node id='{id}' lat='26.50{id}' lon='106.5'/>"))
        .collect();
    let way = |kind: &str, from: u32, to: u32| {
        format!("<way><nd ref='{from}'/><nd ref='{to}'/><tag k='highway' v='{kind}'/></way>")
    };
    let ways = [way("path", 1, 2), way("steps", 2, 3), way("path", 3, 4)].concat();
    std::fs::write(&path, format!("<osm>{nodes}{ways}</osm>")).unwrap();
    path
}

/// The bytes of a tile whose posts are all as high.
fn tile(height: i16) -> Vec<u8> {
    height.to_be_bytes().repeat(1_201 * 1_201)
}

/// A zip archive of one file.
fn zipped(path: &Path, name: &str, bytes: &[u8]) {
    let mut archive = ZipWriter::new(std::fs::File::create(path).unwrap());
    archive
        .start_file(name, SimpleFileOptions::default())
        .unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap();
}

#[tokio::test]
async fn a_map_becomes_the_street_file_of_the_data_folder() {
    let desk = Desk::new().await;
    let answer = import(&desk, HELSINKI, &[]).await;
    assert_eq!(answer.ending, Ending::Done, "{answer:?}");
    let text = text_of(&answer);
    assert!(
        text.contains("read: 2421 ways on foot, 6267 vertices, 7624 stretches, 150 of them stairs"),
        "{text}"
    );
    assert!(
        text.contains("parted: at 800 nodes that the file lacks, at 15 that nobody may pass"),
        "{text}"
    );
    assert!(
        text.contains("0 tiles, 6267 vertices without a height"),
        "{text}"
    );
    let map = StreetMap::from_bytes(&std::fs::read(desk.path("streets.menkou")).unwrap()).unwrap();
    assert!(
        text.contains(&format!("packed: {} junctions", map.junctions())),
        "{text}"
    );
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    let desk = Desk::new().await;
    let answer = import(&desk, HELSINKI, &["--dry-run"]).await;
    assert_eq!(answer.ending, Ending::Done);
    assert!(
        text_of(&answer).contains("nothing was written"),
        "{answer:?}"
    );
    assert!(!desk.path("streets.menkou").exists());
}

#[tokio::test]
async fn a_broken_map_is_refused_and_the_old_file_stays() {
    let desk = Desk::new().await;
    std::fs::write(desk.path("streets.menkou"), b"old").unwrap();
    let whole = std::fs::read(HELSINKI).unwrap();
    let broken = desk.path("broken.osm.pbf");
    std::fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    let answer = import(&desk, broken.to_str().unwrap(), &[]).await;
    assert_eq!(answer.ending, Ending::Refused);
    assert!(text_of(&answer).contains("block "), "{answer:?}");
    assert_eq!(std::fs::read(desk.path("streets.menkou")).unwrap(), b"old");
}

#[tokio::test]
async fn heights_come_from_plain_zipped_and_gzipped_tiles_and_missing_ones_are_named() {
    let desk = Desk::new().await;
    let map = little_map(&desk);
    let map = map.to_str().unwrap();
    let gzipped = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&tile(1_000)).unwrap();
        encoder.finish().unwrap()
    };
    for kind in ["none", "hgt", "zip", "gz"] {
        let folder = desk.path(kind);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("README.txt"), "N26E106.hgt").unwrap();
        match kind {
            "hgt" => std::fs::write(folder.join("n26e106.HGT"), tile(1_000)).unwrap(),
            "zip" => zipped(
                &folder.join("N26E106.SRTMGL3.hgt.zip"),
                "N26E106.hgt",
                &tile(1_000),
            ),
            "gz" => std::fs::write(folder.join("N26E106.hgt.gz"), &gzipped).unwrap(),
            _ => {}
        }
        let answer = import(&desk, map, &["--elevation", folder.to_str().unwrap()]).await;
        let text = text_of(&answer);
        let expected = match kind {
            "none" => "no tiles of heights for N26E106",
            _ => "1 tiles, 0 vertices without a height",
        };
        assert!(text.contains(expected), "{kind}: {text}");
        assert!(text.contains("1 of them stairs"), "{kind}: {text}");
    }
}

#[tokio::test]
async fn a_broken_tile_is_refused_by_its_file_and_nothing_is_written() {
    let desk = Desk::new().await;
    let map = little_map(&desk);
    let folder = desk.path("tiles");
    std::fs::create_dir(&folder).unwrap();
    // It unpacks to a hundred times a tile.
    zipped(
        &folder.join("N26E106.hgt.zip"),
        "N26E106.hgt",
        &vec![0; 100 << 20],
    );
    let arguments = [
        "streets",
        map.to_str().unwrap(),
        "--elevation",
        folder.to_str().unwrap(),
    ];
    let error = desk.try_import(&arguments).await.unwrap_err();
    let error = format!("{error:#}");
    assert!(
        error.contains("N26E106.hgt.zip") && error.contains("25934403"),
        "{error}"
    );
    assert!(!desk.path("streets.menkou").exists());
}
