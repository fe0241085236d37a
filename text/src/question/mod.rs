//! Questions (signatures first).
use crate::{Lexicon, QuestionRefusal, TextPicture};

/// A question as groups that must all match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question;

/// Alternatives of which one must match. `Hash` and `Eq` by its terms: the key of a cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group;

/// How a group came from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The word as typed, and its synonyms.
    AsTyped,
    /// Words that are read so in pinyin.
    Pinyin,
    /// Words with these initials.
    Initials,
    /// A word that no document has, cut into shorter ones.
    Shorter,
    /// Words that sound the same.
    SoundsAlike,
    /// Words that differ by one typo.
    Typo,
    /// Pairs of characters.
    Pairs,
}

/// What was done with a part of the question, for the answer to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A word was taken as another.
    Taken { /// As typed.
        typed: String, /// What it was taken for.
        words: Vec<String>, /// How.
        how: How },
    /// A word that no document has was left out.
    LeftOut { /// As typed.
        typed: String },
    /// A word was dropped because nothing has all words.
    Dropped { /// As typed.
        typed: String },
}

impl Question {
    /// The most characters of a question.
    pub const MOST_CHARACTERS: usize = 100;
    /// The most groups of a question.
    pub const MOST_GROUPS: usize = 16;
    /// Reads what was typed against the documents there are.
    pub fn read(typed: &str, lexicon: &Lexicon, picture: TextPicture<'_>) -> Result<Self, QuestionRefusal> { todo!() }
    /// The groups, all of which must match; none when only stop words were typed: then everything matches.
    pub fn groups(&self) -> &[Group] { todo!() }
    /// What was done with the question, for the answer to say.
    pub fn notes(&self) -> &[Note] { todo!() }
    /// The next weaker question for when nothing matches this one; none when there is no weaker one.
    pub fn weaker(&self, lexicon: &Lexicon, picture: TextPicture<'_>) -> Option<Self> { todo!() }
}

impl Group {
    /// As typed.
    pub fn typed(&self) -> &str { todo!() }
    /// The words it stands for, the closest first.
    pub fn words(&self) -> impl Iterator<Item = &str> { std::iter::empty() }
    /// How it came from what was typed.
    pub fn how(&self) -> How { todo!() }
}
