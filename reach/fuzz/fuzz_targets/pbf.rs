//! Any bytes as an .osm.pbf map; see `hostile.rs`.
#![no_main]

#[path = "../hostile.rs"]
mod hostile;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hostile::pbf(bytes));
