//! What was reached, as areas: for each band of minutes the cells around its streets, and their outlines.
//!
//! A cell is about 25 m wide and high. A cell belongs to the first band in which a street in it, or in one of the eight
//! cells around it, is reached; so an area ends 25 to 50 m beyond its streets. Bands never overlap, and together they
//! grow with the minutes. The straight tail between the origin and its street is no street: it is not drawn.
//!
//! Where to read: `marks` and `lines` (which cells streets cross), `raster` (the cells), `outline` (from cells to rings).

mod lines;
mod marks;
mod outline;
mod raster;
#[cfg(test)]
mod tests;

use super::snapping::Frame;
use super::stride::nearest_whole;
use super::times::Times;
use crate::coord::{GridPoint, Wgs84};
use raster::Raster;

/// The side of a cell, metres.
pub const CELL_M: f64 = 25.0;
/// The cells between the furthest street and the border of the raster.
const BORDER: i32 = 3;
/// A raster has at most so many cells on each side of its middle.
const MOST_CELLS: i32 = 1 << 13;

/// An area that is reached in so many minutes, and not in fewer.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// It takes more minutes than this, or none for the first band.
    pub from_minutes: u32,
    /// It takes at most so many.
    pub to_minutes: u32,
    /// The parts of the area. They touch each other in corners at most.
    pub polygons: Vec<BandPolygon>,
}

/// A connected part of a band, valid by OGC's rules for polygons. Its rings are closed: they end where they began.
#[derive(Clone, Debug, PartialEq)]
pub struct BandPolygon {
    /// The outer ring, anticlockwise.
    pub exterior: Vec<Wgs84>,
    /// The rings around what it does not hold, clockwise.
    pub holes: Vec<Vec<Wgs84>>,
}

/// The cells of a search.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The south-western corner, steps of the grid.
    south_west: [i64; 2],
    /// The height and the width of a cell, steps of the grid.
    steps: [i64; 2],
    /// The minutes of each band, ascending.
    minutes: Vec<u32>,
    /// For each band the cells that are reached within its minutes.
    rasters: Vec<Raster>,
}

impl Times {
    /// The cells that are reached within these minutes each, of which those beyond the search's limit are as that limit.
    #[must_use]
    pub fn cover(&self, minutes: &[u32]) -> Cover {
        let mut minutes: Vec<u32> = minutes.iter().copied().filter(|it| *it > 0).collect();
        minutes.sort_unstable();
        minutes.dedup();
        let limit = |minutes: &u32| minutes.saturating_mul(60_000).min(self.limit);
        let limits: Vec<u32> = minutes.iter().map(limit).collect();
        let graph = &self.streets.graph;
        let origin = graph.place(self.origin.edge, self.origin.there);
        let mut cover = Cover {
            south_west: [0, 0],
            steps: [1, 1],
            minutes,
            rasters: Vec::new(),
        };
        let (Some(origin), Some(longest)) = (origin, limits.last()) else {
            return cover;
        };
        let metres = f64::from(*longest) / 1000.0 * graph.fastest();
        let side = cover.lay(origin, metres);
        cover.rasters = marks::marked(self, &cover, side, &limits);
        let mut below: Option<&Raster> = None;
        for raster in &mut cover.rasters {
            raster.widen();
            if let Some(below) = below {
                raster.join(below);
            }
            below = Some(raster);
        }
        cover
    }

    /// The areas that are reached within these minutes, one band after the other: from none to the first number, from
    /// there to the second, and so on. Numbers beyond the search's limit are as that limit.
    #[must_use]
    pub fn bands(&self, minutes: &[u32]) -> Vec<Band> {
        self.cover(minutes).bands()
    }
}

impl Cover {
    /// Lays the raster around a point so that it holds everything within so many metres; the cells of a side.
    fn lay(&mut self, origin: Wgs84, metres: f64) -> usize {
        let frame = Frame::at(origin);
        let cells = nearest_whole((metres / CELL_M).ceil());
        let half = i32::try_from(cells).unwrap_or(MOST_CELLS).min(MOST_CELLS) + BORDER;
        let at = GridPoint::from(origin);
        let axis = |middle: i32, metres_per_step: f64| {
            let steps = i64::from(nearest_whole(CELL_M / metres_per_step)).max(1);
            // The point stands in the middle of a cell, and not where rounding decides.
            (
                steps,
                i64::from(middle) - i64::from(half) * steps - steps / 2,
            )
        };
        let (rows, south) = axis(at.lat, frame.per_lat);
        let (columns, west) = axis(at.lon, frame.per_lon);
        (self.steps, self.south_west) = ([rows, columns], [south, west]);
        usize::try_from(half * 2).unwrap_or(0)
    }

    /// The minutes of the band that holds a point; none where no band does.
    #[must_use]
    pub fn minutes_at(&self, point: Wgs84) -> Option<u32> {
        let point = GridPoint::from(point);
        let north = i64::from(point.lat) - self.south_west[0];
        let east = i64::from(point.lon) - self.south_west[1];
        let row = usize::try_from(north.div_euclid(self.steps[0])).ok()?;
        let column = usize::try_from(east.div_euclid(self.steps[1])).ok()?;
        let mut bands = self.minutes.iter().zip(&self.rasters);
        bands
            .find(|(_, raster)| raster.holds(row, column))
            .map(|(minutes, _)| *minutes)
    }

    /// The areas, band by band.
    #[must_use]
    pub fn bands(&self) -> Vec<Band> {
        let mut bands = Vec::with_capacity(self.minutes.len());
        let (mut from_minutes, mut below) = (0, None);
        for (to_minutes, raster) in self.minutes.iter().zip(&self.rasters) {
            let only = raster.without(below);
            let polygons = outline::outlined(&only);
            let ring = |corners: Vec<[u32; 2]>| self.ring(&corners);
            bands.push(Band {
                from_minutes,
                to_minutes: *to_minutes,
                polygons: polygons
                    .into_iter()
                    .map(|it| BandPolygon {
                        exterior: ring(it.exterior),
                        holes: it.holes.into_iter().map(ring).collect(),
                    })
                    .collect(),
            });
            (from_minutes, below) = (*to_minutes, Some(raster));
        }
        bands
    }

    /// Corners of cells as a closed ring of points: column and row become longitude and latitude.
    fn ring(&self, corners: &[[u32; 2]]) -> Vec<Wgs84> {
        let all = corners.iter().chain(corners.first());
        all.map(|[column, row]| {
            let lat = self.south_west[0] + i64::from(*row) * self.steps[0];
            let lon = self.south_west[1] + i64::from(*column) * self.steps[1];
            Wgs84::from(GridPoint {
                lat: clamped(lat, 900_000_000),
                lon: clamped(lon, 1_800_000_000),
            })
        })
        .collect()
    }
}

/// A number of steps that is on the earth.
fn clamped(steps: i64, most: i32) -> i32 {
    let most_wide = i64::from(most);
    i32::try_from(steps.clamp(-most_wide, most_wide)).unwrap_or(most)
}
