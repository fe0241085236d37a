//! Edges that a review found: each was wrong once.

use serde_json::json;

use crate::harness::App;
use crate::harness::fixtures::{SEAT_LAT, SEAT_LON, around_seat};

#[tokio::test(flavor = "multi_thread")]
async fn a_null_member_of_a_body_is_refused_not_ignored() {
    let app = App::start().await;
    for (member, code) in [("bogus", "unknown_parameter"), ("minutes", "wrong_type")] {
        let mut body = json!({"lat": SEAT_LAT, "lon": SEAT_LON, "crs": "wgs84"});
        body[member] = json!(null);
        let json = [("content-type", "application/json")];
        let answer = app
            .send("POST", "/v1/nearby", &json, Some(&body.to_string()))
            .await;
        answer.refuses(422, &format!("/{member}"), code);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_an_empty_part_is_not_found() {
    let app = App::start().await;
    for path in [
        "/v1/places/",
        "//v1/places?crs=wgs84",
        "/v1//places?crs=wgs84",
    ] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_method_leaves_no_trace_in_the_metrics() {
    let app = App::start().await;
    app.send("ZZQA1", "/v1/places", &[], None).await;
    let metrics = app.get("/metrics").await.text;
    assert!(!metrics.contains("ZZQA1"));
    assert!(metrics.contains("method=\"other\""), "{metrics}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seed_is_refused_where_no_ties_are_drawn() {
    let app = App::start().await;
    for list in ["/v1/places", "/v1/openings"] {
        app.get(&format!("{list}?crs=wgs84&seed=5")).await.refuses(
            422,
            "seed",
            "unknown_parameter",
        );
    }
    assert_eq!(app.get(&around_seat("&seed=5")).await.status, 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_follows_the_weights_of_accept() {
    let app = App::start().await;
    for (accept, form) in [
        ("application/geo+json", "application/geo+json"),
        (
            "application/json, application/geo+json;q=0.1",
            "application/json",
        ),
        ("application/geo+json;q=0", "application/json"),
        (
            "application/json;q=0.5, application/geo+json",
            "application/geo+json",
        ),
        ("*/*", "application/json"),
    ] {
        let answer = app
            .send("GET", &around_seat(""), &[("accept", accept)], None)
            .await;
        assert_eq!(answer.header("content-type"), form, "{accept}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_nothing_but_mistakes_names_a_few_of_them() {
    let app = App::start().await;
    let members = (0..2_000).map(|number| (format!("no_such_member_{number}"), json!(1)));
    let body = serde_json::Value::Object(members.collect()).to_string();
    let answer = app.send("POST", "/v1/nearby", &[], Some(&body)).await;
    assert_eq!(answer.status, 422);
    assert!(answer.json()["errors"].as_array().unwrap().len() <= 32);
    app.stop().await;
}
