//! Why an access token was refused. For the log and the tests: an answer says only that the token does not do.

use thiserror::Error;

/// Why an access token was refused. None of them quotes the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TokenRefusal {
    /// It is longer than any of ours.
    #[error("the token is too long")]
    TooLong,
    /// It is not three parts of base64url with JSON in them, or a member is missing, repeated or not ours.
    #[error("the token is malformed")]
    Malformed,
    /// It names another algorithm than EdDSA.
    #[error("the token names an algorithm that is not used here")]
    Algorithm,
    /// It is a token for something else.
    #[error("the token is of another type")]
    Type,
    /// It names a key that is not ours, or no longer.
    #[error("the token names an unknown key")]
    UnknownKey,
    /// The signature does not hold.
    #[error("the token was altered")]
    Signature,
    /// Somebody else gave it out.
    #[error("the token comes from another issuer")]
    Issuer,
    /// It is for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYetValid,
}
