//! The harness: a fresh server with a fresh database for each test, and a client that asks it.

mod database;
pub(crate) mod fixtures;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use menkou::config::Config;
use menkou::language::Language;
use menkou::platform::changes;
use menkou::platform::clock::Clock;
use menkou::platform::database::Database;
use menkou::platform::ids::Ids;
use menkou::server::{Parts, Running};
use reqwest::{Client, Method, Response};
use serde_json::Value;

pub(crate) use database::TestDatabase;

/// The moment at which the clock of every test stands: a Tuesday, 10:00 in Guizhou.
pub(crate) fn test_moment() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-24T02:00:00Z")
        .unwrap()
        .with_timezone(&Utc)
}

/// A running server with a fresh database.
pub(crate) struct App {
    /// The server.
    running: Running,
    /// Asks it.
    client: Client,
    /// Its database, for fixtures.
    pub(crate) database: Database,
    /// Its clock.
    pub(crate) clock: Clock,
    /// Its identities.
    pub(crate) ids: Ids,
    /// Removes the database in the end.
    kept: Arc<TestDatabase>,
    /// Its local files, removed in the end.
    _files: tempfile::TempDir,
}

/// An answer, read whole.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// Headers.
    pub(crate) headers: reqwest::header::HeaderMap,
    /// Body.
    pub(crate) text: String,
}

impl App {
    /// A server with the divisions and nothing else.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A server with other settings.
    pub(crate) async fn start_with(settings: &[(&str, &str)]) -> Self {
        let kept = Arc::new(TestDatabase::fresh().await);
        Self::start_on(kept, settings).await
    }

    /// A further server (a replica) on the database of another.
    pub(crate) async fn replica(&self, settings: &[(&str, &str)]) -> Self {
        Self::start_on(Arc::clone(&self.kept), settings).await
    }

    /// A server on a database.
    async fn start_on(kept: Arc<TestDatabase>, settings: &[(&str, &str)]) -> Self {
        let files = tempfile::tempdir().unwrap();
        let mut variables = vec![
            (
                "MENKOU__DATA__DIR".to_owned(),
                files.path().display().to_string(),
            ),
            ("MENKOU__HTTP__LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
            ("MENKOU__HTTP__WORKERS".to_owned(), "1".to_owned()),
            ("MENKOU__HTTP__RATE_PER_MINUTE".to_owned(), "0".to_owned()),
            ("MENKOU__HTTP__SHUTDOWN_SECONDS".to_owned(), "1".to_owned()),
            ("MENKOU__DATABASE__URL".to_owned(), kept.url.clone()),
            (
                "MENKOU__DATABASE__MAX_CONNECTIONS".to_owned(),
                "4".to_owned(),
            ),
            (
                "MENKOU__CHANGES__POLL_MILLISECONDS".to_owned(),
                "20".to_owned(),
            ),
            ("MENKOU__LOG__LEVEL".to_owned(), "warn".to_owned()),
            // A developer's own streets must not decide what the tests see.
            ("MENKOU__STREETS__FILE".to_owned(), "no/streets".to_owned()),
        ];
        if let Some(url) = database::redis_url() {
            variables.push(("MENKOU__REDIS__URL".to_owned(), url));
        }
        variables.extend(
            settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let config = Config::load(variables).unwrap();
        let clock = Clock::fixed(test_moment());
        let ids = Ids::counted(1);
        let parts = Parts::open(config, clock.clone(), ids.clone())
            .await
            .unwrap();
        parts.make_schema(Language::En).await.unwrap();
        let database = parts.database().clone();
        let running = parts.start().await.unwrap();
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            running,
            client,
            database,
            clock,
            ids,
            kept,
            _files: files,
        }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    /// Sends a request.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        }
        Answer::read(request.send().await.unwrap()).await
    }

    /// GET.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    /// GET that must succeed with JSON.
    pub(crate) async fn get_json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    /// Asks a path again and again until its answer is as expected; fails when it never is.
    pub(crate) async fn wait_until(&self, path: &str, is_expected: impl Fn(&Value) -> bool) {
        for _ in 0..50_000 {
            if is_expected(&self.get_json(path).await) {
                return;
            }
        }
        panic!("{path} never answers as expected");
    }

    /// Waits until the index has everything that is committed.
    pub(crate) async fn catch_up(&self) {
        let newest = changes::newest(&self.database).await.unwrap();
        self.running.caught_up_to(newest).await;
    }

    /// Stops the server.
    pub(crate) async fn stop(self) {
        self.running.stop().await.unwrap();
        drop(self.kept);
    }
}

impl Answer {
    /// Reads a response whole.
    async fn read(response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        Self {
            status,
            headers,
            text: response.text().await.unwrap(),
        }
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A header as text; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// Asserts a refusal with a status, naming a field with a reason.
    pub(crate) fn refuses(&self, status: u16, field: &str, code: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap();
        let is_named = errors.iter().any(|error| {
            (error["parameter"] == field || error["pointer"] == field) && error["code"] == code
        });
        assert!(is_named, "{field} {code} is not named in {problem}");
    }
}
