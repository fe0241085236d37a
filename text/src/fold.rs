//! Texts as they are compared: full width, letter case, traditional characters and punctuation make no difference.
//!
//! Unicode's compatibility form (NFKC), lower case, simplified characters one by one, and one space for whatever is
//! neither letter, digit nor character. It must never join what a space parted. Read next: `lexicon::cut`.

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use unicode_normalization::UnicodeNormalization;

use crate::refusal::LexiconRefusal;

/// The characters whose simplified form is looked up: the common plane's ideographs.
const IDEOGRAPHS: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// The table of simplified characters.
#[derive(Debug)]
pub(crate) struct Fold {
    /// Traditional characters with their simplified form, ascending.
    simplified: Vec<(char, char)>,
}

/// Whether a character is a Chinese ideograph.
pub(crate) fn is_han(character: char) -> bool {
    IDEOGRAPHS.contains(&character) || ('\u{20000}'..='\u{3ffff}').contains(&character)
}

impl Fold {
    /// Reads the table out of the conversion dictionary, character by character.
    pub(crate) fn new() -> Result<Self, LexiconRefusal> {
        let refused = |error: ferrous_opencc::error::OpenCCError| {
            LexiconRefusal::Characters(error.to_string())
        };
        let converter = OpenCC::from_config(BuiltinConfig::T2s).map_err(refused)?;
        let mut buffer = [0; 4];
        let pairs = IDEOGRAPHS.filter_map(|traditional| {
            let simplified = converter.convert(traditional.encode_utf8(&mut buffer));
            let mut characters = simplified.chars();
            let first = characters.next()?;
            (characters.next().is_none() && first != traditional).then_some((traditional, first))
        });
        Ok(Self {
            simplified: pairs.collect(),
        })
    }

    /// The simplified form of a character.
    fn simple(&self, character: char) -> char {
        let found = self
            .simplified
            .binary_search_by_key(&character, |(from, _)| *from);
        found
            .ok()
            .and_then(|at| self.simplified.get(at))
            .map_or(character, |(_, to)| *to)
    }

    /// A text as it is compared: words of letters, digits and characters, one space between.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        let mut is_parted = false;
        for character in text.nfkc().flat_map(char::to_lowercase) {
            if matches!(character, '\'' | '\u{2019}' | '\u{200b}') {
                continue;
            }
            if !character.is_alphanumeric() {
                is_parted = true;
                continue;
            }
            if is_parted && !folded.is_empty() {
                folded.push(' ');
            }
            is_parted = false;
            folded.push(if is_han(character) {
                self.simple(character)
            } else {
                character
            });
        }
        folded
    }
}

/// A folded text without its spaces: what "the same title" means.
pub(crate) fn joined(folded: &str) -> String {
    folded.chars().filter(|it| *it != ' ').collect()
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests")]
mod tests {
    use super::Fold;

    #[test]
    fn width_case_tradition_and_punctuation_make_no_difference() {
        let fold = Fold::new().expect("the table is compiled in");
        assert_eq!(fold.text("  ＢＡＯＡＮ　會計（一）"), "baoan 会计 一");
        assert_eq!(fold.text("bao'an, CNC操作員!"), "baoan cnc操作员");
        assert_eq!(fold.text("，。"), "");
    }
}
