//! The `menkou` command.
fn main() {}
