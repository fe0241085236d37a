//! Checked input: every parameter is known, stands once and has its type, or the answer names it.
//!
//! A query string and a JSON body of the same fields are read alike; refusals name the `parameter` of a query and the
//! `pointer` into a body. Reading collects every refusal before it answers. Read next: `values`, one reader a type.

mod members;
mod values;
mod wording;

use std::borrow::Cow;
use std::collections::BTreeSet;

use members::Members;
use wording::{as_text, closest, decoded, shortened};

use super::codes::Code;
use super::problem::{ApiError, FieldError, Place};
use crate::language::Text;

/// Longest query string, bytes: many times what the longest sensible one needs.
const MAX_QUERY_BYTES: usize = 8_192;

/// Most refusals that one answer names: a request of nothing but mistakes is not answered with megabytes.
const MAX_ERRORS: usize = 32;

/// Where the fields came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The query string.
    Query,
    /// A JSON object.
    Body,
}

/// The fields of a request while they are being checked; those of a query that hold no escape are not copied.
#[derive(Debug)]
pub struct Input<'q> {
    /// Where they came from.
    origin: Origin,
    /// Names and values that were given and not read yet; few, so that looking through them is the quickest.
    fields: Vec<(Cow<'q, str>, Cow<'q, str>)>,
    /// The fields that were given as JSON lists, which only readers of lists take.
    lists: BTreeSet<String>,
    /// Refusals so far.
    errors: Vec<FieldError>,
}

impl<'q> Input<'q> {
    /// Reads a query string that may hold the `known` parameters, each at most once.
    ///
    /// # Errors
    /// 400 when it is not UTF-8 in percent-encoding; 422 when it is too long.
    pub fn from_query(raw: &'q str, known: &[&str]) -> Result<Self, ApiError> {
        let mut input = Self::empty(Origin::Query);
        let pairs = || raw.split('&').filter(|pair| !pair.is_empty());
        if raw.len() > MAX_QUERY_BYTES {
            let longest = pairs().max_by_key(|pair| pair.len()).unwrap_or_default();
            let name = longest.split('=').next().unwrap_or_default();
            input.refuse_length(&shortened(&decoded(name)?), raw.len());
            return Err(ApiError::invalid(input.errors));
        }
        for pair in pairs() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            input.take_pair(decoded(name)?, decoded(value)?, known);
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
        let Members(members) = serde_json::from_slice(body).map_err(|error| {
            if error.is_data() {
                return malformed("应为 JSON 对象".into(), "expected a JSON object".into());
            }
            let place = format!("{}:{}", error.line(), error.column());
            malformed(
                format!("不是合法的 JSON（位置 {place}）"),
                format!("not valid JSON at line:column {place}"),
            )
        })?;
        let mut input = Self::empty(Origin::Body);
        for (name, value) in members {
            if value.is_array() {
                input.lists.insert(name.clone());
            }
            match as_text(&value) {
                Some(text) => input.take_pair(name.into(), text.into(), known),
                None if !known.contains(&name.as_str()) => {
                    input.take_pair(name.into(), "".into(), known);
                }
                None => input.refuse_type(&name),
            }
        }
        Ok(input)
    }

    /// No fields yet.
    fn empty(origin: Origin) -> Self {
        Self {
            origin,
            fields: Vec::new(),
            lists: BTreeSet::new(),
            errors: Vec::new(),
        }
    }

    /// Refuses the type of a JSON value.
    fn refuse_type(&mut self, name: &str) {
        let message = Text::new(
            "类型不对：应为文本、数字或布尔值；可取多个值的为它们的列表",
            "wrong type: expected a text, a number or a boolean; a list of these where several values are taken",
        );
        self.refuse(name, "wrong_type", message);
    }

    /// Refuses a query for its length, naming the parameter that makes most of it.
    fn refuse_length(&mut self, name: &str, bytes: usize) {
        let message = Text::new(
            format!("查询过长（{bytes} 字节），最多 {MAX_QUERY_BYTES} 字节"),
            format!("the query has {bytes} bytes; at most {MAX_QUERY_BYTES} are read"),
        );
        self.refuse(name, "query_too_long", message);
    }

    /// Keeps a field, unless it is unknown or stands twice.
    fn take_pair(&mut self, name: Cow<'q, str>, value: Cow<'q, str>, known: &[&str]) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
        if !known.contains(&&*name) {
            let short = shortened(&name);
            let message = match closest(&name, known) {
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
        } else if self.has(&name) {
            self.refuse(
                &name,
                "repeated_parameter",
                Text::new(
                    format!("参数“{name}”出现了两次；多个值请用逗号分隔"),
                    format!(
                        "the parameter \"{name}\" stands twice; separate several values by commas"
                    ),
                ),
            );
        } else {
            self.fields.push((name, value));
        }
    }

    /// Notes a refused field; past [`MAX_ERRORS`] nothing more is noted.
    pub fn refuse(&mut self, name: &str, code: &'static str, message: Text) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
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
        self.take(name).map(Cow::into_owned)
    }

    /// The text of a field as it was sent, if it was given and not empty.
    fn take(&mut self, name: &str) -> Option<Cow<'q, str>> {
        let position = self.fields.iter().position(|(given, _)| given == name)?;
        let (_, text) = self.fields.swap_remove(position);
        if !self.lists.is_empty() && self.lists.remove(name) {
            self.refuse_type(name);
            return None;
        }
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
        self.fields.iter().any(|(given, _)| given == name)
    }

    /// Refuses that a needed field is missing.
    pub fn missing(&mut self, name: &str) {
        self.refuse(
            name,
            "required",
            Text::new(format!("缺少“{name}”"), format!("\"{name}\" is required")),
        );
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
