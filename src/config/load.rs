//! Reading the configuration: the compiled-in defaults, then the environment, key by key.

use std::collections::BTreeMap;
use std::path::Path;

use secrecy::ExposeSecret;
use thiserror::Error;
use toml::{Table, Value};
use validator::Validate;

use super::Config;

/// The defaults, with every key explained.
const DEFAULTS: &str = include_str!("../../config/default.toml");

/// Begins every variable of ours.
const PREFIX: &str = "MENKOU__";

/// Why a configuration was refused.
#[derive(Debug, Error)]
pub enum ConfigRefusal {
    /// The compiled-in defaults do not parse: a mistake of the build.
    #[error("config/default.toml: {0}")]
    Defaults(String),
    /// A variable names no key.
    #[error("{variable}: there is no such key; keys are listed in config/default.toml")]
    UnknownKey {
        /// The variable.
        variable: String,
    },
    /// A value does not have its key's type.
    #[error("{variable}: {reason}")]
    WrongType {
        /// The variable.
        variable: String,
        /// What was expected.
        reason: String,
    },
    /// A value has the right type and cannot be.
    #[error("configuration: {0}")]
    Impossible(String),
}

impl Config {
    /// Reads the configuration of this process.
    ///
    /// # Errors
    /// Names the variable that is unknown, of the wrong type or impossible.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn from_environment() -> Result<Self, ConfigRefusal> {
        Self::load(std::env::vars())
    }

    /// Reads the defaults overridden by `variables` (name, value); names that are not ours are passed over.
    ///
    /// # Errors
    /// Names the variable that is unknown, of the wrong type or impossible.
    pub fn load(
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigRefusal> {
        let mut table: Table = DEFAULTS
            .parse()
            .map_err(|error| ConfigRefusal::Defaults(format!("{error}")))?;
        let ours: BTreeMap<String, String> = variables
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        for (variable, value) in ours {
            override_key(&mut table, &variable, &value)?;
        }
        let config: Self = Value::Table(table)
            .try_into()
            .map_err(|error: toml::de::Error| {
                ConfigRefusal::Impossible(error.message().to_owned())
            })?;
        config.check()?;
        Ok(config)
    }

    /// Refuses values of the right type that cannot be.
    fn check(&self) -> Result<(), ConfigRefusal> {
        self.validate()
            .map_err(|errors| ConfigRefusal::Impossible(format!("{errors}")))?;
        if self.http.page_token_key.expose_secret().chars().count() < 32 {
            return Err(ConfigRefusal::Impossible(
                "http.page_token_key must have at least 32 characters".to_owned(),
            ));
        }
        if let Some(refusal) = self.key_refusals().into_iter().next() {
            return Err(ConfigRefusal::Impossible(refusal));
        }
        if !matches!(self.log.format.as_str(), "text" | "json") {
            return Err(ConfigRefusal::Impossible(
                "log.format must be text or json".to_owned(),
            ));
        }
        self.wechat
            .check()
            .and_then(|()| self.sms.check("sms"))
            .and_then(|()| self.real_name.check("real_name"))
            .map_err(ConfigRefusal::Impossible)
    }
}

/// Sets the key that `variable` names, keeping the default's type.
fn override_key(table: &mut Table, variable: &str, value: &str) -> Result<(), ConfigRefusal> {
    let unknown = || ConfigRefusal::UnknownKey {
        variable: variable.to_owned(),
    };
    let rest = variable.strip_prefix(PREFIX).ok_or_else(unknown)?;
    let lower = rest.to_ascii_lowercase();
    let path: Vec<&str> = lower.split("__").collect();
    if let Some(slot) = find(table, &path) {
        *slot = parse_like(slot, variable, value)?;
        return Ok(());
    }
    let without_suffix = lower.strip_suffix("_file").ok_or_else(unknown)?;
    let path: Vec<&str> = without_suffix.split("__").collect();
    let slot = find(table, &path).ok_or_else(unknown)?;
    let content =
        std::fs::read_to_string(Path::new(value)).map_err(|error| ConfigRefusal::WrongType {
            variable: variable.to_owned(),
            reason: format!("cannot read {value}: {error}"),
        })?;
    *slot = parse_like(slot, variable, content.trim_end_matches(['\n', '\r']))?;
    Ok(())
}

/// The value at `path`, unless it is a section.
fn find<'t>(table: &'t mut Table, path: &[&str]) -> Option<&'t mut Value> {
    let (last, sections) = path.split_last()?;
    let mut here = table;
    for section in sections {
        here = here.get_mut(*section)?.as_table_mut()?;
    }
    here.get_mut(*last).filter(|value| !value.is_table())
}

/// Parses `text` into the type that the default value has.
fn parse_like(default: &Value, variable: &str, text: &str) -> Result<Value, ConfigRefusal> {
    let wrong = |expected: &str| ConfigRefusal::WrongType {
        variable: variable.to_owned(),
        reason: format!("expected {expected}"),
    };
    match default {
        Value::Integer(_) => text
            .parse()
            .map(Value::Integer)
            .map_err(|_| wrong("a whole number")),
        Value::Float(_) => text
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Value::Float)
            .ok_or_else(|| wrong("a finite number")),
        Value::Boolean(_) => text
            .parse()
            .map(Value::Boolean)
            .map_err(|_| wrong("true or false")),
        Value::Array(_) => Ok(Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| Value::String(part.to_owned()))
                .collect(),
        )),
        Value::String(_) | Value::Datetime(_) | Value::Table(_) => {
            Ok(Value::String(text.to_owned()))
        }
    }
}
