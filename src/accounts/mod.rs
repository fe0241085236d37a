//! Accounts: who citizens, staff and employers are, and how they prove it. So far the ground: access tokens, refresh
//! secrets, passwords, one-time codes. No operation stands on it yet.
//!
//! It must never keep a password, a refresh secret or a recovery code, only what recognises them; never ask a clock or
//! the operating system's chance but by `platform`; never say in an answer which part of a login was wrong. Read next:
//! `tokens`, `passwords`, `totp`, `recovery`.

mod base32;
mod passwords;
mod recovery;
mod tokens;
mod totp;

pub use passwords::{
    HashRefusal, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, NewPassword, PasswordHash, PasswordRefusal,
};
pub use recovery::{RECOVERY_CODES, RecoveryCode};
pub use tokens::{
    ACCESS_LIFETIME, AccessClaims, AccessGrant, ActorKind, CLOCK_LEEWAY, RefreshSecret,
    SigningKeyRefusal, SigningKeys, TokenRefusal,
};
pub use totp::{TotpRefusal, TotpSecret};
