//! The tables of `openings.toml`: kinds of opening, units of pay, states, tags.
//!
//! Must never: decide what may happen to an opening; that is the openings slice.
//! Read next: `catalog/openings.toml`, which says what each key means.

use serde::Deserialize;

use super::vocabulary::term;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpeningsFile {
    /// The rows of `[[opening_kind]]`.
    pub(super) opening_kind: Vec<OpeningKind>,
    /// The rows of `[[pay_unit]]`.
    pub(super) pay_unit: Vec<PayUnitLabel>,
    /// The rows of `[[opening_state]]`.
    pub(super) opening_state: Vec<OpeningStateLabel>,
    /// The rows of `[[tag]]`.
    pub(super) tag: Vec<Tag>,
}

/// A kind of work or seat on offer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpeningKind {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// The longest validity, in whole days from publication; at least 1.
    pub(crate) max_days: u32,
    /// The clauses that ask for the kind; none of them gives the validity.
    pub(crate) source: String,
    /// Whether the validity has a source; if not, it is shown as 未确认.
    pub(crate) confirmed: bool,
}
term!(OpeningKind, "opening_kind");

/// The label of a unit of pay.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PayUnitLabel {
    /// The stable code, one of those the server knows.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}
term!(PayUnitLabel, "pay_unit");

/// The label of a state of an opening.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpeningStateLabel {
    /// The stable code, one of those the server knows.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}
term!(OpeningStateLabel, "opening_state");

/// Something an opening offers or welcomes; never something that shuts anyone out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tag {
    /// The stable code.
    pub(crate) code: String,
    /// The Chinese label.
    pub(crate) zh: String,
    /// The English label.
    pub(crate) en: String,
    /// What people write instead.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}
term!(Tag, "tag");
