//! Members of a JSON object, written as text once and copied from then on: no tree is built for an answer.
//!
//! It never writes a name twice by itself, and it holds nothing that cannot be said to the caller.

use serde::Serialize;

/// Members of a JSON object without its braces, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Members(Vec<u8>);

impl Members {
    /// No members yet, with room for `bytes`.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Appends a member; `name` needs no escape in JSON.
    pub(super) fn put(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.name(name);
        // Writing to a Vec cannot fail, and what is noted are texts, numbers and objects with texts as keys.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    /// Appends a member whose value is JSON already.
    pub(super) fn put_json(&mut self, name: &'static str, json: &str) {
        self.name(name);
        self.0.extend_from_slice(json.as_bytes());
    }

    /// Appends a member that is an object of these members.
    pub(super) fn put_object(&mut self, name: &'static str, members: &Self) {
        self.name(name);
        self.0.push(b'{');
        self.0.extend_from_slice(&members.0);
        self.0.push(b'}');
    }

    /// The members as text.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Appends a name, after a comma unless it is the first.
    fn name(&mut self, name: &'static str) {
        if !self.0.is_empty() {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }
}
