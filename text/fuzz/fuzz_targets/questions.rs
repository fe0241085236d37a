//! Any text as a question; see `asked.rs`.
#![no_main]

#[path = "../fixture.rs"]
mod fixture;
#[path = "../asked.rs"]
mod asked;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| asked::ask(typed));
