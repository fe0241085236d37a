//! Heights from tiles, and networks laid over them.

use std::io::Cursor;

use reach::street::height::{HeightRefusal, Heights, Tile, TileName, tiles_of, with_heights};
use reach::street::osm::{Map, read_xml};
use reach::{GridPoint, Wgs84};

use crate::writer::{LittleMap, Node, Way, street, tags};

/// Posts a side of the small tiles.
const SIDE: usize = 1201;
/// A post without a height.
const VOID: i16 = -32_768;

/// The name of a tile.
fn name(text: &str) -> TileName {
    text.parse().unwrap()
}

/// The bytes of a tile of three seconds whose posts are told by row from the north and column from the west.
fn bytes_of(height: impl Fn(usize, usize) -> i16) -> Vec<u8> {
    let posts = (0..SIDE * SIDE).map(|at| height(at / SIDE, at % SIDE));
    posts.flat_map(i16::to_be_bytes).collect()
}

/// Heights of one tile.
fn heights_of(text: &str, height: impl Fn(usize, usize) -> i16) -> Heights {
    let mut heights = Heights::new();
    heights.insert(Tile::read(name(text), &bytes_of(height)).unwrap());
    heights
}

/// A point.
fn point(lat: f64, lon: f64) -> GridPoint {
    GridPoint::from(Wgs84::new(lat, lon).unwrap())
}

#[test]
fn the_name_of_a_tile_is_its_south_west_corner() {
    let corner = |text: &str| (name(text).south(), name(text).west());
    assert_eq!(corner("N26E106.hgt"), (26, 106));
    assert_eq!(corner("s01w078.SRTMGL1.hgt.zip"), (-1, -78));
    assert_eq!(name("S01W078").to_string(), "S01W078");
    assert_eq!(name("N00E000.hgt").to_string(), "N00E000");
    for odd in [
        "",
        "N26",
        "N26E1",
        "X26E106.hgt",
        "N26E181",
        "N95E010",
        "N2６E106",
        "N+6E106",
        "26N106E",
    ] {
        assert!(odd.parse::<TileName>().is_err(), "{odd}");
    }
}

#[test]
fn a_file_of_another_size_is_no_tile() {
    for size in [0, 1, 2_884_801, 2_884_803, 25_934_401] {
        let refusal = Tile::read(name("N26E106"), &vec![0; size]).unwrap_err();
        assert_eq!(refusal, HeightRefusal::Size(name("N26E106"), size));
    }
    assert!(Tile::read(name("N26E106"), &vec![0; 25_934_402]).is_ok());
}

#[test]
fn posts_keep_their_place_and_heights_between_them_are_in_proportion() {
    let heights = heights_of("N26E106", |row, column| (row * 2 + column * 4) as i16);
    // The first row is the northern edge.
    let at = |lat, lon| heights.height_at(point(lat, lon));
    assert_eq!(at(27.0, 106.0), Some(0.0));
    assert_eq!(at(26.0, 106.0), Some(2_400.0));
    assert_eq!(at(27.0, 107.0), Some(4_800.0));
    assert_eq!(at(26.0, 107.0), Some(7_200.0));
    let inside = at(26.75, 106.25).unwrap();
    assert!(
        (inside - (300.0 * 2.0 + 300.0 * 4.0)).abs() < 0.01,
        "{inside}"
    );
    let third = at(27.0 - 1.0 / 3_600.0, 106.0 + 2.0 / 3_600.0).unwrap();
    assert!(
        (third - (2.0 / 3.0 + 4.0 * 2.0 / 3.0)).abs() < 0.01,
        "{third}"
    );
    assert_eq!(at(25.9999, 106.5), None);
    assert_eq!(at(26.5, 107.0001), None);
    assert_eq!(at(26.5, -106.5), None);
}

#[test]
fn negative_heights_are_read_and_impossible_ones_are_holes() {
    let heights = heights_of("S01W001", |row, _| match row {
        600..=640 => 32_000,
        _ => -154,
    });
    assert_eq!(heights.height_at(point(-0.1, -0.5)), Some(-154.0));
    assert_eq!(heights.height_at(point(-620.0 / 1_200.0, -0.5)), None);
}

#[test]
fn holes_are_filled_from_their_edge_ten_posts_deep_and_no_deeper() {
    let is_hole =
        |row: usize, column: usize| (400..440).contains(&row) && (400..440).contains(&column);
    let heights = heights_of(
        "N26E106",
        |row, column| if is_hole(row, column) { VOID } else { 700 },
    );
    let at_post = |row: f64, column: f64| {
        heights.height_at(point(27.0 - row / 1_200.0, 106.0 + column / 1_200.0))
    };
    assert_eq!(at_post(399.0, 420.0), Some(700.0));
    assert_eq!(at_post(409.0, 420.0), Some(700.0));
    assert_eq!(at_post(410.0, 420.0), None);
    assert_eq!(at_post(420.0, 420.0), None);
    // Between a known and an unknown post the known one decides.
    assert_eq!(at_post(409.5, 420.0), Some(700.0));
    // A single hole on a slope is the mean around it.
    let slope = heights_of("N26E106", |row, column| {
        if (row, column) == (600, 600) {
            VOID
        } else {
            row as i16
        }
    });
    assert_eq!(slope.height_at(point(26.5, 106.5)), Some(600.0));
}

#[test]
fn a_plane_stays_a_plane_when_it_is_smoothed_and_a_spike_does_not_stay_a_spike() {
    let slope = heights_of("N26E106", |row, column| (row + column) as i16);
    for (lat, lon) in [(26.501, 106.502), (26.25, 106.75), (26.9, 106.1)] {
        let at = point(lat, lon);
        let (raw, smooth) = (slope.height_at(at).unwrap(), slope.smoothed_at(at).unwrap());
        assert!((raw - smooth).abs() < 0.01, "{raw} {smooth}");
    }
    let mut bytes = vec![0; 25_934_402];
    let at = 2 * (1_800 * 3_601 + 1_800);
    bytes[at..at + 2].copy_from_slice(&30_i16.to_be_bytes());
    let mut spike = Heights::new();
    spike.insert(Tile::read(name("N26E106"), &bytes).unwrap());
    let top = point(26.5, 106.5);
    assert_eq!(spike.height_at(top), Some(30.0));
    let smooth = spike.smoothed_at(top).unwrap();
    assert!((3.0..9.0).contains(&smooth), "{smooth}");
}

#[test]
fn noise_of_posts_makes_slopes_that_smoothing_takes_down_to_a_third() {
    // White noise of up to 4 m on a plain, one second apart: what SRTM adds to a plain.
    let mut state = 1_u64;
    let mut noise = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        100 + ((state >> 33) % 9) as i16 - 4
    };
    let bytes: Vec<u8> = (0..3_601 * 3_601)
        .flat_map(|_| noise().to_be_bytes())
        .collect();
    let mut heights = Heights::new();
    heights.insert(Tile::read(name("N26E106"), &bytes).unwrap());
    let climb = |height: &dyn Fn(GridPoint) -> f32| {
        let street: Vec<f32> = (0..2_000)
            .map(|it| height(point(26.2 + 1e-4 * f64::from(it), 106.5)))
            .collect();
        street
            .windows(2)
            .map(|pair| f64::from((pair[1] - pair[0]).abs()))
            .sum::<f64>()
    };
    let raw = climb(&|at| heights.height_at(at).unwrap());
    let smooth = climb(&|at| heights.smoothed_at(at).unwrap());
    assert!(smooth < raw / 3.0, "raw {raw:.0} m, smoothed {smooth:.0} m");
}

#[test]
fn on_the_edge_of_a_tile_its_neighbour_will_do() {
    let heights = heights_of("N26E106", |_, _| 500);
    for (lat, lon) in [(27.0, 106.5), (26.5, 107.0), (27.0, 107.0), (26.0, 106.0)] {
        assert_eq!(
            heights.height_at(point(lat, lon)),
            Some(500.0),
            "{lat} {lon}"
        );
    }
}

/// A row of nodes from south to north near Guiyang, three seconds (a post) apart, joined as told.
fn map_of(count: i64, ways: Vec<Way>) -> Map {
    let node = |id: i64| {
        Node(
            id,
            265_000_000 + (id as i32) * 8_333,
            1_065_000_000,
            Vec::new(),
        )
    };
    let map = LittleMap {
        nodes: (0..count).map(node).collect(),
        ways,
    };
    read_xml(Cursor::new(map.xml())).unwrap()
}

/// The heights of the vertices, to the metre.
fn heights(map: &Map, over: &Heights) -> Vec<Option<i32>> {
    let network = with_heights(map, over).unwrap();
    network
        .vertices()
        .iter()
        .map(|it| it.height_m.map(|metres| metres.round() as i32))
        .collect()
}

/// A valley a hundred metres deep from node 3 to node 7, banks a good way off.
fn valley() -> Heights {
    let north_of_middle = |row: usize| 600_i32 - row as i32;
    heights_of("N26E106", move |row, _| {
        if (3..=7).contains(&north_of_middle(row)) {
            400
        } else {
            500
        }
    })
}

/// A way of these tags through these nodes.
fn way(pairs: &[(&str, &str)], nodes: &[i64]) -> Way {
    let mut all = tags(&[("highway", "path")]);
    all.extend(tags(pairs));
    Way(all, nodes.to_vec())
}

#[test]
fn a_street_follows_the_valley_and_a_bridge_goes_straight_across() {
    let all: Vec<i64> = (0..=10).collect();
    let low = heights(&map_of(11, vec![street(&all)]), &valley());
    assert_eq!(low[5], Some(400));
    let bridge = map_of(
        11,
        vec![
            street(&all[..=1]),
            way(&[("bridge", "yes")], &all[1..=9]),
            street(&all[9..]),
        ],
    );
    assert_eq!(heights(&bridge, &valley()), vec![Some(500); 11]);
}

#[test]
fn a_bridge_rises_in_proportion_between_banks_of_unequal_height() {
    let ramp = heights_of("N26E106", |row, _| match row {
        597.. => 400,
        594..597 => 0,
        _ => 480,
    });
    let parts = [1, 2, 5, 9];
    // The bridge is drawn as two ways that meet over the valley.
    let map = map_of(
        11,
        vec![
            street(&[0, 1]),
            way(&[("bridge", "yes")], &parts[..3]),
            way(&[("tunnel", "yes")], &parts[2..]),
            street(&[9, 10]),
        ],
    );
    // Nodes 0, 1, 2, 5, 9, 10: from 400 m at 1 to 480 m at 9, an eighth of the way a node.
    let found = heights(&map, &ramp);
    assert_eq!(
        found,
        [
            Some(400),
            Some(400),
            Some(410),
            Some(440),
            Some(480),
            Some(480)
        ]
    );
}

#[test]
fn stairs_that_come_up_to_the_middle_of_a_bridge_do_not_pull_it_down() {
    let mut ways = vec![
        street(&[0, 1]),
        way(&[("bridge", "yes")], &[1, 5, 9]),
        street(&[9, 10]),
    ];
    ways.push(Way(tags(&[("highway", "steps")]), vec![5, 6]));
    let found = heights(&map_of(11, ways), &valley());
    // Nodes 0, 1, 5, 6, 9, 10.
    assert_eq!(
        found,
        [
            Some(500),
            Some(500),
            Some(500),
            Some(400),
            Some(500),
            Some(500)
        ]
    );
}

#[test]
fn a_bridge_without_an_end_on_the_map_stays_on_the_terrain_and_without_a_tile_nothing_is_known() {
    let bridge = map_of(11, vec![way(&[("bridge", "yes")], &[4, 5, 6])]);
    assert_eq!(
        heights(&bridge, &valley()),
        [Some(400), Some(400), Some(400)]
    );
    assert_eq!(heights(&bridge, &Heights::new()), [None, None, None]);
}

#[test]
fn the_tiles_a_map_needs_are_those_of_its_vertices() {
    let mut map = LittleMap {
        nodes: Vec::new(),
        ways: vec![street(&[1, 2, 3])],
    };
    for (id, lat, lon) in [
        (1, 269_999_999, 1_069_999_999),
        (2, 270_000_000, 1_070_000_000),
        (3, -1, -1),
    ] {
        map.nodes.push(Node(id, lat, lon, Vec::new()));
    }
    let map = read_xml(Cursor::new(map.xml())).unwrap();
    let names: Vec<String> = tiles_of(map.network())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["S01W001", "N26E106", "N27E107"]);
}
