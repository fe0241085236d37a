//! Edges of the filters: what has none of a filter never matches it, every filter works on its own list too, the
//! holiday of a replaced calendar counts, instants are inclusive, and a failure of ours tells nothing of its inside.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::bad_input::assert_problem;
use crate::harness::App;
use crate::harness::fixtures::{around_seat, days_ago};

/// The titles of a list.
async fn titles(app: &App, path: &str) -> BTreeSet<String> {
    let page = app.get_json(path).await;
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

/// Two places and two openings; only the first of each has what filters ask for.
async fn pairs() -> App {
    let app = App::start().await;
    let mut rich = app.new_place("全站", 10.0).await;
    rich.grade = Some("model".to_owned());
    rich.facets = json!(["toilet", "wifi"]);
    let mut bare = app.new_place("空站", 10.0).await;
    (bare.site_kind, bare.kind) = (None, "gig_station".to_owned());
    app.store_places(&[(rich, &["vacancy_search"]), (bare, &[])])
        .await;
    let mut rich = app.new_opening("全岗", 10.0).await;
    rich.category = Some("construction".to_owned());
    rich.occupation = Some("welder".to_owned());
    rich.tags = json!(["meals", "lodging"]);
    let mut bare = app.new_opening("空岗", 10.0).await;
    (bare.kind, bare.pay_unit) = ("gig".to_owned(), "negotiable".to_owned());
    (bare.pay_min_fen, bare.pay_max_fen) = (None, None);
    (bare.pay_monthly_min_fen, bare.pay_monthly_max_fen) = (None, None);
    bare.posted_at = days_ago(20);
    app.store_openings(&[rich, bare]).await;
    app
}

/// Filters over places that only the first place fits.
const OF_PLACES: [&str; 7] = [
    "kinds=doorstep_station",
    "services=vacancy_search,gig_search",
    "facets_all=wifi,toilet",
    "facets_any=wifi,parking",
    "site_kinds=residential,commercial",
    "grades=model,standard",
    "grades=model&site_kinds=residential&services=vacancy_search&facets_any=wifi&kinds=doorstep_station,gig_station",
];

/// Filters over openings that only the first opening fits.
const OF_OPENINGS: [&str; 8] = [
    "kinds=vacancy",
    "categories=construction,catering",
    "occupations=welder,general_labourer",
    "tags_any=meals,paid_daily",
    "tags_all=meals,lodging",
    "pay_at_least_fen=0&pay_unit=hour",
    "posted_since=2026-11-20T00:00:00%2B08:00",
    "categories=construction&occupations=welder&tags_all=meals&pay_at_least_fen=1&pay_unit=year&kinds=vacancy,gig",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_matches_only_what_has_it_near_here_and_in_its_own_list() {
    let app = pairs().await;
    for (list, filters, wanted) in [
        ("places", &OF_PLACES[..], "全站"),
        ("openings", &OF_OPENINGS[..], "全岗"),
    ] {
        let all = titles(&app, &format!("/v1/{list}?crs=wgs84")).await;
        assert_eq!(all.len(), 2);
        for filter in filters {
            let wanted = BTreeSet::from([wanted.to_owned()]);
            let path = format!("/v1/{list}?crs=wgs84&{filter}");
            assert_eq!(titles(&app, &path).await, wanted, "{path}");
            let path = around_seat(&format!("&{filter}"));
            assert_eq!(titles(&app, &path).await, wanted, "{path}");
        }
    }
    for filter in [
        "facets_all=wifi,parking",
        "tags_all=meals,paid_daily",
        "grades=model&kinds=gig_station",
        "grades=model&tags_any=meals",
        "open_now=true&kinds=vacancy",
        "open_now=false&kinds=vacancy",
        "services=vacancy_search&kinds=vacancy",
    ] {
        let found = titles(&app, &around_seat(&format!("&{filter}"))).await;
        assert!(found.is_empty(), "{filter}: {found:?}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_instant_of_posting_is_inclusive_and_the_future_is_not_listed() {
    let app = App::start().await;
    let mut opening = app.new_opening("岗", 10.0).await;
    opening.posted_at = app.clock.now() + TimeDelta::seconds(60);
    app.store_openings(&[opening]).await;
    let lists = [around_seat(""), "/v1/openings?crs=wgs84".to_owned()];
    for list in &lists {
        assert!(titles(&app, list).await.is_empty(), "not posted yet");
    }
    app.clock.advance(Duration::from_millis(59_999));
    for list in &lists {
        assert!(titles(&app, list).await.is_empty(), "a millisecond early");
    }
    app.clock.advance(Duration::from_millis(1));
    for (since, count) in [
        ("2026-11-24T02:01:00Z", 1),
        ("2026-11-24T10:01:00%2B08:00", 1),
        ("2026-11-24T02:01:00.001Z", 0),
    ] {
        for list in &lists {
            let path = format!("{list}&posted_since={since}");
            assert_eq!(titles(&app, &path).await.len(), count, "{path}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_holiday_and_a_make_up_day_count_as_the_place_says() {
    // A calendar of the deployer's own: Wednesday 25 November is a holiday, Saturday 28 is worked instead.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("holidays");
    std::fs::create_dir(&path).unwrap();
    let table = "date,is_working_day,name\n2026-10-01,0,a\n2026-11-25,0,b\n2026-11-28,1,c\n";
    std::fs::write(path.join("cn_holidays_2018_2026.csv"), table).unwrap();
    let catalog = folder.path().to_str().unwrap();
    let app = App::start_with(&[("MENKOU__CATALOG__DIR", catalog)]).await;
    let weekly: Vec<Value> = (1..=5)
        .map(|day| json!({"day": day, "from": "09:00", "to": "17:00"}))
        .collect();
    let mut stored = Vec::new();
    for (title, holidays, make_up) in [
        ("休", json!("closed"), "as_weekday"),
        ("常", json!("as_usual"), "closed"),
        ("短", json!([{"from": "10:00", "to": "11:00"}]), "as_usual"),
    ] {
        let mut place = app.new_place(title, 10.0).await;
        place.hours = Some(json!({
            "weekly": weekly, "public_holidays": holidays, "make_up_days": make_up,
        }));
        stored.push((place, &[][..]));
    }
    app.store_places(&stored).await;
    let day = Duration::from_secs(24 * 3_600);
    // Tuesday at 10:00, the holiday at 10:00 and at 11:00, Thursday, and the worked Saturday.
    for (advance, open) in [
        (Duration::ZERO, "休常短"),
        (day, "常短"),
        (Duration::from_secs(3_600), "常"),
        (day, "休常短"),
        (day * 2, "休"),
    ] {
        app.clock.advance(advance);
        for list in [around_seat(""), "/v1/places?crs=wgs84".to_owned()] {
            let found = titles(&app, &format!("{list}&open_now=true")).await;
            let wanted: BTreeSet<String> = open.chars().map(String::from).collect();
            assert_eq!(found, wanted, "{} {list}", app.clock.now());
            let shut = titles(&app, &format!("{list}&open_now=false")).await;
            assert_eq!(shut.len() + found.len(), 3, "known to be open or closed");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filters_are_said_back_as_understood_with_their_defaults() {
    let app = pairs().await;
    let page = app.get_json(&around_seat("")).await;
    assert_eq!(page["effective_filters"], json!({"minutes": 15}));
    let page = app.get_json("/v1/openings?crs=wgs84").await;
    assert_eq!(page["effective_filters"], json!({}));
    let path = around_seat(
        "&radius_m=700&kinds=vacancy,%20gig,gig&tags_all=meals&open_now=false\
         &pay_at_least_fen=500000&pay_unit=month&posted_since=2026-11-24T08:00:00%2B08:00&page_size=5",
    );
    let page = app.get_json(&path).await;
    assert_eq!(
        page["effective_filters"],
        json!({
            "radius_m": 700, "kinds": ["gig", "vacancy"], "tags_all": ["meals"], "open_now": false,
            "pay_at_least_fen": 500_000, "pay_unit": "month", "posted_since": "2026-11-24T00:00:00Z",
        })
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_ours_tells_nothing_of_its_inside() {
    use sea_orm::ConnectionTrait;
    let app = App::start().await;
    // What the import never lets happen: stored numbers that are no point of the earth.
    let mut broken = app.new_place("站", 0.0).await;
    broken.lat = 999.0;
    app.store_places(&[(broken.clone(), &[])]).await;
    let answer = app
        .get(&format!("/v1/places/{}?crs=wgs84", broken.id))
        .await;
    assert_eq!(answer.status, 500, "{}", answer.text);
    assert_problem(&answer, "a broken row");
    assert_eq!(answer.json()["code"], "internal_error");
    let mut transaction = app.database.begin().await.unwrap();
    let renamed = "ALTER TABLE place RENAME TO place_hidden";
    let connection = transaction.connection();
    connection.execute_unprepared(renamed).await.unwrap();
    transaction.changed(
        menkou::platform::database::Subject::Opening,
        uuid::Uuid::nil(),
    );
    transaction.commit(app.clock.now()).await.unwrap();
    let missing = app
        .get(&format!("/v1/places/{}?crs=wgs84", broken.id))
        .await;
    assert_eq!(missing.status, 503, "{}", missing.text);
    assert_problem(&missing, "a missing table");
    assert!(!missing.header("retry-after").is_empty());
    for text in [&answer.text, &missing.text] {
        let text = text.to_lowercase();
        for inside in [
            "table", "sql", "postgres", "relation", "place", "stored", "src/", "panicked", "999",
        ] {
            assert!(!text.contains(inside), "{inside} in {text}");
        }
    }
    app.get_json(&around_seat("")).await;
    app.stop().await;
}
