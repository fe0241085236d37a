//! Cutting texts into words, the same way for documents and questions.
//!
//! jieba with its dictionary and the lexicon's own words, without the model that guesses new words: a guess that
//! depends on the neighbours would cut the same word in two ways. Characters that are in no word, side by side, are a
//! *run*. It must never give a word that does not stand in the text. Read next: `document`.

use std::ops::Range;

use jieba_rs::Jieba;

use crate::fold::is_han;

/// The longest word in which others are looked for, in characters.
const LONGEST: usize = 24;

/// The most neighbours that are tried as one word.
const MOST_JOINED: usize = 4;

/// A word of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    /// The word.
    pub(crate) text: &'t str,
    /// Where it begins in the folded text, in bytes.
    pub(crate) start: usize,
    /// Whether it is a run of characters that are in no word.
    pub(crate) is_run: bool,
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start.saturating_add(self.text.len())
    }
}

/// The dictionary.
#[derive(Debug)]
pub(crate) struct Cutter {
    /// Words with how often they occur.
    jieba: Jieba,
    /// Whether a word is one of the lexicon's own is asked of this.
    own: std::collections::HashSet<Box<str>>,
}

impl Cutter {
    /// The dictionary with more words in it, which must be folded and hold no space.
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut jieba = Jieba::new();
        let mut own = std::collections::HashSet::new();
        for word in words {
            if own.insert(word.clone().into_boxed_str()) {
                jieba.add_word(&word, None, None);
            }
        }
        Self { jieba, own }
    }

    /// Whether it is a word of the lexicon.
    pub(crate) fn is_own(&self, word: &str) -> bool {
        self.own.contains(word)
    }

    /// Whether it is any word.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.own.contains(word) || self.jieba.has_word(word)
    }

    /// The words of a folded text, in order; together they are the text without its spaces.
    pub(crate) fn cut<'t>(&self, folded: &'t str) -> Vec<Token<'t>> {
        let mut tokens = Vec::new();
        for piece in pieces(folded) {
            let first = tokens.len();
            self.cut_piece(folded, piece, &mut tokens);
            self.join(folded, first, &mut tokens);
        }
        tokens
    }

    /// Cuts what stands between two spaces.
    fn cut_piece<'t>(&self, folded: &'t str, piece: Range<usize>, tokens: &mut Vec<Token<'t>>) {
        let mut run: Option<Range<usize>> = None;
        let close = |run: Option<Range<usize>>, tokens: &mut Vec<Token<'t>>| {
            if let Some(text) = run.clone().and_then(|range| folded.get(range)) {
                let start = run.map_or(0, |range| range.start);
                let is_run = text.chars().nth(1).is_some();
                tokens.push(Token {
                    text,
                    start,
                    is_run,
                });
            }
        };
        for script in scripts(folded, piece) {
            let text = folded.get(script.clone()).unwrap_or_default();
            if !text.starts_with(is_han) {
                close(run.take(), tokens);
                tokens.push(Token {
                    text,
                    start: script.start,
                    is_run: false,
                });
                continue;
            }
            let mut start = script.start;
            for word in self.jieba.cut(text, false) {
                let end = start.saturating_add(word.word.len());
                let is_single = word.word.chars().nth(1).is_none();
                if is_single && !self.own.contains(word.word) {
                    let begin = run.as_ref().map_or(start, |range| range.start);
                    run = Some(begin..end);
                } else {
                    close(run.take(), tokens);
                    tokens.push(Token {
                        text: word.word,
                        start,
                        is_run: false,
                    });
                }
                start = end;
            }
            close(run.take(), tokens);
        }
    }

    /// Joins neighbours, from `first` on, that together are a word of the lexicon: letters and characters mostly.
    fn join<'t>(&self, folded: &'t str, first: usize, tokens: &mut Vec<Token<'t>>) {
        let mut at = first;
        while at < tokens.len() {
            for count in (2..=MOST_JOINED).rev() {
                let Some(last) = tokens.get(at.saturating_add(count).saturating_sub(1)) else {
                    continue;
                };
                let Some(start) = tokens.get(at).map(|token| token.start) else {
                    break;
                };
                let whole = folded.get(start..last.end()).unwrap_or_default();
                if self.own.contains(whole) {
                    let token = Token {
                        text: whole,
                        start,
                        is_run: false,
                    };
                    tokens.splice(at..at.saturating_add(count), [token]);
                    break;
                }
            }
            at = at.saturating_add(1);
        }
    }

    /// The words inside a word, each such that what is left of it before and behind is words too, but for one character
    /// at either end: 电焊 in 电焊工, but not 护工 in 果园管护工.
    pub(crate) fn parts<'t>(&self, word: &'t str) -> Vec<&'t str> {
        let bounds = bounds(word);
        let count = bounds.len().saturating_sub(1);
        if !(3..=LONGEST).contains(&count) {
            return Vec::new();
        }
        let between = |from: usize, to: usize| {
            let range = bounds.get(from).copied()?..bounds.get(to).copied()?;
            word.get(range)
        };
        let is_part = |from: usize, to: usize| {
            let Some(part) = between(from, to).filter(|_| to - from < count) else {
                return false;
            };
            let is_single = to - from == 1;
            let has_letters = part.len() > 1 && !part.starts_with(is_han);
            if is_single {
                has_letters
            } else {
                self.is_word(part)
            }
        };
        let mut pairs = Vec::new();
        for from in 0..count {
            let ends = from.saturating_add(1)..=count;
            pairs.extend(ends.filter(|to| is_part(from, *to)).map(|to| (from, to)));
        }
        let before = reached(0, &pairs, count);
        let turned: Vec<(usize, usize)> = pairs
            .iter()
            .rev()
            .map(|(from, to)| (count - to, count - from))
            .collect();
        let behind = reached(0, &turned, count);
        let is_kept = |(from, to): &(usize, usize)| {
            before.contains(from) && behind.contains(&count.saturating_sub(*to))
        };
        let kept = pairs.into_iter().filter(is_kept);
        kept.filter_map(|(from, to)| between(from, to)).collect()
    }
}

/// The places that words, and one single character at the beginning, lead to from `from`.
fn reached(from: usize, pairs: &[(usize, usize)], count: usize) -> Vec<usize> {
    let mut places = vec![from, from.saturating_add(1)];
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    for (start, end) in sorted {
        if places.contains(&start) && !places.contains(&end) && end <= count {
            places.push(end);
        }
    }
    places
}

/// Where the characters of a word begin, and where the last ends. Letters and digits side by side count as one.
fn bounds(word: &str) -> Vec<usize> {
    let mut bounds = Vec::new();
    let mut was_letter = false;
    for (at, character) in word.char_indices() {
        let is_letter = !is_han(character);
        if !(is_letter && was_letter) {
            bounds.push(at);
        }
        was_letter = is_letter;
    }
    bounds.push(word.len());
    bounds
}

/// What stands between spaces.
fn pieces(folded: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0_usize;
    folded.split(' ').filter_map(move |piece| {
        let range = start..start.saturating_add(piece.len());
        start = range.end.saturating_add(1);
        (!piece.is_empty()).then_some(range)
    })
}

/// Stretches of characters, and of letters and digits.
fn scripts(folded: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let mut scripts: Vec<Range<usize>> = Vec::new();
    let mut was_han = None;
    let text = folded.get(piece.clone()).unwrap_or_default();
    for (at, character) in text.char_indices() {
        let start = piece.start.saturating_add(at);
        let end = start.saturating_add(character.len_utf8());
        match scripts.last_mut() {
            Some(last) if was_han == Some(is_han(character)) => last.end = end,
            _ => scripts.push(start..end),
        }
        was_han = Some(is_han(character));
    }
    scripts
}
