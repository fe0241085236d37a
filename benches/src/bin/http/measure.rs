//! The rounds: one server on core 0, one client on core 1, every question once a round, so that what disturbs the
//! machine disturbs all of them alike. Only ratios say anything.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use entity::opening;
use menkou::config::Config;
use menkou::platform::database::Database;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::chance::Chance;
use crate::ground::{Ground, Spot, far_spot};
use crate::serve::LISTENING;
use crate::streets::STREETS;
use crate::table::{Row, print};
use crate::wrk;
use crate::yardsticks::{FIXED, SERIALISED};

/// Different questions of a kind.
const QUESTIONS: usize = 2_000;

/// The category of the filtered question.
const CATEGORY: &str = "catering";

/// Requests a minute that the rate limit lets through: the most that can be configured, more than one core answers.
const MOST_REQUESTS: &str = "10000000";

/// What is searched for: occupations, one by another name, in pinyin, and a phrase of the descriptions.
const WORDS: [&str; 8] = [
    "焊工",
    "会计",
    "服务员",
    "骑手",
    "保洁",
    "diangong",
    "茶艺师",
    "健康证",
];

/// Of how many items one matches the filtered question.
const ONE_IN: u64 = 200;

/// A server that ends with the bench.
struct Server {
    /// The process.
    process: Child,
    /// Where it listens.
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is no matter.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Measures `rounds` rounds on the data in `dir` and prints the table.
/// The server may be one of another build: `program`.
pub(crate) async fn measure(
    dir: &Path,
    rounds: usize,
    program: Option<PathBuf>,
) -> anyhow::Result<()> {
    let kinds = questions(dir).await?;
    let server = start(dir, program)?;
    let mut rows = Vec::new();
    let mut scripts: Vec<PathBuf> = Vec::new();
    for (position, (name, paths)) in kinds.into_iter().enumerate() {
        let first = paths.first().context("no question")?;
        let answer = reqwest::get(format!("http://{}{first}", server.address)).await?;
        anyhow::ensure!(answer.status().is_success(), "{first}: {}", answer.status());
        let script = dir.join(format!("questions_{position}.lua"));
        wrk::write_script(&script, &paths)?;
        scripts.push(script);
        rows.push(Row {
            name,
            bytes: answer.bytes().await?.len(),
            runs: Vec::new(),
        });
    }
    // The first round warms caches and is not counted.
    for round in 0..=rounds {
        for (row, script) in rows.iter_mut().zip(&scripts) {
            let run = wrk::run(&server.address, script)?;
            if round > 0 {
                row.runs.push(run);
            }
        }
    }
    print(&rows);
    Ok(())
}

/// The questions by name; the yardsticks first.
async fn questions(dir: &Path) -> anyhow::Result<Vec<(String, Vec<String>)>> {
    let mut config = Config::from_environment()?;
    config.data.dir = dir.to_path_buf();
    let database = Database::open_existing(&config.database_url(), 2).await?;
    let ground = Ground::read(&database).await?;
    let (filter, matches, of) = rare_filter(&database).await?;
    database.close().await;
    let mut kinds = vec![
        (
            "(a) serde_json on 20 fixed items".to_owned(),
            vec![SERIALISED.to_owned()],
        ),
        ("(b) static 4.8 KB".to_owned(), vec![FIXED.to_owned()]),
        ("nearby, gcj02".to_owned(), nearby(&ground, "gcj02", "")),
        ("nearby, wgs84".to_owned(), nearby(&ground, "wgs84", "")),
        (
            format!("nearby, gcj02, filter {matches} of {of}"),
            nearby(&ground, "gcj02", &filter),
        ),
        (
            format!("nearby, gcj02, one of {} words", WORDS.len()),
            with_words(&nearby(&ground, "gcj02", "")),
        ),
    ];
    if dir.join(STREETS).exists() {
        kinds.push(("nearby on streets, 15 minutes".to_owned(), on_streets()));
    }
    Ok(kinds)
}

/// The same questions, each with one of the words in turn.
fn with_words(questions: &[String]) -> Vec<String> {
    let words = WORDS.iter().cycle();
    let encoded = words.map(|word| utf8_percent_encode(word, NON_ALPHANUMERIC));
    let pairs = questions.iter().zip(encoded);
    pairs
        .map(|(question, word)| format!("{question}&q={word}"))
        .collect()
}

/// What is asked where the streets are known, around spots that are drawn like the items there.
fn on_streets() -> Vec<String> {
    let mut chance = Chance::of(11);
    let spots = std::iter::repeat_with(|| far_spot(&mut chance));
    let question =
        |Spot { lat, lon }| format!("/v1/nearby?lat={lat:.6}&lon={lon:.6}&crs=wgs84&minutes=15");
    spots.take(QUESTIONS).map(question).collect()
}

/// What is asked around spots that are drawn like the items, though oftener in clusters.
pub(crate) fn nearby(ground: &Ground, crs: &str, filter: &str) -> Vec<String> {
    let mut chance = Chance::of(7);
    let spots = std::iter::repeat_with(|| ground.spot(&mut chance, 0.7));
    let question = |spot: Spot| {
        let (lat, lon) = (spot.lat, spot.lon);
        format!("/v1/nearby?lat={lat:.6}&lon={lon:.6}&crs={crs}&radius_m=50000{filter}")
    };
    spots.take(QUESTIONS).map(question).collect()
}

/// A category and a pay that one item in [`ONE_IN`] matches, with how many match and of how many.
async fn rare_filter(database: &Database) -> anyhow::Result<(String, u64, u64)> {
    use opening::Column::{Category, PayMonthlyMinFen};
    let all = opening::Entity::find().count(database.readers()).await?;
    let places = entity::place::Entity::find()
        .count(database.readers())
        .await?;
    let in_category = || opening::Entity::find().filter(Category.eq(CATEGORY));
    let last = in_category()
        .order_by_desc(PayMonthlyMinFen)
        .offset((all + places) / ONE_IN)
        .limit(1)
        .one(database.readers())
        .await?;
    let fen = last
        .and_then(|row| row.pay_monthly_min_fen)
        .context("the category is too rare")?;
    let matches = in_category()
        .filter(PayMonthlyMinFen.gte(fen))
        .count(database.readers())
        .await?;
    let filter = format!("&categories={CATEGORY}&pay_at_least_fen={fen}&pay_unit=month");
    Ok((filter, matches, all + places))
}

/// Starts a server with one worker, waits until it answers, and pins it to core 0.
fn start(dir: &Path, program: Option<PathBuf>) -> anyhow::Result<Server> {
    let log = std::fs::File::create(dir.join("server.log"))?;
    let program = program.map_or_else(std::env::current_exe, Ok)?;
    let mut process = Command::new(program)
        .arg("serve")
        .arg(dir)
        .env("MENKOU__HTTP__LISTEN", "127.0.0.1:0")
        .env("MENKOU__HTTP__WORKERS", "1")
        .env("MENKOU__HTTP__RATE_PER_MINUTE", MOST_REQUESTS)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    let said = process.stdout.take().context("no output")?;
    let mut lines = BufReader::new(said).lines();
    let found = lines.find_map(|line| Some(line.ok()?.strip_prefix(LISTENING)?.to_owned()));
    let mut server = Server {
        process,
        address: String::new(),
    };
    server.address = found.context("the server ended; see server.log")?;
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", "0", &server.process.id().to_string()])
        .stdout(Stdio::null())
        .status()
        .context("taskset (package util-linux) is needed")?;
    anyhow::ensure!(pinned.success(), "the server could not be pinned");
    Ok(server)
}
