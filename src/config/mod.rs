//! Configuration: one struct per concern, defaults compiled in from `config/default.toml`, overridden by environment.
//!
//! The only module that reads the environment. It never guesses: an unknown key, a wrong type or an impossible value
//! stops the start with the key's name. Secrets print redacted. Read next: `settings`, `keys`.

mod keys;
mod load;
mod partners;
mod settings;
#[cfg(test)]
mod tests;

pub use keys::{KeyRefusal, NamedKey, SealingAlgorithm, SealingConfig, TokensConfig};
pub use load::ConfigRefusal;
pub use partners::{AdapterConfig, MiniProgramVersion, PartnersConfig, WeChatConfig};
pub use settings::{
    CatalogConfig, ChangesConfig, Config, DataConfig, DatabaseConfig, HttpConfig, LogConfig,
    MapConfig, Profile, RedisConfig, StreetsConfig, WalkingConfig,
};
