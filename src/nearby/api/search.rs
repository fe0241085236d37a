//! `GET /v1/nearby`: what is within reach of here. `POST /v1/nearby` asks the same in a body, so that the position
//! stands in no address and so in no access log on the way.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, post};
use reach::index::{Hit, Nearest, Slot, TieBreak};
use serde_json::{Map, Value, json};

use super::contract::{ItemPageView, NearbyParams, NearbySearchIn};
use super::{NearbyParts, form_of, tag_of};
use crate::http::{ApiError, Input};
use crate::nearby::page::{Form, PageWriter};
use crate::nearby::query::{Origin, Scope, Search, read_origin, read_search};
use crate::nearby::snapshot::{Moment, Snapshot};
use crate::nearby::token::ReachKey;
use crate::platform::clock::{local_day, local_time};

/// What the walking times rest on, until street data answer for themselves.
const BASIS: &str = "estimate";

/// Find what is within reach
///
/// Everything that is within `minutes` on foot (15 by default) or within `radius_m`, nearest first. Walking times are
/// estimates from the straight line: `basis` says so. An item is listed if and only if its `walk_seconds` are at most
/// 60 times the minutes. Filters combine with AND, the values of one filter with OR. `Accept: application/geo+json`
/// answers a FeatureCollection in WGS-84.
#[utoipa::path(
    tag = "nearby", params(NearbyParams),
    responses(
        (status = 200, description = "A page of items, nearest first", content(
            (ItemPageView = "application/json"),
            (serde_json::Value = "application/geo+json"),
        )),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/nearby")]
pub(crate) async fn list_nearby(
    request: HttpRequest,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    let input = Input::from_query(request.query_string(), &NearbyParams::names())?;
    answer(input, &request, &parts)
}

/// Find what is within reach, with the question in the body
///
/// The same as `GET /v1/nearby`. A position in the query stands in the access logs of every proxy on the way; in a body
/// it does not. Nothing is created: no Idempotency-Key is needed.
#[utoipa::path(
    tag = "nearby", request_body = NearbySearchIn,
    responses(
        (status = 200, description = "A page of items, nearest first", content(
            (ItemPageView = "application/json"),
            (serde_json::Value = "application/geo+json"),
        )),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The body is not a JSON object", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` points to the members", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[post("/v1/nearby")]
pub(crate) async fn search_nearby(
    request: HttpRequest,
    body: Bytes,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    if let Some(pair) = request
        .query_string()
        .split('&')
        .find(|pair| !pair.is_empty())
    {
        let mut input = Input::from_query(pair, &[])?;
        input.refuse_query();
        input.finish()?;
    }
    let input = Input::from_body(&body, &NearbyParams::names())?;
    answer(input, &request, &parts)
}

/// Reads the question and answers it.
fn answer(
    mut input: Input,
    request: &HttpRequest,
    parts: &NearbyParts,
) -> Result<HttpResponse, ApiError> {
    let snapshot = parts.index.snapshot();
    let mut search = read_search(&mut input, Scope::Both, &parts.atlas, &parts.catalog);
    let origin = read_origin(&mut input, &mut search, &parts.atlas, &snapshot);
    let question = question(&search, origin.as_ref());
    let after = input
        .page_token(&parts.tokens, &question)
        .and_then(|bytes| ReachKey::from_bytes(&bytes));
    input.finish()?;
    let origin = origin.ok_or_else(|| ApiError::internal("a checked origin is missing"))?;
    let form = form_of(request);
    let now = parts.clock.now();
    let moment = Moment {
        now,
        local: local_time(now),
        calendar: &parts.calendar,
    };
    let asked = format!("{question}|{}|{after:?}", search.page_size);
    let tag = tag_of(snapshot.version.0, now.timestamp() / 60, form, &asked);
    if tag.is_known_to(request) {
        return Ok(tag.not_modified());
    }
    search.only_standing(now);
    let day = after.map_or_else(|| day_number(now), |after| after.day);
    let mut hits = find(&snapshot, &search, &origin, &moment, parts, after, day);
    let next = (hits.len() > search.page_size)
        .then(|| hits.truncate(search.page_size))
        .and_then(|()| {
            let order = hits.last()?.key;
            Some(
                parts
                    .tokens
                    .seal(&question, &ReachKey { order, day }.to_bytes()),
            )
        });
    let body = page(
        &snapshot,
        &hits,
        &search,
        &origin,
        next,
        (&moment, parts, form),
    );
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    Ok(response.content_type(form.media_type()).body(body))
}

/// The question as one text: what a page token belongs to. The origin is in it only as a hash of the token.
fn question(search: &Search, origin: Option<&Origin>) -> String {
    let origin = origin.map(|origin| {
        format!(
            "{}|{}|{:?}",
            origin.point.lat_degrees(),
            origin.point.lon_degrees(),
            origin.range
        )
    });
    search.canonical(&format!("nearby|{origin:?}"))
}

/// The days since 1970 in the business zone: whose lots decide ties.
fn day_number(now: chrono::DateTime<chrono::Utc>) -> i32 {
    local_day(now).to_epoch_days()
}

/// One more hit than the page holds, nearest first.
fn find(
    snapshot: &Snapshot,
    search: &Search,
    origin: &Origin,
    moment: &Moment<'_>,
    parts: &NearbyParts,
    after: Option<ReachKey>,
    day: i32,
) -> Vec<Hit> {
    let accept =
        |slot: Slot| search.open_now == snapshot.is_open(slot, moment.local, moment.calendar);
    snapshot.index.nearest(&Nearest {
        origin: origin.point,
        within: Some(origin.range.limit(parts.pace)),
        predicates: &search.predicates,
        accept: search.open_now.is_some().then_some(&accept),
        tie: TieBreak {
            day,
            seed: search.seed,
        },
        after: after.map(|after| after.order),
        limit: search.page_size.saturating_add(1),
    })
}

/// The answer's body.
fn page(
    snapshot: &Snapshot,
    hits: &[Hit],
    search: &Search,
    origin: &Origin,
    next: Option<String>,
    (moment, parts, form): (&Moment<'_>, &NearbyParts, Form),
) -> Vec<u8> {
    let mut writer = PageWriter::new(form, search.crs, hits.len());
    for hit in hits {
        let seconds = parts.pace.walk_seconds(hit.key.distance.metres());
        let reach = Some((hit.key.distance.millimetres(), seconds));
        if let Some((card, point, splice)) = snapshot.spliced(hit.slot, reach, moment) {
            writer.item(card, point, splice);
        }
    }
    let mut members = Map::new();
    members.insert("next_page_token".to_owned(), json!(next));
    let crs = match form {
        Form::Json => search.crs.as_str(),
        Form::GeoJson => reach::coord::Crs::Wgs84.as_str(),
    };
    members.insert("crs".to_owned(), json!(crs));
    members.insert("basis".to_owned(), json!(BASIS));
    members.insert("as_of".to_owned(), json!(moment.now));
    members.insert("origin".to_owned(), origin.basis.to_json());
    members.insert(
        "effective_filters".to_owned(),
        Value::Object(search.effective.clone()),
    );
    writer.finish(&members)
}
