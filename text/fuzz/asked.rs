//! Any text as a question: it is answered or refused, never with a panic; and the same documents give the same answers
//! whether they stand in a base, in a live text, or in both.

use std::sync::LazyLock;

use crate::fixture;
use text::{Level, Lexicon, LiveText, Question, TextBase, TextPicture};

/// How many documents there are.
const DOCUMENTS: u64 = 300;

/// The same documents three times.
pub(crate) struct World {
    /// The words.
    pub(crate) lexicon: Lexicon,
    /// All documents in a base.
    base: TextBase,
    /// All in a live text, told in pieces, some of them twice.
    live: LiveText,
    /// An empty base.
    no_base: TextBase,
    /// An empty live text.
    no_live: LiveText,
}

/// The world, made once.
pub(crate) static WORLD: LazyLock<World> = LazyLock::new(|| {
    let lexicon = fixture::lexicon();
    let build = |count: u64| {
        TextBase::build(
            None,
            &lexicon,
            (0..count).map(|it| fixture::document(it, 0)),
        )
        .unwrap_or_else(|error| panic!("{error}"))
    };
    let (base, no_base) = (build(DOCUMENTS), build(0));
    let mut live = LiveText::default();
    for start in (0..DOCUMENTS).step_by(7) {
        let older = (start + 7..start + 10).map(|it| fixture::document(it, 5));
        live = live.with(&lexicon, older, [u128::from(start) << 40 | 17]);
        let newer = (start..DOCUMENTS.min(start + 7)).map(|it| fixture::document(it, 0));
        live = live.with(&lexicon, newer, []);
    }
    let beyond = (DOCUMENTS..DOCUMENTS + 10).map(|it| u128::from(it) << 40 | 17);
    live = live.with(&lexicon, [], beyond);
    World {
        lexicon,
        base,
        live,
        no_base,
        no_live: LiveText::default(),
    }
});

/// Asks one text of base and live, and compares.
pub(crate) fn ask(typed: &str) {
    let world = &*WORLD;
    let of_base = TextPicture {
        base: &world.base,
        live: &world.no_live,
    };
    let of_live = TextPicture {
        base: &world.no_base,
        live: &world.live,
    };
    assert_eq!(world.live.len(), world.base.len());
    let suggested = of_base.suggest(&world.lexicon, typed, 10);
    assert!(suggested.len() <= 10);
    let (question, same) = match (
        Question::read(typed, &world.lexicon, of_base),
        Question::read(typed, &world.lexicon, of_live),
    ) {
        (Ok(question), Ok(same)) => (question, same),
        (Err(one), Err(other)) => return assert_eq!(one, other),
        (one, other) => panic!("{typed:?}: {one:?} {other:?}"),
    };
    assert!(question.groups().len() <= Question::MOST_GROUPS);
    // Which of several guesses is the likeliest is told by counts, which a live text holds of each of its maps.
    if question
        .groups()
        .iter()
        .all(|group| group.how() == text::How::AsTyped)
    {
        assert_eq!(question.groups(), same.groups(), "{typed:?}");
    }
    let mut weaker = Some(question);
    let mut steps = 0;
    while let Some(question) = weaker {
        steps += 1;
        assert!(
            steps <= Question::MOST_GROUPS,
            "{typed:?} does not come to an end"
        );
        for group in question.groups() {
            let mut fewer = 0;
            for level in Level::ALL {
                let docs = world.base.docs_of(group, level);
                assert!(docs.is_sorted_by(|one, other| one < other), "{typed:?}");
                assert!(docs.len() >= fewer, "{typed:?}: fewer at a worse level");
                fewer = docs.len();
                let ids: Vec<u128> = docs
                    .iter()
                    .filter_map(|it| world.base.ids().get(usize::try_from(*it).ok()?).copied())
                    .collect();
                assert_eq!(ids, world.live.ids_of(group, level), "{typed:?}");
            }
        }
        weaker = question.weaker(of_base);
    }
}
