//! Bad input, continued: shapes of queries and bodies, paging and the smaller parameters. See `bad_input`.

use serde_json::{Value, json};

use crate::bad_input::{LISTS, assert_problem};
use crate::harness::fixtures::around_seat;
use crate::harness::{Answer, App};

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

/// POST of a sound search with one member more or another.
async fn post_with(app: &App, name: &str, value: Value) -> Answer {
    let mut body = json!({"lat": 26.571_469, "lon": 106.710_608, "crs": "wgs84"});
    body[name] = value;
    post(app, &body.to_string()).await
}

/// Sends bytes as they are and reads the status of the answer; 0 when the connection was closed without one.
async fn raw_status(app: &App, target: Vec<u8>) -> u16 {
    let address = app.url("").trim_start_matches("http://").to_owned();
    tokio::task::spawn_blocking(move || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let mut request = b"GET ".to_vec();
        request.extend(target);
        request.extend(b" HTTP/1.1\r\nHost: menkou\r\nConnection: close\r\n\r\n");
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(&request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.split(' ').nth(1).unwrap_or("0");
        status.parse().unwrap()
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_of_sixty_kilobytes_is_refused_and_names_a_parameter() {
    let app = App::start().await;
    let long = "a,".repeat(30_000);
    for list in LISTS {
        let name = if list.contains("divisions") {
            "q"
        } else {
            "kinds"
        };
        let path = format!("{list}&{name}={long}a");
        refused(&app, &path, name, "query_too_long").await;
        let path = format!("{list}&{}=1", "n".repeat(60_000));
        refused(&app, &path, &"n".repeat(60), "query_too_long").await;
        let path = format!("{list}{}", "&page_size=1".repeat(5_000));
        let answer = app.get(&path).await;
        assert_problem(&answer, "many pairs");
        assert_eq!(answer.status, 422);
        assert!(answer.text.len() < 10_000, "{} bytes", answer.text.len());
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_beyond_the_parser_is_refused_by_it() {
    let app = App::start().await;
    for length in [70_000, 200_000] {
        let mut target = around_seat("&kinds=").into_bytes();
        target.extend(std::iter::repeat_n(b'a', length));
        let status = raw_status(&app, target).await;
        assert!([400, 413, 414, 422, 431].contains(&status), "{status}");
    }
    app.get_json(&around_seat("")).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn percent_encoding_that_is_broken_is_malformed() {
    let app = App::start().await;
    for list in LISTS {
        for broken in ["%zz", "%", "%4", "100%", "%F0%9"] {
            let name = if list.contains("divisions") {
                "q"
            } else {
                "division"
            };
            let path = format!("{list}&{name}={broken}");
            let answer = app.get(&path).await;
            assert_problem(&answer, &path);
            assert_eq!(answer.status, 400, "{path}: {}", answer.text);
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_is_not_utf8_is_malformed() {
    let app = App::start().await;
    for list in LISTS {
        for more in [
            "%ff=1",
            "crs=%C0%AF",
            "q=%E5%8D",
            "division=%00",
            "%ED%A0%80",
        ] {
            let path = format!("{list}&{more}");
            let answer = app.get(&path).await;
            assert_problem(&answer, &path);
            assert_eq!(answer.status, 400, "{path}: {}", answer.text);
        }
    }
    for target in [
        &b"/v1/divisions?crs=wgs84&q=\xff\xfe"[..],
        b"/v1/places/\xff",
    ] {
        let status = raw_status(&app, target.to_vec()).await;
        assert!((400..500).contains(&status), "{status}");
    }
    for path in [
        "/v1/places/%ff?crs=wgs84",
        "/v1/openings/%00?crs=wgs84",
        "/%ff",
    ] {
        let answer = app.get(path).await;
        assert_problem(&answer, path);
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.text
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_not_json_is_malformed() {
    let app = App::start().await;
    for body in [
        "",
        " ",
        "{",
        "{\"lat\":}",
        "{'lat': 1}",
        "lat=26.57&lon=106.71&crs=wgs84",
        "{} {}",
        "{\"lat\": 26.57,}",
        "\u{feff}{}",
        "{\"lat\": 01}",
        "\"\\ud800\"",
        "{\"crs\": \"\t\"}",
    ] {
        let answer = post(&app, body).await;
        assert_problem(&answer, body);
        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_json_but_no_object_is_malformed() {
    let app = App::start().await;
    for body in ["[]", "null", "1", "\"lat\"", "true", "[{\"lat\": 26.57}]"] {
        let answer = post(&app, body).await;
        assert_problem(&answer, body);
        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_the_wrong_type_is_pointed_to() {
    let app = App::start().await;
    for (name, value, code) in [
        ("lat", json!({"degrees": 26.57}), "wrong_type"),
        ("lat", json!(true), "not_a_number"),
        ("lat", json!([26.57]), "wrong_type"),
        ("crs", json!(["wgs84"]), "wrong_type"),
        ("minutes", json!([15]), "wrong_type"),
        ("minutes", json!(15.5), "not_an_integer"),
        ("crs", json!(84), "unknown_crs"),
        ("kinds", json!({"any": "gig"}), "wrong_type"),
        ("kinds", json!([["gig"]]), "wrong_type"),
        ("kinds", json!([{"code": "gig"}]), "wrong_type"),
        ("kinds", json!(["gig", null]), "wrong_type"),
        ("kinds", json!(["gig", ""]), "bad_list"),
        ("kinds", json!([]), "empty"),
        ("kinds", json!(5), "unknown_value"),
        ("open_now", json!(1), "not_a_boolean"),
        ("posted_since", json!(20_261_124), "not_an_instant"),
    ] {
        let answer = post_with(&app, name, value.clone()).await;
        let asked = format!("{name} {value}");
        assert_eq!(answer.status, 422, "{asked}: {}", answer.text);
        assert_problem(&answer, &asked);
        answer.refuses(422, &format!("/{name}"), code);
    }
    let answer = post_with(&app, "kinds", json!(["gig", "vacancy"])).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointer_escapes_what_json_pointers_escape() {
    let app = App::start().await;
    let answer = post_with(&app, "a/b~c", json!(1)).await;
    answer.refuses(422, "/a~1b~0c", "unknown_parameter");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_413() {
    let app = App::start().await;
    for length in [65_537, 1_000_000] {
        let answer = post(&app, &" ".repeat(length)).await;
        assert_eq!(answer.status, 413, "{}", answer.text);
        assert_problem(&answer, "large body");
        assert_eq!(answer.json()["code"], "body_too_large");
    }
    let padded = format!(
        "{}{}",
        json!({"lat": 26.57, "lon": 106.71, "crs": "wgs84"}),
        " ".repeat(60_000)
    );
    assert_eq!(post(&app, &padded).await.status, 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deeply_nested_body_is_malformed() {
    let app = App::start().await;
    for nested in [
        format!("{{\"kinds\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("{}1{}", "{\"lat\":".repeat(8_000), "}".repeat(8_000)),
        "[".repeat(60_000),
    ] {
        let answer = post(&app, &nested).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert_problem(&answer, "nested");
    }
    app.get_json(&around_seat("")).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_beside_a_body_are_refused() {
    let app = App::start().await;
    for (query, name) in [("minutes=15", "minutes"), ("lat=26.57", "lat"), ("x", "x")] {
        let path = format!("/v1/nearby?{query}");
        let body = json!({"lat": 26.57, "lon": 106.71, "crs": "wgs84"}).to_string();
        let answer = app.send("POST", &path, &[], Some(&body)).await;
        answer.refuses(422, name, "unknown_parameter");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_holds_one_item_at_least_and_a_huge_size_is_coerced() {
    let app = App::start().await;
    for list in LISTS {
        for size in ["0", "-1"] {
            let path = format!("{list}&page_size={size}");
            refused(&app, &path, "page_size", "out_of_range").await;
        }
        for size in ["1.5", "all"] {
            let path = format!("{list}&page_size={size}");
            refused(&app, &path, "page_size", "not_an_integer").await;
        }
        app.get_json(&format!("{list}&page_size=1000000000")).await;
    }
    let path = "/v1/divisions?crs=wgs84&level=village&page_size=1000000000";
    let page = app.get_json(path).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 200);
    post_with(&app, "page_size", json!(0))
        .await
        .refuses(422, "/page_size", "out_of_range");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_smaller_parameters_are_checked_on_every_list_that_has_them() {
    let app = App::start().await;
    let [nearby, places, openings, divisions] = LISTS;
    for (lists, query, code) in [
        (&[nearby][..], "seed=-1", "out_of_range"),
        (&[nearby], "seed=one", "not_an_integer"),
        (
            &[nearby, openings],
            "posted_since=yesterday",
            "not_an_instant",
        ),
        (
            &[nearby, openings],
            "posted_since=2026-11-24",
            "not_an_instant",
        ),
        (
            &[nearby, openings],
            "posted_since=2026-02-30T00:00:00Z",
            "not_an_instant",
        ),
        (
            &[nearby, openings],
            "posted_since=2026-11-24T00:00:00",
            "not_an_instant",
        ),
        (&[nearby, places], "open_now=maybe", "not_a_boolean"),
        (&[nearby, places], "open_now=TRUE", "not_a_boolean"),
        (&[divisions], "level=street", "unknown_value"),
        (&[divisions], "code=52010", "malformed_code"),
        (&[divisions], "code=ABCDEF", "malformed_code"),
    ] {
        let name = query.split('=').next().unwrap();
        for list in lists {
            refused(&app, &format!("{list}&{query}"), name, code).await;
        }
        if lists[0] == nearby {
            let (name, value) = query.split_once('=').unwrap();
            let answer = post_with(&app, name, json!(value)).await;
            answer.refuses(422, &format!("/{name}"), code);
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_of_pay_comes_with_a_unit_of_time() {
    let app = App::start().await;
    for list in [LISTS[0], LISTS[2]] {
        for (query, name, code) in [
            ("pay_at_least_fen=500000", "pay_unit", "required"),
            ("pay_unit=month", "pay_at_least_fen", "required"),
            (
                "pay_at_least_fen=-1&pay_unit=month",
                "pay_at_least_fen",
                "out_of_range",
            ),
            (
                "pay_at_least_fen=5k&pay_unit=month",
                "pay_at_least_fen",
                "not_an_integer",
            ),
            (
                "pay_at_least_fen=99999999999999&pay_unit=hour",
                "pay_at_least_fen",
                "out_of_range",
            ),
            (
                "pay_at_least_fen=500000&pay_unit=week",
                "pay_unit",
                "unknown_value",
            ),
            (
                "pay_at_least_fen=500000&pay_unit=negotiable",
                "pay_unit",
                "unknown_value",
            ),
            (
                "pay_at_least_fen=500000&pay_unit=piece",
                "pay_unit",
                "unknown_value",
            ),
        ] {
            refused(&app, &format!("{list}&{query}"), name, code).await;
        }
    }
    let answer = post_with(&app, "pay_unit", json!("month")).await;
    answer.refuses(422, "/pay_at_least_fen", "required");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_value_and_an_empty_member_of_a_list_are_refused() {
    let app = App::start().await;
    for (list, name) in [
        (LISTS[0], "kinds"),
        (LISTS[0], "minutes"),
        (LISTS[0], "near"),
        (LISTS[0], "division"),
        (LISTS[0], "page_token"),
        (LISTS[1], "services"),
        (LISTS[1], "open_now"),
        (LISTS[2], "tags_all"),
        (LISTS[2], "posted_since"),
        (LISTS[3], "q"),
        (LISTS[3], "code"),
        (LISTS[3], "parent"),
        (LISTS[3], "level"),
    ] {
        for empty in [format!("{name}="), name.to_owned()] {
            let code = if name == "near" {
                "conflicting_parameters"
            } else {
                "empty"
            };
            refused(&app, &format!("{list}&{empty}"), name, code).await;
        }
    }
    refused(&app, "/v1/places?crs=", "crs", "empty").await;
    let many = vec!["gig"; 65].join(",");
    for list in ["gig,", ",gig", "gig,,vacancy", ",", "gig, ,vacancy", &many] {
        let path = around_seat(&format!("&kinds={list}"));
        refused(&app, &path, "kinds", "bad_list").await;
        let answer = post_with(&app, "kinds", json!(list)).await;
        answer.refuses(422, "/kinds", "bad_list");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_that_is_none_is_refused_and_an_unknown_one_is_not_found() {
    let app = App::start().await;
    for list in ["places", "openings"] {
        refused(&app, &format!("/v1/{list}/12?crs=wgs84"), "id", "not_an_id").await;
        let unknown = "00000000-0000-7000-8000-000000000000";
        let path = format!("/v1/{list}/{unknown}?crs=wgs84");
        let answer = app.get(&path).await;
        assert_problem(&answer, &path);
        assert_eq!(answer.status, 404);
        let path = format!("/v1/{list}/{unknown}?crs=wgs84&minutes=15");
        refused(&app, &path, "minutes", "unknown_parameter").await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_named_at_once() {
    let app = App::start().await;
    let path = "/v1/nearby?lat=x&crs=mars&kinds=nothing&minutes=0&page_size=0&colour=red";
    let answer = app.get(path).await;
    for (name, code) in [
        ("lat", "not_a_number"),
        ("lon", "required"),
        ("crs", "unknown_crs"),
        ("kinds", "unknown_value"),
        ("minutes", "out_of_range"),
        ("page_size", "out_of_range"),
        ("colour", "unknown_parameter"),
    ] {
        answer.refuses(422, name, code);
    }
    app.stop().await;
}
