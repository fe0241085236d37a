//! How words are read: pinyin without tones, and the initials of the syllables.
//!
//! A character may have several readings; of a word those are taken in which at most one character is not read in its
//! usual way, so that 会计 is found as `kuaiji` and no word has hundreds of readings. Read next: `vocabulary`.

use pinyin::{ToPinyin, ToPinyinMulti};

use crate::fold::is_han;

/// The most readings of one word.
const MOST_READINGS: usize = 6;

/// The longest word that is read, in characters.
const LONGEST: usize = 24;

/// A way to read a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// All syllables: `linggong`.
    pub(crate) full: String,
    /// The same with one letter where a syllable ends and the next begins with it, as many type it: `lingong`.
    pub(crate) careless: Option<String>,
    /// Their first letters: `ba`.
    pub(crate) initials: String,
}

/// The readings of a folded word, its usual one first; none where it holds no character, a character that is not
/// known, or is too long.
pub(crate) fn readings(word: &str) -> Vec<Reading> {
    let mut syllables = Vec::new();
    let mut has_character = false;
    for character in word.chars() {
        if is_han(character) {
            has_character = true;
            let Some(ways) = ways(character) else {
                return Vec::new();
            };
            syllables.push(ways);
        } else {
            syllables.push(vec![character.to_string()]);
        }
    }
    if !has_character || syllables.len() > LONGEST {
        return Vec::new();
    }
    let mut found = vec![read(&syllables, None)];
    for (place, ways) in syllables.iter().enumerate() {
        for way in ways.iter().skip(1) {
            if found.len() >= MOST_READINGS {
                return found;
            }
            found.push(read(&syllables, Some((place, way))));
        }
    }
    found
}

/// The different ways to read a character, without tones, `ü` as it is typed; none where it is not known.
fn ways(character: char) -> Option<Vec<String>> {
    let typed = |plain: &str| plain.replace('ü', "v");
    let mut ways = vec![typed(character.to_pinyin()?.plain())];
    for other in character.to_pinyin_multi().into_iter().flatten() {
        let other = typed(other.plain());
        if !ways.contains(&other) {
            ways.push(other);
        }
    }
    Some(ways)
}

/// A reading in which one character may be read in another way.
fn read(syllables: &[Vec<String>], other: Option<(usize, &String)>) -> Reading {
    let mut reading = Reading {
        full: String::new(),
        careless: None,
        initials: String::new(),
    };
    let mut careless = String::new();
    for (place, ways) in syllables.iter().enumerate() {
        let usual = ways.first();
        let way = other
            .filter(|(at, _)| *at == place)
            .map(|(_, way)| way)
            .or(usual);
        let Some(way) = way else { continue };
        reading.full.push_str(way);
        reading.initials.extend(way.chars().next());
        // No syllable ends in another consonant, but for a rare `er`.
        let is_doubled = ['n', 'g']
            .iter()
            .any(|letter| careless.ends_with(*letter) && way.starts_with(*letter));
        careless.extend(way.chars().skip(usize::from(is_doubled)));
    }
    reading.careless = (careless != reading.full).then_some(careless);
    reading
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests")]
mod tests {
    use super::readings;

    #[test]
    fn a_word_is_read_in_its_usual_and_in_one_unusual_way() {
        let accountant: Vec<String> = readings("会计").into_iter().map(|it| it.full).collect();
        assert!(accountant.contains(&"kuaiji".to_owned()), "{accountant:?}");
        let first = readings("绿化工")
            .into_iter()
            .next()
            .expect("it can be read");
        assert_eq!(
            (first.full.as_str(), first.initials.as_str()),
            ("lvhuagong", "lhg")
        );
        let mixed = readings("cnc操作员")
            .into_iter()
            .next()
            .expect("it can be read");
        assert_eq!(mixed.full, "cnccaozuoyuan");
        assert!(readings("cnc").is_empty());
        let gig = readings("零工").into_iter().next().expect("it can be read");
        assert_eq!(
            (gig.full.as_str(), gig.careless.as_deref()),
            ("linggong", Some("lingong"))
        );
    }
}
