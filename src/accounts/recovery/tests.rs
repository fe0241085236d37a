//! Recovery codes as they are shown, typed and kept.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use super::{RECOVERY_CODES, RecoveryCode};
use crate::platform::chance::Chance;

#[test]
fn a_person_gets_ten_different_codes() {
    let codes = RecoveryCode::issue(&Chance::system()).unwrap();
    let shown: BTreeSet<String> = codes.iter().map(RecoveryCode::expose).collect();
    assert_eq!(shown.len(), RECOVERY_CODES);
    for code in shown {
        assert_eq!(code.len(), 29, "{code}");
        assert_eq!(code.split('-').count(), 6, "{code}");
    }
}

#[test]
fn a_code_is_recognised_however_it_is_typed() {
    let codes = RecoveryCode::issue(&Chance::counted(1)).unwrap();
    let code = codes.first().unwrap();
    let shown = code.expose();
    for typed in [
        shown.clone(),
        shown.to_lowercase(),
        shown.replace('-', ""),
        shown.replace('-', " "),
    ] {
        assert!(RecoveryCode::parse(&typed).unwrap().matches(&code.hash()));
    }
    let other = codes.last().unwrap();
    assert!(!other.matches(&code.hash()));
    assert!(!code.matches(&[]));
}

#[test]
fn other_texts_are_no_codes() {
    let long = "A".repeat(1_000_000);
    for text in ["", "ABCD", "ABCD-EFGH-IJKL-MNOP-QRST-UVW1", long.as_str()] {
        assert!(RecoveryCode::parse(text).is_none());
    }
}

#[test]
fn a_code_is_not_printed() {
    let codes = RecoveryCode::issue(&Chance::counted(1)).unwrap();
    assert_eq!(format!("{:?}", codes.first().unwrap()), "RecoveryCode(..)");
}
