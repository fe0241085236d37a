//! Page tokens that are not ours, altered, or of another query: refused by name, never half believed.

use crate::bad_input::assert_problem;
use crate::harness::App;
use crate::harness::fixtures::around_seat;

/// The letters of a token.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A server with three places and three openings around the seat.
async fn app_with_items() -> App {
    let app = App::start().await;
    for north_m in [10.0, 20.0, 30.0] {
        app.one_place("站", north_m).await;
        app.one_opening("岗", north_m).await;
    }
    app
}

/// The token of the second page of a list.
async fn token_of(app: &App, list: &str) -> String {
    let page = app.get_json(&format!("{list}&page_size=1")).await;
    page["next_page_token"].as_str().unwrap().to_owned()
}

/// The lists with a second page.
fn lists() -> [String; 4] {
    [
        around_seat(""),
        "/v1/places?crs=wgs84".to_owned(),
        "/v1/openings?crs=wgs84".to_owned(),
        "/v1/divisions?crs=wgs84&parent=520102".to_owned(),
    ]
}

/// Asserts that a token is refused with a reason.
async fn refused(app: &App, list: &str, token: &str, code: &str) {
    let path = format!("{list}&page_token={token}");
    let answer = app.get(&path).await;
    assert_problem(&answer, &path);
    answer.refuses(422, "page_token", code);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_altered_anywhere_is_refused() {
    let app = app_with_items().await;
    for list in lists() {
        let token = token_of(&app, &list).await;
        for position in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            let letter = LETTERS
                .iter()
                .position(|it| *it == altered[position])
                .unwrap();
            altered[position] = LETTERS[(letter + 1) % LETTERS.len()];
            let altered = String::from_utf8(altered).unwrap();
            refused(&app, &list, &altered, "invalid_page_token").await;
        }
        refused(&app, &list, &token.to_uppercase(), "invalid_page_token").await;
        refused(
            &app,
            &list,
            &token.chars().rev().collect::<String>(),
            "invalid_page_token",
        )
        .await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_cut_short_or_made_longer_is_refused() {
    let app = app_with_items().await;
    for list in lists() {
        let token = token_of(&app, &list).await;
        for length in 1..token.len() {
            refused(
                &app,
                &list,
                token.get(..length).unwrap(),
                "invalid_page_token",
            )
            .await;
        }
        for longer in ["A", "AAAA", "=", "%20", "%00A", "中"] {
            let path = format!("{list}&page_token={token}{longer}");
            let answer = app.get(&path).await;
            assert!([400, 422].contains(&answer.status), "{path}");
        }
        refused(&app, &list, &token.repeat(2), "invalid_page_token").await;
        refused(&app, &list, &"A".repeat(8_000), "invalid_page_token").await;
        refused(&app, &list, "0", "invalid_page_token").await;
        refused(&app, &list, "null", "invalid_page_token").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_query_is_refused() {
    let app = app_with_items().await;
    let code = "page_token_of_another_query";
    let token = token_of(&app, &around_seat("")).await;
    for other in [
        around_seat("&minutes=16"),
        around_seat("&radius_m=500"),
        around_seat("&kinds=vacancy"),
        around_seat("&seed=1"),
        around_seat("").replace("26.571469", "26.571470"),
        around_seat("").replace("wgs84", "gcj02"),
        "/v1/nearby?near=division:520103&crs=wgs84".to_owned(),
    ] {
        refused(&app, &other, &token, code).await;
    }
    let token = token_of(&app, "/v1/places?crs=wgs84").await;
    for other in [
        "/v1/places?crs=wgs84&kinds=doorstep_station",
        "/v1/places?crs=bd09",
    ] {
        refused(&app, other, &token, code).await;
    }
    let token = token_of(&app, "/v1/divisions?crs=wgs84&parent=520102").await;
    refused(&app, "/v1/divisions?crs=wgs84&parent=520103", &token, code).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_list_is_refused() {
    let app = app_with_items().await;
    for own in lists() {
        let token = token_of(&app, &own).await;
        for other in lists().iter().filter(|other| **other != own) {
            refused(&app, other, &token, "page_token_of_another_query").await;
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_signed_with_another_key_is_refused() {
    let app = app_with_items().await;
    let key = "another-key-of-at-least-thirty-two-characters";
    let other = app.replica(&[("MENKOU__HTTP__PAGE_TOKEN_KEY", key)]).await;
    for list in lists() {
        let token = token_of(&app, &list).await;
        refused(&other, &list, &token, "invalid_page_token").await;
    }
    other.stop().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_understood_by_every_replica_and_by_the_search_in_a_body() {
    let app = app_with_items().await;
    let replica = app.replica(&[]).await;
    for list in lists() {
        let token = token_of(&app, &list).await;
        let path = format!("{list}&page_size=1&page_token={token}");
        let (ours, theirs) = (app.get_json(&path).await, replica.get_json(&path).await);
        assert_eq!(ours["items"], theirs["items"]);
    }
    let token = token_of(&app, &around_seat("")).await;
    let body = serde_json::json!({
        "lat": 26.571_469, "lon": 106.710_608, "crs": "wgs84", "page_size": 1, "page_token": token,
    });
    let answer = app
        .send("POST", "/v1/nearby", &[], Some(&body.to_string()))
        .await;
    let path = around_seat(&format!("&page_size=1&page_token={token}"));
    assert_eq!(answer.json()["items"], app.get_json(&path).await["items"]);
    let bad = serde_json::json!({
        "lat": 26.571_469, "lon": 106.710_608, "crs": "wgs84", "page_token": "AAAA",
    });
    let answer = app
        .send("POST", "/v1/nearby", &[], Some(&bad.to_string()))
        .await;
    answer.refuses(422, "/page_token", "invalid_page_token");
    replica.stop().await;
    app.stop().await;
}
