//! Table `import_row`: what one import did to one record, with the record as it was before.

use sea_orm::entity::prelude::*;

/// One row of `import_row`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    /// Position; ascending in the order of the file.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The import.
    pub batch_id: Uuid,
    /// The record that was created or changed.
    pub subject_id: Uuid,
    /// The record before the import; none when the import created it.
    pub before: Option<Json>,
    /// Version of the record right after the import: undoing is refused when it moved on since.
    pub after_version: i64,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
