//! What an access token says: who, in which session, of which kind, and for how long.
//!
//! It must never say more of a person than an identity. Read next: `check`.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long an access token is valid.
pub const ACCESS_LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// How far the clocks of two replicas may be apart.
pub const CLOCK_LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// What kind of account acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person who looks for work or help.
    Citizen,
    /// Somebody who works in an office.
    Staff,
    /// Somebody who acts for a firm.
    Employer,
}

/// What a token is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessGrant {
    /// The account.
    pub account: Uuid,
    /// The session: the family of refresh secrets that the token belongs to.
    pub session: Uuid,
    /// What kind of account it is.
    pub kind: ActorKind,
    /// The identity of the token itself.
    pub token: Uuid,
}

/// What a token says that was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    /// The account.
    pub account: Uuid,
    /// The session.
    pub session: Uuid,
    /// What kind of account it is.
    pub kind: ActorKind,
    /// The identity of the token itself.
    pub token: Uuid,
    /// When it was given out, to the second.
    pub issued_at: DateTime<Utc>,
    /// When it ends, to the second.
    pub expires_at: DateTime<Utc>,
}

/// The claims as they stand in a token (RFC 7519, 4.1). A member that is missing or repeated is refused; one that is not
/// known is passed over, so that a newer replica may say more.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WireClaims<'t> {
    /// Who gave it out.
    #[serde(borrow)]
    pub(super) iss: Cow<'t, str>,
    /// Whom it is for; one, never a list.
    #[serde(borrow)]
    pub(super) aud: Cow<'t, str>,
    /// The account.
    pub(super) sub: Uuid,
    /// The session.
    pub(super) sid: Uuid,
    /// What kind of account it is.
    pub(super) kind: ActorKind,
    /// When it was given out, seconds since 1970.
    pub(super) iat: i64,
    /// When it begins, seconds since 1970.
    pub(super) nbf: i64,
    /// When it ends, seconds since 1970.
    pub(super) exp: i64,
    /// The identity of the token itself.
    pub(super) jti: Uuid,
}
