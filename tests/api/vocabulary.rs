//! `/v1/meta`: what it lists is accepted by the operations, in both languages, with counts of what is held.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::App;
use crate::harness::fixtures::around_seat;

/// A value for each filter that is not over codes, with what must come along.
const PLAIN: [(&str, &str); 8] = [
    ("q", "保安"),
    ("division", "520102"),
    ("open_now", "true"),
    ("pay_at_least_fen", "100000&pay_unit=month"),
    ("pay_unit", "day&pay_at_least_fen=0"),
    ("posted_since", "2026-11-01T00:00:00Z"),
    ("minutes", "60"),
    ("radius_m", "50000"),
];

/// What holds at Chinese letters (CJK unified ideographs).
fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// The document in a language.
async fn meta(app: &App, language: &str) -> Value {
    let answer = app
        .send("GET", "/v1/meta", &[("accept-language", language)], None)
        .await;
    assert_eq!(answer.status, 200);
    answer.json()
}

/// Every (vocabulary, code, label) of the document.
fn labels(meta: &Value) -> Vec<(String, String, String)> {
    let mut labels = Vec::new();
    for (name, terms) in meta.as_object().unwrap() {
        for term in terms.as_array().into_iter().flatten() {
            if let (Some(code), Some(label)) = (term["code"].as_str(), term["label"].as_str()) {
                labels.push((name.clone(), code.to_owned(), label.to_owned()));
            }
        }
    }
    labels
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_and_every_value_that_meta_lists_is_accepted() {
    let app = App::start().await;
    let meta = meta(&app, "zh-CN").await;
    let mut tried = 0;
    for filter in meta["filters"].as_array().unwrap() {
        let name = filter["name"].as_str().unwrap();
        assert!(filter["about"].as_str().is_some_and(|it| !it.is_empty()));
        let values: Vec<&str> = match filter["values"].as_array() {
            Some(values) => values.iter().filter_map(Value::as_str).collect(),
            None => PLAIN
                .iter()
                .filter(|it| it.0 == name)
                .map(|it| it.1)
                .collect(),
        };
        assert!(!values.is_empty(), "{name} has no value");
        for value in values {
            let page = app
                .get_json(&around_seat(&format!("&{name}={value}")))
                .await;
            assert!(!page["effective_filters"][name].is_null(), "{name}: {page}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meta_lists_every_filter_of_the_contract_and_no_other() {
    let app = App::start().await;
    let meta = meta(&app, "en").await;
    let listed: BTreeSet<&str> = meta["filters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    let document: Value = serde_json::from_str(&menkou::server::openapi_json().unwrap()).unwrap();
    let parameters = document["paths"]["/v1/nearby"]["get"]["parameters"].clone();
    let shaping = [
        "lat",
        "lon",
        "near",
        "crs",
        "seed",
        "page_size",
        "page_token",
        "count_by",
        "explain",
        "fold",
    ];
    let documented: BTreeSet<&str> = parameters
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .filter(|name| !shaping.contains(name))
        .collect();
    assert_eq!(listed, documented);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_code_has_a_label_in_both_languages() {
    let app = App::start().await;
    let chinese = labels(&meta(&app, "zh-CN").await);
    let english = labels(&meta(&app, "en").await);
    assert!(chinese.len() > 200, "{}", chinese.len());
    assert_eq!(chinese.len(), english.len());
    for (zh, en) in chinese.iter().zip(&english) {
        assert_eq!((&zh.0, &zh.1), (&en.0, &en.1));
        // Chinese labels may be abbreviations that everyone uses, such as Wi-Fi or AED.
        assert!(!zh.2.is_empty() && !en.2.is_empty(), "{zh:?} {en:?}");
        assert!(!en.2.chars().any(is_chinese), "{en:?}");
    }
    let with_letters = chinese.iter().filter(|it| it.2.chars().any(is_chinese));
    assert!(with_letters.count() * 100 > chinese.len() * 98);
    let kinds: BTreeSet<&str> = chinese
        .iter()
        .filter(|it| it.0 == "place_kinds")
        .map(|it| it.1.as_str())
        .collect();
    let promised = BTreeSet::from([
        "doorstep_station",
        "gig_market",
        "gig_station",
        "service_centre",
        "cooperation_station",
        "partner_base",
        "training_base",
        "incubator",
        "career_station",
        "hr_market",
        "liaison_point",
    ]);
    assert_eq!(kinds, promised);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meta_is_told_in_the_readers_language_and_known_by_its_tag_in_that_one_alone() {
    let app = App::start().await;
    let chinese = app.get("/v1/meta").await;
    assert_eq!(chinese.header("content-language"), "zh-CN");
    assert!(chinese.text.contains("家门口就业服务站"));
    let tag = chinese.header("etag");
    let known = [("if-none-match", tag), ("accept-language", "zh")];
    assert_eq!(app.send("GET", "/v1/meta", &known, None).await.status, 304);
    let english = [
        ("if-none-match", tag),
        ("accept-language", "en-GB, zh;q=0.5"),
    ];
    let english = app.send("GET", "/v1/meta", &english, None).await;
    assert_eq!(english.status, 200);
    assert_eq!(english.header("content-language"), "en");
    assert!(
        english
            .header("vary")
            .to_lowercase()
            .contains("accept-language")
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meta_counts_what_is_held_and_says_of_when_it_is() {
    let app = App::start().await;
    let empty = meta(&app, "en").await;
    assert_eq!(empty["counts"], json!({}));
    assert_eq!(empty["profile"], "demo");
    app.one_place("一", 100.0).await;
    app.one_place("二", 200.0).await;
    app.one_opening("岗位", 300.0).await;
    let mut gone = app.new_place("撤", 300.0).await;
    gone.state = "closed".to_owned();
    app.store_places(&[(gone, &[])]).await;
    let full = meta(&app, "en").await;
    assert_eq!(full["counts"], json!({"doorstep_station": 2, "vacancy": 1}));
    assert_eq!(full["data_as_of"], "2026-11-24T02:00:00Z");
    let versions = |it: &Value| it["versions"]["index"].as_i64().unwrap();
    assert!(versions(&full) > versions(&empty));
    assert_eq!(full["walking"]["metres_per_minute"], 75.0);
    assert_eq!(full["walking"]["detour_factor"], 1.4);
    assert_eq!(full["crs"], json!(["wgs84", "gcj02", "bd09"]));
    assert_eq!(full["limits"]["radius_m"], 50_000);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meta_counts_no_opening_that_has_ended_or_is_not_yet_posted() {
    let app = App::start().await;
    let ends = app.one_opening("三十天", 0.0).await;
    let mut tomorrow = app.new_opening("明天发布", 30.0).await;
    tomorrow.posted_at = app.clock.now() + chrono::TimeDelta::days(40);
    tomorrow.valid_until = app.clock.now() + chrono::TimeDelta::days(50);
    app.store_openings(&[tomorrow]).await;
    assert_eq!(meta(&app, "en").await["counts"], json!({"vacancy": 1}));
    let left = ends.valid_until - app.clock.now();
    app.clock.advance(left.to_std().unwrap());
    let counts = meta(&app, "en").await["counts"].clone();
    assert!(counts["vacancy"].as_u64().unwrap_or(0) == 0, "{counts}");
    app.stop().await;
}
