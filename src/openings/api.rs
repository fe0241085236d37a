//! Wire types of one opening, and the operation that answers it.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use reach::coord::Crs;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::record::{OpeningRecord, SimilarItems, pay_of, point_of};
use super::{rules, store};
use crate::divisions::Atlas;
use crate::http::coordinates::{CrsName, LocationView, read_crs_and_id};
use crate::http::etag::Tag;
use crate::http::{ApiError, Code};
use crate::language::Text;
use crate::places::DivisionReferenceView;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::short_id;

/// Similar openings that an ended one names.
const SIMILAR: usize = 5;

/// What may be asked beside the identity.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query in the OpenAPI document; Input reads it"
)]
pub(crate) struct OpeningQuery {
    /// Coordinate reference system of the answer: `wgs84`, `gcj02` or `bd09`.
    #[param(inline)]
    crs: CrsName,
}

/// Pay as posted and as normalised.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pay)]
pub(crate) struct PayView {
    /// Lower end as posted, fen.
    min_fen: Option<i64>,
    /// Upper end as posted, fen; null where open.
    max_fen: Option<i64>,
    /// Unit as posted, see `/v1/meta`.
    unit: String,
    /// Monthly salaries a year where posted.
    months_per_year: Option<i32>,
    /// Lower end a month, fen (21.75 days, 8 hours); null for piece work and negotiable pay.
    monthly_min_fen: Option<i64>,
    /// Upper end a month, fen.
    monthly_max_fen: Option<i64>,
    /// In words.
    text: String,
}

/// An opening in full.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Opening)]
pub(crate) struct OpeningView {
    /// Identity.
    id: Uuid,
    /// Short identity for posters and mini-program codes.
    short_id: String,
    /// Kind, see `/v1/meta`.
    kind: String,
    /// Title.
    title: String,
    /// Employer as named in the posting.
    employer: String,
    /// Unified social credit code of the employer where known.
    employer_code: Option<String>,
    /// The division of the workplace.
    division: DivisionReferenceView,
    /// Address of the workplace.
    address: Option<String>,
    /// Where the work is, in the asked crs.
    location: LocationView,
    /// Coordinate reference system of the location.
    crs: String,
    /// How the point is known: `surveyed`, `seat`, `gazetteer` or `approximate`.
    point_basis: String,
    /// Category, see `/v1/meta`.
    category: Option<String>,
    /// Occupation, see `/v1/meta`.
    occupation: Option<String>,
    /// People wanted.
    headcount: i32,
    /// Conditions in plain words.
    conditions: Option<String>,
    /// Duties in plain words.
    duties: Option<String>,
    /// Pay.
    pay: PayView,
    /// Tags, see `/v1/meta`.
    tags: Vec<String>,
    /// First local day of the work where it is dated.
    starts_on: Option<NaiveDate>,
    /// Last local day of the work where it is dated.
    ends_on: Option<NaiveDate>,
    /// When it was posted.
    posted_at: DateTime<Utc>,
    /// The instant from which it no longer stands.
    valid_until: DateTime<Utc>,
    /// State.
    state: String,
    /// Raised by every change.
    version: i64,
    /// True when generated for the demo.
    is_demo: bool,
}

/// The problem document of an opening that has ended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EndedOpening)]
pub(crate) struct EndedOpeningView {
    /// The problem.
    #[serde(flatten)]
    problem: crate::http::problem::ProblemView,
    /// Up to five openings that stand, near its workplace, as items of lists.
    #[schema(value_type = Vec<Object>)]
    similar: serde_json::Value,
    /// Coordinate reference system of their locations.
    crs: String,
}

/// What an opening's answer is made with beside its row.
pub(crate) struct OpeningFacts {
    /// Divisions.
    pub(crate) atlas: Data<Atlas>,
    /// Who knows what is near.
    pub(crate) similar: Arc<dyn SimilarItems>,
    /// Time.
    pub(crate) clock: Clock,
}

/// Get an opening
///
/// One that has ended answers 410 with `similar`: up to five that stand, near its workplace.
#[utoipa::path(
    tag = "openings",
    params(("id" = Uuid, Path, description = "Identity of the opening"), OpeningQuery),
    responses(
        (status = 200, description = "The opening", body = OpeningView),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such opening", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "It has ended; `similar` names others near it", body = EndedOpeningView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database does not answer; `Retry-After` says when to ask again", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/openings/{id}")]
pub(crate) async fn get_opening(
    request: HttpRequest,
    id: Path<String>,
    database: Data<Database>,
    facts: Data<OpeningFacts>,
) -> Result<HttpResponse, ApiError> {
    let (crs, id) = read_crs_and_id(&request, &id)?;
    let found = store::load_some(database.readers(), &[id]).await?;
    let row = found
        .into_iter()
        .next()
        .ok_or_else(|| ApiError::new(Code::NotFound))?;
    let now = facts.clock.now();
    if row.state == "draft" || row.state == "in_review" || row.posted_at > now {
        return Err(ApiError::new(Code::NotFound));
    }
    if !rules::stands(&row.state, row.posted_at, row.valid_until, now) {
        return Err(ended(&row, crs, &facts, now));
    }
    let tag = Tag::of(&[&id.to_string(), &row.version.to_string(), crs.as_str()]);
    if tag.is_known_to(&request) {
        return Ok(tag.not_modified());
    }
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    let point =
        point_of(&row).ok_or_else(|| ApiError::internal("stored coordinates are no point"))?;
    Ok(response.json(view(row, LocationView::of(point, crs), crs, &facts.atlas)))
}

/// The refusal of an opening that has ended.
fn ended(row: &OpeningRecord, crs: Crs, facts: &OpeningFacts, now: DateTime<Utc>) -> ApiError {
    let similar = facts.similar.similar(row, crs, now, SIMILAR);
    ApiError::new(Code::OpeningEnded)
        .with_detail(Text::new(
            format!("“{}”已结束，附近还有类似的机会", row.title),
            format!(
                "\"{}\" has ended; similar ones near it are named",
                row.title
            ),
        ))
        .with_member("similar", similar)
        .with_member("crs", crs.as_str().into())
}

/// The wire form of an opening.
fn view(row: OpeningRecord, location: LocationView, crs: Crs, atlas: &Atlas) -> OpeningView {
    let text = pay_of(&row).map(|pay| pay.to_text()).unwrap_or_default();
    let tags = row.tags.as_array().map(Vec::as_slice).unwrap_or_default();
    let tags = tags
        .iter()
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    OpeningView {
        id: row.id,
        short_id: short_id(row.short_no),
        kind: row.kind,
        title: row.title,
        employer: row.employer_name,
        employer_code: row.employer_code,
        division: DivisionReferenceView::of(atlas, row.division_id),
        address: row.address,
        location,
        crs: crs.as_str().to_owned(),
        point_basis: row.point_basis,
        category: row.category,
        occupation: row.occupation,
        headcount: row.headcount,
        conditions: row.conditions,
        duties: row.duties,
        pay: PayView {
            min_fen: row.pay_min_fen,
            max_fen: row.pay_max_fen,
            unit: row.pay_unit,
            months_per_year: row.pay_months,
            monthly_min_fen: row.pay_monthly_min_fen,
            monthly_max_fen: row.pay_monthly_max_fen,
            text,
        },
        tags,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        posted_at: row.posted_at,
        valid_until: row.valid_until,
        state: row.state,
        version: row.version,
        is_demo: row.is_demo,
    }
}
