//! What the index answers, on a small world that can be looked over.
#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests"
)]

#[path = "../fuzz/fixture.rs"]
mod fixture;

use std::sync::LazyLock;

use text::{
    BaseRefusal, Concept, ConceptKind, Document, How, Level, Lexicon, LexiconRefusal, LiveText,
    Note, Question, QuestionRefusal, TextBase, TextPicture, WordKind,
};

/// The words.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(fixture::lexicon);

/// Titles with their concept.
const ITEMS: [(&str, &str); 10] = [
    ("保安员", "o/guard"),
    ("小区保安急招", ""),
    ("秩序维护", "o/guard"),
    ("果园管护工", "o/fruit"),
    ("医疗护理员", "o/carer"),
    ("叉车司机（公益性岗位）", "o/forklift"),
    ("云岩区零工市场", "k/market"),
    ("数控机床操作工", "o/cnc"),
    ("会计", "o/accountant"),
    ("育婴员", "o/nanny"),
];

/// A document with a title, a concept and a place.
fn document<'a>(id: u128, title: &'a str, concept: &'a str, place: &'a str) -> Document<'a> {
    Document {
        id,
        title,
        concepts: vec![concept],
        places: vec!["贵州省", place],
        ..Document::default()
    }
}

/// The base of [`ITEMS`], the even ones in 贵阳市, the odd ones in 遵义市.
static BASE: LazyLock<TextBase> = LazyLock::new(|| {
    let place = |number: usize| {
        if number.is_multiple_of(2) {
            "贵阳市"
        } else {
            "遵义市"
        }
    };
    let items = ITEMS.iter().enumerate();
    let documents = items
        .map(|(number, (title, concept))| document(number as u128, title, concept, place(number)));
    TextBase::build(None, &LEXICON, documents).unwrap()
});

/// Reads a question against [`BASE`].
fn read(typed: &str) -> Result<Question, QuestionRefusal> {
    let live = LiveText::default();
    Question::read(
        typed,
        &LEXICON,
        TextPicture {
            base: &BASE,
            live: &live,
        },
    )
}

/// Documents of a level or better that match all groups.
fn found(typed: &str, level: Level) -> Vec<u32> {
    let question = read(typed).unwrap();
    let mut docs: Vec<u32> = (0..ITEMS.len() as u32).collect();
    for group in question.groups() {
        let of_group = BASE.docs_of(group, level);
        docs.retain(|doc| of_group.contains(doc));
    }
    docs
}

#[test]
fn a_title_or_a_name_that_is_the_word_comes_before_one_that_holds_it() {
    assert_eq!(found("保安", Level::Named), [0, 1, 2]);
    assert_eq!(found("保安员", Level::Whole), [0]);
    assert_eq!(
        found("护工", Level::Alike),
        [4],
        "管护工 holds the characters and not the word"
    );
    assert_eq!(found("CNC", Level::Named), Vec::<u32>::new());
    assert_eq!(found("CNC", Level::Held), [7]);
}

#[test]
fn all_words_must_match_and_places_are_words() {
    assert_eq!(found("贵阳 保安", Level::Alike), [0, 2]);
    assert_eq!(found("遵义的保安", Level::Alike), [1]);
    assert_eq!(found("贵州", Level::Named).len(), ITEMS.len());
}

#[test]
fn pinyin_initials_width_and_tradition_find_the_same_as_characters() {
    let wanted = found("保安", Level::Alike);
    for typed in ["baoan", "bao an", "bao'an", "ＢＡＯＡＮ"] {
        assert_eq!(found(typed, Level::Alike), wanted, "{typed}");
    }
    assert_eq!(found("kuaiji", Level::Named), [8]);
    assert_eq!(found("會計", Level::Named), [8]);
    assert_eq!(found("lgsc", Level::Named), [6]);
    assert_eq!(found("lingongshichang", Level::Named), [6]);
    assert_eq!(found("guiyangbaoan", Level::Alike), [0, 2]);
}

#[test]
fn typos_are_mended_and_the_question_says_so() {
    for (typed, how, doc) in [
        ("保按员", How::SoundsAlike, 0),
        ("叉车司鸡", How::SoundsAlike, 5),
        ("育鹰员", How::SoundsAlike, 9),
        ("零工币场", How::Typo, 6),
        ("linggongshichagn", How::Typo, 6),
    ] {
        assert_eq!(found(typed, Level::Named).first(), Some(&doc), "{typed}");
        let notes = read(typed).unwrap().notes().to_vec();
        assert!(
            matches!(&notes[..], [Note::Taken { how: said, .. }] if *said == how),
            "{typed}: {notes:?}"
        );
    }
    assert_eq!(
        found("仁怀市 保安", Level::Alike),
        [0, 1, 2],
        "no place of the lexicon is a typo of another"
    );
}

#[test]
fn what_nobody_has_is_left_out_if_anything_is_left() {
    let question = read("保安 火箭").unwrap();
    assert_eq!(question.groups().len(), 1);
    assert_eq!(
        question.notes(),
        [Note::LeftOut {
            typed: "火箭".to_owned()
        }]
    );
    let nothing = read("火箭").unwrap();
    assert_eq!(nothing.groups().len(), 1);
    assert_eq!(found("火箭", Level::Alike), Vec::<u32>::new());
}

#[test]
fn a_weaker_question_drops_the_word_that_says_least_until_one_is_left() {
    let live = LiveText::default();
    let picture = TextPicture {
        base: &BASE,
        live: &live,
    };
    let question = read("贵阳 CNC 会计").unwrap();
    let weaker = question.weaker(picture).unwrap();
    assert_eq!(weaker.groups().len(), 2);
    assert_eq!(
        weaker.notes(),
        [Note::Dropped {
            typed: "cnc".to_owned()
        }]
    );
    assert!(weaker.weaker(picture).unwrap().weaker(picture).is_none());
}

#[test]
fn questions_are_bounded() {
    assert_eq!(read("  ，。 "), Err(QuestionRefusal::Empty));
    assert_eq!(read(&"保".repeat(101)), Err(QuestionRefusal::TooLong(101)));
    assert!(read(&"保".repeat(100)).is_ok());
    let many = "会计 保安 护工 夜班 包住 贵阳 遵义 贵州 焊工 木工 叉车 零工 市场 果园 育婴员 讨薪 医疗 数控 机床 门卫";
    assert!(many.chars().count() <= Question::MOST_CHARACTERS);
    assert!(read(many).map_or(true, |it| it.groups().len() <= Question::MOST_GROUPS));
    assert_eq!(read("我想找附近的工作").unwrap().groups(), []);
}

#[test]
fn documents_are_numbered_in_the_order_given_and_read_back_from_disk() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("text");
    let count = 20_000_u64;
    let documents = || (0..count).map(|number| fixture::document(number * 7 % count, 0));
    let built = TextBase::build(Some(&folder), &LEXICON, documents()).unwrap();
    let opened = TextBase::open(&folder, &LEXICON).unwrap();
    let ids: Vec<u128> = documents().map(|it| it.id).collect();
    assert_eq!(opened.ids(), ids);
    let live = LiveText::default();
    let picture = TextPicture {
        base: &opened,
        live: &live,
    };
    for word in ["保安", "贵阳", "夜班", "小区"] {
        let question = Question::read(word, &LEXICON, picture).unwrap();
        let group = &question.groups()[0];
        for level in Level::ALL {
            assert_eq!(
                built.docs_of(group, level),
                opened.docs_of(group, level),
                "{word}"
            );
        }
        let holds = |it: &Document<'_>| {
            it.title.contains(word) || it.places.iter().any(|name| name.contains(word))
        };
        let wanted = documents()
            .enumerate()
            .filter(|(_, it)| holds(it))
            .map(|(at, _)| at as u32);
        let docs = opened.docs_of(group, Level::Alike);
        assert!(docs.is_sorted());
        assert!(wanted.clone().count() > 100 || word == "夜班");
        wanted.for_each(|doc| assert!(docs.binary_search(&doc).is_ok(), "{word} {doc}"));
    }
    for (doc, document) in (0..).zip(documents()) {
        assert_eq!(opened.hash_at(doc), Some(document.hash(&LEXICON)));
    }
}

#[test]
fn a_base_is_written_over_another_and_refused_with_other_words() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("text");
    assert!(matches!(
        TextBase::open(&folder, &LEXICON),
        Err(BaseRefusal::File { .. })
    ));
    for count in [3, 0, 5] {
        TextBase::build(
            Some(&folder),
            &LEXICON,
            (0..count).map(|it| fixture::document(it, 0)),
        )
        .unwrap();
        assert_eq!(
            TextBase::open(&folder, &LEXICON).unwrap().len(),
            count as usize
        );
    }
    assert_eq!(
        std::fs::read_dir(place.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
    let mut words = fixture::words();
    words.stop_words.push("急".to_owned());
    let other = Lexicon::new(&words).unwrap();
    assert!(matches!(
        TextBase::open(&folder, &other),
        Err(BaseRefusal::ForeignLexicon { .. })
    ));
    let manifest = folder.join("manifest");
    let mut bytes = std::fs::read(&manifest).unwrap();
    bytes[8] += 1;
    std::fs::write(&manifest, bytes).unwrap();
    let refusal = TextBase::open(&folder, &LEXICON).err().unwrap();
    assert!(
        matches!(
            refusal,
            BaseRefusal::ForeignVersion {
                found: 2,
                wanted: 1,
                ..
            }
        ),
        "{refusal}"
    );
}

#[test]
fn a_base_says_what_changed_since_it_was_built() {
    let documents = (0..6).map(|it| fixture::document(it, 0));
    let base = TextBase::build(None, &LEXICON, documents).unwrap();
    let now = [
        fixture::document(0, 0),
        fixture::document(2, 9),
        fixture::document(3, 0),
        fixture::document(8, 0),
    ];
    let reconciled = base.reconcile(now.iter().map(|it| (it.id, it.hash(&LEXICON))));
    assert_eq!(reconciled.changed, [now[1].id, now[3].id]);
    assert_eq!(reconciled.masked, [1, 2, 4, 5]);
}

#[test]
fn the_live_text_answers_with_the_newest_form_and_nothing_that_is_gone() {
    let empty = TextBase::build(None, &LEXICON, []).unwrap();
    let first = LiveText::default().with(
        &LEXICON,
        (0..50).map(|id| document(id, "保安员", "o/guard", "贵阳市")),
        [],
    );
    let second = first.with(
        &LEXICON,
        [document(7, "会计", "o/accountant", "贵阳市")],
        [3, 4, 99],
    );
    let ids = |live: &LiveText, word: &str| {
        let picture = TextPicture { base: &empty, live };
        let question = Question::read(word, &LEXICON, picture).unwrap();
        live.ids_of(&question.groups()[0], Level::Named)
    };
    assert_eq!(
        ids(&first, "保安").len(),
        50,
        "an older picture does not change"
    );
    assert_eq!(ids(&second, "保安").len(), 47);
    assert_eq!(ids(&second, "会计"), [7]);
    assert_eq!((first.len(), second.len()), (50, 48));
    let third = second.with(
        &LEXICON,
        [document(3, "会计", "o/accountant", "贵阳市")],
        [7],
    );
    assert_eq!((ids(&third, "会计"), third.len()), (vec![3], 48));
}

#[test]
fn what_is_typed_is_completed_by_characters_pinyin_and_initials() {
    let live =
        LiveText::default().with(&LEXICON, [document(100, "保安员", "o/guard", "遵义市")], []);
    let picture = TextPicture {
        base: &BASE,
        live: &live,
    };
    let first = |prefix: &str| {
        let suggested = picture.suggest(&LEXICON, prefix, 5);
        suggested
            .into_iter()
            .next()
            .map(|it| (it.text, it.kind, it.documents))
    };
    assert_eq!(
        first("保"),
        Some(("保安".to_owned(), WordKind::Occupation, 3))
    );
    for prefix in ["baoany", "bao'an y", "bay", "保安员"] {
        assert_eq!(
            first(prefix),
            Some(("保安员".to_owned(), WordKind::Occupation, 3)),
            "{prefix}"
        );
    }
    assert_eq!(
        first("gui"),
        Some(("贵州省".to_owned(), WordKind::Division, 11))
    );
    assert_eq!(
        first("lgs"),
        Some(("零工市场".to_owned(), WordKind::Kind, 1))
    );
    assert_eq!(
        first("叉车司机（公"),
        Some(("叉车司机（公益性岗位）".to_owned(), WordKind::Title, 1))
    );
    assert_eq!((first(""), first("？"), first("zzz")), (None, None, None));
}

#[test]
fn words_that_make_no_lexicon_are_refused() {
    let mut words = fixture::words();
    let concept = |key: &str, name: &str| Concept {
        key: key.to_owned(),
        kind: ConceptKind::Tag,
        names: vec![name.to_owned()],
    };
    words.concepts.push(concept("t/night", "晚班"));
    assert_eq!(
        Lexicon::new(&words).err(),
        Some(LexiconRefusal::RepeatedKey("t/night".to_owned()))
    );
    words.concepts.pop();
    words.concepts.push(concept("t/blank", "（）"));
    assert_eq!(
        Lexicon::new(&words).err(),
        Some(LexiconRefusal::Nameless("t/blank".to_owned()))
    );
}
