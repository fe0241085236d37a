//! The fuzz target's comparison on its committed corpus and on some thousands of seeded random inputs; see
//! `fuzz/README.md`.

#[path = "../fuzz/compare.rs"]
mod compare;

use compare::compare;

/// How many random inputs there are.
const INPUTS: u64 = 4000;

/// So many random bytes from a seed (SplitMix64).
fn random_bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed;
    let words = std::iter::repeat_with(|| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)).to_le_bytes()
    });
    words.flatten().take(count).collect()
}

#[test]
fn every_input_of_the_corpus_is_answered_as_by_brute_force() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/layers");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus).into_iter().flatten().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        println!("{}", entry.path().display());
        compare(&bytes);
        count += 1;
    }
    assert!(count >= 20, "only {count} inputs in {corpus}");
}

#[test]
fn thousands_of_random_histories_are_answered_as_by_brute_force() {
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                for seed in (half..INPUTS).step_by(2) {
                    let count = usize::try_from(20 + seed % 300).unwrap_or(20);
                    println!("seed {seed}");
                    compare(&random_bytes(seed, count));
                }
            });
        }
    });
}
