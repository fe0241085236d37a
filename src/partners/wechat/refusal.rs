//! Every documented error of WeChat as one case. It knows no HTTP of ours: slices say what a case means for a caller.

use thiserror::Error;

/// Why WeChat did not do what was asked.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WeChatRefusal {
    /// No mini-program is configured.
    #[error("no WeChat mini-program is configured")]
    NotConfigured,
    /// WeChat is busy (-1): try again later.
    #[error("WeChat is busy")]
    Busy,
    /// The code is wrong, expired, or of another mini-program (40029): the client logs in anew.
    #[error("WeChat does not know this code")]
    CodeInvalid,
    /// The code was used before (40163): the client logs in anew.
    #[error("this code of WeChat was used before")]
    CodeUsed,
    /// Too many requests in this minute (45011) or on this day (45009).
    #[error("the quota at WeChat is used up")]
    QuotaExceeded,
    /// WeChat blocks this person as a risk (40226).
    #[error("WeChat blocks this person")]
    UserBlocked,
    /// The mini-program's id, secret, addresses or rights are wrong: nobody can log in until the operator mends it.
    #[error("WeChat refuses this mini-program ({errcode}): check its configuration")]
    Misconfigured {
        /// WeChat's number: 40013 id, 40125 secret, 41002 id, 40164 address, 48001 and 48004 rights.
        errcode: i64,
    },
    /// The access token is refused again and again (40001, 40014, 42001).
    #[error("WeChat refuses our access token")]
    TokenRefused,
    /// The mini-program has no such page (41030), in the version that was named.
    #[error("the mini-program has no such page")]
    PageMissing,
    /// The person does not want this message, or has no consent left (43101).
    #[error("the person does not receive this message")]
    UserRefused,
    /// There is no such openid in this mini-program (40003, 43104).
    #[error("WeChat does not know this person")]
    OpenidInvalid,
    /// There is no such template (40037).
    #[error("WeChat does not know this template")]
    TemplateInvalid,
    /// A value breaks WeChat's rules (47003, or before WeChat is asked).
    #[error("WeChat refuses a value ({})", .field.as_deref().unwrap_or("unnamed"))]
    ParameterInvalid {
        /// The field, where it is known, e.g. `thing1`.
        field: Option<String>,
    },
    /// No connection, no answer in time, or a broken one. What was asked may have happened.
    #[error("WeChat does not answer")]
    Unreachable,
    /// The answer is not what is documented, or too large.
    #[error("WeChat's answer cannot be read")]
    Malformed,
    /// An error that we have no case for.
    #[error("WeChat refuses ({0})")]
    Other(i64),
}

impl WeChatRefusal {
    /// The case of an error number; its text names a field at most.
    pub(super) fn of(errcode: i64, errmsg: &str) -> Self {
        match errcode {
            -1 => Self::Busy,
            40029 => Self::CodeInvalid,
            40163 => Self::CodeUsed,
            45009 | 45011 => Self::QuotaExceeded,
            40226 => Self::UserBlocked,
            40013 | 40125 | 40164 | 41002 | 48001 | 48004 => Self::Misconfigured { errcode },
            40001 | 40014 | 42001 => Self::TokenRefused,
            41030 => Self::PageMissing,
            43101 => Self::UserRefused,
            40003 | 43104 => Self::OpenidInvalid,
            40037 => Self::TemplateInvalid,
            47003 => Self::ParameterInvalid {
                field: field_in(errmsg),
            },
            other => Self::Other(other),
        }
    }

    /// A value that is refused before WeChat is asked.
    pub(super) fn of_field(field: &str) -> Self {
        Self::ParameterInvalid {
            field: Some(field.to_owned()),
        }
    }
}

/// The field that a 47003 names: `argument invalid! data.thing1.value is empty`.
fn field_in(errmsg: &str) -> Option<String> {
    let after = errmsg.split("data.").nth(1)?;
    let name: String = after
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .take(64)
        .collect();
    (!name.is_empty()).then_some(name)
}

/// The request id at WeChat in an error's text, which its support asks for.
pub(super) fn rid_in(errmsg: &str) -> &str {
    let after = errmsg.split("rid:").nth(1).unwrap_or_default().trim_start();
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let rid = after.split(|letter| !is_inside(letter)).next();
    rid.unwrap_or_default()
}
