//! Sealed fields: personal data as the database holds them, unreadable and bound to their place.
//!
//! A [`KeyRing`] seals a text with authenticated encryption for one [`Place`], a row's column, and opens it there and
//! nowhere else: a byte changed, a value moved to another row, column or table, or one sealed with an unknown key is
//! refused. A [`LookupKey`] makes the keyed hash by which a row is found. It must never put a plaintext or a key into an
//! error, a log or `Debug`, nor seal when there is no chance.
//!
//! The form of a sealed value: a version byte (1), the length of the key's id and the id, a nonce of 12 bytes drawn by
//! chance, the ciphertext, its tag of 16 bytes. All before the nonce is authenticated together with the place. Nonces by
//! chance bear 2^32 values a key (NIST SP 800-38D, 8.3): a register of a province needs a new key long after it wants one.
//! Read next: `ring`, `lookup`.

mod cipher;
mod lookup;
mod refusal;
mod ring;
#[cfg(test)]
mod tests;

pub use lookup::LookupKey;
pub use refusal::SealRefusal;
pub use ring::{KeyRing, Place, Sealed};
