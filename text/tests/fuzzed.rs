//! The fuzz targets' comparisons on their committed corpora and on seeded random inputs; see `fuzz/README.md`.

#[path = "../fuzz/asked.rs"]
mod asked;
#[path = "../fuzz/fixture.rs"]
mod fixture;
#[path = "../fuzz/opened.rs"]
mod opened;

/// Characters that random questions are made of.
const LETTERS: [&str; 40] = [
    "保", "安", "员", "焊", "工", "电", "叉", "车", "司", "鸡", "会", "计", "育", "婴", "嫂", "讨",
    "薪", "失", "业", "登", "记", "花", "果", "园", "贵", "阳", "的", "找", " ", "b", "ao", "an",
    "gy", "'", "（", "Ａ", "會", "7", "🚜", "\u{0301}",
];

/// A stream of numbers from a seed (SplitMix64).
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    })
}

/// The files of a corpus.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files: Vec<Vec<u8>> = entries
        .filter_map(|entry| std::fs::read(entry.path()).ok())
        .collect();
    assert!(files.len() >= 10, "only {} inputs in {name}", files.len());
    files
}

#[test]
fn every_question_is_answered_alike_by_base_and_live_or_refused_by_both() {
    for bytes in corpus("questions") {
        asked::ask(&String::from_utf8_lossy(&bytes));
    }
    for seed in 0..3_000 {
        let mut numbers = numbers(seed);
        let length = numbers.next().unwrap_or(0) % 24;
        let pick = |number: u64| {
            LETTERS
                .get(usize::try_from(number % 40).unwrap_or(0))
                .copied()
        };
        let typed: String = numbers
            .take(usize::try_from(length).unwrap_or(0))
            .filter_map(pick)
            .collect();
        asked::ask(&typed);
    }
}

#[test]
fn a_folder_that_was_changed_is_refused_and_one_that_was_not_is_opened() {
    let place = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    for bytes in corpus("folders") {
        opened::open_changed(&bytes, place.path());
    }
    for seed in 0..600 {
        let length = 3 + usize::try_from(seed % 40).unwrap_or(0);
        let words = numbers(seed).flat_map(u64::to_le_bytes);
        opened::open_changed(&words.take(length).collect::<Vec<u8>>(), place.path());
    }
}
