//! Records become items: their attributes for the index, and their cards.

use std::sync::Arc;

use reach::index::{Attribute, ItemId, NewItem};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::card::Card;
use super::filters::{
    CATEGORY, DIVISION, FACET, GRADE, IS_OPENING, IS_PLACE, KIND, LAST_STANDS_AT, NOUN, OCCUPATION,
    PAY, POSTED_AT, SERVICE, SITE_KIND, TAG, Words,
};
use super::snapshot::{Entry, Item};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::openings::{OpeningRecord, Pay, pay_of};
use crate::places::PlaceRecord;
use crate::platform::ids::short_id;

/// What cards are made with.
#[derive(Clone)]
pub(super) struct CardMaker {
    /// Divisions.
    pub(super) atlas: Arc<Atlas>,
    /// Ordinals of codes.
    pub(super) catalog: Arc<Catalog>,
}

impl CardMaker {
    /// The item of a place; `None` when it is closed for good.
    pub(super) fn place(&self, record: &PlaceRecord) -> Option<Item> {
        let row = &record.row;
        if row.state != "open" {
            return None;
        }
        let point = record.point()?;
        let hours = record.hours();
        let services: Vec<String> = record
            .services
            .iter()
            .map(|it| it.service.clone())
            .collect();
        let facets = PlaceRecord::texts(&row.facets);
        let mut values = self.shared_values(IS_PLACE, &row.kind, row.division_id);
        self.push(&mut values, SERVICE, Words::Services, &services);
        self.push(&mut values, FACET, Words::Facets, &facets);
        self.push(
            &mut values,
            SITE_KIND,
            Words::SiteKinds,
            row.site_kind.as_slice(),
        );
        self.push(&mut values, GRADE, Words::Grades, row.grade.as_slice());
        let members = json!({
            "kind": row.kind,
            "id": row.id,
            "short_id": short_id(row.short_no),
            "title": row.title,
            "division": self.division_members(row.division_id),
            "address": row.address,
            "point_basis": row.point_basis,
            "site_kind": row.site_kind,
            "grade": row.grade,
            "services": services,
            "facets": facets,
            "hours_text": hours.as_ref().map(crate::places::Hours::to_text),
            "verified_at": row.verified_at,
            "is_demo": row.is_demo,
        });
        let position = self
            .atlas
            .index_of(row.division_id)
            .map_or(i64::MAX, |index| i64::from(index.0));
        Some(Item {
            indexed: NewItem {
                id: ItemId(row.id.as_u128()),
                point,
                values,
                numbers: vec![(POSTED_AT, i64::MIN), (LAST_STANDS_AT, i64::MAX)],
            },
            entry: Entry {
                card: Arc::new(Card::new(object(members), point)),
                hours: hours.map(Arc::new),
                list_key: position,
                is_place: true,
                last_stands_at: i64::MAX,
                kind: Arc::from(row.kind.as_str()),
                updated_at: row.updated_at,
            },
        })
    }

    /// The item of an opening; `None` when it is not published.
    pub(super) fn opening(&self, row: &OpeningRecord) -> Option<Item> {
        if row.state != "published" {
            return None;
        }
        let point = crate::openings::point_of(row)?;
        let pay = pay_of(row)?;
        let tags = PlaceRecord::texts(&row.tags);
        let mut values = self.shared_values(IS_OPENING, &row.kind, row.division_id);
        self.push(
            &mut values,
            CATEGORY,
            Words::Categories,
            row.category.as_slice(),
        );
        self.push(
            &mut values,
            OCCUPATION,
            Words::Occupations,
            row.occupation.as_slice(),
        );
        self.push(&mut values, TAG, Words::Tags, &tags);
        let posted_at = row.posted_at.timestamp_millis();
        let last = row.valid_until.timestamp_millis() - 1;
        let mut numbers = vec![(POSTED_AT, posted_at), (LAST_STANDS_AT, last)];
        numbers.extend(row.pay_monthly_min_fen.map(|fen| (PAY, fen)));
        let members = self.opening_members(row, &pay, &tags);
        Some(Item {
            indexed: NewItem {
                id: ItemId(row.id.as_u128()),
                point,
                values,
                numbers,
            },
            entry: Entry {
                card: Arc::new(Card::new(object(members), point)),
                hours: None,
                list_key: posted_at.saturating_neg(),
                is_place: false,
                last_stands_at: last,
                kind: Arc::from(row.kind.as_str()),
                updated_at: row.updated_at,
            },
        })
    }

    /// The members of an opening's card.
    fn opening_members(&self, row: &OpeningRecord, pay: &Pay, tags: &[String]) -> Value {
        json!({
            "kind": row.kind,
            "id": row.id,
            "short_id": short_id(row.short_no),
            "title": row.title,
            "employer": row.employer_name,
            "division": self.division_members(row.division_id),
            "address": row.address,
            "point_basis": row.point_basis,
            "category": row.category,
            "occupation": row.occupation,
            "headcount": row.headcount,
            "pay": {
                "min_fen": row.pay_min_fen,
                "max_fen": row.pay_max_fen,
                "unit": row.pay_unit,
                "text": pay.to_text(),
            },
            "tags": tags,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "posted_at": row.posted_at,
            "valid_until": row.valid_until,
            "is_demo": row.is_demo,
        })
    }

    /// The values that places and openings share.
    fn shared_values(&self, noun: u32, kind: &str, division: Uuid) -> Vec<(Attribute, u32)> {
        let mut values = vec![(NOUN, noun)];
        values.extend(
            Words::Kinds
                .ordinal(&self.catalog, kind)
                .map(|ordinal| (KIND, ordinal)),
        );
        if let Some(index) = self.atlas.index_of(division) {
            values.extend(self.atlas.lineage(index).map(|above| (DIVISION, above.0)));
        }
        values
    }

    /// Adds the codes that the catalog knows.
    fn push(
        &self,
        values: &mut Vec<(Attribute, u32)>,
        attribute: Attribute,
        words: Words,
        codes: &[String],
    ) {
        let known = codes
            .iter()
            .filter_map(|code| words.ordinal(&self.catalog, code));
        values.extend(known.map(|ordinal| (attribute, ordinal)));
    }

    /// A division on a card.
    fn division_members(&self, id: Uuid) -> Value {
        let division = self
            .atlas
            .index_of(id)
            .and_then(|index| self.atlas.get(index));
        json!({
            "id": id,
            "code": division.and_then(|it| it.code.as_deref()),
            "name": division.map(|it| it.name.as_str()),
            "full_name": division.map(|it| it.full_name.as_str()),
        })
    }
}

/// The members of a JSON object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}
