//! Words that differ from another by one typo: a character more, less or another, or two that changed places.
//!
//! Words are kept by their length, so that only those are compared whose length one typo can explain. Only asked when a
//! word is in no document. Read next: `question::repair`.

use super::{Typed, Vocabulary, Word, index};

/// The longest word that may have a typo, in characters, or of readings in letters.
const LONGEST: usize = 64;

/// Words, and readings, by their length.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    /// Positions of words that may be meant, by characters.
    words: Vec<Vec<u32>>,
    /// Positions of full readings of such words, by bytes.
    readings: Vec<Vec<u32>>,
}

/// Enters a position under a length.
fn enter(lists: &mut Vec<Vec<u32>>, length: usize, position: u32) {
    if length > LONGEST {
        return;
    }
    if lists.len() <= length {
        lists.resize(length.saturating_add(1), Vec::new());
    }
    if let Some(list) = lists.get_mut(length) {
        list.push(position);
    }
}

/// The positions under a length and its neighbours.
fn about(lists: &[Vec<u32>], length: usize) -> impl Iterator<Item = usize> {
    let range = length.saturating_sub(1)..lists.len().min(length.saturating_add(2));
    let lists = lists.get(range).unwrap_or_default();
    lists.iter().flatten().map(|position| index(*position))
}

impl Lengths {
    /// Sorts the words of a vocabulary by their length.
    pub(super) fn of(vocabulary: &Vocabulary) -> Self {
        let mut lengths = Self::default();
        let is_meant = |at: usize| {
            vocabulary
                .entries
                .get(at)
                .is_some_and(|it| it.kind.is_meant())
        };
        for (position, entry) in (0_u32..).zip(&vocabulary.entries) {
            if entry.kind.is_meant() {
                let count = vocabulary.text(entry.key).chars().count();
                enter(&mut lengths.words, count, position);
            }
        }
        for (position, spelling) in (0_u32..).zip(&vocabulary.spellings) {
            if spelling.typed == Typed::Full && is_meant(index(spelling.entry)) {
                enter(&mut lengths.readings, index(spelling.key.length), position);
            }
        }
        lengths
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let lists = self.words.iter().chain(&self.readings);
        lists.map(|it| it.capacity() * size_of::<u32>()).sum()
    }
}

impl Vocabulary {
    /// The words whose key differs from a text by one typo.
    pub(crate) fn near_keys<'v>(&'v self, text: &'v str) -> impl Iterator<Item = Word<'v>> {
        let positions = about(&self.lengths.words, text.chars().count());
        positions
            .filter_map(|at| self.word(at))
            .filter(move |word| is_one_typo(word.key, text))
    }

    /// The words of which a full reading differs from a text by one typo.
    pub(crate) fn near_readings<'v>(&'v self, text: &'v str) -> impl Iterator<Item = Word<'v>> {
        let positions = about(&self.lengths.readings, text.len());
        let spellings = positions.filter_map(|at| self.spellings.get(at));
        spellings
            .filter(move |it| is_one_typo(self.text(it.key), text))
            .filter_map(|it| self.word(index(it.entry)))
    }
}

/// Whether two texts differ by exactly one typo.
pub(crate) fn is_one_typo(one: &str, other: &str) -> bool {
    let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let start: usize = alike.map(|(character, _)| character.len_utf8()).sum();
    let (one, other) = (
        one.get(start..).unwrap_or_default(),
        other.get(start..).unwrap_or_default(),
    );
    let alike = one.chars().rev().zip(other.chars().rev());
    let alike = alike.take_while(|(a, b)| a == b);
    let end: usize = alike.map(|(character, _)| character.len_utf8()).sum();
    let rest = |text: &str| {
        let rest = text
            .get(..text.len().saturating_sub(end))
            .unwrap_or_default();
        let mut characters = rest.chars();
        (
            characters.next(),
            characters.next(),
            characters.next().is_none(),
        )
    };
    match (rest(one), rest(other)) {
        ((None, ..), (None, ..)) => false,
        ((_, None, _), (_, None, _)) => true,
        ((Some(a), Some(b), true), (Some(c), Some(d), true)) => a == d && b == c,
        _ => false,
    }
}

/// Whether two readings are so alike that one may have been heard for the other: at most two letters differ.
pub(crate) fn sound_close(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 2 {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in one.iter().enumerate() {
        let mut before = line;
        let mut left = line.saturating_add(1);
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            let kept = before.saturating_add(usize::from(a != b));
            left = kept
                .min(left.saturating_add(1))
                .min(above.saturating_add(1));
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= 2)
}

#[cfg(test)]
mod tests {
    use super::{is_one_typo, sound_close};

    #[test]
    fn one_typo_is_one_character_or_one_swap() {
        for (one, other) in [
            ("收营员", "收银员"),
            ("guiyagn", "guiyang"),
            ("kuaidyuan", "kuaidiyuan"),
            ("保安", "保安员"),
            ("a", ""),
            ("家们口", "家门口"),
        ] {
            assert!(
                is_one_typo(one, other) && is_one_typo(other, one),
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("保安", "保安"),
            ("保安", "会计"),
            ("abcd", "badc"),
            ("abc", "cba"),
            ("", "ab"),
        ] {
            assert!(!is_one_typo(one, other), "{one} {other}");
        }
    }

    #[test]
    fn readings_are_close_with_two_letters_of_difference() {
        assert!(sound_close("shouyingyuan", "shouyinyuan"));
        assert!(sound_close("abc", "abc"));
        assert!(!sound_close("huojia", "kuaiji"));
    }
}
