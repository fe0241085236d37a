//! The `menkou` command. Everything it can do is in `menkou::commands`.

use std::process::ExitCode;

use clap::Parser;
use menkou::commands::{Arguments, run};

#[tokio::main]
async fn main() -> ExitCode {
    run(Arguments::parse()).await
}
