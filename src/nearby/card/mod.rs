//! A card: an item's JSON, packed once when it changes, and unpacked straight into an answer by copying.
//!
//! A card keeps what is the item's own; what many cards say alike lies once in the dictionary (`fragments`), the
//! identity and the point lie in the index. It holds nothing that depends on the clock, the language or the reader:
//! distance, walking time, whether it is open and the location are spliced in for each answer. It must never be read
//! with another dictionary than the one it was packed with.
//!
//! Read next: `pieces` (what the bytes mean), `pen` (packing), `fragments` (the dictionary), `digits` (numbers as text).

mod digits;
mod fragments;
mod pen;
mod pieces;
#[cfg(test)]
mod tests;

use std::hint::black_box;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use reach::coord::{Crs, Wgs84};
use reach::index::ItemId;
use reach::measure::walk_minutes;

use digits::{SevenDecimals, push_decimal};
pub(super) use fragments::Fragments;
pub(super) use pen::{Pen, json_text};

use super::reached::Reach;

/// Bytes of a card before its pieces.
const HEAD_BYTES: usize = 20;

/// Bytes that a processor fetches at once; where it fetches others, answers are as true.
const CACHE_LINE: usize = 64;

/// The most bytes of what is written around the pieces: the location, what is spliced in, and the frame of a feature.
const MOST_AROUND: usize = 352;

/// One item, ready to be unpacked into an answer: two words, cheap to clone.
///
/// The bytes: the shift from WGS-84 to GCJ-02 in latitude and longitude (`i32`, 1e-7 degrees), when the record last
/// changed (`i64`, milliseconds since 1970), how long its JSON is (`u32`), all little-endian; then the pieces of the JSON object without its closing
/// brace.
#[derive(Clone, Debug)]
pub(super) struct Card(Arc<[u8]>);

/// What is spliced into a card for one answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Splice {
    /// How far it is from the origin, where there is one.
    pub(super) reach: Option<Reach>,
    /// Whether its walking time rests on something else than those of the others, which is then told.
    pub(super) is_apart: bool,
    /// How many further openings say the same and match too.
    pub(super) duplicates: u32,
    /// Whether it is open at the moment of the answer; `None` where the hours are not known or it has none.
    pub(super) is_open_now: Option<bool>,
    /// Whether it is open when one who starts walking now arrives; left out where that is not known.
    pub(super) is_open_on_arrival: Option<bool>,
}

/// A card with all that an answer needs beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FullCard<'a> {
    /// The card.
    pub(super) card: &'a Card,
    /// The dictionary that it was packed with.
    pub(super) fragments: &'a Fragments,
    /// The item's identity, a UUID.
    pub(super) id: ItemId,
    /// Where the item is.
    pub(super) point: Wgs84,
    /// What is spliced in.
    pub(super) splice: Splice,
    /// Why it stands where it stands, a JSON object, where that was asked.
    pub(super) why: Option<&'a str>,
}

impl Card {
    /// A card of packed pieces, of an item at this point.
    fn of_pieces(pieces: &[u8], length: usize, point: Wgs84, updated_at: DateTime<Utc>) -> Self {
        let plain = SevenDecimals::of(point, Crs::Wgs84);
        let shift = SevenDecimals::of(point, Crs::Gcj02).minus(plain);
        let mut bytes = Vec::with_capacity(HEAD_BYTES + pieces.len());
        bytes.extend_from_slice(&shift.lat.to_le_bytes());
        bytes.extend_from_slice(&shift.lon.to_le_bytes());
        bytes.extend_from_slice(&updated_at.timestamp_millis().to_le_bytes());
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(pieces);
        Self(Arc::from(bytes))
    }

    /// Moves the card to memory that is free now. Cards that settle one after the other come to lie side by side.
    pub(super) fn settle(&mut self) {
        self.0 = Arc::from(&*self.0);
    }

    /// When the record last changed, to the millisecond.
    pub(super) fn updated_at(&self) -> DateTime<Utc> {
        let millis = self.0.get(8..).and_then(<[u8]>::first_chunk);
        let instant =
            millis.and_then(|it| DateTime::from_timestamp_millis(i64::from_le_bytes(*it)));
        instant.unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The most bytes that it has in an answer.
    ///
    /// Asked of a whole page before the first card is written it also fetches the cards side by side, a byte of every
    /// cache line: cards lie apart in memory, and one by one each line would be waited for.
    pub(super) fn most_bytes(&self) -> usize {
        let lines = self.0.iter().step_by(CACHE_LINE);
        black_box(lines.fold(0_u8, |sum, byte| sum ^ byte));
        let length = self.0.get(16..).and_then(<[u8]>::first_chunk);
        let length = length.map_or(0, |it| u32::from_le_bytes(*it));
        usize::try_from(length).unwrap_or(0) + MOST_AROUND
    }

    /// Fetches the shared texts of the card, as [`Self::most_bytes`] fetches the card itself: asked of a whole page after
    /// that and before the first card is written.
    pub(super) fn fetch_fragments(&self, fragments: &Fragments) {
        let packed = self.0.get(HEAD_BYTES..).unwrap_or_default();
        black_box(pieces::touched(packed, fragments));
    }

    /// What is added to a location in WGS-84 to have it in GCJ-02, 1e-7 degrees.
    fn shift(&self) -> SevenDecimals {
        let at = |from: usize| {
            let bytes = self.0.get(from..).and_then(<[u8]>::first_chunk);
            bytes.map_or(0, |it| i32::from_le_bytes(*it))
        };
        SevenDecimals {
            lat: at(0),
            lon: at(4),
        }
    }
}

impl FullCard<'_> {
    /// Appends the item in the caller's crs to a JSON answer.
    pub(super) fn write(&self, answer: &mut Vec<u8>, crs: Crs) {
        self.write_pieces(answer);
        let location = match crs {
            Crs::Wgs84 => SevenDecimals::of(self.point, Crs::Wgs84),
            Crs::Gcj02 => SevenDecimals::of(self.point, Crs::Wgs84).plus(self.card.shift()),
            Crs::Bd09 => SevenDecimals::of(self.point, Crs::Bd09),
        };
        answer.extend_from_slice(b",\"location\":{\"lat\":");
        location.push_lat(answer);
        answer.extend_from_slice(b",\"lon\":");
        location.push_lon(answer);
        answer.push(b'}');
        self.splice.write(answer);
        self.write_why(answer);
        answer.push(b'}');
    }

    /// Appends the item as a GeoJSON feature (RFC 7946): always WGS-84, longitude first.
    pub(super) fn write_feature(&self, answer: &mut Vec<u8>) {
        let location = SevenDecimals::of(self.point, Crs::Wgs84);
        answer.extend_from_slice(
            b"{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[",
        );
        location.push_lon(answer);
        answer.push(b',');
        location.push_lat(answer);
        answer.extend_from_slice(b"]},\"properties\":");
        self.write_pieces(answer);
        self.splice.write(answer);
        self.write_why(answer);
        answer.extend_from_slice(b"}}");
    }

    /// Appends why it stands where it stands, where that was asked.
    fn write_why(&self, answer: &mut Vec<u8>) {
        if let Some(why) = self.why {
            answer.extend_from_slice(b",\"why\":");
            answer.extend_from_slice(why.as_bytes());
        }
    }

    /// Appends the JSON object without its closing brace.
    fn write_pieces(&self, answer: &mut Vec<u8>) {
        let packed = self.card.0.get(HEAD_BYTES..).unwrap_or_default();
        pieces::unpack(packed, self.fragments, self.id, answer);
    }
}

impl Splice {
    /// The same, telling what the walking time rests on where that is another thing than for the others.
    pub(super) const fn with_basis(self, is_apart: bool) -> Self {
        Self { is_apart, ..self }
    }

    /// Appends the spliced members, each with a leading comma.
    fn write(self, answer: &mut Vec<u8>) {
        if let Some(reach) = self.reach {
            let decimetres = reach.millimetres.saturating_add(50) / 100;
            answer.extend_from_slice(b",\"distance_m\":");
            push_decimal(answer, decimetres / 10);
            answer.push(b'.');
            push_decimal(answer, decimetres % 10);
            match reach.walk_seconds {
                Some(seconds) => {
                    answer.extend_from_slice(b",\"walk_seconds\":");
                    push_decimal(answer, u64::from(seconds));
                    answer.extend_from_slice(b",\"walk_minutes\":");
                    push_decimal(answer, u64::from(walk_minutes(seconds)));
                }
                None => {
                    answer.extend_from_slice(b",\"walk_seconds\":null,\"walk_minutes\":null");
                }
            }
            if self.is_apart {
                answer.extend_from_slice(b",\"basis\":\"");
                answer.extend_from_slice(reach.basis.as_str().as_bytes());
                answer.push(b'"');
            }
        }
        if self.duplicates > 0 {
            answer.extend_from_slice(b",\"duplicates\":");
            push_decimal(answer, u64::from(self.duplicates));
        }
        answer.extend_from_slice(match self.is_open_now {
            Some(true) => b",\"is_open_now\":true",
            Some(false) => b",\"is_open_now\":false",
            None => b"",
        });
        if let Some(is_open) = self.is_open_on_arrival {
            answer.extend_from_slice(if is_open {
                b",\"open_on_arrival\":true"
            } else {
                b",\"open_on_arrival\":false"
            });
        }
    }
}
