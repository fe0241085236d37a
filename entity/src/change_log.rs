//! Table `change_log`: what followers of the index must re-read, in commit order.

use sea_orm::entity::prelude::*;

/// One row of `change_log`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change_log")]
pub struct Model {
    /// Position in the log; ascending in commit order.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What kind of row changed: `place`, `opening` or `division`.
    pub subject: String,
    /// The changed row.
    pub subject_id: Uuid,
    /// When the change was made.
    pub at: DateTimeUtc,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
