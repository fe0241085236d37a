//! Rules about the edge: no route escapes OpenAPI, no query in handlers, no HTTP in stores, no PATCH.
//! Never looks at test code, nor at the simulated servers of outside partners. Next: `layout.rs`.

use std::collections::BTreeMap;

use crate::sources::{Finding, Source};

/// Ways of naming PATCH: two last segments of a path.
const PATCH_PATHS: &[[&str; 2]] = &[
    ["web", "patch"],
    ["guard", "Patch"],
    ["Method", "PATCH"],
    ["HttpMethod", "Patch"],
];

/// The most lines a handler may have, from its name to its closing brace.
const HANDLER_LINES: usize = 40;

/// The files that can put a route on the air.
fn edge(sources: &[Source]) -> impl Iterator<Item = &Source> {
    let is_simulated = |source: &Source| {
        source.path.starts_with("src/partners/") && source.path.contains("simulated")
    };
    sources
        .iter()
        .filter(move |source| source.is_server() && !source.is_test() && !is_simulated(source))
}

/// Every route is a documented function whose operation id is its own name.
pub(crate) fn documented_routes(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for source in edge(sources) {
        for handler in &source.syntax.handlers {
            let name = &handler.name;
            if !handler.is_documented {
                let what = format!(
                    "handler `{name}` has no `#[utoipa::path(..)]`; every route is in the OpenAPI file"
                );
                findings.push(source.finding(handler.line, what));
            }
            if let Some(id) = handler.operation_id.as_ref().filter(|id| *id != name) {
                let what =
                    format!("handler `{name}` has the operation id `{id}`; they are the same name");
                findings.push(source.finding(handler.line, what));
            }
            let place = format!("{}:{}", source.path, handler.line);
            if let Some(other) = seen.insert(name.clone(), place) {
                let what = format!(
                    "handler `{name}` has the name of {other}; operation ids are unique: rename one"
                );
                findings.push(source.finding(handler.line, what));
            }
        }
    }
    findings
}

/// Nothing mounts a route without a documented function.
pub(crate) fn undocumented_mounts(sources: &[Source]) -> Vec<Finding> {
    let mend = "hides a route from OpenAPI; write a handler with `#[get(..)]` and `#[utoipa::path(..)]` and mount it with `.service(..)`";
    let mut findings = Vec::new();
    for source in edge(sources) {
        for call in source
            .facts
            .calls
            .iter()
            .filter(|call| !call.in_test && call.method == "route")
        {
            findings.push(source.finding(call.line, format!("`.route(..)` {mend}")));
        }
        for named in source.facts.named.iter().filter(|named| !named.in_test) {
            if named.ends_with(&["web", "resource"])
                || named.starts_with(&["actix_web", "Resource"])
            {
                findings.push(source.finding(named.line, format!("`{}` {mend}", named.text())));
            }
        }
        for line in source.syntax.mapped_apps.iter().copied() {
            let what = "`.map(..)` on the app can mount what OpenAPI does not see; \
                        split the app with `split_for_parts()` and wrap middleware around what it gives";
            findings.push(source.finding(line, what));
        }
    }
    findings
}

/// Handlers are short.
pub(crate) fn short_handlers(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in edge(sources) {
        for handler in &source.syntax.handlers {
            if handler.lines > HANDLER_LINES {
                let what = format!(
                    "handler `{}` has {} lines, the limit is {HANDLER_LINES}; move the deciding into the service",
                    handler.name, handler.lines
                );
                findings.push(source.finding(handler.line, what));
            }
        }
    }
    findings
}

/// `api` holds no query and `store` no HTTP.
pub(crate) fn wire_hygiene(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in edge(sources) {
        let is = |name: &str| source.file_name() == format!("{name}.rs") || source.is_below(name);
        let (barred, mend): (&[&str], _) = if is("api") {
            (
                &["sea_orm", "entity", "sqlx"],
                "a handler holds no query: ask the service or the store",
            )
        } else if is("store") {
            (&["actix_web"], "a store knows no HTTP: return plain values")
        } else {
            continue;
        };
        for named in source.facts.named.iter().filter(|named| !named.in_test) {
            if barred.iter().any(|root| named.starts_with(&[root])) {
                findings
                    .push(source.finding(named.line, format!("names `{}`; {mend}", named.text())));
            }
        }
    }
    findings
}

/// No operation is a PATCH.
pub(crate) fn no_patch(sources: &[Source]) -> Vec<Finding> {
    let mend = "mini-programs cannot send PATCH; use `POST ../changes` or a named action";
    let mut findings = Vec::new();
    for source in edge(sources) {
        for mark in source.facts.marks.iter().filter(|mark| !mark.in_test) {
            let is_route = mark.path == "patch" || mark.path == "actix_web::patch";
            let is_method =
                matches!(mark.name(), "route" | "routes") && mark.rest.contains("\"PATCH\"");
            let words = mark.rest.trim_matches(['(', ')']).split(',');
            let is_documented = mark.path == "utoipa::path"
                && words
                    .into_iter()
                    .any(|word| matches!(word, "patch" | "method(patch" | "method=patch"));
            if is_route || is_method || is_documented {
                findings.push(source.finding(
                    mark.line,
                    format!("`#[{}{}]`: {mend}", mark.path, mark.rest),
                ));
            }
        }
        for named in source.facts.named.iter().filter(|named| !named.in_test) {
            if PATCH_PATHS.iter().any(|end| named.ends_with(end))
                || named.starts_with(&["actix_web", "patch"])
            {
                findings.push(source.finding(named.line, format!("`{}`: {mend}", named.text())));
            }
        }
    }
    findings
}
