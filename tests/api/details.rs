//! One place and one opening in full, and what is said of what is closed, ended, unknown or not yet to be seen.

use std::time::Duration;

use entity::{opening, place, place_service};
use menkou::platform::database::Subject;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::fixtures::{SEAT_LAT, SEAT_LON, around_seat, days_ago};
use crate::harness::{Answer, App};

/// An hour.
const HOUR: Duration = Duration::from_secs(3_600);

/// A day.
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// Monday to Friday 09:00 to 12:00 and 13:30 to 17:00.
fn office_hours() -> Value {
    let days = 1..=5;
    let weekly: Vec<Value> = days
        .flat_map(|day| {
            [
                json!({"day": day, "from": "09:00", "to": "12:00"}),
                json!({"day": day, "from": "13:30", "to": "17:00"}),
            ]
        })
        .collect();
    json!({"weekly": weekly, "public_holidays": "closed", "make_up_days": "as_weekday"})
}

/// A station with everything that a place can have, and two services: one as the catalog has it, one with its own.
async fn full_place(app: &App) -> place::Model {
    let mut row = app.new_place("花果园就业服务站", 300.0).await;
    row.address = Some("花果园大街1号".to_owned());
    row.co_builders = json!(["花果园街道办事处", "贵阳人社局"]);
    row.hours = Some(office_hours());
    row.facets = json!(["drinking_water", "toilet"]);
    row.description = Some("一楼大厅".to_owned());
    row.verified_at = Some(days_ago(3));
    let mut transaction = app.database.begin().await.unwrap();
    let connection = transaction.connection();
    let model = row.clone().into_active_model().reset_all();
    place::Entity::insert(model)
        .exec_without_returning(connection)
        .await
        .unwrap();
    let plain = place_service::Model {
        place_id: row.id,
        service: "job_seeker_registration".to_owned(),
        hours: None,
        audience: None,
        bring: None,
        verified_at: None,
    };
    let own = place_service::Model {
        service: "policy_enquiry".to_owned(),
        hours: Some(json!({
            "weekly": [{"day": 2, "from": "09:00", "to": "11:00"}],
            "public_holidays": "closed", "make_up_days": "closed",
        })),
        audience: Some("本街道居民".to_owned()),
        bring: Some("户口簿；居民身份证".to_owned()),
        verified_at: Some(days_ago(2)),
        ..plain.clone()
    };
    for service in [plain, own] {
        let model = service.into_active_model().reset_all();
        place_service::Entity::insert(model)
            .exec_without_returning(connection)
            .await
            .unwrap();
    }
    transaction.changed(Subject::Place, row.id);
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
    row
}

/// A record in full, WGS-84.
async fn detail(app: &App, noun: &str, id: Uuid) -> Answer {
    app.get(&format!("/v1/{noun}/{id}?crs=wgs84")).await
}

/// Asserts a refusal of a status with a code.
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], code, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_told_in_full_with_its_services_in_the_readers_language() {
    let app = App::start().await;
    let row = full_place(&app).await;
    let path = format!("/v1/places/{}?crs=wgs84", row.id);
    let place = app.get_json(&path).await;
    assert_eq!(place["id"], row.id.to_string());
    assert_eq!(place["kind"], "doorstep_station");
    assert_eq!(place["title"], "花果园就业服务站");
    assert_eq!(place["division"]["full_name"], "贵州省贵阳市南明区");
    assert_eq!(place["division"]["code"], "520102000000");
    assert_eq!(place["crs"], "wgs84");
    assert_eq!(place["point_basis"], "surveyed");
    assert_eq!(place["facets"], json!(["drinking_water", "toilet"]));
    assert_eq!(place["co_builders"][0], "花果园街道办事处");
    assert_eq!(place["state"], "open");
    assert_eq!(place["is_demo"], false);
    assert_eq!(place["version"], 1);
    assert!(place["hours_text"].as_str().unwrap().contains("09:00"));
    assert!(place["short_id"].as_str().unwrap().len() >= 6);
    assert!(place["phone"].is_null() && place["grade"].is_null());
    let location = &place["location"];
    let (lat, lon) = (
        location["lat"].as_f64().unwrap(),
        location["lon"].as_f64().unwrap(),
    );
    assert!((lat - row.lat).abs() < 1e-7 && (lon - row.lon).abs() < 1e-7);
    let services = place["services"].as_array().unwrap();
    assert_eq!(services.len(), 2);
    assert_eq!(services[0]["service"], "job_seeker_registration");
    assert_eq!(services[0]["label"], "求职登记");
    assert_eq!(services[0]["family"], "introduction");
    assert_eq!(services[0]["bring"], json!(["居民身份证"]));
    assert!(services[0]["hours_text"].is_null());
    assert_eq!(services[1]["bring"], json!(["户口簿", "居民身份证"]));
    assert_eq!(services[1]["audience"], "本街道居民");
    assert!(
        services[1]["hours_text"]
            .as_str()
            .unwrap()
            .contains("09:00-11:00")
    );
    let english = app
        .send("GET", &path, &[("accept-language", "en")], None)
        .await;
    let english = english.json();
    assert_eq!(
        english["services"][0]["label"],
        "Registering as a job seeker"
    );
    assert_eq!(english["services"][0]["bring"], json!(["Resident ID card"]));
    assert_eq!(english["title"], "花果园就业服务站");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_a_place_is_open_and_when_that_changes_follows_the_clock() {
    let app = App::start().await;
    let row = full_place(&app).await;
    // Tuesday 10:00 in Guizhou, then 12:30, 14:00, 18:00, Friday 18:00.
    let expected = [
        (Duration::ZERO, true, "2026-11-24T04:00:00Z"),
        (HOUR * 5 / 2, false, "2026-11-24T05:30:00Z"),
        (HOUR * 3 / 2, true, "2026-11-24T09:00:00Z"),
        (HOUR * 4, false, "2026-11-25T01:00:00Z"),
        (DAY * 3, false, "2026-11-30T01:00:00Z"),
    ];
    for (passed, is_open, next) in expected {
        app.clock.advance(passed);
        let answer = detail(&app, "places", row.id).await.json();
        assert_eq!(answer["is_open_now"], is_open, "{}", app.clock.now());
        assert_eq!(answer["next_change_at"], next, "{}", app.clock.now());
        let near = app.get_json(&around_seat("")).await;
        assert_eq!(near["items"][0]["is_open_now"], is_open);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_has_the_place_is_told_so_until_the_minute_or_the_record_changes() {
    let app = App::start().await;
    let row = full_place(&app).await;
    let path = format!("/v1/places/{}?crs=wgs84", row.id);
    let tag = app.get(&path).await.header("etag").to_owned();
    let known = [("if-none-match", tag.as_str())];
    assert_eq!(app.send("GET", &path, &known, None).await.status, 304);
    let english = [known[0], ("accept-language", "en")];
    assert_eq!(app.send("GET", &path, &english, None).await.status, 200);
    let gcj02 = path.replace("wgs84", "gcj02");
    assert_eq!(app.send("GET", &gcj02, &known, None).await.status, 200);
    app.clock.advance(Duration::from_secs(60));
    assert_eq!(app.send("GET", &path, &known, None).await.status, 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_place_still_answers_and_says_so_and_stands_in_no_list() {
    let app = App::start().await;
    let mut row = app.new_place("已撤站", 200.0).await;
    row.state = "closed".to_owned();
    row.hours = Some(office_hours());
    app.store_places(&[(row.clone(), &[])]).await;
    let answer = detail(&app, "places", row.id).await;
    assert_eq!(answer.status, 200);
    let place = answer.json();
    assert_eq!(place["state"], "closed");
    assert_eq!(place["is_open_now"], false);
    assert!(
        place["next_change_at"].is_null(),
        "it never opens again: {place}"
    );
    for path in ["/v1/places?crs=wgs84".to_owned(), around_seat("")] {
        assert_eq!(app.get_json(&path).await["items"], json!([]), "{path}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_identity_is_404_and_a_malformed_one_is_422_naming_id() {
    let app = App::start().await;
    let unknown = Uuid::from_u128(7);
    for noun in ["places", "openings"] {
        let answer = detail(&app, noun, unknown).await;
        assert_problem(&answer, 404, "not_found");
        for id in [
            "7",
            "not-a-uuid",
            "%20",
            "01234567-89ab-cdef-0123-456789abcdeg",
        ] {
            let answer = app.get(&format!("/v1/{noun}/{id}?crs=wgs84")).await;
            answer.refuses(422, "id", "not_an_id");
        }
        let answer = app.get(&format!("/v1/{noun}/{unknown}")).await;
        answer.refuses(422, "crs", "required");
        let answer = app
            .get(&format!("/v1/{noun}/{unknown}?crs=wgs84&lang=en"))
            .await;
        answer.refuses(422, "lang", "unknown_parameter");
    }
    let opening = app.one_opening("保洁员", 100.0).await;
    let answer = detail(&app, "places", opening.id).await;
    assert_problem(&answer, 404, "not_found");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_is_told_in_full_in_the_asked_crs() {
    let app = App::start().await;
    let mut row = app.new_opening("钢筋工", 400.0).await;
    row.category = Some("construction".to_owned());
    row.tags = json!(["meals", "lodging"]);
    row.pay_unit = "day".to_owned();
    (row.pay_min_fen, row.pay_max_fen) = (Some(20_000), Some(30_000));
    (row.pay_monthly_min_fen, row.pay_monthly_max_fen) = (Some(435_000), Some(652_500));
    row.headcount = 12;
    row.employer_code = Some("91520100MA6DXXXX0X".to_owned());
    app.store_openings(std::slice::from_ref(&row)).await;
    let mut latitudes = Vec::new();
    for crs in ["wgs84", "gcj02", "bd09"] {
        let path = format!("/v1/openings/{}?crs={crs}", row.id);
        let opening = app.get_json(&path).await;
        assert_eq!(opening["crs"], crs);
        latitudes.push(opening["location"]["lat"].as_f64().unwrap());
        let card = app.get_json(&format!("/v1/openings?crs={crs}")).await;
        assert_eq!(card["items"][0]["location"], opening["location"], "{crs}");
    }
    assert!((latitudes[0] - row.lat).abs() < 1e-7);
    assert!((latitudes[1] - latitudes[0]).abs() > 1e-4);
    assert!((latitudes[2] - latitudes[1]).abs() > 1e-3);
    let opening = detail(&app, "openings", row.id).await.json();
    assert_eq!(opening["title"], "钢筋工");
    assert_eq!(opening["employer"], "测试用工单位");
    assert_eq!(opening["headcount"], 12);
    assert_eq!(opening["tags"], json!(["meals", "lodging"]));
    assert_eq!(opening["duties"], "测试");
    assert_eq!(opening["conditions"], "无");
    assert_eq!(opening["pay"]["min_fen"], 20_000);
    assert_eq!(opening["pay"]["unit"], "day");
    assert_eq!(opening["pay"]["monthly_min_fen"], 435_000);
    assert!(opening["pay"]["text"].as_str().unwrap().contains("200"));
    assert_eq!(opening["state"], "published");
    assert_eq!(opening["posted_at"], "2026-11-23T02:00:00Z");
    assert_eq!(opening["valid_until"], "2026-12-24T02:00:00Z");
    let path = format!("/v1/openings/{}?crs=wgs84", row.id);
    let tag = app.get(&path).await.header("etag").to_owned();
    let again = app
        .send("GET", &path, &[("if-none-match", &tag)], None)
        .await;
    assert_eq!(again.status, 304);
    app.stop().await;
}

/// An opening of a category, so far north of the seat, that outlives a month.
async fn offer(app: &App, title: &str, north_m: f64, category: &str) -> opening::Model {
    let mut row = app.new_opening(title, north_m).await;
    row.category = Some(category.to_owned());
    row.valid_until = days_ago(-90);
    row
}

/// The titles of the similar openings that a refusal names.
fn similar(answer: &Answer) -> Vec<String> {
    assert_problem(answer, 410, "opening_ended");
    let problem = answer.json();
    let items = problem["similar"].as_array().unwrap();
    items
        .iter()
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_opening_is_410_with_five_that_stand_same_category_first_then_nearest() {
    let app = App::start().await;
    let mut rows = vec![
        offer(&app, "同类二", 900.0, "construction").await,
        offer(&app, "同类一", 600.0, "construction").await,
        offer(&app, "同类三", 3_000.0, "construction").await,
        offer(&app, "他类一", 50.0, "catering").await,
        offer(&app, "他类三", 500.0, "catering").await,
        offer(&app, "他类二", 100.0, "retail").await,
        offer(&app, "太远", 60_000.0, "construction").await,
    ];
    let mut gig = offer(&app, "零工", 10.0, "construction").await;
    gig.kind = "gig".to_owned();
    let mut over = offer(&app, "过期", 10.0, "construction").await;
    over.valid_until = days_ago(1);
    let mut draft = offer(&app, "草稿", 10.0, "construction").await;
    draft.state = "draft".to_owned();
    rows.extend([gig, over, draft]);
    let mut ended = Vec::new();
    for state in ["filled", "closed", "expired", "withdrawn"] {
        let mut row = offer(&app, "原岗位", 0.0, "construction").await;
        row.state = state.to_owned();
        ended.push(row);
    }
    rows.extend(ended.iter().cloned());
    app.store_openings(&rows).await;
    for row in &ended {
        let answer = detail(&app, "openings", row.id).await;
        assert_eq!(
            similar(&answer),
            ["同类一", "同类二", "同类三", "他类一", "他类二"],
            "{}",
            row.state
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_openings_are_cards_in_the_asked_crs_with_their_distance() {
    let app = App::start().await;
    let mut row = offer(&app, "原岗位", 0.0, "catering").await;
    row.state = "filled".to_owned();
    let other = offer(&app, "服务员", 700.0, "catering").await;
    app.store_openings(&[row.clone(), other.clone()]).await;
    for crs in ["wgs84", "gcj02", "bd09"] {
        let answer = app.get(&format!("/v1/openings/{}?crs={crs}", row.id)).await;
        let card = answer.json()["similar"][0].clone();
        let list = app.get_json(&format!("/v1/openings?crs={crs}")).await;
        assert_eq!(card["location"], list["items"][0]["location"], "{crs}");
        assert_eq!(card["id"], other.id.to_string());
        let distance = card["distance_m"].as_f64().unwrap();
        assert!((699.0..701.5).contains(&distance), "{distance}");
        assert_eq!(card["walk_minutes"], 14);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_ends_at_the_instant_until_which_it_is_valid_and_never_names_itself() {
    let app = App::start().await;
    let ends = app.one_opening("三十天", 0.0).await;
    let stands = offer(&app, "九十天", 200.0, "retail").await;
    app.store_openings(&[stands]).await;
    let left = (ends.valid_until - app.clock.now()).to_std().unwrap();
    app.clock.advance(left - Duration::from_millis(1));
    assert_eq!(detail(&app, "openings", ends.id).await.status, 200);
    let near = app.get_json(&around_seat("")).await;
    assert_eq!(near["items"].as_array().unwrap().len(), 2);
    app.clock.advance(Duration::from_millis(1));
    let answer = detail(&app, "openings", ends.id).await;
    assert_eq!(similar(&answer), ["九十天"]);
    let near = app.get_json(&around_seat("")).await;
    assert_eq!(near["items"].as_array().unwrap().len(), 1, "{near}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_opening_with_nothing_like_it_names_an_empty_list() {
    let app = App::start().await;
    let mut row = app.new_opening("独一份", 0.0).await;
    row.state = "withdrawn".to_owned();
    app.store_openings(std::slice::from_ref(&row)).await;
    app.one_place("不是岗位", 10.0).await;
    let answer = detail(&app, "openings", row.id).await;
    assert!(similar(&answer).is_empty());
    assert_eq!(answer.json()["similar"], json!([]));
    assert_eq!(answer.header("cache-control"), "no-store");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_a_draft_in_review_or_not_yet_posted_is_never_seen() {
    let app = App::start().await;
    let mut draft = app.new_opening("草稿", 10.0).await;
    draft.state = "draft".to_owned();
    let mut in_review = app.new_opening("审核中", 20.0).await;
    in_review.state = "in_review".to_owned();
    let mut tomorrow = app.new_opening("明天发布", 30.0).await;
    tomorrow.posted_at = days_ago(-1);
    let mut ended = app.new_opening("已结束", 0.0).await;
    ended.state = "closed".to_owned();
    let hidden = [draft, in_review, tomorrow.clone()];
    app.store_openings(&hidden).await;
    app.store_openings(std::slice::from_ref(&ended)).await;
    for row in &hidden {
        let answer = detail(&app, "openings", row.id).await;
        assert_problem(&answer, 404, "not_found");
    }
    let (lat, lon) = (SEAT_LAT, SEAT_LON);
    let nearby = format!("/v1/nearby?lat={lat}&lon={lon}&crs=wgs84&radius_m=50000");
    for path in [nearby, "/v1/openings?crs=wgs84".to_owned()] {
        assert_eq!(app.get_json(&path).await["items"], json!([]), "{path}");
    }
    assert!(similar(&detail(&app, "openings", ended.id).await).is_empty());
    app.clock.advance(DAY);
    let answer = detail(&app, "openings", tomorrow.id).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        similar(&detail(&app, "openings", ended.id).await),
        ["明天发布"]
    );
    app.stop().await;
}
