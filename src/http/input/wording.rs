//! Small steps between what was sent and what is read or said back.

use std::borrow::Cow;

use serde_json::Value;

use crate::http::codes::Code;
use crate::http::problem::ApiError;
use crate::language::Text;

/// How alike a name must be to be suggested (Jaro-Winkler).
const LIKENESS: f64 = 0.8;

/// A part of a query string without its percent-encoding; not copied where it has none.
pub(super) fn decoded(part: &str) -> Result<Cow<'_, str>, ApiError> {
    let is_plain = |byte: u8| !matches!(byte, b'%' | b'+' | 0);
    if part.bytes().all(is_plain) {
        return Ok(part.into());
    }
    let spaced = part.replace('+', " ");
    let bytes = percent_encoding::percent_decode_str(&spaced).decode_utf8();
    let text = bytes
        .map(Cow::into_owned)
        .ok()
        .filter(|text| is_well_encoded(part) && !text.contains('\0'));
    text.map(Cow::Owned).ok_or_else(|| {
        ApiError::new(Code::Malformed).with_detail(Text::new(
            "查询参数不是 UTF-8 文本",
            "the query is not UTF-8 in percent-encoding",
        ))
    })
}

/// True when every percent sign begins two hexadecimal digits (RFC 3986, 2.1).
fn is_well_encoded(part: &str) -> bool {
    let mut after_signs = part.split('%').skip(1);
    after_signs.all(|after| {
        let mut bytes = after.bytes();
        let mut is_digit = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        is_digit() && is_digit()
    })
}

/// A JSON value as the text that a query would hold; lists hold plain values only.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            let parts: Option<Vec<String>> = values.iter().map(plain_text).collect();
            parts.map(|parts| parts.join(","))
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null | Value::Object(_) => {
            plain_text(value)
        }
    }
}

/// A text, number or boolean as text.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A name short enough to be said back.
pub(super) fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}

/// The known name most like `name`, if any is.
pub(super) fn closest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let scored = known.iter().map(|candidate| {
        (
            strsim::jaro_winkler(&shortened(name), candidate),
            *candidate,
        )
    });
    scored
        .filter(|(score, _)| *score >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, near)| near)
}
