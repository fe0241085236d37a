//! Words and place together against PostgreSQL: the nearest 20 items whose texts have all words of a question, within
//! three kilometres and at any distance.
//!
//! Ours is timed in three parts: reading the question, making its sets the first time, and finding with sets that are
//! kept, as the server keeps them for as long as the base of its texts stands. Nothing here fails because something is
//! slow. Next: `texts.rs`, `postgres.rs`, and `benches/README.md`.

mod postgres;
mod texts;

use std::collections::HashSet;
use std::hint::black_box;

use anyhow::{Context, Result, ensure};
use menkou_bench::arguments::Arguments;
use menkou_bench::data::{self, Item, Random, number_of};
use menkou_bench::table::{Table, short, times};
use menkou_bench::watch::{Times, timed};
use menkou_bench::yardstick::LIMIT;
use reach::index::{BaseSelection, Hit, Layers, Nearest, Predicate, Slot, TieBreak};
use reach::{Metres, Wgs84};
use serde::Deserialize;
use text::{Document, Group, Level, Lexicon, LiveText, Question, TextBase, TextPicture};

use self::postgres::Plan;
use self::texts::{Stock, Wording};

/// The committed list.
const QUESTIONS: &str = include_str!("questions.toml");
/// How far the near ones are, metres.
const WITHIN_METRES: f64 = 3000.0;

/// How far is looked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Range {
    /// Within three kilometres.
    Near,
    /// At any distance.
    Anywhere,
}

/// The file of questions.
#[derive(Deserialize)]
struct Asked {
    /// All of them.
    question: Vec<AskedQuestion>,
}

/// One of the list.
#[derive(Deserialize)]
struct AskedQuestion {
    /// What is typed.
    typed: String,
}

/// Everything that is the same for all rows.
struct Bench {
    /// What was asked for.
    arguments: Arguments,
    /// The engine.
    layers: Layers<()>,
    /// The words known beforehand.
    lexicon: Lexicon,
    /// The texts, in the engine's order.
    base: TextBase,
    /// Nothing has changed.
    live: LiveText,
    /// The places from which is searched.
    origins: Vec<Wgs84>,
}

/// What was measured for one question in one range.
struct Row {
    /// The question.
    typed: String,
    /// How many items have all words.
    matching: u64,
    /// Reading the question.
    reading: Times,
    /// Making its sets.
    making: Times,
    /// Finding with the sets.
    finding: Times,
    /// Each plan with its times, its share of our answers and its own.
    plans: Vec<(&'static str, Times, Share)>,
}

/// How much of one answer is in another.
#[derive(Default)]
struct Share {
    /// In both.
    both: usize,
    /// In ours.
    ours: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::of_process()?;
    let asked: Asked = toml::from_str(QUESTIONS)?;
    let items = data::items(arguments.items, arguments.seed)?;
    let stock = Stock::read()?;
    let mut random = Random::new(arguments.seed);
    let wordings: Vec<Wording> = items.iter().map(|_| stock.wording(&mut random)).collect();
    let lexicon = Lexicon::new(&stock.words())?;
    let socket = arguments.postgres_socket.clone();
    let socket = socket.context("--postgres-socket is missing")?;
    let bench = Bench::new(arguments, &items, &wordings, lexicon)?;
    let mut plans = postgres::plans(&socket, &items, &wordings, &bench.lexicon)?;
    let mut floor = Times::new(bench.origins.len());
    for question in 0..bench.origins.len() {
        let plan = plans.first_mut().context("no plan")?;
        let (answer, time) = timed(|| plan.round_trip());
        answer?;
        floor.note(question, time);
    }
    for range in [Range::Near, Range::Anywhere] {
        let mut rows = Vec::new();
        for AskedQuestion { typed } in &asked.question {
            rows.push(bench.row(typed, range, &mut plans)?);
            eprintln!("{typed}: done");
        }
        print(&rows, range);
    }
    println!(
        "A way to PostgreSQL and back without any work: {} us.",
        short(floor.median())
    );
    Ok(())
}

impl Bench {
    /// Builds the index, then the texts in its order.
    fn new(
        arguments: Arguments,
        items: &[Item],
        wordings: &[Wording],
        lexicon: Lexicon,
    ) -> Result<Self> {
        let new = data::as_new_items(items).into_iter();
        let layers = Layers::build(new.map(|item| (item, ())).collect())?;
        let documents = layers.base_ids().iter().filter_map(|id| {
            let Wording { title, description } =
                wordings.get(usize::try_from(number_of(*id)).ok()?)?;
            let texts = vec![description.as_str()];
            Some(Document {
                id: id.0,
                title,
                texts,
                ..Document::default()
            })
        });
        let (base, time) = timed(|| TextBase::build(None, &lexicon, documents));
        let base = base?;
        ensure!(base.len() == layers.base_ids().len(), "a text is missing");
        let [documents, postings, words] = base.memory().map(|bytes| bytes >> 20);
        println!(
            "{} texts were cut and indexed in {} s; {documents} MiB of ids and hashes, {postings} of postings, {words} of words.\n",
            base.len(),
            short(time / 1e6)
        );
        let origins = data::origins(arguments.questions, arguments.seed)?;
        Ok(Self {
            layers,
            lexicon,
            base,
            live: LiveText::default(),
            origins,
            arguments,
        })
    }

    /// Reads a question.
    fn read(&self, typed: &str) -> Result<Question> {
        let picture = TextPicture {
            base: &self.base,
            live: &self.live,
        };
        Ok(Question::read(typed, &self.lexicon, picture)?)
    }

    /// The items that have a word anywhere in their texts.
    fn set_of(&self, group: &Group) -> Result<BaseSelection> {
        let docs = self.base.docs_of(group, Level::Said).into_iter();
        self.layers
            .select_in_base(docs.map(Slot::at))
            .context("not over the base")
    }

    /// The nearest items that meet conditions.
    fn nearest(&self, origin: Wgs84, range: Range, predicates: &[Predicate]) -> Vec<Hit> {
        let within = match range {
            Range::Near => Some(Metres::new(WITHIN_METRES)),
            Range::Anywhere => None,
        };
        self.layers.nearest(&Nearest {
            origin,
            within,
            predicates,
            accept: None,
            tie: TieBreak { day: 0, seed: 0 },
            after: None,
            limit: LIMIT,
        })
    }

    /// Measures one question: in each round ours, then every plan in turn.
    fn row(&self, typed: &str, range: Range, plans: &mut [Plan]) -> Result<Row> {
        let question = self.read(typed)?;
        let sets = question.groups().iter().map(|group| self.set_of(group));
        let sets: Vec<BaseSelection> = sets.collect::<Result<_>>()?;
        let predicates: Vec<Predicate> = sets
            .iter()
            .map(|set| Predicate::In(self.layers.select_over(set, [])))
            .collect();
        let count = self.origins.len();
        let mut row = Row {
            typed: typed.to_owned(),
            matching: self.layers.count_matching(&predicates),
            reading: Times::new(count),
            making: Times::new(count),
            finding: Times::new(count),
            plans: Vec::new(),
        };
        let words: Vec<&str> = typed.split(' ').collect();
        let mut suited: Vec<&mut Plan> =
            plans.iter_mut().filter(|plan| plan.suits(range)).collect();
        for plan in &mut suited {
            plan.prepare(&words, range);
            row.plans
                .push((plan.name(), Times::new(count), Share::default()));
        }
        for round in 1..=self.arguments.rounds {
            self.round_of_ours(typed, &question, range, &predicates, &mut row)?;
            let end = count * round / self.arguments.rounds;
            for (plan, (_, times, share)) in suited.iter_mut().zip(&mut row.plans) {
                for (at, origin) in self
                    .origins
                    .iter()
                    .enumerate()
                    .take(end)
                    .skip(times.count())
                {
                    if times.spent_seconds() > self.arguments.seconds {
                        break;
                    }
                    let (answer, time) = timed(|| plan.nearest(*origin));
                    times.note(at, time);
                    share.compare(&answer?, &self.nearest(*origin, range, &predicates));
                }
            }
        }
        Ok(row)
    }

    /// One round of our parts; sets are made a few times only, since they are made once for a base.
    fn round_of_ours(
        &self,
        typed: &str,
        question: &Question,
        range: Range,
        predicates: &[Predicate],
        row: &mut Row,
    ) -> Result<()> {
        for (at, origin) in self.origins.iter().enumerate() {
            let (read, time) = timed(|| self.read(typed));
            read?;
            row.reading.note(at, time);
            let (hits, time) = timed(|| self.nearest(*origin, range, predicates));
            black_box(hits);
            row.finding.note(at, time);
        }
        for at in 0..self.origins.len().min(10) {
            let (sets, time) = timed(|| {
                question
                    .groups()
                    .iter()
                    .map(|group| self.set_of(group))
                    .collect::<Result<Vec<_>>>()
            });
            sets?;
            row.making.note(at, time);
        }
        Ok(())
    }
}

impl Share {
    /// Whether nearly all of our items were found; places by degrees miss one in twenty-five.
    fn is_nearly_whole(&self) -> bool {
        self.both * 10 >= self.ours * 9
    }

    /// Counts an answer against ours.
    fn compare(&mut self, answer: &[u32], hits: &[Hit]) {
        let answer: HashSet<u32> = answer.iter().copied().collect();
        self.both += hits
            .iter()
            .filter(|hit| answer.contains(&number_of(hit.id)))
            .count();
        self.ours += hits.len();
    }

    /// Per cent; a dash if there was nothing to find.
    fn as_text(&self) -> String {
        match [self.both, self.ours].map(u32::try_from) {
            [Ok(both), Ok(ours)] if ours > 0 => {
                format!("{:.2} %", 100.0 * f64::from(both) / f64::from(ours))
            }
            _ => "-".to_owned(),
        }
    }
}

/// Prints a range's two tables.
fn print(rows: &[Row], range: Range) {
    let title = match range {
        Range::Near => "Within 3 km",
        Range::Anywhere => "At any distance",
    };
    let mut ours = Table::new(&[
        title,
        "matching",
        "read us",
        "find us",
        "p99 us",
        "make sets us",
        "best plan us",
        "best / read and find",
        "best / find",
        "best / all three",
        "best plan",
    ]);
    let mut plans = Table::new(&[
        title,
        "plan",
        "median us",
        "p99 us",
        "times taken",
        "has of ours",
    ]);
    for row in rows {
        // A plan that does not find what is there answers another question.
        let answering = row
            .plans
            .iter()
            .filter(|(_, _, share)| share.is_nearly_whole());
        let best = answering.min_by(|one, other| one.1.median().total_cmp(&other.1.median()));
        let (name, best) = best.map_or(("-", f64::NAN), |(name, times, _)| (*name, times.median()));
        let [reading, making, finding] =
            [&row.reading, &row.making, &row.finding].map(Times::median);
        ours.row(&[
            row.typed.clone(),
            row.matching.to_string(),
            short(reading),
            short(finding),
            short(row.finding.p99()),
            short(making),
            short(best),
            times(best / (reading + finding)),
            times(best / finding),
            times(best / (reading + making + finding)),
            name.to_owned(),
        ]);
        for (name, taken, share) in &row.plans {
            plans.row(&[
                row.typed.clone(),
                (*name).to_owned(),
                short(taken.median()),
                short(taken.p99()),
                taken.count().to_string(),
                share.as_text(),
            ]);
        }
    }
    println!("{}\n{}", ours.as_str(), plans.as_str());
}
