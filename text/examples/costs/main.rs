//! What a text index costs: `cargo run -p text --example costs -- [documents]`, from the repository's root.
//!
//! Titles and descriptions are made of the words of `catalog/*.toml`, Zipf-weighted, with its occupations and the
//! divisions of Guizhou. Prints times in the reader's units; they are for orientation, not a gate.
#![expect(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a measurement by hand"
)]

mod material;

use std::time::{Duration, Instant};

use material::{Item, material};
use text::{BaseBuilder, Level, Lexicon, LiveText, Question, TextBase, TextPicture};

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
