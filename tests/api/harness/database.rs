//! A database for each test: a copy of a template that was migrated and planted once per run.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use menkou::config::Config;
use menkou::language::Language;
use menkou::platform::clock::Clock;
use menkou::platform::ids::Ids;
use menkou::server::Parts;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};

/// Numbers the databases of this run.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The template, made once. SQLite: a file; PostgreSQL: a database's name.
static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

/// PostgreSQL copies a template only while nobody else does.
static COPYING: Mutex<()> = Mutex::const_new(());

/// A database that every test's is copied from.
enum Template {
    /// A file in a folder that lives as long as the run.
    File(PathBuf),
    /// A database.
    Name(String),
}

/// A database of one test.
pub(crate) struct TestDatabase {
    /// Where it is.
    pub(crate) url: String,
    /// The folder of the SQLite file, removed in the end.
    _folder: Option<TempDir>,
}

/// The server of PostgreSQL to test on, without a database's name; `None`: SQLite.
#[expect(
    clippy::disallowed_methods,
    reason = "the test command says what to test on"
)]
fn postgres_url() -> Option<String> {
    std::env::var("MENKOU_TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

/// The Redis to test with.
#[expect(
    clippy::disallowed_methods,
    reason = "the test command says what to test on"
)]
pub(crate) fn redis_url() -> Option<String> {
    std::env::var("MENKOU_TEST_REDIS_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

impl TestDatabase {
    /// A fresh database with the schema and the divisions.
    pub(crate) async fn fresh() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        match TEMPLATE.get_or_init(make_template).await {
            Template::File(template) => {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("test.db");
                std::fs::copy(template, &path).unwrap();
                Self {
                    url: format!("sqlite://{}", path.display()),
                    _folder: Some(folder),
                }
            }
            Template::Name(template) => {
                let name = format!("{template}_{number}");
                let _one_at_a_time = COPYING.lock().await;
                let server = connect(&server_url("postgres")).await;
                let copy = format!("CREATE DATABASE {name} TEMPLATE {template}");
                server.execute_unprepared(&copy).await.unwrap();
                server.close().await.unwrap();
                Self {
                    url: server_url(&name),
                    _folder: None,
                }
            }
        }
    }
}

/// Makes the template.
async fn make_template() -> Template {
    match postgres_url() {
        None => {
            // Kept for the whole run: the operating system cleans its folder of temporary files.
            let folder = tempfile::tempdir().unwrap().keep();
            let path = folder.join("template.db");
            plant(&format!("sqlite://{}", path.display())).await;
            Template::File(path)
        }
        Some(_) => {
            let name = format!("menkou_test_{}", std::process::id());
            let server = connect(&server_url("postgres")).await;
            server
                .execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await
                .unwrap();
            server.close().await.unwrap();
            plant(&server_url(&name)).await;
            Template::Name(name)
        }
    }
}

/// Makes schema and divisions.
async fn plant(url: &str) {
    let variables = [("MENKOU__DATABASE__URL".to_owned(), url.to_owned())];
    let config = Config::load(variables).unwrap();
    let clock = Clock::fixed(super::test_moment());
    let parts = Parts::open(config, clock, Ids::counted(1_000_000))
        .await
        .unwrap();
    parts.make_schema(Language::En).await.unwrap();
    parts.database().close().await;
}

/// The URL of a database on the test server.
fn server_url(name: &str) -> String {
    let server = postgres_url().unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// A plain connection.
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}
