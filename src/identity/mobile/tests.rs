//! Numbers as people type them, and what is refused.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{Mobile, MobileRefusal};

#[test]
fn a_number_is_read_however_it_is_written() {
    for text in [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "0086-13800138000",
        "8613800138000",
        "１３８００１３８０００",
        "＋８６\u{3000}138－0013－8000",
    ] {
        let mobile = Mobile::parse(text).unwrap();
        assert_eq!(mobile.expose(), "13800138000", "{text}");
        assert_eq!(mobile.e164(), "+8613800138000");
    }
}

#[test]
fn each_refusal_has_its_reason() {
    for (text, refusal) in [
        ("", MobileRefusal::Length { found: 0 }),
        ("1380013800", MobileRefusal::Length { found: 10 }),
        ("138001380001", MobileRefusal::Length { found: 12 }),
        ("+86138001380001", MobileRefusal::Length { found: 12 }),
        ("12800138000", MobileRefusal::Beginning),
        ("23800138000", MobileRefusal::Beginning),
        ("+852 9123 4567", MobileRefusal::Abroad),
        ("0085291234567", MobileRefusal::Abroad),
        ("1380013800a", MobileRefusal::Character),
        ("一三八〇〇一三八〇〇〇", MobileRefusal::Character),
        ("138+00138000", MobileRefusal::Character),
        ("0851-85801234", MobileRefusal::Length { found: 12 }),
    ] {
        assert_eq!(Mobile::parse(text), Err(refusal), "{text}");
    }
}

#[test]
fn nothing_of_the_number_is_shown() {
    let mobile = Mobile::parse("13800131234").unwrap();
    assert_eq!(mobile.masked(), "138****1234");
    assert_eq!(format!("{mobile:?}"), "Mobile(..)");
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in any::<String>()) {
        let _ = Mobile::parse(&text);
    }

    #[test]
    fn what_was_read_reads_the_same_again(text in "(\\+86|0086|86)?[ -]?1[3-9][0-9]{9}") {
        let mobile = Mobile::parse(&text).unwrap();
        prop_assert_eq!(&Mobile::parse(mobile.expose()).unwrap(), &mobile);
        prop_assert_eq!(Mobile::parse(&mobile.e164()).unwrap(), mobile);
    }
}
