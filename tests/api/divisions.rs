//! The administrative tree over HTTP: one level, search by name and by any code, and the county around a point.
//!
//! What is expected is read from the lists of the catalog here, by other means than the product's: counts by lines,
//! villages by the bureau's own codes, counties by casting a ray through the outlines.

use serde_json::Value;

use crate::harness::App;

/// The ministry's list of Guizhou.
const GUIZHOU: &str = include_str!("../../catalog/divisions/gz_divisions_mca2026.csv");

/// The statistics bureau's villages.
const VILLAGES: &str = include_str!("../../catalog/divisions/gz_villages_nbs2023.csv");

/// A list of divisions, one page.
async fn page(app: &App, query: &str) -> Value {
    app.get_json(&format!("/v1/divisions?crs=wgs84{query}"))
        .await
}

/// Every division of a list, page by page, each page at most 200 and the pages together without repetition.
async fn whole(app: &App, query: &str) -> Vec<Value> {
    let mut items: Vec<Value> = Vec::new();
    let mut token = String::new();
    loop {
        let answer = page(app, &format!("{query}&page_size=200{token}")).await;
        let more = answer["items"].as_array().unwrap();
        assert!(more.len() <= 200);
        items.extend(more.iter().cloned());
        match answer["next_page_token"].as_str() {
            Some(next) => token = format!("&page_token={next}"),
            None => break,
        }
    }
    let ids: std::collections::HashSet<&str> =
        items.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len(), "{query}: a division is repeated");
    items
}

/// The names of a list.
fn names(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect()
}

/// What a code names: (system, name) in the order of the answer.
async fn meanings(app: &App, code: &str) -> Vec<(String, String)> {
    let answer = page(app, &format!("&code={code}")).await;
    let items = answer["items"].as_array().unwrap();
    items
        .iter()
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap().to_owned();
            (text("matched_system"), text("name"))
        })
        .collect()
}

/// The meanings as they are written in a test.
fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(system, name)| ((*system).to_owned(), (*name).to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_has_every_level_of_guizhou_with_the_counts_of_the_lists() {
    let app = App::start().await;
    let provinces = whole(&app, "").await;
    assert_eq!(provinces.len(), 34);
    let guizhou = provinces.iter().find(|it| it["name"] == "贵州省").unwrap();
    assert_eq!(guizhou["code"], "520000000000");
    assert_eq!(guizhou["children_count"], 9);
    let prefectures = whole(&app, "&parent=520000").await;
    assert_eq!(
        names(&prefectures),
        [
            "贵阳市",
            "六盘水市",
            "遵义市",
            "安顺市",
            "毕节市",
            "铜仁市",
            "黔西南布依族苗族自治州",
            "黔东南苗族侗族自治州",
            "黔南布依族苗族自治州"
        ]
    );
    assert!(
        prefectures
            .iter()
            .all(|it| it["parent_id"] == guizhou["id"])
    );
    let counties = whole(&app, "&parent=520000&level=county").await;
    assert_eq!(counties.len(), 88);
    let below: u64 = prefectures
        .iter()
        .map(|it| it["children_count"].as_u64().unwrap())
        .sum();
    assert_eq!(below, 88);
    let towns = whole(&app, "&parent=520000&level=town").await;
    let ended = towns.iter().filter(|it| it["is_ended"] == true).count();
    assert_eq!((towns.len() - ended, ended), (1_513, 18));
    let villages = whole(&app, "&parent=贵州省&level=village").await;
    assert_eq!(villages.len(), 17_964);
    assert!(villages.iter().all(|it| it["code"].is_null()));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_town_has_the_villages_that_the_bureau_gives_it_under_its_own_code() {
    let app = App::start().await;
    // The ministry's 520102016 is 水口寺街道, which the bureau knows as 520102018.
    let villages = whole(&app, "&parent=520102016").await;
    let mut expected: Vec<&str> = VILLAGES
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter(|(code, _)| code.starts_with("520102018"))
        .map(|(_, name)| name)
        .collect();
    let mut found = names(&villages);
    assert!(!expected.is_empty());
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    for village in &villages {
        let full_name = village["full_name"].as_str().unwrap();
        assert!(
            full_name.starts_with("贵州省贵阳市南明区水口寺街道"),
            "{full_name}"
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_finds_equal_names_first_and_nothing_where_nothing_bears_it() {
    let app = App::start().await;
    let found = page(&app, "&q=南明").await;
    assert_eq!(found["items"][0]["full_name"], "贵州省贵阳市南明区");
    let found = whole(&app, "&q=龙场镇").await;
    let expected = GUIZHOU
        .lines()
        .filter(|line| line.split(',').nth(1) == Some("龙场镇"))
        .count();
    assert!(expected > 1);
    let first = names(&found).into_iter().take_while(|it| *it == "龙场镇");
    assert_eq!(first.count(), expected);
    let below = whole(&app, "&q=龙场镇&parent=贵州省贵阳市修文县&level=town").await;
    assert!(below.is_empty(), "{below:?}");
    let below = whole(&app, "&q=龙场镇&parent=520500&level=town").await;
    assert!(!below.is_empty() && below.len() < expected);
    assert!(whole(&app, "&q=没有这个名字").await.is_empty());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_6_9_or_12_digits_names_its_division_in_its_system() {
    let app = App::start().await;
    for code in ["520102", "520102000", "520102000000"] {
        assert_eq!(
            meanings(&app, code).await,
            pairs(&[("mca", "南明区")]),
            "{code}"
        );
    }
    assert_eq!(
        meanings(&app, "522300").await,
        pairs(&[("mca", "黔西南布依族苗族自治州")])
    );
    assert_eq!(
        meanings(&app, "520102016001").await,
        pairs(&[("nbs", "纪念塔社区")])
    );
    assert_eq!(meanings(&app, "440100").await, pairs(&[("mca", "广州市")]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_names_another_town_in_each_system_answers_both_the_ministrys_first() {
    let app = App::start().await;
    for code in ["520102016", "520102016000"] {
        assert_eq!(
            meanings(&app, code).await,
            pairs(&[("mca", "水口寺街道"), ("nbs", "新华路街道")]),
            "{code}"
        );
    }
    assert_eq!(
        meanings(&app, "520102202").await,
        pairs(&[("mca", "永乐乡"), ("nbs", "小碧布依族苗族乡")])
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_code_leads_to_what_stands_today_and_an_unknown_one_to_nothing() {
    let app = App::start().await;
    assert_eq!(
        meanings(&app, "520522").await,
        pairs(&[("former", "黔西市")])
    );
    assert_eq!(
        meanings(&app, "520321").await,
        pairs(&[("former", "播州区")])
    );
    // A chain of three changes: 安顺县, 安顺市 of the old kind, 安顺市 of today.
    assert_eq!(
        meanings(&app, "522521").await,
        pairs(&[("former", "安顺市")])
    );
    assert!(meanings(&app, "999999").await.is_empty());
    for code in ["52010", "5201020", "52010200000x", "５２０１０２"] {
        let answer = app
            .get(&format!("/v1/divisions?crs=wgs84&code={code}"))
            .await;
        answer.refuses(422, "code", "malformed_code");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_town_that_was_revoked_is_found_and_marked_as_ended() {
    let app = App::start().await;
    let revoked: Vec<&str> = GUIZHOU
        .lines()
        .filter(|line| line.ends_with(",revoked"))
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(revoked.len(), 18);
    for code in revoked {
        let found = page(&app, &format!("&code={code}")).await;
        let ended = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["code"] == code);
        assert_eq!(ended.unwrap()["is_ended"], true, "{code}: {found}");
    }
    let found = page(&app, "&code=520102").await;
    assert_eq!(found["items"][0]["is_ended"], false);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_is_given_in_the_asked_crs_and_the_crs_is_required() {
    let app = App::start().await;
    let mut latitudes = Vec::new();
    for crs in ["wgs84", "gcj02", "bd09"] {
        let answer = app
            .get_json(&format!("/v1/divisions?crs={crs}&code=520102"))
            .await;
        assert_eq!(answer["crs"], crs);
        let item = &answer["items"][0];
        assert_eq!(item["location_basis"], "seat");
        latitudes.push(item["location"]["lat"].as_f64().unwrap());
    }
    assert!((latitudes[0] - 26.571_469).abs() < 1e-6, "{latitudes:?}");
    assert!(latitudes[1] < latitudes[0] && latitudes[2] > latitudes[0] + 0.001);
    let answer = app.get("/v1/divisions?q=南明").await;
    answer.refuses(422, "crs", "required");
    let answer = app.get("/v1/divisions?crs=wgs72").await;
    answer.refuses(422, "crs", "unknown_crs");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_of_the_tree_is_named() {
    let app = App::start().await;
    let refused = [
        ("level=hamlet", "level", "unknown_value"),
        ("parent=999999", "parent", "unknown_division"),
        ("parent=没有", "parent", "unknown_division"),
        ("page_size=0", "page_size", "out_of_range"),
        ("page_size=ten", "page_size", "not_an_integer"),
        ("page_token=AAAA", "page_token", "invalid_page_token"),
        ("q=", "q", "empty"),
        ("nmae=1", "nmae", "unknown_parameter"),
        ("q=a&q=b", "q", "repeated_parameter"),
    ];
    for (query, field, code) in refused {
        let answer = app.get(&format!("/v1/divisions?crs=wgs84&{query}")).await;
        answer.refuses(422, field, code);
    }
    let first = page(&app, "&parent=520000&level=town").await;
    assert_eq!(first["items"].as_array().unwrap().len(), 50);
    let token = first["next_page_token"].as_str().unwrap();
    let answer = app
        .get(&format!(
            "/v1/divisions?crs=wgs84&level=town&page_token={token}"
        ))
        .await;
    answer.refuses(422, "page_token", "page_token_of_another_query");
    let coerced = page(&app, "&parent=520000&level=town&page_size=100000").await;
    assert_eq!(coerced["items"].as_array().unwrap().len(), 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_has_a_page_of_the_tree_is_told_so() {
    let app = App::start().await;
    let path = "/v1/divisions?crs=wgs84&parent=520000";
    let first = app.get(path).await;
    let tag = first.header("etag").to_owned();
    let again = app
        .send("GET", path, &[("if-none-match", &tag)], None)
        .await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    let other = "/v1/divisions?crs=gcj02&parent=520000";
    let other = app
        .send("GET", other, &[("if-none-match", &tag)], None)
        .await;
    assert_eq!(other.status, 200);
    app.stop().await;
}
