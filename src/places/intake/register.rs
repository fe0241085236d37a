//! Places as the import engine sees them. Read next: `imports::register`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use reach::coord::Crs;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::columns::COLUMNS;
use super::read::{PlaceDraft, read_place};
use super::whereabouts::WhereaboutsReader;
use super::{merge, store, write};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::imports::{Column, Passport, Register, RegisterRecord, RowReader, Settings};
use crate::language::Language;
use crate::places::record::PlaceRecord;
use crate::places::store as places;
use crate::platform::database::Subject;

/// The register of places, for one import or export.
pub(crate) struct PlaceRegister<'a> {
    /// Kinds, facets, services.
    catalog: &'a Catalog,
    /// Divisions and boundaries.
    atlas: &'a Atlas,
    /// Reads where a place is.
    whereabouts: WhereaboutsReader<'a>,
}

impl<'a> PlaceRegister<'a> {
    /// The register over a catalog and the divisions.
    pub(crate) const fn new(catalog: &'a Catalog, atlas: &'a Atlas) -> Self {
        Self {
            catalog,
            atlas,
            whereabouts: WhereaboutsReader::new(atlas),
        }
    }
}

impl RegisterRecord for PlaceRecord {
    fn id(&self) -> Uuid {
        self.row.id
    }

    fn version(&self) -> i64 {
        self.row.version
    }

    fn title(&self) -> &str {
        &self.row.title
    }

    fn at_version(mut self, version: i64, now: DateTime<Utc>) -> Self {
        self.row.version = version;
        self.row.updated_at = now;
        self
    }
}

impl Register for PlaceRegister<'_> {
    type Draft = PlaceDraft;
    type Record = PlaceRecord;

    const NAME: &'static str = "places";
    const SUBJECT: Subject = Subject::Place;
    const SEQUENCE: &'static str = "place";

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read_row(&self, row: &mut RowReader<'_>, settings: &Settings) -> Option<PlaceDraft> {
        read_place(row, settings, self.catalog, &self.whereabouts)
    }

    fn natural_key<'d>(&self, draft: &'d PlaceDraft) -> &'d str {
        &draft.record.row.natural_key
    }

    fn fresh(&self, draft: &PlaceDraft, passport: Passport) -> PlaceRecord {
        merge::fresh(draft, passport)
    }

    fn merged(&self, draft: &PlaceDraft, stored: &PlaceRecord) -> PlaceRecord {
        merge::merged(draft, stored)
    }

    fn write_row(&self, record: &PlaceRecord, crs: Crs, language: Language) -> Vec<String> {
        write::write_place(record, self.catalog, self.atlas, crs, language)
    }

    fn is_demo(&self, record: &PlaceRecord) -> bool {
        record.row.is_demo
    }

    async fn load_all(&self, connection: &impl ConnectionTrait) -> Result<Vec<PlaceRecord>, DbErr> {
        places::load_all(connection).await
    }

    async fn load_some(
        &self,
        connection: &impl ConnectionTrait,
        ids: &[Uuid],
    ) -> Result<Vec<PlaceRecord>, DbErr> {
        places::load_some(connection, ids).await
    }

    async fn find_by_natural_keys(
        &self,
        connection: &impl ConnectionTrait,
        keys: &[String],
    ) -> Result<HashMap<String, PlaceRecord>, DbErr> {
        places::find_by_natural_keys(connection, keys).await
    }

    async fn insert(
        &self,
        connection: &impl ConnectionTrait,
        records: &[PlaceRecord],
    ) -> Result<(), DbErr> {
        places::insert(connection, records).await
    }

    async fn replace(
        &self,
        connection: &impl ConnectionTrait,
        record: &PlaceRecord,
        version: i64,
    ) -> Result<bool, DbErr> {
        store::replace(connection, record, version).await
    }

    async fn delete(&self, connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
        store::delete(connection, ids).await
    }
}
