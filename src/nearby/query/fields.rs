//! Filters that are not over codes: words, division and pay.

use serde_json::json;

use super::{Scope, Search};
use crate::divisions::{Atlas, Found};
use crate::http::Input;
use crate::language::Text;
use crate::nearby::filters::{DIVISION, PAY};
use crate::nearby::snapshot::Snapshot;
use crate::nearby::texts::refusal_of;
use crate::openings::{PayUnit, to_monthly_fen};

/// Reads the words that are sought.
pub(super) fn read_words(
    input: &mut Input,
    search: &mut Search,
    scope: Scope,
    snapshot: &Snapshot,
) {
    let Some(typed) = input.text("q") else {
        return;
    };
    let nouns = search.predicates();
    let text = match snapshot.texts.search(&snapshot.items, &typed, &nouns) {
        Ok(text) => text,
        Err(refusal) => {
            let (code, message) = refusal_of(&refusal);
            input.refuse("q", code, message);
            return;
        }
    };
    // A list around a place cannot show the best first: it takes what an item is before what its text mentions.
    let level = match scope {
        Scope::Both => text.near,
        Scope::Places | Scope::Openings => text.deepest,
    };
    for predicate in snapshot.texts.conditions(&snapshot.items, &text, level) {
        search.add(Some("q"), predicate);
    }
    search.note("q", &typed);
    search.text = Some(text);
}

/// Reads the division filter.
pub(super) fn read_division(input: &mut Input, search: &mut Search, atlas: &Atlas) {
    let Some(reference) = input.text("division") else {
        return;
    };
    match atlas.find(&reference) {
        Found::One(index) => {
            let subtree = atlas.subtree(index);
            let last = i64::from(subtree.end).saturating_sub(1);
            search.between(
                "division",
                DIVISION,
                Some(i64::from(subtree.start)),
                Some(last),
            );
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
pub(super) fn read_pay(input: &mut Input, search: &mut Search) {
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
            search.between("pay_at_least_fen", PAY, Some(monthly), None);
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
