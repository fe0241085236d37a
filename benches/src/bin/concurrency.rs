//! Readers beside a slow reader and a writer, over the same picture as the server's: an atomic pointer to
//! [`reach::Layers`], one writer that lays changes over it, and compactions on a thread of low priority.
//!
//! Prints medians and p99s of the fast reader and how much had gathered at most. Nothing here gates by the clock. Next:
//! `benches/README.md`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use arc_swap::ArcSwap;
use menkou_bench::arguments::Arguments;
use menkou_bench::data::{self, Item, as_new_items};
use menkou_bench::table::{Table, short, times};
use menkou_bench::watch::timed;
use reach::{Change, Compacted, ItemId, Layers, Nearest, NewItem, TieBreak, Wgs84};
use thread_priority::{ThreadPriority, set_current_thread_priority};

/// How often the writer publishes, milliseconds.
const TICK_MILLIS: u64 = 10;
/// How many items a fast reader asks for.
const LIMIT: usize = 20;

/// The current picture and the sign to end.
struct Stage {
    /// The current picture.
    picture: ArcSwap<Layers<u32>>,
    /// Set when everybody should end.
    is_over: AtomicBool,
}

/// What a run is made of.
#[derive(Clone, Copy)]
struct Scene {
    /// What it is called.
    name: &'static str,
    /// Changes a second.
    writes: usize,
    /// Whether a slow reader is there.
    is_slow_reader_there: bool,
}

/// The runs; the first is the one that the others are compared with.
const SCENES: [Scene; 5] = [
    Scene {
        name: "reader alone",
        writes: 0,
        is_slow_reader_there: false,
    },
    Scene {
        name: "slow reader",
        writes: 0,
        is_slow_reader_there: true,
    },
    Scene {
        name: "100 writes/s",
        writes: 100,
        is_slow_reader_there: false,
    },
    Scene {
        name: "slow reader and 100 writes/s",
        writes: 100,
        is_slow_reader_there: true,
    },
    Scene {
        name: "10,000 writes/s",
        writes: 10_000,
        is_slow_reader_there: false,
    },
];

/// What the writer saw.
#[derive(Clone, Copy, Default)]
struct Written {
    /// Changes made.
    changes: usize,
    /// The most that had gathered.
    gathered: usize,
    /// The bound of what may gather.
    bound: usize,
    /// Compactions ended.
    compactions: usize,
    /// Microseconds that making and publishing pictures took.
    busy: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::of_process()?;
    let items = data::items(arguments.items, arguments.seed)?;
    let origins = data::origins(arguments.questions, arguments.seed)?;
    let numbered = as_new_items(&items).into_iter().zip(0_u32..);
    let stage = Arc::new(Stage {
        picture: ArcSwap::from_pointee(Layers::build(numbered.collect())?),
        is_over: AtomicBool::new(false),
    });
    let mut table = Table::new(&[
        "scene",
        "reads",
        "read median us",
        "p99 us",
        "p99.9 us",
        "p99 / alone",
        "writes/s",
        "writer busy",
        "gathered at most",
        "bound",
        "compactions",
    ]);
    let mut alone = f64::NAN;
    for scene in SCENES {
        let (reads, written) = play(&stage, scene, &items, &origins, arguments.seconds)?;
        let [median, p99, p999] = [500, 990, 999].map(|share| quantile(&reads, share));
        if alone.is_nan() {
            alone = p99;
        }
        let rate = count(written.changes) / arguments.seconds;
        table.row(&[
            scene.name.to_owned(),
            reads.len().to_string(),
            short(median),
            short(p99),
            short(p999),
            times(p99 / alone),
            short(rate),
            format!("{} %", short(written.busy / arguments.seconds / 1e4)),
            written.gathered.to_string(),
            written.bound.to_string(),
            written.compactions.to_string(),
        ]);
    }
    print!("{}", table.as_str());
    Ok(())
}

/// Plays a scene for some seconds: the times of the fast reader, ascending, and what the writer saw.
fn play(
    stage: &Arc<Stage>,
    scene: Scene,
    items: &[Item],
    origins: &[Wgs84],
    seconds: f64,
) -> Result<(Vec<f64>, Written)> {
    stage.is_over.store(false, Ordering::Relaxed);
    thread::scope(|scope| {
        let slow = scene
            .is_slow_reader_there
            .then(|| scope.spawn(|| read_slowly(stage)));
        let writer = scope.spawn(|| write(stage, scene.writes, items));
        let reader = scope.spawn(|| read(stage, origins));
        thread::sleep(Duration::from_secs_f64(seconds));
        stage.is_over.store(true, Ordering::Relaxed);
        let ended = "a thread of the bench panicked";
        let mut reads = reader.join().map_err(|_| anyhow::anyhow!(ended))?;
        let written = writer.join().map_err(|_| anyhow::anyhow!(ended))??;
        if let Some(slow) = slow {
            slow.join().map_err(|_| anyhow::anyhow!(ended))?;
        }
        reads.sort_unstable_by(f64::total_cmp);
        Ok((reads, written))
    })
}

/// The fast reader: a new picture for each question.
fn read(stage: &Stage, origins: &[Wgs84]) -> Vec<f64> {
    let mut times = Vec::new();
    for origin in origins.iter().cycle() {
        if stage.is_over.load(Ordering::Relaxed) {
            break;
        }
        let ask = || {
            stage.picture.load().nearest(&Nearest {
                origin: *origin,
                within: None,
                predicates: &[],
                accept: None,
                tie: TieBreak { day: 0, seed: 0 },
                after: None,
                limit: LIMIT,
            })
        };
        let (hits, time) = timed(ask);
        std::hint::black_box(hits);
        times.push(time);
    }
    times
}

/// The slow reader: looks at every item of its picture, some tens of milliseconds each time.
fn read_slowly(stage: &Stage) {
    while !stage.is_over.load(Ordering::Relaxed) {
        let picture = stage.picture.load_full();
        let is_wanted = |slot| picture.payload(slot).is_some_and(|number| number % 7 == 0);
        std::hint::black_box(picture.matching(&[], Some(&is_wanted)));
    }
}

/// The writer: so many changes a second, published every tick: moves and changes of items that are there.
fn write(stage: &Stage, rate: usize, items: &[Item]) -> Result<Written> {
    let mut written = Written::default();
    let mut compacting: Option<Receiver<Compacted<u32>>> = None;
    let (mut place, mut elapsed) = (0, 0.0);
    while !stage.is_over.load(Ordering::Relaxed) {
        let (outcome, busy) = timed(|| -> Result<()> {
            let mut picture = Layers::clone(&stage.picture.load());
            // What is due by now, so that a late tick makes good what it missed.
            let due = whole(elapsed / 1e6 * count(rate)).saturating_sub(written.changes);
            if due > 0 {
                let changes = (0..due).filter_map(|_| {
                    place = (place + 7919) % items.len();
                    moved(items, place)
                });
                picture = picture.changed(changes.collect())?;
                written.changes += due;
            }
            compact(&mut picture, &mut compacting, &mut written)?;
            written.gathered = written.gathered.max(picture.gathered());
            written.bound = picture.bound();
            stage.picture.store(Arc::new(picture));
            Ok(())
        });
        outcome?;
        written.busy += busy;
        let left =
            Duration::from_millis(TICK_MILLIS).saturating_sub(Duration::from_secs_f64(busy / 1e6));
        let ((), slept) = timed(|| thread::sleep(left));
        elapsed += busy + slept;
    }
    // The next scene begins without a compaction that nobody waits for.
    if let Some(done) = compacting.and_then(|it| it.recv().ok()) {
        let picture = stage.picture.load().thaw(done);
        stage.picture.store(Arc::new(picture));
    }
    Ok(written)
}

/// Starts a compaction that is worth its work, or takes the result of one in.
fn compact(
    picture: &mut Layers<u32>,
    compacting: &mut Option<Receiver<Compacted<u32>>>,
    written: &mut Written,
) -> Result<()> {
    if let Some(receiver) = compacting {
        let is_full = picture.gathered() >= picture.bound();
        let done = if is_full {
            receiver.recv().map_err(|_| TryRecvError::Disconnected)
        } else {
            receiver.try_recv()
        };
        match done {
            Ok(done) => {
                *picture = picture.thaw(done);
                *compacting = None;
                written.compactions += 1;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => anyhow::bail!("a compaction ended without a result"),
        }
    } else if picture.wants_compaction() {
        let (frozen, work) = picture.freeze();
        *picture = frozen;
        let (sender, receiver) = channel();
        thread::spawn(move || {
            // Where the system refuses, the work is done all the same.
            let _ = set_current_thread_priority(ThreadPriority::Min);
            if let Ok(done) = work.run() {
                let _ = sender.send(done);
            }
        });
        *compacting = Some(receiver);
    }
    Ok(())
}

/// The change that puts an item where another one is, with that one's attributes.
fn moved(items: &[Item], place: usize) -> Option<Change<u32>> {
    let other = items.get((place + items.len() / 2) % items.len())?;
    let number = u32::try_from(place).ok()?;
    let mut like = as_new_items(std::slice::from_ref(other));
    let like: NewItem = like.pop()?;
    let id: ItemId = data::id_of(number);
    Some(Change::Put(NewItem { id, ..like }, number))
}

/// The smallest of ascending times that so many thousandths do not exceed.
fn quantile(ascending: &[f64], thousandths: usize) -> f64 {
    let rank = (ascending.len() * thousandths).div_ceil(1000).max(1);
    ascending.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// A count as a number to divide.
fn count(of: usize) -> f64 {
    u32::try_from(of).map_or(f64::INFINITY, f64::from)
}

/// The whole part of a number that is not negative.
#[expect(
    clippy::as_conversions,
    reason = "the cast saturates, which is what is meant"
)]
const fn whole(of: f64) -> usize {
    of as usize
}
