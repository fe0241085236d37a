//! Any bytes as a little history of changes and questions, compared with a plain model; see `compare.rs`.
#![no_main]

#[path = "../compare.rs"]
mod compare;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| compare::compare(bytes));
