//! Table `division_code`: aliases of divisions in the code systems of others, with validity.

use sea_orm::entity::prelude::*;

/// One row of `division_code`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "division_code")]
pub struct Model {
    /// `mca` (ministry of civil affairs), `nbs` (statistics bureau) or `former`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub system: String,
    /// The code, padded to 12 digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The division that the code names now.
    #[sea_orm(primary_key, auto_increment = false)]
    pub division_id: Uuid,
    /// First day of validity where known.
    pub valid_from: Option<Date>,
    /// Last day of validity where it has ended.
    pub valid_to: Option<Date>,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
