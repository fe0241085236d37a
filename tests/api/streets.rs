//! Walking on streets: the lists by time on foot, areas and walks, and streets that are swapped under a running server.

use reach::street::{Footing, Network, StreetMap, Stretch, Vertex};
use reach::{GridPoint, Wgs84};
use serde_json::{Value, json};

use crate::filters::hours;
use crate::harness::App;
use crate::harness::fixtures::{SEAT_LAT, SEAT_LON, around_seat};

/// A vertex so many metres north and east of the seat, and so high.
fn at(north_m: f64, east_m: f64, height_m: f32) -> Vertex {
    let (lat, lon) = (SEAT_LAT + north_m / 110_800.0, SEAT_LON + east_m / 99_600.0);
    let point = GridPoint::from(Wgs84::new(lat, lon).unwrap());
    Vertex {
        point,
        height_m: Some(height_m),
    }
}

/// Two banks of a river 200 m wide with a street along each, and a bridge 1,000 m east of the seat. `hill` metres are
/// between the western and the eastern end.
fn banks(hill: f32) -> Vec<u8> {
    let mut vertices = Vec::new();
    let mut stretches = Vec::new();
    for (bank, north) in [(0_u32, 0.0), (1, 200.0)] {
        for step in 0..=60_u16 {
            let east = f64::from(step) * 50.0 - 1_000.0;
            vertices.push(at(north, east, hill * f32::from(step) / 60.0));
            let here = bank * 61 + u32::from(step);
            if step > 0 {
                stretches.push(stretch(here - 1, here));
            }
        }
    }
    // The bridge: 1,000 m east is step 40.
    stretches.push(stretch(40, 61 + 40));
    let network = Network::new(vertices, stretches).unwrap();
    StreetMap::build(&network).unwrap().to_bytes()
}

/// A stretch between two vertices.
fn stretch(from: u32, to: u32) -> Stretch {
    Stretch {
        from,
        to,
        footing: Footing::Way,
    }
}

/// A server on streets, and the folder of their file.
async fn on_streets(bytes: &[u8]) -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("streets");
    std::fs::write(&path, bytes).unwrap();
    let path = path.display().to_string();
    let settings = [
        ("MENKOU__STREETS__FILE", path.as_str()),
        ("MENKOU__STREETS__POLL_SECONDS", "1"),
    ];
    (App::start_with(&settings).await, folder)
}

/// The titles of a page.
fn titles(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|it| it["title"].as_str().unwrap()).collect()
}

/// Stores a place so many metres north and east.
async fn place(app: &App, title: &str, north: f64, east: f64, hours: Option<Value>) {
    let mut row = app.new_place(title, north).await;
    row.lon = SEAT_LON + east / 99_600.0;
    row.hours = hours;
    app.store_places(&[(row, &[])]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_streets_the_list_is_by_time_on_foot_and_a_river_is_in_the_way() {
    let (app, _folder) = on_streets(&banks(0.0)).await;
    place(&app, "对岸", 200.0, 0.0, None).await;
    place(&app, "同岸", 0.0, 600.0, None).await;
    place(&app, "桥头", 0.0, 1_000.0, None).await;
    let page = app.get_json(&around_seat("&minutes=15")).await;
    assert_eq!(page["basis"], "streets");
    assert_eq!(titles(&page), ["同岸", "桥头"], "{page}");
    // 600 m at 75 m a minute are 480 s.
    let seconds = page["items"][0]["walk_seconds"].as_u64().unwrap();
    assert!((479..=482).contains(&seconds), "{page}");
    // 1,000 m there, 200 m over, 1,000 m back.
    let page = app.get_json(&around_seat("&minutes=30")).await;
    assert_eq!(titles(&page), ["同岸", "桥头", "对岸"]);
    let across = &page["items"][2];
    let seconds = across["walk_seconds"].as_u64().unwrap();
    assert!((1_755..=1_765).contains(&seconds), "{across}");
    assert!((across["distance_m"].as_f64().unwrap() - 200.0).abs() < 1.0);
    let page = app.get_json(&around_seat("&minutes=29")).await;
    assert_eq!(titles(&page), ["同岸", "桥头"]);
    // By a radius the list is by the straight line, with the same times.
    let page = app.get_json(&around_seat("&radius_m=700")).await;
    assert_eq!(titles(&page), ["对岸", "同岸"]);
    assert_eq!(page["items"][0]["walk_seconds"], seconds);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_street_is_near_is_estimated_and_says_so() {
    let (app, _folder) = on_streets(&banks(0.0)).await;
    place(&app, "路边", 0.0, 300.0, None).await;
    place(&app, "山里", -500.0, 0.0, None).await;
    let page = app.get_json(&around_seat("&minutes=15")).await;
    assert_eq!(titles(&page), ["路边", "山里"]);
    assert!(page["items"][0].get("basis").is_none());
    assert_eq!(page["items"][1]["basis"], "estimate");
    // 500 m, times 1.4, over 75 m a minute.
    let seconds = page["items"][1]["walk_seconds"].as_u64().unwrap();
    assert!((558..=562).contains(&seconds), "{page}");
    let (lat, lon) = (SEAT_LAT - 0.05, SEAT_LON);
    let far = format!("/v1/nearby?lat={lat}&lon={lon}&crs=wgs84");
    assert_eq!(app.get_json(&far).await["basis"], "estimate");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_now_may_be_closed_on_arrival() {
    let (app, _folder) = on_streets(&banks(0.0)).await;
    // It is a Tuesday, 10:00.
    let until = |close: &str| Some(hours(&[(2, "09:00", close)]));
    place(&app, "快关了", 0.0, 600.0, until("10:05")).await;
    place(&app, "还开着", 0.0, 700.0, until("10:30")).await;
    let page = app.get_json(&around_seat("&minutes=15")).await;
    assert_eq!(titles(&page), ["快关了", "还开着"]);
    let told: Vec<(&Value, &Value)> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["is_open_now"], &it["open_on_arrival"]))
        .collect();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(told, [(&yes, &no), (&yes, &yes)], "{page}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uphill_is_not_downhill() {
    let (app, _folder) = on_streets(&banks(300.0)).await;
    place(&app, "坡上", 0.0, 1_000.0, None).await;
    place(&app, "坡下", 0.0, -1_000.0, None).await;
    let page = app.get_json(&around_seat("&minutes=60")).await;
    assert_eq!(titles(&page), ["坡下", "坡上"], "{page}");
    let seconds = |at: usize| page["items"][at]["walk_seconds"].as_u64().unwrap();
    assert!(seconds(1) > seconds(0) * 5 / 4, "{page}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_by_time_neither_repeat_nor_skip_and_hold_with_filters_and_counts() {
    let (app, _folder) = on_streets(&banks(0.0)).await;
    for number in 0..30_u32 {
        let east = f64::from((number * 7) % 30) * 20.0 - 300.0;
        let north = f64::from(number % 3) * 100.0;
        place(&app, &format!("站{number}"), north, east, None).await;
    }
    let whole = app
        .get_json(&around_seat("&minutes=60&page_size=100&count_by=kinds"))
        .await;
    let all = titles(&whole);
    assert_eq!(all.len(), 30, "{whole}");
    assert_eq!(whole["facet_counts"]["kinds"][0]["count"], 30);
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let path = around_seat(&format!("&minutes=60&page_size=4{token}"));
        let page = app.get_json(&path).await;
        seen.extend(titles(&page).into_iter().map(str::to_owned));
        match page["next_page_token"].as_str() {
            Some(next) => token = format!("&page_token={next}"),
            None => break,
        }
    }
    assert_eq!(seen, all);
    let near = app
        .get_json(&around_seat("&minutes=3&page_size=100&count_by=kinds"))
        .await;
    let listed = titles(&near).len();
    assert!(listed > 0 && listed < 30);
    assert_eq!(near["facet_counts"]["kinds"][0]["count"], listed);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_near_tells_the_nearest_along_the_streets() {
    let (app, _folder) = on_streets(&banks(0.0)).await;
    place(&app, "对岸", 200.0, 0.0, None).await;
    let page = app.get_json(&around_seat("")).await;
    let nearest = &page["advice"]["nearest"];
    assert_eq!(nearest["basis"], "streets", "{page}");
    // 2,200 m at 75 m a minute.
    let minutes = nearest["walk_minutes"].as_u64().unwrap();
    assert!((29..=30).contains(&minutes), "{page}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_takes_as_long_as_the_list_says_and_shows_its_line() {
    let (app, _folder) = on_streets(&banks(60.0)).await;
    place(&app, "对岸", 200.0, 0.0, None).await;
    let page = app.get_json(&around_seat("&minutes=60")).await;
    let item = &page["items"][0];
    let id = item["id"].as_str().unwrap();
    let path = format!("/v1/route?lat={SEAT_LAT}&lon={SEAT_LON}&crs=wgs84&to={id}");
    let walk = app.get_json(&path).await;
    assert_eq!(walk["basis"], "streets");
    assert_eq!(walk["walk_seconds"], item["walk_seconds"]);
    let length = walk["length_m"].as_f64().unwrap();
    assert!((2_190.0..2_215.0).contains(&length), "{walk}");
    // Up to the bridge and down again: 20 m each.
    let climb = walk["climb_m"].as_f64().unwrap();
    assert!((19.0..21.0).contains(&climb), "{walk}");
    assert!(walk["line"].as_array().unwrap().len() >= 4);
    let refused = app
        .get(&format!(
            "/v1/route?lat={SEAT_LAT}&lon={SEAT_LON}&crs=wgs84&to=nonsense"
        ))
        .await;
    refused.refuses(422, "to", "unknown_item");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_follow_the_streets_one_way_and_the_other() {
    let (app, _folder) = on_streets(&banks(300.0)).await;
    let path = |more: &str| format!("/v1/reach?lat={SEAT_LAT}&lon={SEAT_LON}&crs=wgs84{more}");
    let plain = app.get_json(&path("")).await;
    assert_eq!(plain["basis"], "streets");
    let ends: Vec<&Value> = plain["bands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["to_minutes"])
        .collect();
    assert_eq!(ends, [&json!(5), &json!(10), &json!(15)]);
    let ring = plain["bands"][0]["polygons"][0]["exterior"]
        .as_array()
        .unwrap();
    assert_eq!(ring.first(), ring.last());
    let there = app.get(&path("&direction=from")).await;
    let back = app.get(&path("&direction=towards")).await;
    assert_ne!(there.json()["bands"], back.json()["bands"]);
    let geo = app
        .send(
            "GET",
            &path(""),
            &[("accept", "application/geo+json")],
            None,
        )
        .await;
    assert_eq!(geo.header("content-type"), "application/geo+json");
    assert_eq!(
        geo.json()["features"][0]["geometry"]["type"],
        "MultiPolygon"
    );
    for (more, field) in [
        ("&minutes=0", "minutes"),
        ("&minutes=5,61", "minutes"),
        ("&minutes=1,2,3,4,5,6,7", "minutes"),
        ("&direction=up", "direction"),
    ] {
        let refused = app.get(&path(more)).await;
        assert_eq!(refused.status, 422, "{more}");
        assert_eq!(refused.json()["errors"][0]["parameter"], field);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_streets_areas_are_circles_and_a_walk_is_a_straight_line() {
    let app = App::start().await;
    let place = app.one_place("站", 1_000.0).await;
    let near = format!("/v1/reach?near=place:{}&crs=gcj02&minutes=15", place.id);
    let page = app.get_json(&near).await;
    assert_eq!(page["basis"], "estimate");
    assert_eq!(page["origin"]["basis"], "place");
    assert_eq!(
        page["bands"][0]["polygons"][0]["exterior"][0],
        page["bands"][0]["polygons"][0]["exterior"][72]
    );
    assert_eq!(app.get(&near).await.text, app.get(&near).await.text);
    let path = format!(
        "/v1/route?lat={SEAT_LAT}&lon={SEAT_LON}&crs=wgs84&to={}",
        place.id
    );
    let walk = app.get_json(&path).await;
    assert_eq!(walk["basis"], "estimate");
    assert_eq!(walk["line"].as_array().unwrap().len(), 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streets_are_swapped_without_a_pause_and_a_broken_file_changes_nothing() {
    let (app, folder) = on_streets(&banks(0.0)).await;
    place(&app, "坡上", 0.0, 1_000.0, None).await;
    let path = around_seat("&minutes=60");
    let flat = app.get(&path).await;
    let seconds = |answer: &Value| answer["items"][0]["walk_seconds"].as_u64().unwrap();
    let beside = folder.path().join("new");
    std::fs::write(&beside, banks(300.0)).unwrap();
    std::fs::rename(&beside, folder.path().join("streets")).unwrap();
    app.wait_until(&path, |answer| seconds(answer) != seconds(&flat.json()))
        .await;
    let steep = app.get(&path).await;
    assert!(seconds(&steep.json()) > seconds(&flat.json()));
    assert_ne!(steep.header("etag"), flat.header("etag"));
    let mut broken = banks(0.0);
    broken.truncate(broken.len() / 2);
    std::fs::write(&beside, broken).unwrap();
    std::fs::rename(&beside, folder.path().join("streets")).unwrap();
    app.wait_until("/readyz", |ready| ready["streets"] == "refused")
        .await;
    assert_eq!(seconds(&app.get_json(&path).await), seconds(&steep.json()));
    app.stop().await;
}
