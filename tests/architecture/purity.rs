//! The rule that pure code does no IO: no database, network, file, environment, clock or chance.
//! Never looks at impure code. Next: `map.rs` for what is pure and what is not.

use crate::facts::Named;
use crate::map::{IMPURE_CRATES, IMPURE_MODULES, IMPURE_SIBLINGS, IMPURE_STD, is_pure};
use crate::sources::{Finding, Source};

/// Constructors that read the clock or draw by chance.
const READS_CLOCK_OR_CHANCE: &[&str] = &["now", "now_v1", "now_v6", "now_v7", "new_v4"];

/// Pure code names nothing that does IO and reads no clock.
pub(crate) fn purity(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| is_pure(&source.path)) {
        for named in &source.facts.named {
            let in_test = named.in_test || source.is_test();
            if let Some(why) = impure_path(source, named, in_test) {
                let what = format!("pure code names `{}`; {why}", named.text());
                findings.push(source.finding(named.line, what));
            }
        }
        for call in source
            .facts
            .calls
            .iter()
            .filter(|call| call.method == "now")
        {
            let what = "pure code asks a clock with `.now()`; receive the instant as an argument";
            findings.push(source.finding(call.line, what));
        }
    }
    findings
}

/// The mend, when this path does IO.
fn impure_path(source: &Source, named: &Named, in_test: bool) -> Option<&'static str> {
    let segment = |at: usize| {
        named
            .segments
            .get(at)
            .map(String::as_str)
            .unwrap_or_default()
    };
    let (first, second, third) = (segment(0), segment(1), segment(2));
    if named.segments.len() > 1
        && named
            .segments
            .last()
            .is_some_and(|last| READS_CLOCK_OR_CHANCE.contains(&last.as_str()))
    {
        return Some("receive the instant or the id as an argument");
    }
    if IMPURE_CRATES.contains(&first) {
        return Some("let the store or the service do this and pass plain values in");
    }
    if (first == "std" || first == "core") && IMPURE_STD.contains(&second) {
        let is_fixture = in_test && second != "net";
        return (!is_fixture).then_some("let the caller read it and pass the text or the value in");
    }
    if first != "crate" || !source.is_server() {
        return None;
    }
    let own_slice = source.path.split('/').nth(1).unwrap_or_default();
    let is_sibling = second == own_slice && IMPURE_SIBLINGS.contains(&third);
    (IMPURE_MODULES.contains(&second) || is_sibling)
        .then_some("turn the call round: the service calls the rule")
}
