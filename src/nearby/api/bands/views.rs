//! What `/v1/reach` takes and answers.

use reach::coord::{Crs, Wgs84};
use reach::street::{Band, BandPolygon};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use crate::http::coordinates::LocationView;

/// The parameters of `/v1/reach`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read through Input; here for the contract")]
pub(in crate::nearby::api) struct ReachParams {
    /// Latitude in `crs`, with `lon`; or give `near`.
    #[param(minimum = 3, maximum = 54)]
    lat: Option<f64>,
    /// Longitude in `crs`.
    #[param(minimum = 73, maximum = 136)]
    lon: Option<f64>,
    /// `division:CODE` or `place:ID`, for people who give no position.
    #[param(min_length = 1)]
    near: Option<String>,
    /// Coordinate reference system of the request and of the plain answer.
    #[param(inline)]
    crs: crate::http::coordinates::CrsName,
    /// Ends of the bands, whole minutes from 1 to 60, comma-separated, at most 6; 5,10,15 by default.
    #[param(min_length = 1)]
    minutes: Option<String>,
    /// `from`, the default: where one gets to from here; `towards`: from where one gets here. On hills they differ.
    #[param(inline)]
    direction: Option<Direction>,
}

/// Which way is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::nearby::api) enum Direction {
    /// From the origin.
    From,
    /// To the origin.
    Towards,
}

/// The areas.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reach)]
pub(in crate::nearby::api) struct ReachView {
    /// What the areas rest on: `streets`; `estimate`, circles, where no street is known near the origin.
    pub(super) basis: &'static str,
    /// Which way is walked.
    pub(super) direction: Direction,
    /// Coordinate reference system of the areas.
    pub(super) crs: &'static str,
    /// Where the origin comes from; never the caller's own point.
    #[schema(value_type = Object)]
    pub(super) origin: Value,
    /// The areas, the nearest first; they do not overlap.
    pub(super) bands: Vec<BandView>,
}

/// What is reached in more than the one and at most the other number of minutes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Band)]
pub(in crate::nearby::api) struct BandView {
    /// More minutes than this.
    from_minutes: u32,
    /// At most so many.
    to_minutes: u32,
    /// Its parts.
    polygons: Vec<PolygonView>,
}

/// A connected part of a band.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BandPolygon)]
pub(in crate::nearby::api) struct PolygonView {
    /// The outer ring, closed, anticlockwise.
    exterior: Vec<LocationView>,
    /// Rings around what it does not hold, closed, clockwise.
    holes: Vec<Vec<LocationView>>,
}

impl BandView {
    /// A band in a crs.
    pub(super) fn of(band: &Band, crs: Crs) -> Self {
        let ring = |ring: &Vec<Wgs84>| ring.iter().map(|it| LocationView::of(*it, crs)).collect();
        let polygons = band.polygons.iter().map(|polygon| PolygonView {
            exterior: ring(&polygon.exterior),
            holes: polygon.holes.iter().map(ring).collect(),
        });
        Self {
            from_minutes: band.from_minutes,
            to_minutes: band.to_minutes,
            polygons: polygons.collect(),
        }
    }
}

/// A band as a GeoJSON feature: a MultiPolygon in WGS-84 (RFC 7946).
pub(super) fn feature(band: &Band) -> Value {
    let ring = |ring: &Vec<Wgs84>| -> Value {
        let points = ring.iter().map(|it| LocationView::of(*it, Crs::Wgs84));
        points.map(|it| json!([it.lon, it.lat])).collect()
    };
    let polygon = |polygon: &BandPolygon| -> Value {
        let rings = std::iter::once(&polygon.exterior).chain(&polygon.holes);
        rings.map(ring).collect()
    };
    let polygons: Value = band.polygons.iter().map(polygon).collect();
    json!({
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        "properties": {"from_minutes": band.from_minutes, "to_minutes": band.to_minutes},
    })
}
