//! Table `sequence`: integer sequences that short ids are made of.

use sea_orm::entity::prelude::*;

/// One row of `sequence`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sequence")]
pub struct Model {
    /// Name of the sequence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The last number given out.
    pub last: i64,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
