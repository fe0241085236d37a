//! Any bytes as a tile of heights; see `hostile.rs`.
#![no_main]

#[path = "../hostile.rs"]
mod hostile;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hostile::hgt(bytes));
