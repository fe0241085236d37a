//! The one error type of handlers, rendered as `application/problem+json` (RFC 9457).
//!
//! Handlers return it; `trace` renders it, since only there the language and the request's id are known. A mistake
//! of ours keeps its cause for the log and never shows it.

use std::fmt;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::codes::Code;
use crate::language::{Language, Text};

/// Media type of problem documents.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Where in the request a refused value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A JSON pointer into the body (RFC 6901).
    Pointer(String),
    /// A parameter of the query or the path.
    Parameter(String),
}

/// One refused value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where it stands.
    pub place: Place,
    /// Stable name of the reason.
    pub code: &'static str,
    /// What is wrong and, where we can tell, the mend.
    pub message: Text,
}

/// A refused or failed request.
#[derive(Debug)]
pub struct ApiError(Box<Refusal>);

/// What an [`ApiError`] says; boxed, since results pass it around.
#[derive(Debug)]
struct Refusal {
    /// What kind of refusal.
    code: Code,
    /// What happened, for the reader.
    detail: Option<Text>,
    /// The refused values.
    errors: Vec<FieldError>,
    /// When to try again.
    retry_after: Option<Duration>,
    /// Methods that the address answers.
    allow: Option<String>,
    /// Members beyond RFC 9457, e.g. similar openings.
    more: Vec<(&'static str, Value)>,
    /// What really happened; for the log only.
    cause: Option<String>,
}

impl ApiError {
    /// A refusal without more to say.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Refusal {
            code,
            detail: None,
            errors: Vec::new(),
            retry_after: None,
            allow: None,
            more: Vec::new(),
            cause: None,
        }))
    }

    /// Refused values of a request that could be read.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(Code::InvalidInput);
        error.0.errors = errors;
        error
    }

    /// A mistake of ours, or of what we stand on.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut error = Self::new(Code::Internal);
        error.0.cause = Some(cause.to_string());
        error
    }

    /// Something that is needed does not answer.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        let mut error = Self::new(Code::Unavailable).with_retry_after(Duration::from_secs(5));
        error.0.cause = Some(cause.to_string());
        error
    }

    /// Adds what happened, for the reader.
    #[must_use]
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// Adds when to try again.
    #[must_use]
    pub fn with_retry_after(mut self, after: Duration) -> Self {
        self.0.retry_after = Some(after);
        self
    }

    /// Adds the methods that the address answers.
    #[must_use]
    pub fn with_allow(mut self, methods: String) -> Self {
        self.0.allow = Some(methods);
        self
    }

    /// Adds a member beyond RFC 9457.
    #[must_use]
    pub fn with_member(mut self, name: &'static str, value: Value) -> Self {
        self.0.more.push((name, value));
        self
    }

    /// The cause for the log.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The document and its headers in the reader's language.
    #[must_use]
    pub fn render(&self, language: Language, request_id: &str) -> HttpResponse {
        let title = self.0.code.title();
        let detail = match (&self.0.detail, self.0.errors.first()) {
            (Some(detail), _) => detail.in_language(language),
            (None, Some(first)) => first.message.in_language(language),
            (None, None) => title.in_language(language),
        };
        let mut document = serde_json::json!(ProblemView {
            kind: format!("/problems#{}", self.0.code.as_str()),
            title: title.in_language(language).to_owned(),
            status: self.0.code.status(),
            detail: detail.to_owned(),
            code: self.0.code.as_str().to_owned(),
            request_id: request_id.to_owned(),
            errors: self
                .0
                .errors
                .iter()
                .map(|error| FieldErrorView::of(error, language))
                .collect(),
        });
        if let Some(members) = document.as_object_mut() {
            let more = self.0.more.iter();
            members.extend(more.map(|(name, value)| ((*name).to_owned(), value.clone())));
        }
        let mut response = HttpResponse::build(self.status_code());
        response
            .content_type(PROBLEM_JSON)
            .insert_header((CACHE_CONTROL, "no-store"));
        response.insert_header(("Content-Language", language.tag()));
        if let Some(after) = self.0.retry_after {
            let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
            response.insert_header((RETRY_AFTER, seconds.max(1).to_string()));
        }
        if let Some(methods) = &self.0.allow {
            response.insert_header((ALLOW, methods.as_str()));
        }
        response.body(document.to_string())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.code.as_str())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        self.render(Language::Zh, "")
    }
}

impl From<sea_orm::DbErr> for ApiError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::unavailable(error)
    }
}

/// A problem document (RFC 9457). `type` leads to the table of codes at `/problems`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemView {
    /// URI reference of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short title of the kind, in the reader's language.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened this time, in the reader's language.
    pub detail: String,
    /// Stable name of the kind.
    pub code: String,
    /// Identity of the request, to be quoted when asking for help.
    pub request_id: String,
    /// The refused values.
    pub errors: Vec<FieldErrorView>,
}

/// One refused value.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FieldProblem)]
pub struct FieldErrorView {
    /// JSON pointer into the body, for refused bodies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of the query or path parameter, for refused parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Stable name of the reason.
    pub code: String,
    /// What is wrong and, where we can tell, the mend.
    pub message: String,
}

impl FieldErrorView {
    /// The wire form of a refused value.
    fn of(error: &FieldError, language: Language) -> Self {
        let (pointer, parameter) = match &error.place {
            Place::Pointer(pointer) => (Some(pointer.clone()), None),
            Place::Parameter(name) => (None, Some(name.clone())),
        };
        Self {
            pointer,
            parameter,
            code: error.code.to_owned(),
            message: error.message.in_language(language).to_owned(),
        }
    }
}
