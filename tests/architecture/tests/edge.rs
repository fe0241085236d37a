//! Breaches at the edge: routes, handlers, stores, PATCH, and ordinary handlers beside them.
//! Never reads the workspace. Next: `operations.rs` of the rules.

use super::{passes, reports, said};
use crate::operations;

/// The attributes of a handler in order.
const DOCUMENTED: &str =
    "#[utoipa::path(tag = \"places\", responses((status = 200)))]\n#[get(\"/x\")]\n";

#[test]
fn an_undocumented_handler_is_reported() {
    let rule = operations::documented_routes;
    let path = "src/places/api.rs";
    reports(
        rule,
        path,
        "#[get(\"/x\")]\nasync fn list_places() {}",
        2,
        "no `#[utoipa::path",
    );
    reports(
        rule,
        path,
        "mod deep { #[actix_web::post(\"/x\")] async fn f() {} }",
        1,
        "no `#[utoipa::path",
    );
    let renamed =
        "#[utoipa::path(get, operation_id = \"places\")]\n#[routes]\nasync fn list_places() {}";
    reports(rule, path, renamed, 3, "operation id `places`");
    reports(
        rule,
        path,
        &renamed.replace("\"places\"", "OPERATION"),
        3,
        "operation id `OPERATION`",
    );
    let one = format!("{DOCUMENTED}async fn list_places() {{}}");
    passes(rule, path, &one);
    passes(
        rule,
        path,
        &renamed.replace("\"places\"", "\"list_places\""),
    );
    let twice = said(rule, &[(path, &one), ("src/cases/api.rs", &one)]);
    assert!(
        twice.iter().any(|line| line.contains("unique")),
        "{twice:?}"
    );
    for (path, text) in [
        ("src/http/tests.rs", "#[get(\"/x\")] async fn f() {}"),
        (
            "src/http/mod.rs",
            "#[cfg(test)] mod tests { #[get(\"/x\")] async fn f() {} }",
        ),
        (
            "src/partners/sms/simulated.rs",
            "#[get(\"/x\")] async fn f() {}",
        ),
        (
            "src/http/mod.rs",
            "#[getter] fn f() {} #[derive(Debug)] struct A; #[other::get] fn g() {}",
        ),
    ] {
        passes(rule, path, text);
    }
}

#[test]
fn a_route_around_openapi_is_reported() {
    let rule = operations::undocumented_mounts;
    for text in [
        "fn f() { App::new().route(\"/x\", handler()); }",
        "fn f() { scope.service(web::resource(\"/x\").to(handler)); }",
        "use actix_web::web::{self, resource}; fn f() {}",
        "fn f() { App::new().into_utoipa_app().service(a).map(|app| app.service(b)); }",
        "fn f() { utoipa_actix_web::scope(\"/v1\").service(a).map(|scope| scope.service(b)); }",
        "fn f() { ready.into_utoipa_app().map(|app| app); }",
    ] {
        reports(rule, "src/server.rs", text, 1, "OpenAPI");
    }
    let text = "fn f() { App::new().app_data(rows.iter().map(|row| row.id)).service(list_places);
        scope(staff).map(|row| row); web::Data::new(x); route(\"/x\"); self.route; }
        #[cfg(test)] mod tests { #[test] fn f() { App::new().route(\"/x\", y); } }";
    passes(rule, "src/server.rs", text);
}

#[test]
fn a_long_handler_is_reported() {
    let rule = operations::short_handlers;
    let text = |lines: usize| {
        format!(
            "{DOCUMENTED}async fn list_places() {{\n{}}}",
            "    step();\n".repeat(lines)
        )
    };
    reports(rule, "src/places/api.rs", &text(39), 3, "41 lines");
    passes(rule, "src/places/api.rs", &text(38));
    passes(
        rule,
        "src/places/api.rs",
        &text(39).replace("#[get(\"/x\")]", ""),
    );
}

#[test]
fn a_query_in_a_handler_and_http_in_a_store_are_reported() {
    let rule = operations::wire_hygiene;
    reports(
        rule,
        "src/places/api.rs",
        "use sea_orm::EntityTrait;",
        1,
        "holds no query",
    );
    reports(
        rule,
        "src/places/api/create_place.rs",
        "fn f(m: entity::place::Model) {}",
        1,
        "holds no query",
    );
    reports(
        rule,
        "src/places/store.rs",
        "use actix_web::web::Data;",
        1,
        "knows no HTTP",
    );
    passes(
        rule,
        "src/places/store.rs",
        "use sea_orm::EntityTrait; use entity::place;",
    );
    passes(
        rule,
        "src/places/api.rs",
        "use actix_web::web; #[cfg(test)] mod tests { use entity::place; }",
    );
    passes(rule, "tests/api/places.rs", "use sea_orm::EntityTrait;");
}

#[test]
fn a_patch_is_reported() {
    let rule = operations::no_patch;
    for text in [
        "#[patch(\"/x\")] async fn f() {}",
        "#[actix_web::patch(\"/x\")] async fn f() {}",
        "#[route(\"/x\", method = \"GET\", method = \"PATCH\")] async fn f() {}",
        "#[utoipa::path(patch, path = \"/x\")] async fn f() {}",
        "fn f() { web::patch().to(x); }",
        "use actix_web::{get, patch};",
        "fn f() { let m = http::Method::PATCH; }",
    ] {
        reports(rule, "src/places/api.rs", text, 1, "cannot send PATCH");
    }
    let text = "use crate::patches::Patch; struct Patch; fn patch() { patch(); } #[utoipa::path(get, tag = \"patch\")] fn f() {}";
    passes(rule, "src/patches/api.rs", text);
}
