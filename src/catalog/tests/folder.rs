//! What a deployer's folder may replace, and what in it is refused.
//!
//! Must never: leave a file behind; every folder is a temporary one.
//! Read next: `files.rs`.

use std::fs;
use std::path::Path;

use super::{folder_with, refused, text_of};
use crate::catalog::files::LARGEST_BYTES;
use crate::catalog::{Catalog, CatalogRefusal};

#[test]
fn the_projects_own_folder_is_a_complete_replacement_of_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    assert!(Catalog::load(Some(&folder)).is_ok());
}

#[test]
fn a_replaced_file_counts_and_the_others_stay() {
    let text = text_of("openings.toml").replacen("max_days = 15", "max_days = 7", 1);
    let folder = folder_with("openings.toml", format!("\u{feff}{text}").as_bytes());
    fs::write(folder.path().join("SOURCES.md"), "ours").unwrap();
    fs::create_dir(folder.path().join("..data")).unwrap();
    let catalog = Catalog::load(Some(folder.path())).unwrap();
    assert_eq!(catalog.opening_kind("gig").unwrap().max_days, 7);
    assert_eq!(catalog.place_kinds.len(), 11);
}

#[test]
fn a_replaced_data_file_counts() {
    let folder = folder_with("holidays/cn_holidays_2018_2026.csv", b"date,kind\n");
    let catalog = Catalog::load(Some(folder.path())).unwrap();
    assert_eq!(
        catalog.text("holidays/cn_holidays_2018_2026.csv"),
        "date,kind\n"
    );
}

#[test]
fn an_unknown_file_or_folder_is_refused_by_name() {
    for name in ["place.toml", "divisions/extra.csv", "words/list.txt"] {
        let refusal = refused(name, "");
        assert!(
            matches!(refusal, CatalogRefusal::UnknownFile { .. }),
            "{refusal}"
        );
        let named = name
            .split('/')
            .next_back()
            .filter(|_| !name.starts_with("words"));
        assert!(
            refusal.to_string().contains(named.unwrap_or("words")),
            "{refusal}"
        );
    }
}

#[test]
fn a_folder_that_does_not_exist_is_refused_by_name() {
    let refusal = Catalog::load(Some(Path::new("no/such/catalog")))
        .err()
        .unwrap();
    assert!(
        refusal
            .to_string()
            .starts_with("no/such/catalog: cannot be read"),
        "{refusal}"
    );
}

#[test]
fn a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not() {
    let name = "divisions/gz_county_seats.csv";
    let limit = usize::try_from(LARGEST_BYTES).unwrap();
    let folder = folder_with(name, &vec![b'a'; limit]);
    assert!(Catalog::load(Some(folder.path())).is_ok());
    let refusal = refused(name, &"a".repeat(limit + 1));
    assert!(
        matches!(refusal, CatalogRefusal::TooLarge { .. }),
        "{refusal}"
    );
    assert!(refusal.to_string().contains("gz_county_seats.csv"));
}

#[test]
fn a_file_in_another_encoding_is_refused_with_its_line() {
    let folder = folder_with("places.toml", b"# one\n# two \xb9\xf3\n");
    let refusal = Catalog::load(Some(folder.path())).err().unwrap();
    assert!(
        matches!(refusal, CatalogRefusal::NotUtf8 { line: 2, .. }),
        "{refusal}"
    );
}
