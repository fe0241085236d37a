//! Reads the sources of the workspace, so that every rule looks at the same files.
//! Never judges them. Next: `facts.rs` for what is known of a file.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use crate::facts::{self, Facts};
use crate::syntax::{self, Syntax};

/// One Rust file of the workspace.
pub(crate) struct Source {
    /// Path from the root of the workspace, with `/` between its parts.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
    /// What the file declares.
    pub(crate) syntax: Syntax,
    /// What the file names, calls and is marked with.
    pub(crate) facts: Facts,
}

impl Source {
    /// Parses one file; panics with its path when it is not Rust.
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            syntax: syntax::read(path, text),
            facts: facts::gather(path, text),
        }
    }

    /// Whether the file belongs to the server crate.
    pub(crate) fn is_server(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// The name of the file.
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether a folder of this name is above the file.
    pub(crate) fn is_below(&self, folder: &str) -> bool {
        let parts: Vec<&str> = self.path.split('/').collect();
        parts.iter().rev().skip(1).any(|part| *part == folder)
    }

    /// Whether the whole file is test code.
    pub(crate) fn is_test(&self) -> bool {
        self.file_name() == "tests.rs" || self.is_below("tests")
    }

    /// A finding in this file.
    pub(crate) fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }
}

/// One breach of one rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, from the root of the workspace.
    pub(crate) path: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// What is wrong and how to mend it.
    pub(crate) what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{} {}", self.path, self.line, self.what)
    }
}

/// Fails the running test when there are findings, one a line.
#[track_caller]
pub(crate) fn assert_none(findings: Vec<Finding>) {
    let lines: BTreeSet<Finding> = findings.into_iter().collect();
    let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
    assert!(text.is_empty(), "\n{}\n", text.join("\n"));
}

/// Every Rust file of every member of the workspace, in order of path.
pub(crate) fn workspace() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for member in ["", "reach/", "text/", "entity/", "migration/"] {
        for folder in ["src", "tests", "benches", "examples"] {
            collect(root, &format!("{member}{folder}"), &mut paths);
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| Source::parse(path, &fs::read_to_string(root.join(path)).unwrap()))
        .collect()
}

/// Adds the Rust files below `folder` (a path from the root) to `paths`.
fn collect(root: &Path, folder: &str, paths: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, paths);
        } else if !name.starts_with('.') && path.ends_with(".rs") {
            paths.push(path);
        }
    }
}
