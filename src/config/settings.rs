//! The settings as types, and what makes them acceptable. Every key is explained in `config/default.toml`.

use std::net::IpAddr;
use std::path::PathBuf;

use reach::PaceRefusal;
use reach::street::Stride;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use validator::Validate;

use super::keys::{SealingConfig, TokensConfig};
use super::partners::{self, AdapterConfig, PartnersConfig, WeChatConfig};

/// The page token key of `config/default.toml`: fine for the demo, refused in production.
const DEMO_PAGE_TOKEN_KEY: &str = "menkou-demo-page-token-key-not-for-production";

/// What kind of installation this is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Runs alone on embedded defaults and demo data.
    Demo,
    /// Serves real people.
    Production,
}

impl Profile {
    /// The name used in configuration and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Production => "production",
        }
    }
}

/// Everything configurable.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Kind of installation.
    pub profile: Profile,
    /// The HTTP server.
    #[validate(nested)]
    pub http: HttpConfig,
    /// The database.
    #[validate(nested)]
    pub database: DatabaseConfig,
    /// Redis.
    pub redis: RedisConfig,
    /// Local files.
    pub data: DataConfig,
    /// The catalog.
    pub catalog: CatalogConfig,
    /// How distance becomes time.
    #[validate(nested)]
    pub walking: WalkingConfig,
    /// The street file.
    #[validate(nested)]
    pub streets: StreetsConfig,
    /// The change log.
    #[validate(nested)]
    pub changes: ChangesConfig,
    /// Sealed personal data.
    pub sealing: SealingConfig,
    /// Access tokens.
    #[validate(nested)]
    pub tokens: TokensConfig,
    /// The map page.
    pub map: MapConfig,
    /// What holds for every outside partner.
    #[validate(nested)]
    pub partners: PartnersConfig,
    /// The WeChat mini-program.
    pub wechat: WeChatConfig,
    /// The SMS gateway.
    pub sms: AdapterConfig,
    /// The partner that verifies real names.
    pub real_name: AdapterConfig,
    /// Logging.
    pub log: LogConfig,
}

/// The HTTP server.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    /// Address and port.
    pub listen: String,
    /// Worker threads; 0 = one per core.
    #[validate(range(max = 1024))]
    pub workers: usize,
    /// Signs page tokens.
    pub page_token_key: SecretString,
    /// Allowed browser origins.
    pub cors_origins: Vec<String>,
    /// Load balancers that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests a minute and client; 0 = no limit.
    #[validate(range(max = 10_000_000))]
    pub rate_per_minute: u32,
    /// Largest body, bytes.
    #[validate(range(min = 1_024, max = 67_108_864))]
    pub max_body_bytes: usize,
    /// Grace after SIGTERM, seconds.
    #[validate(range(max = 600))]
    pub shutdown_seconds: u64,
}

/// The database.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// Connection URL; may hold a password.
    pub url: SecretString,
    /// Pool size.
    #[validate(range(min = 2, max = 1000))]
    pub max_connections: u32,
}

/// Redis.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedisConfig {
    /// Connection URL; empty = none.
    pub url: SecretString,
}

/// Local files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataConfig {
    /// Folder of local files.
    pub dir: PathBuf,
}

/// The catalog.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogConfig {
    /// Folder of replacements; empty = none.
    pub dir: PathBuf,
}

/// How distance becomes time.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct WalkingConfig {
    /// Metres a minute.
    #[validate(range(min = 10.0, max = 200.0))]
    pub metres_per_minute: f64,
    /// Walked metres per straight metre.
    #[validate(range(min = 1.0, max = 5.0))]
    pub detour_factor: f64,
}

/// The street file.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct StreetsConfig {
    /// Where it is; empty = in the data folder.
    pub file: PathBuf,
    /// Seconds between looks.
    #[validate(range(min = 1, max = 3_600))]
    pub poll_seconds: u64,
}

/// The change log.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct ChangesConfig {
    /// Milliseconds between looks.
    #[validate(range(min = 10, max = 60_000))]
    pub poll_milliseconds: u64,
    /// Days kept.
    #[validate(range(min = 1, max = 365))]
    pub retention_days: u32,
}

/// The map page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapConfig {
    /// Approval number of the outlines; empty = none.
    pub boundary_approval: String,
}

/// Logging.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// Filter.
    pub level: String,
    /// `text` or `json`.
    pub format: String,
}

impl Config {
    /// The database to open: the configured one, else SQLite in the data folder.
    #[must_use]
    pub fn database_url(&self) -> SecretString {
        let configured = self.database.url.expose_secret();
        if configured.is_empty() {
            let path = self.data.dir.join("menkou.db");
            return SecretString::from(format!("sqlite://{}", path.display()));
        }
        self.database.url.clone()
    }

    /// Where the street file is: the configured one, else in the data folder.
    #[must_use]
    pub fn streets_path(&self) -> PathBuf {
        if self.streets.file.as_os_str().is_empty() {
            return self.data.dir.join("streets.menkou");
        }
        self.streets.file.clone()
    }

    /// The pace along streets.
    ///
    /// # Errors
    /// When the configured metres a minute are no pace; the bounds of the key forbid it.
    pub fn stride(&self) -> Result<Stride, PaceRefusal> {
        Stride::new(self.walking.metres_per_minute)
    }

    /// What is wrong with the keys; empty when all of them can be used. No key is quoted.
    pub(super) fn key_refusals(&self) -> Vec<String> {
        let checks = [
            ("sealing.keys", self.sealing.key_ring().err()),
            ("sealing.lookup_key", self.sealing.lookup_bytes().err()),
            ("tokens.keys", self.tokens.seeds().err()),
        ];
        checks
            .into_iter()
            .filter_map(|(key, refusal)| Some(format!("{key}: {}", refusal?)))
            .collect()
    }

    /// What keeps this configuration from serving real people; empty when nothing does or in the demo profile.
    #[must_use]
    pub fn production_refusals(&self) -> Vec<String> {
        if self.profile != Profile::Production {
            return Vec::new();
        }
        let has_demo_page_key = self.http.page_token_key.expose_secret() == DEMO_PAGE_TOKEN_KEY;
        let secrets = [
            (
                has_demo_page_key,
                "http.page_token_key",
                "a secret of at least 32 characters",
            ),
            (
                self.sealing.has_demo_key(),
                "sealing.keys",
                "id:base64 of 32 random bytes",
            ),
            (
                self.sealing.has_demo_lookup_key(),
                "sealing.lookup_key",
                "the base64 of 32 random bytes",
            ),
            (
                self.tokens.has_demo_key(),
                "tokens.keys",
                "id:base64 of 32 random bytes",
            ),
        ];
        let demos = secrets.into_iter().filter(|(is_demo, ..)| *is_demo);
        let told = demos.map(|(_, key, mend)| {
            let variable = key.replace('.', "__").to_uppercase();
            format!("{key} is the demo's: set MENKOU__{variable} (or _FILE) to {mend}")
        });
        let adapters = [("sms", &self.sms), ("real_name", &self.real_name)];
        told.chain(partners::production_refusals(
            &self.partners,
            &self.wechat,
            adapters,
        ))
        .collect()
    }
}
