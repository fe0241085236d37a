//! `GET /v1/nearby`: what is within reach of here. `POST /v1/nearby` asks the same in a body, so that the position
//! stands in no address and so in no access log on the way.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::NearbyParts;
use super::answer::{Asking, FoundItem, FoundPage, MEMBERS_BYTES, Whole};
use super::contract::{ItemPageView, NearbyParams, NearbySearchIn};
use crate::http::{ApiError, Input};
use crate::nearby::finding::{Finding, Start, basis_of, start_of};
use crate::nearby::members::Members;
use crate::nearby::query::{Origin, OriginBasis, Scope, Search, read_origin, read_search};
use crate::nearby::token::ReachKey;
use crate::platform::clock::local_day;

/// Find what is within reach
///
/// Everything that is within `minutes` on foot (15 by default) or within `radius_m`. Where the streets around the origin
/// are known, `basis` is `streets`: walking times follow them with their stairs and slopes, and within `minutes` the list
/// is in their order. Elsewhere `basis` is `estimate`: times come from the straight line, and so does the order. An item
/// is listed by `minutes` if and only if its `walk_seconds` are at most 60 times the minutes. Filters combine with AND, the values of one filter with OR. `Accept: application/geo+json`
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
    answer(input, &request, &parts).await
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
    answer(input, &request, &parts).await
}

/// Reads the question and answers it.
async fn answer(
    mut input: Input<'_>,
    request: &HttpRequest,
    parts: &NearbyParts,
) -> Result<HttpResponse, ApiError> {
    let snapshot = parts.index.snapshot();
    let mut search = read_search(
        &mut input,
        Scope::Both,
        (&parts.atlas, &parts.catalog),
        &snapshot,
    );
    let origin = read_origin(&mut input, &mut search, &parts.atlas, &snapshot);
    let start = origin.as_ref().and_then(|it| start_of(&snapshot, it));
    let question = question(&search, origin.as_ref(), start.as_ref());
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
    let finding = Finding {
        snapshot: &snapshot,
        moment: &asking.moment,
        search: &search,
        origin: &origin,
        pace: parts.pace,
        after,
        day: after.map_or_else(|| day_number(now), |after| after.day),
    };
    let mut found = finding.find(start.as_ref(), search.page_size.saturating_add(1));
    let next = (found.len() > search.page_size)
        .then(|| found.truncate(search.page_size))
        .and_then(|()| Some(parts.tokens.seal(&question, &found.last()?.key.to_bytes())));
    let mut more = Members::with_room(MEMBERS_BYTES);
    more.put("basis", basis_of(start.as_ref()).as_str());
    more.put("origin", &origin.basis);
    let whole = Whole {
        is_empty: found.is_empty() && after.is_none(),
        around: Some((&finding, start.as_ref())),
        shared_question: match origin.basis {
            OriginBasis::Point => None,
            OriginBasis::Division { .. } | OriginBasis::Place { .. } => Some(&question),
        },
    };
    asking.say_of_whole(&mut more, &search, &whole, parts).await;
    let page = FoundPage {
        items: found.iter().map(FoundItem::from).collect(),
        next,
        more,
        basis: Some(basis_of(start.as_ref())),
    };
    Ok(asking.answer(&tag, &search, page))
}

/// The question as one text: what a page token belongs to. The origin is in it only as a hash of the token. A list by
/// streets and one by the straight line do not continue each other.
fn question(search: &Search, origin: Option<&Origin>, start: Option<&Start<'_>>) -> String {
    // The bits say the same as the digits, and are written in a fraction of the time.
    let origin = origin.map(|origin| {
        let (lat, lon) = (origin.point.lat_degrees(), origin.point.lon_degrees());
        (lat.to_bits(), lon.to_bits(), origin.range)
    });
    let basis = basis_of(start).as_str();
    search.canonical(format_args!("nearby|{basis}|{origin:x?}"))
}

/// The days since 1970 in the business zone: whose lots decide ties.
fn day_number(now: chrono::DateTime<chrono::Utc>) -> i32 {
    local_day(now).to_epoch_days()
}
