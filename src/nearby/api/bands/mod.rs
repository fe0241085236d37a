//! `GET /v1/reach`: the areas that one reaches on foot within some minutes, or from which one reaches a place.

mod views;

use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use reach::coord::{Crs, Wgs84};
use reach::street::{Band, BandPolygon};
use serde_json::{Value, json};

use self::views::{BandView, Direction, ReachParams, ReachView, feature};
use super::NearbyParts;
use crate::http::coordinates::read_crs;
use crate::http::etag::Tag;
use crate::http::{ApiError, Input};
use crate::language::Text;
use crate::nearby::page::Form;
use crate::nearby::query::{MAX_MINUTES, OriginBasis, read_start};
use crate::nearby::reached::Basis;
use crate::nearby::snapshot::Snapshot;
use crate::streets::LoadedStreets;

/// Minutes of the bands unless asked otherwise.
const DEFAULT_MINUTES: [u32; 3] = [5, 10, 15];

/// Bands at most.
const MOST_BANDS: usize = 6;

/// Corners of a circle.
const CORNERS: u32 = 72;

/// The names of the parameters.
const NAMES: [&str; 6] = ["lat", "lon", "near", "crs", "minutes", "direction"];

/// What is asked.
struct Asked {
    /// The origin.
    point: Wgs84,
    /// Where it comes from.
    origin: OriginBasis,
    /// The caller's crs.
    crs: Crs,
    /// Ends of the bands, ascending.
    minutes: Vec<u32>,
    /// Which way is walked.
    direction: Direction,
    /// The form of the answer.
    form: Form,
}

/// Find how far one gets on foot
///
/// Areas for 5, 10 and 15 minutes, along streets with their stairs and slopes where they are known. They are valid, do
/// not overlap, and end 25 to 50 m beside the streets. `Accept: application/geo+json` answers a FeatureCollection in
/// WGS-84; the plain form is in the caller's crs, for an overlay on its map.
#[utoipa::path(
    tag = "nearby", params(ReachParams),
    responses(
        (status = 200, description = "The areas, the nearest first", content(
            (ReachView = "application/json"),
            (serde_json::Value = "application/geo+json"),
        )),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/reach")]
pub(crate) async fn get_reach(
    request: HttpRequest,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    let snapshot = parts.index.kept();
    let asked = Asked::read(&request, &snapshot, &parts)?;
    let streets = snapshot.ground.as_deref();
    let key = asked.key(streets.map_or(0, |it| it.mark));
    let tag = Tag::of(&[&key]);
    if tag.is_known_to(&request) {
        return Ok(tag.not_modified());
    }
    let make = || asked.body(streets, &parts);
    // A person's own point is asked once; those of places and divisions again and again.
    let body = match asked.origin {
        OriginBasis::Point => make(),
        OriginBasis::Division { .. } | OriginBasis::Place { .. } => {
            parts.areas.get_or_make(&key, make).await.to_string()
        }
    };
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    let media_type = HeaderValue::from_static(asked.form.media_type());
    Ok(response
        .insert_header((CONTENT_TYPE, media_type))
        .body(body))
}

/// Reads the ends of the bands.
fn read_minutes(input: &mut Input) -> Vec<u32> {
    let Some(words) = input.list("minutes") else {
        return DEFAULT_MINUTES.to_vec();
    };
    let most = u32::try_from(MAX_MINUTES).unwrap_or(u32::MAX);
    let numbers: Option<Vec<u32>> = words
        .iter()
        .map(|word| word.parse().ok().filter(|it| (1..=most).contains(it)))
        .collect();
    let Some(mut minutes) = numbers.filter(|it| it.len() <= MOST_BANDS) else {
        input.refuse(
            "minutes",
            "out_of_range",
            Text::new(
                format!("“minutes”应为最多 {MOST_BANDS} 个 1 到 {most} 的整数，用逗号分隔"),
                format!("\"minutes\" must be at most {MOST_BANDS} whole numbers from 1 to {most}, comma-separated"),
            ),
        );
        return Vec::new();
    };
    minutes.sort_unstable();
    minutes.dedup();
    minutes
}

/// Reads which way is walked.
fn read_direction(input: &mut Input) -> Direction {
    match input.text("direction").as_deref() {
        None | Some("from") => Direction::From,
        Some("towards") => Direction::Towards,
        Some(_) => {
            input.refuse(
                "direction",
                "unknown_value",
                Text::new(
                    "“direction”应为 from 或 towards",
                    "\"direction\" must be from or towards",
                ),
            );
            Direction::From
        }
    }
}

impl Asked {
    /// Reads the question.
    fn read(
        request: &HttpRequest,
        snapshot: &Snapshot,
        parts: &NearbyParts,
    ) -> Result<Self, ApiError> {
        let mut input = Input::from_query(request.query_string(), &NAMES)?;
        let crs = read_crs(&mut input).unwrap_or(Crs::Wgs84);
        let start = read_start(&mut input, crs, &parts.atlas, snapshot);
        let minutes = read_minutes(&mut input);
        let direction = read_direction(&mut input);
        input.finish()?;
        let (point, origin) =
            start.ok_or_else(|| ApiError::internal("a checked origin is missing"))?;
        let accept = request.headers().get(ACCEPT);
        Ok(Self {
            point,
            origin,
            crs,
            minutes,
            direction,
            form: Form::of_accept(accept.and_then(|value| value.to_str().ok())),
        })
    }

    /// Everything that the answer depends on.
    fn key(&self, ground: u64) -> String {
        let (lat, lon) = (self.point.lat_degrees(), self.point.lon_degrees());
        format!(
            "{ground:x}|{:x}|{:x}|{:?}|{}|{:?}|{:?}|{:?}",
            lat.to_bits(),
            lon.to_bits(),
            self.origin,
            self.crs.as_str(),
            self.minutes,
            self.direction,
            self.form,
        )
    }

    /// The areas, and what they rest on.
    fn bands(&self, ground: Option<&LoadedStreets>, parts: &NearbyParts) -> (Basis, Vec<Band>) {
        let last = self.minutes.last().copied().unwrap_or(0);
        let along = ground.and_then(|ground| {
            let streets = &ground.streets;
            let snap = streets.snap(self.point)?;
            let times = match self.direction {
                Direction::From => streets.reach_from(&snap, last * 60),
                Direction::Towards => streets.reach_towards(&snap, last * 60),
            };
            Some(times.bands(&self.minutes))
        });
        match along {
            Some(bands) => (Basis::Streets, bands),
            None => (Basis::Estimate, self.circles(parts)),
        }
    }

    /// Rings between circles, where no street is known.
    fn circles(&self, parts: &NearbyParts) -> Vec<Band> {
        let mut inner: Option<(u32, Vec<Wgs84>)> = None;
        let mut bands = Vec::with_capacity(self.minutes.len());
        for minutes in &self.minutes {
            let radius = parts.pace.reach_of_seconds(minutes * 60);
            let exterior = reach::measure::circle(self.point, radius, CORNERS);
            let holes = inner
                .iter()
                .map(|(_, ring)| ring.iter().rev().copied().collect());
            bands.push(Band {
                from_minutes: inner.as_ref().map_or(0, |it| it.0),
                to_minutes: *minutes,
                polygons: vec![BandPolygon {
                    exterior: exterior.clone(),
                    holes: holes.collect(),
                }],
            });
            inner = Some((*minutes, exterior));
        }
        bands
    }

    /// The answer.
    fn body(&self, ground: Option<&LoadedStreets>, parts: &NearbyParts) -> String {
        let (basis, bands) = self.bands(ground, parts);
        let origin = serde_json::to_value(&self.origin).unwrap_or(Value::Null);
        match self.form {
            Form::Json => {
                let view = ReachView {
                    basis: basis.as_str(),
                    direction: self.direction,
                    crs: self.crs.as_str(),
                    origin,
                    bands: bands
                        .iter()
                        .map(|band| BandView::of(band, self.crs))
                        .collect(),
                };
                serde_json::to_string(&view).unwrap_or_default()
            }
            Form::GeoJson => {
                let features: Vec<Value> = bands.iter().map(feature).collect();
                json!({
                    "type": "FeatureCollection",
                    "features": features,
                    "basis": basis.as_str(),
                    "direction": self.direction,
                    "crs": Crs::Wgs84.as_str(),
                    "origin": origin,
                })
                .to_string()
            }
        }
    }
}
