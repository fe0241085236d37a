//! A bounded search of the graph: Dijkstra's algorithm with buckets (R. B. Dial, "Algorithm 360", 1969).
//!
//! A bucket holds half a second, so a junction may be met there before its time is final; what a better time is found
//! for is met again, and the times are exact when the bucket is empty. Times stand in pages of 256 junctions, which lie
//! near each other: what is not reached has no page, so that a search costs what it reaches and not what there is.

use super::graph::{Edge, Graph};
use crate::index::numeric::{narrow, wide};

/// Stands for a junction that is not reached.
pub(super) const NEVER: u32 = u32::MAX;
/// The bits of a junction's number within its page.
const PAGE_BITS: u32 = 8;
/// Junctions of a page.
const PAGE: usize = 1 << PAGE_BITS;
/// The bits of a time within its bucket, milliseconds.
const BUCKET_BITS: u32 = 9;
/// Ends a row of waiting junctions.
const END: u32 = u32::MAX;

/// Which way a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From the start of the search to everything.
    From,
    /// From everything to the start of the search.
    Towards,
}

/// A junction that waits to be met.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    /// The junction.
    junction: u32,
    /// The time it had when it began to wait.
    milliseconds: u32,
    /// The next one in the same bucket.
    next: u32,
}

/// The memory of a search; it is used again and again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// For each page of junctions where its times begin, in pages; 0 is a page without times.
    table: Vec<u32>,
    /// The times of each page that has any.
    times: Vec<u32>,
    /// The number of each page that has times, in the order of `times`.
    pages: Vec<u32>,
    /// The first waiting junction of each bucket.
    buckets: Vec<u32>,
    /// The waiting junctions.
    waiting: Vec<Waiting>,
}

impl Scratch {
    /// Forgets everything.
    fn clear(&mut self, junctions: usize) {
        for page in self.pages.drain(..) {
            if let Some(it) = self.table.get_mut(wide(page)) {
                *it = 0;
            }
        }
        self.table.resize(junctions.div_ceil(PAGE), 0);
        self.times.truncate(PAGE);
        self.times.resize(PAGE, NEVER);
        self.waiting.clear();
    }

    /// The time of a junction.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "junctions are checked when the map is made; every page of the table has its times"
    )]
    pub(super) fn time(&self, junction: u32) -> u32 {
        let page = self.table[wide(junction >> PAGE_BITS)];
        self.times[wide(page) * PAGE + wide(junction) % PAGE]
    }

    /// Offers a junction a time; takes it if it is better than the one it has and within the limit.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "as for reading; and there is a bucket for each time within the limit"
    )]
    fn offer(&mut self, junction: u32, milliseconds: u32, limit: u32) {
        let number = wide(junction >> PAGE_BITS);
        let page = self.table[number];
        let at = wide(page) * PAGE + wide(junction) % PAGE;
        if milliseconds > limit || milliseconds >= self.times[at] {
            return;
        }
        if page == 0 {
            self.add_page(number);
            return self.offer(junction, milliseconds, limit);
        }
        self.times[at] = milliseconds;
        let bucket = wide(milliseconds >> BUCKET_BITS);
        let next = std::mem::replace(&mut self.buckets[bucket], narrow(self.waiting.len()));
        self.waiting.push(Waiting {
            junction,
            milliseconds,
            next,
        });
    }

    /// Makes room for the times of a page.
    #[cold]
    fn add_page(&mut self, number: usize) {
        self.pages.push(narrow(number));
        if let Some(it) = self.table.get_mut(number) {
            *it = narrow(self.pages.len());
        }
        self.times.resize(self.times.len() + PAGE, NEVER);
    }

    /// Every junction that is reached, with its time.
    pub(super) fn reached(&self) -> impl Iterator<Item = (u32, u32)> {
        let (pages, _) = self.times.as_chunks::<PAGE>();
        let of_page = |(page, times): (&u32, _)| {
            let first = *page << PAGE_BITS;
            std::iter::zip(first.., <&[u32; PAGE]>::into_iter(times))
        };
        let all = self
            .pages
            .iter()
            .zip(pages.iter().skip(1))
            .flat_map(of_page);
        all.filter(|(_, time)| **time != NEVER)
            .map(|(junction, time)| (junction, *time))
    }

    /// Searches from these junctions, which have these times, up to a limit in milliseconds. `is_done` is asked before
    /// each bucket with the time at which it begins, and ends the search: every time below that one is final then.
    pub(super) fn search(
        &mut self,
        graph: &Graph,
        way: Way,
        starts: &[(u32, u32)],
        limit: u32,
        is_done: impl Fn(&Self, u32) -> bool,
    ) {
        self.clear(graph.map.junctions());
        let last = limit >> BUCKET_BITS;
        self.buckets.clear();
        self.buckets.resize(wide(last) + 1, END);
        for (junction, milliseconds) in starts {
            self.offer(*junction, *milliseconds, limit);
        }
        for bucket in 0..=last {
            if is_done(self, bucket << BUCKET_BITS) {
                return;
            }
            match way {
                Way::From => self.empty(graph, bucket, limit, |edge| [edge.there, edge.back]),
                Way::Towards => self.empty(graph, bucket, limit, |edge| [edge.back, edge.there]),
            }
        }
    }

    /// Meets the junctions of a bucket until none waits there. `costs` are those away from the beginning of an edge,
    /// and away from its end.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "rows and their numbers are checked when the map is made"
    )]
    fn empty(&mut self, graph: &Graph, bucket: u32, limit: u32, costs: impl Fn(&Edge) -> [u32; 2]) {
        loop {
            let mut row = std::mem::replace(&mut self.buckets[wide(bucket)], END);
            if row == END {
                return;
            }
            while row != END {
                let Waiting {
                    junction,
                    milliseconds,
                    next,
                } = self.waiting[wide(row)];
                row = next;
                if milliseconds > self.time(junction) {
                    continue;
                }
                let at = wide(junction);
                let own = wide(graph.map.own[at])..wide(graph.map.own[at + 1]);
                for edge in &graph.edges[own] {
                    let [away, _] = costs(edge);
                    self.offer(edge.to, milliseconds.saturating_add(away), limit);
                }
                let foreign = wide(graph.foreign_at[at])..wide(graph.foreign_at[at + 1]);
                for number in &graph.foreign[foreign] {
                    let edge = &graph.edges[wide(*number)];
                    let [_, away] = costs(edge);
                    self.offer(edge.from, milliseconds.saturating_add(away), limit);
                }
            }
        }
    }
}
