//! Wire types of one place, and the operation that answers it.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::record::{PlaceRecord, ServiceRow};
use super::{hours, store};
use crate::catalog::{Catalog, Term};
use crate::divisions::Atlas;
use crate::http::coordinates::{CrsName, LocationView, read_crs_and_id};
use crate::http::etag::Tag;
use crate::http::{ApiError, Code, Negotiated};
use crate::language::Language;
use crate::platform::clock::{Clock, local_time};
use crate::platform::database::Database;
use crate::platform::ids::short_id;
use crate::rules::calendar::WorkCalendar;

/// What may be asked beside the identity.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query in the OpenAPI document; Input reads it"
)]
pub(crate) struct PlaceQuery {
    /// Coordinate reference system of the answer: `wgs84`, `gcj02` or `bd09`.
    #[param(inline)]
    crs: CrsName,
}

/// A service as offered at a place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceAtPlace)]
pub(crate) struct ServiceAtPlaceView {
    /// Service item, see `/v1/meta`.
    service: String,
    /// Its label in the reader's language.
    label: String,
    /// Its family.
    family: String,
    /// Who may use it.
    audience: String,
    /// What to bring.
    bring: Vec<String>,
    /// Own opening hours where they differ from the place's, in words.
    hours_text: Option<String>,
    /// When somebody last confirmed that it is offered here.
    verified_at: Option<DateTime<Utc>>,
}

/// The division of a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DivisionReference)]
pub(crate) struct DivisionReferenceView {
    /// Identity.
    pub(crate) id: Uuid,
    /// The ministry's 12-digit code; villages have none.
    pub(crate) code: Option<String>,
    /// Own name.
    pub(crate) name: String,
    /// Name with all above it.
    pub(crate) full_name: String,
}

impl DivisionReferenceView {
    /// The division with an identity; an empty reference when the tree does not know it.
    pub(crate) fn of(atlas: &Atlas, id: Uuid) -> Self {
        let division = atlas.index_of(id).and_then(|index| atlas.get(index));
        Self {
            id,
            code: division.and_then(|division| division.code.clone()),
            name: division
                .map(|division| division.name.clone())
                .unwrap_or_default(),
            full_name: division
                .map(|division| division.full_name.clone())
                .unwrap_or_default(),
        }
    }
}

/// A place in full.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Place)]
pub(crate) struct PlaceView {
    /// Identity.
    id: Uuid,
    /// Short identity for posters and mini-program codes.
    short_id: String,
    /// Kind, see `/v1/meta`.
    kind: String,
    /// Name.
    title: String,
    /// The division it lies in.
    division: DivisionReferenceView,
    /// Address in words.
    address: Option<String>,
    /// Where it is, in the asked crs.
    location: LocationView,
    /// Coordinate reference system of the location.
    crs: String,
    /// How the point is known: `surveyed`, `seat`, `gazetteer` or `approximate`.
    point_basis: String,
    /// Site kind, see `/v1/meta`.
    site_kind: Option<String>,
    /// Grade, see `/v1/meta`; null where none was given.
    grade: Option<String>,
    /// Organisations that build it together.
    co_builders: Vec<String>,
    /// Opening hours: weekly intervals, exceptions, public holidays and make-up days.
    hours: Option<serde_json::Value>,
    /// Opening hours in words.
    hours_text: Option<String>,
    /// Whether it is open at this moment; null where the hours are not known.
    is_open_now: Option<bool>,
    /// False past the end of the holiday table: then days follow the week alone.
    are_holidays_known: bool,
    /// When it next opens or closes, within 14 days; null for a closed place.
    next_change_at: Option<DateTime<Utc>>,
    /// Facets, see `/v1/meta`.
    facets: Vec<String>,
    /// Services at this place.
    services: Vec<ServiceAtPlaceView>,
    /// Telephone.
    phone: Option<String>,
    /// Description in plain words.
    description: Option<String>,
    /// `open` or `closed`.
    state: String,
    /// When somebody last confirmed that it is as described; not the same as changed.
    verified_at: Option<DateTime<Utc>>,
    /// When the record last changed.
    updated_at: DateTime<Utc>,
    /// Raised by every change.
    version: i64,
    /// True when generated for the demo.
    is_demo: bool,
}

/// Get a place
///
/// With opening hours, services and what to bring. Closed places answer too, with `state` `closed`.
#[utoipa::path(
    tag = "places",
    params(("id" = Uuid, Path, description = "Identity of the place"), PlaceQuery),
    responses(
        (status = 200, description = "The place", body = PlaceView),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such place", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database does not answer; `Retry-After` says when to ask again", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/places/{id}")]
pub(crate) async fn get_place(
    request: HttpRequest,
    id: Path<String>,
    reader: Negotiated,
    database: Data<Database>,
    facts: Data<PlaceFacts>,
) -> Result<HttpResponse, ApiError> {
    let (crs, id) = read_crs_and_id(&request, &id)?;
    let found = store::load_some(database.readers(), &[id]).await?;
    let record = found
        .into_iter()
        .next()
        .ok_or_else(|| ApiError::new(Code::NotFound))?;
    let now = facts.clock.now();
    let minute = now.timestamp() / 60;
    let tag = Tag::of(&[
        &id.to_string(),
        &record.row.version.to_string(),
        crs.as_str(),
        reader.0.tag(),
        &minute.to_string(),
    ]);
    if tag.is_known_to(&request) {
        return Ok(tag.not_modified());
    }
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    let point = record
        .point()
        .ok_or_else(|| ApiError::internal("stored coordinates are no point"))?;
    let location = LocationView::of(point, crs);
    Ok(response.json(view(record, location, crs.as_str(), &facts, now, reader.0)))
}

/// What a place's view is made with beside its record.
pub(crate) struct PlaceFacts {
    /// Divisions.
    pub(crate) atlas: Data<Atlas>,
    /// Labels and what to bring.
    pub(crate) catalog: Data<Catalog>,
    /// Holidays.
    pub(crate) calendar: Data<WorkCalendar>,
    /// Time.
    pub(crate) clock: Clock,
}

/// The wire form of a place.
fn view(
    record: PlaceRecord,
    location: LocationView,
    crs: &str,
    facts: &PlaceFacts,
    now: DateTime<Utc>,
    language: Language,
) -> PlaceView {
    let hours = record.hours();
    let local = local_time(now);
    let next_change = hours
        .as_ref()
        .filter(|_| record.row.state == "open")
        .and_then(|hours| hours.next_change(local, &facts.calendar));
    let services = record
        .services
        .iter()
        .map(|service| service_view(service, &facts.catalog, language))
        .collect();
    let row = record.row;
    PlaceView {
        id: row.id,
        short_id: short_id(row.short_no),
        kind: row.kind,
        title: row.title,
        division: DivisionReferenceView::of(&facts.atlas, row.division_id),
        address: row.address,
        location,
        crs: crs.to_owned(),
        point_basis: row.point_basis,
        site_kind: row.site_kind,
        grade: row.grade,
        co_builders: PlaceRecord::texts(&row.co_builders),
        hours: row.hours,
        hours_text: hours.as_ref().map(hours::Hours::to_text),
        is_open_now: hours
            .as_ref()
            .map(|hours| row.state == "open" && hours.is_open_at(local, &facts.calendar)),
        are_holidays_known: facts.calendar.covers(local.date()),
        next_change_at: next_change.map(|(at, _)| crate::platform::clock::instant_of_local(at)),
        facets: PlaceRecord::texts(&row.facets),
        services,
        phone: row.phone,
        description: row.description,
        state: row.state,
        verified_at: row.verified_at,
        updated_at: row.updated_at,
        version: row.version,
        is_demo: row.is_demo,
    }
}

/// The wire form of a service at a place; what the place does not say comes from the catalog.
fn service_view(row: &ServiceRow, catalog: &Catalog, language: Language) -> ServiceAtPlaceView {
    let item = catalog.service(&row.service);
    let audience = row
        .audience
        .clone()
        .or_else(|| item.map(|item| item.audience(language).to_owned()));
    let bring = match &row.bring {
        Some(bring) => bring
            .split(['；', ';'])
            .map(|one| one.trim().to_owned())
            .collect(),
        None => item
            .map(|item| item.bring(language).to_vec())
            .unwrap_or_default(),
    };
    let hours = row
        .hours
        .as_ref()
        .and_then(|value| hours::Hours::from_value(value).ok());
    ServiceAtPlaceView {
        service: row.service.clone(),
        label: item.map_or_else(
            || row.service.clone(),
            |item| item.label(language).to_owned(),
        ),
        family: item.map(|item| item.family.clone()).unwrap_or_default(),
        audience: audience.unwrap_or_default(),
        bring,
        hours_text: hours.map(|hours| hours.to_text()),
        verified_at: row.verified_at,
    }
}
