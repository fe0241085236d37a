//! What shapes an answer without changing what matches: counts by facet.

use super::Scope;
use crate::http::Input;
use crate::language::Text;
use crate::nearby::filters::{CODE_FILTERS, CodeFilter};

/// The facets there are in a list, each by its first filter.
fn facets(scope: Scope) -> Vec<&'static CodeFilter> {
    let mut facets: Vec<&'static CodeFilter> = Vec::new();
    for filter in CODE_FILTERS.iter().filter(|it| scope.has(it.of)) {
        if facets.iter().all(|it| it.facet != filter.facet) {
            facets.push(filter);
        }
    }
    facets
}

/// Reads the facets whose values are counted.
pub(super) fn read_count_by(input: &mut Input, scope: Scope) -> Vec<&'static CodeFilter> {
    let mut wanted = Vec::new();
    for name in input.list("count_by").unwrap_or_default() {
        let facets = facets(scope);
        if let Some(facet) = facets.iter().find(|it| it.facet == name) {
            wanted.push(*facet);
            continue;
        }
        let names: Vec<&str> = facets.iter().map(|it| it.facet).collect();
        let (names, short) = (names.join(", "), name.chars().take(60).collect::<String>());
        input.refuse(
            "count_by",
            "unknown_value",
            Text::new(
                format!("“count_by”没有取值“{short}”。可用：{names}"),
                format!("\"count_by\" has no value \"{short}\". There are: {names}"),
            ),
        );
    }
    wanted
}
