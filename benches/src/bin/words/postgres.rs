//! PostgreSQL with PostGIS over its unix socket: the same texts as tsvector and as trigrams, each with every plan that
//! makes sense.
//!
//! The tsvector is made of our own words, since PostgreSQL cuts no Chinese. Values stand in the statement, so that the
//! planner knows them. Next: `main.rs`.

use std::cell::RefCell;
use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Result;
use menkou_bench::data::Item;
use menkou_bench::postgres::Session;
use menkou_bench::yardstick::LIMIT;
use reach::Wgs84;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Row};
use text::Lexicon;

use super::texts::Wording;
use super::{Range, WITHIN_METRES};

/// How many items one block of the copy has.
const COPIED_AT_ONCE: usize = 10_000;
/// The origin, from its longitude and latitude.
const ORIGIN: &str = "ST_SetSRID(ST_MakePoint($1, $2), 4326)";
/// Half the side of a box around the circle, degrees: longitude, then latitude.
const HALF_SIDES: &str = "0.0316, 0.0272";

/// The table.
const CREATE: &[&str] = &[
    "CREATE EXTENSION IF NOT EXISTS postgis",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "DROP TABLE IF EXISTS job",
    "CREATE TABLE job (id int4 NOT NULL, geom geometry(Point, 4326) NOT NULL, body text NOT NULL, \
     words tsvector NOT NULL)",
];

/// The indexes, built after the copy.
const INDEX: &[&str] = &[
    "ALTER TABLE job ADD PRIMARY KEY (id)",
    "CREATE INDEX ON job USING gist (geom)",
    "CREATE INDEX ON job USING gin (words)",
    "CREATE INDEX ON job USING gin (body gin_trgm_ops)",
    "VACUUM ANALYZE job",
];

/// How the words of a text are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// As a tsvector.
    Words,
    /// As trigrams.
    Trigrams,
}

/// What is done first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// What the planner thinks best.
    Planner,
    /// The words, then a sort by distance.
    Words,
    /// The place, then the words.
    Place,
}

/// One way to ask.
pub(crate) struct Plan {
    /// The connection, shared by all plans as only one is asked at a time.
    session: Rc<RefCell<Session>>,
    /// How words are kept.
    kept: Kept,
    /// What comes first.
    first: First,
    /// The statement of the present question.
    statement: Arc<str>,
}

/// Fills the table and returns every plan.
pub(crate) fn plans(
    socket: &Path,
    items: &[Item],
    wordings: &[Wording],
    lexicon: &Lexicon,
) -> Result<Vec<Plan>> {
    let mut session = Session::open(socket)?;
    let filling = fill(&mut session.connection, items, wordings, lexicon);
    session.runtime.block_on(filling)?;
    let session = Rc::new(RefCell::new(session));
    let mut plans = Vec::new();
    for kept in [Kept::Words, Kept::Trigrams] {
        for first in [First::Planner, First::Words, First::Place] {
            plans.push(Plan {
                session: Rc::clone(&session),
                kept,
                first,
                statement: Arc::from(""),
            });
        }
    }
    Ok(plans)
}

/// Creates and fills the table.
async fn fill(
    connection: &mut PgConnection,
    items: &[Item],
    wordings: &[Wording],
    lexicon: &Lexicon,
) -> Result<()> {
    for statement in CREATE {
        sqlx::raw_sql(*statement).execute(&mut *connection).await?;
    }
    let rows: Vec<(&Item, &Wording)> = items.iter().zip(wordings).collect();
    let mut copy = connection.copy_in_raw("COPY job FROM STDIN").await?;
    for block in rows.chunks(COPIED_AT_ONCE) {
        let mut text = String::new();
        for (item, Wording { title, description }) in block {
            let words = [title, description].map(|part| lexicon.cut_words(part));
            let mut words: Vec<String> = words
                .into_iter()
                .flatten()
                .map(|word| format!("'{word}'"))
                .collect();
            words.sort_unstable();
            words.dedup();
            let [lon, lat] = [item.point.lon_degrees(), item.point.lat_degrees()];
            let words = words.join(" ");
            writeln!(
                text,
                "{}\tSRID=4326;POINT({lon} {lat})\t{title} {description}\t{words}",
                item.number
            )?;
        }
        copy.send(text.into_bytes()).await?;
    }
    copy.finish().await?;
    for statement in INDEX {
        sqlx::raw_sql(*statement).execute(&mut *connection).await?;
        eprintln!("{statement}: done");
    }
    Ok(())
}

impl Plan {
    /// What it does.
    pub(crate) fn name(&self) -> &'static str {
        match (self.kept, self.first) {
            (Kept::Words, First::Planner) => "tsvector, as planned",
            (Kept::Words, First::Words) => "tsvector, words first",
            (Kept::Words, First::Place) => "tsvector, place first",
            (Kept::Trigrams, First::Planner) => "pg_trgm, as planned",
            (Kept::Trigrams, First::Words) => "pg_trgm, words first",
            (Kept::Trigrams, First::Place) => "pg_trgm, place first",
        }
    }

    /// Whether it makes sense in a range.
    pub(crate) fn suits(&self, range: Range) -> bool {
        self.first != First::Place || range == Range::Near
    }

    /// Prepares for a question; this is not timed.
    pub(crate) fn prepare(&mut self, words: &[&str], range: Range) {
        let condition = match self.kept {
            Kept::Words => {
                let all: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
                format!("words @@ $q${}$q$::tsquery", all.join(" & "))
            }
            Kept::Trigrams => {
                let all: Vec<String> = words
                    .iter()
                    .map(|word| format!("body LIKE '%{word}%'"))
                    .collect();
                all.join(" AND ")
            }
        };
        let circle = match range {
            Range::Near => format!(
                "geom && ST_Expand({ORIGIN}, {HALF_SIDES}) AND ST_DistanceSphere(geom, {ORIGIN}) <= {WITHIN_METRES}"
            ),
            Range::Anywhere => "true".to_owned(),
        };
        let order = format!("ORDER BY geom <-> {ORIGIN} LIMIT {LIMIT}");
        let statement = match self.first {
            First::Planner => format!("SELECT id FROM job WHERE {condition} AND {circle} {order}"),
            First::Words => format!(
                "WITH found AS MATERIALIZED (SELECT id, geom FROM job WHERE {condition}) \
                 SELECT id FROM found WHERE {circle} {order}"
            ),
            First::Place => format!(
                "WITH near AS MATERIALIZED (SELECT id, geom, body, words FROM job WHERE {circle}) \
                 SELECT id FROM near WHERE {condition} {order}"
            ),
        };
        self.statement = Arc::from(statement);
    }

    /// The numbers of the nearest items that have the words.
    pub(crate) fn nearest(&mut self, origin: Wgs84) -> Result<Vec<u32>> {
        let session = &mut *self.session.borrow_mut();
        let query = sqlx::query(AssertSqlSafe(Arc::clone(&self.statement)))
            .bind(origin.lon_degrees())
            .bind(origin.lat_degrees());
        let rows = session
            .runtime
            .block_on(query.fetch_all(&mut session.connection))?;
        let numbers = rows.iter().map(|row| u32::try_from(row.get::<i32, _>(0)));
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Asks for nothing and waits for the answer.
    pub(crate) fn round_trip(&mut self) -> Result<()> {
        self.session.borrow_mut().round_trip()
    }
}
