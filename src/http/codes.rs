//! The one table of error codes. A code is stable: clients branch on it. Its page is `/problems#code`.

use crate::language::Text;

/// What was refused, as clients see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The request cannot be read at all.
    Malformed,
    /// The request was read and refused; `errors` names the fields.
    InvalidInput,
    /// There is nothing at this address, or nothing that the caller may know of.
    NotFound,
    /// The address exists and does not answer this method.
    MethodNotAllowed,
    /// The opening existed and has ended.
    OpeningEnded,
    /// The body is larger than allowed.
    BodyTooLarge,
    /// The body is of a type that is not understood.
    UnsupportedMediaType,
    /// Too many requests from this address.
    TooManyRequests,
    /// Something that is needed does not answer at the moment.
    Unavailable,
    /// A mistake of ours.
    Internal,
}

/// Every code, in the order of the table.
pub const ALL: [Code; 10] = [
    Code::Malformed,
    Code::InvalidInput,
    Code::NotFound,
    Code::MethodNotAllowed,
    Code::OpeningEnded,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::TooManyRequests,
    Code::Unavailable,
    Code::Internal,
];

impl Code {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed_request",
            Self::InvalidInput => "invalid_input",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::OpeningEnded => "opening_ended",
            Self::BodyTooLarge => "body_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::TooManyRequests => "too_many_requests",
            Self::Unavailable => "temporarily_unavailable",
            Self::Internal => "internal_error",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::InvalidInput => 422,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::OpeningEnded => 410,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }

    /// The code for a status that something below us answered with.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            413 => Self::BodyTooLarge,
            415 => Self::UnsupportedMediaType,
            422 => Self::InvalidInput,
            429 => Self::TooManyRequests,
            503 => Self::Unavailable,
            400..=499 => Self::Malformed,
            _ => Self::Internal,
        }
    }

    /// The short title.
    #[must_use]
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Self::Malformed => ("请求无法识别", "The request cannot be read"),
            Self::InvalidInput => ("请求内容有误", "The request was refused"),
            Self::NotFound => ("没有找到", "Not found"),
            Self::MethodNotAllowed => ("不支持这种请求方式", "Method not allowed"),
            Self::OpeningEnded => ("该岗位已结束", "This opening has ended"),
            Self::BodyTooLarge => ("提交的内容过大", "The body is too large"),
            Self::UnsupportedMediaType => ("不支持这种内容格式", "Unsupported content type"),
            Self::TooManyRequests => ("请求过于频繁", "Too many requests"),
            Self::Unavailable => ("服务暂时不可用", "Temporarily unavailable"),
            Self::Internal => ("服务器内部错误", "Internal error"),
        };
        Text::new(zh, en)
    }
}
