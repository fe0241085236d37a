//! The settings of outside partners: WeChat, the SMS gateway, the real-name register.
//!
//! Says what of them cannot be and what keeps them from serving real people; never calls anybody. Every key is
//! explained in `config/default.toml`, the contracts in `docs/partners.md`.

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use validator::Validate;

/// Fewest characters of a key that requests are signed with.
const KEY_CHARS: usize = 32;

/// What holds for every partner.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct PartnersConfig {
    /// True: the partners are the simulated server on loopback.
    pub simulated: bool,
    /// Patience for a connection, milliseconds.
    #[validate(range(min = 50, max = 30_000))]
    pub connect_timeout_milliseconds: u64,
    /// Patience from the request to the end of the answer, milliseconds.
    #[validate(range(min = 50, max = 60_000))]
    pub timeout_milliseconds: u64,
    /// Largest answer that is read, bytes.
    #[validate(range(min = 1_024, max = 16_777_216))]
    pub max_answer_bytes: usize,
    /// Mini-program codes kept in memory, bytes.
    #[validate(range(max = 1_073_741_824))]
    pub code_image_cache_bytes: u64,
}

/// Which version of the mini-program a code or a message opens.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum MiniProgramVersion {
    /// What everybody uses.
    Release,
    /// The trial version, for its testers.
    Trial,
    /// The development version, for its developers.
    Develop,
}

/// The WeChat mini-program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeChatConfig {
    /// Where WeChat answers.
    pub base_url: String,
    /// The mini-program's id; empty = none.
    pub app_id: String,
    /// The mini-program's secret.
    pub app_secret: SecretString,
    /// The version that codes and messages open.
    pub mini_program_version: MiniProgramVersion,
}

/// A partner behind an operator's adapter that speaks our signed contract.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdapterConfig {
    /// Where the adapter answers; empty = none.
    pub base_url: String,
    /// Names the key to the adapter.
    pub key_id: String,
    /// Signs requests.
    pub key: SecretString,
}

impl WeChatConfig {
    /// True when there is a mini-program.
    #[must_use]
    pub const fn is_configured(&self) -> bool {
        !self.app_id.is_empty()
    }

    /// What of this cannot be.
    pub(super) fn check(&self) -> Result<(), String> {
        readable_url("wechat.base_url", &self.base_url)?;
        if self.app_id.is_empty() != self.app_secret.expose_secret().is_empty() {
            return Err("wechat.app_id and wechat.app_secret go together".to_owned());
        }
        Ok(())
    }
}

impl AdapterConfig {
    /// True when there is an adapter.
    #[must_use]
    pub const fn is_configured(&self) -> bool {
        !self.base_url.is_empty()
    }

    /// What of this cannot be; `section` names it.
    pub(super) fn check(&self, section: &str) -> Result<(), String> {
        if !self.is_configured() {
            return Ok(());
        }
        readable_url(&format!("{section}.base_url"), &self.base_url)?;
        let is_plain = |letter: char| letter.is_ascii_graphic();
        if self.key_id.is_empty() || !self.key_id.chars().all(is_plain) {
            return Err(format!(
                "{section}.key_id must be set, in printable ASCII without spaces"
            ));
        }
        if self.key.expose_secret().chars().count() < KEY_CHARS {
            return Err(format!(
                "{section}.key must have at least {KEY_CHARS} characters"
            ));
        }
        Ok(())
    }
}

/// What keeps these partners from serving real people; empty when nothing does.
pub(super) fn production_refusals(
    partners: &PartnersConfig,
    wechat: &WeChatConfig,
    adapters: [(&str, &AdapterConfig); 2],
) -> Vec<String> {
    let mut refusals = Vec::new();
    if partners.simulated {
        refusals.push(
            "partners.simulated is true: anybody could log in as anybody; set MENKOU__PARTNERS__SIMULATED=false"
                .to_owned(),
        );
    }
    let mut urls = vec![("wechat", wechat.base_url.as_str())];
    let configured = adapters
        .into_iter()
        .filter(|(_, adapter)| adapter.is_configured());
    urls.extend(configured.map(|(section, adapter)| (section, adapter.base_url.as_str())));
    for (section, url) in urls {
        if !keeps_secrets(url) {
            refusals.push(format!(
                "{section}.base_url sends secrets in the clear: use https, or http on loopback"
            ));
        }
    }
    refusals
}

/// Refuses what is no address of a web server, and one that holds a password or a query.
fn readable_url(key: &str, text: &str) -> Result<(), String> {
    let url = Url::parse(text).map_err(|error| format!("{key}: {error}"))?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if is_plain {
        return Ok(());
    }
    Err(format!(
        "{key} must be http:// or https:// with a host, without user, password, query or fragment"
    ))
}

/// Whether nobody on the way can read what is sent there.
fn keeps_secrets(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let is_loopback = || matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback())
}
