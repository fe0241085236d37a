//! What a file names, calls and is marked with, read from its tokens, so that paths inside macros and
//! attributes count as well. Comments and strings never do. Next: `scanner.rs`, which walks the tokens.

use std::collections::BTreeMap;

use crate::scanner::{self, RawPath};

/// A path of at least two segments, or one that a `use` names.
pub(crate) struct Named {
    /// Segments after following `self`, `super` and the file's own `use` items; `crate` comes first for ours.
    pub(crate) segments: Vec<String>,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// Whether it stands in test code.
    pub(crate) in_test: bool,
}

impl Named {
    /// The path as written in Rust.
    pub(crate) fn text(&self) -> String {
        self.segments.join("::")
    }

    /// Whether the path begins with these segments.
    pub(crate) fn starts_with(&self, start: &[&str]) -> bool {
        self.segments.len() >= start.len() && self.segments.iter().zip(start).all(|(a, b)| a == b)
    }

    /// Whether the path ends with these segments.
    pub(crate) fn ends_with(&self, end: &[&str]) -> bool {
        let (mut left, mut right) = (self.segments.iter().rev(), end.iter().rev());
        self.segments.len() >= end.len()
            && right.all(|part| left.next().is_some_and(|own| own == part))
    }
}

/// A method call.
pub(crate) struct Call {
    /// The method's name.
    pub(crate) method: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// Whether it stands in test code.
    pub(crate) in_test: bool,
}

/// An attribute.
pub(crate) struct Mark {
    /// The attribute's path, joined with `::`.
    pub(crate) path: String,
    /// The tokens after the path, without spaces.
    pub(crate) rest: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// Whether it stands in test code.
    pub(crate) in_test: bool,
}

impl Mark {
    /// The last segment of the attribute's path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or_default()
    }
}

/// Everything the rules ask about the tokens of one file.
#[derive(Default)]
pub(crate) struct Facts {
    /// The paths.
    pub(crate) named: Vec<Named>,
    /// The method calls.
    pub(crate) calls: Vec<Call>,
    /// The attributes.
    pub(crate) marks: Vec<Mark>,
}

/// Reads the facts of one file; `path` tells which module the file is.
pub(crate) fn gather(path: &str, text: &str) -> Facts {
    let scanned = scanner::scan(module_path(path), text);
    let own_name = path.starts_with("src/").then_some("menkou");
    let mut bindings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for raw in &scanned.paths {
        let Some(name) = &raw.binds else { continue };
        let target = absolute(&raw.segments, &raw.module, own_name);
        if target != [name.clone()] {
            bindings.entry(name.clone()).or_insert(target);
        }
    }
    let named = scanned
        .paths
        .into_iter()
        .filter(|raw| !raw.declares)
        .map(|raw| resolve(raw, &bindings, own_name))
        .collect();
    Facts {
        named,
        calls: scanned.calls,
        marks: scanned.marks,
    }
}

/// The module a file is, from the root of its crate: `src/places/api.rs` is `[places, api]`.
pub(crate) fn module_path(path: &str) -> Vec<String> {
    let inside = match path.split_once("src/") {
        Some((_, inside)) => inside,
        None => path,
    };
    let mut parts: Vec<String> = inside
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if parts
        .last()
        .is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main"))
    {
        parts.pop();
    }
    parts
}

/// Follows the file's `use` items until the path is rooted in a crate.
fn resolve(
    raw: RawPath,
    bindings: &BTreeMap<String, Vec<String>>,
    own_name: Option<&str>,
) -> Named {
    let mut segments = absolute(&raw.segments, &raw.module, own_name);
    for _ in 0..4 {
        let bound = segments.first().and_then(|first| bindings.get(first));
        let Some(target) = bound else { break };
        segments = target
            .iter()
            .cloned()
            .chain(segments.into_iter().skip(1))
            .collect();
    }
    Named {
        segments,
        line: raw.line,
        in_test: raw.in_test,
    }
}

/// Rewrites a path that begins with `self`, `super` or the crate's own name to begin with `crate`.
fn absolute(segments: &[String], module: &[String], own_name: Option<&str>) -> Vec<String> {
    let first = segments.first().map(String::as_str).unwrap_or_default();
    if own_name == Some(first) {
        return rooted(&[], segments.get(1..).unwrap_or_default());
    }
    if first != "self" && first != "super" {
        return segments.to_vec();
    }
    let mut base = module;
    let mut rest = segments;
    while let Some((step, after)) = rest.split_first() {
        match step.as_str() {
            "self" => {}
            "super" => {
                base = base
                    .split_last()
                    .map(|(_, above)| above)
                    .unwrap_or_default()
            }
            _ => break,
        }
        rest = after;
    }
    rooted(base, rest)
}

/// `crate`, then a module, then a path in it.
fn rooted(base: &[String], rest: &[String]) -> Vec<String> {
    std::iter::once("crate".to_owned())
        .chain(base.iter().cloned())
        .chain(rest.iter().cloned())
        .collect()
}
