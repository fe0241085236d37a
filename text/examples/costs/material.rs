//! What the documents of the measurement are made of.

use text::{Concept, ConceptKind, DivisionName, DivisionRank, Document, LexiconWords};

/// A stream of numbers (SplitMix64).
pub(super) struct Numbers(u64);

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

/// Quoted texts of a line of TOML.
fn quoted(line: &str) -> Vec<String> {
    line.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// What documents are made of.
pub(super) struct Material {
    /// Words.
    pub(super) words: Vec<String>,
    /// Keys of occupations.
    keys: Vec<String>,
    /// Names of towns with all above them.
    places: Vec<Vec<String>>,
}

/// Reads the catalog.
pub(super) fn material() -> (LexiconWords, Material) {
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
pub(super) struct Item {
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
    pub(super) fn of(number: u64, material: &Material) -> Self {
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
    pub(super) fn document<'d>(&'d self, material: &'d Material) -> Document<'d> {
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
