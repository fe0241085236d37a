//! The command itself, as a person or a container starts it: what it prints, what it refuses, how it ends.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::harness::TestDatabase;

/// A secret that production accepts.
const SECRET: &str = "a-secret-of-more-than-thirty-two-characters";

/// Keys that production accepts, of 32 bytes each.
const KEYS: [(&str, &str); 3] = [
    (
        "MENKOU__SEALING__KEYS",
        "test:dGVzdC1rZXktdGhhdC1zZWFscy0zMi1ieXRlcy1sb24=",
    ),
    (
        "MENKOU__SEALING__LOOKUP_KEY",
        "dGVzdC1rZXktdG8tbG9vay11cC0zMi1ieXRlcy1sb24=",
    ),
    (
        "MENKOU__TOKENS__KEYS",
        "test:dGVzdC1zZWVkLW9mLXRva2Vucy0zMi1ieXRlcy1sb24=",
    ),
];

/// The settings without which production does not start.
fn production_settings() -> Vec<(&'static str, &'static str)> {
    let mut settings = vec![
        ("MENKOU__PROFILE", "production"),
        ("MENKOU__HTTP__PAGE_TOKEN_KEY", SECRET),
        ("MENKOU__PARTNERS__SIMULATED", "false"),
    ];
    settings.extend(KEYS);
    settings
}

/// A list of one station, without a crs.
const STATIONS: &str = "编号,名称,类型,区划,纬度,经度\nA1,测试家门口站,家门口就业服务站,贵州省贵阳市南明区,26.571469,106.710608\n";

/// `menkou` in a folder of its own, without the surroundings' settings.
fn menkou(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_menkou"));
    command.args(arguments).current_dir(folder).env_clear();
    command
        .env("MENKOU__HTTP__LISTEN", "127.0.0.1:0")
        .envs(settings.iter().copied());
    command
}

/// Runs to the end.
fn run(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    menkou(folder, arguments, settings).output().unwrap()
}

/// What a run said, on both outputs.
fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A server that is ended with the test, whatever happens.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // Ended already where the test went well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Settings of production with a fresh database of the schema and divisions.
async fn production() -> (TestDatabase, TempDir) {
    (TestDatabase::fresh().await, tempfile::tempdir().unwrap())
}

#[test]
fn one_command_makes_fills_and_serves_the_demo_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let errors = folder.path().join("errors.txt");
    let mut command = menkou(folder.path(), &[], &[]);
    command
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&errors).unwrap());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut served = Served(child);
    let listening = lines
        .by_ref()
        .map(Result::unwrap)
        .find(|line| line.contains("listening on http://"))
        .unwrap_or_else(|| panic!("{}", std::fs::read_to_string(&errors).unwrap()));
    let address = listening.split("http://").nth(1).unwrap().to_owned();
    let tips: Vec<String> = lines.by_ref().take(3).map(Result::unwrap).collect();
    for path in ["/docs/", "/map", "/v1/nearby?"] {
        assert!(
            tips.iter().any(|tip| tip.contains(path)),
            "{path} is not among {tips:?}"
        );
    }
    assert!(folder.path().join("data/menkou.db").is_file());
    let health = run(
        folder.path(),
        &["healthcheck"],
        &[("MENKOU__HTTP__LISTEN", address.as_str())],
    );
    assert!(health.status.success(), "{}", said(&health));
    let pid = served.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(
        served.0.wait().unwrap().success(),
        "told to end, it ends well"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn production_refuses_the_demo_secrets_and_simulated_partners() {
    let (database, folder) = production().await;
    let settings = [
        ("MENKOU__PROFILE", "production"),
        ("MENKOU__DATABASE__URL", database.url.as_str()),
    ];
    let refused = run(folder.path(), &["serve"], &settings);
    assert!(!refused.status.success());
    let named = KEYS.iter().map(|(name, _)| *name);
    for name in named.chain([
        "MENKOU__HTTP__PAGE_TOKEN_KEY",
        "MENKOU__PARTNERS__SIMULATED",
    ]) {
        assert!(said(&refused).contains(name), "{}", said(&refused));
    }
}

#[test]
fn production_makes_no_schema_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let settings = production_settings();
    let refused = run(folder.path(), &["serve"], &settings);
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("menkou migrate"),
        "{}",
        said(&refused)
    );
    assert!(run(folder.path(), &["migrate"], &settings).status.success());
    let refused = run(folder.path(), &["serve"], &settings);
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("menkou import divisions"),
        "{}",
        said(&refused)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn production_refuses_demo_data() {
    let (database, folder) = production().await;
    let url = [("MENKOU__DATABASE__URL", database.url.as_str())];
    let loaded = run(folder.path(), &["demo", "load"], &url);
    assert!(loaded.status.success(), "{}", said(&loaded));
    let mut settings = production_settings();
    settings.extend(url);
    let refused = run(folder.path(), &["serve"], &settings);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("demo data"), "{}", said(&refused));
    let refused = run(folder.path(), &["demo", "load"], &settings);
    assert!(!refused.status.success(), "production loads no demo");
}

#[test]
fn an_unknown_setting_or_a_broken_catalog_stops_the_start_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(folder.path(), &["serve"], &[("MENKOU__HTTP__LISTN", "x")]);
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("MENKOU__HTTP__LISTN"),
        "{}",
        said(&refused)
    );
    let catalog = folder.path().join("catalog");
    std::fs::create_dir(&catalog).unwrap();
    std::fs::write(catalog.join("places.toml"), "[[place_kind]]\ncode = 7\n").unwrap();
    let settings = [("MENKOU__CATALOG__DIR", catalog.to_str().unwrap())];
    let refused = run(folder.path(), &["serve"], &settings);
    assert!(!refused.status.success());
    let words = said(&refused);
    assert!(
        words.contains("places.toml") && words.contains("code"),
        "{words}"
    );
}

#[test]
fn the_configuration_prints_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = production_settings();
    settings.push((
        "MENKOU__DATABASE__URL",
        "postgres://somebody:hunter2hunter2@127.0.0.1/x",
    ));
    let printed = run(folder.path(), &["check-config"], &settings);
    assert!(printed.status.success(), "{}", said(&printed));
    let keys = KEYS.iter().map(|(_, key)| key.rsplit(':').next().unwrap());
    for secret in keys.chain([SECRET, "hunter2"]) {
        assert!(!said(&printed).contains(secret), "{}", said(&printed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_in_chinese_is_imported_exported_and_undone_from_the_command_line() {
    let (database, folder) = production().await;
    let url = [("MENKOU__DATABASE__URL", database.url.as_str())];
    let list = folder.path().join("stations.csv");
    std::fs::write(&list, STATIONS).unwrap();
    let path = list.to_str().unwrap();
    let refused = run(folder.path(), &["import", "places", path], &url);
    assert!(
        !refused.status.success(),
        "no crs anywhere is refused: {}",
        said(&refused)
    );
    let applied = run(
        folder.path(),
        &["import", "places", path, "--crs", "wgs84"],
        &url,
    );
    assert!(applied.status.success(), "{}", said(&applied));
    let again = run(
        folder.path(),
        &["import", "places", path, "--crs", "wgs84"],
        &url,
    );
    assert!(again.status.success(), "{}", said(&again));
    let listed = run(folder.path(), &["import", "list"], &url);
    let listed = String::from_utf8(listed.stdout).unwrap();
    let batches: Vec<&str> = listed
        .lines()
        .filter(|line| line.contains("stations.csv"))
        .collect();
    assert_eq!(
        batches.len(),
        1,
        "the same file twice is one import: {listed}"
    );
    let out = folder.path().join("out.xlsx");
    let export = ["export", "places", out.to_str().unwrap(), "--crs", "gcj02"];
    let exported = run(folder.path(), &export, &url);
    assert!(
        exported.status.success() && out.is_file(),
        "{}",
        said(&exported)
    );
    let batch = batches[0]
        .split_whitespace()
        .find(|word| word.len() == 36 && word.contains('-'));
    let undone = run(folder.path(), &["import", "undo", batch.unwrap()], &url);
    assert!(undone.status.success(), "{}", said(&undone));
    let undone = run(folder.path(), &["import", "undo", batch.unwrap()], &url);
    assert!(!undone.status.success(), "undone twice is refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_cannot_be_written_stops_the_import_before_it_writes() {
    let (database, folder) = production().await;
    let url = [("MENKOU__DATABASE__URL", database.url.as_str())];
    let list = folder.path().join("stations.csv");
    std::fs::write(&list, STATIONS).unwrap();
    let nowhere = folder.path().join("no/such/folder/report.csv");
    let (list, nowhere) = (list.to_str().unwrap(), nowhere.to_str().unwrap());
    let arguments = [
        "import", "places", list, "--crs", "wgs84", "--report", nowhere,
    ];
    let refused = run(folder.path(), &arguments, &url);
    assert!(!refused.status.success(), "{}", said(&refused));
    let listed = run(folder.path(), &["import", "list"], &url);
    assert!(
        !said(&listed).contains("stations.csv"),
        "nothing was imported"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_spreadsheet_is_refused_by_row_and_column_and_writes_nothing() {
    let (database, folder) = production().await;
    let url = [("MENKOU__DATABASE__URL", database.url.as_str())];
    let formulas = "编号,名称,类型,区划,纬度,经度\nA1,\"=HYPERLINK(\"\"x\"\")\",家门口就业服务站,贵州省贵阳市南明区,26.57,106.71\n";
    for (name, bytes) in [
        ("formulas.csv", formulas.as_bytes()),
        (
            "corrupt.xlsx",
            b"PK\x03\x04 this is no spreadsheet".as_slice(),
        ),
        ("empty.csv", b"".as_slice()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let arguments = [
            "import",
            "places",
            path.to_str().unwrap(),
            "--crs",
            "wgs84",
            "--accept-valid",
        ];
        let refused = run(folder.path(), &arguments, &url);
        assert_eq!(refused.status.code(), Some(1), "{name}: {}", said(&refused));
        assert!(
            !said(&refused).contains("panicked"),
            "{name}: {}",
            said(&refused)
        );
    }
    let listed = run(folder.path(), &["import", "list"], &url);
    assert!(!said(&listed).contains("formulas.csv"), "{}", said(&listed));
}
