//! What `menkou` can be told to do; one file a command.
//!
//! Reports go to standard output, progress and logs to standard error. A command that refuses says why and ends with 1.

mod export;
mod import;
mod maintain;
mod parts;
mod serve;
#[cfg(test)]
mod tests;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Backend of the 15-minute employment circle 15分钟就业圈后端
#[derive(Debug, Parser)]
#[command(name = "menkou", version, about, long_about = None)]
pub struct Arguments {
    /// What to do; `serve` when nothing is said
    #[command(subcommand)]
    command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the map page
    Serve,
    /// Create or update the database schema
    Migrate,
    /// Read places, openings, divisions or streets from a file; list or undo imports
    Import(import::ImportArgs),
    /// Write places or openings to a CSV or XLSX file
    Export(export::ExportArgs),
    /// Load the demo data set, or refresh its dates
    Demo(maintain::DemoArgs),
    /// Print the OpenAPI document
    Openapi,
    /// Check the configuration and print it without secrets
    CheckConfig,
    /// Ask the running server for a sign of life; for container health checks
    Healthcheck,
}

/// Does what the arguments say.
pub async fn run(arguments: Arguments) -> ExitCode {
    crate::platform::tls::install_provider();
    match dispatch(arguments.command.unwrap_or(Command::Serve)).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("menkou: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does one command.
async fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    if matches!(command, Command::Openapi) {
        return print_document(&crate::server::openapi_json()?);
    }
    let config = Config::from_environment()?;
    crate::platform::telemetry::start_logging(&config.log).map_err(anyhow::Error::msg)?;
    match command {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => maintain::migrate(&config).await,
        Command::Import(arguments) => import::run(&arguments, &config).await,
        Command::Export(arguments) => export::run(&arguments, &config).await,
        Command::Demo(arguments) => maintain::demo(&arguments, &config).await,
        Command::CheckConfig => Ok(maintain::check_config(&config)),
        Command::Healthcheck => maintain::healthcheck(&config).await,
        Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}

/// Prints a document; a reader that closes the pipe early has what it wanted.
fn print_document(document: &str) -> anyhow::Result<ExitCode> {
    match std::io::stdout().write_all(document.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(ExitCode::SUCCESS),
    }
}
