//! `GET /v1/route`: one walk as a line, with its length, climb, stairs and time.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use reach::coord::{Crs, Wgs84};
use reach::geodesic;
use reach::measure::{DistanceKey, walk_minutes};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::NearbyParts;
use crate::http::coordinates::{LocationView, read_crs};
use crate::http::{ApiError, Input};
use crate::language::Text;
use crate::nearby::query::read_start;
use crate::nearby::reached::Basis;
use crate::nearby::snapshot::Snapshot;

/// The names of the parameters.
const NAMES: [&str; 5] = ["lat", "lon", "near", "crs", "to"];

/// The longest walk that is looked for, seconds: a line for more would be of no use to one who walks.
const LONGEST_SECONDS: u32 = 7_200;

/// The parameters of `/v1/route`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read through Input; here for the contract")]
pub(super) struct RouteParams {
    /// Latitude of the start in `crs`, with `lon`; or give `near`.
    #[param(minimum = 3, maximum = 54)]
    lat: Option<f64>,
    /// Longitude of the start in `crs`.
    #[param(minimum = 73, maximum = 136)]
    lon: Option<f64>,
    /// Start at `division:CODE` or `place:ID`.
    #[param(min_length = 1)]
    near: Option<String>,
    /// Coordinate reference system of the request and the answer.
    #[param(inline)]
    crs: crate::http::coordinates::CrsName,
    /// The identity of the place or opening to walk to.
    to: Uuid,
}

/// One walk.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Route)]
pub(super) struct RouteView {
    /// What it rests on: `streets`; `estimate`, a straight line, where no street is known near either end.
    basis: &'static str,
    /// Coordinate reference system of the line.
    crs: &'static str,
    /// Whether there is a walk of at most two hours.
    is_reachable: bool,
    /// Seconds on foot; null where it is not reachable.
    walk_seconds: Option<u32>,
    /// Minutes on foot, rounded up.
    walk_minutes: Option<u32>,
    /// Length of the walk, metres; of the straight line where `basis` is `estimate`.
    length_m: Option<f64>,
    /// How much it climbs in all, metres; null where heights are not known.
    climb_m: Option<f64>,
    /// How much it descends in all, metres.
    descent_m: Option<f64>,
    /// How much of it is stairs, metres; null where streets are not known.
    steps_m: Option<f64>,
    /// The line from the start to the end.
    line: Vec<LocationView>,
}

/// Find the walk to a place or an opening
///
/// The quickest walk along streets, with stairs and slopes. The time is the one that the lists show, to the second.
#[utoipa::path(
    tag = "nearby", params(RouteParams),
    responses(
        (status = 200, description = "The walk", body = RouteView),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/route")]
pub(crate) async fn get_route(
    request: HttpRequest,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    let snapshot = parts.index.snapshot();
    let mut input = Input::from_query(request.query_string(), &NAMES)?;
    let crs = read_crs(&mut input).unwrap_or(Crs::Wgs84);
    let start = read_start(&mut input, crs, &parts.atlas, &snapshot);
    let end = read_end(&mut input, &snapshot);
    input.finish()?;
    let ends = start.zip(end);
    let ((from, _), to) = ends.ok_or_else(|| ApiError::internal("a checked end is missing"))?;
    let view = along_streets(&snapshot, from, to, crs)
        .unwrap_or_else(|| RouteView::estimate(from, to, crs, &parts));
    Ok(HttpResponse::Ok().json(view))
}

/// Reads where the walk ends.
fn read_end(input: &mut Input, snapshot: &Snapshot) -> Option<Wgs84> {
    let Some(text) = input.text("to") else {
        input.missing("to");
        return None;
    };
    let point = Uuid::try_parse(&text)
        .ok()
        .and_then(|id| snapshot.point_of_item(id));
    if point.is_none() {
        input.refuse(
            "to",
            "unknown_item",
            Text::new("没有这个点或岗位", "there is no such place or opening"),
        );
    }
    point
}

/// The walk along streets; none where no street is known near one of its ends.
fn along_streets(snapshot: &Snapshot, from: Wgs84, to: Wgs84, crs: Crs) -> Option<RouteView> {
    let streets = &snapshot.ground.as_deref()?.streets;
    let (begin, end) = (streets.snap(from)?, streets.snap(to)?);
    let route = streets
        .walk_between(&begin, &end)
        .filter(|route| route.milliseconds <= LONGEST_SECONDS * 1_000);
    let mut view = RouteView {
        basis: Basis::Streets.as_str(),
        crs: crs.as_str(),
        is_reachable: route.is_some(),
        walk_seconds: None,
        walk_minutes: None,
        length_m: None,
        climb_m: None,
        descent_m: None,
        steps_m: None,
        line: Vec::new(),
    };
    if let Some(route) = route {
        let seconds = route.milliseconds.div_ceil(1_000);
        view.walk_seconds = Some(seconds);
        view.walk_minutes = Some(walk_minutes(seconds));
        view.length_m = Some(decimetres(route.metres));
        view.climb_m = route.climb_m.map(decimetres);
        view.descent_m = route.descent_m.map(decimetres);
        view.steps_m = Some(decimetres(route.metres_of_steps));
        let line = std::iter::once(from).chain(route.line).chain([to]);
        view.line = line.map(|it| LocationView::of(it, crs)).collect();
        view.line
            .dedup_by(|one, other| one.lat == other.lat && one.lon == other.lon);
    }
    Some(view)
}

impl RouteView {
    /// The straight line, and how long its walk is estimated to take.
    fn estimate(from: Wgs84, to: Wgs84, crs: Crs, parts: &NearbyParts) -> Self {
        let metres = DistanceKey::from(geodesic(from, to)).metres();
        let seconds = parts.pace.walk_seconds(metres);
        Self {
            basis: Basis::Estimate.as_str(),
            crs: crs.as_str(),
            is_reachable: true,
            walk_seconds: Some(seconds),
            walk_minutes: Some(walk_minutes(seconds)),
            length_m: Some(decimetres(metres.get())),
            climb_m: None,
            descent_m: None,
            steps_m: None,
            line: [from, to].map(|it| LocationView::of(it, crs)).to_vec(),
        }
    }
}

/// Metres to a decimetre.
fn decimetres(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}
