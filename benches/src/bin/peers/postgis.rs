//! PostGIS over its unix socket, with prepared statements.
//!
//! The table has every index that helps: GiST on geometry and geography, B-trees on category,
//! occupation and wage, GIN on the tags. The filter's values are written into the statement, so that
//! the planner knows them. Next: `redis.rs`.

use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Result;
use menkou_bench::data::{Item, tags_of};
use menkou_bench::filters::Filter;
use menkou_bench::postgres::Session;
use menkou_bench::yardstick::LIMIT;
use reach::Wgs84;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Row};

use super::{Contestant, boxed};

/// The name of the peer.
pub(crate) const PEER: &str = "PostGIS";
/// How many items one block of the copy has.
const COPIED_AT_ONCE: usize = 10_000;
/// The first half side of the growing box, degrees (about 0.8 km).
const FIRST_HALF_SIDE: f64 = 0.007;
/// A box with this half side holds everything, degrees.
const LAST_HALF_SIDE: f64 = 20.0;
/// The origin, from its longitude and latitude.
const ORIGIN: &str = "ST_SetSRID(ST_MakePoint($1, $2), 4326)";

/// The table; `tag_bits` and `tags` say the same, one for a quick test and one for GIN.
const CREATE: &[&str] = &[
    "CREATE EXTENSION IF NOT EXISTS postgis",
    "DROP TABLE IF EXISTS item",
    "CREATE TABLE item (id int4 NOT NULL, geom geometry(Point, 4326) NOT NULL, category int4 NOT NULL, \
     occupation int4 NOT NULL, wage int4 NOT NULL, tag_bits int4 NOT NULL, tags int2[] NOT NULL)",
];

/// The indexes, built after the copy.
const INDEX: &[&str] = &[
    "ALTER TABLE item ADD PRIMARY KEY (id)",
    "CREATE INDEX ON item USING gist (geom)",
    "CREATE INDEX ON item USING gist ((geom::geography))",
    "CREATE INDEX ON item (category, wage)",
    "CREATE INDEX ON item (occupation)",
    "CREATE INDEX ON item (wage)",
    "CREATE INDEX ON item USING gin (tags)",
    "VACUUM ANALYZE item",
];

/// How a question is put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// The GiST index by planar distance in degrees, testing each item.
    Nearest,
    /// The matching items first, by the other indexes, then sorted.
    FilterFirst,
    /// A box that doubles until it holds enough.
    GrowingBox,
    /// The GiST index by distance on the sphere, testing each item.
    Geography,
}

/// One plan of PostGIS.
struct PostGis {
    /// The connection and what drives it, shared by all plans as only one is asked at a time.
    session: Rc<std::cell::RefCell<Session>>,
    /// The plan.
    plan: Plan,
    /// The statement of the present filter.
    statement: Arc<str>,
    /// The first half side for the present filter, degrees.
    half_side: f64,
}

/// Fills the table and returns every plan.
pub(crate) fn contestants(socket: &Path, items: &[Item]) -> Result<Vec<Box<dyn Contestant>>> {
    let mut session = Session::open(socket)?;
    let filling = fill(&mut session.connection, items);
    session.runtime.block_on(filling)?;
    let session = Rc::new(std::cell::RefCell::new(session));
    let plans = [
        Plan::Nearest,
        Plan::FilterFirst,
        Plan::GrowingBox,
        Plan::Geography,
    ];
    Ok(plans
        .into_iter()
        .map(|plan| {
            boxed(PostGis {
                session: Rc::clone(&session),
                plan,
                statement: Arc::from(""),
                half_side: FIRST_HALF_SIDE,
            })
        })
        .collect())
}

/// Creates and fills the table.
async fn fill(connection: &mut PgConnection, items: &[Item]) -> Result<()> {
    for statement in CREATE {
        sqlx::raw_sql(*statement).execute(&mut *connection).await?;
    }
    let mut copy = connection.copy_in_raw("COPY item FROM STDIN").await?;
    for block in items.chunks(COPIED_AT_ONCE) {
        let mut text = String::new();
        for item in block {
            let tags: Vec<String> = tags_of(item.tags).map(|tag| tag.to_string()).collect();
            writeln!(
                text,
                "{}\tSRID=4326;POINT({} {})\t{}\t{}\t{}\t{}\t{{{}}}",
                item.number,
                item.point.lon_degrees(),
                item.point.lat_degrees(),
                item.category,
                item.occupation,
                item.wage,
                item.tags,
                tags.join(",")
            )?;
        }
        copy.send(text.into_bytes()).await?;
    }
    copy.finish().await?;
    for statement in INDEX {
        sqlx::raw_sql(*statement).execute(&mut *connection).await?;
    }
    Ok(())
}

impl Contestant for PostGis {
    fn peer(&self) -> &'static str {
        PEER
    }

    fn plan(&self) -> &'static str {
        match self.plan {
            Plan::Nearest => "geometry KNN",
            Plan::FilterFirst => "filter, then sort",
            Plan::GrowingBox => "growing box",
            Plan::Geography => "geography KNN",
        }
    }

    fn suits(&self, filter: &Filter) -> bool {
        let has_condition = filter.category.is_some()
            || filter.occupation.is_some()
            || filter.tags != 0
            || filter.wage_at_least.is_some();
        self.plan != Plan::FilterFirst || has_condition
    }

    fn prepare(&mut self, filter: &Filter, share: f64) -> Result<()> {
        self.half_side = (FIRST_HALF_SIDE / share.sqrt()).min(LAST_HALF_SIDE);
        self.statement = Arc::from(statement(self.plan, filter));
        Ok(())
    }

    fn nearest(&mut self, origin: Wgs84) -> Result<Vec<u32>> {
        let session = &mut *self.session.borrow_mut();
        let [lon, lat] = [origin.lon_degrees(), origin.lat_degrees()];
        let mut half_side = self.half_side;
        loop {
            let mut query = sqlx::query(AssertSqlSafe(Arc::clone(&self.statement)))
                .bind(lon)
                .bind(lat);
            if self.plan == Plan::GrowingBox {
                query = query.bind(half_side);
            }
            let rows = session
                .runtime
                .block_on(query.fetch_all(&mut session.connection))?;
            let is_enough = self.plan != Plan::GrowingBox
                || half_side >= LAST_HALF_SIDE
                || (rows.len() == LIMIT
                    && rows
                        .last()
                        .is_some_and(|row| row.get::<f64, _>(1) <= half_side));
            if is_enough {
                let numbers = rows.iter().map(|row| u32::try_from(row.get::<i32, _>(0)));
                return Ok(numbers.collect::<Result<_, _>>()?);
            }
            half_side *= 2.0;
        }
    }

    fn round_trip(&mut self) -> Result<bool> {
        self.session.borrow_mut().round_trip()?;
        Ok(true)
    }
}

/// The statement of a plan for a filter.
fn statement(plan: Plan, filter: &Filter) -> String {
    let bits = (filter.tags != 0).then(|| format!("(tag_bits & {0}) = {0}", filter.tags));
    match plan {
        Plan::Nearest => format!(
            "SELECT id FROM item WHERE {} ORDER BY geom <-> {ORIGIN} LIMIT {LIMIT}",
            conditions(filter, bits)
        ),
        Plan::Geography => format!(
            "SELECT id FROM item WHERE {} ORDER BY geom::geography <-> {ORIGIN}::geography LIMIT {LIMIT}",
            conditions(filter, bits)
        ),
        Plan::GrowingBox => format!(
            "SELECT id, geom <-> {ORIGIN} FROM item WHERE {} AND geom && ST_Expand({ORIGIN}, $3) \
             ORDER BY geom <-> {ORIGIN} LIMIT {LIMIT}",
            conditions(filter, bits)
        ),
        Plan::FilterFirst => {
            let tags: Vec<String> = tags_of(filter.tags).map(|tag| tag.to_string()).collect();
            let listed =
                (filter.tags != 0).then(|| format!("tags @> '{{{}}}'::int2[]", tags.join(",")));
            format!(
                "WITH passing AS MATERIALIZED (SELECT id, geom FROM item WHERE {}) \
                 SELECT id FROM passing ORDER BY geom <-> {ORIGIN} LIMIT {LIMIT}",
                conditions(filter, listed)
            )
        }
    }
}

/// The conditions of a filter, with the tags in the form that suits the plan.
fn conditions(filter: &Filter, tags: Option<String>) -> String {
    let equal = [
        ("category", filter.category),
        ("occupation", filter.occupation),
    ];
    let equal = equal
        .into_iter()
        .filter_map(|(column, value)| Some(format!("{column} = {}", value?)));
    let wage = filter.wage_at_least.map(|least| format!("wage >= {least}"));
    let all: Vec<String> = equal.chain(wage).chain(tags).collect();
    if all.is_empty() {
        return "true".to_owned();
    }
    all.join(" AND ")
}
