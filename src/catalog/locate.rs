//! Finds the line and the key of what is wrong in a TOML file, so that its owner can mend it.
//!
//! Must never: fail itself; where nothing better is known it answers with line 1 or the row's header.
//! Read next: `refusal.rs`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::refusal::{CatalogRefusal, Problem};
use super::vocabulary::Fault;

/// The longest piece of a broken line that is quoted as its key, in characters.
const QUOTED_CHARS: usize = 40;

/// The refusal of a well-formed file whose entry has a fault.
pub(super) fn refusal(file: &'static str, text: &str, fault: Fault) -> CatalogRefusal {
    let start = start_of(text, &fault).unwrap_or_default();
    CatalogRefusal::Broken {
        file,
        line: line_at(text.as_bytes(), start),
        key: fault.key.to_owned(),
        problem: fault.problem,
    }
}

/// The refusal of a file that is not TOML or does not have the keys and types we read.
pub(super) fn parse_refusal(
    file: &'static str,
    text: &str,
    error: &toml::de::Error,
) -> CatalogRefusal {
    let start = error.span().map(|span| span.start).unwrap_or_default();
    let (tree, _) = DeTable::parse_recoverable(text);
    let key = missing_key(error.message())
        .or_else(|| key_at(tree.get_ref(), start))
        .unwrap_or_else(|| key_on_line(text, start));
    CatalogRefusal::Broken {
        file,
        line: line_at(text.as_bytes(), start),
        key,
        problem: Problem::Toml(error.message().to_owned()),
    }
}

/// The line, from 1, in which the byte at `offset` stands.
pub(super) fn line_at(text: &[u8], offset: usize) -> usize {
    text.iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
        .saturating_add(1)
}

/// The first byte of the faulty element, else of the key, else of the row.
fn start_of(text: &str, fault: &Fault) -> Option<usize> {
    let tree = DeTable::parse(text).ok()?;
    let rows = tree.get_ref().get(fault.table)?.get_ref().as_array()?;
    let row = rows.get(fault.row)?;
    let Some((key, value)) = row.get_ref().as_table()?.get_key_value(fault.key) else {
        return Some(row.span().start);
    };
    let element = fault
        .element
        .and_then(|at| value.get_ref().as_array()?.get(at));
    Some(element.map_or(key.span().start, |element| element.span().start))
}

/// The key a message says is missing: serde's wording is "missing field `name`".
fn missing_key(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("missing field `")?;
    rest.split_once('`').map(|(key, _)| key.to_owned())
}

/// The innermost key whose name or value holds the byte at `offset`.
fn key_at(table: &DeTable<'_>, offset: usize) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        inner_key(value, offset).or_else(|| {
            let hit = holds(&key.span(), offset) || holds(&value.span(), offset);
            hit.then(|| key.get_ref().to_string())
        })
    })
}

/// The innermost key inside a value, looking through tables and lists.
fn inner_key(value: &Spanned<DeValue<'_>>, offset: usize) -> Option<String> {
    if let Some(table) = value.get_ref().as_table() {
        return key_at(table, offset);
    }
    value
        .get_ref()
        .as_array()?
        .iter()
        .find_map(|element| inner_key(element, offset))
}

/// Whether a span holds the byte at `offset`.
fn holds(span: &Range<usize>, offset: usize) -> bool {
    span.contains(&offset)
}

/// What stands before the `=` on the line of `offset`, else the line itself, cut short.
fn key_on_line(text: &str, offset: usize) -> String {
    let line = line_at(text.as_bytes(), offset);
    let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let key = line.split_once('=').map_or(line, |(key, _)| key);
    key.trim()
        .trim_matches(['[', ']'])
        .chars()
        .take(QUOTED_CHARS)
        .collect()
}
