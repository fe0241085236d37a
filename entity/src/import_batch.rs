//! Table `import_batch`: one applied import file, so that it can be shown and undone.

use sea_orm::entity::prelude::*;

/// One row of `import_batch`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_batch")]
pub struct Model {
    /// Identity of the import.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `places` or `openings`.
    pub subject: String,
    /// Name of the file without its folder.
    pub file_name: String,
    /// SHA-256 of the file, hexadecimal.
    pub file_sha256: String,
    /// The register that the external ids belong to.
    pub source: String,
    /// `applied` or `undone`.
    pub state: String,
    /// Rows that were new.
    pub created_count: i64,
    /// Rows that changed an existing record.
    pub updated_count: i64,
    /// Rows equal to what was there.
    pub unchanged_count: i64,
    /// Rows refused (only with `--accept-valid`).
    pub refused_count: i64,
    /// When it was applied.
    pub applied_at: DateTimeUtc,
    /// When it was undone.
    pub undone_at: Option<DateTimeUtc>,
}

/// No relation is walked through the entity: slices join by explicit queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
