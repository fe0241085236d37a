//! Questions: what a person types, as groups of alternatives that must all match.
//!
//! The text is folded and cut as documents are; stop words are left out; each other word becomes a group of itself, its
//! synonyms, or its readings. A word that no document has is mended, in this order: as words that sound the same, as
//! words with one typo, as its parts, as pairs of characters; else it is left out, if anything else is left. When
//! nothing has all words, [`Question::weaker`] drops one word after the other. What was done is said in notes.
//!
//! It must never give more than [`Question::MOST_GROUPS`] groups, nor look at more than a bounded number of stretches
//! of the question. Read next: `words` (cutting), `read`, `repair`, `group`.

mod group;
mod read;
mod repair;
mod words;

pub use self::group::{Group, How};
use self::read::Reader;
use self::words::Words;
use crate::lexicon::Lexicon;
use crate::picture::TextPicture;
use crate::refusal::QuestionRefusal;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// All must match.
    groups: Vec<Group>,
    /// What was done with it.
    notes: Vec<Note>,
}

/// What was done with a part of the question, for the answer to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A word that no document has was taken for others.
    Taken {
        /// As typed, folded.
        typed: String,
        /// What it was taken for.
        words: Vec<String>,
        /// Why these.
        how: How,
    },
    /// A word that no document has was left out.
    LeftOut {
        /// As typed, folded.
        typed: String,
    },
    /// A word was dropped because nothing has all words.
    Dropped {
        /// As typed, folded.
        typed: String,
    },
}

impl Question {
    /// The most characters of a question.
    pub const MOST_CHARACTERS: usize = 100;

    /// The most groups of a question.
    pub const MOST_GROUPS: usize = 16;

    /// Reads what was typed against the documents there are.
    ///
    /// # Errors
    /// When it holds no word, is too long, or has too many words that say something.
    pub fn read(
        typed: &str,
        lexicon: &Lexicon,
        picture: TextPicture<'_>,
    ) -> Result<Self, QuestionRefusal> {
        let count = typed
            .chars()
            .take(Self::MOST_CHARACTERS.saturating_mul(4))
            .count();
        if count > Self::MOST_CHARACTERS {
            return Err(QuestionRefusal::TooLong(count));
        }
        let folded = lexicon.folded(typed);
        if folded.is_empty() {
            return Err(QuestionRefusal::Empty);
        }
        let words = Words::of(&folded, lexicon, picture);
        let mut reader = Reader::new(lexicon, picture, &words);
        reader.read();
        let (groups, notes) = reader.finish();
        if groups.len() > Self::MOST_GROUPS {
            return Err(QuestionRefusal::TooManyWords(groups.len()));
        }
        Ok(Self { groups, notes })
    }

    /// The groups, all of which must match. None where only stop words were typed: everything matches then.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// What was done with the question, for the answer to say.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The question without one word, for when nothing matches all: the word that says least of what an item is, the
    /// last of several. None where only one is left.
    #[must_use]
    pub fn weaker(&self, picture: TextPicture<'_>) -> Option<Self> {
        if self.groups.len() < 2 {
            return None;
        }
        let worth = |group: &Group| {
            group
                .best_level(picture)
                .map_or(u8::MAX, |level| level.number())
        };
        let worst = self.groups.iter().enumerate();
        let (at, dropped) = worst.max_by_key(|(at, group)| (worth(group), *at))?;
        let mut weaker = self.clone();
        weaker.groups.remove(at);
        weaker.notes.push(Note::Dropped {
            typed: dropped.typed().to_owned(),
        });
        Some(weaker)
    }
}
