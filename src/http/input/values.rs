//! One reader for each type of value: numbers, flags, instants, lists, identities, page sizes and page tokens.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Input;
use crate::http::page_token::{PageTokens, TokenRefusal};
use crate::http::problem::{FieldError, Place};
use crate::language::Text;

/// Most values in one list.
const MAX_LIST: usize = 64;

impl Input<'_> {
    /// A finite decimal number.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        let text = self.take(name)?;
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
        let text = self.take(name)?;
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
        match &*self.take(name)? {
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
        let text = self.take(name)?;
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
        if !self.lists.is_empty() {
            self.lists.remove(name);
        }
        let text = self.take(name)?;
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
        let token = self.take("page_token")?;
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
}
