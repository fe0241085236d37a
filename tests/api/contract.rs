//! The OpenAPI document against the server: the committed copy is the generated one, operations are named after their
//! handlers, every documented answer is given as documented, and the documented parameters are those that are read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Answer, App};

/// A station that everyone may look up, in paths of this file.
const PLACE: &str = "{place}";

/// An opening that stands.
const OPENING: &str = "{opening}";

/// An opening that has ended.
const ENDED: &str = "{ended}";

/// For every operation and every documented status a request that is answered with it: operation, status, path, body.
/// 304 follows from 200 by itself; 503 (no database, or being stopped) is asked for in `following`.
const REQUESTS: &[(&str, u16, &str, &str)] = &[
    (
        "list_nearby",
        200,
        "/v1/nearby?lat=26.57&lon=106.71&crs=wgs84&minutes=60",
        "",
    ),
    ("list_nearby", 400, "/v1/nearby?crs=%FF", ""),
    ("list_nearby", 422, "/v1/nearby?lat=26.57&lon=106.71", ""),
    (
        "search_nearby",
        200,
        "/v1/nearby",
        r#"{"lat":26.57,"lon":106.71,"crs":"wgs84","minutes":60}"#,
    ),
    ("search_nearby", 400, "/v1/nearby", "["),
    ("search_nearby", 413, "/v1/nearby", "{large}"),
    ("search_nearby", 422, "/v1/nearby", "{}"),
    (
        "get_reach",
        200,
        "/v1/reach?lat=26.57&lon=106.71&crs=gcj02",
        "",
    ),
    ("get_reach", 400, "/v1/reach?crs=%FF", ""),
    ("get_reach", 422, "/v1/reach?crs=gcj02", ""),
    (
        "get_route",
        200,
        "/v1/route?lat=26.57&lon=106.71&crs=gcj02&to={place}",
        "",
    ),
    ("get_route", 400, "/v1/route?crs=%FF", ""),
    ("get_route", 422, "/v1/route?crs=gcj02", ""),
    ("suggest_words", 200, "/v1/suggest?q=bao", ""),
    ("suggest_words", 400, "/v1/suggest?q=%FF", ""),
    ("suggest_words", 422, "/v1/suggest", ""),
    ("list_places", 200, "/v1/places?crs=gcj02", ""),
    ("list_places", 400, "/v1/places?crs=%FF", ""),
    ("list_places", 422, "/v1/places", ""),
    ("list_openings", 200, "/v1/openings?crs=bd09", ""),
    ("list_openings", 400, "/v1/openings?crs=%FF", ""),
    ("list_openings", 422, "/v1/openings", ""),
    ("get_place", 200, "/v1/places/{place}?crs=wgs84", ""),
    ("get_place", 400, "/v1/places/{place}?crs=%FF", ""),
    ("get_place", 404, "/v1/places/{opening}?crs=wgs84", ""),
    ("get_place", 422, "/v1/places/{place}", ""),
    ("get_opening", 200, "/v1/openings/{opening}?crs=wgs84", ""),
    ("get_opening", 400, "/v1/openings/{opening}?crs=%FF", ""),
    ("get_opening", 404, "/v1/openings/{place}?crs=wgs84", ""),
    ("get_opening", 410, "/v1/openings/{ended}?crs=wgs84", ""),
    ("get_opening", 422, "/v1/openings/{opening}", ""),
    (
        "locate_division",
        200,
        "/v1/divisions/locate?lat=26.57&lon=106.71&crs=wgs84",
        "",
    ),
    ("locate_division", 400, "/v1/divisions/locate?lat=%FF", ""),
    ("locate_division", 422, "/v1/divisions/locate", ""),
    (
        "list_divisions",
        200,
        "/v1/divisions?crs=wgs84&code=520102",
        "",
    ),
    ("list_divisions", 400, "/v1/divisions?q=%FF", ""),
    ("list_divisions", 422, "/v1/divisions", ""),
    ("get_meta", 200, "/v1/meta", ""),
    ("get_meta", 400, "/v1/meta?%FF", ""),
    ("get_meta", 422, "/v1/meta?lang=en", ""),
    ("get_start", 302, "/", ""),
    ("get_map", 200, "/map", ""),
    ("get_map_outlines", 200, "/map/outlines.geojson", ""),
    (
        "get_map_outlines",
        404,
        "{production}/map/outlines.geojson",
        "",
    ),
    ("get_map_file", 200, "/map/map.js", ""),
    ("get_map_file", 404, "/map/none.js", ""),
    ("get_problems", 200, "/problems", ""),
    ("get_healthz", 200, "/healthz", ""),
    ("get_readyz", 200, "/readyz", ""),
    ("get_metrics", 200, "/metrics", ""),
];

/// One operation of the document.
struct Operation {
    /// Method in capitals.
    method: String,
    /// Template of the path.
    path: String,
    /// Its name.
    id: String,
    /// What the document says of it.
    about: Value,
}

/// The contract, generated.
fn document() -> Value {
    serde_json::from_str(&menkou::server::openapi_json().unwrap()).unwrap()
}

/// Every operation of the contract.
fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, about) in item.as_object().unwrap() {
            operations.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                id: about["operationId"].as_str().unwrap().to_owned(),
                about: about.clone(),
            });
        }
    }
    operations
}

/// The operation with a name.
fn operation<'d>(operations: &'d [Operation], id: &str) -> &'d Operation {
    operations.iter().find(|it| it.id == id).unwrap()
}

/// The methods, paths and names of the handlers, read from the source.
fn handlers() -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("src/partners/simulated") {
                // A server of its own, which speaks the contracts of others.
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                handlers_of(&std::fs::read_to_string(path).unwrap(), &mut found);
            }
        }
    }
    found
}

/// The handlers of one file: an attribute such as `#[get("/v1/x/{id:.*}")]`, then the function.
fn handlers_of(text: &str, found: &mut BTreeSet<(String, String, String)>) {
    let mut route = None;
    for line in text.lines().map(str::trim) {
        for method in ["get", "post", "put", "delete", "patch"] {
            let rest = line.strip_prefix(&format!("#[{method}(\""));
            if let Some(path) = rest.and_then(|it| it.split('"').next()) {
                route = Some((method.to_uppercase(), path.replace(":.*}", "}")));
            }
        }
        let name = line
            .split("async fn ")
            .nth(1)
            .and_then(|it| it.split('(').next());
        if let (Some(name), Some((method, path))) = (name, route.clone()) {
            found.insert((method, path, name.to_owned()));
            route = None;
        }
    }
}

/// Checks a JSON value against a schema of the document, strictly: a member that is not documented is a mistake.
fn check(document: &Value, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#')).unwrap();
        return check(document, schema, value, place);
    }
    if let Some(schemas) = schema["oneOf"].as_array() {
        let mut refusals = schemas
            .iter()
            .map(|schema| check(document, schema, value, place));
        return match refusals.find(Result::is_ok) {
            Some(accepted) => accepted,
            None => Err(format!("{place}: {value} is none of {schemas:?}")),
        };
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return Ok(()),
    };
    let is_of = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        other => other == "object" && value.is_object(),
    };
    if !kinds.iter().any(is_of) {
        return Err(format!("{place}: {value} is not {kinds:?}"));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check(
            document,
            &schema["items"],
            item,
            &format!("{place}/{index}"),
        )?;
    }
    let (Some(members), Some(documented)) = (value.as_object(), schema["properties"].as_object())
    else {
        return Ok(());
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(name.as_str().unwrap()) {
            return Err(format!("{place}: {name} is missing"));
        }
    }
    for (name, member) in members {
        let at = format!("{place}/{name}");
        let schema = documented.get(name);
        let schema = schema.ok_or_else(|| format!("{at} is not documented"))?;
        check(document, schema, member, &at)?;
    }
    Ok(())
}

/// Asserts that an answer has a documented media type and, where it is JSON, the documented form.
fn assert_documented(document: &Value, operation: &Operation, answer: &Answer) {
    let at = format!("{} {}", operation.id, answer.status);
    let response = &operation.about["responses"][answer.status.to_string()];
    assert!(
        response.is_object(),
        "{at} is not documented: {}",
        answer.text
    );
    let Some(contents) = response["content"].as_object() else {
        assert!(answer.text.is_empty(), "{at} has an undocumented body");
        return;
    };
    let media_type = answer.header("content-type").split(';').next().unwrap();
    let is_any = contents.contains_key("application/octet-stream");
    assert!(
        is_any || contents.contains_key(media_type),
        "{at}: {media_type}"
    );
    if answer.status >= 400 {
        assert_eq!(media_type, "application/problem+json", "{at}");
    }
    let Some(content) = contents
        .get(media_type)
        .filter(|_| media_type.ends_with("json"))
    else {
        return;
    };
    let value = answer.json();
    check(document, &content["schema"], &value, &at).unwrap();
    if answer.status >= 400 {
        assert_eq!(value["status"], answer.status, "{at}");
    }
}

#[test]
fn the_committed_contract_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/menkou.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == menkou::server::openapi_json().unwrap(),
        "openapi/menkou.json is old: run `cargo run -- openapi > openapi/menkou.json` and look at what changed"
    );
}

#[test]
fn every_operation_is_named_after_its_handler_and_every_handler_is_in_the_contract() {
    let document = document();
    let documented: BTreeSet<(String, String, String)> = operations(&document)
        .into_iter()
        .map(|it| (it.method, it.path, it.id))
        .collect();
    assert_eq!(documented, handlers());
    let ids: BTreeSet<&String> = documented.iter().map(|(_, _, id)| id).collect();
    assert_eq!(ids.len(), documented.len(), "a name stands twice");
}

#[test]
fn every_operation_says_what_it_does_and_what_each_parameter_is_for() {
    for operation in operations(&document()) {
        let about = &operation.about;
        assert!(
            about["summary"].as_str().is_some_and(|it| it.len() > 5),
            "{}",
            operation.id
        );
        assert_eq!(
            about["tags"].as_array().map(Vec::len),
            Some(1),
            "{}",
            operation.id
        );
        for parameter in about["parameters"].as_array().into_iter().flatten() {
            let text = parameter["description"].as_str().unwrap_or_default();
            assert!(text.len() > 5, "{}: {}", operation.id, parameter["name"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_documented_answer_is_given_as_documented_and_no_other() {
    let app = App::start().await;
    let production = app.replica(&PRODUCTION).await;
    let place = app.one_place("站", 100.0).await;
    let opening = app.one_opening("岗位", 200.0).await;
    let mut ended = app.new_opening("已结束", 300.0).await;
    ended.state = "filled".to_owned();
    app.store_openings(std::slice::from_ref(&ended)).await;
    let document = document();
    let operations = operations(&document);
    let mut given: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, status, path, body) in REQUESTS {
        let operation = operation(&operations, id);
        let path = path
            .replace(PLACE, &place.id.to_string())
            .replace(OPENING, &opening.id.to_string())
            .replace(ENDED, &ended.id.to_string());
        let (server, path) = match path.strip_prefix("{production}") {
            Some(path) => (&production, path),
            None => (&app, path.as_str()),
        };
        let large = format!("{{\"lat\":\"{}\"}}", "1".repeat(70_000));
        let body = body.replace("{large}", &large);
        let body = (!body.is_empty()).then_some(body.as_str());
        let answer = server.send(&operation.method, path, &[], body).await;
        assert_eq!(answer.status, *status, "{id} {path}: {}", answer.text);
        assert_documented(&document, operation, &answer);
        let statuses = given.entry((*id).to_owned()).or_default();
        statuses.insert(status.to_string());
        let tag = answer.header("etag").to_owned();
        if *status == 200 && !tag.is_empty() {
            let known = [("if-none-match", tag.as_str())];
            let again = server.send(&operation.method, path, &known, body).await;
            assert_eq!(again.status, 304, "{id}");
            assert_documented(&document, operation, &again);
            statuses.insert("304".to_owned());
        }
    }
    for operation in &operations {
        let responses = operation.about["responses"].as_object().unwrap();
        let mut documented: BTreeSet<String> = responses.keys().cloned().collect();
        let may_be_away =
            ["get_readyz", "get_place", "get_opening"].contains(&operation.id.as_str());
        assert_eq!(documented.remove("503"), may_be_away, "{}", operation.id);
        // Given to a test of its own, in `conventions`.
        let is_probe =
            ["get_healthz", "get_readyz", "get_metrics"].contains(&operation.id.as_str());
        assert_eq!(documented.remove("429"), !is_probe, "{}", operation.id);
        assert_eq!(
            given.get(&operation.id),
            Some(&documented),
            "{}",
            operation.id
        );
    }
    production.stop().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_documented_form_of_a_list_is_given_when_it_is_asked_for() {
    let app = App::start().await;
    app.one_place("站", 100.0).await;
    app.one_opening("岗位", 200.0).await;
    let document = document();
    let operations = operations(&document);
    let mut forms = 0;
    for (id, _, path, body) in REQUESTS.iter().filter(|it| it.1 == 200) {
        let operation = operation(&operations, id);
        let contents = operation.about["responses"]["200"]["content"].as_object();
        for media_type in contents.into_iter().flat_map(|it| it.keys()) {
            if path.contains('{') || !media_type.ends_with("json") {
                continue;
            }
            let body = (!body.is_empty()).then_some(*body);
            let accept = [("accept", media_type.as_str())];
            let answer = app.send(&operation.method, path, &accept, body).await;
            assert_eq!(answer.header("content-type"), media_type, "{id}");
            assert_documented(&document, operation, &answer);
            forms += 1;
        }
    }
    assert!(forms >= 12, "{forms}");
    app.stop().await;
}

/// The names of the parameters that an operation documents in its query.
fn documented_query(operation: &Operation) -> BTreeSet<String> {
    let parameters = operation.about["parameters"].as_array();
    let parameters = parameters.into_iter().flatten();
    parameters
        .filter(|it| it["in"] == "query")
        .map(|it| it["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The names that a server says it knows when it is asked for one that nobody could mean.
fn known_names(answer: &Answer) -> BTreeSet<String> {
    assert_eq!(answer.status, 422, "{}", answer.text);
    let errors = answer.json()["errors"].clone();
    let unknown = errors
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["code"] == "unknown_parameter");
    let message = unknown.unwrap()["message"].as_str().unwrap().to_owned();
    let names = message.split("there are: ").nth(1).unwrap_or_default();
    names
        .split(", ")
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documented_parameters_are_exactly_those_that_are_read() {
    let app = App::start().await;
    let document = document();
    let english = [("accept-language", "en")];
    let mut read = 0;
    for operation in operations(&document) {
        if operation.method != "GET" || !operation.path.starts_with("/v1/") {
            assert!(documented_query(&operation).is_empty(), "{}", operation.id);
            continue;
        }
        let path = operation
            .path
            .replace("{id}", "01a20b48-0900-7003-ad8f-01dbe4140b1d");
        let answer = app
            .send("GET", &format!("{path}?%C3%9F%C3%9F=1"), &english, None)
            .await;
        let known = known_names(&answer);
        assert_eq!(known, documented_query(&operation), "{}", operation.id);
        for name in &known {
            let answer = app.get(&format!("{path}?{name}=1")).await;
            assert!(
                !answer.text.contains("unknown_parameter"),
                "{name}: {}",
                answer.text
            );
            read += 1;
        }
    }
    assert!(read > 50, "{read}");
    let body = json!({"\u{df}\u{df}": 1}).to_string();
    let answer = app.send("POST", "/v1/nearby", &english, Some(&body)).await;
    let schema = &document["components"]["schemas"]["NearbySearch"];
    let documented: BTreeSet<String> = schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(known_names(&answer), documented);
    app.stop().await;
}

/// The settings of a production server without an approval number for the outlines.
const PRODUCTION: [(&str, &str); 3] = [
    ("MENKOU__PROFILE", "production"),
    (
        "MENKOU__HTTP__PAGE_TOKEN_KEY",
        "a-test-key-that-is-long-enough-for-production",
    ),
    ("MENKOU__PARTNERS__SIMULATED", "false"),
];
