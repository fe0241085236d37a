//! When an opening stands, and what makes two rows the same opening.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What identifies an opening in an import.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NaturalKeyParts<'a> {
    /// The register.
    pub(crate) source: &'a str,
    /// Identity in the register.
    pub(crate) external_id: Option<&'a str>,
    /// Division of the workplace.
    pub(crate) division: Uuid,
    /// Kind.
    pub(crate) kind: &'a str,
    /// Employer's name, already normalised.
    pub(crate) employer: &'a str,
    /// Title, already normalised.
    pub(crate) title: &'a str,
}

/// The import identity: the external id within its source, else division, kind, employer and title.
pub(crate) fn natural_key(parts: NaturalKeyParts<'_>) -> String {
    match parts.external_id {
        Some(external_id) => format!("x|{}|{external_id}", parts.source),
        None => format!(
            "n|{}|{}|{}|{}",
            parts.division, parts.kind, parts.employer, parts.title
        ),
    }
}

/// True when an opening in `state`, posted and valid as given, stands at `now`.
pub(crate) fn stands(
    state: &str,
    posted_at: DateTime<Utc>,
    valid_until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> bool {
    state == "published" && posted_at <= now && now < valid_until
}
