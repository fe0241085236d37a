//! The street file at the start of the server: taken, missing, or refused without stopping anything.

use std::fs::File;
use std::path::Path;

use reach::street::StreetMap;
use reach::street::osm::read_map;
use serde_json::Value;

use crate::harness::App;

/// The centre of Helsinki.
const HELSINKI: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/reach/tests/data/helsinki.osm.pbf"
);

/// What `/readyz` says of a server with this street file.
async fn readiness(file: &Path) -> Value {
    let app = App::start_with(&[("MENKOU__STREETS__FILE", file.to_str().unwrap())]).await;
    let answer = app.get("/readyz").await;
    assert_eq!(answer.status, 200);
    serde_json::from_str(&answer.text).unwrap()
}

#[actix_web::test]
async fn the_streets_of_the_file_are_told_with_their_junctions() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("streets.menkou");
    let map = read_map(File::open(HELSINKI).unwrap()).unwrap();
    let streets = StreetMap::build(map.network()).unwrap();
    std::fs::write(&file, streets.to_bytes()).unwrap();
    let readiness = readiness(&file).await;
    assert_eq!(readiness["streets"], "ok");
    assert_eq!(readiness["street_junctions"], streets.junctions());
    assert_eq!(readiness["status"], "ready");
}

#[actix_web::test]
async fn without_a_file_the_server_is_ready_and_streets_are_off() {
    let folder = tempfile::tempdir().unwrap();
    let readiness = readiness(&folder.path().join("streets.menkou")).await;
    assert_eq!(readiness["streets"], "off");
    assert_eq!(readiness["status"], "ready");
}

#[actix_web::test]
async fn a_file_that_is_refused_degrades_the_server_and_does_not_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("streets.menkou");
    std::fs::write(&file, "these are no streets").unwrap();
    let readiness = readiness(&file).await;
    assert_eq!(readiness["streets"], "refused");
    assert_eq!(readiness["street_junctions"], 0);
    assert_eq!(readiness["status"], "degraded");
}
