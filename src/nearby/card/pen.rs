//! Packing an item's JSON, piece by piece in the order of the text.
//!
//! The one who holds the pen tells which parts are alike on many cards. It must never change the text: a part that is
//! not in the dictionary stands on the card as it is. Read next: `pieces`, what the bytes mean.

use chrono::{DateTime, Utc};
use reach::coord::Wgs84;
use serde::Serialize;

use super::Card;
use super::fragments::{Fragments, Sharing};
use super::pieces::{
    IDENTITY, LONG_FRAGMENT, MAX_RUN, QUOTED_UUID, SHORT_FRAGMENT, SHORT_FRAGMENTS,
};

/// A card that is being packed.
pub(in crate::nearby) struct Pen<'a> {
    /// The dictionary.
    fragments: &'a Fragments,
    /// The pieces so far.
    pieces: Vec<u8>,
    /// Text that is not yet among the pieces.
    run: String,
    /// Bytes of the JSON so far without the text that is not yet among the pieces.
    length: usize,
}

impl<'a> Pen<'a> {
    /// Begins a card that will be read with this dictionary.
    pub(in crate::nearby) fn new(fragments: &'a Fragments) -> Self {
        Self {
            fragments,
            pieces: Vec::new(),
            run: String::new(),
            length: 0,
        }
    }

    /// Appends JSON text of a closed vocabulary: names of members, codes, divisions.
    pub(in crate::nearby) fn shared(&mut self, text: &str) {
        self.fragment(text, Sharing::Vocabulary);
    }

    /// Appends JSON text that may or may not be alike on other cards: what is seen again is shared.
    pub(in crate::nearby) fn repeated(&mut self, text: &str) {
        self.fragment(text, Sharing::SeenAgain);
    }

    /// Appends JSON text that is not looked for on other cards.
    pub(in crate::nearby) fn text(&mut self, text: &str) {
        self.run.push_str(text);
    }

    /// Appends a list of codes between two texts: as a whole where such a list is seen again, else code by code.
    pub(in crate::nearby) fn codes(&mut self, before: &str, codes: &[impl Serialize], after: &str) {
        let whole = format!("{before}{}{after}", json_text(&codes));
        let number = self.fragments.number(&whole, Sharing::SeenAgain);
        if codes.len() < 2 || number.is_some() {
            self.repeated(&whole);
            return;
        }
        for (place, code) in codes.iter().enumerate() {
            let before = match place {
                0 => format!("{before}["),
                _ => ",".to_owned(),
            };
            self.shared(&format!("{before}{}", json_text(code)));
        }
        self.shared(&format!("]{after}"));
    }

    /// Appends the name of a member and a text of the item's own that often begins with `beginning`, which many cards
    /// share.
    pub(in crate::nearby) fn text_after(&mut self, name: &str, beginning: &str, text: &str) {
        let rest = text
            .strip_prefix(beginning)
            .filter(|_| !beginning.is_empty());
        let Some(rest) = rest else {
            self.shared(name);
            self.own(&text);
            return;
        };
        // What JSON escapes it escapes letter by letter, so the two halves make the whole.
        let (beginning, rest) = (json_text(&beginning), json_text(&rest));
        self.shared(&format!(
            "{name}{}",
            beginning.strip_suffix('"').unwrap_or_default()
        ));
        self.run
            .push_str(rest.strip_prefix('"').unwrap_or_default());
    }

    /// Appends a value that is the item's own.
    pub(in crate::nearby) fn own(&mut self, value: &impl Serialize) {
        self.run.push_str(&json_text(value));
    }

    /// Appends the item's identity in quotes.
    pub(in crate::nearby) fn identity(&mut self) {
        self.end_run();
        self.pieces.push(IDENTITY);
        self.length += QUOTED_UUID;
    }

    /// The card of an item at a point, whose record last changed then. What was appended is a JSON object without its
    /// closing brace.
    pub(in crate::nearby) fn finish(mut self, point: Wgs84, updated_at: DateTime<Utc>) -> Card {
        self.end_run();
        Card::of_pieces(&self.pieces, self.length, point, updated_at)
    }

    /// Appends a fragment, or its text where the dictionary does not take it.
    fn fragment(&mut self, text: &str, sharing: Sharing) {
        let Some(number) = self.fragments.number(text, sharing) else {
            self.run.push_str(text);
            return;
        };
        self.end_run();
        self.length += text.len();
        let long = number.checked_sub(SHORT_FRAGMENTS);
        let [_, high, middle, low] = long.unwrap_or(number).to_be_bytes();
        if long.is_some() {
            self.pieces
                .extend([LONG_FRAGMENT.saturating_add(high), middle, low]);
        } else {
            self.pieces
                .extend([SHORT_FRAGMENT.saturating_add(middle), low]);
        }
    }

    /// Puts the pending text among the pieces.
    fn end_run(&mut self) {
        for run in self.run.as_bytes().chunks(MAX_RUN) {
            // A run has 1 to 128 bytes and is told by 0 to 127.
            self.pieces.extend(u8::try_from(run.len() - 1));
            self.pieces.extend_from_slice(run);
        }
        self.length += self.run.len();
        self.run.clear();
    }
}

/// A value as JSON; what cannot be JSON, which no value of ours is, becomes null.
pub(in crate::nearby) fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
