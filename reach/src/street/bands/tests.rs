//! Outlines of cells at random: valid polygons that hold exactly those cells.
#![expect(
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "tests"
)]

use geo::{Area, Contains, Coord, LineString, Point, Polygon, Validation};
use proptest::prelude::*;

use super::outline::outlined;
use super::raster::Raster;

/// A raster with these cells, given as rows of text from north to south.
fn drawn(rows: &[&str]) -> Raster {
    let mut raster = Raster::empty(rows[0].len().max(rows.len()) + 2);
    for (row, text) in rows.iter().rev().enumerate() {
        for (column, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b'#') {
            raster.mark(column as i32 + 1, row as i32 + 1);
        }
    }
    raster
}

/// The outlines as polygons of geo.
fn polygons(raster: &Raster) -> Vec<Polygon> {
    let ring = |corners: Vec<[u32; 2]>| {
        let coord = |[x, y]: &[u32; 2]| Coord {
            x: f64::from(*x),
            y: f64::from(*y),
        };
        LineString::new(corners.iter().map(coord).collect())
    };
    outlined(raster)
        .into_iter()
        .map(|it| Polygon::new(ring(it.exterior), it.holes.into_iter().map(ring).collect()))
        .collect()
}

/// Checks that polygons are valid and hold exactly the cells; how many polygons and holes there are.
fn check(raster: &Raster) -> (usize, usize) {
    let found = polygons(raster);
    let mut area = 0.0;
    for polygon in &found {
        polygon.check_validation().unwrap();
        assert!(polygon.exterior().0.len() >= 5);
        area += polygon.signed_area();
    }
    let mut cells = 0;
    for row in 0..raster.rows() {
        for column in 0..raster.width * 64 {
            let middle = Point::new(column as f64 + 0.5, row as f64 + 0.5);
            let holding = found.iter().filter(|it| it.contains(&middle)).count();
            assert_eq!(
                holding,
                usize::from(raster.holds(row, column)),
                "{column} {row}"
            );
            cells += holding;
        }
    }
    assert!((area - cells as f64).abs() < 1e-6, "{area} and not {cells}");
    let holes = found.iter().map(|it| it.interiors().len()).sum();
    (found.len(), holes)
}

#[test]
fn known_shapes_have_their_outlines() {
    assert_eq!(check(&drawn(&["#"])), (1, 0));
    assert_eq!(check(&drawn(&["#.", ".#"])), (2, 0));
    assert_eq!(check(&drawn(&[".#", "#."])), (2, 0));
    assert_eq!(check(&drawn(&["###", "#.#", "###"])), (1, 1));
    assert_eq!(check(&drawn(&["###.", "#.##", "##.#", ".###"])), (1, 2));
    // A hole that opens to the outside at a corner only is a hole all the same.
    assert_eq!(check(&drawn(&["##.", "#.#", "###"])), (1, 1));
    assert_eq!(
        check(&drawn(&["#####", "#...#", "#.#.#", "#...#", "#####"])),
        (2, 1)
    );
    assert_eq!(check(&drawn(&["#.#.#", ".#.#.", "#.#.#"])), (8, 0));
}

#[test]
fn nothing_has_no_outline() {
    assert_eq!(check(&Raster::empty(10)), (0, 0));
}

#[test]
fn widening_takes_in_the_eight_cells_around() {
    let mut raster = Raster::empty(140);
    for (column, row) in [
        (63, 5),
        (64, 90),
        (127, 50),
        (10, 10),
        (-1, 5),
        (4, -1),
        (500, 3),
    ] {
        raster.mark(column, row);
    }
    let before = raster.clone();
    raster.widen();
    for row in 1..139 {
        for column in 1..139 {
            let mut around = (row - 1..=row + 1)
                .flat_map(|row| (column - 1..=column + 1).map(move |column| (row, column)));
            let expected = around.any(|(row, column)| before.holds(row, column));
            assert_eq!(raster.holds(row, column), expected, "{column} {row}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_cells_have_valid_outlines_that_hold_exactly_them(
        cells in proptest::collection::vec((1_i32..78, 1_i32..12), 0..700),
    ) {
        let mut raster = Raster::empty(80);
        for (column, row) in cells {
            raster.mark(column, row);
        }
        check(&raster);
    }
}
