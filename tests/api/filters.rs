//! Filters: each alone and together, what has none of a filter does not match it, and what ended is gone at once.

use std::time::Duration;

use chrono::TimeDelta;
use reach::coord::{Crs, Wgs84};
use serde_json::{Value, json};

use crate::harness::App;
use crate::harness::fixtures::{SEAT_LAT, SEAT_LON, around_seat, days_ago};

/// The titles on a page, sorted.
fn titles(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    let mut titles: Vec<String> = items
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect();
    titles.sort();
    titles
}

/// The titles near the seat under a filter.
async fn near(app: &App, filter: &str) -> Vec<String> {
    titles(
        &app.get_json(&around_seat(&format!("&page_size=100&{filter}")))
            .await,
    )
}

/// Weekly hours, closed on public holidays, make-up days as weekdays.
pub(crate) fn hours(intervals: &[(u32, &str, &str)]) -> Value {
    let weekly: Vec<Value> = intervals
        .iter()
        .map(|(day, from, to)| json!({"day": day, "from": from, "to": to}))
        .collect();
    json!({"weekly": weekly, "exceptions": [], "public_holidays": "closed", "make_up_days": "as_weekday"})
}

/// Three places and three openings that differ in everything that can be filtered.
pub(crate) async fn varied() -> App {
    let app = App::start().await;
    let mut station = app.new_place("站", 10.0).await;
    station.facets = json!(["toilet", "charging"]);
    station.hours = Some(hours(&[(2, "09:00", "12:00"), (2, "13:30", "17:00")]));
    let mut market = app.new_place("市场", 20.0).await;
    market.kind = "gig_market".to_owned();
    market.site_kind = Some("transport_hub".to_owned());
    market.facets = json!(["toilet"]);
    market.hours = Some(hours(&[(1, "22:00", "02:00")]));
    let unknown = app.new_place("无时间", 30.0).await;
    app.store_places(&[
        (station, &["vacancy_search", "wage_arrears"]),
        (market, &["gig_search"]),
        (unknown, &[]),
    ])
    .await;
    let mut cook = app.new_opening("厨师", 40.0).await;
    (cook.category, cook.occupation) = (Some("catering".to_owned()), Some("chef".to_owned()));
    cook.tags = json!(["meals", "lodging"]);
    let mut gig = app.new_opening("搬运", 50.0).await;
    gig.kind = "gig".to_owned();
    gig.tags = json!(["meals"]);
    // 200 yuan a day are 4,350 a month of 21.75 days.
    (gig.pay_unit, gig.pay_min_fen, gig.pay_max_fen) =
        ("day".to_owned(), Some(20_000), Some(20_000));
    (gig.pay_monthly_min_fen, gig.pay_monthly_max_fen) = (Some(435_000), Some(435_000));
    gig.posted_at = days_ago(10);
    let mut negotiable = app.new_opening("面议岗", 60.0).await;
    (
        negotiable.pay_unit,
        negotiable.pay_min_fen,
        negotiable.pay_max_fen,
    ) = ("negotiable".to_owned(), None, None);
    (
        negotiable.pay_monthly_min_fen,
        negotiable.pay_monthly_max_fen,
    ) = (None, None);
    app.store_openings(&[cook, gig, negotiable]).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_one_filter_are_alternatives_and_filters_narrow_each_other() {
    let app = varied().await;
    for (filter, found) in [
        ("kinds=gig_market", vec!["市场"]),
        ("kinds=gig,vacancy", vec!["厨师", "搬运", "面议岗"]),
        ("services=gig_search,wage_arrears", vec!["市场", "站"]),
        ("facets_all=toilet,charging", vec!["站"]),
        ("facets_any=toilet,charging", vec!["市场", "站"]),
        ("site_kinds=transport_hub", vec!["市场"]),
        ("categories=catering", vec!["厨师"]),
        ("tags_all=meals,lodging", vec!["厨师"]),
        ("tags_any=meals,lodging", vec!["厨师", "搬运"]),
        ("tags_any=meals&kinds=gig", vec!["搬运"]),
        ("facets_any=toilet&services=gig_search", vec!["市场"]),
        ("services=gig_search&facets_all=charging", vec![]),
        ("services=gig_search&categories=catering", vec![]),
    ] {
        assert_eq!(near(&app, filter).await, found, "{filter}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pay_is_compared_by_the_month_and_negotiable_pay_never_matches() {
    let app = varied().await;
    for (filter, found) in [
        ("pay_at_least_fen=0&pay_unit=month", vec!["厨师", "搬运"]),
        (
            "pay_at_least_fen=400000&pay_unit=month",
            vec!["厨师", "搬运"],
        ),
        ("pay_at_least_fen=400001&pay_unit=month", vec!["搬运"]),
        ("pay_at_least_fen=20000&pay_unit=day", vec!["搬运"]),
        ("pay_at_least_fen=20001&pay_unit=day", vec![]),
        ("pay_at_least_fen=2500&pay_unit=hour", vec!["搬运"]),
        (
            "pay_at_least_fen=4800000&pay_unit=year",
            vec!["厨师", "搬运"],
        ),
    ] {
        assert_eq!(near(&app, filter).await, found, "{filter}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_now_follows_the_clock_over_lunch_and_midnight() {
    let app = varied().await;
    // The clock stands at Tuesday, 10:00 in Guizhou.
    assert_eq!(near(&app, "open_now=true").await, ["站"]);
    assert_eq!(
        near(&app, "open_now=false").await,
        ["市场"],
        "closed for certain; no opening, no unknown"
    );
    app.clock.advance(Duration::from_secs(2 * 3_600));
    assert_eq!(
        near(&app, "open_now=true").await,
        Vec::<String>::new(),
        "lunch begins at 12:00"
    );
    app.clock.advance(Duration::from_secs(90 * 60));
    assert_eq!(
        near(&app, "open_now=true").await,
        ["站"],
        "and ends at 13:30"
    );
    // To Tuesday a week later, 01:59: Monday's night market goes on past midnight.
    app.clock
        .advance(Duration::from_secs((6 * 24 + 12) * 3_600 + 29 * 60));
    assert_eq!(near(&app, "open_now=true&kinds=gig_market").await, ["市场"]);
    app.clock.advance(Duration::from_secs(60));
    assert_eq!(
        near(&app, "open_now=true&kinds=gig_market").await,
        Vec::<String>::new()
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_posted_before_an_instant_or_lies_elsewhere_is_left_out() {
    let app = varied().await;
    let since = (days_ago(2)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    assert_eq!(
        near(&app, &format!("posted_since={since}")).await,
        ["厨师", "面议岗"]
    );
    for (division, count) in [
        ("520102", 6),
        ("520000", 6),
        ("520103", 0),
        ("贵州省贵阳市", 6),
    ] {
        let found = near(&app, &format!("division={division}")).await;
        assert_eq!(found.len(), count, "{division}");
    }
    let page = app
        .get_json(&around_seat("&division=520102&kinds=gig&minutes=10"))
        .await;
    let filters = &page["effective_filters"];
    assert_eq!(filters["division"]["code"], "520102000000");
    assert_eq!(filters["kinds"], json!(["gig"]));
    assert_eq!(filters["minutes"], 10);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_is_gone_from_every_list_at_the_instant_it_ends() {
    let app = App::start().await;
    let mut opening = app.new_opening("短工", 10.0).await;
    opening.valid_until = app.clock.now() + TimeDelta::seconds(2);
    app.store_openings(std::slice::from_ref(&opening)).await;
    app.clock.advance(Duration::from_millis(1_999));
    assert_eq!(near(&app, "").await, ["短工"]);
    let listed = app.get("/v1/openings?crs=wgs84").await;
    let known = [("if-none-match", listed.header("etag"))];
    assert_eq!(
        app.send("GET", "/v1/openings?crs=wgs84", &known, None)
            .await
            .status,
        304
    );
    assert_eq!(
        titles(&app.get_json("/v1/openings?crs=wgs84").await),
        ["短工"]
    );
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(near(&app, "").await, Vec::<String>::new());
    assert_eq!(
        titles(&app.get_json("/v1/openings?crs=wgs84").await),
        Vec::<String>::new()
    );
    let gone = app
        .get(&format!("/v1/openings/{}?crs=wgs84", opening.id))
        .await;
    assert_eq!(gone.status, 410, "{}", gone.text);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_point_in_any_crs_finds_the_same_and_answers_in_that_crs() {
    let app = varied().await;
    let origin = Wgs84::new(SEAT_LAT, SEAT_LON).unwrap();
    let whole = near(&app, "").await;
    for crs in Crs::ALL {
        let here = origin.in_crs(crs);
        let path = format!(
            "/v1/nearby?lat={}&lon={}&crs={}",
            here.lat_degrees(),
            here.lon_degrees(),
            crs.as_str()
        );
        let page = app.get_json(&path).await;
        assert_eq!(titles(&page), whole, "{crs:?}");
        assert_eq!(page["crs"], crs.as_str());
        let first = &page["items"][0];
        assert_eq!(first["distance_m"], 10.0);
        let there = Wgs84::new(SEAT_LAT + 10.0 / 110_800.0, SEAT_LON)
            .unwrap()
            .in_crs(crs);
        let lat = first["location"]["lat"].as_f64().unwrap();
        let lon = first["location"]["lon"].as_f64().unwrap();
        assert!((lat - there.lat_degrees()).abs() < 1e-7, "{crs:?}");
        assert!((lon - there.lon_degrees()).abs() < 1e-7, "{crs:?}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_position_one_starts_from_a_division_or_a_place() {
    let app = App::start().await;
    let place = app.one_place("站", 300.0).await;
    app.one_opening("岗", 310.0).await;
    let page = app
        .get_json("/v1/nearby?near=division:520102&crs=wgs84")
        .await;
    assert_eq!(titles(&page), ["岗", "站"]);
    assert_eq!(page["origin"]["basis"], "division");
    let page = app
        .get_json(&format!(
            "/v1/nearby?near=place:{}&crs=wgs84&kinds=vacancy",
            place.id
        ))
        .await;
    assert_eq!(titles(&page), ["岗"]);
    assert_eq!(page["items"][0]["distance_m"], 10.0);
    assert_eq!(page["origin"]["place"], place.id.to_string());
    let page = app.get_json(&around_seat("")).await;
    assert_eq!(
        page["origin"],
        json!({"basis": "point"}),
        "one's own point is never said back"
    );
    app.stop().await;
}
