//! Why words, a base or a question are refused. English, for logs; what a person reads is worded by the server.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Words that make no lexicon.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LexiconRefusal {
    /// Two concepts have the same key.
    #[error("two concepts have the key `{0}`")]
    RepeatedKey(String),
    /// A concept has no name that could be searched for.
    #[error("the concept `{0}` has no name that holds a letter, digit or character")]
    Nameless(String),
    /// The table of traditional characters could not be read.
    #[error("the table of traditional characters could not be read: {0}")]
    Characters(String),
}

/// A base that cannot be built or opened. A refused folder is rebuilt, never repaired.
#[derive(Debug, Error)]
pub enum BaseRefusal {
    /// A file or folder cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The folder is not one of ours, is cut short, or was changed.
    #[error("{}: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Another version of the format.
    #[error("{}: format {found}, this program reads {wanted}", path.display())]
    ForeignVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// Ours.
        wanted: u32,
    },
    /// Built with other words: occupations, divisions or synonyms have changed since.
    #[error("{}: built with another lexicon", path.display())]
    ForeignLexicon {
        /// The file.
        path: PathBuf,
    },
    /// More documents than numbers for them.
    #[error("more documents than fit into one index")]
    TooMany,
    /// The index library failed.
    #[error("the text index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// A question that is not answered.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum QuestionRefusal {
    /// No letter, digit or character in it.
    #[error("the question holds no word")]
    Empty,
    /// Over [`crate::Question::MOST_CHARACTERS`].
    #[error("the question has {0} characters")]
    TooLong(usize),
    /// Over [`crate::Question::MOST_GROUPS`] words that say something.
    #[error("the question has {0} words")]
    TooManyWords(usize),
}
