//! The engine against other engines: PostGIS, Redis and SQLite on the same items, filters and questions.
//!
//! Every peer may do its best: each plan that makes sense is a contestant, and the best of a peer's
//! contestants counts. Nothing here fails because something is slow. Next: `postgis.rs`, `redis.rs`,
//! `sqlite.rs`, and `benches/README.md` for what each of them includes.

mod postgis;
mod redis;
mod report;
mod sqlite;

use std::collections::HashSet;

use anyhow::Result;
use menkou_bench::arguments::Arguments;
use menkou_bench::data::{self, Item};
use menkou_bench::engine;
use menkou_bench::filters::{self, Filter};
use menkou_bench::watch::{Times, timed};
use menkou_bench::yardstick::Plane;
use reach::{Index, Predicate, Wgs84};

/// One way of one peer to find the nearest items that pass.
pub(crate) trait Contestant {
    /// The peer it belongs to.
    fn peer(&self) -> &'static str;

    /// What it does.
    fn plan(&self) -> &'static str;

    /// Whether the plan makes sense for a filter.
    fn suits(&self, filter: &Filter) -> bool;

    /// Prepares for a filter, of whose share of all items it is told; this is not timed.
    fn prepare(&mut self, filter: &Filter, share: f64) -> Result<()>;

    /// The numbers of the nearest 20 items that pass the prepared filter, nearest first.
    fn nearest(&mut self, origin: Wgs84) -> Result<Vec<u32>>;

    /// Asks for nothing and waits for the answer, or says that there is no way to and fro.
    fn round_trip(&mut self) -> Result<bool> {
        Ok(false)
    }
}

/// A contestant as all of them are kept.
pub(crate) fn boxed<C: Contestant + 'static>(contestant: C) -> Box<dyn Contestant> {
    Box::new(contestant)
}

/// What one contestant did in one row.
pub(crate) struct Entry {
    /// The peer.
    pub(crate) peer: &'static str,
    /// The plan.
    pub(crate) plan: &'static str,
    /// The times of its questions.
    pub(crate) times: Times,
    /// How many items of the engine's answers it found too.
    found: usize,
    /// How many items the engine's answers had.
    wanted: usize,
    /// The next question.
    next: usize,
}

/// The times of one row.
pub(crate) struct Row {
    /// The filter's name.
    pub(crate) name: &'static str,
    /// The engine's times.
    pub(crate) engine: Times,
    /// The yardstick's times, without a filter.
    pub(crate) yardstick: Times,
    /// What the contestants did.
    pub(crate) entries: Vec<Entry>,
}

/// Everything that is the same for all rows.
struct Bench {
    /// What was asked for.
    arguments: Arguments,
    /// The items.
    items: Vec<Item>,
    /// The engine.
    index: Index,
    /// The yardstick.
    plane: Plane,
    /// The places from which is searched.
    origins: Vec<Wgs84>,
}

fn main() -> Result<()> {
    let arguments = Arguments::of_process()?;
    let items = data::items(arguments.items, arguments.seed)?;
    let mut contestants = contestants(&arguments, &items)?;
    let bench = Bench {
        index: engine::build(&items)?,
        plane: Plane::new(&items),
        origins: data::origins(arguments.questions, arguments.seed)?,
        items,
        arguments,
    };
    let floors = floors(&mut contestants, bench.arguments.questions)?;
    let mut rows = Vec::new();
    for filter in filters::rows() {
        let row = bench.row(&filter, &mut contestants)?;
        eprintln!("{}: done", row.name);
        rows.push(row);
    }
    report::print(&rows, &floors);
    Ok(())
}

/// Loads every peer whose socket is known; SQLite needs none.
fn contestants(arguments: &Arguments, items: &[Item]) -> Result<Vec<Box<dyn Contestant>>> {
    let mut contestants: Vec<Box<dyn Contestant>> = Vec::new();
    if let Some(socket) = &arguments.postgres_socket {
        contestants.extend(postgis::contestants(socket, items)?);
    }
    if let Some(socket) = &arguments.redis_socket {
        contestants.extend(redis::contestants(socket, items)?);
    }
    contestants.extend(sqlite::contestants(items)?);
    Ok(contestants)
}

/// What a way to and fro costs by itself: each peer that has one, with its times.
fn floors(
    contestants: &mut [Box<dyn Contestant>],
    times: usize,
) -> Result<Vec<(&'static str, Times)>> {
    let mut floors: Vec<(&'static str, Times)> = Vec::new();
    for contestant in contestants {
        let peer = contestant.peer();
        if floors.iter().any(|(known, _)| *known == peer) || !contestant.round_trip()? {
            continue;
        }
        let mut floor = Times::new(times);
        for question in 0..times {
            let (answer, time) = timed(|| contestant.round_trip());
            answer?;
            floor.note(question, time);
        }
        floors.push((peer, floor));
    }
    Ok(floors)
}

impl Bench {
    /// Measures one row: in each round the yardstick, the engine, then every contestant in turn.
    fn row(&self, filter: &Filter, contestants: &mut [Box<dyn Contestant>]) -> Result<Row> {
        engine::check(&self.index, &self.items, filter, &self.origins)?;
        let predicates = filter.predicates();
        let passing = u32::try_from(filter.count(&self.items))?;
        let share = f64::from(passing) / f64::from(self.arguments.items);
        let mut row = Row {
            name: filter.name,
            engine: Times::new(self.origins.len()),
            yardstick: Times::new(self.origins.len()),
            entries: Vec::new(),
        };
        let mut suited: Vec<_> = contestants
            .iter_mut()
            .filter(|one| one.suits(filter))
            .collect();
        for contestant in &mut suited {
            contestant.prepare(filter, share)?;
            row.entries
                .push(Entry::new(&***contestant, self.origins.len()));
        }
        for round in 1..=self.arguments.rounds {
            self.round_of_ours(&predicates, &mut row);
            for (contestant, entry) in suited.iter_mut().zip(&mut row.entries) {
                self.round_of(contestant.as_mut(), entry, &predicates, round)?;
            }
        }
        Ok(row)
    }

    /// Asks the yardstick and the engine every question.
    fn round_of_ours(&self, predicates: &[Predicate], row: &mut Row) {
        let seconds = self.arguments.seconds;
        row.yardstick
            .round(&self.origins, seconds, |origin| self.plane.nearest(origin));
        row.engine.round(&self.origins, seconds, |origin| {
            engine::nearest(&self.index, origin, predicates)
        });
    }

    /// Asks a contestant this round's share of the questions, as long as it has time left.
    fn round_of(
        &self,
        contestant: &mut dyn Contestant,
        entry: &mut Entry,
        predicates: &[Predicate],
        round: usize,
    ) -> Result<()> {
        let end = self.origins.len() * round / self.arguments.rounds;
        let questions = self.origins.iter().enumerate();
        for (question, origin) in questions.take(end).skip(entry.next) {
            if entry.times.spent_seconds() > self.arguments.seconds {
                break;
            }
            let (answer, time) = timed(|| contestant.nearest(*origin));
            let hits = engine::nearest(&self.index, *origin, predicates);
            entry.note(question, time, &answer?, &engine::numbers(&hits));
        }
        Ok(())
    }
}

impl Entry {
    /// Nothing done yet.
    fn new(contestant: &dyn Contestant, questions: usize) -> Self {
        Self {
            peer: contestant.peer(),
            plan: contestant.plan(),
            times: Times::new(questions),
            found: 0,
            wanted: 0,
            next: 0,
        }
    }

    /// Notes the answer to a question and compares it with the exact one.
    fn note(&mut self, question: usize, time: f64, answer: &[u32], exact: &[u32]) {
        let answer: HashSet<u32> = answer.iter().copied().collect();
        self.times.note(question, time);
        self.found += exact
            .iter()
            .filter(|number| answer.contains(number))
            .count();
        self.wanted += exact.len();
        self.next = question + 1;
    }

    /// Which part of the exact answers was found, per cent; none if there was nothing to find.
    pub(crate) fn recall_percent(&self) -> Option<f64> {
        let [found, wanted] = [self.found, self.wanted].map(|n| u32::try_from(n).ok());
        let (found, wanted) = (found?, wanted.filter(|wanted| *wanted > 0)?);
        Some(100.0 * f64::from(found) / f64::from(wanted))
    }
}
