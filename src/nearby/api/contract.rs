//! The contract of the lists in the OpenAPI document, made from the declared filters so that it cannot differ.

use std::sync::LazyLock;

use reach::coord::{
    CHINA_EAST_DEGREES, CHINA_NORTH_DEGREES, CHINA_SOUTH_DEGREES, CHINA_WEST_DEGREES, Crs,
};
use serde::Serialize;
use utoipa::openapi::path::{Parameter as ApiParameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, SchemaFormat};
use utoipa::openapi::{RefOr, Required};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::nearby::filters::{CODE_FILTERS, ORIGIN_PARAMETERS, PARAMETERS, ValueKind};
use crate::nearby::query::{MAX_MINUTES, MAX_RADIUS_M, Scope};

/// The parameters of `/v1/nearby`.
#[derive(Debug)]
pub(super) struct NearbyParams;

/// The parameters of `/v1/places`.
#[derive(Debug)]
pub(super) struct PlacesParams;

/// The parameters of `/v1/openings`.
#[derive(Debug)]
pub(super) struct OpeningsParams;

/// The body of `POST /v1/nearby`.
#[derive(Debug)]
pub(super) struct NearbySearchIn;

/// A page of items.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemPage)]
pub(super) struct ItemPageView {
    /// The items.
    items: Vec<ItemView>,
    /// Continues the list; null at its end.
    next_page_token: Option<String>,
    /// Coordinate reference system of the locations.
    crs: String,
    /// What walking times rest on: `estimate`; `none` in lists without an origin.
    basis: String,
    /// The moment that the answer speaks of.
    as_of: chrono::DateTime<chrono::Utc>,
    /// Where the search started, for searches; never the caller's own point.
    #[schema(value_type = Option<Object>)]
    origin: Option<serde_json::Value>,
    /// The filters as understood, with defaults.
    #[schema(value_type = Object)]
    effective_filters: serde_json::Value,
}

/// The division of an item on a list; its code and full name are in the item's own answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DivisionName)]
pub(super) struct DivisionNameView {
    /// Identity.
    id: uuid::Uuid,
    /// Own name; null where the division is not known.
    name: Option<String>,
}

/// A place or an opening on a list: what one chooses by. Which of the optional members an item has depends on its kind;
/// short identity, validity, conditions and whom to call are in the item's own answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Item)]
pub(super) struct ItemView {
    /// Kind, see `/v1/meta`.
    kind: String,
    /// Identity.
    id: uuid::Uuid,
    /// Title.
    title: String,
    /// Division.
    division: DivisionNameView,
    /// Address in words.
    address: Option<String>,
    /// How the point is known: `surveyed`, `seat`, `gazetteer` or `approximate`.
    point_basis: String,
    /// True when generated for the demo.
    is_demo: bool,
    /// Where it is, in the asked crs.
    location: crate::http::coordinates::LocationView,
    /// Straight line from the origin, metres, to a decimetre; in searches.
    distance_m: Option<f64>,
    /// Seconds on foot; in searches.
    walk_seconds: Option<u32>,
    /// Minutes on foot, rounded up; in searches.
    walk_minutes: Option<u32>,
    /// Whether it is open at `as_of`; null where the hours are not known or it has none.
    is_open_now: Option<bool>,
    /// Places: site kind.
    site_kind: Option<String>,
    /// Places: grade.
    grade: Option<String>,
    /// Places: services.
    services: Option<Vec<String>>,
    /// Places: facets.
    facets: Option<Vec<String>>,
    /// Places: opening hours in words.
    hours_text: Option<String>,
    /// Places: when somebody last confirmed it.
    verified_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Openings: employer.
    employer: Option<String>,
    /// Openings: category.
    category: Option<String>,
    /// Openings: occupation.
    occupation: Option<String>,
    /// Openings: people wanted.
    headcount: Option<i32>,
    /// Openings: pay as posted, `min_fen`, `max_fen`, `unit` and `text`.
    #[schema(value_type = Option<Object>)]
    pay: Option<serde_json::Value>,
    /// Openings: tags.
    tags: Option<Vec<String>>,
    /// Openings: first local day of dated work.
    starts_on: Option<chrono::NaiveDate>,
    /// Openings: last local day of dated work.
    ends_on: Option<chrono::NaiveDate>,
    /// Openings: when posted.
    posted_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl NearbyParams {
    /// The names of the parameters.
    pub(super) fn names() -> &'static [&'static str] {
        static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
            let origin = ORIGIN_PARAMETERS.iter().map(|parameter| parameter.name);
            origin.chain(Scope::Both.names()).collect()
        });
        &NAMES
    }
}

impl IntoParams for NearbyParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<ApiParameter> {
        described(Scope::Both, true)
    }
}

impl IntoParams for PlacesParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<ApiParameter> {
        described(Scope::Places, false)
    }
}

impl IntoParams for OpeningsParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<ApiParameter> {
        described(Scope::Openings, false)
    }
}

impl PartialSchema for NearbySearchIn {
    fn schema() -> RefOr<Schema> {
        let mut object = ObjectBuilder::new().description(Some(
            "The parameters of GET /v1/nearby as members; lists may be JSON lists or comma-separated texts.",
        ));
        for (name, kind, about, _) in declared(Scope::Both, true) {
            object = object.property(name, value_schema(name, kind, about));
        }
        RefOr::T(Schema::Object(object.required("crs").build()))
    }
}

impl ToSchema for NearbySearchIn {
    fn name() -> std::borrow::Cow<'static, str> {
        "NearbySearch".into()
    }
}

/// Every declared parameter of a scope: name, value, what it does, whether it is required.
fn declared(
    scope: Scope,
    with_origin: bool,
) -> impl Iterator<Item = (&'static str, ValueKind, &'static str, bool)> {
    let origin = ORIGIN_PARAMETERS.iter().filter(move |_| with_origin);
    let codes = CODE_FILTERS
        .iter()
        .filter(move |filter| scope.has(filter.of));
    let others = PARAMETERS
        .iter()
        .filter(move |parameter| scope.has(parameter.of));
    origin
        .map(|it| (it.name, it.kind, it.about, false))
        .chain(codes.map(|it| (it.name, ValueKind::Text, it.about, false)))
        .chain(others.map(|it| (it.name, it.kind, it.about, it.name == "crs")))
}

/// The parameters as the document has them.
fn described(scope: Scope, with_origin: bool) -> Vec<ApiParameter> {
    declared(scope, with_origin)
        .map(|(name, kind, about, is_required)| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(if is_required {
                    Required::True
                } else {
                    Required::False
                })
                .description(Some(about))
                .schema(Some(value_schema(name, kind, about)))
                .build()
        })
        .collect()
}

/// The schema of a parameter's value, as tight as its reader.
fn value_schema(name: &str, kind: ValueKind, about: &str) -> RefOr<Schema> {
    let (schema_type, format) = match kind {
        ValueKind::Text => (Type::String, None),
        ValueKind::Instant => (Type::String, Some(KnownFormat::DateTime)),
        ValueKind::Number => (Type::Number, Some(KnownFormat::Double)),
        ValueKind::Integer => (Type::Integer, Some(KnownFormat::Int64)),
        ValueKind::Boolean => (Type::Boolean, None),
    };
    let object = ObjectBuilder::new()
        .schema_type(schema_type)
        .format(format.map(SchemaFormat::KnownFormat))
        .description(Some(about));
    RefOr::T(Schema::Object(bounded(object, name, kind).build()))
}

/// The bounds of a parameter's value.
fn bounded(object: ObjectBuilder, name: &str, kind: ValueKind) -> ObjectBuilder {
    match name {
        "crs" => object.enum_values(Some(Crs::ALL.map(Crs::as_str))),
        "pay_unit" => object.enum_values(Some(["hour", "day", "month", "year"])),
        "lat" => object
            .minimum(Some(CHINA_SOUTH_DEGREES))
            .maximum(Some(CHINA_NORTH_DEGREES)),
        "lon" => object
            .minimum(Some(CHINA_WEST_DEGREES))
            .maximum(Some(CHINA_EAST_DEGREES)),
        "minutes" => object.minimum(Some(1)).maximum(Some(MAX_MINUTES)),
        "radius_m" => object.minimum(Some(1)).maximum(Some(MAX_RADIUS_M)),
        "page_size" => object.minimum(Some(1)),
        "seed" | "pay_at_least_fen" => object.minimum(Some(0)),
        _ if kind == ValueKind::Text => object.min_length(Some(1)),
        _ => object,
    }
}
