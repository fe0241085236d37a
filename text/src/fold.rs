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
    /// The simplified form of each ideograph of the common plane, in order.
    simplified: Vec<char>,
}

/// Whether a character is a Chinese ideograph.
pub(crate) fn is_han(character: char) -> bool {
    IDEOGRAPHS.contains(&character) || ('\u{20000}'..='\u{3ffff}').contains(&character)
}

/// The compatibility form of a character that stands in most Chinese texts and never joins with its neighbours; none of
/// any other.
fn compatible(character: char) -> Option<char> {
    match character {
        '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}' => Some(character),
        // Ideographic punctuation: no letter, so all alike.
        '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' => Some(' '),
        // Full width letters, digits and signs.
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = u32::from(character).checked_sub(0xfee0)?;
            char::from_u32(plain)
        }
        _ => None,
    }
}

impl Fold {
    /// Reads the table out of the conversion dictionary, character by character.
    pub(crate) fn new() -> Result<Self, LexiconRefusal> {
        let refused = |error: ferrous_opencc::error::OpenCCError| {
            LexiconRefusal::Characters(error.to_string())
        };
        let converter = OpenCC::from_config(BuiltinConfig::T2s).map_err(refused)?;
        let mut buffer = [0; 4];
        let forms = IDEOGRAPHS.map(|traditional| {
            let simplified = converter.convert(traditional.encode_utf8(&mut buffer));
            let mut characters = simplified.chars();
            let first = characters.next().filter(|_| characters.next().is_none());
            first.unwrap_or(traditional)
        });
        Ok(Self {
            simplified: forms.collect(),
        })
    }

    /// The simplified form of a character.
    fn simple(&self, character: char) -> char {
        let first = u32::from(*IDEOGRAPHS.start());
        let place = u32::from(character).checked_sub(first);
        let place = place.and_then(|it| usize::try_from(it).ok());
        let simplified = place.and_then(|it| self.simplified.get(it));
        simplified.copied().unwrap_or(character)
    }

    /// A text as it is compared: words of letters, digits and characters, one space between.
    pub(crate) fn text(&self, text: &str) -> String {
        if text.chars().all(|it| compatible(it).is_some()) {
            self.folded(text.chars().filter_map(compatible), text.len())
        } else {
            self.folded(text.nfkc(), text.len())
        }
    }

    /// Characters in their compatibility form, folded.
    fn folded(&self, characters: impl Iterator<Item = char>, bytes: usize) -> String {
        let mut folded = String::with_capacity(bytes);
        let mut is_parted = false;
        let lower = characters.flat_map(char::to_lowercase);
        for character in lower {
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
    use unicode_normalization::UnicodeNormalization;

    use super::Fold;

    #[test]
    fn the_short_way_folds_as_the_long_one() {
        let fold = Fold::new().expect("the table is compiled in");
        let characters = ('\0'..='\u{ffff}').filter(|it| super::compatible(*it).is_some());
        for character in characters {
            let text = format!("电{character}工");
            let long = fold.folded(text.nfkc(), text.len());
            assert_eq!(fold.text(&text), long, "{:x}", u32::from(character));
        }
    }

    #[test]
    fn width_case_tradition_and_punctuation_make_no_difference() {
        let fold = Fold::new().expect("the table is compiled in");
        assert_eq!(fold.text("  ＢＡＯＡＮ　會計（一）"), "baoan 会计 一");
        assert_eq!(fold.text("bao'an, CNC操作員!"), "baoan cnc操作员");
        assert_eq!(fold.text("，。"), "");
    }
}
