//! Filters over codes: every value is in the catalog, or it is refused with some that are.

use reach::index::Predicate;

use super::{Scope, Search};
use crate::catalog::Catalog;
use crate::http::Input;
use crate::language::Text;
use crate::nearby::filters::CodeFilter;

/// Values named when one is unknown.
const SUGGESTED: usize = 12;

/// Reads a filter over codes.
pub(super) fn read_codes(
    input: &mut Input,
    search: &mut Search,
    filter: &CodeFilter,
    scope: Scope,
    catalog: &Catalog,
) {
    let Some(codes) = input.list(filter.name) else {
        return;
    };
    let mut values = Vec::with_capacity(codes.len());
    for code in &codes {
        let ordinal = filter
            .words
            .ordinal(catalog, code)
            .filter(|_| is_in_scope(code, filter, scope, catalog));
        match ordinal {
            Some(ordinal) => values.push(ordinal),
            None => refuse_code(input, filter, code, catalog),
        }
    }
    let attribute = filter.attribute;
    let predicate = if filter.is_all {
        Predicate::AllOf { attribute, values }
    } else {
        Predicate::AnyOf { attribute, values }
    };
    search.add(Some(filter.name), predicate);
    search.note(filter.name, &codes);
}

/// True unless a kind of the other sort is asked of a list that has none.
fn is_in_scope(code: &str, filter: &CodeFilter, scope: Scope, catalog: &Catalog) -> bool {
    match scope {
        Scope::Both => true,
        Scope::Places => filter.name != "kinds" || catalog.place_kind(code).is_some(),
        Scope::Openings => filter.name != "kinds" || catalog.opening_kind(code).is_some(),
    }
}

/// Refuses a code that the catalog does not have, naming some that it has.
fn refuse_code(input: &mut Input, filter: &CodeFilter, code: &str, catalog: &Catalog) {
    let known = filter.words.codes(catalog);
    let some = known
        .iter()
        .take(SUGGESTED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    let short: String = code.chars().take(60).collect();
    input.refuse(
        filter.name,
        "unknown_value",
        Text::new(
            format!(
                "“{}”没有取值“{short}”。可用：{some} 等，完整列表见 /v1/meta",
                filter.name
            ),
            format!(
                "\"{}\" has no value \"{short}\". There are: {some} and more, see /v1/meta",
                filter.name
            ),
        ),
    );
}
