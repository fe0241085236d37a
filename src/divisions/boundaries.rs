//! The counties' boundaries: which county a point lies in and how far the border is.
//!
//! Pure: the GeoJSON comes in as text. The outlines are simplified, so near a border the answer can
//! be the neighbour: callers keep the declared division and warn, and must never move a record to
//! the county found here. Read next: `boundaries/outline.rs` for parsing, `boundaries/border.rs` for
//! distances.

mod border;
mod outline;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use geo::InteriorPoint;
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use reach::coord::Wgs84;
use reach::measure::{DistanceKey, Metres};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use border::{LocalPlane, Segment};
pub(crate) use outline::BoundaryRefusal;
use outline::Outline;

/// How far a point may stand on the wrong side of a border because the outlines are simplified,
/// 500 m: the lines are off by 100 to 200 m, and given points are not surveyed either.
pub(crate) const SIMPLIFICATION: Metres = DistanceKey::from_millimetres(500_000).metres();

/// The box of one polygon, with the position of its county.
type PolygonBox = GeomWithData<Rectangle<[f64; 2]>, (usize, usize)>;

/// The boundaries of all counties that the file holds.
#[derive(Debug)]
pub(crate) struct Boundaries {
    /// The counties in the order of their codes.
    outlines: Vec<Outline>,
    /// Positions in `outlines` by six-digit code.
    by_code: HashMap<String, usize>,
    /// The boxes of all polygons, in degrees, each with (county, polygon in it).
    boxes: RTree<PolygonBox>,
    /// All border segments, in degrees, each with its county.
    segments: RTree<GeomWithData<Segment, usize>>,
}

/// Where a point lies.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Located<'a> {
    /// The six-digit code of the county around the point; on a shared border the lower code; none
    /// outside all of them.
    pub(crate) inside: Option<&'a str>,
    /// The distance to the nearest county border, whichever county's it is. Within a centimetre up
    /// to 1 km, and up to half a per cent too long at 50 km.
    pub(crate) border_distance: Metres,
    /// The other counties within [`SIMPLIFICATION`] of the point, nearest first.
    pub(crate) near: Vec<(&'a str, Metres)>,
}

/// A box of meridians and parallels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BoundingBox {
    /// The corner of least latitude and longitude.
    pub(crate) south_west: Wgs84,
    /// The corner of greatest latitude and longitude.
    pub(crate) north_east: Wgs84,
}

impl Boundaries {
    /// Reads a GeoJSON feature collection of polygons or multipolygons in WGS-84, each with its
    /// six-digit `code` property.
    ///
    /// # Errors
    /// Refuses text that is not such a collection, an empty one, a code that is not six digits or
    /// comes twice, and rings that are too short, open or off the earth.
    pub(crate) fn parse(district_geojson: &str) -> Result<Self, BoundaryRefusal> {
        let outlines = outline::parse(district_geojson)?;
        let mut by_code = HashMap::new();
        let mut boxes = Vec::new();
        let mut segments = Vec::new();
        for (county, outline) in outlines.iter().enumerate() {
            by_code.insert(outline.code.clone(), county);
            for (polygon, rectangle) in outline.polygon_boxes().enumerate() {
                boxes.push(GeomWithData::new(rectangle, (county, polygon)));
            }
            segments.extend(
                outline
                    .segments()
                    .map(|line| GeomWithData::new(line, county)),
            );
        }
        let boxes = RTree::bulk_load(boxes);
        let segments = RTree::bulk_load(segments);
        Ok(Self {
            outlines,
            by_code,
            boxes,
            segments,
        })
    }

    /// The six-digit codes of all counties, in order.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.outlines.iter().map(|outline| outline.code.as_str())
    }

    /// The county around a point, the distance to the border, and the counties close by. A point far
    /// away is in no county and near none.
    pub(crate) fn locate(&self, point: Wgs84) -> Located<'_> {
        let around = self.around(point);
        let inside = around.first().copied();
        let mut near = self
            .borders_within(point, SIMPLIFICATION)
            .into_iter()
            .filter(|(county, _)| !around.contains(county))
            .chain(
                around
                    .iter()
                    .skip(1)
                    .map(|county| (*county, Metres::new(0.0))),
            )
            .filter_map(|(county, distance)| Some((self.code(county)?, distance)))
            .collect::<Vec<_>>();
        near.sort_by(|one, other| {
            one.1
                .get()
                .total_cmp(&other.1.get())
                .then(one.0.cmp(other.0))
        });
        Located {
            inside: inside.and_then(|county| self.code(county)),
            border_distance: self.nearest_border(point),
            near,
        }
    }

    /// How far a point is from a county: 0 inside or on its border, none if the code is unknown. As
    /// exact as [`Located::border_distance`].
    pub(crate) fn distance_to(&self, code: &str, point: Wgs84) -> Option<Metres> {
        let outline = self.outline(code)?;
        if outline.covers(point) {
            return Some(Metres::new(0.0));
        }
        let plane = LocalPlane::at(point);
        plane
            .nearest_foot(outline.segments())
            .map(|foot| plane.distance_to(foot))
    }

    /// Whether a county holds the point, its border included; false if the code is unknown.
    pub(crate) fn contains(&self, code: &str, point: Wgs84) -> bool {
        self.outline(code)
            .is_some_and(|outline| outline.covers(point))
    }

    /// The box around a county; none if the code is unknown.
    pub(crate) fn bounding_box(&self, code: &str) -> Option<BoundingBox> {
        let rectangle = self.outline(code)?.bounds()?;
        Some(BoundingBox {
            south_west: outline::point_of(rectangle.min())?,
            north_east: outline::point_of(rectangle.max())?,
        })
    }

    /// A point well inside a county, the same at each call; none if the code is unknown.
    pub(crate) fn interior_point(&self, code: &str) -> Option<Wgs84> {
        outline::point_of(self.outline(code)?.shape.interior_point()?.0)
    }

    /// The outline of the county with this code, of six digits or padded with zeros to twelve.
    fn outline(&self, code: &str) -> Option<&Outline> {
        let six = code
            .strip_suffix("000000")
            .filter(|six| six.len() == 6)
            .unwrap_or(code);
        self.outlines.get(*self.by_code.get(six)?)
    }

    /// The code of the county at this position.
    fn code(&self, county: usize) -> Option<&str> {
        self.outlines
            .get(county)
            .map(|outline| outline.code.as_str())
    }

    /// The counties that hold the point, lowest code first.
    fn around(&self, point: Wgs84) -> Vec<usize> {
        let coordinate = outline::coordinate_of(point);
        let found = self.boxes.locate_all_at_point([coordinate.x, coordinate.y]);
        let mut counties = found
            .map(|polygon_box| polygon_box.data)
            .filter(|(county, polygon)| {
                let shape = self
                    .outlines
                    .get(*county)
                    .and_then(|one| one.shape.0.get(*polygon));
                shape.is_some_and(|one| one.coordinate_position(&coordinate) != CoordPos::Outside)
            })
            .map(|(county, _)| county)
            .collect::<Vec<_>>();
        counties.sort_unstable();
        counties.dedup();
        counties
    }

    /// The distance to the nearest border; the largest number if there were no border at all, which
    /// `parse` refuses.
    fn nearest_border(&self, point: Wgs84) -> Metres {
        let plane = LocalPlane::at(point);
        let coordinate = outline::coordinate_of(point);
        // The nearest in degrees is not the nearest in metres, but it bounds it.
        let first = self.segments.nearest_neighbor([coordinate.x, coordinate.y]);
        let bound = first.map(|segment| plane.foot_on(segment.geom()).plane_metres);
        let foot = bound.and_then(|bound| {
            let close = self
                .segments
                .locate_in_envelope_intersecting(plane.box_of(bound));
            plane.nearest_foot(close.map(|segment| *segment.geom()))
        });
        foot.map_or(Metres::new(f64::MAX), |foot| plane.distance_to(foot))
    }

    /// The counties whose border is within a distance of the point, with their own distance.
    fn borders_within(&self, point: Wgs84, limit: Metres) -> Vec<(usize, Metres)> {
        let plane = LocalPlane::at(point);
        let mut by_county = BTreeMap::<usize, Vec<Segment>>::new();
        for segment in self
            .segments
            .locate_in_envelope_intersecting(plane.box_of(limit.get()))
        {
            by_county
                .entry(segment.data)
                .or_default()
                .push(*segment.geom());
        }
        by_county
            .into_iter()
            .filter_map(|(county, segments)| {
                let foot = plane.nearest_foot(segments.into_iter())?;
                Some((county, plane.distance_to(foot)))
            })
            .filter(|(_, distance)| *distance <= limit)
            .collect()
    }
}

/// A box in degrees, longitude first, as the trees hold it.
type DegreeBox = AABB<[f64; 2]>;
