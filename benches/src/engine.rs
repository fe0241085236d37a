//! How our own index is asked, and a check that it did the work it is timed for.
//!
//! Exactness is proved by the tests of `reach`; here only a lazy answer is caught. Next:
//! [`crate::yardstick`].

use anyhow::{Result, ensure};
use reach::{Hit, Index, Nearest, Predicate, TieBreak, Wgs84};

use crate::data::{Item, as_new_items, number_of};
use crate::filters::Filter;
use crate::yardstick::LIMIT;

/// So many questions of a row are checked.
const CHECKED: usize = 20;

/// Builds the index.
///
/// # Errors
/// Passes on the refusal of the items.
pub fn build(items: &[Item]) -> Result<Index> {
    Ok(Index::build(as_new_items(items))?)
}

/// The nearest items that pass, in order.
#[must_use]
pub fn nearest(index: &Index, origin: Wgs84, predicates: &[Predicate]) -> Vec<Hit> {
    index.nearest(&Nearest {
        origin,
        within: None,
        predicates,
        accept: None,
        tie: TieBreak { day: 0, seed: 0 },
        after: None,
        limit: LIMIT,
    })
}

/// The numbers of the found items.
#[must_use]
pub fn numbers(hits: &[Hit]) -> Vec<u32> {
    hits.iter().map(|hit| number_of(hit.id)).collect()
}

/// Checks the first questions of a row.
///
/// # Errors
/// An answer is too short, not in order, or has an item that does not pass.
pub fn check(index: &Index, items: &[Item], filter: &Filter, origins: &[Wgs84]) -> Result<()> {
    let (wanted, predicates) = (filter.count(items).min(LIMIT), filter.predicates());
    for origin in origins.iter().take(CHECKED) {
        let hits = nearest(index, *origin, &predicates);
        ensure!(
            hits.len() == wanted,
            "{}: {} hits instead of {wanted}",
            filter.name,
            hits.len()
        );
        ensure!(
            hits.is_sorted_by_key(|hit| hit.key),
            "{}: not in order",
            filter.name
        );
        let passes = |number: &u32| {
            let item = usize::try_from(*number).ok().and_then(|n| items.get(n));
            item.is_some_and(|item| filter.holds(item))
        };
        ensure!(
            numbers(&hits).iter().all(passes),
            "{}: a hit does not pass the filter",
            filter.name
        );
    }
    Ok(())
}
