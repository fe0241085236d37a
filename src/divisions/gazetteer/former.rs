//! Codes of counties and prefectures that are no longer in use, followed to what exists today.
//!
//! A chain of changes is followed year by year to the present; a code with several successors gets
//! a row for each, one without any gets none and is reported. It must never guess a successor that
//! the table does not name. Read next: `mod.rs`, which calls it last.

use std::collections::{BTreeMap, BTreeSet};

use super::GazetteerRefusal;
use super::division::{NewCode, System};
use super::report::Report;
use super::rows::{ChangeRow, code12, read};
use super::tree::Tree;

/// A change that gave a unit another code, or none.
struct Change {
    /// The year it took effect.
    year: i32,
    /// Twelve digits before.
    old: String,
    /// The name before.
    old_name: String,
    /// Twelve digits after; none if the table names no successor.
    new: Option<String>,
}

/// Finds the successors of all former codes in the texts, which are read as one table.
///
/// # Errors
/// Refuses unreadable lines and codes that are no codes.
pub(super) fn former_codes(
    tree: &Tree,
    texts: &[(&'static str, &str)],
    report: &mut Report,
) -> Result<Vec<NewCode>, GazetteerRefusal> {
    let changes = read_changes(texts)?;
    let mut olds = BTreeMap::<&str, &Change>::new();
    for change in &changes {
        let last = olds.entry(&change.old).or_insert(change);
        if change.year > last.year {
            *last = change;
        }
    }
    let mut codes = Vec::new();
    for (old, last) in olds {
        if tree.by_mca(old).is_some() {
            continue;
        }
        report.former_codes = report.former_codes.saturating_add(1);
        let successors = successors(tree, &changes, old);
        let label = format!("{old} {}", last.old_name);
        match successors.len() {
            0 => report.former_without_successor.push(label),
            1 => {}
            _ => {
                let names = successors.iter().map(|key| tree.full_name(*key)).collect();
                report.former_with_several.push((label, names));
            }
        }
        let begun = changes
            .iter()
            .filter(|change| change.new.as_deref() == Some(old));
        let valid_from = begun.map(|change| change.year).min();
        codes.extend(successors.into_iter().map(|division| NewCode {
            system: System::Former,
            code: old.to_owned(),
            division,
            valid_from,
            valid_to: Some(last.year),
        }));
    }
    Ok(codes)
}

/// Reads the changes of code; a change of name alone and a new unit are left out.
fn read_changes(texts: &[(&'static str, &str)]) -> Result<Vec<Change>, GazetteerRefusal> {
    let mut changes = Vec::new();
    for (file, text) in texts {
        for numbered in read::<ChangeRow>(file, text)? {
            let (line, row) = (numbered.line, numbered.row);
            if row.old_code.is_empty() || row.old_code == row.new_code {
                continue;
            }
            let old = code12(file, line, &row.old_code)?;
            let new = if row.new_code.is_empty() {
                None
            } else {
                Some(code12(file, line, &row.new_code)?)
            };
            changes.push(Change {
                year: row.year,
                old,
                old_name: row.old_name,
                new,
            });
        }
    }
    Ok(changes)
}

/// The divisions of today that a former code has become, in the order of their keys.
fn successors(tree: &Tree, changes: &[Change], code: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![(code, i32::MIN)];
    while let Some((code, since)) = open.pop() {
        if !seen.insert(code) {
            continue;
        }
        if let Some(key) = tree.by_mca(code) {
            found.insert(key);
            continue;
        }
        let next = changes
            .iter()
            .filter(|change| change.old == code && change.year >= since);
        open.extend(next.filter_map(|change| Some((change.new.as_deref()?, change.year))));
    }
    found
}
