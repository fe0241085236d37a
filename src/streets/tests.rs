//! Tests of the street file on disk.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use reach::GridPoint;
use reach::street::{Footing, Network, StreetMap, Stretch, Stride, Vertex};
use tempfile::TempDir;

use super::{News, StreetsFile, StreetsHealth, replace};

/// The street file of a row of so many stretches with a side street at each.
fn street_file(count: u32) -> Vec<u8> {
    let steps = |number: u32| i32::try_from(number).unwrap() * 1_000;
    let point = |lat: i32, lon: i32| {
        let degrees = |steps: i32| f64::from(steps) / 1e7;
        let point = reach::Wgs84::new(degrees(265_000_000 + lat), degrees(1_067_000_000 + lon));
        GridPoint::from(point.unwrap())
    };
    let vertex = |point| Vertex {
        point,
        height_m: None,
    };
    let stretch = |from, to| Stretch {
        from,
        to,
        footing: Footing::Way,
    };
    let (mut vertices, mut stretches) = (vec![vertex(point(0, 0))], Vec::new());
    for number in 0..count {
        vertices.push(vertex(point(steps(number + 1), 0)));
        vertices.push(vertex(point(steps(number + 1), 5_000)));
        let before = if number == 0 { 0 } else { 2 * number - 1 };
        stretches.push(stretch(before, 2 * number + 1));
        stretches.push(stretch(2 * number + 1, 2 * number + 2));
    }
    let network = Network::new(vertices, stretches).unwrap();
    StreetMap::build(&network).unwrap().to_bytes()
}

/// A file that is looked at, in a folder of its own.
fn looked_at() -> (TempDir, PathBuf, StreetsFile) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("streets.menkou");
    let file = StreetsFile::new(path.clone(), Stride::new(75.0).unwrap());
    (folder, path, file)
}

/// What a look found, in a word, noted.
async fn look(file: &mut StreetsFile, health: &StreetsHealth) -> &'static str {
    let news = file.look().await;
    health.note(file.path(), &news);
    match news {
        News::Nothing => "nothing",
        News::Gone => "gone",
        News::Loaded(_) => "loaded",
        News::Refused(_) => "refused",
    }
}

/// The names in a folder.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn a_file_is_loaded_once_and_again_when_another_takes_its_place() {
    let (_folder, path, mut file) = looked_at();
    let health = StreetsHealth::default();
    assert_eq!(look(&mut file, &health).await, "gone");
    assert_eq!(look(&mut file, &health).await, "nothing");
    assert_eq!((health.word(), health.junctions()), ("off", 0));
    replace(&path, &street_file(10)).unwrap();
    let News::Loaded(first) = file.look().await else {
        panic!("not loaded")
    };
    assert_eq!(look(&mut file, &health).await, "nothing");
    // As long as the first, and written within the same moment: only its number tells.
    replace(&path, &street_file(10)).unwrap();
    let News::Loaded(same) = file.look().await else {
        panic!("not loaded")
    };
    assert_eq!(first.mark, same.mark, "the same content has the same mark");
    replace(&path, &street_file(12)).unwrap();
    let News::Loaded(other) = file.look().await else {
        panic!("not loaded")
    };
    assert_ne!(first.mark, other.mark);
}

#[tokio::test]
async fn a_broken_file_is_refused_once_and_what_was_loaded_goes_on() {
    let (_folder, path, mut file) = looked_at();
    let health = StreetsHealth::default();
    let whole = street_file(10);
    replace(&path, &whole).unwrap();
    assert_eq!(look(&mut file, &health).await, "loaded");
    let junctions = health.junctions();
    assert!(junctions > 0);
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let half = whole.get(..whole.len() / 2).unwrap().to_vec();
    for broken in [Vec::new(), b"not streets".to_vec(), half, flipped] {
        std::fs::write(&path, broken).unwrap();
        assert_eq!(look(&mut file, &health).await, "refused");
        assert_eq!(look(&mut file, &health).await, "nothing");
        assert_eq!((health.word(), health.junctions()), ("refused", junctions));
    }
    replace(&path, &whole).unwrap();
    assert_eq!(look(&mut file, &health).await, "loaded");
    assert_eq!(health.word(), "ok");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(look(&mut file, &health).await, "gone");
    assert_eq!((health.word(), health.junctions()), ("ok", junctions));
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_file_is_refused() {
    let (_folder, path, mut file) = looked_at();
    std::fs::create_dir(&path).unwrap();
    assert_eq!(look(&mut file, &StreetsHealth::default()).await, "refused");
}

#[test]
fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
    let (folder, path, _) = looked_at();
    replace(&path, b"first").unwrap();
    replace(&path, b"second").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"second");
    assert_eq!(names_in(folder.path()), ["streets.menkou"]);
    let deep = folder.path().join("new").join("streets.menkou");
    replace(&deep, b"third").unwrap();
    assert_eq!(std::fs::read(deep).unwrap(), b"third");
}

#[test]
fn what_cannot_be_put_in_place_leaves_the_old_file_and_nothing_beside_it() {
    let (folder, path, _) = looked_at();
    // A folder cannot be replaced by a file: the rename fails, as it does on a full or broken disk.
    std::fs::create_dir(&path).unwrap();
    replace(&path, b"new").unwrap_err();
    assert_eq!(names_in(folder.path()), ["streets.menkou"]);
}
