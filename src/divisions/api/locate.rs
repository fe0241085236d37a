//! `GET /v1/divisions/locate`: which county a point lies in.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use reach::coord::Crs;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::DivisionView;
use crate::divisions::atlas::Atlas;
use crate::divisions::boundaries::SIMPLIFICATION;
use crate::http::coordinates::{CrsName, read_crs, read_point};
use crate::http::{ApiError, Input};

/// What may be asked.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query in the OpenAPI document; Input reads it"
)]
pub(crate) struct LocateQuery {
    /// Latitude in the given crs, degrees.
    lat: f64,
    /// Longitude in the given crs, degrees.
    lon: f64,
    /// Coordinate reference system of the point and of the answer: `wgs84`, `gcj02` or `bd09`.
    #[param(inline)]
    crs: CrsName,
}

/// A county near the point.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NearbyCounty)]
pub(crate) struct NearbyCountyView {
    /// The county.
    division: DivisionView,
    /// Distance from the point to its polygon, metres.
    distance_m: f64,
}

/// Where a point lies.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LocatedDivision)]
pub(crate) struct LocatedView {
    /// The county whose polygon holds the point; null outside Guizhou.
    division: Option<DivisionView>,
    /// Distance to the nearest county border, metres; given only when it is within the simplification, i.e. when the
    /// answer may be the neighbour.
    distance_to_border_m: Option<f64>,
    /// Other counties that the point may lie in, nearest first.
    neighbours: Vec<NearbyCountyView>,
    /// How far the polygons may be off, metres.
    simplification_m: f64,
    /// What the answer rests on: `polygon`.
    basis: &'static str,
    /// Coordinate reference system of the answer.
    crs: String,
}

/// Find the county of a point
///
/// Boundaries are simplified by 100 to 200 m. Within 500 m of a border the distance to it and the neighbours are named.
#[utoipa::path(
    tag = "divisions", params(LocateQuery),
    responses(
        (status = 200, description = "Where the point lies", body = LocatedView),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/divisions/locate")]
pub(crate) async fn locate_division(
    request: HttpRequest,
    atlas: Data<Atlas>,
) -> Result<HttpResponse, ApiError> {
    let mut input = Input::from_query(request.query_string(), &["lat", "lon", "crs"])?;
    let crs = read_crs(&mut input);
    let point = read_point(&mut input, crs);
    input.finish()?;
    let (Some(crs), Some(point)) = (crs, point) else {
        return Err(ApiError::internal("a checked point is missing"));
    };
    let located = atlas.boundaries().locate(point);
    let division = located
        .inside
        .and_then(|code| county_view(&atlas, code, crs));
    let neighbours = located
        .near
        .iter()
        .filter_map(|(code, distance)| {
            Some(NearbyCountyView {
                division: county_view(&atlas, code, crs)?,
                distance_m: decimetres(distance.get()),
            })
        })
        .collect();
    let is_near = located.border_distance.get() <= SIMPLIFICATION.get();
    Ok(HttpResponse::Ok().json(LocatedView {
        division,
        distance_to_border_m: is_near.then(|| decimetres(located.border_distance.get())),
        neighbours,
        simplification_m: SIMPLIFICATION.get(),
        basis: "polygon",
        crs: crs.as_str().to_owned(),
    }))
}

/// The county with a boundary's code.
fn county_view(atlas: &Atlas, code: &str, crs: Crs) -> Option<DivisionView> {
    DivisionView::of(atlas, atlas.county_by_code(code)?, crs, None)
}

/// Metres rounded to a decimetre.
fn decimetres(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}
