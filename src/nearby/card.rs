//! A card: an item's JSON, serialised once when it changes.
//!
//! It holds nothing that depends on the clock, the language or the reader. The location stands in it as text in WGS-84
//! and GCJ-02; distance, walking time and whether it is open are spliced in for each answer.

use std::fmt::Write as _;
use std::io::Write as _;

use reach::coord::{Crs, Wgs84};
use serde_json::{Map, Value};

use crate::http::coordinates::seven_decimals;

/// One item, ready to be copied into an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card {
    /// The JSON object without its closing brace, then both locations, one after the other.
    text: Box<str>,
    /// Where the object ends and the WGS-84 location begins.
    object_end: usize,
    /// Where the WGS-84 location ends and the GCJ-02 location begins.
    wgs84_end: usize,
}

/// What is spliced into a card for one answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Splice {
    /// Millimetres from the origin and seconds on foot, where there is an origin.
    pub(super) reach: Option<(u64, u32)>,
    /// Whether it is open at the moment of the answer; `None` where the hours are not known or it has none.
    pub(super) is_open_now: Option<bool>,
}

impl Card {
    /// The card of an item with these members, at this point.
    pub(super) fn new(members: Map<String, Value>, point: Wgs84) -> Self {
        let mut text = Value::Object(members).to_string();
        text.pop();
        let object_end = text.len();
        text.push_str(&location_text(point, Crs::Wgs84));
        let wgs84_end = text.len();
        text.push_str(&location_text(point, Crs::Gcj02));
        Self {
            text: text.into_boxed_str(),
            object_end,
            wgs84_end,
        }
    }

    /// Appends the item in the caller's crs to a JSON answer.
    pub(super) fn write(&self, answer: &mut Vec<u8>, point: Wgs84, crs: Crs, splice: Splice) {
        answer.extend_from_slice(
            self.text
                .get(..self.object_end)
                .unwrap_or_default()
                .as_bytes(),
        );
        answer.extend_from_slice(b",\"location\":");
        match crs {
            Crs::Wgs84 => answer.extend_from_slice(
                self.text
                    .get(self.object_end..self.wgs84_end)
                    .unwrap_or_default()
                    .as_bytes(),
            ),
            Crs::Gcj02 => {
                answer.extend_from_slice(
                    self.text
                        .get(self.wgs84_end..)
                        .unwrap_or_default()
                        .as_bytes(),
                );
            }
            Crs::Bd09 => answer.extend_from_slice(location_text(point, crs).as_bytes()),
        }
        splice.write(answer);
        answer.push(b'}');
    }

    /// Appends the item as a GeoJSON feature (RFC 7946): always WGS-84, longitude first.
    pub(super) fn write_feature(&self, answer: &mut Vec<u8>, point: Wgs84, splice: Splice) {
        let (lon, lat) = (
            seven_decimals(point.lon_degrees()),
            seven_decimals(point.lat_degrees()),
        );
        // Writing to a Vec cannot fail.
        let _ = write!(
            answer,
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}},\"properties\":"
        );
        answer.extend_from_slice(
            self.text
                .get(..self.object_end)
                .unwrap_or_default()
                .as_bytes(),
        );
        splice.write(answer);
        answer.extend_from_slice(b"}}");
    }
}

impl Splice {
    /// Appends the spliced members, each with a leading comma.
    fn write(self, answer: &mut Vec<u8>) {
        if let Some((millimetres, seconds)) = self.reach {
            let decimetres = millimetres.saturating_add(50) / 100;
            let minutes = reach::measure::walk_minutes(seconds);
            // Writing to a Vec cannot fail.
            let _ = write!(
                answer,
                ",\"distance_m\":{}.{},\"walk_seconds\":{seconds},\"walk_minutes\":{minutes}",
                decimetres / 10,
                decimetres % 10
            );
        }
        answer.extend_from_slice(match self.is_open_now {
            Some(true) => b",\"is_open_now\":true",
            Some(false) => b",\"is_open_now\":false",
            None => b",\"is_open_now\":null",
        });
    }
}

/// A location as JSON, degrees with 7 decimals.
fn location_text(point: Wgs84, crs: Crs) -> String {
    let position = point.in_crs(crs);
    let mut text = String::with_capacity(40);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "{{\"lat\":{},\"lon\":{}}}",
        seven_decimals(position.lat_degrees()),
        seven_decimals(position.lon_degrees())
    );
    text
}
