//! What is read from little maps, in both forms.

use std::io::Cursor;

use proptest::prelude::*;
use reach::street::osm::{Map, MapRefusal, read_map, read_pbf, read_xml};
use reach::street::{Footing, Stretch};

use crate::writer::{LittleMap, Node, Style, USUAL, Way, gzip, row_of_nodes, street, tags};

/// The ways to write an `.osm.pbf`.
const STYLES: [Style; 4] = [
    USUAL,
    Style {
        is_dense: false,
        is_packed: true,
        granularity: 100,
    },
    Style {
        is_dense: true,
        is_packed: false,
        granularity: 1,
    },
    Style {
        is_dense: false,
        is_packed: false,
        granularity: 10,
    },
];

/// Reads a map in all its forms, which agree.
fn read(map: &LittleMap) -> Map {
    let plain = read_xml(Cursor::new(map.xml())).unwrap();
    let gzipped = read_xml(Cursor::new(gzip(map.xml().as_bytes()))).unwrap();
    assert_eq!(gzipped, plain, "gzipped");
    for style in STYLES {
        let read = read_pbf(Cursor::new(map.pbf(style))).unwrap();
        assert_eq!(read, plain, "{style:?}");
    }
    plain
}

/// From where to where the stretches go, as latitudes in steps beyond 26.58 degrees.
fn stretches(map: &Map) -> Vec<(i32, i32)> {
    let network = map.network();
    let lat = |number: u32| network.vertices()[number as usize].point.lat_steps() - 265_800_000;
    let ends = |it: &Stretch| (lat(it.from), lat(it.to));
    network.stretches().iter().map(ends).collect()
}

#[test]
fn streets_become_stretches_between_their_nodes_at_exactly_their_coordinates() {
    let mut map = LittleMap {
        nodes: row_of_nodes(4),
        ways: vec![street(&[1, 2, 3])],
    };
    map.nodes[1] = Node(2, 265_800_017, -1_799_999_999, Vec::new());
    map.ways
        .push(Way(tags(&[("highway", "steps")]), vec![4, 3]));
    let read = read(&map);
    let network = read.network();
    assert_eq!(stretches(&read), [(1_000, 17), (17, 3_000), (4_000, 3_000)]);
    assert_eq!(network.vertices()[1].point.lon_steps(), -1_799_999_999);
    assert_eq!(network.vertices().len(), 4);
    let footings: Vec<_> = network.stretches().iter().map(|it| it.footing).collect();
    assert_eq!(footings, [Footing::Way, Footing::Way, Footing::Steps]);
    assert_eq!(read.tally().streets, 2);
}

#[test]
fn what_is_no_street_leaves_no_vertex() {
    let mut map = LittleMap {
        nodes: row_of_nodes(6),
        ways: vec![street(&[1, 2])],
    };
    map.ways
        .push(Way(tags(&[("building", "yes")]), vec![3, 4, 5, 3]));
    map.ways
        .push(Way(tags(&[("highway", "motorway")]), vec![5, 6]));
    let read = read(&map);
    assert_eq!(stretches(&read), [(1_000, 2_000)]);
    assert_eq!(read.network().vertices().len(), 2);
}

#[test]
fn a_node_that_is_not_in_the_file_splits_the_street() {
    let mut map = LittleMap {
        nodes: row_of_nodes(5),
        ways: vec![street(&[1, 2, 3, 4, 5])],
    };
    map.nodes.remove(2);
    let read = read(&map);
    assert_eq!(stretches(&read), [(1_000, 2_000), (4_000, 5_000)]);
    assert_eq!(read.tally().missing_nodes, 1);
}

#[test]
fn a_node_named_twice_in_a_row_is_no_stretch() {
    let map = LittleMap {
        nodes: row_of_nodes(2),
        ways: vec![street(&[1, 1, 2, 2])],
    };
    assert_eq!(stretches(&read(&map)), [(1_000, 2_000)]);
}

#[test]
fn a_closed_gate_parts_all_streets_that_meet_there_and_an_open_one_does_not() {
    let barrier = |pairs: &[(&str, &str)]| {
        let mut map = LittleMap {
            nodes: row_of_nodes(4),
            ways: vec![street(&[1, 2, 3]), street(&[2, 4])],
        };
        map.nodes[1].3 = tags(pairs);
        let read = read(&map);
        assert_eq!(stretches(&read).len(), 3);
        read.network().vertices().len()
    };
    assert_eq!(barrier(&[("barrier", "gate")]), 4);
    assert_eq!(
        barrier(&[("barrier", "gate"), ("access", "private"), ("foot", "yes")]),
        4
    );
    // Nodes 1, 3, 4, and an end of its own for each of the three stretches.
    assert_eq!(barrier(&[("barrier", "gate"), ("access", "private")]), 6);
    assert_eq!(barrier(&[("barrier", "wall")]), 6);
}

#[test]
fn a_square_is_walked_along_its_ring() {
    let mut map = LittleMap {
        nodes: row_of_nodes(3),
        ways: Vec::new(),
    };
    let pairs = [("highway", "pedestrian"), ("area", "yes")];
    map.ways.push(Way(tags(&pairs), vec![1, 2, 3, 1]));
    let found = [(1_000, 2_000), (2_000, 3_000), (3_000, 1_000)];
    assert_eq!(stretches(&read(&map)), found);
}

#[test]
fn bridges_and_tunnels_are_told_from_the_ground() {
    let mut map = LittleMap {
        nodes: row_of_nodes(4),
        ways: vec![street(&[1, 2])],
    };
    map.ways.push(Way(
        tags(&[("highway", "path"), ("bridge", "viaduct")]),
        vec![2, 3],
    ));
    map.ways.push(Way(
        tags(&[("highway", "path"), ("tunnel", "yes")]),
        vec![3, 4],
    ));
    map.ways.push(Way(
        tags(&[("highway", "path"), ("bridge", "no")]),
        vec![1, 4],
    ));
    assert_eq!(read(&map).is_aloft(), [false, true, true, false]);
}

#[test]
fn deleted_elements_and_unknown_ones_are_not_there() {
    let text = "<osm><bounds minlat='1'/><node id='1' lat='1' lon='1'/><node id='2' lat='1' lon='2'/>\
        <node id='3' visible='false'/><odd><way id='9'><nd ref='1'/></way></odd>\
        <way id='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/><tag k='highway' v='path'/></way>\
        <way id='2' visible='false'><nd ref='2'/><nd ref='1'/><tag k='highway' v='path'/></way></osm>";
    let map = read_xml(Cursor::new(text)).unwrap();
    assert_eq!(map.network().stretches().len(), 1);
}

#[test]
fn the_form_is_told_by_the_first_bytes() {
    let map = LittleMap {
        nodes: row_of_nodes(3),
        ways: vec![street(&[1, 2, 3])],
    };
    let truth = read(&map);
    let forms = [
        map.pbf(USUAL),
        map.xml().into_bytes(),
        gzip(map.xml().as_bytes()),
    ];
    for form in forms {
        // Wherever the reader stands, it is read from its beginning.
        let mut reader = Cursor::new(form);
        reader.set_position(7);
        assert_eq!(read_map(reader).unwrap(), truth);
    }
    for other in [
        &b""[..],
        b"BZh91AY",
        b"PK\x03\x04",
        b"hello, world",
        b"\0\0\0\x0dOSMHeader",
    ] {
        let refusal = read_map(Cursor::new(other)).unwrap_err();
        let is_known = matches!(refusal, MapRefusal::NotAMap(_) | MapRefusal::Block { .. });
        assert!(is_known, "{refusal}");
    }
}

#[test]
fn a_map_without_streets_is_refused() {
    let map = LittleMap {
        nodes: row_of_nodes(3),
        ways: vec![street(&[1]), street(&[8, 9])],
    };
    let refusal = read_map(Cursor::new(map.xml())).unwrap_err();
    assert!(matches!(refusal, MapRefusal::NoStreets), "{refusal}");
}

/// Some tags that matter and some that do not.
fn any_tags() -> impl Strategy<Value = Vec<(String, String)>> {
    let pair = prop::sample::select(vec![
        ("highway", "footway"),
        ("highway", "steps"),
        ("highway", "motorway"),
        ("foot", "no"),
        ("access", "private"),
        ("bridge", "yes"),
        ("barrier", "gate"),
        ("name", "\"A\" & <B> 花溪大道"),
    ]);
    prop::collection::vec(
        pair.prop_map(|(key, value)| (key.to_owned(), value.to_owned())),
        0..4,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Ids out of order, far apart and negative, nodes twice, ways that name what is not there: all forms agree.
    #[test]
    fn both_forms_give_the_same_network(
        nodes in prop::collection::vec((-20..20_i64, -900_000_000..=900_000_000, -1_800_000_000..=1_800_000_000, any_tags()), 1..30),
        ways in prop::collection::vec((any_tags(), prop::collection::vec(-22..22_i64, 0..12)), 0..8),
        scale in prop::sample::select(vec![1, 1 << 40]),
    ) {
        let map = LittleMap {
            nodes: nodes.into_iter().map(|(id, lat, lon, tags)| Node(id * scale, lat, lon, tags)).collect(),
            ways: ways.into_iter().map(|(tags, refs)| Way(tags, refs.iter().map(|it| it * scale).collect())).collect(),
        };
        match read_xml(Cursor::new(map.xml())) {
            Ok(plain) => {
                for style in STYLES {
                    prop_assert_eq!(&read_pbf(Cursor::new(map.pbf(style))).unwrap(), &plain);
                }
            }
            Err(MapRefusal::NoStreets) => {
                for style in STYLES {
                    let refusal = read_pbf(Cursor::new(map.pbf(style))).unwrap_err();
                    prop_assert!(matches!(refusal, MapRefusal::NoStreets));
                }
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
