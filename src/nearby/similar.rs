//! Similar openings for one that has ended: the port of `openings`, filled from the index.

use std::sync::Arc;

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use reach::coord::Crs;
use reach::index::{ItemId, Nearest, Predicate, Slot, TieBreak};
use reach::measure::{Metres, Pace};
use serde_json::Value;

use super::filters::{CATEGORY, IS_OPENING, KIND, NOUN, Words};
use super::live::NearbyIndex;
use super::moment::Moment;
use super::query::{MAX_RADIUS_M, standing};
use super::reached::Reach;
use super::snapshot::Snapshot;
use crate::catalog::Catalog;
use crate::openings::{OpeningRecord, SimilarItems, point_of};
use crate::rules::calendar::WorkCalendar;

/// Fills the port of `openings`.
pub(crate) struct NearbySimilar {
    /// What is near.
    pub(crate) index: Data<NearbyIndex>,
    /// Ordinals of codes.
    pub(crate) catalog: Arc<Catalog>,
    /// Holidays.
    pub(crate) calendar: Arc<WorkCalendar>,
    /// How distance becomes time.
    pub(crate) pace: Pace,
}

impl SimilarItems for NearbySimilar {
    fn similar(&self, ended: &OpeningRecord, crs: Crs, now: DateTime<Utc>, count: usize) -> Value {
        let snapshot = self.index.snapshot();
        let mut predicates = vec![Predicate::AnyOf {
            attribute: NOUN,
            values: vec![IS_OPENING],
        }];
        predicates.extend(standing(now));
        let kind = Words::Kinds.ordinal(&self.catalog, &ended.kind);
        predicates.extend(kind.map(|it| Predicate::AnyOf {
            attribute: KIND,
            values: vec![it],
        }));
        let mut narrow = predicates.clone();
        let category = ended
            .category
            .as_deref()
            .and_then(|it| Words::Categories.ordinal(&self.catalog, it));
        narrow.extend(category.map(|it| Predicate::AnyOf {
            attribute: CATEGORY,
            values: vec![it],
        }));
        let mut items = self.nearest(&snapshot, ended, &narrow, crs, now, count);
        if items.len() < count {
            for item in self.nearest(&snapshot, ended, &predicates, crs, now, count) {
                if items.len() < count && !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        Value::Array(items)
    }
}

impl NearbySimilar {
    /// The nearest that match, as JSON items.
    fn nearest(
        &self,
        snapshot: &Snapshot,
        ended: &OpeningRecord,
        predicates: &[Predicate],
        crs: Crs,
        now: DateTime<Utc>,
        limit: usize,
    ) -> Vec<Value> {
        let Some(origin) = point_of(ended) else {
            return Vec::new();
        };
        let radius = f64::from(u32::try_from(MAX_RADIUS_M).unwrap_or(u32::MAX));
        // The one that ended may still be in the index for a moment.
        let own = snapshot.items.slot_of(ItemId(ended.id.as_u128()));
        let is_other = |slot: Slot| Some(slot) != own;
        let hits = snapshot.items.nearest(&Nearest {
            origin,
            within: Some(Metres::new(radius)),
            predicates,
            accept: Some(&is_other),
            tie: TieBreak { day: 0, seed: 0 },
            after: None,
            limit,
        });
        let moment = Moment::at(now, &self.calendar);
        let items = hits.iter().filter_map(|hit| {
            let reach = Some(Reach::estimate(hit.key.distance, self.pace));
            let card = snapshot.spliced(hit.slot, reach, 0, &moment)?;
            let mut bytes = Vec::new();
            card.write(&mut bytes, crs);
            serde_json::from_slice(&bytes).ok()
        });
        items.collect()
    }
}
