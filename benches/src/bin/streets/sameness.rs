//! How far both answers agree: of the junctions that we reach within so many minutes, the share inside Valhalla's area of 15.
//!
//! A junction is a vertex where other than two stretches meet. Next: `benches/README.md`, for what the rest is.

use std::fmt::Write as _;

use anyhow::Result;
use menkou_bench::table::Table;
use reach::street::Snap;
use reach::{GridPoint, Wgs84};

use crate::ground::{Ground, LIMIT_SECONDS};
use crate::valhalla::{Ring, Valhalla};

/// From and to how many minutes, and the share that has to be inside, in per cent, where there is a bar.
const BANDS: [(u32, u32, Option<u32>); 6] = [
    (0, 13, Some(100)),
    (13, 14, None),
    (14, 15, Some(90)),
    (15, 16, None),
    (16, 17, None),
    (17, 20, None),
];
/// The longest time that is looked at, seconds.
const FURTHEST_SECONDS: u32 = 1_200;
/// So many junctions within 13 minutes that are outside are named.
const NAMED: usize = 12;

/// A table of shares, and the nearest junctions that are outside.
pub(crate) fn compared(ground: &Ground, peer: &mut Valhalla) -> Result<String> {
    let areas = peer.areas(&ground.starts)?;
    let junctions = junctions(ground);
    let mut counts = [(0_usize, 0_usize); BANDS.len()];
    let mut outside = Vec::new();
    for (start, area) in ground.starts.iter().zip(&areas) {
        let Some(snap) = ground.streets.snap(*start) else {
            continue;
        };
        let times = ground.streets.reach_from(&snap, FURTHEST_SECONDS);
        for (point, snap) in &junctions {
            let Some(milliseconds) = times.milliseconds_to(snap) else {
                continue;
            };
            let is_in = |(from, to, _): &(u32, u32, Option<u32>)| {
                (from * 60_000..to * 60_000).contains(&milliseconds)
            };
            let Some(band) = BANDS.iter().position(is_in) else {
                continue;
            };
            let is_inside = is_inside(area, *point);
            if let Some((all, inside)) = counts.get_mut(band) {
                *all += 1;
                *inside += usize::from(is_inside);
            }
            if band == 0 && !is_inside {
                outside.push((milliseconds, *start, *point));
            }
        }
    }
    let mut text = table(&counts).as_str().to_owned();
    outside.sort_by_key(|it| it.0);
    let all = outside.len();
    outside.retain(|it| !is_at_edge(ground, it.2));
    if all > 0 {
        writeln!(
            text,
            "\nOutside although within 13 minutes: {all}, of them {} within 50 m of the map's edge; the nearest others:",
            all - outside.len()
        )?;
    }
    for (milliseconds, start, point) in outside.iter().take(NAMED) {
        writeln!(
            text,
            "- {} s from {:.6},{:.6} to {:.6},{:.6}",
            milliseconds / 1_000,
            start.lat_degrees(),
            start.lon_degrees(),
            point.lat_degrees(),
            point.lon_degrees()
        )?;
    }
    const { assert!(LIMIT_SECONDS == 900, "the bands are made for 15 minutes") };
    Ok(text)
}

/// Whether a point is within some 50 m of the edge of the map, where streets are cut and neither side knows their ends.
fn is_at_edge(ground: &Ground, point: Wgs84) -> bool {
    let vertices = ground.network.vertices();
    let place = |point: GridPoint| [point.lat_steps(), point.lon_steps()];
    let at = place(GridPoint::from(point));
    let widths = [4_500.0, 4_500.0 / point.lat_degrees().to_radians().cos()];
    at.into_iter()
        .zip(widths)
        .enumerate()
        .any(|(axis, (at, width))| {
            let all = vertices
                .iter()
                .filter_map(|it| place(it.point).get(axis).copied());
            let low = all.clone().min().unwrap_or(at);
            let high = all.max().unwrap_or(at);
            f64::from(at - low) < width || f64::from(high - at) < width
        })
}

/// The junctions of the streets, and where they are on them.
fn junctions(ground: &Ground) -> Vec<(Wgs84, Snap)> {
    let vertices = ground.network.vertices();
    let mut degrees = vec![0_u32; vertices.len()];
    for stretch in ground.network.stretches() {
        for end in [stretch.from, stretch.to] {
            let degree = usize::try_from(end).ok().and_then(|it| degrees.get_mut(it));
            degree.into_iter().for_each(|it| *it += 1);
        }
    }
    let junctions = vertices
        .iter()
        .zip(degrees)
        .filter(|(_, degree)| *degree != 2);
    let on_streets = junctions.filter_map(|(vertex, _)| {
        let point = Wgs84::from(vertex.point);
        let snap = ground.streets.snap(point)?;
        // What is not on the streets themselves was left out of them.
        (snap.tail_milliseconds() <= 10).then_some((point, snap))
    });
    on_streets.collect()
}

/// Whether a point is inside an area, by the even-odd rule over all its rings.
fn is_inside(rings: &[Ring], point: Wgs84) -> bool {
    let (x, y) = (point.lon_degrees(), point.lat_degrees());
    let mut is_inside = false;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
            let ([ax, ay], [bx, by]) = (*a, *b);
            if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
                is_inside = !is_inside;
            }
        }
    }
    is_inside
}

/// The shares.
fn table(counts: &[(usize, usize)]) -> Table {
    let mut table = Table::new(&[
        "our minutes",
        "junctions",
        "inside Valhalla's 15 minutes",
        "bar",
    ]);
    for ((from, to, bar), (all, inside)) in BANDS.iter().zip(counts) {
        let hundredths = inside * 10_000 / (*all).max(1);
        table.row(&[
            format!("{from} to {to}"),
            all.to_string(),
            format!("{}.{:02} %", hundredths / 100, hundredths % 100),
            bar.map_or_else(String::new, |bar| format!("{bar} %")),
        ]);
    }
    table
}
