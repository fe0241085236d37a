//! The contract of the lists in the OpenAPI document, made from the declared filters so that it cannot differ.

mod views;

use std::sync::LazyLock;

use reach::coord::{
    CHINA_EAST_DEGREES, CHINA_NORTH_DEGREES, CHINA_SOUTH_DEGREES, CHINA_WEST_DEGREES, Crs,
};
use utoipa::openapi::path::{Parameter as ApiParameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, SchemaFormat};
use utoipa::openapi::{RefOr, Required};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::nearby::filters::{CODE_FILTERS, ORIGIN_PARAMETERS, PARAMETERS, ValueKind};
use crate::nearby::query::{MAX_MINUTES, MAX_RADIUS_M, Scope};
pub(super) use views::ItemPageView;

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
