//! From what was typed to conditions on items, and what is said of it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use reach::index::{Layers, Predicate, Selection, Slot};
use serde::Serialize;
use text::{Group, How, Level, Note, Question, QuestionRefusal};

use super::{Entry, Texts};
use crate::language::Text;

/// So many questions and sets a picture keeps before it forgets all of them.
const KEPT: usize = 512;

/// A question as it is asked of one picture.
#[derive(Debug)]
pub(in crate::nearby) struct TextSearch {
    /// The question.
    question: Question,
    /// The worst level that a list which shows the best first goes down to.
    pub(in crate::nearby) deepest: Level,
    /// The worst level that a list by nearness takes.
    pub(in crate::nearby) near: Level,
}

/// What is said of a question.
#[derive(Clone, Debug, Serialize)]
pub(in crate::nearby) struct TextNotes {
    /// What each word was taken for.
    words: Vec<WordNote>,
    /// Words that nothing has.
    left_out: Vec<String>,
    /// Words that were dropped since nothing has all of them.
    dropped: Vec<String>,
}

/// What a word was taken for.
#[derive(Clone, Debug, Serialize)]
struct WordNote {
    /// As typed, without what makes no difference.
    typed: String,
    /// What it stands for, the closest first; the first few.
    means: Vec<String>,
    /// Why: `typed`, `pinyin`, `initials`, `shorter`, `sounds_alike`, `typo` or `pairs`.
    how: &'static str,
}

/// Words that are told of a group.
const TOLD: usize = 8;

/// A question by what was typed and of what.
type QuestionKey = (Box<str>, Vec<Predicate>);

/// What a picture was asked: questions that were read and sets that were joined.
#[derive(Default)]
pub(super) struct Asked {
    /// Questions by what was typed, for places, openings or both.
    questions: RwLock<HashMap<QuestionKey, Arc<TextSearch>>>,
    /// Sets by group and level.
    selections: RwLock<HashMap<(Group, Level), Selection>>,
}

impl Asked {
    /// The set of a group at a level, made if it is not known.
    pub(super) fn selection(
        &self,
        group: &Group,
        level: Level,
        make: impl FnOnce() -> Selection,
    ) -> Selection {
        let key = (group.clone(), level);
        kept(&self.selections, key, || {
            Ok::<_, std::convert::Infallible>(make())
        })
        .unwrap_or_else(|never| match never {})
    }
}

/// What a table keeps for a key, made if it is not known.
fn kept<K: Eq + std::hash::Hash, V: Clone, E>(
    table: &RwLock<HashMap<K, V>>,
    key: K,
    make: impl FnOnce() -> Result<V, E>,
) -> Result<V, E> {
    let known = table
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
        .cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let made = make()?;
    let mut table = table.write().unwrap_or_else(PoisonError::into_inner);
    if table.len() >= KEPT {
        table.clear();
    }
    table.insert(key, made.clone());
    Ok(made)
}

impl Texts {
    /// A question over items that meet `nouns`: weakened until something has all of its words, if anything has any.
    ///
    /// # Errors
    /// When what was typed is no question.
    pub(in crate::nearby) fn search(
        &self,
        items: &Layers<Entry>,
        typed: &str,
        nouns: &[Predicate],
    ) -> Result<Arc<TextSearch>, QuestionRefusal> {
        let key = (Box::from(typed), nouns.to_vec());
        kept(&self.asked.questions, key, || {
            let mut question = Question::read(typed, &self.lexicon, self.picture())?;
            loop {
                let first = |levels: &[Level]| {
                    let mut levels = levels.iter().copied();
                    levels.find(|level| self.finds(items, &question, *level, nouns))
                };
                if let Some(deepest) = first(&[Level::Said, Level::Alike]) {
                    let near = first(&[Level::MEANT]).unwrap_or(deepest);
                    return Ok(Arc::new(TextSearch {
                        question,
                        deepest,
                        near,
                    }));
                }
                match question.weaker(self.picture()) {
                    Some(weaker) => question = weaker,
                    None => {
                        return Ok(Arc::new(TextSearch {
                            question,
                            deepest: Level::Alike,
                            near: Level::Alike,
                        }));
                    }
                }
            }
        })
    }

    /// Whether any item that meets `nouns` has all words at a level or better.
    fn finds(
        &self,
        items: &Layers<Entry>,
        question: &Question,
        level: Level,
        nouns: &[Predicate],
    ) -> bool {
        let mut predicates = nouns.to_vec();
        predicates.extend(self.predicates(items, question, level));
        items.count_matching(&predicates) > 0
    }

    /// The conditions of a question at a level.
    fn predicates(
        &self,
        items: &Layers<Entry>,
        question: &Question,
        level: Level,
    ) -> Vec<Predicate> {
        let groups = question.groups().iter();
        let sets = groups.map(|group| Predicate::In(self.selection(items, group, level)));
        sets.collect()
    }

    /// The conditions of a search at a level.
    pub(in crate::nearby) fn conditions(
        &self,
        items: &Layers<Entry>,
        search: &TextSearch,
        level: Level,
    ) -> Vec<Predicate> {
        self.predicates(items, &search.question, level)
    }

    /// The best level at which an item has all words; none where it has not.
    pub(in crate::nearby) fn level_of(
        &self,
        items: &Layers<Entry>,
        search: &TextSearch,
        slot: Slot,
    ) -> Option<Level> {
        Level::ALL.into_iter().find(|level| {
            let mut groups = search.question.groups().iter();
            groups.all(|group| items.is_selected(&self.selection(items, group, *level), slot))
        })
    }
}

impl TextSearch {
    /// What is said of it.
    pub(in crate::nearby) fn notes(&self) -> TextNotes {
        let groups = self.question.groups().iter();
        let mut notes = TextNotes {
            words: groups
                .map(|group| WordNote {
                    typed: group.typed().to_owned(),
                    means: group.words().take(TOLD).map(str::to_owned).collect(),
                    how: how(group.how()),
                })
                .collect(),
            left_out: Vec::new(),
            dropped: Vec::new(),
        };
        for note in self.question.notes() {
            match note {
                // The words say it.
                Note::Taken { .. } => {}
                Note::LeftOut { typed } => notes.left_out.push(typed.clone()),
                Note::Dropped { typed } => notes.dropped.push(typed.clone()),
            }
        }
        notes
    }
}

/// The wire name of how a word was taken.
const fn how(how: How) -> &'static str {
    match how {
        How::AsTyped => "typed",
        How::Pinyin => "pinyin",
        How::Initials => "initials",
        How::Shorter => "shorter",
        How::SoundsAlike => "sounds_alike",
        How::Typo => "typo",
        How::Pairs => "pairs",
    }
}

/// Why what was typed is no question, as a code and in words.
pub(in crate::nearby) fn refusal_of(refusal: &QuestionRefusal) -> (&'static str, Text) {
    match refusal {
        QuestionRefusal::Empty => (
            "no_word",
            Text::new(
                "“q”里没有可以查找的文字",
                "there is no word in \"q\" to search for",
            ),
        ),
        QuestionRefusal::TooLong(_) => (
            "too_long",
            Text::new(
                format!("“q”最多 {} 个字", Question::MOST_CHARACTERS),
                format!("\"q\" has at most {} characters", Question::MOST_CHARACTERS),
            ),
        ),
        QuestionRefusal::TooManyWords(_) => (
            "too_many_words",
            Text::new(
                format!("“q”最多 {} 个词", Question::MOST_GROUPS),
                format!("\"q\" has at most {} words", Question::MOST_GROUPS),
            ),
        ),
    }
}
