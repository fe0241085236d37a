//! What an answer says of the whole that matches: counts by facet, advice where nothing matches, and why an item
//! stands where it stands.

use serde_json::{Value, json};

use crate::filters::varied;
use crate::harness::App;
use crate::harness::fixtures::{around_seat, days_ago};

/// The counts of a facet near the seat.
async fn counts(app: &App, facet: &str, filter: &str) -> Value {
    let path = around_seat(&format!("&count_by={facet}&{filter}"));
    app.get_json(&path).await["facet_counts"][facet].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_facet_counts_its_values_most_first_and_only_where_it_is_asked() {
    let app = varied().await;
    let expected = json!([
        {"value": "doorstep_station", "count": 2}, {"value": "vacancy", "count": 2},
        {"value": "gig_market", "count": 1}, {"value": "gig", "count": 1},
    ]);
    assert_eq!(counts(&app, "kinds", "seed=0").await, expected);
    let tags = json!([{"value": "meals", "count": 2}, {"value": "lodging", "count": 1}]);
    assert_eq!(counts(&app, "tags", "seed=0").await, tags);
    let page = app.get_json(&around_seat("&count_by=tags,grades")).await;
    assert_eq!(page["facet_counts"], json!({"tags": tags, "grades": []}));
    let plain = app.get_json(&around_seat("")).await;
    assert!(plain.get("facet_counts").is_none() && plain.get("advice").is_none());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_facets_counts_ignore_its_own_filter_and_heed_the_others() {
    let app = varied().await;
    let all = counts(&app, "kinds", "seed=0").await;
    assert_eq!(counts(&app, "kinds", "kinds=gig").await, all);
    let of_meals = json!([{"value": "vacancy", "count": 1}, {"value": "gig", "count": 1}]);
    assert_eq!(
        counts(&app, "kinds", "kinds=gig_market&tags_any=meals").await,
        of_meals
    );
    let both = json!([{"value": "meals", "count": 2}, {"value": "lodging", "count": 1}]);
    assert_eq!(
        counts(&app, "tags", "tags_all=lodging&tags_any=meals").await,
        both
    );
    assert_eq!(
        counts(&app, "tags", "tags_all=lodging&kinds=gig").await,
        json!([{"value": "meals", "count": 1}])
    );
    // 2026-11-24 10:00 in Guiyang is a Tuesday: the station is open, the market is not.
    let open = json!([{"value": "doorstep_station", "count": 1}]);
    assert_eq!(counts(&app, "kinds", "open_now=true").await, open);
    assert_eq!(counts(&app, "kinds", "radius_m=15").await, open);
    let page = app
        .get_json("/v1/openings?crs=wgs84&count_by=kinds&tags_any=meals")
        .await;
    assert_eq!(page["facet_counts"]["kinds"], of_meals);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_of_every_page_and_of_what_stands() {
    let app = varied().await;
    let mut ended = app.new_opening("已结束", 70.0).await;
    ended.valid_until = days_ago(1);
    app.store_openings(&[ended]).await;
    let whole = counts(&app, "kinds", "page_size=100").await;
    assert_eq!(counts(&app, "kinds", "page_size=1").await, whole);
    assert_eq!(whole[1], json!({"value": "vacancy", "count": 2}));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_facet_that_there_is_not_is_refused_by_name() {
    let app = App::start().await;
    for path in [
        around_seat("&count_by=colour"),
        "/v1/places?crs=wgs84&count_by=tags".to_owned(),
        "/v1/openings?crs=wgs84&count_by=services".to_owned(),
    ] {
        let answer = app.get(&path).await;
        assert_eq!(answer.status, 422, "{path}");
        assert_eq!(answer.json()["errors"][0]["parameter"], "count_by");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_answer_names_the_filter_whose_removal_helps_most_and_the_nearest_beyond() {
    let app = varied().await;
    let far = app.new_opening("远处的岗", 3_000.0).await;
    app.store_openings(&[far]).await;
    // Without its tags the gig stays; without its kind the cook does; both together are nowhere.
    let page = app
        .get_json(&around_seat("&tags_all=meals,lodging&kinds=gig,gig_market"))
        .await;
    assert_eq!(page["items"], json!([]));
    assert_eq!(
        page["advice"]["remove"],
        json!({"filter": "tags_all", "matches": 2})
    );
    assert_eq!(page["advice"]["nearest"], Value::Null);
    let page = app
        .get_json(
            &around_seat("&minutes=1&kinds=vacancy&categories=catering&radius_m=5")
                .replace("&minutes=1", ""),
        )
        .await;
    assert_eq!(page["advice"]["nearest"]["distance_m"], 40.0);
    let page = app.get_json(&around_seat("&kinds=training_class")).await;
    assert_eq!(
        page["advice"],
        json!({"remove": {"filter": "kinds", "matches": 6}, "nearest": null})
    );
    let page = app
        .get_json("/v1/places?crs=wgs84&open_now=true&kinds=gig_market")
        .await;
    assert_eq!(page["advice"]["nearest"], Value::Null);
    assert_eq!(page["advice"]["remove"]["matches"], 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_beyond_the_limit_is_told_in_minutes() {
    let app = App::start().await;
    app.one_opening("远处的岗", 2_000.0).await;
    let page = app.get_json(&around_seat("")).await;
    let nearest = &page["advice"]["nearest"];
    // 2,000 m, times 1.4, over 75 m a minute.
    assert_eq!(nearest["walk_minutes"], 38, "{page}");
    let reached = app.get_json(&around_seat("&minutes=38")).await;
    assert_eq!(reached["items"].as_array().unwrap().len(), 1);
    assert_eq!(page["advice"]["remove"], Value::Null);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explained_item_says_what_the_order_is_by_and_what_decided_a_tie() {
    let app = App::start().await;
    app.one_place("甲", 100.0).await;
    app.one_place("乙", 100.0).await;
    app.one_opening("丙", 200.0).await;
    let path = around_seat("&explain=true");
    let page = app.get_json(&path).await;
    let whys: Vec<&Value> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["why"])
        .collect();
    assert_eq!(
        whys[0]["order_by"],
        json!(["distance_m", "lot_of_the_day", "id"])
    );
    let ties: Vec<Value> = whys.iter().map(|it| it["is_tie"].clone()).collect();
    assert_eq!(ties, [json!(false), json!(true), json!(false)]);
    assert_eq!(whys[2]["position"], 3);
    assert!(whys[1]["text"].as_str().unwrap().contains("抽签"));
    let english = app
        .send("GET", &path, &[("accept-language", "en")], None)
        .await;
    let why = english.json()["items"][2]["why"]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(why.contains("200 m in a straight line"), "{why}");
    let feature = app
        .send("GET", &path, &[("accept", "application/geo+json")], None)
        .await
        .json();
    assert_eq!(feature["features"][0]["properties"]["why"]["position"], 1);
    let plain = app.get_json(&around_seat("")).await;
    assert!(plain["items"][0].get("why").is_none());
    let newest = app.get_json("/v1/openings?crs=wgs84&explain=true").await;
    assert_eq!(
        newest["items"][0]["why"]["order_by"],
        json!(["posted_at", "id"])
    );
    let tags = [path.as_str(), &around_seat("")].map(|path| path.to_owned());
    let (with, without) = (app.get(&tags[0]).await, app.get(&tags[1]).await);
    assert_ne!(with.header("etag"), without.header("etag"));
    app.stop().await;
}
