//! What every address keeps to: entity tags, HEAD, refused methods, problem documents, identities and traces, security
//! headers, compression, CORS, the rate limit, the size of a body and GeoJSON.
//!
//! With Redis the rate limit is shared by all tests of all runs, so each test takes a client address of its own.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use entity::{opening, place};
use menkou::http::codes;
use menkou::platform::database::Subject;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::harness::fixtures::{SEAT_LAT, SEAT_LON, around_seat};
use crate::harness::{Answer, App};

/// The origin that the tests of CORS allow.
const ORIGIN: &str = "https://h5.example.cn";

/// Eight requests a minute, so two at once and one more every 7.5 seconds.
const LIMIT: (&str, &str) = ("MENKOU__HTTP__RATE_PER_MINUTE", "8");

/// Believes what the client of these tests says of where a request came from.
const TRUST: (&str, &str) = ("MENKOU__HTTP__TRUSTED_PROXIES", "127.0.0.1");

/// Every address that gives an entity tag, the lists of records first.
fn tagged(place: &place::Model, opening: &opening::Model) -> Vec<String> {
    vec![
        around_seat(""),
        "/v1/places?crs=wgs84".to_owned(),
        "/v1/openings?crs=wgs84".to_owned(),
        "/v1/meta".to_owned(),
        "/v1/divisions?crs=wgs84&q=南明".to_owned(),
        format!("/v1/places/{}?crs=wgs84", place.id),
        format!("/v1/openings/{}?crs=wgs84", opening.id),
    ]
}

/// GET with headers.
async fn ask(app: &App, path: &str, headers: &[(&str, &str)]) -> Answer {
    app.send("GET", path, headers, None).await
}

/// Asserts a problem document of a status and a code, as it is sent and as it says.
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["code"], code);
    assert_eq!(problem["type"], format!("/problems#{code}"));
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    assert!(!answer.header("x-request-id").is_empty());
}

/// An IPv4 address that no other test has.
fn own_address() -> String {
    let [a, b, c, ..] = RandomState::new().hash_one(0).to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

/// The names that `Vary` has on an answer, in whichever and however many headers.
fn varied(answer: &Answer) -> BTreeSet<String> {
    let lines = answer.headers.get_all("vary").iter();
    lines
        .flat_map(|line| line.to_str().unwrap().split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect()
}

/// Changes the titles of a place and an opening in one transaction.
async fn rename(app: &App, mut place: place::Model, mut opening: opening::Model) {
    let mut transaction = app.database.begin().await.unwrap();
    let (place_id, opening_id) = (place.id, opening.id);
    (place.title, place.version) = ("改名的站".to_owned(), place.version + 1);
    (opening.title, opening.version) = ("改名的岗位".to_owned(), opening.version + 1);
    let update = place::Entity::update(place.into_active_model().reset_all());
    update.exec(transaction.connection()).await.unwrap();
    let update = opening::Entity::update(opening.into_active_model().reset_all());
    update.exec(transaction.connection()).await.unwrap();
    transaction.changed(Subject::Place, place_id);
    transaction.changed(Subject::Opening, opening_id);
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_has_the_answer_is_told_304_until_a_committed_change() {
    let app = App::start().await;
    let place = app.one_place("站", 100.0).await;
    let opening = app.one_opening("岗位", 150.0).await;
    let paths = tagged(&place, &opening);
    let mut tags = Vec::new();
    for path in &paths {
        let first = app.get(path).await;
        assert_eq!(first.status, 200, "{path}: {}", first.text);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let several = format!("\"other\", {tag}");
        let strong = tag.trim_start_matches("W/");
        for known in [tag.as_str(), &several, strong, "*"] {
            let again = ask(&app, path, &[("if-none-match", known)]).await;
            assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
            assert_eq!(again.header("etag"), tag, "{path}");
        }
        let geo = [("if-none-match", &*tag), ("accept", "application/geo+json")];
        let expected = if tags.len() < 3 { 200 } else { 304 };
        assert_eq!(ask(&app, path, &geo).await.status, expected, "{path}");
        let other = ask(&app, path, &[("if-none-match", "W/\"other\"")]).await;
        assert_eq!((other.status, other.text), (200, first.text), "{path}");
        tags.push(tag);
    }
    let distinct: BTreeSet<&String> = tags.iter().collect();
    assert_eq!(distinct.len(), tags.len(), "{tags:?}");
    rename(&app, place, opening).await;
    app.one_place("新站", 200.0).await;
    for (path, tag) in paths.iter().zip(&tags) {
        let after = ask(&app, path, &[("if-none-match", tag)]).await;
        let is_new = !path.starts_with("/v1/divisions");
        assert_eq!(after.status, if is_new { 200 } else { 304 }, "{path}");
        assert_eq!(after.header("etag") != tag, is_new, "{path}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn head_answers_as_get_does_without_the_body() {
    let app = App::start().await;
    let place = app.one_place("站", 100.0).await;
    let opening = app.one_opening("岗位", 150.0).await;
    let mut paths = tagged(&place, &opening);
    paths.extend(["/healthz", "/v1/nowhere", "/v1/places?crs=mars"].map(str::to_owned));
    for path in paths {
        let get = app.get(&path).await;
        let head = app.send("HEAD", &path, &[], None).await;
        assert!(!get.text.is_empty(), "{path}");
        assert_eq!(head.text, "", "{path}");
        assert_eq!(head.status, get.status, "{path}");
        for name in ["content-type", "etag", "cache-control", "content-language"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_not_answered_is_405_naming_those_that_are_and_an_unknown_address_is_404() {
    let app = App::start().await;
    let one = format!("/v1/places/{}", uuid::Uuid::from_u128(7));
    for (method, path, allow) in [
        ("POST", "/v1/places", "GET, HEAD"),
        ("DELETE", one.as_str(), "GET, HEAD"),
        ("PUT", "/v1/nearby", "GET, HEAD, POST"),
        ("PATCH", "/v1/meta", "GET, HEAD"),
        ("DELETE", "/healthz", "GET, HEAD"),
    ] {
        let answer = app.send(method, path, &[], None).await;
        assert_problem(&answer, 405, "method_not_allowed");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
    for path in ["/nowhere", "/v1", "/v1/places/1/2", "/v2/places"] {
        for method in ["GET", "POST", "DELETE"] {
            let answer = app.send(method, path, &[], None).await;
            assert_problem(&answer, 404, "not_found");
            assert_eq!(answer.header("allow"), "", "{method} {path}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_are_told_in_chinese_unless_english_is_preferred() {
    let app = App::start().await;
    for (accepted, tag) in [
        ("", "zh-CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("en;q=0.3, zh;q=0.8", "zh-CN"),
        ("fr", "zh-CN"),
        ("fr, en;q=0.1", "en"),
    ] {
        let headers = [("accept-language", accepted)];
        let asked = &headers[..usize::from(!accepted.is_empty())];
        let unknown = ask(&app, "/v1/nowhere", asked).await;
        assert_problem(&unknown, 404, "not_found");
        assert_eq!(unknown.header("content-language"), tag, "{accepted}");
        let title = unknown.json()["title"].to_string();
        assert_eq!(title.is_ascii(), tag == "en", "{accepted}: {title}");
        let refused = ask(&app, "/v1/places?crs=mars", asked).await;
        assert_problem(&refused, 422, "invalid_input");
        let message = refused.json()["errors"][0]["message"].to_string();
        assert_eq!(message.is_ascii(), tag == "en", "{accepted}: {message}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_a_problems_type_leads_to_lists_every_code_once() {
    let app = App::start().await;
    let page = app.get("/problems").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    for code in codes::ALL {
        let row = format!("<tr id=\"{0}\"><td><code>{0}</code></td>", code.as_str());
        assert_eq!(page.text.matches(&row).count(), 1, "{row}");
    }
    assert_eq!(page.text.matches("<tr id=").count(), codes::ALL.len());
    app.stop().await;
}

/// The trace and the span of a `traceparent`, which must be well formed.
fn trace_of(answer: &Answer) -> (String, String) {
    let parts: Vec<&str> = answer.header("traceparent").split('-').collect();
    assert_eq!(parts.len(), 4, "{parts:?}");
    for (part, length) in parts.iter().zip([2, 32, 16, 2]) {
        let is_hex = part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        assert!(is_hex && part.len() == length, "{parts:?}");
    }
    (parts[1].to_owned(), parts[2].to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_has_an_identity_of_its_own_and_continues_a_trace_that_is_well_formed() {
    let app = App::start().await;
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    for path in ["/v1/meta", "/v1/nowhere"] {
        let valid = format!("00-{trace}-00f067aa0ba902b7-01");
        let answer = ask(&app, path, &[("traceparent", &valid)]).await;
        let (given, span) = trace_of(&answer);
        assert_eq!(given, trace, "{path}");
        assert_ne!(span, "00f067aa0ba902b7", "{path}: a span of our own");
    }
    let (mut traces, mut identities) = (BTreeSet::new(), BTreeSet::new());
    for malformed in [
        "",
        "ff-T-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f35-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-T-0000000000000000-01",
        "00-T-xyz-01",
        "00-T-00f067aa0ba902b7-zz",
        "00-T-00f067aa0ba902b7-01-more",
    ] {
        let sent = malformed.replace('T', trace);
        let headers = [("traceparent", sent.as_str()), ("x-request-id", "mine")];
        let answer = ask(&app, "/v1/meta", &headers).await;
        let id = answer.header("x-request-id").to_owned();
        assert_eq!(id.len(), 32, "{id}");
        assert!(identities.insert(id), "{malformed}");
        let (fresh, _) = trace_of(&answer);
        assert_ne!(fresh, trace, "{malformed}");
        assert!(traces.insert(fresh), "{malformed}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn security_headers_are_on_successes_and_on_errors() {
    let app = App::start_with(&[LIMIT, TRUST]).await;
    let address = own_address();
    let forwarded = [("x-forwarded-for", address.as_str())];
    for (method, path, status) in [
        ("GET", "/healthz", 200),
        ("GET", "/v1/meta", 200),
        ("POST", "/v1/meta", 405),
        ("GET", "/v1/nowhere", 429),
    ] {
        let answer = app.send(method, path, &forwarded, None).await;
        assert_eq!(answer.status, status, "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_compressed_as_asked_and_only_when_asked() {
    let app = App::start().await;
    // The harness's client decodes gzip and hides that it was there.
    let bare = reqwest::Client::builder().no_proxy().no_gzip();
    let bare = bare.build().unwrap();
    let mut sizes = Vec::new();
    for (asked, expected) in [
        ("", ""),
        ("identity", ""),
        ("zstd", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("br;q=0, gzip", "gzip"),
    ] {
        let mut request = bare.get(app.url("/v1/meta"));
        if !asked.is_empty() {
            request = request.header("accept-encoding", asked);
        }
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        let encoding = headers.get("content-encoding");
        let encoding = encoding.map_or("", |value| value.to_str().unwrap());
        assert_eq!(encoding, expected, "{asked}");
        let bytes = response.bytes().await.unwrap();
        let is_plain = serde_json::from_slice::<Value>(&bytes).is_ok();
        assert_eq!(is_plain, expected.is_empty(), "{asked}");
        assert_eq!(bytes.starts_with(&[0x1f, 0x8b]), expected == "gzip");
        sizes.push(bytes.len());
    }
    assert!(sizes[3..].iter().all(|size| size * 2 < sizes[0]));
    let decoded = ask(&app, "/v1/meta", &[("accept-encoding", "gzip")]).await;
    assert_eq!(decoded.json(), app.get_json("/v1/meta").await);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allowed_origin_may_ask_and_read_answers_and_refusals_and_another_may_not() {
    let app = App::start_with(&[("MENKOU__HTTP__CORS_ORIGINS", ORIGIN)]).await;
    for path in ["/v1/meta", "/v1/nowhere", "/v1/places?crs=mars"] {
        let allowed = ask(&app, path, &[("origin", ORIGIN)]).await;
        let named = allowed.header("access-control-allow-origin");
        assert_eq!(named, ORIGIN, "{path}");
        let exposed = allowed.header("access-control-expose-headers");
        for name in ["etag", "retry-after", "ratelimit", "x-request-id"] {
            assert!(exposed.to_ascii_lowercase().contains(name), "{exposed}");
        }
        let other = ask(&app, path, &[("origin", "https://other.example.cn")]).await;
        assert_eq!(other.header("access-control-allow-origin"), "", "{path}");
    }
    let asked = [
        ("origin", ORIGIN),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answer = app.send("OPTIONS", "/v1/nearby", &asked, None).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    let methods = answer.header("access-control-allow-methods");
    assert!(methods.contains("POST"), "{methods}");
    let headers = answer.header("access-control-allow-headers");
    assert!(headers.to_ascii_lowercase().contains("content-type"));
    assert_eq!(answer.header("access-control-max-age"), "3600");
    let stranger = [
        ("origin", "https://h5.example.cn.evil.cn"),
        asked[1],
        asked[2],
    ];
    let refused = app.send("OPTIONS", "/v1/nearby", &stranger, None).await;
    assert_problem(&refused, 400, "malformed_request");
    assert_eq!(refused.header("access-control-allow-origin"), "");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn caches_are_told_everything_that_an_answer_varies_by() {
    let app = App::start_with(&[("MENKOU__HTTP__CORS_ORIGINS", ORIGIN)]).await;
    // One card alone is too little to be worth compressing.
    for number in 0..5 {
        app.one_place("站", 100.0 + f64::from(number)).await;
    }
    for path in ["/v1/meta", &around_seat("")] {
        let headers = [("origin", ORIGIN), ("accept-encoding", "br")];
        let answer = ask(&app, path, &headers).await;
        assert_eq!(answer.header("content-encoding"), "br", "{path}");
        let names = varied(&answer);
        for name in ["accept", "accept-language", "accept-encoding", "origin"] {
            assert!(names.contains(name), "{path}: {name} is not in {names:?}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_request_at_once_is_refused_until_enough_time_has_passed() {
    let app = App::start_with(&[LIMIT, TRUST]).await;
    let (one, other) = (own_address(), own_address());
    let forwarded = [("x-forwarded-for", one.as_str())];
    for _ in 0..4 {
        let probe = ask(&app, "/healthz", &forwarded).await;
        assert_eq!((probe.status, probe.header("ratelimit")), (200, ""));
    }
    for remaining in ["\"client\";r=1", "\"client\";r=0"] {
        let passed = ask(&app, "/v1/meta", &forwarded).await;
        assert_eq!(passed.status, 200);
        assert_eq!(passed.header("ratelimit"), remaining);
        assert_eq!(passed.header("ratelimit-policy"), "\"client\";q=8;w=60");
    }
    for (wait, passes) in [("8", 7), ("1", 1)] {
        let refused = ask(&app, "/v1/meta", &forwarded).await;
        assert_problem(&refused, 429, "too_many_requests");
        assert_eq!(refused.header("retry-after"), wait);
        assert_eq!(refused.header("ratelimit"), "\"client\";r=0");
        app.clock.advance(Duration::from_secs(passes));
    }
    assert_eq!(ask(&app, "/v1/meta", &forwarded).await.status, 200);
    assert_eq!(ask(&app, "/v1/meta", &forwarded).await.status, 429);
    let elsewhere = [("x-forwarded-for", other.as_str())];
    assert_eq!(ask(&app, "/v1/meta", &elsewhere).await.status, 200);
    app.stop().await;
}

/// The statuses of requests that say they came from these addresses.
async fn statuses(app: &App, forwarded: &[String]) -> Vec<u16> {
    let mut found = Vec::new();
    for from in forwarded {
        let headers = [("x-forwarded-for", from.as_str())];
        found.push(ask(app, "/v1/meta", &headers).await.status);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_address_is_believed_from_a_trusted_proxy_alone() {
    let trusting = App::start_with(&[LIMIT, TRUST]).await;
    let each = [0; 4].map(|_| own_address());
    assert_eq!(statuses(&trusting, &each).await, [200; 4]);
    // The last address is the one that our proxy saw; what the client wrote before it is anybody's guess.
    let last = own_address();
    let spoofed = [0; 3].map(|_| format!("{}, {last}", own_address()));
    assert_eq!(statuses(&trusting, &spoofed).await, [200, 200, 429]);
    let behind = [format!("{last}, 127.0.0.1")];
    assert_eq!(statuses(&trusting, &behind).await, [429]);
    // One subscriber holds a whole /64.
    let [a, b, c, d, ..] = RandomState::new().hash_one(1).to_be_bytes();
    let home = format!("2001:db8:{a:x}{b:02x}:{c:x}{d:02x}");
    let same = [1, 2, 3].map(|host| format!("{home}::{host}"));
    assert_eq!(statuses(&trusting, &same).await, [200, 200, 429]);
    trusting.stop().await;
    // Shared with earlier runs where there is Redis, so only the third is sure.
    let doubting = App::start_with(&[LIMIT]).await;
    assert_eq!(statuses(&doubting, &each[..3]).await[2], 429);
    doubting.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_413_and_one_at_the_limit_is_read() {
    let app = App::start_with(&[("MENKOU__HTTP__MAX_BODY_BYTES", "1024")]).await;
    let question = json!({"lat": SEAT_LAT, "lon": SEAT_LON, "crs": "wgs84"}).to_string();
    for (length, status) in [(1_024, 200), (1_025, 413), (60_000, 413)] {
        let body = format!("{question:<length$}");
        let json = [("content-type", "application/json")];
        let answer = app.send("POST", "/v1/nearby", &json, Some(&body)).await;
        assert_eq!(answer.status, status, "{length}: {}", answer.text);
        if status == 413 {
            assert_problem(&answer, 413, "body_too_large");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn geojson_is_given_when_asked_for_in_wgs84_longitude_first_whatever_the_crs() {
    let app = App::start().await;
    let place = app.one_place("站", 100.0).await;
    let geo = [("accept", "text/html, application/geo+json;q=0.9")];
    for crs in ["wgs84", "gcj02", "bd09"] {
        let near = around_seat("&radius_m=5000").replace("crs=wgs84", &format!("crs={crs}"));
        for path in [near, format!("/v1/places?crs={crs}")] {
            let answer = ask(&app, &path, &geo).await;
            assert_eq!(answer.header("content-type"), "application/geo+json");
            let page = answer.json();
            assert_eq!(page["type"], "FeatureCollection");
            let feature = &page["features"][0];
            assert_eq!(feature["geometry"]["type"], "Point");
            let point = &feature["geometry"]["coordinates"];
            for (axis, value) in [place.lon, place.lat].into_iter().enumerate() {
                let off = (point[axis].as_f64().unwrap() - value).abs();
                assert!(off < 1e-6, "{path}: {point}");
            }
            let plain = app.get(&path).await;
            assert_eq!(plain.header("content-type"), "application/json", "{path}");
            assert!(plain.json()["features"].is_null(), "{path}");
        }
    }
    app.stop().await;
}
