//! Codes by the published vectors where they are at hand, and what is refused.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::{ALPHABET, CreditCode, CreditCodeRefusal};
use crate::identity::tests::published;

/// True for a code of the right form and check digit.
fn is_valid(text: &str) -> bool {
    CreditCode::parse(text).is_ok_and(|code| code.has_valid_check_digit())
}

/// A made-up code with the given last character.
fn made_up(last: char) -> String {
    format!("9152010000000000J{last}")
}

#[test]
fn the_published_vectors_are_told_apart() {
    let Some(vectors) = published() else { return };
    let vectors = &vectors["uscc_gb32100"];
    let valid = vectors["valid"].as_array().unwrap();
    let invalid = vectors["invalid"].as_array().unwrap();
    assert!(!valid.is_empty() && !invalid.is_empty());
    for code in valid.iter().chain([&vectors["synthetic_guiyang"]]) {
        assert!(is_valid(code.as_str().unwrap()), "{code}");
    }
    for pair in invalid {
        assert!(!is_valid(pair[0].as_str().unwrap()), "{pair}");
    }
}

#[test]
fn exactly_one_last_character_fits() {
    let fitting = ALPHABET
        .chars()
        .filter(|last| is_valid(&made_up(*last)))
        .count();
    assert_eq!(fitting, 1);
}

#[test]
fn a_changed_or_exchanged_character_is_noticed() {
    let last = ALPHABET
        .chars()
        .find(|last| is_valid(&made_up(*last)))
        .unwrap();
    let code = made_up(last);
    assert!(!is_valid(&code.replacen('2', "3", 1)));
    assert!(!is_valid(&code.replacen("15", "51", 1)));
}

#[test]
fn small_letters_and_blanks_are_forgiven() {
    let code = CreditCode::parse(" 91520100000000000j ").unwrap();
    assert_eq!(code.as_str(), "91520100000000000J");
}

#[test]
fn other_lengths_and_letters_are_refused() {
    assert_eq!(
        CreditCode::parse("12345"),
        Err(CreditCodeRefusal::Length { found: 5 })
    );
    assert_eq!(
        CreditCode::parse("9152010000000000IJ"),
        Err(CreditCodeRefusal::Character)
    );
    assert_eq!(
        CreditCode::parse("贵阳市南明区某某服务有限责任公司一二"),
        Err(CreditCodeRefusal::Character)
    );
}
