//! One-time codes of an authenticator app (RFC 6238): HMAC-SHA-1, six digits, a new one every 30 seconds.
//!
//! Time is passed in. A code is good in its own step and in the ones beside it, and once: `verify` returns the step that
//! matched, the caller keeps it and passes it in the next time. It must never say which digit was wrong, nor take longer
//! for a code that is nearly right. How often one may try is the caller's business. Read next: `recovery`.

use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha1::Sha1;
use subtle::{Choice, ConstantTimeEq};
use thiserror::Error;

use super::base32;
use crate::language::half_width;
use crate::platform::chance::{Chance, NoChance};

/// Bytes of a secret: as many as the hash has (RFC 4226, 4).
const SECRET_BYTES: usize = 20;

/// Seconds of a step (RFC 6238, 5.2).
const STEP_SECONDS: i64 = 30;

/// Digits of a code.
const DIGITS: usize = 6;

/// Ten to the power of the digits of a code.
const MODULUS: u32 = 1_000_000;

/// Steps before and after the present one whose codes are good: the clock of a telephone is seldom exact, and typing
/// takes time (RFC 6238, 5.2 and 6).
const STEPS_AROUND: i64 = 1;

/// Why a code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TotpRefusal {
    /// It is not six digits.
    #[error("a one-time code has six digits")]
    Malformed,
    /// It is not the code of now.
    #[error("the one-time code is wrong or over")]
    Wrong,
    /// It was used before, or a later one was.
    #[error("the one-time code was used before")]
    Replayed,
}

/// The secret that an authenticator app shares with us.
#[derive(Clone)]
pub struct TotpSecret(SecretSlice<u8>);

impl TotpSecret {
    /// Draws a secret of 160 bits.
    ///
    /// # Errors
    /// When there is no chance.
    pub fn issue(chance: &Chance) -> Result<Self, NoChance> {
        let drawn: [u8; SECRET_BYTES] = chance.draw()?;
        Ok(Self(SecretSlice::from(drawn.to_vec())))
    }

    /// Reads a secret that was kept, in base32; none when it is not one of ours.
    #[must_use]
    pub fn parse(base32: &str) -> Option<Self> {
        let bytes = base32::decoded(base32)?;
        (bytes.len() == SECRET_BYTES).then(|| Self(SecretSlice::from(bytes)))
    }

    /// The secret in base32, to be sealed, and to be typed by who cannot scan.
    #[must_use]
    pub fn expose(&self) -> SecretString {
        SecretString::from(base32::encoded(self.0.expose_secret()))
    }

    /// The address that an app reads from a picture: `otpauth://totp/..` (Key Uri Format).
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> SecretString {
        let issuer = utf8_percent_encode(issuer, NON_ALPHANUMERIC);
        let account = utf8_percent_encode(account, NON_ALPHANUMERIC);
        let secret = self.expose();
        let secret = secret.expose_secret();
        SecretString::from(format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
        ))
    }

    /// Checks a code at an instant, given the step of the last one that was accepted. Returns the step to be kept.
    ///
    /// # Errors
    /// When the code is no code, not the one of now, or not later than the last one.
    pub fn verify(
        &self,
        typed: &str,
        now: DateTime<Utc>,
        last_step: Option<i64>,
    ) -> Result<i64, TotpRefusal> {
        let typed = digits_of(typed).ok_or(TotpRefusal::Malformed)?;
        let present = step_at(now);
        let mut is_any = Choice::from(0);
        let mut matched = None;
        for step in present - STEPS_AROUND..=present + STEPS_AROUND {
            let is_this = self.code(step).as_bytes().ct_eq(typed.as_bytes());
            is_any |= is_this;
            let is_later = last_step.is_none_or(|last| step > last);
            if bool::from(is_this) && is_later {
                matched = Some(step);
            }
        }
        match matched {
            Some(step) => Ok(step),
            None if bool::from(is_any) => Err(TotpRefusal::Replayed),
            None => Err(TotpRefusal::Wrong),
        }
    }

    /// The code of a step.
    fn code(&self, step: i64) -> String {
        let value = truncated(self.0.expose_secret(), step).unwrap_or(0);
        format!("{:0DIGITS$}", value % MODULUS)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSecret(..)")
    }
}

/// The step that an instant lies in.
fn step_at(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(STEP_SECONDS)
}

/// The 31 bits of the hash of a step from which a code is made (RFC 4226, 5.3); none only for a key that HMAC refuses,
/// and it refuses none.
fn truncated(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last()? & 0x0F);
    let four = hash.get(offset..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*four) & 0x7FFF_FFFF)
}

/// The six digits that a person typed; blanks and full-width digits are forgiven.
fn digits_of(typed: &str) -> Option<String> {
    let letters = typed.chars().map(half_width);
    let code: String = letters
        .filter(|letter| !letter.is_whitespace())
        .take(DIGITS + 1)
        .collect();
    (code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests;
