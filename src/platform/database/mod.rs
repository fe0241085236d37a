//! Opening the database, reading from it and writing to it.
//!
//! Correctness comes from conditional updates, never from an isolation level. SQLite has one writer connection behind
//! a fair queue and a read-only pool beside it; PostgreSQL has one pool. Every write goes through [`WriteTransaction`],
//! which writes the change rows last so that their ids appear in commit order.

mod transaction;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use tokio::sync::Notify;

pub use transaction::WriteTransaction;

/// Rows of one INSERT statement; PostgreSQL takes at most 65,535 parameters in one.
pub const ROWS_A_STATEMENT: usize = 1_000;

/// Why a database could not be opened.
#[derive(Debug, Error)]
pub enum OpenRefusal {
    /// The URL names neither SQLite nor PostgreSQL, or SQLite in memory.
    #[error("database.url must be sqlite://PATH (not in memory) or postgres://...")]
    UnknownKind,
    /// There is no such SQLite file, and none may be made.
    #[error("there is no database at {path}; run `menkou migrate` to make it")]
    Missing {
        /// The file.
        path: String,
    },
    /// The folder of the SQLite file cannot be made.
    #[error("cannot make the folder {folder}: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database said no.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbErr),
}

/// The kind of record that a change row speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A place or a service at it.
    Place,
    /// An opening.
    Opening,
    /// The divisions as a whole.
    Division,
}

impl Subject {
    /// The name in the change log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Opening => "opening",
            Self::Division => "division",
        }
    }

    /// The subject that a name in the change log means.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Place, Self::Opening, Self::Division]
            .into_iter()
            .find(|it| it.as_str() == name)
    }
}

/// An open database: readers and the way to write.
#[derive(Clone, Debug)]
pub struct Database {
    /// For reading.
    readers: DatabaseConnection,
    /// For writing; on SQLite a pool of one.
    writer: DatabaseConnection,
    /// Wakes this process's follower after a commit.
    committed: Arc<Notify>,
}

impl Database {
    /// Opens the database at `url` with at most `max_connections` (SQLite: readers).
    ///
    /// # Errors
    /// When the URL is of an unknown kind or the database does not answer.
    pub async fn open(url: &SecretString, max_connections: u32) -> Result<Self, OpenRefusal> {
        let text = url.expose_secret();
        if let Some(path) = text.strip_prefix("sqlite://") {
            if path.is_empty() || path.contains(":memory:") || path.contains("mode=memory") {
                return Err(OpenRefusal::UnknownKind);
            }
            make_folder(path.split('?').next().unwrap_or(path))?;
            let writer = sea_orm::Database::connect(sqlite_options(path, 1, false)).await?;
            let readers =
                sea_orm::Database::connect(sqlite_options(path, max_connections, true)).await?;
            return Ok(Self {
                readers,
                writer,
                committed: Arc::default(),
            });
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let mut options = ConnectOptions::new(text);
            options
                .max_connections(max_connections)
                .acquire_timeout(Duration::from_secs(5))
                .connect_timeout(Duration::from_secs(5))
                .sqlx_logging_level(log_level());
            let pool = sea_orm::Database::connect(options).await?;
            return Ok(Self {
                readers: pool.clone(),
                writer: pool,
                committed: Arc::default(),
            });
        }
        Err(OpenRefusal::UnknownKind)
    }

    /// Opens the database at `url` as [`Self::open`] does, but makes no SQLite file where there is none.
    ///
    /// # Errors
    /// As [`Self::open`], and when the SQLite file does not exist.
    pub async fn open_existing(
        url: &SecretString,
        max_connections: u32,
    ) -> Result<Self, OpenRefusal> {
        let path = url.expose_secret().strip_prefix("sqlite://");
        let file = path.map(|path| path.split('?').next().unwrap_or(path));
        match file.filter(|file| !Path::new(file).is_file()) {
            Some(missing) => Err(OpenRefusal::Missing {
                path: missing.to_owned(),
            }),
            None => Self::open(url, max_connections).await,
        }
    }

    /// The connection to read with.
    #[must_use]
    pub const fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Rings after each commit of this process.
    #[must_use]
    pub fn committed(&self) -> Arc<Notify> {
        Arc::clone(&self.committed)
    }

    /// Begins a write: IMMEDIATE on SQLite, so that it never fails half-way for want of the lock.
    ///
    /// # Errors
    /// When the database does not answer or stays locked by another process.
    pub async fn begin(&self) -> Result<WriteTransaction, DbErr> {
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: (self.writer.get_database_backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
        };
        let inner = self.writer.begin_with_options(options).await?;
        Ok(WriteTransaction {
            inner,
            changes: Vec::new(),
            committed: Arc::clone(&self.committed),
        })
    }

    /// Applies every migration that is missing.
    ///
    /// # Errors
    /// When a migration fails; those before it stay applied.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        Migrator::up(&self.writer, None).await
    }

    /// How many migrations are missing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pending_migrations(&self) -> Result<usize, DbErr> {
        Ok(Migrator::get_pending_migrations(&self.writer).await?.len())
    }

    /// Asks for a sign of life.
    ///
    /// # Errors
    /// When there is none.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.readers.ping().await
    }

    /// Closes every connection.
    pub async fn close(&self) {
        for (name, pool) in [("readers", &self.readers), ("writer", &self.writer)] {
            if let Err(error) = pool.clone().close().await {
                tracing::warn!(%error, name, "closing the database");
            }
        }
    }
}

/// Statements are logged at debug: the default, info, would drown everything else.
const fn log_level() -> log::LevelFilter {
    log::LevelFilter::Debug
}

/// How SQLite is opened: WAL, synchronous FULL, foreign keys, and readers that cannot write.
fn sqlite_options(path: &str, max_connections: u32, is_reader: bool) -> ConnectOptions {
    let mode = if path.contains('?') { "" } else { "?mode=rwc" };
    let mut options = ConnectOptions::new(format!("sqlite://{path}{mode}"));
    options
        .max_connections(max_connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging_level(log_level())
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10));
            if is_reader {
                options.pragma("query_only", "on")
            } else {
                options
            }
        });
    options
}

/// Makes the folder that an SQLite file is to lie in.
fn make_folder(path: &str) -> Result<(), OpenRefusal> {
    let Some(folder) = Path::new(path)
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|source| OpenRefusal::Folder {
        folder: folder.display().to_string(),
        source,
    })
}
