//! Where a word stands in a document, as the index keeps it.

/// One field of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    /// The title, or the employer, as a whole.
    Whole,
    /// Words of the title.
    Title,
    /// Words inside longer words of the title.
    Part,
    /// Keys of concepts.
    Concept,
    /// Names of divisions, full and short.
    Place,
    /// Words of the employer.
    Employer,
    /// Words of descriptions and addresses.
    Text,
    /// Pairs of characters that stand side by side in title, employer or the names of divisions.
    Pair,
}

impl Field {
    /// All fields in the order in which the index has them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Whole,
        Self::Title,
        Self::Part,
        Self::Concept,
        Self::Place,
        Self::Employer,
        Self::Text,
        Self::Pair,
    ];

    /// Its name in the schema.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Title => "title",
            Self::Part => "part",
            Self::Concept => "concept",
            Self::Place => "place",
            Self::Employer => "employer",
            Self::Text => "text",
            Self::Pair => "pair",
        }
    }

    /// Its position in [`Field::ALL`].
    pub(crate) fn position(self) -> usize {
        match self {
            Self::Whole => 0,
            Self::Title => 1,
            Self::Part => 2,
            Self::Concept => 3,
            Self::Place => 4,
            Self::Employer => 5,
            Self::Text => 6,
            Self::Pair => 7,
        }
    }
}
