//! The words of a question: cut as documents are, joined where they belong together, stop words marked.
//!
//! Letters with spaces between syllables are one word if they are read so: `bao an`. Words that are parted only by
//! stop words are one if the lexicon has that word: 失业(了去哪里)登记. Read next: `read`.

use crate::lexicon::{Lexicon, Token};
use crate::picture::TextPicture;
use crate::vocabulary::Typed;

/// The most neighbours that are joined.
const MOST_JOINED: usize = 4;

/// A word of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AskedWord {
    /// The word.
    pub(super) text: String,
    /// Where it stands in the folded question, in bytes.
    pub(super) span: std::ops::Range<usize>,
    /// Whether it says nothing.
    pub(super) is_stop: bool,
    /// Whether it is written in letters.
    pub(super) is_latin: bool,
}

/// The words of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The folded question.
    pub(super) folded: String,
    /// Its words, in order.
    pub(super) list: Vec<AskedWord>,
}

/// Whether a word is written in letters that may be pinyin.
fn is_latin(text: &str) -> bool {
    text.chars().all(|it| it.is_ascii_lowercase())
}

impl Words {
    /// Cuts a folded question.
    pub(super) fn of(folded: &str, lexicon: &Lexicon, picture: TextPicture<'_>) -> Self {
        let asked = |token: Token<'_>| AskedWord {
            text: token.text.to_owned(),
            span: token.start..token.end(),
            is_stop: lexicon.is_stop_word(token.text),
            is_latin: is_latin(token.text),
        };
        let mut list: Vec<AskedWord> = lexicon.cut(folded).into_iter().map(asked).collect();
        join_syllables(&mut list, picture);
        join_over_stops(&mut list, lexicon);
        Self {
            folded: folded.to_owned(),
            list,
        }
    }
}

/// Joins neighbours in letters that together, but not each by itself, are read as a word.
fn join_syllables(list: &mut Vec<AskedWord>, picture: TextPicture<'_>) {
    let is_read = |text: &str| {
        let mut typed = picture.vocabularies().flat_map(|it| it.typed(text));
        typed.any(|(typed, word)| typed == Typed::Full && word.kind.is_meant())
    };
    let mut at = 0;
    while at < list.len() {
        for count in (2..=MOST_JOINED).rev() {
            let end = at.saturating_add(count);
            let Some(neighbours) = list.get(at..end) else {
                continue;
            };
            if !neighbours.iter().all(|word| word.is_latin) {
                continue;
            }
            let text: String = neighbours.iter().map(|word| word.text.as_str()).collect();
            if is_read(&text) {
                let joined = AskedWord {
                    text,
                    span: span_of(neighbours),
                    is_stop: false,
                    is_latin: true,
                };
                list.splice(at..end, [joined]);
                break;
            }
        }
        at = at.saturating_add(1);
    }
}

/// Joins words in characters that are parted by stop words or spaces at most and together are a word of the lexicon.
fn join_over_stops(list: &mut Vec<AskedWord>, lexicon: &Lexicon) {
    let mut at = 0;
    while at < list.len() {
        let is_kept = |word: &&AskedWord| !word.is_stop && !word.is_latin;
        let kept: Vec<usize> = (at..list.len())
            .filter(|it| list.get(*it).is_some_and(|word| is_kept(&word)))
            .take(MOST_JOINED)
            .collect();
        if kept.first() != Some(&at) {
            at = at.saturating_add(1);
            continue;
        }
        for count in (2..=kept.len()).rev() {
            let some = kept.get(..count).unwrap_or_default();
            let words = some.iter().filter_map(|it| list.get(*it));
            let text: String = words.map(|word| word.text.as_str()).collect();
            let Some(last) = some.last() else { continue };
            let end = last.saturating_add(1);
            if lexicon.is_own(&text)
                && !lexicon.is_stop_word(&text)
                && let Some(neighbours) = list.get(at..end)
                && neighbours.iter().all(|word| word.is_stop || !word.is_latin)
            {
                let joined = AskedWord {
                    text,
                    span: span_of(neighbours),
                    is_stop: false,
                    is_latin: false,
                };
                list.splice(at..end, [joined]);
                break;
            }
        }
        at = at.saturating_add(1);
    }
}

/// Where some words stand.
fn span_of(words: &[AskedWord]) -> std::ops::Range<usize> {
    let start = words.first().map_or(0, |word| word.span.start);
    start..words.last().map_or(start, |word| word.span.end)
}
