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

/// Stands for no number where places are tagged; larger than every squared distance.
const ABSENT: f32 = 1e38;
/// The bits of a tagged number that hold its place.
const PLACE: u32 = 63;

/// Numbers that are not negative with their places in their lowest bits, which makes them smaller by a share of at most
/// 2^-17; absent where the word has no bit.
#[inline]
pub(crate) fn tagged(lanes: &[f32; 64], wanted: u64) -> [f32; 64] {
    let mut tagged = [0.0; 64];
    for ((tag, lane), place) in tagged.iter_mut().zip(lanes).zip(0_u32..) {
        *tag = f32::from_bits((lane.to_bits() & !PLACE) | place);
    }
    for bit in low_bits(!wanted) {
        take(&mut tagged, bit);
    }
    tagged
}

/// Makes a number absent.
#[inline]
pub(crate) fn take(tagged: &mut [f32; 64], place: u32) {
    if let Some(tag) = tagged.get_mut(wide(place)) {
        *tag = ABSENT;
    }
}

/// The least of tagged numbers and its place; none where all are absent.
#[inline]
pub(crate) fn least(tagged: &[f32; 64]) -> Option<(f32, u32)> {
    let (eights, _) = tagged.as_chunks::<8>();
    let mut columns = [ABSENT; 8];
    for eight in eights {
        for (column, tag) in columns.iter_mut().zip(eight) {
            *column = if *tag < *column { *tag } else { *column };
        }
    }
    let mut least = ABSENT;
    for column in columns {
        least = if column < least { column } else { least };
    }
    (least < ABSENT).then(|| (least, least.to_bits() & PLACE))
}
