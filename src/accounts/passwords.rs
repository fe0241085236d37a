//! Passwords of staff: argon2id, as PHC strings.
//!
//! A password is compared in its compatible composed form (Unicode NFKC), so that keyboards do not matter. It must never be
//! kept, printed, cut short, or hashed on a thread that answers requests: a hash takes 19 MiB and tens of milliseconds by
//! design. Read next: `refused`.

mod refused;

use std::fmt;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::platform::chance::{Chance, NoChance};

/// Fewest characters of a password (OWASP ASVS 5.0, 6.2.1 asks for 8 and recommends 15).
pub const MIN_PASSWORD_CHARS: usize = 12;

/// Most characters of a password (OWASP ASVS 5.0, 6.2.9 asks that 64 be possible).
pub const MAX_PASSWORD_CHARS: usize = 128;

/// Memory of a hash in KiB: 19 MiB (OWASP, password storage, argon2id).
const MEMORY_KIB: u32 = 19 * 1024;

/// Passes over the memory.
const PASSES: u32 = 2;

/// Lanes.
const LANES: u32 = 1;

/// Bytes of a hash.
const HASH_BYTES: usize = 32;

/// Bytes of a salt.
const SALT_BYTES: usize = 16;

/// Why a new password was refused. None of them quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordRefusal {
    /// It has fewer than 12 characters.
    #[error("a password has at least 12 characters")]
    TooShort,
    /// It has more than 128 characters.
    #[error("a password has at most 128 characters")]
    TooLong,
    /// Everybody tries it first.
    #[error("this password is among those that are tried first")]
    WellKnown,
    /// It holds the login name.
    #[error("a password must not hold the login name")]
    HoldsLoginName,
}

/// Why there is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HashRefusal {
    /// There is no chance for a salt.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The hash function refused its own settings, or its memory.
    #[error("the password could not be hashed")]
    Failed,
}

/// A password that may be taken, in its compared form.
#[derive(Clone)]
pub struct NewPassword(SecretString);

impl NewPassword {
    /// Judges a password that somebody with this login name chose.
    ///
    /// # Errors
    /// When it is too short, too long, too common or holds the login name.
    pub fn check(typed: &str, login_name: &str) -> Result<Self, PasswordRefusal> {
        let password = compared(typed).ok_or(PasswordRefusal::TooLong)?;
        let text = password.expose_secret();
        if text.chars().count() < MIN_PASSWORD_CHARS {
            return Err(PasswordRefusal::TooShort);
        }
        if refused::is_well_known(text) {
            return Err(PasswordRefusal::WellKnown);
        }
        if refused::holds_name(text, login_name) {
            return Err(PasswordRefusal::HoldsLoginName);
        }
        Ok(Self(password))
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NewPassword(..)")
    }
}

/// What is kept of a password: a PHC string with salt and cost.
#[derive(Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Hashes a password. Slow by design.
    ///
    /// # Errors
    /// When there is no chance or the memory is refused.
    pub fn of(password: &NewPassword, chance: &Chance) -> Result<Self, HashRefusal> {
        hashed(password.0.expose_secret(), chance)
    }

    /// The hash of a password that nobody has: checked in place of an unknown person's, so that both take as long.
    ///
    /// # Errors
    /// When there is no chance or the memory is refused.
    pub fn decoy(chance: &Chance) -> Result<Self, HashRefusal> {
        let drawn: [u8; HASH_BYTES] = chance.draw()?;
        let letters: String = drawn.map(char::from).iter().collect();
        hashed(&letters, chance)
    }

    /// A hash that was kept.
    #[must_use]
    pub const fn from_kept(phc: String) -> Self {
        Self(phc)
    }

    /// The hash to be kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when somebody typed the password of this hash. Slow by design; false at once for what is too long to be one,
    /// and for a kept text that is no hash.
    #[must_use]
    pub fn verify(&self, typed: &str) -> bool {
        let (Some(password), Ok(phc)) = (compared(typed), Phc::new(&self.0)) else {
            return false;
        };
        let Some(hasher) = hasher() else {
            return false;
        };
        let bytes = password.expose_secret().as_bytes();
        hasher.verify_password(bytes, &phc).is_ok()
    }

    /// True when the hash was made at another cost than today's.
    #[must_use]
    pub fn needs_rehash(&self) -> bool {
        let Ok(phc) = Phc::new(&self.0) else {
            return true;
        };
        let is_ours = phc.algorithm.as_str() == Algorithm::Argon2id.as_str()
            && phc.version == Some(Version::V0x13.into());
        let cost = Params::try_from(&phc).map(|its| (its.m_cost(), its.t_cost(), its.p_cost()));
        !(is_ours && cost == Ok((MEMORY_KIB, PASSES, LANES)))
    }

    /// The hash at today's cost of what was typed, where this one has another; only after `verify` was true.
    ///
    /// # Errors
    /// When there is no chance or the memory is refused.
    pub fn renewed(&self, typed: &str, chance: &Chance) -> Result<Option<Self>, HashRefusal> {
        if !self.needs_rehash() {
            return Ok(None);
        }
        let password = compared(typed).ok_or(HashRefusal::Failed)?;
        hashed(password.expose_secret(), chance).map(Some)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash(..)")
    }
}

/// A password in its compared form; none when it is longer than any may be.
fn compared(typed: &str) -> Option<SecretString> {
    let password: String = typed.nfkc().take(MAX_PASSWORD_CHARS + 1).collect();
    let is_short_enough = password.chars().count() <= MAX_PASSWORD_CHARS;
    let password = SecretString::from(password);
    is_short_enough.then_some(password)
}

/// The hash of a password in its compared form.
fn hashed(password: &str, chance: &Chance) -> Result<PasswordHash, HashRefusal> {
    let salt: [u8; SALT_BYTES] = chance.draw()?;
    let hasher = hasher().ok_or(HashRefusal::Failed)?;
    hasher
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|phc| PasswordHash(phc.to_string()))
        .map_err(|_| HashRefusal::Failed)
}

/// The hash function at today's cost; none when it refuses that.
fn hasher() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES)).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests;
