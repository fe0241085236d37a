//! What `/v1/nearby` is compared with, behind the same middleware: (a) serde_json on 20 fixed items, (b) fixed bytes.
//!
//! The items of (a) are those of one real answer, read into typed structs that refuse a field they do not know: they
//! have the fields and the size of the product's cards, whatever those become.

use std::sync::OnceLock;

use actix_web::web::{Bytes, ServiceConfig};
use actix_web::{HttpResponse, get};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Path of the serialising yardstick.
pub(crate) const SERIALISED: &str = "/bench/serialised";

/// Path of the fixed yardstick.
pub(crate) const FIXED: &str = "/bench/static";

/// Bytes of the fixed answer: what 20 cards of 10 fields came to in the first measurements.
const FIXED_BYTES: usize = 4_800;

/// The page that (a) serialises for every request.
static PAGE: OnceLock<Page> = OnceLock::new();

/// The bytes of (b).
static FIXED_BODY: [u8; FIXED_BYTES] = [b'7'; FIXED_BYTES];

/// A page as the product answers it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Page {
    /// The items.
    items: Vec<Item>,
    /// Continues the list.
    next_page_token: Option<String>,
    /// Coordinate reference system.
    crs: String,
    /// The moment of the answer.
    as_of: DateTime<Utc>,
    /// What walking times rest on.
    basis: String,
    /// Where the search started.
    origin: Basis,
    /// The filters as understood.
    effective_filters: Filters,
}

/// Where a search started.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Basis {
    /// What the origin is.
    basis: String,
}

/// The filters of the sample.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// Metres in a straight line.
    radius_m: u32,
}

/// A place or an opening.
#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Item {
    /// An opening.
    Opening(Box<Opening>),
    /// A place.
    Place(Box<Place>),
}

/// An opening's card.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    /// Kind.
    kind: String,
    /// Identity.
    id: Uuid,
    /// Title.
    title: String,
    /// Employer.
    employer: String,
    /// Division.
    division: Division,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// How the point is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    point_basis: Option<String>,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// Occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    occupation: Option<String>,
    /// People wanted.
    headcount: i32,
    /// Pay.
    pay: Pay,
    /// Tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_on: Option<NaiveDate>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
    /// Whether it is a demo's.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_demo: Option<bool>,
    /// Where it is.
    location: Location,
    /// Metres.
    distance_m: f64,
    /// Seconds on foot.
    walk_seconds: u32,
    /// Minutes on foot.
    walk_minutes: u32,
    /// What its walking time rests on, where that differs from the list's.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    /// How many others say the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicates: Option<u32>,
    /// Whether it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_open_now: Option<bool>,
    /// Whether it is open on arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    open_on_arrival: Option<bool>,
}

/// A place's card.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Place {
    /// Kind.
    kind: String,
    /// Identity.
    id: Uuid,
    /// Title.
    title: String,
    /// Division.
    division: Division,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// How the point is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    point_basis: Option<String>,
    /// Site kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    site_kind: Option<String>,
    /// Grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<String>,
    /// Services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    services: Vec<String>,
    /// Facets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facets: Vec<String>,
    /// Hours in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours_text: Option<String>,
    /// Whether it is a demo's.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_demo: Option<bool>,
    /// Where it is.
    location: Location,
    /// Metres.
    distance_m: f64,
    /// Seconds on foot.
    walk_seconds: u32,
    /// Minutes on foot.
    walk_minutes: u32,
    /// What its walking time rests on, where that differs from the list's.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    /// How many others say the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicates: Option<u32>,
    /// Whether it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_open_now: Option<bool>,
    /// Whether it is open on arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    open_on_arrival: Option<bool>,
}

/// A division on a card.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Division {
    /// Name.
    name: Option<String>,
}

/// A pay on a card.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Pay {
    /// In words.
    text: String,
}

/// A point on a card.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Location {
    /// Latitude.
    lat: f64,
    /// Longitude.
    lon: f64,
}

/// Keeps the answer that (a) serialises from now on.
pub(crate) fn take_sample(text: &str) -> anyhow::Result<()> {
    let page: Page = serde_json::from_str(text)?;
    anyhow::ensure!(page.items.len() == 20, "it has {} items", page.items.len());
    PAGE.set(page).ok().context("it was taken before")
}

/// Mounts both.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config.service(answer_serialised).service(answer_fixed);
}

/// (a): serialises the page.
#[get("/bench/serialised")]
async fn answer_serialised() -> HttpResponse {
    let body = PAGE.get().and_then(|page| serde_json::to_vec(page).ok());
    HttpResponse::Ok()
        .content_type("application/json")
        .body(body.unwrap_or_default())
}

/// (b): the same bytes for everyone.
#[get("/bench/static")]
async fn answer_fixed() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(Bytes::from_static(&FIXED_BODY))
}
