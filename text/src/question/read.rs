//! From words to groups.
//!
//! Read next: `repair`, for words that no document has.

use std::collections::BTreeMap;

use super::Note;
use super::group::{Group, GroupDraft, How};
use super::words::{AskedWord, Words};
use crate::field::Field;
use crate::fold::joined;
use crate::level::Level;
use crate::lexicon::Lexicon;
use crate::picture::TextPicture;
use crate::vocabulary::{Typed, Word, WordKind};

/// The most words that a reading stands for.
const MOST_READ: usize = 12;

/// The fewest letters of which a typo is looked for.
const FEWEST_LETTERS: usize = 4;

/// The most letters of initials.
const MOST_INITIALS: usize = 12;

/// The fewest letters of a syllable group when letters are split.
const FEWEST_SPLIT: usize = 3;

/// Reads a question.
pub(super) struct Reader<'r> {
    /// Words known beforehand.
    pub(super) lexicon: &'r Lexicon,
    /// The documents.
    pub(super) picture: TextPicture<'r>,
    /// The question.
    pub(super) words: &'r Words,
    /// Groups so far, each with the first of the question's words that it came from.
    pub(super) groups: BTreeMap<usize, Vec<Group>>,
    /// Words that no document has, by position.
    pub(super) missing: Vec<usize>,
    /// What was done.
    pub(super) notes: Vec<Note>,
}

/// A word that a reading stands for, with how many documents have it.
struct ReadWord {
    /// The word as it stands in documents.
    key: String,
    /// Its sort.
    kind: WordKind,
    /// How many documents have it.
    documents: u32,
}

impl<'r> Reader<'r> {
    /// Begins with no group.
    pub(super) fn new(lexicon: &'r Lexicon, picture: TextPicture<'r>, words: &'r Words) -> Self {
        Self {
            lexicon,
            picture,
            words,
            groups: BTreeMap::new(),
            missing: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Reads every word, then mends those that no document has.
    pub(super) fn read(&mut self) {
        for (at, word) in self.words.list.iter().enumerate() {
            if word.is_stop {
                continue;
            }
            match self.groups_of(word) {
                Some(groups) => {
                    self.groups.insert(at, groups);
                }
                None => self.missing.push(at),
            }
        }
        self.mend();
    }

    /// The groups and notes. A title or employer that is the whole question counts best.
    pub(super) fn finish(self) -> (Vec<Group>, Vec<Note>) {
        let whole = joined(&self.words.folded);
        let mut groups: Vec<Group> = self.groups.into_values().flatten().collect();
        if self.picture.has(Field::Whole, &whole) {
            groups = groups
                .into_iter()
                .map(|group| group.or_whole(&whole))
                .collect();
        }
        let mut seen = std::collections::HashSet::new();
        groups.retain(|group| seen.insert(group.clone()));
        (groups, self.notes)
    }

    /// The groups of a word; none where no document has it.
    fn groups_of(&mut self, word: &AskedWord) -> Option<Vec<Group>> {
        let as_typed = self.found(&word.text, &word.text, How::AsTyped);
        if as_typed.is_some() || !word.is_latin {
            return as_typed.map(|group| vec![group]);
        }
        if let Some(group) = self.read_letters(&word.text) {
            return Some(vec![group]);
        }
        self.split_letters(&word.text)
    }

    /// The group of a word; none where no document has it.
    pub(super) fn found(&self, typed: &str, word: &str, how: How) -> Option<Group> {
        let draft = GroupDraft::of(self.lexicon, word);
        let is_found = draft.is_found(self.picture);
        is_found.then(|| draft.finish(typed, how))
    }

    /// The group of what letters are read as: syllables, else initials, else syllables with one typo.
    fn read_letters(&mut self, letters: &str) -> Option<Group> {
        let count = letters.chars().count();
        let full = self.spelled(letters, |typed, word| {
            typed == Typed::Full && word.kind.is_meant()
        });
        if !full.is_empty() {
            return Some(self.of_read(letters, &full, How::Pinyin, false));
        }
        if (2..=MOST_INITIALS).contains(&count) {
            let mut initials = self.spelled(letters, |typed, word| {
                let is_wanted = is_name(word.kind) || count > 2;
                typed == Typed::Initials && word.kind.is_meant() && is_wanted
            });
            // What people see in titles, or is a place, is meant rather than an alias that happens to begin so.
            initials.sort_by_key(|word| {
                let is_seen =
                    word.kind == WordKind::Division || self.picture.has(Field::Title, &word.key);
                (!is_name(word.kind), !is_seen)
            });
            if !initials.is_empty() {
                return Some(self.of_read(letters, &initials, How::Initials, true));
            }
        }
        if count >= FEWEST_LETTERS {
            let near = self
                .picture
                .vocabularies()
                .flat_map(|it| it.near_readings(letters));
            let near = gathered(near);
            if !near.is_empty() {
                let group = self.of_read(letters, &near, How::Typo, true);
                self.note(letters, &group);
                return Some(group);
            }
        }
        None
    }

    /// The words that are spelled so and are wanted, those that most documents have first.
    fn spelled(
        &self,
        letters: &str,
        is_wanted: impl Fn(Typed, &Word<'_>) -> bool,
    ) -> Vec<ReadWord> {
        let vocabularies = self.picture.vocabularies();
        let typed = vocabularies.flat_map(|it| it.typed(letters));
        gathered(
            typed
                .filter(|(typed, word)| is_wanted(*typed, word))
                .map(|(_, word)| word),
        )
    }

    /// The group of some words; where they are a guess, those that fewer documents have count less than the first.
    fn of_read(&self, letters: &str, words: &[ReadWord], how: How, is_guess: bool) -> Group {
        let mut draft = GroupDraft::default();
        for (place, word) in words.iter().take(MOST_READ).enumerate() {
            draft.add(self.lexicon, &word.key, is_guess && place > 0);
            if word.kind == WordKind::Division {
                draft.term(Field::Place, &word.key, Level::Named);
            }
        }
        draft.finish(letters, how)
    }

    /// Two words in letters without a space: `zunyibaoan`.
    fn split_letters(&mut self, letters: &str) -> Option<Vec<Group>> {
        let ends = FEWEST_SPLIT..=letters.len().saturating_sub(FEWEST_SPLIT);
        ends.rev().find_map(|end| {
            let (front, back) = letters.split_at_checked(end)?;
            let full = |part: &str| {
                let words = self.spelled(part, |typed, word| {
                    typed == Typed::Full && word.kind.is_meant()
                });
                (!words.is_empty()).then(|| self.of_read(part, &words, How::Pinyin, false))
            };
            Some(vec![full(front)?, full(back)?])
        })
    }

    /// Notes what a word was taken for.
    pub(super) fn note(&mut self, typed: &str, group: &Group) {
        self.notes.push(Note::Taken {
            typed: typed.to_owned(),
            words: group.words().map(str::to_owned).collect(),
            how: group.how(),
        });
    }
}

/// Words with the sum of their documents, names before others, then those that most documents have.
fn gathered<'w>(words: impl Iterator<Item = Word<'w>>) -> Vec<ReadWord> {
    let mut gathered: BTreeMap<&str, ReadWord> = BTreeMap::new();
    for word in words {
        let known = gathered.entry(word.key).or_insert_with(|| ReadWord {
            key: word.key.to_owned(),
            kind: word.kind,
            documents: 0,
        });
        known.kind = known.kind.min(word.kind);
        known.documents = known.documents.max(word.documents);
    }
    let mut list: Vec<ReadWord> = gathered.into_values().collect();
    list.sort_by_key(|word| (!is_name(word.kind), std::cmp::Reverse(word.documents)));
    list
}

/// Whether words of a sort are names of something.
pub(super) fn is_name(kind: WordKind) -> bool {
    !matches!(kind, WordKind::Word | WordKind::Trait)
}
