//! Chinese text search over items in the engine's order: words, synonyms, readings in pinyin, typos, suggestions.
//!
//! A [`Lexicon`] holds the words that are known before any item is read: names of things with a code, of divisions,
//! synonyms, stop words. Items are [`Document`]s. Most stand in a [`TextBase`], one tantivy segment whose document
//! numbers are the positions in which the documents were given; those that changed since stand in a [`LiveText`]. A
//! [`Question`] becomes groups of alternatives, all of which must match; each [`Group`] is asked of base and live by
//! itself, so that the engine joins groups, places and filters as sets.
//!
//! **Who masks what.** `TextBase::docs_of` answers with all documents of the base, also those that have changed or gone
//! since: the engine knows which of its slots still count, and masks them. `LiveText::ids_of` answers with the newest
//! form of each item it was told of and with nothing that it was told is gone: it needs no mask.
//!
//! It must never read a clock, the environment or the network, nor any file but those of a base's own folder.
//! Read next: `words` (what a lexicon is made of), `document`, `level` (how well something matches), `question`.

mod base;
mod document;
mod field;
mod fold;
mod level;
mod lexicon;
mod live;
mod picture;
mod question;
mod reading;
mod refusal;
mod suggest;
mod terms;
mod vocabulary;
mod words;

pub use base::{BaseBuilder, Reconciled, TextBase};
pub use document::Document;
pub use level::Level;
pub use lexicon::Lexicon;
pub use live::LiveText;
pub use picture::TextPicture;
pub use question::{Group, How, Note, Question};
pub use refusal::{BaseRefusal, LexiconRefusal, QuestionRefusal};
pub use suggest::Suggestion;
pub use vocabulary::WordKind;
pub use words::{Concept, ConceptKind, DivisionName, DivisionRank, LexiconWords};
