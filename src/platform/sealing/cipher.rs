//! The two ciphers that values are sealed with, under one face.
//!
//! It must never be given the same nonce twice for one key. Read next: `ring`, which draws them.

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, AesGcm, Nonce};
use sm4::Sm4;

use crate::config::SealingAlgorithm;

/// Bytes of a nonce.
pub(super) const NONCE_BYTES: usize = 12;

/// Bytes of the tag behind a ciphertext.
pub(super) const TAG_BYTES: usize = 16;

/// A cipher with its key.
pub(super) enum Cipher {
    /// AES-256-GCM (NIST SP 800-38D).
    Aes256Gcm(Box<Aes256Gcm>),
    /// SM4-GCM (GB/T 32907, RFC 8998).
    Sm4Gcm(Box<AesGcm<Sm4, U12>>),
}

impl Cipher {
    /// The cipher that a key of this length is for; none for any other length.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        match SealingAlgorithm::of_key(key.len())? {
            SealingAlgorithm::Aes256Gcm => Aes256Gcm::new_from_slice(key)
                .ok()
                .map(|cipher| Self::Aes256Gcm(Box::new(cipher))),
            SealingAlgorithm::Sm4Gcm => AesGcm::new_from_slice(key)
                .ok()
                .map(|cipher| Self::Sm4Gcm(Box::new(cipher))),
        }
    }

    /// The ciphertext and its tag; none when the text is too long.
    pub(super) fn encrypt(
        &self,
        nonce: [u8; NONCE_BYTES],
        plaintext: &[u8],
        associated: &[u8],
    ) -> Option<Vec<u8>> {
        let nonce = Nonce::from(nonce);
        let payload = Payload {
            msg: plaintext,
            aad: associated,
        };
        match self {
            Self::Aes256Gcm(cipher) => cipher.encrypt(&nonce, payload).ok(),
            Self::Sm4Gcm(cipher) => cipher.encrypt(&nonce, payload).ok(),
        }
    }

    /// The plaintext; none when the ciphertext, the nonce or what is associated with it is not what was encrypted.
    pub(super) fn decrypt(
        &self,
        nonce: [u8; NONCE_BYTES],
        ciphertext: &[u8],
        associated: &[u8],
    ) -> Option<Vec<u8>> {
        let nonce = Nonce::from(nonce);
        let payload = Payload {
            msg: ciphertext,
            aad: associated,
        };
        match self {
            Self::Aes256Gcm(cipher) => cipher.decrypt(&nonce, payload).ok(),
            Self::Sm4Gcm(cipher) => cipher.decrypt(&nonce, payload).ok(),
        }
    }
}
