//! A small world for tests and fuzz targets: some words, and documents made of them by a seed.

use text::{Concept, ConceptKind, DivisionName, DivisionRank, Document, Lexicon, LexiconWords};

/// Concepts: key, kind, names.
const CONCEPTS: [(&str, ConceptKind, &[&str]); 16] = [
    (
        "o/guard",
        ConceptKind::Occupation,
        &["保安员", "保安", "门卫"],
    ),
    ("o/welder", ConceptKind::Occupation, &["焊工", "电焊工"]),
    (
        "o/forklift",
        ConceptKind::Occupation,
        &["叉车司机", "叉车工"],
    ),
    (
        "o/carpenter",
        ConceptKind::Occupation,
        &["木工（模板）", "模板工"],
    ),
    (
        "o/accountant",
        ConceptKind::Occupation,
        &["会计", "财务会计"],
    ),
    ("o/nanny", ConceptKind::Occupation, &["育婴员", "育儿嫂"]),
    (
        "o/cnc",
        ConceptKind::Occupation,
        &["数控机床操作工", "CNC操作员"],
    ),
    ("o/fruit", ConceptKind::Occupation, &["果园管护工"]),
    ("o/carer", ConceptKind::Occupation, &["医疗护理员", "护工"]),
    ("s/wages", ConceptKind::Service, &["欠薪维权", "讨薪"]),
    ("s/unemployed", ConceptKind::Service, &["失业登记"]),
    ("k/market", ConceptKind::PlaceKind, &["零工市场"]),
    (
        "k/station",
        ConceptKind::PlaceKind,
        &["家门口就业服务站", "就业服务站"],
    ),
    ("c/security", ConceptKind::Category, &["安保物业"]),
    ("t/lodging", ConceptKind::Tag, &["包住", "提供住宿"]),
    ("t/night", ConceptKind::Tag, &["夜班"]),
];

/// Divisions, each with all above it.
const DIVISIONS: [(&str, DivisionRank, &[&str]); 8] = [
    ("贵阳市", DivisionRank::Prefecture, &["贵州省", "贵阳市"]),
    (
        "云岩区",
        DivisionRank::County,
        &["贵州省", "贵阳市", "云岩区"],
    ),
    (
        "花溪区",
        DivisionRank::County,
        &["贵州省", "贵阳市", "花溪区"],
    ),
    (
        "花果园街道",
        DivisionRank::Town,
        &["贵州省", "贵阳市", "花溪区", "花果园街道"],
    ),
    ("遵义市", DivisionRank::Prefecture, &["贵州省", "遵义市"]),
    (
        "仁怀市",
        DivisionRank::County,
        &["贵州省", "遵义市", "仁怀市"],
    ),
    (
        "黔东南苗族侗族自治州",
        DivisionRank::Prefecture,
        &["贵州省", "黔东南苗族侗族自治州"],
    ),
    (
        "新民村",
        DivisionRank::Village,
        &["贵州省", "贵阳市", "花溪区", "花果园街道", "新民村"],
    ),
];

/// Titles that no concept gives.
const TITLES: [&str; 8] = [
    "小区保安急招（包吃住）",
    "饭店招洗碗阿姨",
    "观山湖会展临时安保",
    "学校食堂帮厨",
    "Web前端 C++ 工程师",
    "張家灣茶園採茶",
    "",
    "🚜🚜",
];

/// Employers.
const EMPLOYERS: [&str; 4] = [
    "演示用工单位（云岩区）01",
    "演示零工雇主（仁怀市）",
    "某某物业服务公司",
    "ＡＢＣ電子廠",
];

/// Longer texts.
const TEXTS: [&str; 4] = [
    "在大门值守，登记来访车辆。",
    "会使用全站仪，能独立完成焊接作业。",
    "贵州省贵阳市花溪区（演示地址）",
    "记账、报税和编制报表；可带娃。",
];

/// The words.
pub(crate) fn words() -> LexiconWords {
    let owned = |list: &[&str]| {
        list.iter()
            .map(|it| (*it).to_owned())
            .collect::<Vec<String>>()
    };
    let mut divisions = vec![DivisionName {
        name: "贵州省".to_owned(),
        rank: DivisionRank::Province,
    }];
    divisions.extend(DIVISIONS.iter().map(|(name, rank, _)| DivisionName {
        name: (*name).to_owned(),
        rank: *rank,
    }));
    LexiconWords {
        concepts: CONCEPTS
            .iter()
            .map(|(key, kind, names)| Concept {
                key: (*key).to_owned(),
                kind: *kind,
                names: owned(names),
            })
            .collect(),
        divisions,
        words: owned(&["用工单位"]),
        stop_words: owned(&[
            "的", "找", "想", "我", "了", "去", "哪里", "附近", "工作", "招", "有",
        ]),
        endings: owned(&["工", "员", "司机"]),
        alike: vec![owned(&["保安", "安保"]), owned(&["育儿嫂", "育婴员"])],
        meant: vec![
            ("带娃".to_owned(), owned(&["育儿嫂"])),
            ("不发工资".to_owned(), owned(&["讨薪"])),
        ],
    }
}

/// The lexicon of [`words`].
pub(crate) fn lexicon() -> Lexicon {
    Lexicon::new(&words()).unwrap_or_else(|error| panic!("{error}"))
}

/// The document of a number, in its first form or as it reads after so many changes.
pub(crate) fn document(number: u64, changes: u64) -> Document<'static> {
    let mut state = number
        .wrapping_mul(31)
        .wrapping_add(changes.wrapping_mul(7_919));
    let mut draw = |count: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % u64::try_from(count).unwrap_or(1)).unwrap_or(0)
    };
    let concept = CONCEPTS.get(draw(CONCEPTS.len())).map_or("", |it| it.0);
    let named = CONCEPTS
        .get(draw(CONCEPTS.len()))
        .and_then(|it| it.2.first())
        .copied();
    let title = if draw(3) == 0 {
        TITLES.get(draw(TITLES.len())).copied()
    } else {
        named
    };
    let (employer, trait_) = (
        draw(EMPLOYERS.len() * 2),
        CONCEPTS.get(13 + draw(3)).map_or("", |it| it.0),
    );
    let places = DIVISIONS
        .get(draw(DIVISIONS.len()))
        .map_or(&[][..], |it| it.2);
    let text = TEXTS.get(draw(TEXTS.len() * 2)).copied();
    Document {
        id: u128::from(number) << 40 | 17,
        title: title.unwrap_or_default(),
        employer: EMPLOYERS.get(employer).copied(),
        concepts: vec![concept, trait_, "unknown/key"],
        places: places.to_vec(),
        texts: text.into_iter().collect(),
    }
}
