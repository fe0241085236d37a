//! What a person looks at: the map, the API documentation and the table of problems. They load nothing from outside,
//! and their own files may be loaded under their own policy.

use std::path::{Path, PathBuf};

use crate::harness::{Answer, App};

/// Settings of a production server.
const PRODUCTION: [(&str, &str); 3] = [
    ("MENKOU__PROFILE", "production"),
    (
        "MENKOU__HTTP__PAGE_TOKEN_KEY",
        "a-test-key-that-is-long-enough-for-production",
    ),
    ("MENKOU__PARTNERS__SIMULATED", "false"),
];

/// The values of `src` and `href` of a page's tags, anchors aside: what a browser loads by itself.
fn loaded(html: &str) -> Vec<String> {
    let tags = html.split('<').skip(1);
    let tags = tags.filter(|tag| !tag.starts_with("a ") && !tag.starts_with("!--"));
    let mut found = Vec::new();
    for tag in tags {
        let tag = tag.split('>').next().unwrap();
        for name in [" src=\"", " href=\""] {
            let value = tag.split(name).nth(1).and_then(|it| it.split('"').next());
            found.extend(value.map(str::to_owned));
        }
    }
    found
}

/// What a policy says of a directive, or of `default-src` where it says nothing.
fn directive<'p>(policy: &'p str, name: &str) -> &'p str {
    let find = |name: &str| {
        policy
            .split(';')
            .map(str::trim)
            .find_map(|part| part.strip_prefix(&format!("{name} ")))
    };
    find(name).or_else(|| find("default-src")).unwrap_or("*")
}

/// Asserts that a page may load its own scripts and styles, and nothing from elsewhere.
fn assert_own_files_alone(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    for name in ["script-src", "style-src", "connect-src"] {
        assert!(
            directive(policy, name).contains("'self'"),
            "{name}: {policy}"
        );
    }
    let script = directive(policy, "script-src");
    assert!(!script.contains("unsafe"), "{policy}");
    let hosts = ["http:", "https:", "*", "//"];
    assert!(!hosts.iter().any(|it| policy.contains(it)), "{policy}");
}

/// Every file of a folder, by its path below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_and_every_file_of_it_is_served_under_a_policy_of_own_files_alone() {
    let app = App::start().await;
    let start = app.get("/").await;
    assert_eq!((start.status, start.header("location")), (302, "/map"));
    let page = app.get("/map").await;
    assert_eq!(page.status, 200);
    assert_own_files_alone(&page);
    for path in loaded(&page.text) {
        if path.starts_with("data:") {
            continue;
        }
        assert!(path.starts_with("/map/"), "{path}");
        assert_eq!(app.get(&path).await.status, 200, "{path}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/map");
    let names = files(&folder);
    assert!(names.len() > 10);
    for name in names {
        let name = name.to_str().unwrap();
        let answer = app.get(&format!("/map/{name}")).await;
        assert_eq!(answer.status, 200, "{name}");
        assert_own_files_alone(&answer);
        let kind = answer.header("content-type").to_owned();
        let expected = match name.rsplit('.').next().unwrap() {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "html" => "text/html; charset=utf-8",
            _ => &kind,
        };
        assert_eq!(kind, expected, "{name}");
        let outside = [
            "url(http",
            "url(//",
            "url(\"http",
            "@import",
            "from \"http",
            "from 'http",
        ];
        let outside = outside
            .into_iter()
            .chain(["fetch(\"http", "fetch('http", "import(\"http"]);
        for text in outside {
            assert!(!answer.text.contains(text), "{name} asks outside: {text}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_outside_the_map_is_served_under_its_address() {
    let app = App::start().await;
    for path in [
        "/map/..%2f..%2fCargo.toml",
        "/map/%2e%2e/Cargo.toml",
        "/map//etc/passwd",
        "/map/",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_documentation_is_served_and_may_load_its_own_files_alone() {
    let app = App::start().await;
    let page = app.get("/docs/").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_own_files_alone(&page);
    let files = loaded(&page.text);
    assert!(files.len() >= 4, "{files:?}");
    for file in &files {
        assert!(!file.contains("//"), "{file} is outside");
        let path = format!("/docs/{}", file.trim_start_matches("./"));
        let answer = app.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.is_empty() || path.ends_with(".png"));
    }
    let start = app.get("/docs/swagger-initializer.js").await;
    assert!(start.text.contains("/openapi.json"), "{}", start.text);
    assert!(!start.text.contains("https://") && !start.text.contains("http://"));
    // Unless it is told not to, the page asks a validator on the internet for a badge.
    let compact: String = start
        .text
        .chars()
        .filter(|it| !it.is_whitespace())
        .collect();
    assert!(
        compact.contains("\"validatorUrl\":\"none\""),
        "{}",
        start.text
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_served_contract_is_the_committed_one() {
    let app = App::start().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/menkou.json");
    let committed = std::fs::read_to_string(path).unwrap();
    let committed: serde_json::Value = serde_json::from_str(&committed).unwrap();
    assert_eq!(app.get_json("/openapi.json").await, committed);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outlines_are_shown_in_the_demo_and_in_production_with_their_approval_number_alone() {
    let app = App::start().await;
    let production = app.replica(&PRODUCTION).await;
    let number = ("MENKOU__MAP__BOUNDARY_APPROVAL", "黔S(2026)001号");
    let [profile, key, partners] = PRODUCTION;
    let approved = app.replica(&[profile, key, partners, number]).await;
    let path = "/map/outlines.geojson";
    let demo = app.get_json(path).await;
    assert_eq!(demo["features"].as_array().unwrap().len(), 88);
    assert!(demo["approval_number"].is_null());
    let refused = production.get(path).await;
    assert_eq!(refused.status, 404);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(production.get("/map").await.status, 200);
    let shown = approved.get(path).await;
    assert_eq!(shown.header("content-type"), "application/geo+json");
    let shown = shown.json();
    assert_eq!(shown["type"], "FeatureCollection");
    assert_eq!(shown["features"].as_array().unwrap().len(), 88);
    assert_eq!(shown["approval_number"], "黔S(2026)001号");
    for server in [approved, production, app] {
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_problems_has_the_code_of_every_refusal() {
    let app = App::start().await;
    let table = app.get("/problems").await;
    assert_eq!(table.status, 200);
    for path in [
        "/v1/nearby",
        "/v1/nearby?%FF",
        "/nothing",
        "/v1/places/7?crs=wgs84",
    ] {
        let problem = app.get(path).await.json();
        let kind = problem["type"].as_str().unwrap();
        let code = kind.strip_prefix("/problems#").unwrap();
        assert_eq!(problem["code"], code);
        assert!(table.text.contains(&format!("id=\"{code}\"")), "{code}");
    }
    app.stop().await;
}
