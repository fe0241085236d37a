//! Rules about tests and about what the crates depend on.
//! Never runs a test or a build. Next: `main.rs` for the list of all rules.

use crate::map::{NOT_ANYWHERE, NOT_IN_REACH};
use crate::sources::{Finding, Source};

/// No test is skipped, queued behind others, or waits for time to pass.
pub(crate) fn honest_tests(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        for mark in &source.facts.marks {
            let is_conditional =
                mark.path == "cfg_attr" && mark.rest.trim_end_matches(')').ends_with(",ignore");
            if mark.path == "ignore" || is_conditional {
                let what = "`#[ignore]`: a test that does not run is no test; run it or delete it";
                findings.push(source.finding(mark.line, what));
            }
            if mark.name() == "serial" {
                let what = "`#[serial]`: give each test a database and a clock of its own";
                findings.push(source.finding(mark.line, what));
            }
        }
        for named in &source.facts.named {
            let in_test = named.in_test || source.is_test();
            let sleeps = ["sleep", "sleep_until", "sleep_ms"]
                .iter()
                .any(|name| named.ends_with(&["thread", name]) || named.ends_with(&["time", name]));
            if in_test && sleeps {
                let what = format!(
                    "`{}`: wait for a logical barrier, or move the fixed clock",
                    named.text()
                );
                findings.push(source.finding(named.line, what));
            }
        }
    }
    findings
}

/// A manifest or lock file: path from the root of the workspace, and text.
pub(crate) type Manifest = (String, String);

/// `reach` stays light, and no member takes a crate that is barred.
pub(crate) fn dependencies(manifests: &[Manifest]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in manifests {
        let table: toml::Table = text
            .parse()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut names = Vec::new();
        gather_names(&table, &mut names);
        let mut complain = |name: &str, mend: &str| {
            let position = text.lines().position(|line| line.contains(name));
            findings.push(Finding {
                path: path.clone(),
                line: position.unwrap_or_default() + 1,
                what: format!("depends on `{name}`; {mend}"),
            });
        };
        for name in &names {
            if path == "reach/Cargo.toml" && NOT_IN_REACH.contains(&name.as_str()) {
                complain(
                    name,
                    "the engine is pure: move what needs it into the server",
                );
            }
            if let Some((_, reason)) = NOT_ANYWHERE.iter().find(|(barred, _)| barred == name) {
                complain(name, reason);
            }
        }
    }
    findings
}

/// Collects the crates a manifest depends on, in every table of dependencies, and the packages of a lock file.
fn gather_names(table: &toml::Table, names: &mut Vec<String>) {
    for (key, value) in table {
        if let (true, Some(entries)) = (key.ends_with("dependencies"), value.as_table()) {
            for (name, entry) in entries {
                let renamed = entry.get("package").and_then(toml::Value::as_str);
                names.push(renamed.unwrap_or(name).to_owned());
            }
        } else if let (true, Some(packages)) = (key == "package", value.as_array()) {
            let found = packages
                .iter()
                .filter_map(|package| package.get("name")?.as_str());
            names.extend(found.map(str::to_owned));
        } else if let Some(inner) = value.as_table() {
            gather_names(inner, names);
        }
    }
}
