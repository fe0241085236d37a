//! Real maps: what is read equals what an independent count found, and Andorra has the heights of its mountains.
//!
//! The counts come from a script of its own (Python, its own reading of both forms and of the table of tags).

use std::fs::File;
use std::io::Cursor;

use reach::street::height::{tiles_of, with_heights};
use reach::street::osm::{Map, read_map};
use reach::street::{Footing, Network};
use reach::{Wgs84, geodesic};

use crate::large::{heights_of_andorra, test_data};

/// What an independent count found.
#[derive(Debug, PartialEq, Eq)]
struct Count {
    /// Ways that one may walk.
    streets: usize,
    /// Nodes that streets name and the file does not have.
    missing: usize,
    /// Closed nodes of streets.
    closed: usize,
    /// Vertices.
    vertices: usize,
    /// Stretches.
    stretches: usize,
    /// Stretches that are stairs.
    steps: usize,
    /// Stretches on bridges and in tunnels.
    aloft: usize,
}

/// The same of a map.
fn count(map: &Map) -> Count {
    let (network, tally) = (map.network(), map.tally());
    let is_steps = |footing: Footing| footing == Footing::Steps;
    let stretches = network.stretches();
    Count {
        streets: tally.streets,
        missing: tally.missing_nodes,
        closed: tally.closed_nodes,
        vertices: network.vertices().len(),
        stretches: stretches.len(),
        steps: stretches.iter().filter(|it| is_steps(it.footing)).count(),
        aloft: map.is_aloft().iter().filter(|it| **it).count(),
    }
}

#[test]
fn the_fixture_of_helsinki_is_read_as_an_independent_count_found() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/helsinki.osm.pbf");
    let map = read_map(File::open(path).unwrap()).unwrap();
    let expected = Count {
        streets: 2_421,
        missing: 800,
        closed: 15,
        vertices: 6_267,
        stretches: 7_624,
        steps: 150,
        aloft: 565,
    };
    assert_eq!(count(&map), expected);
}

#[test]
fn liechtenstein_andorra_and_monaco_are_read_as_an_independent_count_found() {
    let row = |streets, closed, vertices, stretches, steps, aloft| Count {
        streets,
        missing: 0,
        closed,
        vertices,
        stretches,
        steps,
        aloft,
    };
    let expected = [
        (
            "liechtenstein.osm.pbf",
            row(4_455, 2, 53_204, 54_668, 183, 208),
        ),
        ("andorra.osm.pbf", row(1_504, 1, 37_493, 37_823, 44, 286)),
        ("monaco.osm.gz", row(858, 0, 4_717, 5_112, 235, 286)),
    ];
    for (name, expected) in expected {
        let Some(path) = test_data(name) else { return };
        let map = read_map(File::open(path).unwrap()).unwrap();
        assert_eq!(count(&map), expected, "{name}");
    }
}

/// Sums over the stretches of a network: climb in metres up and down, and walking effort by Tobler's function over that
/// on the flat (W. Tobler 1993, "Three presentations on geographical analysis and modeling": 6 exp(-3.5 |slope + 0.05|)
/// km/h), both directions.
fn climb_and_effort(network: &Network) -> (f64, f64) {
    let (mut climb, mut effort, mut flat) = (0.0, 0.0, 0.0);
    for stretch in network.stretches() {
        let ends = [stretch.from, stretch.to].map(|it| network.vertices()[it as usize]);
        let [Some(from), Some(to)] = ends.map(|it| it.height_m.map(f64::from)) else {
            continue;
        };
        let metres = geodesic(Wgs84::from(ends[0].point), Wgs84::from(ends[1].point))
            .get()
            .max(0.01);
        climb += (to - from).abs();
        for slope in [(to - from) / metres, (from - to) / metres] {
            effort += metres * (3.5 * (slope + 0.05).abs()).exp();
            flat += metres * (3.5_f64 * 0.05).exp();
        }
    }
    (climb, effort / flat)
}

#[test]
fn andorra_has_the_heights_of_its_mountains_and_smoothing_takes_away_noise() {
    let (Some(map), Some(heights)) = (test_data("andorra.osm.pbf"), heights_of_andorra()) else {
        return;
    };
    let map = read_map(File::open(map).unwrap()).unwrap();
    let names: Vec<String> = tiles_of(map.network())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["N42E001"]);
    let draped = with_heights(&map, &heights).unwrap();
    let known: Vec<f32> = draped
        .vertices()
        .iter()
        .filter_map(|it| it.height_m)
        .collect();
    assert_eq!(known.len(), draped.vertices().len(), "heights are missing");
    let lowest = known.iter().copied().fold(f32::INFINITY, f32::min);
    let highest = known.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    // The lowest point of Andorra is 840 m, the highest 2,942 m; streets do not go to the very top.
    assert!((780.0..950.0).contains(&lowest), "{lowest}");
    assert!((2_300.0..2_942.0).contains(&highest), "{highest}");

    let mut raw = draped.vertices().to_vec();
    for vertex in &mut raw {
        vertex.height_m = heights.height_at(vertex.point);
    }
    let raw = Network::new(raw, draped.stretches().to_vec()).unwrap();
    let (raw_climb, raw_effort) = climb_and_effort(&raw);
    let (climb, effort) = climb_and_effort(&draped);
    println!(
        "Andorra: climb {raw_climb:.0} m raw, {climb:.0} m smoothed; effort {raw_effort:.3}, {effort:.3}"
    );
    assert!(climb < raw_climb && effort < raw_effort && effort > 1.0);
}

#[test]
fn a_real_map_with_flipped_bits_is_refused_or_read_and_never_panics() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/helsinki.osm.pbf");
    let whole = std::fs::read(path).unwrap();
    for seed in 0..40_usize {
        let mut bytes = whole.clone();
        let at = seed * 7_919 * 131 % bytes.len();
        bytes[at] ^= 1 << (seed % 8);
        // Whether it is refused depends on where the bit is; that it ends is what is asked.
        let _ = read_map(Cursor::new(&bytes));
        bytes.truncate(at);
        let _ = read_map(Cursor::new(&bytes));
    }
}
