//! Parsing the GeoJSON of county boundaries into checked outlines.
//!
//! It must never mend a ring: what is too short, open or off the earth is refused with the county's
//! code. Read next: `../boundaries.rs`, which searches the outlines.

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{BoundingRect, Coord, LineString, MultiPolygon, Polygon, Rect};
use geojson::{Feature, FeatureCollection, GeometryValue};
use reach::coord::Wgs84;
use rstar::primitives::Rectangle;

use super::border::Segment;

/// The fewest positions of a closed ring (RFC 7946, section 3.1.6).
const FEWEST_POSITIONS: usize = 4;

/// Why a file of boundaries was refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BoundaryRefusal {
    /// The text is not a GeoJSON feature collection.
    #[error("the boundaries are not a GeoJSON feature collection: {0}")]
    NotGeoJson(#[source] Box<geojson::Error>),
    /// The collection is empty.
    #[error("the boundaries hold no feature")]
    Empty,
    /// A feature has no code of six digits.
    #[error("feature {feature} of the boundaries has no \"code\" of six digits")]
    BadCode {
        /// The place of the feature in the file, counted from 1.
        feature: usize,
    },
    /// Two features have the same code.
    #[error("the boundaries have two features with the code {code}")]
    DefinedTwice {
        /// The code.
        code: String,
    },
    /// A feature is neither a polygon nor a multipolygon, or is without a ring.
    #[error("the boundary of {code} is not a polygon")]
    NotAPolygon {
        /// The code of the county.
        code: String,
    },
    /// A ring has fewer than four positions, is open, or has a position that is not on the earth.
    #[error("the boundary of {code} has a ring that is too short, open or off the earth")]
    BadRing {
        /// The code of the county.
        code: String,
    },
}

/// One county's outline.
#[derive(Debug)]
pub(super) struct Outline {
    /// Six digits.
    pub(super) code: String,
    /// The polygons in degrees of WGS-84, longitude as x.
    pub(super) shape: MultiPolygon<f64>,
}

impl Outline {
    /// The boxes of the polygons, in their order.
    pub(super) fn polygon_boxes(&self) -> impl Iterator<Item = Rectangle<[f64; 2]>> {
        self.shape
            .iter()
            .filter_map(BoundingRect::<f64>::bounding_rect)
            .map(|rectangle| {
                let (min, max) = (rectangle.min(), rectangle.max());
                Rectangle::from_corners([min.x, min.y], [max.x, max.y])
            })
    }

    /// The segments of all rings, holes included; a position given twice makes none.
    pub(super) fn segments(&self) -> impl Iterator<Item = Segment> {
        let rings = self
            .shape
            .iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        rings
            .flat_map(LineString::lines)
            .filter(|line| line.start != line.end)
            .map(|line| Segment::new([line.start.x, line.start.y], [line.end.x, line.end.y]))
    }

    /// Whether the county holds the point, its border included.
    pub(super) fn covers(&self, point: Wgs84) -> bool {
        self.shape.coordinate_position(&coordinate_of(point)) != CoordPos::Outside
    }

    /// The box around all polygons.
    pub(super) fn bounds(&self) -> Option<Rect<f64>> {
        self.shape.bounding_rect()
    }
}

/// A point as the geometry library takes it.
pub(super) fn coordinate_of(point: Wgs84) -> Coord<f64> {
    Coord {
        x: point.lon_degrees(),
        y: point.lat_degrees(),
    }
}

/// The point of a coordinate of a checked outline.
pub(super) fn point_of(coordinate: Coord<f64>) -> Option<Wgs84> {
    Wgs84::new(coordinate.y, coordinate.x).ok()
}

/// Reads all outlines, sorted by code.
///
/// # Errors
/// See [`BoundaryRefusal`].
pub(super) fn parse(text: &str) -> Result<Vec<Outline>, BoundaryRefusal> {
    let refused = |error| BoundaryRefusal::NotGeoJson(Box::new(error));
    let collection = text.parse::<FeatureCollection>().map_err(refused)?;
    let mut outlines = Vec::new();
    for (position, feature) in collection.features.iter().enumerate() {
        outlines.push(outline(position.saturating_add(1), feature)?);
    }
    if outlines.is_empty() {
        return Err(BoundaryRefusal::Empty);
    }
    outlines.sort_by(|one, other| one.code.cmp(&other.code));
    let mut pairs = outlines.iter().zip(outlines.iter().skip(1));
    if let Some((twice, _)) = pairs.find(|(one, next)| one.code == next.code) {
        return Err(BoundaryRefusal::DefinedTwice {
            code: twice.code.clone(),
        });
    }
    Ok(outlines)
}

/// Reads one feature, whose place in the file is counted from 1.
fn outline(number: usize, feature: &Feature) -> Result<Outline, BoundaryRefusal> {
    let code = feature
        .property("code")
        .and_then(|value| value.as_str())
        .filter(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or(BoundaryRefusal::BadCode { feature: number })?
        .to_owned();
    let polygons = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => std::slice::from_ref(coordinates),
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.as_slice(),
        Some(_) | None => return Err(BoundaryRefusal::NotAPolygon { code }),
    };
    let mut shape = Vec::new();
    for rings in polygons {
        let mut checked = Vec::new();
        for positions in rings {
            let ring = ring(positions);
            checked.push(ring.ok_or_else(|| BoundaryRefusal::BadRing { code: code.clone() })?);
        }
        let mut checked = checked.into_iter();
        let Some(exterior) = checked.next() else {
            return Err(BoundaryRefusal::NotAPolygon { code });
        };
        shape.push(Polygon::new(exterior, checked.collect()));
    }
    if shape.is_empty() {
        return Err(BoundaryRefusal::NotAPolygon { code });
    }
    Ok(Outline {
        code,
        shape: MultiPolygon(shape),
    })
}

/// A closed ring of points of the earth; none if it is not one.
fn ring(positions: &[geojson::Position]) -> Option<LineString<f64>> {
    let mut coordinates = Vec::with_capacity(positions.len());
    for position in positions {
        let [lon, lat, ..] = position.as_slice() else {
            return None;
        };
        coordinates.push(coordinate_of(Wgs84::new(*lat, *lon).ok()?));
    }
    let closed = coordinates.first() == coordinates.last();
    (closed && coordinates.len() >= FEWEST_POSITIONS).then(|| LineString::new(coordinates))
}
