//! Table `opening`: work, or a seat, on offer.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One row of `opening`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "opening")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Number behind the short id, unique.
    pub short_no: i64,
    /// The register that this opening comes from.
    pub source: String,
    /// Identity in that register.
    pub external_id: Option<String>,
    /// Import identity: (source, external id), else (division, kind, employer, normalised title).
    pub natural_key: String,
    /// Kind, checked against `catalog/openings.toml`.
    pub kind: String,
    /// Title in Chinese.
    pub title: String,
    /// Employer as named in the posting.
    pub employer_name: String,
    /// Unified social credit code of the employer (GB 32100) where known.
    pub employer_code: Option<String>,
    /// The division of the workplace, as declared.
    pub division_id: Uuid,
    /// Address of the workplace in words.
    pub address: Option<String>,
    /// Latitude of the workplace, WGS-84 degrees.
    pub lat: f64,
    /// Longitude of the workplace, WGS-84 degrees.
    pub lon: f64,
    /// How the point is known: `surveyed`, `seat`, `gazetteer` or `approximate`.
    pub point_basis: String,
    /// Occupation, checked against `catalog/occupations.toml`.
    pub occupation: Option<String>,
    /// Category of the occupation, checked against the catalog.
    pub category: Option<String>,
    /// People wanted.
    pub headcount: i32,
    /// Conditions in plain words.
    pub conditions: Option<String>,
    /// Duties in plain words.
    pub duties: Option<String>,
    /// Lower end of the pay as posted, fen.
    pub pay_min_fen: Option<i64>,
    /// Upper end of the pay as posted, fen.
    pub pay_max_fen: Option<i64>,
    /// Unit of the pay as posted.
    pub pay_unit: String,
    /// Monthly salaries a year where posted (e.g. 13).
    pub pay_months: Option<i32>,
    /// Lower end normalised to a month, fen.
    pub pay_monthly_min_fen: Option<i64>,
    /// Upper end normalised to a month, fen.
    pub pay_monthly_max_fen: Option<i64>,
    /// Tags, a JSON list of codes.
    pub tags: Json,
    /// First local day of the work where it is dated (gigs, classes).
    pub starts_on: Option<Date>,
    /// Last local day of the work where it is dated.
    pub ends_on: Option<Date>,
    /// When it was posted.
    pub posted_at: DateTimeUtc,
    /// The instant from which it no longer stands.
    pub valid_until: DateTimeUtc,
    /// State: `published`, `filled`, `closed`, `expired`, `withdrawn`.
    pub state: String,
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
