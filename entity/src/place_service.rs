//! Table `place_service`: a service item as offered at a place.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One row of `place_service`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "place_service")]
pub struct Model {
    /// The place.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: Uuid,
    /// Service item, checked against `catalog/services.toml`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub service: String,
    /// Own hours where they differ from the place's, JSON.
    pub hours: Option<Json>,
    /// Who may use it, where it differs from the catalog.
    pub audience: Option<String>,
    /// What to bring, where it differs from the catalog.
    pub bring: Option<String>,
    /// When somebody last confirmed that it is offered.
    pub verified_at: Option<DateTimeUtc>,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
