//! Base32 without padding (RFC 4648, 6): capitals and the digits 2 to 7, which people can read to each other.
//!
//! It must never accept two texts for the same bytes. Read next: `totp`, `recovery`.

/// The letters of the values 0 to 31.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bits of a letter.
const LETTER_BITS: u32 = 5;

/// Bits of a byte.
const BYTE_BITS: u32 = 8;

/// The text of bytes.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << BYTE_BITS) | u32::from(*byte);
        bits += BYTE_BITS;
        while bits >= LETTER_BITS {
            bits -= LETTER_BITS;
            text.extend(letter(held >> bits));
            held &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        text.extend(letter(held << (LETTER_BITS - bits)));
    }
    text
}

/// The bytes of a text; none when it is not in this form.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = (held << LETTER_BITS) | u32::try_from(value).ok()?;
        bits += LETTER_BITS;
        if bits >= BYTE_BITS {
            bits -= BYTE_BITS;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    // What is left over is fewer bits than a letter, and all zero: else another text would give the same bytes.
    (bits < LETTER_BITS && held == 0).then_some(bytes)
}

/// The letter of the last five bits.
fn letter(value: u32) -> Option<char> {
    let at = usize::try_from(value & 31).ok()?;
    LETTERS.get(at).map(|byte| char::from(*byte))
}

#[cfg(test)]
mod tests;
