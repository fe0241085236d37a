//! Any bytes as OSM XML; see `hostile.rs`.
#![no_main]

#[path = "../hostile.rs"]
mod hostile;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hostile::xml(bytes));
