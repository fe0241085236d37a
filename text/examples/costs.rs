//! What a text index costs: `cargo run -p text --example costs -- [documents]`, from the repository's root.
//!
//! Titles and descriptions are made of the words of `catalog/*.toml`, Zipf-weighted, with its occupations and the
//! divisions of Guizhou. Prints times in the reader's units; they are for orientation, not a gate.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement by hand"
)]

use std::time::{Duration, Instant};

use text::{
    BaseBuilder, Concept, ConceptKind, DivisionName, DivisionRank, Document, Level, Lexicon,
    LexiconWords, LiveText, Question, TextBase, TextPicture,
};

/// A stream of numbers (SplitMix64).
struct Numbers(u64);

impl Numbers {
    /// A number below a count.
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((word ^ (word >> 31)) % u64::try_from(count).unwrap()).unwrap()
    }

    /// A number below a count, small ones more often: the product of two even ones.
    fn zipf(&mut self, count: usize) -> usize {
        let (one, other) = (self.below(count), self.below(count));
        one * other / count
    }
}

/// Times something.
fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = act();
    println!("{what}: {:?}", start.elapsed());
    result
}

/// The median time of something done a number of times.
fn median(times: usize, mut act: impl FnMut()) -> Duration {
    let mut all: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            act();
            start.elapsed()
        })
        .collect();
    all.sort();
    all.get(times / 2).copied().unwrap_or_default()
}

/// Resident memory in MiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|it| it.parse::<usize>().ok()).unwrap_or(0) / 1024
}

/// Quoted texts of a line of TOML.
fn quoted(line: &str) -> Vec<String> {
    line.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// What documents are made of.
struct Material {
    /// Words.
    words: Vec<String>,
    /// Keys of occupations.
    keys: Vec<String>,
    /// Names of towns with all above them.
    places: Vec<Vec<String>>,
}

/// Reads the catalog.
fn material() -> (LexiconWords, Material) {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut texts = Vec::new();
    let file = std::fs::read_to_string("catalog/occupations.toml").unwrap();
    for line in file.lines() {
        texts.extend(quoted(line));
        if line.starts_with("code = ") {
            concepts.push(Concept {
                key: format!("o/{}", quoted(line).concat()),
                kind: ConceptKind::Occupation,
                names: Vec::new(),
            });
        } else if let Some(last) = concepts.last_mut()
            && (line.starts_with("zh = ") || line.starts_with("aliases = "))
        {
            last.names.extend(quoted(line));
        }
    }
    concepts.retain(|it| !it.names.is_empty());
    let file = std::fs::read_to_string("catalog/divisions/gz_divisions_mca2026.csv").unwrap();
    let rows: Vec<Vec<&str>> = file
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let rank = |level: &str| match level {
        "1" => DivisionRank::Province,
        "2" => DivisionRank::Prefecture,
        "3" => DivisionRank::County,
        _ => DivisionRank::Town,
    };
    let divisions = rows.iter().map(|row| DivisionName {
        name: row.get(1).unwrap().to_string(),
        rank: rank(row.get(2).unwrap()),
    });
    let above = |code: &str| rows.iter().find(|row| row.first() == Some(&code)).cloned();
    let towns = rows.iter().filter(|row| row.get(2) == Some(&"4"));
    let places = towns.map(|row| {
        let mut names = Vec::new();
        let mut at = Some(row.clone());
        while let Some(row) = at {
            names.push(row.get(1).unwrap().to_string());
            at = row.get(3).and_then(|code| above(code));
        }
        names
    });
    let places = places.collect();
    let keys = concepts.iter().map(|it| it.key.clone()).collect();
    let words = LexiconWords {
        concepts,
        divisions: divisions.collect(),
        endings: ["工", "员", "师", "司机"].map(str::to_owned).to_vec(),
        ..LexiconWords::default()
    };
    (
        words,
        Material {
            words: texts,
            keys,
            places,
        },
    )
}

/// An item.
struct Item {
    /// Its number.
    id: u128,
    /// Its texts.
    title: String,
    /// Its employer.
    employer: String,
    /// Its description.
    text: String,
    /// Which occupation.
    key: usize,
    /// Which town.
    town: usize,
}

impl Item {
    /// The item of a number.
    fn of(number: u64, material: &Material) -> Self {
        let mut numbers = Numbers(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let word = |numbers: &mut Numbers| {
            let at = numbers.zipf(material.words.len());
            material.words.get(at).unwrap().as_str()
        };
        let text: Vec<&str> = (0..18).map(|_| word(&mut numbers)).collect();
        Self {
            id: u128::from(number),
            title: (0..2).map(|_| word(&mut numbers)).collect(),
            employer: format!("{}有限公司{}", word(&mut numbers), numbers.below(40_000)),
            text: text.join("，"),
            key: numbers.zipf(material.keys.len()),
            town: numbers.zipf(material.places.len()),
        }
    }

    /// Its document.
    fn document<'d>(&'d self, material: &'d Material) -> Document<'d> {
        let places = material.places.get(self.town).unwrap();
        Document {
            id: self.id,
            title: &self.title,
            employer: Some(&self.employer),
            concepts: vec![material.keys.get(self.key).unwrap()],
            places: places.iter().map(String::as_str).collect(),
            texts: vec![&self.text],
        }
    }
}

/// Measures questions, answers and suggestions.
fn ask(lexicon: &Lexicon, base: &TextBase, live: &LiveText) {
    let picture = TextPicture { base, live };
    for typed in [
        "保安",
        "会计",
        "贵阳",
        "花果园",
        "挖掘机司机",
        "baoan",
        "gy",
        "叉车司鸡",
        "创业担保货款",
        "shouyinyaun",
        "贵阳 会计",
    ] {
        let read = || Question::read(typed, lexicon, picture).unwrap();
        let question = read();
        let reading = median(15, || drop(read()));
        let count: Vec<usize> = question
            .groups()
            .iter()
            .map(|it| base.docs_of(it, Level::MEANT).len())
            .collect();
        let docs = median(15, || {
            question
                .groups()
                .iter()
                .for_each(|it| drop(base.docs_of(it, Level::MEANT)));
        });
        let all = median(15, || {
            question
                .groups()
                .iter()
                .for_each(|it| drop(base.docs_of(it, Level::Said)));
        });
        println!(
            "{typed}: read {reading:?}, docs_of to Trait {docs:?} ({count:?}), to Said {all:?}"
        );
    }
    for prefix in ["保", "保安", "b", "ba", "baoan", "贵", "gui", "gy", "有"] {
        let time = median(31, || drop(picture.suggest(lexicon, prefix, 10)));
        let first = picture.suggest(lexicon, prefix, 3);
        let shown: Vec<String> = first
            .iter()
            .map(|it| format!("{} {}", it.text, it.documents))
            .collect();
        println!("suggest {prefix}: {time:?} {shown:?}");
    }
}

fn main() {
    let count: u64 = std::env::args()
        .nth(1)
        .and_then(|it| it.parse().ok())
        .unwrap_or(100_000);
    let (words, mut material) = material();
    println!("resident at first {} MiB", resident());
    let lexicon = timed("lexicon", || Lexicon::new(&words).unwrap());
    let cut: std::collections::BTreeSet<String> = material
        .words
        .iter()
        .flat_map(|it| lexicon.cut_words(it))
        .collect();
    material.words = cut.into_iter().collect();
    println!(
        "{} words, resident with lexicon {} MiB",
        material.words.len(),
        resident()
    );
    let place = std::env::temp_dir().join(format!("menkou-text-costs-{}", std::process::id()));
    let folder = place.join("text");
    let mut builder = BaseBuilder::new(&lexicon).unwrap();
    timed("push", || {
        (0..count).for_each(|it| {
            builder
                .push(&Item::of(it, &material).document(&material))
                .unwrap();
        })
    });
    println!("resident while building {} MiB", resident());
    drop(timed("finish and write", || {
        builder.finish(Some(&folder)).unwrap()
    }));
    let bytes: u64 = std::fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|it| it.metadata().unwrap().len())
        .sum();
    println!(
        "on disk {} MiB, resident after {} MiB",
        bytes / 1_048_576,
        resident()
    );
    let base = timed("open", || TextBase::open(&folder, &lexicon).unwrap());
    let base_again = timed("open again", || TextBase::open(&folder, &lexicon).unwrap());
    drop(base_again);
    println!(
        "memory: documents, postings, words {:?} MiB",
        base.memory().map(|it| it / 1_048_576)
    );
    let hashes: Vec<u64> = timed("hashes", || {
        (0..count)
            .map(|it| Item::of(it, &material).document(&material).hash(&lexicon))
            .collect()
    });
    let current = (0..count).map(u128::from).zip(hashes);
    println!(
        "changed {}",
        timed("reconcile", || base.reconcile(current)).changed.len()
    );
    let mut live = LiveText::default();
    let mut number = count;
    timed("60,000 changes one hundred at a time", || {
        for _ in 0..600 {
            let items: Vec<Item> = (number..number + 100)
                .map(|it| Item::of(it, &material))
                .collect();
            number += 100;
            live = live.with(&lexicon, items.iter().map(|it| it.document(&material)), []);
        }
    });
    let one = median(31, || {
        number += 1;
        let item = Item::of(number, &material);
        live = live.with(&lexicon, [item.document(&material)], []);
    });
    println!(
        "one change {one:?}, live {}, resident {} MiB",
        live.len(),
        resident()
    );
    ask(&lexicon, &base, &LiveText::default());
    println!("with {} live documents", live.len());
    ask(&lexicon, &base, &live);
    std::fs::remove_dir_all(place).unwrap();
}
