//! How well something matches, from best to worst.

/// How well a document matches a group. A lower level is better, and `docs_of(group, level)` answers with the documents
/// of that level *or better*.
///
/// A synonym counts one level less than the word itself. A document's level for a question is that of its worst group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The title or the employer is the whole question.
    Whole,
    /// The title holds the word, or a name of the item is the word: occupation, kind, service (each with its aliases),
    /// or a division that it is in.
    Named,
    /// The word is part of a longer word of the title; or as `Named`, by a synonym.
    Titled,
    /// A name or the employer holds the word.
    Held,
    /// The category, a tag, a facet or the site is or holds the word.
    Trait,
    /// Description, duties, conditions or address hold the word.
    Said,
    /// Only pairs of characters are alike: the last resort, when nothing else matches.
    Alike,
}

impl Level {
    /// All levels, best first.
    pub const ALL: [Self; 7] = [
        Self::Whole,
        Self::Named,
        Self::Titled,
        Self::Held,
        Self::Trait,
        Self::Said,
        Self::Alike,
    ];

    /// The worst level that is about what an item *is* and not only about what its text mentions: what a list that is
    /// ordered by distance, and so cannot show the best first, should ask for before it asks for more.
    pub const MEANT: Self = Self::Trait;

    /// The number of the level, from 0.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Whole => 0,
            Self::Named => 1,
            Self::Titled => 2,
            Self::Held => 3,
            Self::Trait => 4,
            Self::Said => 5,
            Self::Alike => 6,
        }
    }

    /// The next level below; the level above [`Level::Alike`] stays above it.
    pub(crate) fn one_less(self) -> Self {
        match self {
            Self::Whole | Self::Named => Self::Titled,
            Self::Titled => Self::Held,
            Self::Held => Self::Trait,
            Self::Trait | Self::Said => Self::Said,
            Self::Alike => Self::Alike,
        }
    }
}
