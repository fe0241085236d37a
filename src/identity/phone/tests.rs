//! Numbers as offices write them, and texts that are none.

use super::is_plausible_phone;

#[test]
fn numbers_as_offices_write_them_are_plausible() {
    for text in [
        "0851-85801234",
        "（0851）8580 1234",
        "085185801234",
        "85801234",
        "13800000000",
        "+86 138 0000 0000",
        "400-800-1234",
        "12333",
        "96567",
        "0851-85801234 转 801",
        "0851-85801234ext.12",
        "13800000000、0851-85801234",
    ] {
        assert!(is_plausible_phone(text), "{text}");
    }
}

#[test]
fn other_texts_are_not() {
    for text in [
        "",
        "无",
        "123",
        "1380000000",
        "138000000001",
        "0851--85801234",
        "85801234转",
        "8580a234",
        "110110110110",
    ] {
        assert!(!is_plausible_phone(text), "{text}");
    }
}
