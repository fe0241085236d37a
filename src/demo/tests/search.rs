//! Search over the demo set, judged by questions with right answers that were written before the search was.
//!
//! The questions stand in `tests/data/search_quality.toml`; they are never changed to suit the search. Lists without a
//! place are ordered here as the server orders them: by the worst level of the groups, then as the list is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use text::{Level, Lexicon, LiveText, Question, QuestionRefusal, TextBase, TextPicture};

use super::WORLD;
use crate::nearby::{Wording, lexicon_words};
use crate::places::PlaceRecord;

/// The questions, as text.
const QUESTIONS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/data/search_quality.toml"
));

/// Of so many answers one must be right.
const FIRST: usize = 3;

/// The file of questions.
#[derive(Deserialize)]
struct Questions {
    /// The questions.
    query: Vec<Judged>,
}

/// A question with what answers it.
#[derive(Deserialize)]
struct Judged {
    /// Its name.
    id: String,
    /// What is typed.
    q: String,
    /// `places` or `openings`.
    scope: String,
    /// What it tries.
    why: String,
    /// How many items are right.
    right: usize,
    /// Alternatives.
    expect: Vec<Expected>,
}

/// Facts of which all must hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The kind is one of these.
    kind: Option<Vec<String>>,
    /// The occupation is one of these.
    occupation: Option<Vec<String>>,
    /// The services hold one of these.
    service: Option<Vec<String>>,
    /// The title contains this.
    title: Option<String>,
    /// The employer contains this.
    employer: Option<String>,
    /// The full name of the division contains this.
    place: Option<String>,
}

/// An item as its card says it.
struct Card {
    /// Whether it is a place.
    is_place: bool,
    /// Where it stands in a list that is ordered by nothing else.
    order: (i64, u128),
    /// Its kind.
    kind: String,
    /// Its occupation.
    occupation: Option<String>,
    /// Its services.
    services: Vec<String>,
    /// Its title.
    title: String,
    /// Its employer.
    employer: String,
    /// The full name of its division.
    place: String,
}

impl Expected {
    /// Whether an item has all facts.
    fn fits(&self, card: &Card) -> bool {
        let one_of = |wanted: &Option<Vec<String>>, has: &[&str]| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.iter().any(|it| has.contains(&it.as_str())))
        };
        let contained = |wanted: &Option<String>, text: &str| {
            wanted.as_ref().is_none_or(|wanted| text.contains(wanted))
        };
        let services: Vec<&str> = card.services.iter().map(String::as_str).collect();
        let occupation: Vec<&str> = card.occupation.as_deref().into_iter().collect();
        one_of(&self.kind, &[card.kind.as_str()])
            && one_of(&self.occupation, &occupation)
            && one_of(&self.service, &services)
            && contained(&self.title, &card.title)
            && contained(&self.employer, &card.employer)
            && contained(&self.place, &card.place)
    }
}

/// The demo set as a text base.
struct Searched {
    /// Words known beforehand.
    lexicon: Lexicon,
    /// All items.
    base: TextBase,
    /// Their cards, by document.
    cards: Vec<Card>,
}

/// The set, built once.
static SEARCHED: LazyLock<Searched> = LazyLock::new(|| {
    let (catalog, atlas) = (&WORLD.catalog, &WORLD.atlas);
    let lexicon = Lexicon::new(&lexicon_words(catalog, atlas)).unwrap();
    let places = WORLD
        .set
        .places
        .iter()
        .map(|it| Wording::of_place(it, catalog));
    let openings = WORLD.set.openings.iter().map(Wording::of_opening);
    let wordings: Vec<Wording<'_>> = places.chain(openings).collect();
    let base =
        TextBase::build(None, &lexicon, wordings.iter().map(|it| it.document(atlas))).unwrap();
    let places = WORLD.set.places.iter().map(card_of_place);
    let openings = WORLD.set.openings.iter().map(card_of_opening);
    Searched {
        lexicon,
        base,
        cards: places.chain(openings).collect(),
    }
});

/// The full name of a division, and its place in the order of all.
fn division(id: uuid::Uuid) -> (String, i64) {
    let index = WORLD.atlas.index_of(id).unwrap();
    let division = WORLD.atlas.get(index).unwrap();
    (division.full_name.clone(), i64::from(index.0))
}

/// The card of a place.
fn card_of_place(record: &PlaceRecord) -> Card {
    let (place, order) = division(record.row.division_id);
    Card {
        is_place: true,
        order: (order, record.row.id.as_u128()),
        kind: record.row.kind.clone(),
        occupation: None,
        services: record
            .services
            .iter()
            .map(|it| it.service.clone())
            .collect(),
        title: record.row.title.clone(),
        employer: String::new(),
        place,
    }
}

/// The card of an opening.
fn card_of_opening(row: &entity::opening::Model) -> Card {
    Card {
        is_place: false,
        order: (-row.posted_at.timestamp_millis(), row.id.as_u128()),
        kind: row.kind.clone(),
        occupation: row.occupation.clone(),
        services: Vec::new(),
        title: row.title.clone(),
        employer: row.employer_name.clone(),
        place: division(row.division_id).0,
    }
}

/// The documents of a scope that match every group, best first, with their levels.
fn listed(question: &Question, is_place: bool) -> Vec<(u8, usize)> {
    let count = SEARCHED.cards.len();
    let mut levels = vec![0_u8; count];
    for group in question.groups() {
        let mut of_group = vec![u8::MAX; count];
        for level in Level::ALL {
            for doc in SEARCHED.base.docs_of(group, level) {
                let level = level.number();
                let known = &mut of_group[usize::try_from(doc).unwrap()];
                *known = level.min(*known);
            }
        }
        for (level, of_group) in levels.iter_mut().zip(of_group) {
            *level = of_group.max(*level);
        }
    }
    let found = levels.into_iter().zip(0..);
    let mut found: Vec<(u8, usize)> = found
        .filter(|(level, doc)| *level < u8::MAX && SEARCHED.cards[*doc].is_place == is_place)
        .collect();
    found.sort_by_key(|(level, doc)| (*level, SEARCHED.cards[*doc].order));
    found
}

/// The answer to a question: the first list that is not empty, weakening the question as long as it can be.
fn answered(typed: &str, is_place: bool) -> (Question, Vec<(u8, usize)>) {
    let live = LiveText::default();
    let picture = TextPicture {
        base: &SEARCHED.base,
        live: &live,
    };
    let mut question = Question::read(typed, &SEARCHED.lexicon, picture).unwrap();
    loop {
        let found = listed(&question, is_place);
        match question.weaker(picture).filter(|_| found.is_empty()) {
            Some(weaker) => question = weaker,
            None => return (question, found),
        }
    }
}

#[test]
fn at_least_nineteen_in_twenty_questions_have_a_right_answer_among_the_first_three() {
    let questions: Questions = toml::from_str(QUESTIONS).unwrap();
    let (mut of_why, mut failures) = (BTreeMap::<&str, (usize, usize)>::new(), Vec::new());
    for judged in &questions.query {
        let (question, found) = answered(&judged.q, judged.scope == "places");
        let fits = |doc: usize| judged.expect.iter().any(|it| it.fits(&SEARCHED.cards[doc]));
        let is_right = found.iter().take(FIRST).any(|(_, doc)| fits(*doc));
        let count = of_why.entry(&judged.why).or_default();
        count.0 += usize::from(is_right);
        count.1 += 1;
        if !is_right {
            let first: Vec<String> = found
                .iter()
                .take(FIRST)
                .map(|(level, doc)| format!("{level} {}", SEARCHED.cards[*doc].title))
                .collect();
            let groups: Vec<Vec<&str>> = question
                .groups()
                .iter()
                .map(|it| it.words().collect())
                .collect();
            failures.push(format!(
                "{}: {} ({} right) gave {} of {first:?}, groups {groups:?}, notes {:?}",
                judged.id,
                judged.q,
                judged.right,
                found.len(),
                question.notes()
            ));
        }
    }
    let total: usize = of_why.values().map(|it| it.1).sum();
    let right: usize = of_why.values().map(|it| it.0).sum();
    println!("{right} of {total} right; by what they try: {of_why:?}");
    failures.iter().for_each(|it| println!("{it}"));
    assert!(total >= 150, "only {total} questions");
    assert!(right * 20 >= total * 19, "{right} of {total} are right");
}

#[test]
fn words_that_the_dictionary_lacks_are_one_word() {
    let lacking = [
        "零工市场",
        "零工驿站",
        "就业服务站",
        "家政服务员",
        "月嫂",
        "钢筋工",
        "挖掘机司机",
        "网约车司机",
        "外卖骑手",
        "快递员",
        "养老护理员",
        "普工",
        "叉车工",
        "绣娘",
        "花果园街道",
        "黔东南",
        "威宁",
    ];
    for word in lacking {
        assert_eq!(SEARCHED.lexicon.cut_words(word), [word]);
    }
}

#[test]
fn a_question_of_stop_words_asks_for_everything_and_one_of_signs_for_nothing() {
    let live = LiveText::default();
    let picture = TextPicture {
        base: &SEARCHED.base,
        live: &live,
    };
    let everything = Question::read("我想找附近的工作", &SEARCHED.lexicon, picture).unwrap();
    assert_eq!(everything.groups().len(), 0);
    assert_eq!(
        Question::read("？！", &SEARCHED.lexicon, picture),
        Err(QuestionRefusal::Empty)
    );
}
