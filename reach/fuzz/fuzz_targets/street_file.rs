//! Any bytes as a street file; see `street_file.rs`.
#![no_main]

#[path = "../street_file.rs"]
mod street_file;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| street_file::read(bytes));
