//! Tests of the catalog: what the default holds, what a folder may replace, what is refused and where.
//!
//! Must never: read a folder other than the project's own catalog and temporary ones.
//! Read next: `content.rs`, `folder.rs`, `broken.rs`.
#![expect(clippy::unwrap_used, reason = "tests")]

mod broken;
mod content;
mod folder;

use std::fs;

use super::files::EMBEDDED;
use super::{Catalog, CatalogRefusal};

/// The compiled-in catalog.
fn default_catalog() -> Catalog {
    Catalog::load(None).unwrap()
}

/// A folder that holds one file of this name and content.
fn folder_with(name: &str, content: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
    folder
}

/// The compiled-in text of a file.
fn text_of(name: &str) -> &'static str {
    EMBEDDED.iter().find(|(known, _)| *known == name).unwrap().1
}

/// What a catalog with this file replaced is refused with.
fn refused(name: &str, content: &str) -> CatalogRefusal {
    Catalog::load(Some(folder_with(name, content.as_bytes()).path()))
        .err()
        .unwrap()
}
