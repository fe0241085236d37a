//! The opening hours that places of the demo set have: a few weeks, written as people write them.
//!
//! It must never hold hours that `places::Hours` does not read back. Read next: `places`.

use serde_json::Value;

use crate::places::Hours;

use super::chance::{Chance, Weights};

/// Kinds of week and how often an office or station keeps them.
const OFFICE_WEEKS: [(&str, u64); 5] = [
    ("周一至周五 09:00-12:00,13:30-17:00", 52),
    ("周一至周五 08:30-12:00,14:00-17:30", 12),
    ("周一至周五 09:00-12:00,13:30-17:00; 周六 09:00-12:00", 18),
    ("每天 09:00-12:00,13:30-17:30", 12),
    ("周一至周六 09:00-17:00", 6),
];

/// Kinds of week and how often a gig market or station keeps them: day labour is hired early.
const EARLY_WEEKS: [(&str, u64); 3] = [
    ("每天 06:00-18:00", 60),
    ("每天 05:30-12:00,14:00-18:00", 20),
    ("每天 06:00-20:00", 20),
];

/// Opening hours in their JSON form, read once.
#[derive(Clone, Debug)]
pub(super) struct Timetables {
    /// For offices and stations: closed on public holidays, open on make-up days.
    office: (Vec<Value>, Weights),
    /// For gig markets and stations: as usual on public holidays.
    early: (Vec<Value>, Weights),
}

impl Timetables {
    /// Reads all weeks.
    pub(super) fn new() -> Self {
        let office = values(&OFFICE_WEEKS);
        let mut early = values(&EARLY_WEEKS);
        for hours in early.iter_mut().filter_map(Value::as_object_mut) {
            hours.insert("public_holidays".to_owned(), Value::from("as_usual"));
        }
        Self {
            office: (office, weights(&OFFICE_WEEKS)),
            early: (early, weights(&EARLY_WEEKS)),
        }
    }

    /// Hours of an office or station.
    pub(super) fn office(&self, chance: &mut Chance) -> Option<Value> {
        self.office.0.get(self.office.1.pick(chance)).cloned()
    }

    /// Hours of a gig market or station.
    pub(super) fn early(&self, chance: &mut Chance) -> Option<Value> {
        self.early.0.get(self.early.1.pick(chance)).cloned()
    }
}

/// The weeks in their JSON form; the default rules are closed on public holidays, Monday on make-up days.
fn values(weeks: &[(&str, u64)]) -> Vec<Value> {
    let read = |text: &str| {
        Hours::parse_text(text)
            .ok()
            .and_then(|it| serde_json::to_value(it).ok())
    };
    weeks.iter().filter_map(|(text, _)| read(text)).collect()
}

/// How often each week is kept.
fn weights(weeks: &[(&str, u64)]) -> Weights {
    Weights::new(weeks.iter().map(|(_, weight)| *weight))
}
