//! Recovery codes: how staff who lost their telephone prove themselves once.
//!
//! A code has 120 bits of chance, so a plain hash of it cannot be searched; only the hash is kept. It must never be
//! accepted twice: the caller forgets the hash with the login. Read next: `totp`.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::base32;
use crate::platform::chance::{Chance, NoChance};

/// How many codes a person gets at once.
pub const RECOVERY_CODES: usize = 10;

/// Bytes of chance in a code.
const CODE_BYTES: usize = 15;

/// Characters of a code without its dashes: 15 bytes are 24 characters in base32.
const CODE_CHARS: usize = 24;

/// Characters between two dashes.
const GROUP_CHARS: usize = 4;

/// Begins what is hashed.
const DOMAIN: &[u8] = b"menkou recovery code 1\0";

/// A recovery code, in capitals and without dashes.
#[derive(Clone)]
pub struct RecoveryCode(SecretString);

impl RecoveryCode {
    /// Draws the codes of one person.
    ///
    /// # Errors
    /// When there is no chance.
    pub fn issue(chance: &Chance) -> Result<Vec<Self>, NoChance> {
        let draw = || {
            let drawn: [u8; CODE_BYTES] = chance.draw()?;
            Ok(Self(SecretString::from(base32::encoded(&drawn))))
        };
        std::iter::repeat_with(draw).take(RECOVERY_CODES).collect()
    }

    /// Reads what a person typed; small letters, blanks and dashes are forgiven. None when it cannot be a code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .take(CODE_CHARS + 1);
        let code: String = typed.map(|letter| letter.to_ascii_uppercase()).collect();
        let is_base32 = |letter: char| matches!(letter, 'A'..='Z' | '2'..='7');
        (code.len() == CODE_CHARS && code.chars().all(is_base32))
            .then(|| Self(SecretString::from(code)))
    }

    /// The code as it is shown once, in groups of four.
    #[must_use]
    pub fn expose(&self) -> String {
        let code = self.0.expose_secret();
        let mut shown = String::with_capacity(CODE_CHARS + CODE_CHARS / GROUP_CHARS);
        for (at, letter) in code.chars().enumerate() {
            if at > 0 && at % GROUP_CHARS == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        shown
    }

    /// What is kept of the code.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let hash = Sha256::new().chain_update(DOMAIN);
        hash.chain_update(self.0.expose_secret()).finalize().into()
    }

    /// True when the code is the one that was kept as `kept`; takes as long either way.
    #[must_use]
    pub fn matches(&self, kept: &[u8]) -> bool {
        self.hash().as_slice().ct_eq(kept).into()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests;
