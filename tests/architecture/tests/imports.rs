//! Breaches of floors, slice borders and purity, and ordinary imports beside them.
//! Never reads the workspace. Next: `floors.rs` and `purity.rs` of the rules.

use super::{passes, reports, said};
use crate::{floors, map, purity};

#[test]
fn a_module_without_a_floor_is_reported() {
    let rule = floors::known_modules;
    reports(rule, "src/weather.rs", "", 1, "`weather` has no floor");
    reports(rule, "src/weather/api.rs", "", 1, "`weather` has no floor");
    reports(
        rule,
        "src/lib.rs",
        "mod places;\nmod weather { }",
        2,
        "`weather` has no floor",
    );
    passes(rule, "src/lib.rs", "pub(crate) mod places; mod server;");
    passes(rule, "reach/src/street.rs", "");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one snippet for each way to import")]
fn an_import_from_above_or_beside_is_reported() {
    let rule = floors::downwards;
    let cases = [
        (
            "src/http/mod.rs",
            "use crate::places::Place;",
            "crate::places::Place",
        ),
        (
            "src/places/api.rs",
            "use crate::{http, registers::{Firm, self}};",
            "crate::registers",
        ),
        (
            "src/places/api.rs",
            "fn f() { crate::cases::open(); }",
            "crate::cases::open",
        ),
        (
            "src/places/api.rs",
            "fn f(c: &super::super::figures::Card) {}",
            "crate::figures::Card",
        ),
        (
            "src/places/mod.rs",
            "mod x { use super::super::nearby; }",
            "crate::nearby",
        ),
        (
            "src/places/mod.rs",
            "fn f() { log!(crate::server::NAME); }",
            "crate::server::NAME",
        ),
        (
            "src/places/mod.rs",
            "#[utoipa::path(get, responses((status = 200, body = crate::loans::View)))] fn f() {}",
            "loans",
        ),
        (
            "src/http/mod.rs",
            "use crate::partners::Sms;",
            "crate::partners::Sms",
        ),
        (
            "src/platform/mod.rs",
            "use menkou::http::Actor;",
            "crate::http::Actor",
        ),
        ("src/http.rs", "use super::*;", "glob"),
        ("src/catalog/mod.rs", "use entity::place;", "entities begin"),
        (
            "src/partners/sms.rs",
            "macro_rules! m { () => { $crate::http::now() } }",
            "crate::http::now",
        ),
    ];
    for (path, text, about) in cases {
        reports(rule, path, text, 1, about);
    }
    reports(
        rule,
        "src/http/mod.rs",
        "//! x\n\nuse crate::{\n    config,\n    places::Place,\n};",
        5,
        "places",
    );
}

#[test]
fn imports_from_below_pass() {
    let rule = floors::downwards;
    passes(
        rule,
        "src/main.rs",
        "use menkou::commands::run; use menkou::server;",
    );
    passes(
        rule,
        "src/server.rs",
        "use crate::{partners::wechat::Client, places, figures};",
    );
    passes(
        rule,
        "src/platform/mod.rs",
        "use entity::place; use crate::config::Config; use self::clock::Clock; mod clock;",
    );
    passes(
        rule,
        "src/places/api.rs",
        "use super::{service, rules}; fn f() { rules::g(); crate::identity::phone::parse(); }",
    );
    passes(
        rule,
        "src/http/mod.rs",
        "//! See crate::places::Place.\n/// [`crate::places::Place`]\nfn f() { let s = \"crate::places\"; }",
    );
    passes(
        rule,
        "src/http/mod.rs",
        "use actix_web::http; use http::StatusCode; fn f(places: u8) { x.places(); }",
    );
    passes(rule, "src/rules/mod.rs", "use crate::language::Language;");
    passes(rule, "reach/src/street.rs", "use crate::server::x;");
}

#[test]
fn a_step_over_a_slice_border_is_reported() {
    let rule = floors::slice_borders;
    reports(
        rule,
        "src/openings/api.rs",
        "use crate::places::store::find;",
        1,
        "crate::places::store::find",
    );
    reports(
        rule,
        "src/openings/api.rs",
        "use crate::places;\nfn f() { places::store::find(); }",
        2,
        "places::store::find",
    );
    reports(
        rule,
        "src/server.rs",
        "fn f() { crate::places::api::list(); }",
        1,
        "places/mod.rs",
    );
    let files = [
        ("src/openings/api.rs", "use crate::places::store;"),
        ("src/places/store.rs", ""),
    ];
    assert_eq!(said(rule, &files).len(), 1);
}

#[test]
fn names_a_slice_offers_pass() {
    let rule = floors::slice_borders;
    let text = "use crate::places::{self, Place, PlaceKind::Station, find_place};
        use crate::http::problem::ApiError; use crate::partners::wechat::Client;
        fn f() { Place::new(); places::find::<u8>(); crate::places::PlaceKind::of::<u8>(); crate::places::MAX; }";
    passes(rule, "src/openings/api.rs", text);
    passes(
        rule,
        "src/places/api/create.rs",
        "use crate::places::store::find; use super::super::service::create;",
    );
}

#[test]
fn an_import_into_entity_or_migration_is_reported() {
    let rule = floors::bare_crates;
    reports(
        rule,
        "entity/src/place.rs",
        "use reach::Wgs84;",
        1,
        "reach::Wgs84",
    );
    reports(
        rule,
        "migration/src/m1.rs",
        "fn f() { entity::place::Entity; }",
        1,
        "entity::place::Entity",
    );
    passes(
        rule,
        "entity/src/place.rs",
        "use sea_orm::entity::prelude::*; use super::person; use crate::case;",
    );
    passes(
        rule,
        "src/platform/mod.rs",
        "use migration::Migrator; use entity::place;",
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one snippet for each kind of IO")]
fn io_in_pure_code_is_reported() {
    let rule = purity::purity;
    let cases = [
        (
            "reach/src/lib.rs",
            "use std::{fmt, fs::File};",
            "std::fs::File",
        ),
        ("src/workflow/mod.rs", "use tokio;", "tokio"),
        (
            "src/rules/mod.rs",
            "fn f() { let t = chrono::Utc::now(); }",
            "Utc::now",
        ),
        (
            "src/identity/mod.rs",
            "use uuid::Uuid; fn f() { Uuid::now_v7(); }",
            "now_v7",
        ),
        (
            "src/language.rs",
            "fn f() { std::env::var(\"LANG\"); }",
            "std::env::var",
        ),
        (
            "src/places/rules.rs",
            "use entity::place::Model;",
            "entity::place::Model",
        ),
        (
            "src/places/rules/open.rs",
            "use crate::platform::clock::Clock;",
            "crate::platform",
        ),
        (
            "src/places/rules.rs",
            "fn f() { super::store::find(); }",
            "crate::places::store::find",
        ),
        (
            "src/places/hours/mod.rs",
            "#[derive(sea_orm::FromQueryResult)] struct A;",
            "sea_orm",
        ),
        (
            "src/openings/pay.rs",
            "use std as s; fn f() { s::net::lookup(); }",
            "std::net::lookup",
        ),
        (
            "src/nearby/search.rs",
            "fn f(c: &Clock) { c.now(); }",
            ".now()",
        ),
        (
            "src/rules/mod.rs",
            "fn f() { <Utc as TimeZone>::now(); }",
            "now",
        ),
        (
            "src/rules/tests.rs",
            "#[test] fn f() { SystemTime::now(); }",
            "SystemTime::now",
        ),
    ];
    for (path, text, about) in cases {
        reports(rule, path, text, 1, about);
    }
}

#[test]
fn ordinary_pure_code_passes() {
    let rule = purity::purity;
    let text = "//! Uses no tokio::x.\nuse std::time::Duration; use chrono::{DateTime, Utc}; use crate::language::Language;
        fn f(now: DateTime<Utc>, entity: u8) -> bool { let config = now; env!(\"X\"); facts.now < now && x.env }";
    passes(rule, "src/places/rules.rs", text);
    passes(
        rule,
        "src/rules/tests.rs",
        "use std::fs; #[test] fn f() { fs::read(std::env::temp_dir()); }",
    );
    passes(
        rule,
        "reach/src/lib.rs",
        "#[cfg(test)] mod tests { use std::fs; } use crate::server::Node;",
    );
    passes(
        rule,
        "src/places/store.rs",
        "use sea_orm::entity::*; use entity::place; fn f() { Utc::now(); }",
    );
    passes(rule, "src/platform/rules.rs", "use tokio::sync::Mutex;");
    assert!(map::is_pure("src/places/hours/tests.rs") && !map::is_pure("src/places/hours_view.rs"));
}
