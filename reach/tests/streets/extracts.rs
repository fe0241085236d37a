//! Real maps: Helsinki's centre from this repository; Monaco, Liechtenstein and Andorra, with heights, from the large
//! test data.

use std::fs::File;
use std::path::PathBuf;

use reach::street::height::with_heights;
use reach::street::osm::read_map;
use reach::street::{Network, Snap, StreetMap, Streets, Stride};
use reach::{Metres, Wgs84, geodesic};

use crate::PACE;
use crate::areas::check_bands;
use crate::generated::Random;
use crate::large::{heights_of_andorra, test_data};
use crate::oracle::{Plain, point};
use crate::walks::compare;

/// The network of a map.
fn network(path: PathBuf) -> Network {
    read_map(File::open(path).unwrap()).unwrap().into_network()
}

/// The network of Andorra with its heights.
fn andorra() -> Option<Network> {
    let (map, heights) = (test_data("andorra.osm.pbf")?, heights_of_andorra()?);
    let map = read_map(File::open(map).unwrap()).unwrap();
    Some(with_heights(&map, &heights).unwrap())
}

/// Points near vertices at random, at most about 70 m off.
fn points_near(network: &Network, random: &mut Random, count: usize) -> Vec<Wgs84> {
    let near = |random: &mut Random| {
        let vertex = random.below(network.vertices().len());
        let at = point(network, vertex);
        let lat = at.lat_degrees() + random.between(-5e-4, 5e-4);
        Wgs84::new(lat, at.lon_degrees() + random.between(-5e-4, 5e-4)).unwrap()
    };
    (0..count).map(|_| near(random)).collect()
}

/// Whether each stretch lies in a piece from which one may start, by plain counting.
fn is_kept(plain: &Plain<'_>) -> Vec<bool> {
    let network = plain.network;
    let mut neighbours = vec![Vec::new(); network.vertices().len()];
    for stretch in network.stretches() {
        neighbours[stretch.from as usize].push(stretch.to);
        neighbours[stretch.to as usize].push(stretch.from);
    }
    let names = plain.pieces();
    let mut sizes = vec![0; names.len()];
    for (vertex, around) in neighbours.iter_mut().enumerate() {
        around.retain(|it| *it as usize != vertex);
        around.sort_unstable();
        around.dedup();
        if around.len() != 2 {
            sizes[names[vertex]] += 1;
        }
    }
    let most = *sizes.iter().max().unwrap();
    let size = |vertex: u32| sizes[names[vertex as usize]];
    let stretches = network.stretches().iter();
    stretches
        .map(|it| size(it.from) >= 100 || size(it.from) == most)
        .collect()
}

/// Everything that is asked of one map.
fn check(name: &str, network: &Network) {
    let map = StreetMap::build(network).unwrap();
    let bytes = map.to_bytes();
    let stride = Stride::new(PACE).unwrap();
    let streets = Streets::from_bytes(&bytes, stride).unwrap();
    let (report, memory) = (streets.report(), streets.memory());
    let per_junction = |bytes: usize| bytes as f64 / report.junctions as f64;
    println!(
        "{name}: {report:?}, file {} bytes; bytes a junction: rows {:.1}, snapping {:.1}, shapes {:.1}",
        bytes.len(),
        per_junction(memory.rows),
        per_junction(memory.snapping),
        per_junction(memory.shapes)
    );
    assert!(per_junction(memory.rows + memory.snapping) <= 90.0);
    let plain = Plain::new(network, PACE);
    let mut random = Random(name.len() as u64);
    let kept = is_kept(&plain);
    for point in points_near(network, &mut random, 150) {
        let nearest = plain.nearest(point, |stretch| kept[stretch]).unwrap();
        let snap = streets.snap(point);
        assert_eq!(
            snap.is_some(),
            nearest.metres < 300.0,
            "{point:?} {nearest:?}"
        );
        if let Some(snap) = snap {
            let off = plain.tail(nearest.metres) - f64::from(snap.tail_milliseconds());
            assert!(off.abs() < 20.0, "{off} ms nearer to {point:?}");
        }
    }
    for _ in 0..6 {
        let points = points_near(network, &mut random, 12);
        assert!(compare(&plain, &|stretch| kept[stretch], &streets, &points, 3600) >= 2);
    }
    // Points within a walk of each other.
    for _ in 0..6 {
        let middle = random.below(network.vertices().len());
        let middle = point(network, middle);
        let near: Vec<Wgs84> = points_near(network, &mut random, 3000)
            .into_iter()
            .filter(|it| geodesic(*it, middle) < Metres::new(1200.0))
            .take(10)
            .collect();
        compare(&plain, &|stretch| kept[stretch], &streets, &near, 900);
        check_reach(&streets, &near);
    }
}

/// Checks bands, routes and the bound of some points.
fn check_reach(streets: &Streets, points: &[Wgs84]) {
    let fastest = streets.fastest_metres_per_second();
    let snapped: Vec<(Wgs84, Snap)> = points
        .iter()
        .filter_map(|it| Some((*it, streets.snap(*it)?)))
        .collect();
    for (number, (from, origin)) in snapped.iter().enumerate() {
        let times = streets.reach_from(origin, 900);
        if number == 0 {
            check_bands(&times, &[5, 10, 15]);
        }
        for (to, snap) in &snapped {
            let Some(found) = times.milliseconds_to(snap) else {
                continue;
            };
            let least = geodesic(*from, *to).get() / fastest * 1000.0 - 50.0;
            assert!(f64::from(found) >= least, "{found} and at least {least} ms");
            let route = streets.walk_between(origin, snap).unwrap();
            assert_eq!(route.milliseconds, found);
        }
    }
}

#[test]
fn helsinki_is_walked_as_by_a_plain_dijkstra() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/helsinki.osm.pbf");
    check("Helsinki", &network(path.into()));
}

#[test]
fn monaco_is_walked_as_by_a_plain_dijkstra() {
    if let Some(path) = test_data("monaco.osm.gz") {
        check("Monaco", &network(path));
    }
}

#[test]
fn liechtenstein_is_walked_as_by_a_plain_dijkstra() {
    if let Some(path) = test_data("liechtenstein.osm.pbf") {
        check("Liechtenstein", &network(path));
    }
}

#[test]
fn andorra_is_walked_up_and_down_as_by_a_plain_dijkstra() {
    let Some(network) = andorra() else { return };
    check("Andorra", &network);
    let streets = Streets::new(
        StreetMap::build(&network).unwrap(),
        Stride::new(PACE).unwrap(),
    );
    let points = points_near(&network, &mut Random(1), 400);
    let snaps: Vec<Snap> = points.iter().filter_map(|it| streets.snap(*it)).collect();
    let (mut pairs, mut different) = (0, 0);
    for origin in snaps.iter().take(60) {
        let there = streets.reach_from(origin, 3600);
        let back = streets.reach_towards(origin, 3600);
        for snap in &snaps {
            if let (Some(there), Some(back)) =
                (there.milliseconds_to(snap), back.milliseconds_to(snap))
            {
                pairs += 1;
                different += usize::from(there.abs_diff(back) > 1000);
            }
        }
    }
    println!("Andorra: {different} of {pairs} walks take another time back");
    assert!(different * 10 > pairs * 8);
}
