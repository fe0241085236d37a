//! Rules about who imports whom: floors, slice borders, and the two crates below everything.
//! Never looks at what code does. Next: `map.rs` for the table, `purity.rs` for the ground.

use std::collections::BTreeSet;

use crate::facts::{Named, module_path};
use crate::map::{ENTITY_FROM, FLOORS, FORBIDDEN_PAIRS, SLICES, floor_of};
use crate::sources::{Finding, Source};

/// Every top-level module of `src/` has its place in the map.
pub(crate) fn known_modules(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.is_server()) {
        let mut modules = vec![(top_module(source), 1)];
        if top_module(source) == "lib" || top_module(source) == "main" {
            let declared = source
                .syntax
                .declared
                .iter()
                .filter(|item| item.kind == "module");
            modules.extend(declared.map(|item| (item.name.clone(), item.line)));
        }
        for (module, line) in modules {
            if floor_of(&module).is_none() {
                let what = format!(
                    "module `{module}` has no floor; move it into a module of the plan, \
                     or give it one in tests/architecture/map.rs and ARCHITECTURE.md"
                );
                findings.push(source.finding(line, what));
            }
        }
    }
    findings
}

/// A module imports only from floors strictly below its own.
pub(crate) fn downwards(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.is_server()) {
        let own = top_module(source);
        for named in &source.facts.named {
            if let Some(what) = upward(&own, named) {
                findings.push(source.finding(named.line, what));
            }
        }
    }
    findings
}

/// What is wrong with this path in the module `own`, if it does not lead downwards.
fn upward(own: &str, named: &Named) -> Option<String> {
    let floor = floor_of(own)?;
    if named.starts_with(&["entity"]) && Some(floor) > floor_of(ENTITY_FROM) {
        return Some(format!(
            "`{own}` names `{}`; entities begin at `{ENTITY_FROM}`: take plain values instead",
            named.text()
        ));
    }
    if !named.starts_with(&["crate"]) {
        return None;
    }
    let target = named.segments.get(1)?;
    if target == "*" {
        return Some("a glob of the crate root hides who is imported; name the module".to_owned());
    }
    let goes_down = floor < floor_of(target)?;
    let forbidden = FORBIDDEN_PAIRS.contains(&(own, target.as_str()));
    if target == own || (goes_down && !forbidden) {
        return None;
    }
    let below = FLOORS
        .iter()
        .skip(floor + 1)
        .flat_map(|floor| floor.iter())
        .copied();
    let allowed: Vec<&str> = below
        .filter(|name| !FORBIDDEN_PAIRS.contains(&(own, name)))
        .collect();
    Some(format!(
        "`{own}` names `{}`, which is not below it; declare a port here and let `server` wire it. Below are: {}",
        named.text(),
        allowed.join(", ")
    ))
}

/// From outside, a slice is known only by the names its `mod.rs` offers.
pub(crate) fn slice_borders(sources: &[Source]) -> Vec<Finding> {
    let modules: BTreeSet<Vec<String>> = sources
        .iter()
        .filter(|source| source.is_server())
        .map(|source| module_path(&source.path))
        .collect();
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.is_server()) {
        let own = top_module(source);
        for named in &source.facts.named {
            if let Some(slice) = trespassed(&own, named, &modules) {
                let what = format!(
                    "`{own}` reaches into `{}`; let `{slice}/mod.rs` offer the name and import `crate::{slice}::Name`",
                    named.text()
                );
                findings.push(source.finding(named.line, what));
            }
        }
    }
    findings
}

/// The slice whose inner module this path names from the outside, if it does.
fn trespassed<'a>(own: &str, named: &'a Named, modules: &BTreeSet<Vec<String>>) -> Option<&'a str> {
    let (slice, name) = (named.segments.get(1)?, named.segments.get(2)?);
    if !named.starts_with(&["crate"]) || slice == own || !SLICES.contains(&slice.as_str()) {
        return None;
    }
    let goes_deeper = named.segments.len() > 3 && !name.starts_with(char::is_uppercase);
    let is_module = modules.contains(&vec![slice.clone(), name.clone()]);
    (goes_deeper || is_module).then_some(slice)
}

/// `entity` and `migration` import nothing of ours.
pub(crate) fn bare_crates(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let member = source.path.split('/').next().unwrap_or_default();
        if member != "entity" && member != "migration" {
            continue;
        }
        let ours = ["menkou", "reach", "text", "entity", "migration"];
        for named in &source.facts.named {
            let root = named
                .segments
                .first()
                .map(String::as_str)
                .unwrap_or_default();
            if root != member && ours.contains(&root) {
                let what = format!(
                    "`{member}` names `{}`; it stands alone: write the table out here",
                    named.text()
                );
                findings.push(source.finding(named.line, what));
            }
        }
    }
    findings
}

/// The top-level module a file of the server belongs to.
fn top_module(source: &Source) -> String {
    let inside = source
        .path
        .trim_start_matches("src/")
        .trim_end_matches(".rs");
    inside.split('/').next().unwrap_or_default().to_owned()
}
