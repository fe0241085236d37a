//! Base and live together.
use crate::{LiveText, TextBase};

/// Base and live together: what questions are read against.
#[derive(Clone, Copy)]
pub struct TextPicture<'a> {
    /// Most documents.
    pub base: &'a TextBase,
    /// Those that changed since.
    pub live: &'a LiveText,
}
