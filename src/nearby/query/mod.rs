//! A request becomes a search, once, at the edge: every parameter known, every value known, nothing ignored.

mod codes;
mod origin;

use std::fmt::{self, Write as _};

use chrono::{DateTime, Utc};
use reach::coord::Crs;
use reach::index::{Attribute, Predicate};
use serde::Serialize;
use serde_json::json;

pub(super) use origin::{MAX_MINUTES, MAX_RADIUS_M, Origin, read_origin};

use super::filters::{
    CODE_FILTERS, DIVISION, IS_OPENING, IS_PLACE, LAST_STANDS_AT, NOUN, Of, PARAMETERS, PAY,
    POSTED_AT,
};
use super::members::Members;
use codes::read_codes;

use crate::catalog::Catalog;
use crate::divisions::{Atlas, Found};
use crate::http::Input;
use crate::http::coordinates::read_crs;
use crate::language::Text;
use crate::openings::{PayUnit, to_monthly_fen};

/// Items a page at most.
pub(super) const MAX_PAGE: i64 = 100;

/// Items a page unless asked otherwise.
const DEFAULT_PAGE: usize = 20;

/// Bytes reserved for the filters as understood.
const NOTES_BYTES: usize = 128;

/// Bytes reserved for a question besides its filters.
const QUESTION_BYTES: usize = 128;

/// What is asked of an answer, wherever it starts.
#[derive(Debug)]
pub(super) struct Search {
    /// The caller's crs.
    pub(super) crs: Crs,
    /// What an item must be.
    pub(super) predicates: Vec<Predicate>,
    /// Whether it must be open, or known to be closed, at the moment.
    pub(super) open_now: Option<bool>,
    /// Decides ties.
    pub(super) seed: u64,
    /// Items a page.
    pub(super) page_size: usize,
    /// The filters as understood, with defaults, for the answer.
    pub(super) effective: Members,
}

/// Which things a list speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Places and openings.
    Both,
    /// Places.
    Places,
    /// Openings.
    Openings,
}

impl Scope {
    /// True when a parameter of these things has a sense here.
    pub(super) const fn has(self, of: Of) -> bool {
        matches!(
            (self, of),
            (Self::Both, _)
                | (_, Of::Both)
                | (Self::Places, Of::Places)
                | (Self::Openings, Of::Openings)
        )
    }

    /// The names of the parameters here, origin aside.
    pub(super) fn names(self) -> Vec<&'static str> {
        let codes = CODE_FILTERS
            .iter()
            .filter(|it| self.has(it.of))
            .map(|it| it.name);
        codes
            .chain(
                PARAMETERS
                    .iter()
                    .filter(|it| self.has(it.of))
                    .map(|it| it.name),
            )
            .collect()
    }
}

/// Reads everything but the origin. Refusals collect in `input`; what is returned is used only when there were none.
pub(super) fn read_search(
    input: &mut Input,
    scope: Scope,
    atlas: &Atlas,
    catalog: &Catalog,
) -> Search {
    let crs = read_crs(input).unwrap_or(Crs::Wgs84);
    let mut search = Search {
        crs,
        predicates: Vec::new(),
        open_now: None,
        seed: 0,
        page_size: DEFAULT_PAGE,
        effective: Members::with_room(NOTES_BYTES),
    };
    match scope {
        Scope::Both => {}
        Scope::Places => search.require(NOUN, vec![IS_PLACE]),
        Scope::Openings => search.require(NOUN, vec![IS_OPENING]),
    }
    for filter in CODE_FILTERS.iter().filter(|filter| scope.has(filter.of)) {
        read_codes(input, &mut search, filter, scope, catalog);
    }
    read_division(input, &mut search, atlas);
    if scope.has(Of::Places) {
        search.open_now = input.boolean("open_now");
        if let Some(is_open) = search.open_now {
            search.note("open_now", &is_open);
        }
    }
    if scope.has(Of::Openings) {
        read_pay(input, &mut search);
        if let Some(since) = input.instant("posted_since") {
            search.between(POSTED_AT, Some(since.timestamp_millis()), None);
            search.note("posted_since", &since);
        }
    }
    let seed = input.integer("seed", 0, i64::MAX);
    search.seed = seed.and_then(|seed| u64::try_from(seed).ok()).unwrap_or(0);
    search.page_size = input.page_size(MAX_PAGE, DEFAULT_PAGE);
    search
}

impl Search {
    /// Only what stands at the moment: posted by now and not ended.
    pub(super) fn only_standing(&mut self, now: DateTime<Utc>) {
        self.predicates.extend(standing(now));
    }

    /// The search as one text, the same for the same question: what a page token belongs to.
    pub(super) fn canonical(&self, of: fmt::Arguments<'_>) -> String {
        let (crs, notes) = (self.crs.as_str(), self.effective.as_str());
        let mut text = String::with_capacity(notes.len() + QUESTION_BYTES);
        // Writing to a String cannot fail.
        let _ = write!(text, "{of}|{crs}|{}|{notes}", self.seed);
        text
    }

    /// Requires one of some values.
    fn require(&mut self, attribute: Attribute, values: Vec<u32>) {
        self.predicates.push(Predicate::AnyOf { attribute, values });
    }

    /// Requires a number in a range.
    fn between(&mut self, attribute: Attribute, at_least: Option<i64>, at_most: Option<i64>) {
        self.predicates.push(Predicate::Within {
            attribute,
            at_least,
            at_most,
        });
    }

    /// Notes a filter as understood.
    pub(super) fn note(&mut self, name: &'static str, value: &impl Serialize) {
        self.effective.put(name, value);
    }
}

/// Requires that an item stands at an instant: posted by then and not ended.
pub(super) fn standing(now: DateTime<Utc>) -> [Predicate; 2] {
    let now = now.timestamp_millis();
    [
        Predicate::Within {
            attribute: POSTED_AT,
            at_least: None,
            at_most: Some(now),
        },
        Predicate::Within {
            attribute: LAST_STANDS_AT,
            at_least: Some(now),
            at_most: None,
        },
    ]
}

/// Reads the division filter.
fn read_division(input: &mut Input, search: &mut Search, atlas: &Atlas) {
    let Some(reference) = input.text("division") else {
        return;
    };
    match atlas.find(&reference) {
        Found::One(index) => {
            let subtree = atlas.subtree(index);
            let last = i64::from(subtree.end).saturating_sub(1);
            search.between(DIVISION, Some(i64::from(subtree.start)), Some(last));
            if let Some(it) = atlas.get(index) {
                let division = json!({"id": it.id, "code": it.code, "full_name": it.full_name});
                search.note("division", &division);
            }
        }
        Found::Several(several) => {
            let names: Vec<&str> = several
                .iter()
                .filter_map(|it| atlas.get(*it))
                .map(|it| it.full_name.as_str())
                .collect();
            input.refuse(
                "division",
                "ambiguous_division",
                Text::new(
                    format!("“division”可指多个区划：{}", names.join("、")),
                    format!("\"division\" may mean several: {}", names.join(", ")),
                ),
            );
        }
        Found::Nothing => input.refuse(
            "division",
            "unknown_division",
            Text::new(
                "没有这个区划；可用 /v1/divisions 查询",
                "there is no such division; look it up at /v1/divisions",
            ),
        ),
    }
}

/// Reads the pay filter: an amount comes with its unit.
fn read_pay(input: &mut Input, search: &mut Search) {
    let (has_amount, has_unit) = (input.has("pay_at_least_fen"), input.has("pay_unit"));
    let amount = input.integer("pay_at_least_fen", 0, 1_000_000_000_000);
    let unit_text = input.text("pay_unit");
    if has_amount != has_unit {
        input.missing(if has_amount {
            "pay_unit"
        } else {
            "pay_at_least_fen"
        });
        return;
    }
    let Some(unit_text) = unit_text else { return };
    let unit = PayUnit::from_code(&unit_text);
    let monthly = unit
        .zip(amount)
        .and_then(|(unit, amount)| to_monthly_fen(amount, unit));
    match (monthly, amount) {
        (Some(monthly), Some(amount)) => {
            search.between(PAY, Some(monthly), None);
            search.note("pay_at_least_fen", &amount);
            search.note("pay_unit", &unit_text);
        }
        (None, Some(_)) => input.refuse(
            "pay_unit",
            "unknown_value",
            Text::new(
                "“pay_unit”应为 hour、day、month 或 year",
                "\"pay_unit\" must be hour, day, month or year",
            ),
        ),
        (_, None) => {}
    }
}
