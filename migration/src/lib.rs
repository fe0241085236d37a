//! Migrations of Menkou, in order. They run on SQLite and on PostgreSQL and know no entity: a migration says what the
//! schema was on its day. Add the next one as a file of its own and name it in [`Migrator::migrations`].

mod m20261124_000001_spine;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Applies every migration of this crate.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261124_000001_spine::Migration)]
    }
}
