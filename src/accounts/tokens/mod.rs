//! Tokens: a short-lived signed one that every request shows, and a long-lived secret by which it is renewed.
//!
//! An access token is a JWT signed with EdDSA over Ed25519 (RFC 8037), of type `at+jwt` (RFC 9068), checked in process
//! and on our clock, as RFC 8725 asks: one algorithm, one type, one issuer, one audience, keys by id and from our own
//! configuration only. It must never accept another algorithm or a key that a token brings along, nor read claims before
//! the signature holds. That a session has ended is not seen here: who checks a token asks for that besides.
//!
//! A refresh secret says nothing: it is chance, and only its hash is kept. Read next: `keys`, `check`, `refresh`.

mod check;
mod claims;
mod keys;
mod refresh;
mod refusal;
#[cfg(test)]
mod tests;

pub use claims::{ACCESS_LIFETIME, AccessClaims, AccessGrant, ActorKind, CLOCK_LEEWAY};
pub use keys::{SigningKeyRefusal, SigningKeys};
pub use refresh::RefreshSecret;
pub use refusal::TokenRefusal;
