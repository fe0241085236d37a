//! An item as text.
//!
//! Read next: `terms`, what it is found by.

use xxhash_rust::xxh3::Xxh3Default;

use crate::lexicon::Lexicon;

/// What is searched of an item. Build it the same way for base and live: its hash tells whether it has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document<'a> {
    /// The item.
    pub id: u128,
    /// The title.
    pub title: &'a str,
    /// Who offers it.
    pub employer: Option<&'a str>,
    /// Keys of its concepts, as in [`crate::Concept::key`]; one that the lexicon does not hold is passed over.
    pub concepts: Vec<&'a str>,
    /// Names of the divisions it is in, its own and all above; in any order.
    pub places: Vec<&'a str>,
    /// Description, duties, conditions, address.
    pub texts: Vec<&'a str>,
}

impl Document<'_> {
    /// A hash of the text, and of the words it is cut by. The same document has the same hash as long as neither
    /// changes.
    #[must_use]
    pub fn hash(&self, lexicon: &Lexicon) -> u64 {
        let mut hasher = Xxh3Default::new();
        hasher.update(&lexicon.fingerprint().to_le_bytes());
        let mut part = |title: &[u8], text: &str| {
            hasher.update(title);
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(b"t", self.title);
        if let Some(employer) = self.employer {
            part(b"e", employer);
        }
        self.concepts.iter().for_each(|key| part(b"c", key));
        self.places.iter().for_each(|name| part(b"p", name));
        self.texts.iter().for_each(|text| part(b"x", text));
        hasher.digest()
    }
}
