//! Pages: every page follows the one before, nothing is repeated or skipped, ties are drawn fairly and stay put, and
//! tokens are ours, of the one query, and hold no position.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::{opening, place};
use reach::coord::{GridPoint, Wgs84};
use reach::measure::{Pace, geodesic, walk_minutes};
use serde_json::Value;

use crate::harness::App;
use crate::harness::fixtures::{SEAT_LAT, SEAT_LON, around_seat, days_ago};

/// The identities on a page, in order.
fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Every page of a list, each read by the token of the one before; `between` happens before each further page.
async fn walk(app: &App, path: &str, mut between: impl AsyncFnMut(usize)) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut page = app.get_json(path).await;
    loop {
        pages.push(ids(&page));
        assert!(pages.len() < 200, "the list does not end");
        let Some(token) = page["next_page_token"].as_str() else {
            return pages;
        };
        between(pages.len()).await;
        page = app.get_json(&format!("{path}&page_token={token}")).await;
    }
}

/// Nothing happens between pages.
async fn nothing(_: usize) {}

/// Places every 7 m, and pairs of them at one address.
async fn places(app: &App, count: u32) -> Vec<place::Model> {
    let mut rows = Vec::new();
    for number in 0..count {
        let title = format!("站{number}");
        rows.push(app.new_place(&title, f64::from(number / 2) * 7.0).await);
    }
    let stored: Vec<(place::Model, &[&str])> =
        rows.iter().map(|row| (row.clone(), &[][..])).collect();
    app.store_places(&stored).await;
    rows
}

/// Openings, posted in pairs a minute apart.
async fn openings(app: &App, count: u32) -> Vec<opening::Model> {
    let mut rows = Vec::new();
    for number in 0..count {
        let mut row = app
            .new_opening(&format!("岗{number}"), f64::from(number) * 3.0)
            .await;
        row.posted_at = days_ago(2) + chrono::TimeDelta::minutes(i64::from(number / 2));
        rows.push(row);
    }
    app.store_openings(&rows).await;
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_together_are_the_one_large_page() {
    let app = App::start().await;
    places(&app, 23).await;
    openings(&app, 23).await;
    for list in [
        &around_seat("&minutes=60"),
        "/v1/places?crs=gcj02",
        "/v1/openings?crs=bd09",
        "/v1/divisions?crs=wgs84&parent=520102",
        "/v1/divisions?crs=wgs84&level=town&q=%E5%8D%97%E6%98%8E",
    ] {
        let whole = ids(&app.get_json(&format!("{list}&page_size=100")).await);
        assert!(whole.len() >= 20, "{list}: {}", whole.len());
        for size in [1, 7, 23] {
            let pages = walk(&app, &format!("{list}&page_size={size}"), nothing).await;
            let (last, full) = pages.split_last().unwrap();
            assert!(full.iter().all(|page| page.len() == size), "{list}");
            assert!((1..=size).contains(&last.len()), "{list}");
            assert_eq!(pages.concat(), whole, "{list} by {size}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_fits_its_page_has_no_next_page() {
    let app = App::start().await;
    places(&app, 5).await;
    openings(&app, 5).await;
    for (list, count) in [("/v1/places?crs=wgs84", 5), ("/v1/openings?crs=wgs84", 5)] {
        let page = app.get_json(&format!("{list}&page_size={count}")).await;
        assert_eq!(ids(&page).len(), count);
        assert_eq!(page["next_page_token"], Value::Null);
    }
    let page = app.get_json(&around_seat("&page_size=10")).await;
    assert_eq!(ids(&page).len(), 10);
    assert_eq!(page["next_page_token"], Value::Null);
    let page = app.get_json(&around_seat("&page_size=9")).await;
    assert!(page["next_page_token"].is_string());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_repeated_or_skipped_while_others_come_and_go_between_pages() {
    let app = App::start().await;
    let stays: BTreeSet<String> = places(&app, 20).await.iter().map(id_of_place).collect();
    let posted = openings(&app, 20).await;
    let posted: BTreeSet<String> = posted.iter().map(|row| row.id.to_string()).collect();
    for (list, wanted) in [
        (
            around_seat("&minutes=60&page_size=3&kinds=doorstep_station"),
            &stays,
        ),
        ("/v1/places?crs=wgs84&page_size=3".to_owned(), &stays),
        ("/v1/openings?crs=wgs84&page_size=3".to_owned(), &posted),
    ] {
        let pages = walk(&app, &list, async |page| {
            let away = f64::from(u32::try_from(page).unwrap()) * 9.0;
            app.one_place("新站", away).await;
            app.one_place("同址新站", 14.0).await;
            let mut fresh = app.new_opening("新岗", away).await;
            fresh.posted_at = days_ago(1);
            let mut aged = app.new_opening("旧岗", away).await;
            aged.posted_at = days_ago(3);
            app.store_openings(&[fresh, aged]).await;
        })
        .await;
        let seen = pages.concat();
        let distinct: BTreeSet<String> = seen.iter().cloned().collect();
        assert_eq!(distinct.len(), seen.len(), "{list} repeats an item");
        let skipped: Vec<_> = wanted.difference(&distinct).collect();
        assert!(skipped.is_empty(), "{list} skips {skipped:?}");
    }
    app.stop().await;
}

/// The identity of a place as it stands in answers.
fn id_of_place(row: &place::Model) -> String {
    row.id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_item_of_a_page_may_vanish_and_the_next_page_still_follows() {
    use sea_orm::{ActiveModelTrait, IntoActiveModel};
    let app = App::start().await;
    let rows = places(&app, 12).await;
    let path = around_seat("&page_size=4");
    let pages = walk(&app, &path, async |page| {
        if page == 1 {
            let first = ids(&app.get_json(&path).await);
            let last = first.last().unwrap();
            let mut row = rows.iter().find(|row| id_of_place(row) == *last).cloned();
            let mut row = row.take().unwrap();
            row.state = "closed".to_owned();
            let mut transaction = app.database.begin().await.unwrap();
            let id = row.id;
            let model = row.into_active_model().reset_all();
            model.update(transaction.connection()).await.unwrap();
            transaction.changed(menkou::platform::database::Subject::Place, id);
            transaction.commit(app.clock.now()).await.unwrap();
            app.catch_up().await;
        }
    })
    .await;
    let distinct: BTreeSet<String> = pages.concat().into_iter().collect();
    assert_eq!(pages.concat().len(), 12);
    assert_eq!(distinct.len(), 12);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_when_the_day_changes_between_them() {
    let app = App::start().await;
    for _ in 0..3 {
        places(&app, 10).await;
    }
    let path = around_seat("&page_size=4");
    let whole = ids(&app.get_json(&around_seat("&page_size=100")).await);
    let pages = walk(&app, &path, async |_| {
        app.clock.advance(Duration::from_secs(14 * 3_600));
    })
    .await;
    assert_eq!(
        pages.concat(),
        whole,
        "midnight changed the order within one list"
    );
    let anew = ids(&app.get_json(&around_seat("&page_size=100")).await);
    assert_ne!(anew, whole, "another day draws the ties anew");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ties_at_one_address_rotate_by_day_and_seed_and_stay_put_within() {
    let app = App::start().await;
    let mut rows = Vec::new();
    for number in 0..12 {
        rows.push(app.new_place(&format!("站{number}"), 50.0).await);
    }
    let stored: Vec<(place::Model, &[&str])> =
        rows.iter().map(|row| (row.clone(), &[][..])).collect();
    app.store_places(&stored).await;
    let order = async |more: &str| ids(&app.get_json(&around_seat(more)).await);
    let today = order("").await;
    assert_eq!(today, order("&seed=0").await);
    let seeded = order("&seed=1").await;
    assert_ne!(today, seeded);
    // 10:00 to 23:59:59 in Guizhou is the same day; a second later it is not.
    app.clock.advance(Duration::from_secs(14 * 3_600 - 1));
    assert_eq!(today, order("").await);
    assert_eq!(seeded, order("&seed=1").await);
    app.clock.advance(Duration::from_secs(1));
    assert_ne!(today, order("").await);
    assert_ne!(seeded, order("&seed=1").await);
    // Fair: over forty seeds most of the twelve come first at least once.
    let mut firsts = BTreeSet::new();
    for seed in 0..40 {
        firsts.insert(order(&format!("&seed={seed}&page_size=1")).await.concat());
    }
    assert!(firsts.len() >= 8, "only {} come first", firsts.len());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_larger_radius_begins_with_the_smaller() {
    let app = App::start().await;
    places(&app, 60).await;
    let mut before: Vec<String> = Vec::new();
    for radius in [1, 10, 50, 77, 100, 150, 204, 50_000] {
        let more = format!("&page_size=100&radius_m={radius}");
        let page = app.get_json(&around_seat(&more)).await;
        for item in page["items"].as_array().unwrap() {
            assert!(item["distance_m"].as_f64().unwrap() <= f64::from(radius) + 0.05);
        }
        let found = ids(&page);
        assert!(found.starts_with(&before), "{radius} m");
        before = found;
    }
    assert_eq!(before.len(), 60);
    app.stop().await;
}

/// The latitude at which a point due north of the seat is this far from it, metres.
fn lat_at(metres: f64) -> f64 {
    let seat = Wgs84::new(SEAT_LAT, SEAT_LON).unwrap();
    let (mut low, mut high) = (SEAT_LAT, SEAT_LAT + 1.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        let point = Wgs84::new(middle, SEAT_LON).unwrap();
        if geodesic(seat, point).get() < metres {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_listed_if_and_only_if_its_walk_fits_the_minutes_to_the_step_of_the_grid() {
    let app = App::start().await;
    let pace = Pace::new(75.0, 1.4).unwrap();
    let seat = Wgs84::new(SEAT_LAT, SEAT_LON).unwrap();
    let mut stored = Vec::new();
    for minutes in [1_u32, 15, 59, 60] {
        let edge = pace.reach_of_seconds(minutes * 60).get();
        for off in [-0.04, -0.016, 0.016, 0.04] {
            let mut place = app.new_place(&format!("{minutes}"), 0.0).await;
            place.lat = lat_at(edge + off);
            stored.push(place);
        }
    }
    let rows: Vec<(place::Model, &[&str])> =
        stored.iter().map(|row| (row.clone(), &[][..])).collect();
    app.store_places(&rows).await;
    for minutes in [1_u32, 15, 59, 60] {
        let more = format!("&minutes={minutes}&page_size=100");
        let page = app.get_json(&around_seat(&more)).await;
        let listed: BTreeSet<String> = ids(&page).into_iter().collect();
        for row in &stored {
            // An item stands on the grid of seven decimals, where it is shown.
            let stored = GridPoint::from(Wgs84::new(row.lat, row.lon).unwrap());
            let distance = geodesic(seat, stored.into());
            let fits = pace.walk_seconds(distance) <= minutes * 60;
            let is_listed = listed.contains(&row.id.to_string());
            assert_eq!(is_listed, fits, "{} m in {minutes} min", distance.get());
        }
        for item in page["items"].as_array().unwrap() {
            let seconds = u32::try_from(item["walk_seconds"].as_u64().unwrap()).unwrap();
            assert!(seconds <= minutes * 60);
            assert_eq!(item["walk_minutes"], walk_minutes(seconds));
        }
        let near_edge = stored.iter().filter(|row| row.title == minutes.to_string());
        let inside = near_edge.filter(|row| listed.contains(&row.id.to_string()));
        assert_eq!(inside.count(), 2, "two of the four lie on either side");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_holds_no_position() {
    let app = App::start().await;
    app.one_place("站", 100.0).await;
    app.one_place("站二", 200.0).await;
    let page = app.get_json(&around_seat("&page_size=1")).await;
    let token = page["next_page_token"].as_str().unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(token).unwrap();
    let mut needles: Vec<Vec<u8>> = Vec::new();
    for degrees in [SEAT_LAT, SEAT_LON] {
        needles.push(degrees.to_be_bytes().to_vec());
        needles.push(degrees.to_le_bytes().to_vec());
        needles.push(degrees.to_string().into_bytes());
        for scale in [1e4, 1e5, 1e6, 1e7] {
            let scaled: i32 = format!("{:.0}", degrees * scale).parse().unwrap();
            needles.push(scaled.to_be_bytes().to_vec());
            needles.push(scaled.to_le_bytes().to_vec());
        }
    }
    for needle in needles {
        let is_held = bytes.windows(needle.len()).any(|part| part == needle);
        assert!(!is_held, "{needle:?} stands in the token {bytes:?}");
    }
    app.stop().await;
}
