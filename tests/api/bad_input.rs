//! Bad input, each case by itself: what cannot be read is 400, what is refused is 422 and names the parameter (of a
//! query) or points to the member (of a body). Nothing is silently ignored and nothing is ever answered with 5xx.
//!
//! Page tokens that are not ours are in `paging`; thrown noise is in `bad_noise`.

use serde_json::{Map, Value, json};

use crate::harness::fixtures::around_seat;
use crate::harness::{Answer, App};

/// A sound origin as a query.
const ORIGIN: &str = "lat=26.571469&lon=106.710608&crs=wgs84";

/// The lists, each with the least that it needs.
pub(crate) const LISTS: [&str; 4] = [
    "/v1/nearby?lat=26.571469&lon=106.710608&crs=wgs84",
    "/v1/places?crs=wgs84",
    "/v1/openings?crs=wgs84",
    "/v1/divisions?crs=wgs84",
];

/// Asserts a whole problem document (RFC 9457) that names the request and, when refused, the fields.
pub(crate) fn assert_problem(answer: &Answer, asked: &str) {
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{asked}: {}",
        answer.text
    );
    let problem = answer.json();
    let code = problem["code"].as_str().unwrap();
    assert_eq!(problem["type"], format!("/problems#{code}"), "{asked}");
    assert_eq!(problem["status"], answer.status, "{asked}");
    assert_eq!(
        problem["request_id"],
        answer.header("x-request-id"),
        "{asked}"
    );
    for member in ["title", "detail", "code", "request_id"] {
        assert!(!problem[member].as_str().unwrap().is_empty(), "{asked}");
    }
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(
        errors.is_empty(),
        answer.status != 422,
        "{asked}: {problem}"
    );
    for error in errors {
        let is_named = error["parameter"].is_string() != error["pointer"].is_string();
        assert!(is_named, "{asked}: {problem}");
        assert!(error["code"].is_string() && error["message"].is_string());
    }
}

/// Asserts that `GET path` is refused with 422, naming a parameter.
async fn refused(app: &App, path: &str, parameter: &str, code: &str) {
    let answer = app.get(path).await;
    assert_problem(&answer, path);
    answer.refuses(422, parameter, code);
}

/// POST of a body to `/v1/nearby`.
async fn post(app: &App, body: &str) -> Answer {
    let headers = [("content-type", "application/json")];
    app.send("POST", "/v1/nearby", &headers, Some(body)).await
}

/// Asserts that a search is refused as a query, naming the parameter, and as a body, pointing to the member.
async fn refused_twice(app: &App, query: &str, field: &str, code: &str) {
    refused(app, &format!("/v1/nearby?{query}"), field, code).await;
    let members: Map<String, Value> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    let answer = post(app, &Value::Object(members).to_string()).await;
    assert_problem(&answer, query);
    answer.refuses(422, &format!("/{field}"), code);
}

/// The same around the seat.
async fn refused_at_seat(app: &App, more: &str, field: &str, code: &str) {
    refused_twice(app, &format!("{ORIGIN}&{more}"), field, code).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exchanged_latitude_and_longitude_are_recognised() {
    let app = App::start().await;
    for query in [
        "lat=106.71&lon=26.57&crs=gcj02",
        "lat=88&lon=30&crs=wgs84",
        "lat=88&lon=30&crs=bd09",
    ] {
        refused_twice(&app, query, "lat", "swapped_coordinates").await;
        let path = format!("/v1/divisions/locate?{query}");
        refused(&app, &path, "lat", "swapped_coordinates").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zero_coordinates_are_told_from_a_place_abroad() {
    let app = App::start().await;
    for zero in ["lat=0&lon=0", "lat=-0.0&lon=0.0"] {
        let query = format!("{zero}&crs=gcj02");
        refused_twice(&app, &query, "lat", "zero_coordinates").await;
    }
    for abroad in ["lat=48.85&lon=2.35", "lat=-26.57&lon=106.71"] {
        let query = format!("{abroad}&crs=wgs84");
        refused_twice(&app, &query, "lat", "outside_service_area").await;
        let path = format!("/v1/divisions/locate?{query}");
        refused(&app, &path, "lat", "outside_service_area").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_finite_number_is_no_coordinate() {
    let app = App::start().await;
    let words = "NaN nan -NaN inf -inf Infinity 1e999 -1e999 26,57 二十六 0x1A 26.57.1 null true";
    for word in words.split(' ') {
        let query = format!("lat={word}&lon=106.71&crs=wgs84");
        refused_twice(&app, &query, "lat", "not_a_number").await;
        let query = format!("lat=26.57&lon={word}&crs=wgs84");
        refused_twice(&app, &query, "lon", "not_a_number").await;
    }
    let body = r#"{"lat": 1e999, "lon": 106.71, "crs": "wgs84"}"#;
    assert_eq!(post(&app, body).await.status, 400);
    let body = r#"{"lat": NaN, "lon": 106.71, "crs": "wgs84"}"#;
    assert_eq!(post(&app, body).await.status, 400);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coordinates_beyond_the_globe_are_out_of_range() {
    let app = App::start().await;
    let query = "lat=200&lon=200&crs=wgs84";
    refused_twice(&app, query, "lat", "out_of_range").await;
    let query = "lat=26.57&lon=180.001&crs=wgs84";
    refused_twice(&app, query, "lon", "out_of_range").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_crs_is_named_wherever_a_coordinate_enters_or_leaves() {
    let app = App::start().await;
    refused_twice(&app, "lat=26.57&lon=106.71", "crs", "required").await;
    refused_twice(&app, "near=division:520102", "crs", "required").await;
    let place = app.one_place("站", 0.0).await.id;
    let opening = app.one_opening("岗", 0.0).await.id;
    for path in [
        "/v1/places",
        "/v1/openings",
        "/v1/divisions",
        "/v1/divisions/locate?lat=26.57&lon=106.71",
        &format!("/v1/places/{place}"),
        &format!("/v1/openings/{opening}"),
    ] {
        refused(&app, path, "crs", "required").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_crs_is_never_guessed() {
    let app = App::start().await;
    let place = app.one_place("站", 0.0).await.id;
    let opening = app.one_opening("岗", 0.0).await.id;
    for crs in [
        "WGS84",
        "wgs-84",
        "epsg:4326",
        "gcj",
        "wgs84,gcj02",
        "cgcs2000",
    ] {
        let query = format!("lat=26.57&lon=106.71&crs={crs}");
        refused_twice(&app, &query, "crs", "unknown_crs").await;
        for path in [
            "/v1/places?",
            "/v1/openings?",
            "/v1/divisions?",
            "/v1/divisions/locate?lat=26.57&lon=106.71&",
            &format!("/v1/places/{place}?"),
            &format!("/v1/openings/{opening}?"),
        ] {
            refused(&app, &format!("{path}crs={crs}"), "crs", "unknown_crs").await;
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_latitude_or_longitude_is_named() {
    let app = App::start().await;
    refused_twice(&app, "crs=wgs84&lon=106.71", "lat", "required").await;
    refused_twice(&app, "crs=wgs84&lat=26.57", "lon", "required").await;
    refused_twice(&app, "crs=wgs84", "lat", "required").await;
    refused_twice(&app, "crs=wgs84", "lon", "required").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_parameter_is_refused_and_the_like_one_suggested() {
    let app = App::start().await;
    for list in LISTS {
        let path = format!("{list}&page_sise=5");
        refused(&app, &path, "page_sise", "unknown_parameter").await;
        let answer = app
            .send("GET", &path, &[("accept-language", "en")], None)
            .await;
        let message = answer.json()["errors"][0]["message"].clone();
        assert!(
            message.as_str().unwrap().contains("\"page_size\""),
            "{message}"
        );
        refused(&app, &format!("{list}&zzz"), "zzz", "unknown_parameter").await;
    }
    refused_at_seat(&app, "minute=15", "minute", "unknown_parameter").await;
    refused(&app, "/v1/meta?crs=wgs84", "crs", "unknown_parameter").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_of_the_other_list_is_unknown() {
    let app = App::start().await;
    for (list, parameter) in [
        ("/v1/places", "tags_any=meals"),
        ("/v1/places", "pay_unit=month"),
        ("/v1/places", "posted_since=2026-11-01T00:00:00Z"),
        ("/v1/openings", "services=vacancy_search"),
        ("/v1/openings", "open_now=true"),
        ("/v1/openings", "lat=26.57"),
        ("/v1/divisions", "kinds=gig"),
        ("/v1/divisions", "minutes=15"),
    ] {
        let name = parameter.split('=').next().unwrap();
        let path = format!("{list}?crs=wgs84&{parameter}");
        refused(&app, &path, name, "unknown_parameter").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_value_of_every_filter_over_codes_is_refused() {
    let app = App::start().await;
    let meta = app.get_json("/v1/meta").await;
    let filters = meta["filters"].as_array().unwrap();
    let mut count = 0;
    for filter in filters.iter().filter(|filter| filter["values"].is_array()) {
        let name = filter["name"].as_str().unwrap();
        let known = filter["values"][0].as_str().unwrap();
        for value in ["no_such_code", &format!("{known},no_such_code"), "家政"] {
            let more = format!("{name}={value}");
            refused_at_seat(&app, &more, name, "unknown_value").await;
            let lists = ["/v1/places", "/v1/openings"];
            for list in lists {
                let answer = app.get(&format!("{list}?crs=wgs84&{more}")).await;
                let code = answer.json()["errors"][0]["code"].clone();
                assert!(code == "unknown_value" || code == "unknown_parameter");
            }
        }
        count += 1;
    }
    assert_eq!(count, 10, "{filters:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_opening_is_no_kind_of_place() {
    let app = App::start().await;
    let path = "/v1/places?crs=wgs84&kinds=vacancy";
    refused(&app, path, "kinds", "unknown_value").await;
    let path = "/v1/openings?crs=wgs84&kinds=doorstep_station";
    refused(&app, path, "kinds", "unknown_value").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_parameter_is_refused_even_with_the_same_value() {
    let app = App::start().await;
    for list in LISTS {
        let path = format!("{list}&crs=wgs84");
        refused(&app, &path, "crs", "repeated_parameter").await;
        let path = format!("{list}&page_size=5&page%5Fsize=5");
        refused(&app, &path, "page_size", "repeated_parameter").await;
    }
    let path = around_seat("&kinds=vacancy&kinds=gig");
    refused(&app, &path, "kinds", "repeated_parameter").await;
    let body = r#"{"lat": 26.57, "lon": 106.71, "crs": "wgs84", "lat": 26.58}"#;
    let answer = post(&app, body).await;
    answer.refuses(422, "/lat", "repeated_parameter");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_radius_of_nothing_of_less_or_of_ten_thousand_kilometres_is_out_of_range() {
    let app = App::start().await;
    for radius in ["0", "-1", "50001", "10000000"] {
        let more = format!("radius_m={radius}");
        refused_at_seat(&app, &more, "radius_m", "out_of_range").await;
    }
    for radius in ["12.5", "1e3", "NaN", "many"] {
        let more = format!("radius_m={radius}");
        refused_at_seat(&app, &more, "radius_m", "not_an_integer").await;
    }
    app.get_json(&around_seat("&radius_m=50000")).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_beyond_an_hour_or_below_one_are_out_of_range() {
    let app = App::start().await;
    for minutes in ["0", "-15", "61"] {
        let more = format!("minutes={minutes}");
        refused_at_seat(&app, &more, "minutes", "out_of_range").await;
    }
    refused_at_seat(&app, "minutes=1.5", "minutes", "not_an_integer").await;
    app.get_json(&around_seat("&minutes=60")).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_radius_with_minutes_is_a_conflict() {
    let app = App::start().await;
    let more = "minutes=15&radius_m=500";
    refused_at_seat(&app, more, "radius_m", "conflicting_parameters").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_that_is_both_a_point_and_a_name_is_a_conflict() {
    let app = App::start().await;
    for more in ["lat=26.57&lon=106.71", "lat=26.57", "lon=106.71"] {
        let query = format!("near=division:520102&crs=wgs84&{more}");
        refused_twice(&app, &query, "near", "conflicting_parameters").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_that_names_nothing_is_refused() {
    let app = App::start().await;
    let opening = app.one_opening("岗", 0.0).await.id;
    let mut closed = app.new_place("关了", 0.0).await;
    closed.state = "closed".to_owned();
    app.store_places(&[(closed.clone(), &[])]).await;
    for (near, code) in [
        ("division:999999", "unknown_division"),
        ("division:", "unknown_division"),
        ("division:520000", "division_without_point"),
        (
            "place:00000000-0000-7000-8000-000000000000",
            "unknown_place",
        ),
        ("place:not-an-id", "unknown_place"),
        (&format!("place:{}", closed.id), "unknown_place"),
        (&format!("place:{opening}"), "unknown_place"),
        ("520102", "malformed_near"),
        ("town:520102", "malformed_near"),
        ("Division:520102", "malformed_near"),
    ] {
        let query = format!("near={near}&crs=wgs84");
        refused_twice(&app, &query, "near", code).await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_division_that_is_unknown_or_ambiguous_is_refused() {
    let app = App::start().await;
    for reference in [
        "999999",
        "12",
        "哪里",
        "00000000-0000-7000-8000-000000000000",
    ] {
        let more = format!("division={reference}");
        refused_at_seat(&app, &more, "division", "unknown_division").await;
        for list in ["/v1/places", "/v1/openings"] {
            let path = format!("{list}?crs=wgs84&{more}");
            refused(&app, &path, "division", "unknown_division").await;
        }
        let path = format!("/v1/divisions?crs=wgs84&parent={reference}");
        refused(&app, &path, "parent", "unknown_division").await;
    }
    let divided = divided_code(&app).await;
    let replica = app.replica(&[]).await;
    let more = format!("division={divided}");
    refused_at_seat(&replica, &more, "division", "ambiguous_division").await;
    let path = format!("/v1/places?crs=wgs84&{more}");
    refused(&replica, &path, "division", "ambiguous_division").await;
    let query = format!("near=division:{divided}&crs=wgs84");
    refused_twice(&replica, &query, "near", "unknown_division").await;
    let path = format!("/v1/divisions?crs=wgs84&parent={divided}");
    refused(&replica, &path, "parent", "unknown_division").await;
    replica.stop().await;
    app.stop().await;
}

/// A former code with two successors, stored.
async fn divided_code(app: &App) -> &'static str {
    use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
    let mut transaction = app.database.begin().await.unwrap();
    for name in ["贵州省贵阳市南明区", "贵州省贵阳市云岩区"] {
        let row = entity::division_code::Model {
            system: "former".to_owned(),
            code: "520199000000".to_owned(),
            division_id: app.division(name).await,
            valid_from: None,
            valid_to: None,
        };
        entity::division_code::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(transaction.connection())
            .await
            .unwrap();
    }
    transaction.changed(
        menkou::platform::database::Subject::Division,
        uuid::Uuid::nil(),
    );
    transaction.commit(app.clock.now()).await.unwrap();
    "520199"
}
