//! Shows every rule a breach it must report and ordinary code it must not, so that no rule can fall silent.
//! Never judges the workspace. Next: the rule that fails.

mod edge;
mod imports;

use crate::sources::{Finding, Source};
use crate::{discipline, layout};

/// A rule over sources.
type Rule = fn(&[Source]) -> Vec<Finding>;

/// What a rule says about these files.
fn said(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files
        .iter()
        .map(|(path, text)| Source::parse(path, text))
        .collect();
    rule(&sources).iter().map(ToString::to_string).collect()
}

/// Asserts that a rule reports one breach, at this line, about this.
#[track_caller]
fn reports(rule: Rule, path: &str, text: &str, line: usize, about: &str) {
    let said = said(rule, &[(path, text)]);
    let start = format!("{path}:{line} ");
    let hit = said
        .iter()
        .any(|one| one.starts_with(&start) && one.contains(about));
    assert!(hit, "wanted {start}..{about}.. for\n{text}\ngot {said:#?}");
}

/// Asserts that a rule says nothing.
#[track_caller]
fn passes(rule: Rule, path: &str, text: &str) {
    let said = said(rule, &[(path, text)]);
    assert!(said.is_empty(), "false alarm for\n{text}\n{said:#?}");
}

#[test]
fn a_silent_file_is_reported() {
    reports(
        layout::opening_words,
        "src/http/mod.rs",
        "use std::fmt;\n",
        1,
        "//!",
    );
    passes(layout::opening_words, "src/http/mod.rs", "//! Speaks.\n");
}

#[test]
fn a_long_file_is_reported() {
    let text = |lines: usize| "//! x\n".repeat(lines);
    reports(
        layout::length,
        "src/http/mod.rs",
        &text(301),
        301,
        "the limit is 300",
    );
    reports(
        layout::length,
        "tests/api/main.rs",
        &text(501),
        501,
        "the limit is 500",
    );
    reports(
        layout::length,
        "src/main.rs",
        &text(101),
        101,
        "the limit is 100",
    );
    for path in [
        "migration/src/m1.rs",
        "benches/near.rs",
        "src/places/tests.rs",
        "src/places/tests/a.rs",
    ] {
        passes(layout::length, path, &text(500));
    }
    passes(layout::length, "src/http/mod.rs", &text(300));
}

#[test]
fn an_empty_word_in_a_name_is_reported() {
    let rule = layout::names;
    reports(rule, "src/http/date_util.rs", "", 1, "`util`");
    reports(rule, "tests/common/mod.rs", "", 1, "`common`");
    for text in [
        "fn helper_one() {}",
        "struct SchemaManager;",
        "enum QueueProcessor {}",
        "mod misc {}",
        "trait Helpers {}",
        "type IdUtils = u8;",
        "impl X { fn utils(&self) {} }",
        "fn outer() { fn inner_helper() {} }",
    ] {
        reports(rule, "src/http/mod.rs", text, 1, "says");
    }
    passes(
        rule,
        "src/http/mod.rs",
        "use redis::aio::ConnectionManager; fn utilise(manager: u8) { helper(); } struct Commons;",
    );
    passes(
        rule,
        "migration/src/lib.rs",
        "impl Foreign for X { fn up_manager(&self) {} }",
    );
}

#[test]
fn a_skipped_queued_or_sleeping_test_is_reported() {
    let rule = discipline::honest_tests;
    for text in [
        "#[test]\n#[ignore = \"slow\"]\nfn f() {}",
        "#[test]\n#[cfg_attr(windows, ignore)]\nfn f() {}",
        "proptest! {\n#[ignore]\nfn f() {} }",
        "#[test]\n#[serial_test::serial]\nfn f() {}",
        "#[test] fn f() {\nstd::thread::sleep(x); }",
        "use tokio::time;\nasync fn f() { time::sleep(x).await; }",
        "use std::thread::\nsleep;",
    ] {
        reports(rule, "tests/api/places.rs", text, 2, "`");
    }
    reports(
        rule,
        "src/http/mod.rs",
        "#[cfg(test)] mod tests { fn f() { tokio::time::sleep(x); } }",
        1,
        "barrier",
    );
    passes(
        rule,
        "src/platform/outbox.rs",
        "#[cfg(test)] mod tests; async fn f() { tokio::time::sleep(x).await; }",
    );
    passes(
        rule,
        "tests/api/places.rs",
        "#[test] fn f() { let ignore = \"#[ignore]\"; tokio::time::timeout(x, y); }",
    );
}

#[test]
fn a_barred_dependency_is_reported() {
    let said =
        |path: &str, text: &str| discipline::dependencies(&[(path.to_owned(), text.to_owned())]);
    for text in [
        "[dependencies]\ntokio = \"1\"",
        "[dev-dependencies]\nsea-orm.workspace = true",
        "[target.'cfg(unix)'.dependencies]\nredis = { version = \"1\" }",
        "[dependencies]\nweb = { package = \"reqwest\", version = \"0\" }",
    ] {
        let found = said("reach/Cargo.toml", text);
        assert!(
            found.iter().any(|finding| finding.line == 2),
            "{text}: {found:?}"
        );
        assert_eq!(said("Cargo.toml", text), []);
    }
    assert_eq!(
        said(
            "Cargo.toml",
            "[workspace.dependencies]\nactix-governor = \"0\""
        )
        .len(),
        1
    );
    assert_eq!(
        said("Cargo.lock", "[[package]]\nname = \"actix-governor\"").len(),
        1
    );
    assert_eq!(
        said(
            "reach/Cargo.toml",
            "[package]\nname = \"reach\"\n[dependencies]\ngeo = \"0\""
        ),
        []
    );
}

#[test]
fn every_member_of_the_workspace_is_read() {
    let paths: Vec<&str> = crate::SOURCES
        .iter()
        .map(|source| source.path.as_str())
        .collect();
    for path in [
        "src/lib.rs",
        "src/main.rs",
        "reach/src/lib.rs",
        "entity/src/lib.rs",
        "migration/src/lib.rs",
        "tests/architecture/tests/mod.rs",
    ] {
        assert!(
            paths.contains(&path),
            "{path} is not among the {} files read",
            paths.len()
        );
    }
}
