//! Records become items: their attributes for the index, and their cards.
//!
//! Read next: `members`, the JSON of an item part by part.

mod members;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use reach::index::{Attribute, ItemId, NewItem};
use serde_json::json;
use uuid::Uuid;

use self::members::{DivisionText, opening_card, place_card};
use super::alike::likeness;
use super::card::{Fragments, json_text};
use super::filters::{
    CODE_FILTERS, DIVISION, IS_OPENING, IS_PLACE, LAST_STANDS_AT, NOUN, PAY, POSTED_AT, Record,
};
use super::snapshot::{Entry, Facts, Item};
use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::openings::{OpeningRecord, pay_of};
use crate::places::PlaceRecord;

/// What cards are made with.
#[derive(Clone)]
pub(super) struct CardMaker {
    /// Divisions.
    pub(super) atlas: Arc<Atlas>,
    /// Ordinals of codes.
    pub(super) catalog: Arc<Catalog>,
    /// The dictionary that cards are packed with.
    pub(super) fragments: Arc<Fragments>,
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
        let values = self.values(IS_PLACE, Record::Place(record));
        let division = self.division_text(row.division_id);
        let card = place_card(&self.fragments, record, hours.as_ref(), &division, point);
        let position = self.atlas.index_of(row.division_id);
        let mut numbers = vec![(POSTED_AT, i64::MIN), (LAST_STANDS_AT, i64::MAX)];
        numbers.extend(position.map(|it| (DIVISION, i64::from(it.0))));
        Some(Item {
            indexed: NewItem {
                id: ItemId(row.id.as_u128()),
                point,
                values,
                numbers,
            },
            entry: Entry {
                card,
                facts: Facts::Place {
                    division_order: position.map_or(u32::MAX, |index| index.0),
                    hours: hours.map(Arc::new),
                },
                snap: None,
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
        let values = self.values(IS_OPENING, Record::Opening(row));
        let posted_at = row.posted_at.timestamp_millis();
        let last = row.valid_until.timestamp_millis() - 1;
        let mut numbers = vec![(POSTED_AT, posted_at), (LAST_STANDS_AT, last)];
        numbers.extend(row.pay_monthly_min_fen.map(|fen| (PAY, fen)));
        let position = self.atlas.index_of(row.division_id);
        numbers.extend(position.map(|it| (DIVISION, i64::from(it.0))));
        let division = self.division_text(row.division_id);
        let card = opening_card(&self.fragments, row, &pay.to_text(), &division, point);
        Some(Item {
            indexed: NewItem {
                id: ItemId(row.id.as_u128()),
                point,
                values,
                numbers,
            },
            entry: Entry {
                card,
                facts: Facts::Opening {
                    posted_at,
                    likeness: likeness(row, point),
                },
                snap: None,
            },
        })
    }

    /// The codes of a record in the index: its noun, and whatever the declared filters ask for and the catalog knows.
    fn values(&self, noun: u32, record: Record<'_>) -> Vec<(Attribute, u32)> {
        let mut values = vec![(NOUN, noun)];
        let mut seen = Vec::with_capacity(CODE_FILTERS.len());
        for filter in &CODE_FILTERS {
            if !seen.contains(&filter.attribute) {
                seen.push(filter.attribute);
                let codes = (filter.codes)(record);
                let known = codes
                    .iter()
                    .filter_map(|code| filter.words.ordinal(&self.catalog, code));
                values.extend(known.map(|ordinal| (filter.attribute, ordinal)));
            }
        }
        values
    }

    /// A division on a card.
    fn division_text(&self, id: Uuid) -> DivisionText {
        let division = self
            .atlas
            .index_of(id)
            .and_then(|index| self.atlas.get(index));
        let full_name = division.map(|it| it.full_name.as_str());
        DivisionText {
            object: json_text(&json!({ "name": division.map(|it| it.name.as_str()) })),
            full_name: full_name.unwrap_or_default().to_owned(),
        }
    }
}
