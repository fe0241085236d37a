//! The texts of the bench: a title and a description for each item, of words whose frequencies follow Zipf's law.
//!
//! The words are the catalog's occupations with their aliases, duties and conditions, and the names of Guizhou's
//! divisions; a text says nothing about where its item stands. Next: `postgres.rs`.

use anyhow::Result;
use menkou_bench::data::Random;
use serde::Deserialize;
use text::{DivisionName, DivisionRank, LexiconWords};

/// The occupations.
const OCCUPATIONS: &str = include_str!("../../../../catalog/occupations.toml");
/// The divisions.
const DIVISIONS: &str = include_str!("../../../../catalog/divisions/gz_divisions_mca2026.csv");
/// What a title says between the place and the occupation.
const CALLS: &[&str] = &["招聘", "急招", "诚聘", "长期招", "项目部招", "门店招"];
/// What descriptions promise and ask, the most common first.
const PHRASES: &[&str] = &[
    "包吃住",
    "五险一金",
    "日结",
    "无需经验",
    "就近安排",
    "夜班",
    "长白班",
    "带薪培训",
    "月休四天",
    "驾驶证",
    "健康证",
    "加班有薪",
    "节日福利",
    "两班倒",
    "工资月结",
    "提供工具",
    "通勤班车",
    "意外保险",
    "夫妻房",
    "双休",
    "熟手优先",
    "返乡优先",
    "当天上岗",
    "面试报销路费",
    "有老师傅带",
    "刺绣师傅",
    "采煤机司机",
];
/// How many phrases a description has.
const PHRASES_EACH: usize = 3;

/// The file of occupations, as far as it is read.
#[derive(Deserialize)]
struct Occupations {
    /// All of them.
    occupation: Vec<Occupation>,
}

/// An occupation.
#[derive(Deserialize)]
struct Occupation {
    /// Its name.
    zh: String,
    /// What people call it too.
    #[serde(default)]
    aliases: Vec<String>,
    /// What is to be done.
    duties_zh: String,
    /// What one needs to have.
    conditions_zh: String,
}

/// What texts are made of.
pub(crate) struct Stock {
    /// Occupations, the most common first.
    occupations: Vec<Occupation>,
    /// Divisions, the most common first.
    places: Vec<DivisionName>,
}

/// The text of one item.
pub(crate) struct Wording {
    /// The title.
    pub(crate) title: String,
    /// The description.
    pub(crate) description: String,
}

impl Stock {
    /// Reads the catalog.
    pub(crate) fn read() -> Result<Self> {
        let Occupations { occupation } = toml::from_str(OCCUPATIONS)?;
        let rows = DIVISIONS.lines().skip(1).map(|row| row.split(',').skip(1));
        let places = rows.filter_map(|mut cells| {
            let name = cells.next()?.to_owned();
            let rank = match cells.next()? {
                "2" => DivisionRank::Prefecture,
                "3" => DivisionRank::County,
                "4" => DivisionRank::Town,
                _ => return None,
            };
            Some(DivisionName { name, rank })
        });
        let mut stock = Self {
            occupations: occupation,
            places: places.collect(),
        };
        // Prefectures first, then counties, then towns.
        stock.places.sort_by_key(|place| place.rank);
        // Neighbours in the catalog are of one trade: the commonest occupations are of many.
        let mut shuffle = Random::new(7);
        stock
            .occupations
            .sort_by_cached_key(|_| shuffle.below(u32::MAX));
        Ok(stock)
    }

    /// The words that are known before any text is read: no synonyms, so that every contestant seeks the same words.
    pub(crate) fn words(&self) -> LexiconWords {
        let names = self.occupations.iter();
        let names = names.flat_map(|one| one.aliases.iter().chain([&one.zh]).cloned());
        LexiconWords {
            divisions: self.places.clone(),
            words: names
                .chain(PHRASES.iter().map(|it| (*it).to_owned()))
                .collect(),
            ..LexiconWords::default()
        }
    }

    /// The text of the next item.
    pub(crate) fn wording(&self, random: &mut Random) -> Wording {
        let place = random.zipf(&self.places).map_or("", |it| &it.name);
        let call = random.zipf(CALLS).copied().unwrap_or_default();
        let Some(occupation) = random.zipf(&self.occupations) else {
            return Wording {
                title: place.to_owned(),
                description: String::new(),
            };
        };
        let names: Vec<&String> = occupation.aliases.iter().chain([&occupation.zh]).collect();
        let name = random.zipf(&names).map_or("", |it| it.as_str());
        let asked = random
            .zipf(&self.occupations)
            .map_or("", |it| &it.conditions_zh);
        let mut description = format!("{}{asked}", occupation.duties_zh);
        for _ in 0..PHRASES_EACH {
            description.push_str(random.zipf(PHRASES).copied().unwrap_or_default());
            description.push('，');
        }
        Wording {
            title: format!("{place}{call}{name}"),
            description,
        }
    }
}
