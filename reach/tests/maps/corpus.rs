//! The seeds of the fuzz targets `pbf`, `xml` and `hgt`: made here, kept in `reach/fuzz/corpus`.
//!
//! When a seed is not there or is another, the test fails and puts the one that should be there below
//! `target/tmp/corpus`, to be looked at and copied.

use std::path::Path;

use crate::writer::{
    LittleMap, Node, Style, USUAL, Way, blob, bytes_field, gzip, header, row_of_nodes, street, tags,
};

/// Name and bytes of a seed.
type Seed = (&'static str, Vec<u8>);

/// A map with some of everything that is looked at.
fn rich() -> LittleMap {
    let mut map = LittleMap {
        nodes: row_of_nodes(6),
        ways: vec![street(&[1, 2, 3]), street(&[3, 99, 4])],
    };
    map.nodes[2].3 = tags(&[("barrier", "gate"), ("access", "no")]);
    map.nodes
        .push(Node(-7, -900_000_000, 1_800_000_000, Vec::new()));
    let bridge = tags(&[
        ("highway", "steps"),
        ("bridge", "yes"),
        ("foot", "designated"),
    ]);
    map.ways.push(Way(bridge, vec![4, 5, -7]));
    map.ways
        .push(Way(tags(&[("highway", "motorway")]), vec![1, 6]));
    map
}

/// Seeds of `.osm.pbf`. Most are not packed, so that a fuzzer that changes a byte changes a field.
fn of_pbf() -> Vec<Seed> {
    let style = |is_dense, granularity| Style {
        is_dense,
        is_packed: false,
        granularity,
    };
    let mut unknown = header(&["OsmSchema-V0.6"], false);
    unknown.extend(blob("Index", b"anything", false));
    let mut block = Vec::new();
    bytes_field(&mut block, 2, &[]);
    unknown.extend(blob("OSMData", &block, false));
    vec![
        ("dense", rich().pbf(style(true, 100))),
        ("plain", rich().pbf(style(false, 100))),
        ("fine", rich().pbf(style(true, 10))),
        ("packed", rich().pbf(USUAL)),
        ("header", header(&["OsmSchema-V0.6", "DenseNodes"], false)),
        ("feature", header(&["HistoricalInformation"], false)),
        ("unknown", unknown),
        ("empty", Vec::new()),
    ]
}

/// Seeds of OSM XML.
fn of_xml() -> Vec<Seed> {
    let odd = "<?xml version='1.0'?><!DOCTYPE osm><osm><!-- --><a><b/></a><node id='1' lat='1e1' lon='-0.0'>\
        <tag k='barrier' v='&#x77;all'/></node><node id='2' lat='10' lon='1' visible='false'/>\
        <way><nd ref='1'/><nd ref='2'/><tag k='highway' v='&quot;path&quot;'/></way></osm>";
    vec![
        ("rich", rich().xml().into_bytes()),
        ("gzipped", gzip(rich().xml().as_bytes())),
        ("odd", odd.as_bytes().to_vec()),
        ("root", b"<osm/>".to_vec()),
        ("other", b"<gpx><trk/></gpx>".to_vec()),
        ("cut", b"<osm><way><nd ref='1'".to_vec()),
        ("empty", Vec::new()),
    ]
}

/// Seeds of tiles: a name, then posts.
fn of_hgt() -> Vec<Seed> {
    let tile = |name: &str, posts: &[i16]| {
        let bytes = posts.iter().flat_map(|post| post.to_be_bytes());
        name.bytes().chain(bytes).collect::<Vec<u8>>()
    };
    vec![
        ("flat", tile("N26E106", &[1_000])),
        (
            "holes",
            tile("S01W078", &[-32_768, -32_768, -32_768, 4_000, 12]),
        ),
        ("spikes", tile("n00e000", &[0, 9_000, -500, 32_767, 9_001])),
        ("unknown", tile("S90W180", &[-32_768])),
        ("odd", [tile("N89E179", &[300, -2]), vec![7]].concat()),
        ("name", tile("X26E106", &[1])),
        ("empty", Vec::new()),
    ]
}

#[test]
fn the_seeds_of_the_fuzz_targets_are_those_that_are_made_here() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let mut differing = Vec::new();
    for (target, seeds) in [("pbf", of_pbf()), ("xml", of_xml()), ("hgt", of_hgt())] {
        for (name, bytes) in seeds {
            // What is packed depends on the packer's version.
            let is_same = |kept: Vec<u8>| kept == bytes || ["packed", "gzipped"].contains(&name);
            let path = kept.join(target).join(name);
            if std::fs::read(&path).is_ok_and(is_same) {
                continue;
            }
            std::fs::create_dir_all(made.join(target)).unwrap();
            std::fs::write(made.join(target).join(name), bytes).unwrap();
            differing.push(format!("{target}/{name}"));
        }
    }
    assert!(
        differing.is_empty(),
        "{differing:?} should be as in {}",
        made.display()
    );
}
