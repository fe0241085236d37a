//! Table `division`: the administrative tree, own identity and materialised path.

use sea_orm::entity::prelude::*;

/// One row of `division`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "division")]
pub struct Model {
    /// Own identity, independent of any code system.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The division above; none for the root.
    pub parent_id: Option<Uuid>,
    /// Materialised path: a division lies under another when its path begins with the other's.
    pub path: String,
    /// `country`, `province`, `prefecture`, `county`, `town` or `village`.
    pub level: String,
    /// Own name, e.g. 南明区.
    pub name: String,
    /// Name with all above it, e.g. 贵州省贵阳市南明区.
    pub full_name: String,
    /// Latitude of a representative point, WGS-84 degrees.
    pub lat: Option<f64>,
    /// Longitude of a representative point, WGS-84 degrees.
    pub lon: Option<f64>,
    /// Where the point comes from: `seat` or `geonames`.
    pub point_basis: Option<String>,
    /// True when the division no longer exists and only its codes are still asked for.
    pub is_ended: bool,
    /// A remark of the cross-walk, e.g. that a village hangs on its county.
    pub note: Option<String>,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
