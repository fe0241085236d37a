//! Words: what is found by them, together with places and filters, while things change and after a restart.

use serde_json::{Value, json};

use crate::harness::App;
use crate::harness::fixtures::{around_seat, days_ago};

/// The titles that a path lists.
async fn titles(app: &App, path: &str) -> Vec<String> {
    let page = app.get_json(path).await;
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect()
}

/// The titles of openings found by words, as a list.
async fn openings(app: &App, q: &str) -> Vec<String> {
    titles(app, &format!("/v1/openings?crs=wgs84&q={q}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_find_titles_employers_duties_and_divisions_the_best_first() {
    let app = App::start().await;
    let mut welder = app.new_opening("电焊工", 100.0).await;
    welder.posted_at = days_ago(9);
    let mut guard = app.new_opening("保安员", 200.0).await;
    guard.duties = Some("看守电焊车间".to_owned());
    let mut cook = app.new_opening("厨师", 300.0).await;
    cook.employer_name = "南明电焊厂".to_owned();
    app.store_openings(&[welder, guard, cook]).await;
    assert_eq!(openings(&app, "电焊").await, ["电焊工", "厨师", "保安员"]);
    assert_eq!(openings(&app, "南明区 厨师").await, ["厨师"]);
    assert!(openings(&app, "云岩区 厨师").await.len() <= 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn synonyms_pinyin_and_typos_are_understood_and_told() {
    let app = App::start().await;
    let mut guard = app.new_opening("保安员", 100.0).await;
    guard.occupation = Some("security_guard".to_owned());
    app.store_openings(&[guard]).await;
    for q in ["安保", "baoan", "找保安", "保安 员", "ＢＡＯＡＮ"] {
        assert_eq!(openings(&app, q).await, ["保安员"], "{q}");
    }
    let page = app.get_json("/v1/openings?crs=wgs84&q=baoan").await;
    assert_eq!(page["text"]["words"][0]["how"], "pinyin", "{page}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_join_with_places_and_filters_exactly() {
    let app = App::start().await;
    for (title, north, tags) in [
        ("保洁员", 100.0, json!(["meals"])),
        ("保洁员", 300.0, json!([])),
        ("厨师", 50.0, json!(["meals"])),
        ("保洁员", 3_000.0, json!(["meals"])),
    ] {
        let mut row = app.new_opening(title, north).await;
        row.tags = tags;
        app.store_openings(&[row]).await;
    }
    let path = around_seat("&q=保洁");
    assert_eq!(titles(&app, &path).await.len(), 2);
    assert_eq!(
        titles(&app, &format!("{path}&tags_all=meals")).await.len(),
        1
    );
    let page = app.get_json(&format!("{path}&tags_all=lodging")).await;
    assert_eq!(page["items"], json!([]));
    let removal = &page["advice"]["remove"];
    assert_eq!(removal["filter"], "tags_all", "{page}");
    assert_eq!(removal["matches"], 2);
    let counted = app.get_json(&format!("{path}&count_by=tags")).await;
    assert_eq!(counted["facet_counts"]["tags"][0]["count"], 1, "{counted}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_title_is_found_at_once_and_the_old_one_no_more() {
    let app = App::start().await;
    let row = app.one_opening("钢筋工", 100.0).await;
    let other = app.one_opening("木工", 120.0).await;
    assert_eq!(openings(&app, "钢筋工").await, ["钢筋工"]);
    app.change_title(&row, "月嫂").await;
    assert_eq!(openings(&app, "月嫂").await, ["月嫂"]);
    let near = titles(&app, &around_seat("&q=月嫂")).await;
    assert_eq!(near, ["月嫂"]);
    let old = openings(&app, "钢筋工").await;
    assert!(!old.contains(&"月嫂".to_owned()), "{old:?}");
    app.change_title(&other, "钢筋工").await;
    assert_eq!(openings(&app, "钢筋工").await, ["钢筋工"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_index_is_opened_after_a_restart_and_knows_what_changed_meanwhile() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().display().to_string();
    let settings = [("MENKOU__DATA__DIR", path.as_str())];
    let app = App::start_with(&settings).await;
    app.one_opening("叉车工", 100.0).await;
    let again = app.replica(&settings).await;
    assert_eq!(openings(&again, "叉车工").await, ["叉车工"]);
    let row = again.one_opening("绣娘", 200.0).await;
    let third = again.replica(&settings).await;
    assert_eq!(openings(&third, "绣娘").await, ["绣娘"]);
    // A damaged folder is built anew.
    for entry in std::fs::read_dir(files.path().join("text")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::write(path, b"damaged").unwrap();
        }
    }
    let fourth = third.replica(&settings).await;
    assert_eq!(openings(&fourth, "绣娘").await, ["绣娘"]);
    fourth.change_title(&row, "裁缝").await;
    assert_eq!(openings(&fourth, "裁缝").await, ["裁缝"]);
    for app in [again, third, fourth] {
        app.stop().await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_words_go_on_from_level_to_level() {
    let app = App::start().await;
    let mut rows = Vec::new();
    for number in 0..21 {
        let mut row = app
            .new_opening(&format!("岗位{number}"), f64::from(number))
            .await;
        match number % 3 {
            0 => row.title = format!("电焊工{number}"),
            1 => row.employer_name = format!("电焊公司{number}"),
            _ => row.duties = Some("电焊".to_owned()),
        }
        rows.push(row);
    }
    app.store_openings(&rows).await;
    let whole = titles(&app, "/v1/openings?crs=wgs84&q=电焊&page_size=100").await;
    assert_eq!(whole.len(), 21);
    assert!(
        whole[..7].iter().all(|it| it.starts_with("电焊工")),
        "{whole:?}"
    );
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/openings?crs=wgs84&q=电焊&page_size=4{token}");
        let page = app.get_json(&path).await;
        let items = page["items"].as_array().unwrap().iter();
        seen.extend(items.map(|it| it["title"].as_str().unwrap().to_owned()));
        match page["next_page_token"].as_str() {
            Some(next) => token = format!("&page_token={next}"),
            None => break,
        }
    }
    assert_eq!(seen, whole);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_question_is_refused_by_name() {
    let app = App::start().await;
    let long = "长".repeat(101);
    let many = (0..17)
        .map(|it| format!("词{it}"))
        .collect::<Vec<_>>()
        .join(" ");
    for (q, code) in [("，。", "no_word"), (long.as_str(), "too_long")] {
        app.get(&format!("/v1/openings?crs=wgs84&q={q}"))
            .await
            .refuses(422, "q", code);
    }
    let answer = app.get(&format!("/v1/openings?crs=wgs84&q={many}")).await;
    assert!([200, 422].contains(&answer.status), "{}", answer.text);
    let stop_words = app.get_json("/v1/openings?crs=wgs84&q=找工作").await;
    assert_eq!(stop_words["items"], json!([]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_complete_characters_pinyin_and_initials() {
    let app = App::start().await;
    let mut guard = app.new_opening("保安员", 100.0).await;
    guard.occupation = Some("security_guard".to_owned());
    app.store_openings(&[guard]).await;
    for q in ["保", "baoa", "bay"] {
        let page = app.get_json(&format!("/v1/suggest?q={q}")).await;
        let found = page["suggestions"].as_array().unwrap();
        let is_there = found.iter().any(|it| it["text"] == "保安员");
        assert!(is_there, "{q}: {page}");
    }
    let page: Value = app.get_json("/v1/suggest?q=zzzzqq").await;
    assert_eq!(page["suggestions"], json!([]));
    app.get("/v1/suggest?q=bao&limit=21")
        .await
        .refuses(422, "limit", "out_of_range");
    app.stop().await;
}
