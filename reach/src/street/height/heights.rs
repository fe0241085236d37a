//! The height of a point, from the tiles that are at hand.
//!
//! It never guesses: without a tile, or in the middle of a hole of one, there is no height.

use std::collections::BTreeMap;

use super::tile::{Tile, TileName};
use crate::coord::GridPoint;

/// Steps of the grid in a degree.
const STEPS: i32 = 10_000_000;
/// Metres in a degree of latitude, near enough to lay a pattern of samples.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// How far around a point its height is averaged, in metres; see [`Heights::smoothed_at`].
pub const SMOOTHING_METRES: f64 = 45.0;

/// Tiles of heights, by where they lie.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    /// The tiles.
    tiles: BTreeMap<TileName, Tile>,
}

impl Heights {
    /// No heights yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tile; one of the same place is replaced.
    pub fn insert(&mut self, tile: Tile) {
        self.tiles.insert(tile.name(), tile);
    }

    /// How many tiles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tiles.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tiles.is_empty()
    }

    /// The height of the terrain at a point in metres above the sea, as the tile has it: between its four posts in
    /// proportion (bilinear). Where some of them are unknown, the known ones share the weight; where all are, or there
    /// is no tile, there is no height.
    #[must_use]
    pub fn height_at(&self, point: GridPoint) -> Option<f32> {
        self.at(point.lat_steps(), point.lon_steps())
    }

    /// The height at a place in steps of the grid. On an edge of its tile, a neighbour that shares the edge will do.
    fn at(&self, lat: i32, lon: i32) -> Option<f32> {
        let (south, west) = (lat.div_euclid(STEPS), lon.div_euclid(STEPS));
        let is_on_edge = |steps: i32| steps.rem_euclid(STEPS) == 0;
        let souths = [
            Some(south),
            south.checked_sub(1).filter(|_| is_on_edge(lat)),
        ];
        let wests = [Some(west), west.checked_sub(1).filter(|_| is_on_edge(lon))];
        let corners = souths.into_iter().flatten();
        let corners =
            corners.flat_map(|south| wests.into_iter().flatten().map(move |it| (south, it)));
        corners
            .filter_map(|(south, west)| {
                let name = TileName::new(i16::try_from(south).ok()?, i16::try_from(west).ok()?)?;
                let tile = self.tiles.get(&name)?;
                let north = south.checked_add(1)?.checked_mul(STEPS)?;
                let down = f64::from(north.checked_sub(lat)?) / f64::from(STEPS);
                let right =
                    f64::from(lon.checked_sub(west.checked_mul(STEPS)?)?) / f64::from(STEPS);
                bilinear(tile, down, right)
            })
            .next()
    }

    /// The height of the ground under a street: the mean of the terrain over a disc of [`SMOOTHING_METRES`] around it,
    /// nearer places counting more.
    ///
    /// Why it is smoothed at all: SRTM heights of neighbouring posts differ by some metres of noise (Rodríguez, Morris
    /// and Belz 2006, "A global assessment of the SRTM performance": random errors of 2 to 5 m), and between posts 30 m
    /// apart that alone makes slopes of 10 to 15 %, up here and down there. A pace that depends on slope only ever loses
    /// by it: Tobler's function is steep and curved, so noise makes every street slower. Why over the terrain and not
    /// along each street: a plane stays exactly what it is, a street has one height where others meet it whatever
    /// direction it is walked in, an end of a street is not flattened, and two streets side by side do not differ. Why
    /// 45 m: a disc of 90 m across holds about nine posts of one second, which takes the noise down to a third, and is
    /// still much narrower than the hillsides that make a walk steep. Tiles of three seconds are hardly changed by it;
    /// their posts are means over 90 m already.
    ///
    /// The samples: the middle, six at half the radius, twelve at the whole, weighing 3, 2 and 1; those without a height
    /// are left out. The middle itself must have one.
    #[must_use]
    pub fn smoothed_at(&self, point: GridPoint) -> Option<f32> {
        let middle = self.height_at(point)?;
        let (mut sum, mut weights) = (3.0 * f64::from(middle), 3.0);
        let lat_degrees = f64::from(point.lat_steps()) / f64::from(STEPS);
        let shrink = lat_degrees.to_radians().cos().max(0.01);
        for (count, share, weight) in [(6_u32, 0.5, 2.0), (12, 1.0, 1.0)] {
            for turn in 0..count {
                let angle = std::f64::consts::TAU * f64::from(turn) / f64::from(count);
                let north = SMOOTHING_METRES * share * angle.cos() / METRES_PER_DEGREE;
                let east = SMOOTHING_METRES * share * angle.sin() / METRES_PER_DEGREE / shrink;
                let lat = moved(point.lat_steps(), north);
                let lon = moved(point.lon_steps(), east);
                if let Some(height) = self.at(lat, lon) {
                    sum += weight * f64::from(height);
                    weights += weight;
                }
            }
        }
        Some(metres(sum / weights))
    }
}

/// Steps of the grid moved by some degrees.
#[expect(
    clippy::as_conversions,
    reason = "a disc of 45 m is a small number of steps; the cast saturates"
)]
fn moved(steps: i32, degrees: f64) -> i32 {
    steps.saturating_add((degrees * f64::from(STEPS)).round() as i32)
}

/// A height as it is kept: a millimetre is more than enough.
#[expect(
    clippy::as_conversions,
    reason = "heights are small; f32 keeps them to the millimetre"
)]
const fn metres(height: f64) -> f32 {
    height as f32
}

/// The height in a tile at shares of its side from the north and from the west.
#[expect(
    clippy::as_conversions,
    reason = "a share of a side of 3600, not negative"
)]
fn bilinear(tile: &Tile, down: f64, right: f64) -> Option<f32> {
    let last = tile.side().checked_sub(1)?;
    let place = |share: f64| {
        let along = share * f64::from(u32::try_from(last).unwrap_or(0));
        let before = (along.floor() as usize).min(last.saturating_sub(1));
        (before, along - before as f64)
    };
    let ((row, lower), (column, righter)) = (place(down), place(right));
    let corners = [
        (row, column, (1.0 - lower) * (1.0 - righter)),
        (row, column.saturating_add(1), (1.0 - lower) * righter),
        (row.saturating_add(1), column, lower * (1.0 - righter)),
        (
            row.saturating_add(1),
            column.saturating_add(1),
            lower * righter,
        ),
    ];
    let (mut sum, mut weights) = (0.0, 0.0);
    for (row, column, weight) in corners {
        if let Some(height) = tile.post(row, column) {
            sum += weight * f64::from(height);
            weights += weight;
        }
    }
    (weights > 0.0).then(|| metres(sum / weights))
}
