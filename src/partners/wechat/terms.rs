//! What is said to WeChat and what it says, as types. Those that hold personal data print without it.

use std::fmt;

use bytes::Bytes;

use crate::config::MiniProgramVersion;

/// Who logged in, as WeChat names people.
#[derive(Clone, PartialEq, Eq)]
pub struct WeChatIdentity {
    /// The mini-program that the openid belongs to.
    pub app_id: String,
    /// Names the person to this mini-program.
    pub openid: String,
    /// Names the person to all programs of one operator, where the mini-program is bound to an open platform account.
    pub unionid: Option<String>,
}

impl fmt::Debug for WeChatIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("WeChatIdentity")
            .field("app_id", &self.app_id)
            .field("has_unionid", &self.unionid.is_some())
            .finish_non_exhaustive()
    }
}

/// A phone that WeChat verified, as digits; not yet a number that we believe to exist.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneGiven {
    /// Country code without `+`, e.g. `86`.
    pub country_code: String,
    /// National number.
    pub number: String,
}

impl fmt::Debug for PhoneGiven {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PhoneGiven")
            .field("country_code", &self.country_code)
            .finish_non_exhaustive()
    }
}

/// How an image is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl ImageFormat {
    /// The format by its first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else {
            None
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A drawn mini-program code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeImage {
    /// The image file.
    pub bytes: Bytes,
    /// What it is.
    pub format: ImageFormat,
}

/// Where a text stands; WeChat judges by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextScene {
    /// 资料: a profile.
    Profile,
    /// 评论: a comment.
    Comment,
    /// 论坛: a forum.
    Forum,
    /// 社交日志: a log of one's own.
    SocialLog,
}

impl TextScene {
    /// WeChat's number.
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::Profile => 1,
            Self::Comment => 2,
            Self::Forum => 3,
            Self::SocialLog => 4,
        }
    }
}

/// What WeChat would do with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSuggestion {
    /// Show it.
    Pass,
    /// Let a person look.
    Review,
    /// Do not show it.
    Risky,
}

/// WeChat's judgement of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextVerdict {
    /// What to do.
    pub suggestion: TextSuggestion,
    /// Why: 100 is nothing, others are WeChat's kinds of trouble.
    pub label: i64,
}

/// A subscribe message.
#[derive(Clone, Copy)]
pub struct SubscribeMessage<'a> {
    /// To whom.
    pub openid: &'a str,
    /// The template's id in the mini-program's console.
    pub template_id: &'a str,
    /// The page that it opens, without a leading `/`; may have a query.
    pub page: Option<&'a str>,
    /// The template's fields, e.g. (`thing1`, a text of at most 20 characters).
    pub data: &'a [(&'a str, &'a str)],
    /// The version that it opens.
    pub version: MiniProgramVersion,
}

impl fmt::Debug for SubscribeMessage<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SubscribeMessage")
            .field("template_id", &self.template_id)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

/// The version as `getwxacodeunlimit` names it.
pub(super) const fn code_version(version: MiniProgramVersion) -> &'static str {
    match version {
        MiniProgramVersion::Release => "release",
        MiniProgramVersion::Trial => "trial",
        MiniProgramVersion::Develop => "develop",
    }
}

/// The version as `message/subscribe/send` names it.
pub(super) const fn message_version(version: MiniProgramVersion) -> &'static str {
    match version {
        MiniProgramVersion::Release => "formal",
        MiniProgramVersion::Trial => "trial",
        MiniProgramVersion::Develop => "developer",
    }
}
