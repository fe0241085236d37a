//! The tables of `services.toml`: families of services and service items.
//!
//! Must never: say what one place does; that is the place's own row.
//! Read next: `catalog/services.toml`, which says what each key means.

use serde::Deserialize;

use super::place_terms::Level;
use super::vocabulary::term;
use crate::language::Language;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServicesFile {
    /// The rows of `[[family]]`.
    pub(super) family: Vec<ServiceFamily>,
    /// The rows of `[[service]]`.
    pub(super) service: Vec<ServiceItem>,
}

/// A family of services.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceFamily {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// The clauses that name it.
    pub(crate) source: String,
    /// Whether it is one of the five families every township's list must hold, B(七).
    pub(crate) listed: bool,
}
term!(ServiceFamily, "family");

/// Something a place can do for a person or a firm.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceItem {
    /// The stable code.
    pub(crate) code: String,
    /// The code of its family.
    pub(crate) family: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Who may use it, in Chinese.
    pub(crate) audience_zh: String,
    /// Who may use it, in English.
    pub(crate) audience_en: String,
    /// What to bring, in Chinese; empty where nothing is needed.
    pub(crate) bring_zh: Vec<String>,
    /// What to bring, in English, line for line as in Chinese.
    pub(crate) bring_en: Vec<String>,
    /// The lowest level that offers it.
    pub(crate) level: Level,
    /// The clauses it comes from.
    pub(crate) source: String,
    /// Whether audience, papers and level were checked against a published list; if not, 未确认.
    pub(crate) confirmed: bool,
}
term!(ServiceItem, "service");

impl ServiceItem {
    /// Who may use it, in a language.
    pub(crate) fn audience(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.audience_zh,
            Language::En => &self.audience_en,
        }
    }

    /// What to bring, in a language.
    pub(crate) fn bring(&self, language: Language) -> &[String] {
        match language {
            Language::Zh => &self.bring_zh,
            Language::En => &self.bring_en,
        }
    }
}
