//! Openings that say the same: one stands for all of them, and none is lost.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::App;
use crate::harness::fixtures::{around_seat, days_ago};

/// The titles of a page with how many further openings each stands for.
fn told(page: &Value) -> Vec<(String, u64)> {
    let items = page["items"].as_array().unwrap().iter();
    let of = |it: &Value| {
        let title = it["title"].as_str().unwrap().to_owned();
        (title, it["duplicates"].as_u64().unwrap_or(0))
    };
    items.map(of).collect()
}

/// One line of a list.
fn line(title: &str, duplicates: u64) -> (String, u64) {
    (title.to_owned(), duplicates)
}

#[tokio::test(flavor = "multi_thread")]
async fn openings_that_say_the_same_are_one_with_a_count_on_every_list() {
    let app = App::start().await;
    for title in ["厨师", " 厨师 ", "厨师", "洗碗工"] {
        app.one_opening(title, 50.0).await;
    }
    let nearby = app.get_json(&around_seat("")).await;
    let (cooks, others): (Vec<_>, Vec<_>) = told(&nearby)
        .into_iter()
        .partition(|(title, _)| title.trim() == "厨师");
    assert_eq!(cooks.len(), 1, "{nearby}");
    assert_eq!(cooks[0].1, 2);
    assert_eq!(others, [line("洗碗工", 0)]);
    let listed = app.get_json("/v1/openings?crs=wgs84").await;
    assert_eq!(told(&listed).len(), 2);
    let plain = app.get_json(&around_seat("&fold=false")).await;
    assert_eq!(told(&plain).len(), 4);
    assert!(told(&plain).iter().all(|(_, duplicates)| *duplicates == 0));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_in_what_a_reader_chooses_by_stands_for_itself() {
    let app = App::start().await;
    let first = app.new_opening("厨师", 50.0).await;
    let mut others = Vec::new();
    for number in 0..6 {
        let mut other = app.new_opening("厨师", 50.0).await;
        match number {
            0 => other.employer_code = Some("91520000MA6DPTLF5K".to_owned()),
            1 => other.pay_max_fen = Some(700_000),
            2 => other.pay_unit = "day".to_owned(),
            3 => other.kind = "gig".to_owned(),
            4 => other.lat += 0.001,
            _ => other.employer_name = "另一家".to_owned(),
        }
        others.push(other);
    }
    others.push(first);
    app.store_openings(&others).await;
    let page = app.get_json(&around_seat("")).await;
    assert_eq!(told(&page), vec![line("厨师", 0); 7], "{page}");
    // With one code two names are one employer.
    let mut namesake = app.new_opening("厨师", 50.0).await;
    namesake.employer_code = Some("91520000MA6DPTLF5K".to_owned());
    namesake.employer_name = "又一家".to_owned();
    app.store_openings(&[namesake]).await;
    let page = app.get_json(&around_seat("")).await;
    assert_eq!(told(&page).iter().map(|it| it.1).sum::<u64>(), 1, "{page}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_matches_is_counted_and_the_first_that_matches_stands_for_the_rest() {
    let app = App::start().await;
    let mut old = app.new_opening("厨师", 50.0).await;
    old.posted_at = days_ago(9);
    let mut tagged = app.new_opening("厨师", 50.0).await;
    tagged.tags = serde_json::json!(["meals"]);
    tagged.posted_at = days_ago(5);
    let mut ended = app.new_opening("厨师", 50.0).await;
    ended.valid_until = days_ago(1);
    app.store_openings(&[old, tagged, ended]).await;
    let all = app.get_json(&around_seat("")).await;
    assert_eq!(told(&all), [line("厨师", 1)]);
    let tagged = app.get_json(&around_seat("&tags_any=meals")).await;
    assert_eq!(told(&tagged), [line("厨师", 0)]);
    let newest = app.get_json("/v1/openings?crs=wgs84").await;
    assert_eq!(newest["items"][0]["tags"], serde_json::json!(["meals"]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_folded_lists_neither_repeat_nor_lose_an_opening() {
    let app = App::start().await;
    let mut stored = Vec::new();
    for number in 0..24 {
        let title = format!("岗位{}", number % 8);
        let mut opening = app.new_opening(&title, f64::from(number % 8) * 10.0).await;
        opening.posted_at = days_ago(i64::from(number % 5));
        stored.push(opening);
    }
    app.store_openings(&stored).await;
    for path in [
        around_seat("&page_size=3"),
        "/v1/openings?crs=wgs84&page_size=3".to_owned(),
    ] {
        let (mut seen, mut token) = (Vec::new(), String::new());
        loop {
            let page = app.get_json(&format!("{path}{token}")).await;
            seen.extend(told(&page));
            match page["next_page_token"].as_str() {
                Some(next) => token = format!("&page_token={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 8, "{path}: {seen:?}");
        assert!(seen.iter().all(|(_, duplicates)| *duplicates == 2));
        let titles: BTreeSet<String> = seen.into_iter().map(|it| it.0).collect();
        assert_eq!(titles.len(), 8);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_or_an_end_is_seen_in_the_count_at_once() {
    let app = App::start().await;
    let mut rows = Vec::new();
    for _ in 0..3 {
        rows.push(app.one_opening("厨师", 50.0).await);
    }
    assert_eq!(
        told(&app.get_json(&around_seat("")).await),
        [line("厨师", 2)]
    );
    app.change_title(&rows[0], "主厨").await;
    let mut page = told(&app.get_json(&around_seat("")).await);
    page.sort();
    assert_eq!(page, [line("主厨", 0), line("厨师", 1)]);
    app.change_title(&rows[1], "主厨").await;
    app.change_title(&rows[2], "主厨").await;
    assert_eq!(
        told(&app.get_json(&around_seat("")).await),
        [line("主厨", 2)]
    );
    app.stop().await;
}
