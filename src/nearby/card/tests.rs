//! Numbers against the formatting of the standard library and `serde_json`; the dictionary's bounds; pieces.
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use reach::coord::{Crs, Wgs84};
use reach::index::ItemId;

use super::digits::{SevenDecimals, push_decimal};
use super::fragments::{Fragments, Sharing};
use super::{Card, FullCard, Pen, Splice, pieces};
use crate::http::coordinates::seven_decimals;

/// The text that a function appends.
fn text_of(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut answer = Vec::new();
    write(&mut answer);
    String::from_utf8(answer).unwrap()
}

/// An instant of milliseconds since 1970.
fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

/// A card of one own text.
fn card_of(text: &str, point: Wgs84) -> Card {
    let fragments = Fragments::default();
    let mut pen = Pen::new(&fragments);
    pen.own(&text);
    pen.finish(point, instant(1_795_000_000_123))
}

proptest! {
    #[test]
    fn whole_numbers_are_printed_as_the_standard_library_prints_them(
        value in any::<u64>(), shift in 0_u32..64,
    ) {
        prop_assert_eq!(text_of(|it| push_decimal(it, value >> shift)), (value >> shift).to_string());
    }

    #[test]
    fn degrees_are_printed_as_numbers_rounded_to_seven_decimals_are(
        lat in -90.0..90.0_f64, lon in -180.0..180.0_f64, decimals in 0_i32..9,
    ) {
        // Few decimals too, so that zeros at the end and whole degrees come up; 0.0 has no sign in either.
        let cut = |degrees: f64| (degrees * 10_f64.powi(decimals)).trunc() / 10_f64.powi(decimals) + 0.0;
        let point = Wgs84::new(cut(lat), cut(lon)).unwrap();
        let location = SevenDecimals::of(point, Crs::Wgs84);
        prop_assume!(location.lat != 0 && location.lon != 0);
        prop_assert_eq!(text_of(|it| location.push_lat(it)), seven_decimals(cut(lat)).to_string());
        prop_assert_eq!(text_of(|it| location.push_lon(it)), seven_decimals(cut(lon)).to_string());
    }
}

#[test]
fn free_text_is_shared_only_when_it_is_seen_again() {
    let fragments = Fragments::default();
    assert_eq!(fragments.number("某某公司", Sharing::SeenAgain), None);
    let number = fragments.number("某某公司", Sharing::SeenAgain).unwrap();
    assert_eq!(fragments.padded(number).1, "某某公司".len());
    assert_eq!(
        fragments.number("某某公司", Sharing::Vocabulary),
        Some(number)
    );
}

#[test]
fn a_flood_of_free_text_leaves_room_for_vocabularies_and_stops() {
    let fragments = Fragments::default();
    let flood = |sharing| {
        (0..70_000)
            .filter(|it| twice(&fragments, *it, sharing))
            .count()
    };
    assert_eq!(flood(Sharing::SeenAgain), 49_152);
    assert!(fragments.number("类别", Sharing::Vocabulary).is_some());
    // What the flood put in is found again; the rest fills the dictionary to its last entry.
    assert_eq!(flood(Sharing::Vocabulary), 65_535);
    assert_eq!(fragments.number("别的", Sharing::Vocabulary), None);
}

/// Whether the second sight of a text of the flood finds it shared.
fn twice(fragments: &Fragments, number: u32, sharing: Sharing) -> bool {
    let text = format!("公司 {number}");
    let _ = fragments.number(&text, sharing);
    fragments.number(&text, sharing).is_some()
}

#[test]
fn long_texts_fill_the_dictionary_by_bytes_and_the_longest_stay_out() {
    let fragments = Fragments::default();
    let text = |number: u32| format!("{number:01024}");
    let taken =
        (0..20_000).filter(|it| fragments.number(&text(*it), Sharing::Vocabulary).is_some());
    assert_eq!(taken.count(), 16_384);
    let long = "长".repeat(342);
    assert_eq!(
        Fragments::default().number(&long, Sharing::Vocabulary),
        None
    );
}

#[test]
fn fragments_of_every_length_of_number_are_read_back() {
    let fragments = Fragments::default();
    let point = Wgs84::new(26.5, 106.6).unwrap();
    for number in 0..40_000 {
        let text = format!("\"片段 {number}\"");
        let mut pen = Pen::new(&fragments);
        pen.own(&1);
        pen.shared(&text);
        pen.own(&2);
        let card = pen.finish(point, instant(0));
        let packed = text_of(|it| {
            pieces::unpack(
                card.0.get(super::HEAD_BYTES..).unwrap(),
                &fragments,
                ItemId(0),
                it,
            );
        });
        assert_eq!(packed, format!("1{text}2"));
    }
}

#[test]
fn a_card_is_two_words_and_knows_its_last_change() {
    let card = card_of("甲", Wgs84::new(26.5, 106.6).unwrap());
    assert_eq!(size_of::<Card>(), 2 * size_of::<usize>());
    assert_eq!(card.updated_at(), instant(1_795_000_000_123));
}

#[test]
fn a_text_is_cut_into_runs_without_a_loss() {
    let point = Wgs84::new(26.5, 106.6).unwrap();
    for length in [1, 126, 127, 128, 129, 254, 255, 256, 257, 10_000] {
        let text = "x".repeat(length);
        let card = card_of(&text, point);
        let full = FullCard {
            why: None,
            card: &card,
            fragments: &Fragments::default(),
            id: ItemId(0),
            point,
            splice: Splice::default(),
        };
        let written = text_of(|it| full.write(it, Crs::Wgs84));
        assert!(
            written.starts_with(&format!("\"{text}\",\"location\":")),
            "{length}"
        );
    }
}
