//! Any bytes as a map or as a tile of heights: they are refused or read, never with a panic, and what is read holds.
//!
//! It is used by the fuzz targets `pbf`, `xml` and `hgt` and by `tests/fuzzed.rs`.
#![expect(clippy::unwrap_used, reason = "tests")]
// Each target uses some of it.
#![allow(dead_code, clippy::allow_attributes)]

use std::io::Cursor;

use reach::street::StreetMap;
use reach::street::height::{Heights, Tile, TileName, with_heights};
use reach::street::osm::{Map, MapRefusal, read_map, read_pbf, read_xml};
use reach::{GridPoint, Wgs84};

/// What is read must be a network, whose vertices are used, and can be laid over heights and packed or refused.
fn check(map: &Map) {
    let network = map.network();
    let (vertices, stretches) = (network.vertices(), network.stretches());
    assert!(!stretches.is_empty());
    assert_eq!(map.is_aloft().len(), stretches.len());
    let mut is_used = vec![false; vertices.len()];
    for stretch in stretches {
        assert_ne!(stretch.from, stretch.to, "a stretch ends where it began");
        for end in [stretch.from, stretch.to] {
            *is_used.get_mut(usize::try_from(end).unwrap()).unwrap() = true;
        }
    }
    assert!(is_used.iter().all(|it| *it), "a vertex without a stretch");
    let draped = with_heights(map, &Heights::new()).unwrap();
    if let Ok(packed) = StreetMap::build(&draped) {
        assert!(packed.edges() > 0);
    }
}

/// The bytes as `.osm.pbf`.
pub(crate) fn pbf(bytes: &[u8]) {
    match read_pbf(Cursor::new(bytes)) {
        Ok(map) => check(&map),
        Err(MapRefusal::Line { .. } | MapRefusal::NotAMap(_)) => {
            panic!("not a refusal of this form")
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
    if let Ok(map) = read_map(Cursor::new(bytes)) {
        check(&map);
    }
}

/// The bytes as OSM XML, plain or gzipped.
pub(crate) fn xml(bytes: &[u8]) {
    match read_xml(Cursor::new(bytes)) {
        Ok(map) => check(&map),
        Err(MapRefusal::Block { .. } | MapRefusal::NotAMap(_)) => {
            panic!("not a refusal of this form")
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
}

/// The bytes as a tile of heights: its name first, then posts, which are repeated to the size of a tile. So an input of some
/// hundred bytes is a whole tile.
pub(crate) fn hgt(bytes: &[u8]) {
    let (name, posts) = bytes.split_at(bytes.len().min(7));
    let name = String::from_utf8_lossy(name);
    let Ok(name) = name.parse::<TileName>() else {
        return;
    };
    assert_eq!(name.to_string().parse::<TileName>().unwrap(), name);
    assert!(
        Tile::read(name, posts).is_err(),
        "a tile of {} bytes",
        posts.len()
    );
    if posts.is_empty() {
        return;
    }
    let whole: Vec<u8> = posts
        .iter()
        .copied()
        .cycle()
        .take(2 * 1201 * 1201)
        .collect();
    let mut heights = Heights::new();
    heights.insert(Tile::read(name, &whole).unwrap());
    let (south, west) = (f64::from(name.south()), f64::from(name.west()));
    for (north, east) in [
        (0.0, 0.0),
        (1.0, 1.0),
        (0.5, 0.25),
        (0.999_999_9, 0.000_000_1),
        (1.5, 0.5),
    ] {
        let Ok(point) = Wgs84::new(south + north, west + east) else {
            continue;
        };
        let point = GridPoint::from(point);
        let (raw, smooth) = (heights.height_at(point), heights.smoothed_at(point));
        for height in [raw, smooth].into_iter().flatten() {
            assert!((-500.0..=9_000.0).contains(&height), "{height} m");
        }
        assert_eq!(raw.is_some(), smooth.is_some());
    }
}
