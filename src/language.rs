//! The two languages the product speaks, and a text that exists in both.
//!
//! Pure: knows no request and no file. Negotiation from `Accept-Language` is in `http::negotiate`.

/// A language of user-facing text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    Zh,
    /// English, on request.
    En,
}

impl Language {
    /// The tag for `Content-Language` and `lang` attributes (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// One message in both languages; the reader's language is chosen when it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Simplified Chinese.
    zh: String,
    /// English.
    en: String,
}

impl Text {
    /// Makes a message from its Chinese and English wording.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The wording in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// A name without spaces and punctuation, in lower case and half width, so that spelling habits do not matter:
/// `External ID` and `ＥＸＴＥＲＮＡＬ＿ＩＤ` are both `externalid`.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The half-width form of a full-width letter, digit or sign (U+FF01 to U+FF5E).
pub(crate) fn half_width(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}
