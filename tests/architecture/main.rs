//! The house plan, enforced: who may import whom, what is pure, how long a file may be, that no route escapes OpenAPI.
//!
//! Each test below is one rule and lists every breach as `file:line what and the mend`. `map.rs` is the only
//! table to edit; `tests/` shows each rule a breach, so that no rule can fall silent. Never touches a database.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod discipline;
mod facts;
mod floors;
mod layout;
mod map;
mod operations;
mod purity;
mod scanner;
mod sources;
mod syntax;
mod tests;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use sources::{Source, assert_none, workspace};

/// The sources, read once for all tests.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(workspace);

#[test]
fn every_file_says_what_it_is_for() {
    assert_none(layout::opening_words(&SOURCES));
}

#[test]
fn no_file_outgrows_its_limit() {
    assert_none(layout::length(&SOURCES));
}

#[test]
fn no_name_has_a_word_that_says_nothing() {
    assert_none(layout::names(&SOURCES));
}

#[test]
fn every_module_has_a_floor() {
    assert_none(floors::known_modules(&SOURCES));
}

#[test]
fn imports_lead_only_downwards() {
    assert_none(floors::downwards(&SOURCES));
}

#[test]
fn a_slice_is_entered_only_through_its_mod_rs() {
    assert_none(floors::slice_borders(&SOURCES));
}

#[test]
fn entity_and_migration_import_nothing_of_ours() {
    assert_none(floors::bare_crates(&SOURCES));
}

#[test]
fn pure_code_does_no_io_and_reads_no_clock() {
    assert_none(purity::purity(&SOURCES));
}

#[test]
fn every_handler_is_in_the_openapi_file_under_its_own_name() {
    assert_none(operations::documented_routes(&SOURCES));
}

#[test]
fn no_route_escapes_openapi() {
    assert_none(operations::undocumented_mounts(&SOURCES));
}

#[test]
fn handlers_are_short() {
    assert_none(operations::short_handlers(&SOURCES));
}

#[test]
fn handlers_hold_no_query_and_stores_know_no_http() {
    assert_none(operations::wire_hygiene(&SOURCES));
}

#[test]
fn no_operation_is_a_patch() {
    assert_none(operations::no_patch(&SOURCES));
}

#[test]
fn no_test_is_skipped_or_sleeps() {
    assert_none(discipline::honest_tests(&SOURCES));
}

#[test]
fn reach_stays_light_and_no_barred_crate_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = [
        "Cargo.toml",
        "Cargo.lock",
        "reach/Cargo.toml",
        "entity/Cargo.toml",
        "migration/Cargo.toml",
        "benches/Cargo.toml",
    ];
    let manifests = paths.map(|path| {
        (
            path.to_owned(),
            fs::read_to_string(root.join(path)).unwrap(),
        )
    });
    assert_none(discipline::dependencies(&manifests));
}
