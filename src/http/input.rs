//! Checked input: every parameter is known, stands once and has its type, or the answer names it.
//!
//! A query string and a JSON body of the same fields are read alike; refusals name the `parameter` of a query and the
//! `pointer` into a body. Reading collects every refusal before it answers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::codes::Code;
use super::page_token::{PageTokens, TokenRefusal};
use super::problem::{ApiError, FieldError, Place};
use crate::language::Text;

/// Longest query string, bytes: many times what the longest sensible one needs.
const MAX_QUERY_BYTES: usize = 8_192;

/// Most values in one list.
const MAX_LIST: usize = 64;

/// How alike a name must be to be suggested (Jaro-Winkler).
const LIKENESS: f64 = 0.8;

/// Where the fields came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The query string.
    Query,
    /// A JSON object.
    Body,
}

/// The fields of a request while they are being checked.
#[derive(Debug)]
pub struct Input {
    /// Where they came from.
    origin: Origin,
    /// Given fields that were not read yet.
    fields: BTreeMap<String, String>,
    /// Refusals so far.
    errors: Vec<FieldError>,
}

impl Input {
    /// Reads a query string that may hold the `known` parameters, each at most once.
    ///
    /// # Errors
    /// 400 when it is not UTF-8 in percent-encoding.
    pub fn from_query(raw: &str, known: &[&str]) -> Result<Self, ApiError> {
        let mut input = Self {
            origin: Origin::Query,
            fields: BTreeMap::new(),
            errors: Vec::new(),
        };
        let mut longest = ("", 0);
        for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if pair.len() > longest.1 {
                longest = (name, pair.len());
            }
            input.take_pair(&decoded(name)?, &decoded(value)?, known);
        }
        if raw.len() > MAX_QUERY_BYTES {
            let name = decoded(longest.0)?;
            input.refuse(
                &shortened(&name),
                "query_too_long",
                Text::new(
                    format!(
                        "查询过长（{} 字节），最多 {MAX_QUERY_BYTES} 字节",
                        raw.len()
                    ),
                    format!(
                        "the query has {} bytes; at most {MAX_QUERY_BYTES} are read",
                        raw.len()
                    ),
                ),
            );
        }
        Ok(input)
    }

    /// Reads a JSON object that may hold the `known` fields; lists may be JSON lists.
    ///
    /// # Errors
    /// 400 when it is not a JSON object.
    pub fn from_body(body: &[u8], known: &[&str]) -> Result<Self, ApiError> {
        let malformed =
            |zh: String, en: String| ApiError::new(Code::Malformed).with_detail(Text::new(zh, en));
        let value: Value = serde_json::from_slice(body).map_err(|error| {
            let place = format!("{}:{}", error.line(), error.column());
            malformed(
                format!("不是合法的 JSON（位置 {place}）"),
                format!("not valid JSON at line:column {place}"),
            )
        })?;
        let Value::Object(members) = value else {
            return Err(malformed(
                "应为 JSON 对象".into(),
                "expected a JSON object".into(),
            ));
        };
        let mut input = Self {
            origin: Origin::Body,
            fields: BTreeMap::new(),
            errors: Vec::new(),
        };
        for (name, value) in members {
            match as_text(&value) {
                Some(text) => input.take_pair(&name, &text, known),
                None if value.is_null() => {}
                None => input.refuse(
                    &name,
                    "wrong_type",
                    Text::new(
                        "类型不对：应为文本、数字、布尔值或它们的列表",
                        "wrong type: expected a text, a number, a boolean or a list of these",
                    ),
                ),
            }
        }
        Ok(input)
    }

    /// Keeps a field, unless it is unknown or stands twice.
    fn take_pair(&mut self, name: &str, value: &str, known: &[&str]) {
        if !known.contains(&name) {
            let short = shortened(name);
            let message = match closest(name, known) {
                Some(near) => Text::new(
                    format!("没有参数“{short}”，您是否想用“{near}”？"),
                    format!("there is no parameter \"{short}\"; did you mean \"{near}\"?"),
                ),
                None => Text::new(
                    format!("没有参数“{short}”。可用：{}", known.join("、")),
                    format!(
                        "there is no parameter \"{short}\"; there are: {}",
                        known.join(", ")
                    ),
                ),
            };
            self.refuse(&short, "unknown_parameter", message);
        } else if self
            .fields
            .insert(name.to_owned(), value.to_owned())
            .is_some()
        {
            self.refuse(
                name,
                "repeated_parameter",
                Text::new(
                    format!("参数“{name}”出现了两次；多个值请用逗号分隔"),
                    format!(
                        "the parameter \"{name}\" stands twice; separate several values by commas"
                    ),
                ),
            );
        }
    }

    /// Notes a refused field.
    pub fn refuse(&mut self, name: &str, code: &'static str, message: Text) {
        let place = match self.origin {
            Origin::Query => Place::Parameter(name.to_owned()),
            Origin::Body => {
                Place::Pointer(format!("/{}", name.replace('~', "~0").replace('/', "~1")))
            }
        };
        self.errors.push(FieldError {
            place,
            code,
            message,
        });
    }

    /// The text of a field, if it was given and not empty.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let text = self.fields.remove(name)?;
        if text.is_empty() {
            self.refuse(
                name,
                "empty",
                Text::new(
                    format!("“{name}”不能为空"),
                    format!("\"{name}\" must not be empty"),
                ),
            );
            return None;
        }
        Some(text)
    }

    /// Refuses that parameters were given to an operation that reads a body.
    pub fn refuse_query(&mut self) {
        if self.errors.is_empty() {
            self.refuse(
                "query",
                "unknown_parameter",
                Text::new(
                    "此操作的参数应放在请求体中",
                    "the parameters of this operation belong in the body",
                ),
            );
        }
    }

    /// True when a field was given and not read yet.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Refuses that a needed field is missing.
    pub fn missing(&mut self, name: &str) {
        self.refuse(
            name,
            "required",
            Text::new(format!("缺少“{name}”"), format!("\"{name}\" is required")),
        );
    }

    /// A finite decimal number.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        let text = self.text(name)?;
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            Ok(_) | Err(_) => {
                self.refuse(
                    name,
                    "not_a_number",
                    Text::new(
                        format!("“{name}”应为有限的数字"),
                        format!("\"{name}\" must be a finite number"),
                    ),
                );
                None
            }
        }
    }

    /// A whole number between `least` and `most`.
    pub fn integer(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let text = self.text(name)?;
        match text.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            Ok(_) => {
                self.refuse(
                    name,
                    "out_of_range",
                    Text::new(
                        format!("“{name}”应在 {least} 到 {most} 之间"),
                        format!("\"{name}\" must be between {least} and {most}"),
                    ),
                );
                None
            }
            Err(_) => {
                self.refuse(
                    name,
                    "not_an_integer",
                    Text::new(
                        format!("“{name}”应为整数"),
                        format!("\"{name}\" must be a whole number"),
                    ),
                );
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.text(name)?.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.refuse(
                    name,
                    "not_a_boolean",
                    Text::new(
                        format!("“{name}”应为 true 或 false"),
                        format!("\"{name}\" must be true or false"),
                    ),
                );
                None
            }
        }
    }

    /// An instant (RFC 3339).
    pub fn instant(&mut self, name: &str) -> Option<DateTime<Utc>> {
        let text = self.text(name)?;
        match DateTime::parse_from_rfc3339(&text) {
            Ok(instant) => Some(instant.with_timezone(&Utc)),
            Err(_) => {
                self.refuse(
                    name,
                    "not_an_instant",
                    Text::new(
                        format!("“{name}”应为 RFC 3339 时间，例如 2026-11-24T00:00:00Z"),
                        format!(
                            "\"{name}\" must be an RFC 3339 instant such as 2026-11-24T00:00:00Z"
                        ),
                    ),
                );
                None
            }
        }
    }

    /// A comma-separated list without empty or repeated values; given empty is refused.
    pub fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let text = self.text(name)?;
        let mut values: Vec<String> = text
            .split(',')
            .map(|value| value.trim().to_owned())
            .collect();
        if values.len() > MAX_LIST || values.iter().any(String::is_empty) {
            self.refuse(name, "bad_list", Text::new(
                format!("“{name}”应为逗号分隔的列表，不含空值，最多 {MAX_LIST} 项"),
                format!("\"{name}\" must be a comma-separated list without empty values, at most {MAX_LIST}"),
            ));
            return None;
        }
        values.sort_unstable();
        values.dedup();
        Some(values)
    }

    /// How many items a page holds: coerced to `most`, `default` when not given; below one is refused.
    pub fn page_size(&mut self, most: i64, default: usize) -> usize {
        let asked = self.integer("page_size", 1, i64::MAX);
        asked.map_or(default, |size| {
            usize::try_from(size.min(most)).unwrap_or(default)
        })
    }

    /// The key in the page token of `query`, if one was given.
    pub fn page_token(&mut self, tokens: &PageTokens, query: &str) -> Option<Vec<u8>> {
        let token = self.text("page_token")?;
        match tokens.open(query, &token) {
            Ok(key) => Some(key),
            Err(refusal) => {
                let (code, message) = match refusal {
                    TokenRefusal::Tampered => (
                        "invalid_page_token",
                        Text::new(
                            "翻页标记无效，请从第一页重新开始",
                            "the page token is not valid; start again from the first page",
                        ),
                    ),
                    TokenRefusal::OtherQuery => (
                        "page_token_of_another_query",
                        Text::new(
                            "翻页标记属于另一个查询：翻页时不要改变其他参数",
                            "the page token belongs to another query: keep the other parameters while paging",
                        ),
                    ),
                };
                self.refuse("page_token", code, message);
                None
            }
        }
    }

    /// An identity that stands in the path.
    pub fn path_id(&mut self, name: &str, text: &str) -> Option<Uuid> {
        let id = Uuid::try_parse(text).ok();
        if id.is_none() {
            let message = Text::new(
                format!("“{name}”应为 UUID"),
                format!("\"{name}\" must be a UUID"),
            );
            self.errors.push(FieldError {
                place: Place::Parameter(name.to_owned()),
                code: "not_an_id",
                message,
            });
        }
        id
    }

    /// Ends the check.
    ///
    /// # Errors
    /// 422 naming every refused field.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(ApiError::invalid(self.errors))
        }
    }
}

/// A part of a query string without its percent-encoding.
fn decoded(part: &str) -> Result<String, ApiError> {
    let spaced = part.replace('+', " ");
    let bytes = percent_encoding::percent_decode_str(&spaced).decode_utf8();
    let text = bytes
        .map(std::borrow::Cow::into_owned)
        .ok()
        .filter(|text| !text.contains('\0'));
    text.ok_or_else(|| {
        ApiError::new(Code::Malformed).with_detail(Text::new(
            "查询参数不是 UTF-8 文本",
            "the query is not UTF-8 in percent-encoding",
        ))
    })
}

/// A JSON value as the text that a query would hold.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(values) => {
            let parts: Option<Vec<String>> = values.iter().map(as_text).collect();
            parts.map(|parts| parts.join(","))
        }
        Value::Null | Value::Object(_) => None,
    }
}

/// A name short enough to be said back.
fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}

/// The known name most like `name`, if any is.
fn closest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
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
