//! Ten thousand questions to a million items, each answered exactly as by brute force.
//!
//! The data set is seeded: 45 % in 90 clusters, 45 % uniform over Guizhou, 10 % over China's box,
//! some stacked in one building. The filters let through everything, half, 5 %, 0.5 %, 0.05 % and
//! nothing, among them two common codes that never meet and a code that lies far from almost every
//! question. The oracle shares only the order key with the engine: it has its own earth-centred
//! coordinates, a linear search with the bounds worked out in `oracle.rs`, and Karney's
//! geodesic on what they leave over; for some questions Karney on everything, to check the bounds.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "tests"
)]

mod data_set;
mod oracle;

use std::sync::atomic::{AtomicUsize, Ordering};

use data_set::{Filter, Random, clusters, data_set, filters};
use oracle::{Question, question, truth};
use reach::{Index, Nearest, OrderKey, Slot};

/// How many questions are asked.
const QUERIES: usize = 10_000;
/// The place in the list of the item in a slot: the lower half of its id.
fn number_of(index: &Index, slot: Slot) -> usize {
    index.id(slot).unwrap().0 as u64 as usize
}

/// The engine's answer: page after page, as a caller turns them.
fn answer(index: &Index, filter: &Filter, question: &Question) -> Vec<(OrderKey, f64)> {
    let test = filter.accept.unwrap_or(|_| true);
    let by_slot = |slot: Slot| test(number_of(index, slot));
    let accept = filter
        .accept
        .is_some()
        .then_some(&by_slot as &dyn Fn(Slot) -> bool);
    let mut found = Vec::new();
    let mut after = question.after;
    for _ in 0..question.pages {
        let hits = index.nearest(&Nearest {
            origin: question.origin,
            within: question.within,
            predicates: &filter.predicates,
            accept,
            tie: question.tie,
            after,
            limit: question.limit,
        });
        let Some(last) = hits.last() else { break };
        after = Some(last.key);
        assert!(
            hits.iter()
                .all(|hit| index.slot_of(hit.id) == Some(hit.slot))
        );
        found.extend(hits.iter().map(|hit| (hit.key, hit.distance.get())));
    }
    found
}

/// How a number of answers compared with the truth.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Questions asked.
    asked: usize,
    /// Items that belong in the answers.
    wanted: usize,
    /// Of those, the ones that are in them.
    found: usize,
    /// Answers that are not the truth, item by item in its order.
    wrong: usize,
    /// The largest difference, at any place of any answer, to the true distance there, metres.
    worst: f64,
}

impl Tally {
    /// Compares one answer.
    fn compare(&mut self, truth: &[(OrderKey, f64)], answer: &[(OrderKey, f64)]) {
        self.asked += 1;
        self.wanted += truth.len();
        self.found += truth
            .iter()
            .filter(|(key, _)| answer.iter().any(|(k, _)| k.id == key.id))
            .count();
        let is_same = truth
            .iter()
            .map(|(key, _)| key)
            .eq(answer.iter().map(|(key, _)| key));
        self.wrong += usize::from(!is_same);
        for (one, other) in truth.iter().zip(answer) {
            self.worst = self.worst.max((one.1 - other.1).abs());
        }
    }

    /// The sum of two tallies.
    fn plus(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            wanted: self.wanted + other.wanted,
            found: self.found + other.found,
            wrong: self.wrong + other.wrong,
            worst: self.worst.max(other.worst),
        }
    }
}

#[test]
fn ten_thousand_answers_out_of_a_million_items_are_exactly_those_of_brute_force() {
    let mut random = Random(1);
    let clusters = clusters(&mut random);
    let items = data_set(&mut random, &clusters);
    let filters = filters(&items);
    let index = Index::build(items.clone()).unwrap();
    for filter in &filters {
        let test = filter.accept.unwrap_or(|_| true);
        let by_slot = |slot: Slot| test(number_of(&index, slot));
        let accept = filter
            .accept
            .is_some()
            .then_some(&by_slot as &dyn Fn(Slot) -> bool);
        let count = index.count_matching(&filter.predicates, accept);
        assert_eq!(count, filter.slots.len() as u64, "{}", filter.name);
    }

    let next = AtomicUsize::new(0);
    let work = || {
        let mut tallies = vec![Tally::default(); filters.len()];
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= QUERIES {
                return tallies;
            }
            let which = number % filters.len();
            let question = question(number, &clusters);
            let truth = truth(&items, &filters[which], &question, number % 1000 == 2);
            tallies[which].compare(&truth, &answer(&index, &filters[which], &question));
        }
    };
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        let [one, other] = threads.map(|thread| thread.join().unwrap());
        one.into_iter()
            .zip(other)
            .map(|(one, other)| one.plus(other))
            .collect()
    });

    let mut total = Tally::default();
    for (filter, tally) in filters.iter().zip(&tallies) {
        println!(
            "{:32} {:7} match, {:4} asked, {:6} of {:6} found, {} wrong, worst {:.1e} m",
            filter.name,
            filter.slots.len(),
            tally.asked,
            tally.found,
            tally.wanted,
            tally.wrong,
            tally.worst
        );
        total = total.plus(*tally);
    }
    let recall = 100.0 * total.found as f64 / total.wanted as f64;
    println!(
        "recall {recall:.4} %, {} wrong, worst order error {:.1e} m",
        total.wrong, total.worst
    );
    assert_eq!((total.asked, total.wrong), (QUERIES, 0));
    assert_eq!(total.found, total.wanted);
    assert!(total.wanted > 100_000 && total.worst < 0.01);
}
