//! A connection to a throwaway PostgreSQL over its unix socket, driven in the calling thread.
//!
//! Nothing here measures. Next: the programs that ask it, `peers` and `words`.

use std::path::Path;

use anyhow::Result;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::runtime::Runtime;

/// A connection with the runtime that it needs.
#[derive(Debug)]
pub struct Session {
    /// Drives the connection in this thread.
    pub runtime: Runtime,
    /// The connection.
    pub connection: PgConnection,
}

impl Session {
    /// Connects to the server whose socket is in this folder.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn open(socket: &Path) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let options = PgConnectOptions::new_without_pgpass()
            .socket(socket)
            .username("menkou")
            .database("postgres")
            .disable_statement_logging();
        let connection = runtime.block_on(PgConnection::connect_with(&options))?;
        Ok(Self {
            runtime,
            connection,
        })
    }

    /// Asks for nothing and waits for the answer.
    ///
    /// # Errors
    /// When there is none.
    pub fn round_trip(&mut self) -> Result<()> {
        let one = sqlx::query("SELECT 1").fetch_all(&mut self.connection);
        self.runtime.block_on(one)?;
        Ok(())
    }
}
