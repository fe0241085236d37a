//! Any change to a base's folder; see `opened.rs`.
#![no_main]

#[path = "../fixture.rs"]
mod fixture;
#[path = "../opened.rs"]
mod opened;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// Where folders are written.
static PLACE: LazyLock<TempDir> = LazyLock::new(|| {
    // Memory is quicker than a disk, and the folder is written for every input.
    let place = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new());
    place.unwrap_or_else(|error| panic!("{error}"))
});

fuzz_target!(|bytes: &[u8]| opened::open_changed(bytes, PLACE.path()));
