//! Mending words that no document has.
//!
//! Most typos in Chinese are the right sound with a wrong character, and they break the cutting: 叉车司鸡 is cut into
//! 叉车, 司 and 鸡. So stretches of neighbours around a missing word are compared as a whole, the longest first: by
//! sound, then by one typo. Names of the lexicon are never taken for typos. Read next: `read`.

use super::Note;
use super::group::{Group, GroupDraft, How};
use super::read::{Reader, is_name};
use crate::field::Field;
use crate::level::Level;
use crate::reading::readings;
use crate::terms::pairs_of;
use crate::vocabulary::{Typed, Word, sound_close};

/// The most words of a stretch.
const MOST_WORDS: usize = 8;

/// The most characters of a stretch.
const MOST_CHARACTERS: usize = 14;

/// The fewest characters of a stretch that may hold a typo.
const FEWEST_CHARACTERS: usize = 3;

/// From so many characters on a typo need not sound close.
const LONG: usize = 4;

/// The most stretches that are looked through the vocabulary for one question.
const MOST_LOOKS: usize = 12;

/// Neighbours of a question.
#[derive(Clone, Debug)]
struct Stretch {
    /// The first word.
    first: usize,
    /// The last word.
    last: usize,
    /// Their text.
    text: String,
}

impl Reader<'_> {
    /// Mends the missing words one after the other; leaves out what cannot be mended if anything is left.
    pub(super) fn mend(&mut self) {
        let mut looks = 0;
        while let Some(at) = self.missing.first().copied() {
            let is_mended = self.mend_stretch(at, &mut looks) || self.mend_alone(at);
            self.missing.retain(|it| *it != at);
            if !is_mended {
                self.give_up(at);
            }
        }
    }

    /// Leaves a word out; the only one stays, and matches nothing.
    fn give_up(&mut self, at: usize) {
        let Some(word) = self.words.list.get(at) else {
            return;
        };
        if self.groups.is_empty() && self.missing.is_empty() {
            let draft = GroupDraft::of(self.lexicon, &word.text);
            self.groups
                .insert(at, vec![draft.finish(&word.text, How::AsTyped)]);
            return;
        }
        self.notes.push(Note::LeftOut {
            typed: word.text.clone(),
        });
    }

    /// Mends by a stretch of neighbours around the word.
    fn mend_stretch(&mut self, at: usize, looks: &mut usize) -> bool {
        let Some(word) = self.words.list.get(at) else {
            return false;
        };
        if word.is_latin || self.lexicon.is_own(&word.text) {
            return false;
        }
        let stretches = self.stretches(at);
        let by_sound = stretches
            .iter()
            .find_map(|it| Some((it, self.sounding(&it.text)?)));
        let mended = by_sound.or_else(|| {
            stretches.iter().find_map(|it| {
                *looks = looks.saturating_add(1);
                (*looks <= MOST_LOOKS)
                    .then(|| self.nearest(&it.text))
                    .flatten()
                    .map(|group| (it, group))
            })
        });
        let Some((stretch, group)) = mended else {
            return false;
        };
        let stretch = stretch.clone();
        self.note(&stretch.text, &group);
        for place in stretch.first..=stretch.last {
            self.groups.remove(&place);
        }
        let range = stretch.first..=stretch.last;
        self.missing.retain(|it| !range.contains(it));
        self.groups.insert(stretch.first, vec![group]);
        true
    }

    /// The stretches around a word between the same two spaces, the longest first.
    fn stretches(&self, at: usize) -> Vec<Stretch> {
        let list = &self.words.list;
        let mut stretches = Vec::new();
        for first in at.saturating_sub(MOST_WORDS)..=at {
            for last in at..list.len().min(first.saturating_add(MOST_WORDS)) {
                let (Some(from), Some(to)) = (list.get(first), list.get(last)) else {
                    continue;
                };
                let text = self.words.folded.get(from.span.start..to.span.end);
                let Some(text) = text.filter(|text| !text.contains(' ')) else {
                    continue;
                };
                let count = text.chars().count();
                if (2..=MOST_CHARACTERS).contains(&count) {
                    stretches.push(Stretch {
                        first,
                        last,
                        text: text.to_owned(),
                    });
                }
            }
        }
        stretches.sort_by_key(|it| std::cmp::Reverse(it.text.len()));
        stretches
    }

    /// The best word that sounds like a text, as a group.
    fn sounding(&self, text: &str) -> Option<Group> {
        let read: Vec<String> = readings(text).into_iter().map(|it| it.full).collect();
        let vocabularies = || self.picture.vocabularies();
        let words = read
            .iter()
            .flat_map(|read| vocabularies().flat_map(|it| it.typed(read)));
        let words = words
            .filter(|(typed, _)| *typed == Typed::Full)
            .map(|(_, word)| word);
        let count = text.chars().count();
        let words = words.filter(|word| {
            word.kind.is_meant() && word.key != text && word.key.chars().count() == count
        });
        self.best_of(text, words, How::SoundsAlike)
    }

    /// The best word that differs from a text by one typo, as a group.
    fn nearest(&self, text: &str) -> Option<Group> {
        let count = text.chars().count();
        if count < FEWEST_CHARACTERS {
            return None;
        }
        let sound = readings(text).into_iter().next();
        let is_near = |word: &Word<'_>| {
            count >= LONG || {
                let other = readings(word.key).into_iter().next();
                let both = sound.as_ref().zip(other.as_ref());
                both.is_some_and(|(one, other)| sound_close(&one.full, &other.full))
            }
        };
        let words = self
            .picture
            .vocabularies()
            .flat_map(|it| it.near_keys(text));
        let long_enough = words.filter(|word| word.key.chars().nth(1).is_some());
        self.best_of(text, long_enough.filter(is_near), How::Typo)
    }

    /// The word that is meant most likely: of the same length, a name, and what most documents have.
    fn best_of<'w>(
        &self,
        text: &str,
        words: impl Iterator<Item = Word<'w>>,
        how: How,
    ) -> Option<Group> {
        let count = text.chars().count();
        let best = words.max_by_key(|word| {
            let is_name = is_name(word.kind);
            let is_as_long = word.key.chars().count() == count;
            (
                is_as_long,
                is_name,
                word.documents,
                std::cmp::Reverse(word.key.to_owned()),
            )
        })?;
        self.found(text, best.key, how)
    }

    /// Mends a word by itself: as its parts, else as its pairs of characters.
    fn mend_alone(&mut self, at: usize) -> bool {
        let Some(text) = self.words.list.get(at).map(|word| word.text.clone()) else {
            return false;
        };
        let mut groups = self.parts_of(&text);
        if groups.is_empty() {
            groups = self.pair_groups(&text);
        }
        let Some(first) = groups.first() else {
            return false;
        };
        self.notes.push(Note::Taken {
            typed: text,
            words: groups
                .iter()
                .flat_map(Group::words)
                .map(str::to_owned)
                .collect(),
            how: first.how(),
        });
        self.groups.insert(at, groups);
        true
    }

    /// The fewest parts that are the whole word and that documents have.
    fn parts_of(&self, text: &str) -> Vec<Group> {
        let parts = self.lexicon.parts(text);
        let mut rest = text;
        let mut groups = Vec::new();
        while !rest.is_empty() {
            let fits = parts.iter().filter(|part| rest.starts_with(**part));
            let longest_first = {
                let mut fits: Vec<&&str> = fits.collect();
                fits.sort_by_key(|part| std::cmp::Reverse(part.len()));
                fits
            };
            let found = longest_first.into_iter().find_map(|part| {
                let group = self.found(text, part, How::Shorter)?;
                Some((*part, group))
            });
            let Some((part, group)) = found else {
                let is_ending = rest.chars().nth(1).is_none();
                return if is_ending { groups } else { Vec::new() };
            };
            groups.push(group);
            rest = rest.strip_prefix(part).unwrap_or_default();
        }
        groups
    }

    /// A group of each pair of characters that documents have.
    fn pair_groups(&self, text: &str) -> Vec<Group> {
        let pairs = pairs_of(text).filter(|pair| self.picture.has(Field::Pair, pair));
        let group = |pair: &str| {
            let mut draft = GroupDraft::default();
            draft.pair(pair);
            draft.finish(text, How::Pairs)
        };
        pairs.map(group).collect()
    }
}

impl GroupDraft {
    /// Adds a pair of characters.
    fn pair(&mut self, pair: &str) {
        self.name(pair);
        self.term(Field::Pair, pair, Level::Alike);
    }
}
