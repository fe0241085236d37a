//! Openings as the import engine sees them. Read next: `imports::register`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use reach::coord::Crs;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::columns::COLUMNS;
use super::read::{OpeningDraft, read_opening};
use super::{merge, store, write};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::imports::{Column, Passport, Register, RegisterRecord, RowReader, Settings};
use crate::language::Language;
use crate::openings::record::OpeningRecord;
use crate::openings::store as openings;
use crate::places::WhereaboutsReader;
use crate::platform::database::Subject;

/// The register of openings, for one import or export.
pub(crate) struct OpeningRegister<'a> {
    /// Kinds, occupations, tags.
    catalog: &'a Catalog,
    /// Divisions and boundaries.
    atlas: &'a Atlas,
    /// Reads where the work is.
    whereabouts: WhereaboutsReader<'a>,
}

impl<'a> OpeningRegister<'a> {
    /// The register over a catalog and the divisions.
    pub(crate) const fn new(catalog: &'a Catalog, atlas: &'a Atlas) -> Self {
        Self {
            catalog,
            atlas,
            whereabouts: WhereaboutsReader::new(atlas),
        }
    }
}

impl RegisterRecord for OpeningRecord {
    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn at_version(mut self, version: i64, now: DateTime<Utc>) -> Self {
        self.version = version;
        self.updated_at = now;
        self
    }
}

impl Register for OpeningRegister<'_> {
    type Draft = OpeningDraft;
    type Record = OpeningRecord;

    const NAME: &'static str = "openings";
    const SUBJECT: Subject = Subject::Opening;
    const SEQUENCE: &'static str = "opening";

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read_row(&self, row: &mut RowReader<'_>, settings: &Settings) -> Option<OpeningDraft> {
        read_opening(row, settings, self.catalog, &self.whereabouts)
    }

    fn natural_key<'d>(&self, draft: &'d OpeningDraft) -> &'d str {
        &draft.record.natural_key
    }

    fn fresh(&self, draft: &OpeningDraft, passport: Passport) -> OpeningRecord {
        merge::fresh(draft, passport)
    }

    fn merged(&self, draft: &OpeningDraft, stored: &OpeningRecord) -> OpeningRecord {
        merge::merged(draft, stored)
    }

    fn write_row(&self, record: &OpeningRecord, crs: Crs, language: Language) -> Vec<String> {
        write::write_opening(record, self.catalog, self.atlas, crs, language)
    }

    fn is_demo(&self, record: &OpeningRecord) -> bool {
        record.is_demo
    }

    async fn load_all(
        &self,
        connection: &impl ConnectionTrait,
    ) -> Result<Vec<OpeningRecord>, DbErr> {
        store::load_every_state(connection).await
    }

    async fn load_some(
        &self,
        connection: &impl ConnectionTrait,
        ids: &[Uuid],
    ) -> Result<Vec<OpeningRecord>, DbErr> {
        openings::load_some(connection, ids).await
    }

    async fn find_by_natural_keys(
        &self,
        connection: &impl ConnectionTrait,
        keys: &[String],
    ) -> Result<HashMap<String, OpeningRecord>, DbErr> {
        openings::find_by_natural_keys(connection, keys).await
    }

    async fn insert(
        &self,
        connection: &impl ConnectionTrait,
        records: &[OpeningRecord],
    ) -> Result<(), DbErr> {
        openings::insert(connection, records).await
    }

    async fn replace(
        &self,
        connection: &impl ConnectionTrait,
        record: &OpeningRecord,
        version: i64,
    ) -> Result<bool, DbErr> {
        store::replace(connection, record, version).await
    }

    async fn delete(&self, connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
        store::delete(connection, ids).await
    }
}
