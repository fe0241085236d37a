//! Conversions between whole numbers whose range is known, and loops over bits.
//!
//! Slots, blocks and counts are below 2^32 everywhere in the index: `Index::build` refuses more.

/// A slot or count as an index of memory.
#[inline]
#[expect(
    clippy::as_conversions,
    reason = "usize has at least 32 bits wherever this runs"
)]
pub(crate) const fn wide(number: u32) -> usize {
    number as usize
}

/// An index of memory as a slot or count; what does not fit is cut off, and nothing that does not fit is ever made.
#[inline]
#[expect(
    clippy::as_conversions,
    reason = "the index refuses more items than fit"
)]
pub(crate) const fn narrow(number: usize) -> u32 {
    number as u32
}

/// The upper 32 bits.
#[inline]
#[expect(clippy::as_conversions, reason = "the shift leaves 32 bits")]
pub(super) const fn high_half(word: u64) -> u32 {
    (word >> 32) as u32
}

/// The lower 32 bits.
#[inline]
#[expect(clippy::as_conversions, reason = "cutting off the upper half is meant")]
pub(super) const fn low_half(word: u64) -> u32 {
    word as u32
}

/// The nearest f32.
#[inline]
#[expect(clippy::as_conversions, reason = "rounding is meant")]
pub(crate) const fn rounded(number: f64) -> f32 {
    number as f32
}

/// The nearest f32 of a difference of two grid numbers.
#[inline]
#[expect(clippy::as_conversions, reason = "rounding is meant")]
pub(crate) const fn steps(number: i32) -> f32 {
    number as f32
}

/// The places of the bits that are set, from the lowest up.
#[inline]
pub(crate) fn low_bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        if word == 0 {
            return None;
        }
        let bit = word.trailing_zeros();
        word &= word - 1;
        Some(bit)
    })
}

/// The lowest bits of 64 bytes, each 0 or 1, as one word.
#[inline]
pub(crate) fn packed(lanes: &[u8; 64]) -> u64 {
    let (eights, _) = lanes.as_chunks::<8>();
    let mut word = 0;
    for (place, eight) in eights.iter().enumerate() {
        // The product moves the eight lowest bits side by side into the highest byte.
        let byte = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= byte << (8 * place);
    }
    word
}

/// A bit for each lane that is at most a limit.
#[inline]
#[expect(clippy::as_conversions, reason = "a bool is 0 or 1")]
pub(crate) fn at_most(lanes: &[f32; 64], limit: f32) -> u64 {
    let mut bytes = [0_u8; 64];
    for (byte, lane) in bytes.iter_mut().zip(lanes) {
        *byte = (*lane <= limit) as u8;
    }
    packed(&bytes)
}

/// A bit for each lane that lies between two codes, both included.
#[inline]
#[expect(clippy::as_conversions, reason = "a bool is 0 or 1")]
pub(crate) fn between(lanes: &[u16; 64], low: u16, high: u16) -> u64 {
    let mut bytes = [0_u8; 64];
    for (byte, lane) in bytes.iter_mut().zip(lanes) {
        *byte = (*lane >= low && *lane <= high) as u8;
    }
    packed(&bytes)
}

/// A bit for each pair of lanes, a low and a high code, whose span touches another.
#[inline]
#[expect(clippy::as_conversions, reason = "a bool is 0 or 1")]
pub(crate) fn touching(lows: &[u16; 64], highs: &[u16; 64], low: u16, high: u16) -> u64 {
    let mut bytes = [0_u8; 64];
    for ((byte, least), most) in bytes.iter_mut().zip(lows).zip(highs) {
        *byte = (*most >= low && *least <= high) as u8;
    }
    packed(&bytes)
}
