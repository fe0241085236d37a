//! `GET /v1/nearby`: what is within reach of here. `POST /v1/nearby` asks the same in a body, so that the position
//! stands in no address and so in no access log on the way.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, post};
use reach::index::{Circle, Hit, Nearest, OrderKey, Slot, TieBreak};
use reach::measure::Pace;

use super::NearbyParts;
use super::answer::{Asking, FoundItem, FoundPage, MEMBERS_BYTES};
use super::contract::{ItemPageView, NearbyParams, NearbySearchIn};
use crate::http::{ApiError, Input};
use crate::nearby::alike::Folding;
use crate::nearby::members::Members;
use crate::nearby::query::{Origin, Scope, Search, read_origin, read_search};
use crate::nearby::snapshot::reach_of;
use crate::nearby::token::ReachKey;
use crate::platform::clock::local_day;

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
    let input = Input::from_query(request.query_string(), NearbyParams::names())?;
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
    let input = Input::from_body(&body, NearbyParams::names())?;
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
    let asking = Asking::begin(request, parts, &snapshot);
    let tag = asking.tag(&search, format_args!("{question}|{after:?}"));
    if tag.is_known_to(request) {
        return Ok(tag.not_modified());
    }
    let now = asking.moment.now;
    search.only_standing(now);
    let day = after.map_or_else(|| day_number(now), |after| after.day);
    let mut hits = find(&asking, &search, &origin, parts.pace, after, day);
    let next = (hits.len() > search.page_size)
        .then(|| hits.truncate(search.page_size))
        .and_then(|()| {
            let order = hits.last()?.0.key;
            let key = ReachKey { order, day };
            Some(parts.tokens.seal(&question, &key.to_bytes()))
        });
    let items = hits
        .iter()
        .map(|(hit, duplicates)| FoundItem {
            slot: hit.slot,
            reach: Some(reach_of(hit, parts.pace)),
            duplicates: *duplicates,
        })
        .collect();
    let mut more = Members::with_room(MEMBERS_BYTES);
    more.put("basis", BASIS);
    more.put("origin", &origin.basis);
    let circle = Circle {
        centre: origin.point,
        radius: origin.range.limit(parts.pace),
    };
    let is_empty = hits.is_empty() && after.is_none();
    asking.say_of_whole(&mut more, &search, Some(circle), is_empty, parts);
    let page = FoundPage { items, next, more };
    Ok(asking.answer(&tag, &search, page))
}

/// The question as one text: what a page token belongs to. The origin is in it only as a hash of the token.
fn question(search: &Search, origin: Option<&Origin>) -> String {
    // The bits say the same as the digits, and are written in a fraction of the time.
    let origin = origin.map(|origin| {
        let (lat, lon) = (origin.point.lat_degrees(), origin.point.lon_degrees());
        (lat.to_bits(), lon.to_bits(), origin.range)
    });
    search.canonical(format_args!("nearby|{origin:x?}"))
}

/// The days since 1970 in the business zone: whose lots decide ties.
fn day_number(now: chrono::DateTime<chrono::Utc>) -> i32 {
    local_day(now).to_epoch_days()
}

/// One more hit than the page holds, nearest first, with how many further items each stands for.
fn find(
    asking: &Asking<'_>,
    search: &Search,
    origin: &Origin,
    pace: Pace,
    after: Option<ReachKey>,
    day: i32,
) -> Vec<(Hit, u32)> {
    let (snapshot, moment) = (asking.snapshot, &asking.moment);
    let open_now = search
        .open_now
        .map(|is_open| snapshot.open_now(is_open, moment));
    // The set of the minute is asked like any filter; without it each item is.
    let mut predicates = search.predicates();
    predicates.extend(open_now.clone().flatten());
    let accept = |slot: Slot| search.open_now == snapshot.is_open(slot, moment);
    let wanted = search.page_size.saturating_add(1);
    let mut query = Nearest {
        origin: origin.point,
        within: Some(origin.range.limit(pace)),
        predicates: &predicates,
        accept: (open_now == Some(None)).then_some(&accept),
        tie: TieBreak {
            day,
            seed: search.seed,
        },
        after: after.map(|after| after.order),
        limit: wanted,
    };
    let mut folding = Folding::new(snapshot, search.fold.then_some(predicates.as_slice()));
    let mut kept = Vec::with_capacity(wanted);
    loop {
        let hits = snapshot.items.nearest(&query);
        let is_last = hits.len() < query.limit;
        query.after = hits.last().map(|hit| hit.key);
        for hit in hits {
            // What says the same is at the same place, so only the lot and the id tell it apart.
            let key_of = |id, _| {
                let tie = query.tie.lot(id);
                let distance = hit.key.distance;
                Some(OrderKey { distance, tie, id })
            };
            if let Some(further) = folding.stands_for(hit.slot, hit.key, key_of) {
                kept.push((hit, further));
            }
        }
        if is_last || kept.len() >= wanted {
            kept.truncate(wanted);
            return kept;
        }
        query.limit = query.limit.saturating_mul(2);
    }
}
