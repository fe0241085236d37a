//! Base32 by the vectors of RFC 4648, 10, without their padding.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{decoded, encoded};

#[test]
fn the_published_vectors_hold() {
    for (bytes, text) in [
        ("", ""),
        ("f", "MY"),
        ("fo", "MZXQ"),
        ("foo", "MZXW6"),
        ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ] {
        assert_eq!(encoded(bytes.as_bytes()), text);
        assert_eq!(decoded(text).unwrap(), bytes.as_bytes());
    }
}

#[test]
fn other_texts_are_refused() {
    for text in ["A", "MZ1", "my", "MZ", "MY======", "MZXW6YTBOJ", "贵阳"] {
        assert_eq!(decoded(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn bytes_come_back(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(decoded(&encoded(&bytes)).unwrap(), bytes);
    }

    #[test]
    fn one_text_for_the_same_bytes(text in "[A-Z2-7]{0,20}") {
        if let Some(bytes) = decoded(&text) {
            prop_assert_eq!(encoded(&bytes), text);
        }
    }
}
