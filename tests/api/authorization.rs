//! Who may ask what: a table of operation and actor. Every operation of the contract must have a row, so that none is
//! added without deciding who may use it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::App;

/// Whether an actor may use an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Answered to everyone, with or without a credential.
    Public,
}

/// Somebody without an account.
const STRANGER: &str = "stranger";

/// Every actor of the table.
const ACTORS: [&str; 1] = [STRANGER];

/// Operation, actor, verdict.
const TABLE: &[(&str, &str, Verdict)] = &[
    ("get_healthz", STRANGER, Verdict::Public),
    ("get_map", STRANGER, Verdict::Public),
    ("get_map_file", STRANGER, Verdict::Public),
    ("get_map_outlines", STRANGER, Verdict::Public),
    ("get_meta", STRANGER, Verdict::Public),
    ("get_metrics", STRANGER, Verdict::Public),
    ("get_opening", STRANGER, Verdict::Public),
    ("get_place", STRANGER, Verdict::Public),
    ("get_problems", STRANGER, Verdict::Public),
    ("get_reach", STRANGER, Verdict::Public),
    ("get_readyz", STRANGER, Verdict::Public),
    ("get_route", STRANGER, Verdict::Public),
    ("get_start", STRANGER, Verdict::Public),
    ("suggest_words", STRANGER, Verdict::Public),
    ("list_divisions", STRANGER, Verdict::Public),
    ("list_openings", STRANGER, Verdict::Public),
    ("list_places", STRANGER, Verdict::Public),
    ("locate_division", STRANGER, Verdict::Public),
    ("list_nearby", STRANGER, Verdict::Public),
    ("search_nearby", STRANGER, Verdict::Public),
];

/// A plausible value for each parameter that the document requires.
const EXAMPLES: [(&str, &str); 7] = [
    ("to", "{id}"),
    ("q", "bao"),
    ("crs", "wgs84"),
    ("lat", "26.571469"),
    ("lon", "106.710608"),
    ("file", "map.js"),
    ("id", "{id}"),
];

/// The contract, generated.
fn document() -> Value {
    serde_json::from_str(&menkou::server::openapi_json().unwrap()).unwrap()
}

/// Every operation of the contract: name, method, path, what is said of it.
fn operations() -> Vec<(String, String, String, Value)> {
    let document = document();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, about) in item.as_object().unwrap() {
            let id = about["operationId"].as_str().unwrap().to_owned();
            operations.push((id, method.to_uppercase(), path.clone(), about.clone()));
        }
    }
    operations
}

/// A path with its parameters filled in, and the required ones of the query.
fn example_path(path: &str, about: &Value, id: &str) -> String {
    let example = |name: &str| {
        let known = EXAMPLES.iter().find(|it| it.0 == name);
        known.expect(name).1.replace("{id}", id)
    };
    let mut path = path.to_owned();
    let mut query = Vec::new();
    for parameter in about["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        if parameter["in"] == "path" {
            path = path.replace(&format!("{{{name}}}"), &example(name));
        } else if parameter["required"] == true {
            query.push(format!("{name}={}", example(name)));
        }
    }
    // Either a point or a place is required here, which the document can say in words only.
    if ["list_nearby", "get_reach", "get_route"].contains(&about["operationId"].as_str().unwrap()) {
        query.push("lat=26.571469&lon=106.710608".to_owned());
    }
    match query.is_empty() {
        true => path,
        false => format!("{path}?{}", query.join("&")),
    }
}

#[test]
fn every_operation_of_the_contract_has_one_row_for_each_actor_and_no_row_is_left_over() {
    let documented: BTreeSet<(String, &str)> = operations()
        .into_iter()
        .flat_map(|(id, ..)| ACTORS.map(|actor| (id.clone(), actor)))
        .collect();
    let table: BTreeSet<(String, &str)> = TABLE
        .iter()
        .map(|(id, actor, _)| ((*id).to_owned(), *actor))
        .collect();
    let missing: Vec<_> = documented.difference(&table).collect();
    let superfluous: Vec<_> = table.difference(&documented).collect();
    assert!(missing.is_empty(), "decide who may use these: {missing:?}");
    assert!(
        superfluous.is_empty(),
        "there is no such operation: {superfluous:?}"
    );
    assert_eq!(TABLE.len(), table.len(), "a row stands twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_public_is_answered_to_a_stranger_and_to_one_with_a_worthless_token() {
    let app = App::start().await;
    let place = app.one_place("站", 100.0).await;
    let opening = app.one_opening("岗位", 200.0).await;
    for (id, actor, verdict) in TABLE {
        assert_eq!((*actor, *verdict), (STRANGER, Verdict::Public));
        let (_, method, path, about) = operations().into_iter().find(|it| it.0 == *id).unwrap();
        let record = if *id == "get_opening" {
            opening.id
        } else {
            place.id
        };
        let path = example_path(&path, &about, &record.to_string());
        let body = json!({"lat": 26.571_469, "lon": 106.710_608, "crs": "wgs84"}).to_string();
        let body = (method == "POST").then_some(body.as_str());
        let credentials: [&[(&str, &str)]; 2] = [&[], &[("authorization", "Bearer nonsense")]];
        for headers in credentials {
            let answer = app.send(&method, &path, headers, body).await;
            assert!(
                answer.status == 200 || answer.status == 302,
                "{id} {path}: {} {}",
                answer.status,
                answer.text
            );
        }
    }
    app.stop().await;
}
