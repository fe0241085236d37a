//! The fuzz targets `pbf`, `xml` and `hgt` on their committed corpora and on seeded changes of them; see
//! `fuzz/README.md`.

#[path = "../fuzz/hostile.rs"]
mod hostile;

use std::path::Path;

/// Random numbers from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    /// The next number below a limit, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let word = word ^ (word >> 31);
        usize::try_from(word % u64::try_from(limit).unwrap_or(1)).unwrap_or(0)
    }

    /// The next byte.
    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap_or(0)
    }

    /// Changes some bytes: flips, overwrites, cuts out, doubles, puts in, or cuts off.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            if bytes.is_empty() {
                bytes.push(self.byte());
            }
            let at = self.below(bytes.len());
            let end = (at + 1 + self.below(16)).min(bytes.len());
            match self.below(6) {
                0 => bytes
                    .get_mut(at)
                    .into_iter()
                    .for_each(|it| *it ^= 1 << self.below(8)),
                1 => bytes
                    .get_mut(at)
                    .into_iter()
                    .for_each(|it| *it = self.byte()),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let copy: Vec<u8> = bytes.get(at..end).unwrap_or_default().to_vec();
                    bytes.splice(at..at, copy);
                }
                4 => bytes.insert(
                    at,
                    [0, 1, 0x7f, 0x80, 0xff]
                        .get(self.below(5))
                        .copied()
                        .unwrap_or(0),
                ),
                _ => bytes.truncate(at),
            }
        }
    }
}

/// Runs a target on its corpus, then on so many changes of each input.
fn run(target: &str, changes: u64, check: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut paths: Vec<_> = std::fs::read_dir(&corpus)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    assert!(
        paths.len() >= 7,
        "only {} inputs in {}",
        paths.len(),
        corpus.display()
    );
    for path in paths {
        let bytes = std::fs::read(&path).unwrap_or_default();
        println!("{}", path.display());
        check(&bytes);
        for seed in 0..changes {
            let mut changed = bytes.clone();
            Chance(seed).change(&mut changed);
            println!("seed {seed}");
            check(&changed);
        }
    }
}

#[test]
fn any_bytes_as_an_osm_pbf_are_read_or_refused() {
    run("pbf", 1_500, hostile::pbf);
}

#[test]
fn any_bytes_as_osm_xml_are_read_or_refused() {
    run("xml", 1_500, hostile::xml);
}

#[test]
fn any_bytes_as_a_tile_are_heights_or_refused() {
    run("hgt", 12, hostile::hgt);
}
