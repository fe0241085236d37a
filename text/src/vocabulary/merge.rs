//! Two vocabularies as one: what a live text does when it joins two of its maps, without reading any word again.
//!
//! Words of documents that a newer map replaces are taken off; a word that no document has any more is left out at the
//! next merging. Read next: `collect`.

use super::collect::Counted;
use super::{Entry, Spelling, Stretch, Typed, Vocabulary, WordKind, index};
use crate::lexicon::Lexicon;

/// A word that is left out.
const LEFT_OUT: u32 = u32::MAX;

/// Collects the parts of a merged vocabulary.
#[derive(Default)]
struct Merged {
    /// All texts.
    texts: String,
    /// The words.
    entries: Vec<Entry>,
}

impl Merged {
    /// Writes a text; an empty stretch where there is no room left.
    fn write(&mut self, text: &str) -> Stretch {
        let start = u32::try_from(self.texts.len());
        let (Ok(start), Ok(length)) = (start, u32::try_from(text.len())) else {
            return Stretch {
                start: 0,
                length: 0,
            };
        };
        self.texts.push_str(text);
        Stretch { start, length }
    }

    /// Adds a word; answers with its position.
    fn enter(&mut self, of: &Vocabulary, entry: &Entry, documents: u32) -> u32 {
        if documents == 0 {
            return LEFT_OUT;
        }
        let key = self.write(of.text(entry.key));
        let text = if entry.text == entry.key {
            key
        } else {
            self.write(of.text(entry.text))
        };
        self.entries.push(Entry {
            key,
            text,
            kind: entry.kind,
            documents,
        });
        u32::try_from(self.entries.len().saturating_sub(1)).unwrap_or(LEFT_OUT)
    }

    /// Takes a document off the count of a word.
    fn take_off(&mut self, key: &str, kind: WordKind) {
        let text = |stretch: Stretch| {
            let start = index(stretch.start);
            let range = start..start.saturating_add(index(stretch.length));
            self.texts.get(range).unwrap_or_default()
        };
        let found = self
            .entries
            .binary_search_by(|it| text(it.key).cmp(key).then(it.kind.cmp(&kind)));
        if let Some(entry) = found.ok().and_then(|at| self.entries.get_mut(at)) {
            entry.documents = entry.documents.saturating_sub(1);
        }
    }
}

impl Vocabulary {
    /// This vocabulary and another, without the words of some documents of this one.
    pub(crate) fn merged<'c>(
        &self,
        other: &Self,
        lexicon: &Lexicon,
        replaced: impl Iterator<Item = &'c Counted>,
    ) -> Self {
        let mut merged = Merged::default();
        let (mut here, mut there) = (Vec::new(), Vec::new());
        let mut ours = self.entries.iter().peekable();
        let mut theirs = other.entries.iter().peekable();
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(one), Some(two)) => {
                    let by_key = self.text(one.key).cmp(other.text(two.key));
                    by_key.then(one.kind.cmp(&two.kind))
                }
            };
            let one = ours.next_if(|_| order.is_le());
            let two = theirs.next_if(|_| order.is_ge());
            let documents = [one, two].into_iter().flatten().map(|it| it.documents);
            let documents = documents.fold(0_u32, u32::saturating_add);
            let position = match (one, two) {
                (Some(one), _) => merged.enter(self, one, documents),
                (None, Some(two)) => merged.enter(other, two, documents),
                (None, None) => LEFT_OUT,
            };
            here.extend(one.map(|_| position));
            there.extend(two.map(|_| position));
        }
        let spelled = merge_spellings(&mut merged, (self, &here), (other, &there));
        for counted in replaced {
            counted.each_word(lexicon, |key, kind| merged.take_off(key, kind));
        }
        Self::of(merged.texts, merged.entries, spelled)
    }

    /// Its spellings with the positions that its words have now.
    fn moved<'v>(&'v self, places: &'v [u32]) -> impl Iterator<Item = (&'v str, u32, Typed)> {
        self.spellings.iter().filter_map(|it| {
            let place = *places.get(index(it.entry))?;
            (place != LEFT_OUT).then(|| (self.text(it.key), place, it.typed))
        })
    }
}

/// The spellings of two vocabularies in order, each once.
fn merge_spellings(
    merged: &mut Merged,
    (one, here): (&Vocabulary, &[u32]),
    (other, there): (&Vocabulary, &[u32]),
) -> Vec<Spelling> {
    let mut ours = one.moved(here).peekable();
    let mut theirs = other.moved(there).peekable();
    let mut spellings: Vec<Spelling> = Vec::with_capacity(one.spellings.len());
    let mut last: Option<(&str, Stretch)> = None;
    loop {
        let is_ours = match (ours.peek(), theirs.peek()) {
            (None, None) => return spellings,
            (Some(mine), Some(thine)) => mine <= thine,
            (mine, None) => mine.is_some(),
            (None, Some(_)) => false,
        };
        let next = if is_ours { ours.next() } else { theirs.next() };
        let Some((text, entry, typed)) = next else {
            return spellings;
        };
        let key = match last {
            Some((known, key)) if known == text => key,
            _ => merged.write(text),
        };
        let is_new = last.is_none_or(|(known, _)| known != text)
            || spellings
                .last()
                .is_none_or(|it| (it.entry, it.typed) != (entry, typed));
        last = Some((text, key));
        if is_new {
            spellings.push(Spelling { key, entry, typed });
        }
    }
}
