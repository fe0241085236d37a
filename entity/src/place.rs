//! Table `place`: somewhere a person can walk to for help.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One row of `place`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "place")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Number behind the short id, unique.
    pub short_no: i64,
    /// The register that this place comes from.
    pub source: String,
    /// Identity in that register.
    pub external_id: Option<String>,
    /// Import identity: (source, external id), else (division, kind, normalised name).
    pub natural_key: String,
    /// Kind, checked against `catalog/places.toml`.
    pub kind: String,
    /// Name in Chinese.
    pub title: String,
    /// The division it lies in, as declared.
    pub division_id: Uuid,
    /// Address in words.
    pub address: Option<String>,
    /// Latitude, WGS-84 degrees.
    pub lat: f64,
    /// Longitude, WGS-84 degrees.
    pub lon: f64,
    /// How the point is known: `surveyed`, `seat`, `gazetteer` or `approximate`.
    pub point_basis: String,
    /// Site kind, checked against the catalog.
    pub site_kind: Option<String>,
    /// Grade, checked against the catalog.
    pub grade: Option<String>,
    /// Organisations that build it together, a JSON list of names.
    pub co_builders: Json,
    /// Opening hours (`places::hours`), JSON.
    pub hours: Option<Json>,
    /// Facets, a JSON list of codes.
    pub facets: Json,
    /// Telephone.
    pub phone: Option<String>,
    /// Description in plain words.
    pub description: Option<String>,
    /// `open` or `closed` (for good or for long).
    pub state: String,
    /// When somebody last confirmed that it is as described.
    pub verified_at: Option<DateTimeUtc>,
    /// True when generated for the demo.
    pub is_demo: bool,
    /// Raised by every change.
    pub version: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
