//! Numbers by the published vectors, what is refused, and that nothing is shown.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{ResidentId, ResidentIdRefusal, TEST_AREA_PREFIX, check_character};
use crate::identity::tests::published;

/// The number that the standard's readers quote.
const KNOWN_GOOD: &str = "440524188001010014";

/// A day of the calendar.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Reads a number on a day of 2026.
fn parse(text: &str) -> Result<ResidentId, ResidentIdRefusal> {
    ResidentId::parse(text, day(2026, 11, 25))
}

/// A number with the right check character.
fn completed(body: &str) -> String {
    format!("{body}{}", check_character(body).unwrap())
}

#[test]
fn the_published_vectors_are_told_apart() {
    let Some(vectors) = published() else { return };
    let vectors = &vectors["resident_id_gb11643"];
    let valid = vectors["valid"].as_array().unwrap();
    let invalid = vectors["invalid"].as_array().unwrap();
    assert!(!valid.is_empty() && !invalid.is_empty());
    for number in valid.iter().chain([&vectors["synthetic_520102_18991231"]]) {
        assert!(parse(number.as_str().unwrap()).is_ok(), "{number}");
    }
    for case in invalid {
        assert!(parse(case[0].as_str().unwrap()).is_err(), "{case}");
    }
}

#[test]
fn a_number_tells_area_and_birth() {
    let id = parse(KNOWN_GOOD).unwrap();
    assert_eq!(id.expose(), KNOWN_GOOD);
    assert_eq!(id.area_code(), "440524");
    assert_eq!(id.born_on(), day(1880, 1, 1));
    assert!(!id.is_test_area());
}

#[test]
fn a_change_of_any_one_digit_is_refused() {
    for at in 0..KNOWN_GOOD.len() {
        for digit in "0123456789X".chars() {
            let mut changed: Vec<char> = KNOWN_GOOD.chars().collect();
            if changed[at] == digit {
                continue;
            }
            changed[at] = digit;
            let changed: String = changed.into_iter().collect();
            assert!(parse(&changed).is_err(), "{changed}");
        }
    }
}

#[test]
fn exchanged_neighbours_are_refused() {
    let number = completed("52010219900307321");
    for at in 0..17 {
        let mut changed: Vec<char> = number.chars().collect();
        changed.swap(at, at + 1);
        let changed: String = changed.into_iter().collect();
        assert!(changed == number || parse(&changed).is_err(), "{changed}");
    }
}

#[test]
fn small_x_blanks_and_full_width_characters_are_forgiven() {
    let number = "44011320141005001X";
    let expected = parse(number).unwrap();
    for text in [
        "44011320141005001x",
        " 44011320141005001X\u{3000}",
        "４４０１１３２０１４１００５００１ｘ",
        "４４０１１３２０１４１００５００１Ｘ",
    ] {
        assert_eq!(parse(text).unwrap(), expected, "{text}");
    }
    assert_eq!(expected.expose(), number);
}

#[test]
fn each_refusal_has_its_reason() {
    let bodies = [
        ("52010219901301001", ResidentIdRefusal::BirthDate),
        ("52010219900230001", ResidentIdRefusal::BirthDate),
        ("52010219010229001", ResidentIdRefusal::BirthDate),
        ("52010220261126001", ResidentIdRefusal::NotBornYet),
    ];
    for (body, refusal) in bodies {
        assert_eq!(parse(&completed(body)), Err(refusal), "{body}");
    }
    let texts = [
        ("", ResidentIdRefusal::Length { found: 0 }),
        ("12345", ResidentIdRefusal::Length { found: 5 }),
        ("520102900101001", ResidentIdRefusal::FirstGeneration),
        ("52010290010100X", ResidentIdRefusal::Length { found: 15 }),
        ("4405241880010100I4", ResidentIdRefusal::Character),
        ("44052418800101001Y", ResidentIdRefusal::Character),
        ("X40524188001010014", ResidentIdRefusal::Character),
        ("贵贵贵贵贵贵", ResidentIdRefusal::Length { found: 6 }),
        (
            "贵阳市南明区某某路一二三四五六七八九",
            ResidentIdRefusal::Character,
        ),
        ("440524188001010013", ResidentIdRefusal::CheckCharacter),
    ];
    for (text, refusal) in texts {
        assert_eq!(parse(text), Err(refusal), "{text}");
    }
}

#[test]
fn who_is_born_today_has_a_number() {
    assert!(parse(&completed("52010220261125001")).is_ok());
}

#[test]
fn an_area_that_no_list_knows_is_no_refusal() {
    let id = parse(&completed("00000019900307321")).unwrap();
    assert_eq!(id.area_code(), "000000");
    let id = parse(&completed(&format!("{TEST_AREA_PREFIX}00119900307321"))).unwrap();
    assert!(id.is_test_area());
}

#[test]
fn a_person_is_of_age_on_the_eighteenth_birthday() {
    let id = parse(&completed("52010220080307321")).unwrap();
    assert_eq!(id.age_on(day(2026, 3, 6)), 17);
    assert!(id.is_minor_on(day(2026, 3, 6)));
    assert_eq!(id.age_on(day(2026, 3, 7)), 18);
    assert!(!id.is_minor_on(day(2026, 3, 7)));
    assert_eq!(id.age_on(day(2000, 1, 1)), 0);
    let leap = parse(&completed("52010220080229321")).unwrap();
    assert!(leap.is_minor_on(day(2026, 2, 28)));
    assert!(!leap.is_minor_on(day(2026, 3, 1)));
}

#[test]
fn nothing_of_the_number_is_shown() {
    let id = parse(KNOWN_GOOD).unwrap();
    assert_eq!(id.masked(), "4***************14");
    assert_eq!(format!("{id:?}"), "ResidentId(..)");
    let refusal = parse("440524188001010013").unwrap_err();
    assert!(!format!("{refusal} {refusal:?}").contains("4405"));
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn no_text_of_eighteen_characters_stops_the_reader(text in "[0-9Xx０-９Ｘｘ贵\u{10FFFF}é]{17,19}") {
        let _ = parse(&text);
    }

    #[test]
    fn every_day_and_area_gives_a_number(
        area in 0..1_000_000_u32,
        days in 0..76_000_u64,
        order in 0..1000_u32,
    ) {
        let born_on = day(1800, 1, 1) + chrono::Days::new(days);
        let number = completed(&format!("{area:06}{}{order:03}", born_on.format("%Y%m%d")));
        let id = parse(&number).unwrap();
        prop_assert_eq!(id.born_on(), born_on);
        prop_assert_eq!(id.expose(), number);
    }
}
