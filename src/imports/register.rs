//! The port that a slice implements to be imported and exported.
//!
//! It must never know a slice. Read next: `places::intake` and `openings::intake`, which implement it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use reach::coord::Crs;
use sea_orm::{ConnectionTrait, DbErr};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::check::Settings;
use super::column::Column;
use super::row::RowReader;
use crate::language::Language;
use crate::platform::database::Subject;

/// What a new record gets that no file tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passport {
    /// Its identity.
    pub(crate) id: Uuid,
    /// The number behind its short id.
    pub(crate) short_no: i64,
    /// When it is made.
    pub(crate) now: DateTime<Utc>,
}

/// A stored record, as far as imports need to know it. Its JSON is the before-image that undoing restores.
pub(crate) trait RegisterRecord: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Its identity.
    fn id(&self) -> Uuid;

    /// Its version.
    fn version(&self) -> i64;

    /// Its title, to name it to people.
    fn title(&self) -> &str;

    /// The same record with another version, changed at `now`.
    fn at_version(self, version: i64, now: DateTime<Utc>) -> Self;
}

/// A register: what its table looks like and how its records are read, compared and written.
pub(crate) trait Register {
    /// A row as read: what the file says and nothing else.
    type Draft;
    /// A stored record.
    type Record: RegisterRecord;

    /// The name in the ledger and on the command line.
    const NAME: &'static str;
    /// What its change rows speak of.
    const SUBJECT: Subject;
    /// The sequence of its short numbers.
    const SEQUENCE: &'static str;

    /// The columns of its table, in the order in which they are written.
    fn columns(&self) -> &'static [Column];

    /// Reads a row; `None` when something was refused.
    fn read_row(&self, row: &mut RowReader<'_>, settings: &Settings) -> Option<Self::Draft>;

    /// The import identity of a draft.
    fn natural_key<'d>(&self, draft: &'d Self::Draft) -> &'d str;

    /// The new record that a draft makes.
    fn fresh(&self, draft: &Self::Draft, passport: Passport) -> Self::Record;

    /// The stored record with what the draft says; equal to it when the draft says nothing new. Version and instants of
    /// the record itself stay.
    fn merged(&self, draft: &Self::Draft, stored: &Self::Record) -> Self::Record;

    /// The cells of a record, in the order of [`Register::columns`], coordinates in `crs`.
    fn write_row(&self, record: &Self::Record, crs: Crs, language: Language) -> Vec<String>;

    /// True for a record of the demo set.
    fn is_demo(&self, record: &Self::Record) -> bool;

    /// Every record in any state, ordered.
    async fn load_all(&self, connection: &impl ConnectionTrait)
    -> Result<Vec<Self::Record>, DbErr>;

    /// The records with these identities that exist.
    async fn load_some(
        &self,
        connection: &impl ConnectionTrait,
        ids: &[Uuid],
    ) -> Result<Vec<Self::Record>, DbErr>;

    /// The records with these import identities that exist, by import identity.
    async fn find_by_natural_keys(
        &self,
        connection: &impl ConnectionTrait,
        keys: &[String],
    ) -> Result<HashMap<String, Self::Record>, DbErr>;

    /// Writes new records.
    async fn insert(
        &self,
        connection: &impl ConnectionTrait,
        records: &[Self::Record],
    ) -> Result<(), DbErr>;

    /// Replaces a record that still stands at `version`; false when it does not.
    async fn replace(
        &self,
        connection: &impl ConnectionTrait,
        record: &Self::Record,
        version: i64,
    ) -> Result<bool, DbErr>;

    /// Removes records that an import made.
    async fn delete(&self, connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr>;
}
