//! SQLite in this process: an R*-tree joined with the table of attributes, or that table alone.
//!
//! The tree keeps 32-bit degrees, so its boxes are only a first choice; the order comes from the
//! table's 64-bit degrees in a plane scaled at the origin. Next: `report.rs`.

use anyhow::{Context, Result};
use menkou_bench::data::{Item, tags_of};
use menkou_bench::filters::Filter;
use menkou_bench::yardstick::LIMIT;
use reach::Wgs84;
use rusqlite::{Connection, Statement, params};

use super::{Contestant, boxed};

/// The name of the peer.
pub(crate) const PEER: &str = "SQLite";
/// The first half side of the box without a filter, metres.
const FIRST_HALF_SIDE: f64 = 700.0;
/// A box with this half side holds everything, metres.
const LAST_HALF_SIDE: f64 = 2_000_000.0;
/// One degree of latitude, metres, near enough for a first choice.
const METRES_A_DEGREE: f64 = 110_900.0;
/// What a 32-bit degree may be off, degrees.
const ROUNDING: f64 = 1e-5;

/// The tables.
const CREATE: &str = "
    CREATE VIRTUAL TABLE place USING rtree(id, west, east, south, north);
    CREATE TABLE item (id INTEGER PRIMARY KEY, lat REAL NOT NULL, lon REAL NOT NULL, category INTEGER NOT NULL,
        occupation INTEGER NOT NULL, wage INTEGER NOT NULL, tags INTEGER NOT NULL);
    BEGIN";
/// The indexes, built when the tables are full.
const INDEX: &str = "
    COMMIT;
    CREATE INDEX item_category ON item (category, wage);
    CREATE INDEX item_occupation ON item (occupation);
    ANALYZE";

/// One plan of SQLite.
struct Sqlite {
    /// The database; it lives as long as the program, so that statements can be kept.
    connection: &'static Connection,
    /// Whether the R*-tree is asked, and not the table alone.
    by_place: bool,
    /// The statement of the present filter.
    statement: Option<Statement<'static>>,
    /// The first half side for the present filter, metres.
    half_side: f64,
}

/// Fills the tables and returns every plan.
pub(crate) fn contestants(items: &[Item]) -> Result<Vec<Box<dyn Contestant>>> {
    let connection: &'static Connection = Box::leak(Box::new(Connection::open_in_memory()?));
    connection.execute_batch(CREATE)?;
    let mut place = connection.prepare("INSERT INTO place VALUES (?1, ?2, ?2, ?3, ?3)")?;
    let mut row = connection.prepare("INSERT INTO item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for item in items {
        let [lat, lon] = [item.point.lat_degrees(), item.point.lon_degrees()];
        place.execute(params![item.number, lon, lat])?;
        row.execute(params![
            item.number,
            lat,
            lon,
            item.category,
            item.occupation,
            item.wage,
            item.tags
        ])?;
    }
    connection.execute_batch(INDEX)?;
    Ok([true, false]
        .into_iter()
        .map(|by_place| {
            boxed(Sqlite {
                connection,
                by_place,
                statement: None,
                half_side: FIRST_HALF_SIDE,
            })
        })
        .collect())
}

impl Contestant for Sqlite {
    fn peer(&self) -> &'static str {
        PEER
    }

    fn plan(&self) -> &'static str {
        if self.by_place {
            "R*-tree, doubling box"
        } else {
            "B-tree, then sort"
        }
    }

    fn suits(&self, filter: &Filter) -> bool {
        self.by_place || filter.category.is_some() || filter.occupation.is_some()
    }

    fn prepare(&mut self, filter: &Filter, share: f64) -> Result<()> {
        self.half_side = (FIRST_HALF_SIDE / share.sqrt()).min(LAST_HALF_SIDE);
        let sql = statement(self.by_place, filter);
        self.statement = Some(self.connection.prepare(&sql)?);
        Ok(())
    }

    fn nearest(&mut self, origin: Wgs84) -> Result<Vec<u32>> {
        let statement = self.statement.as_mut().context("no filter is prepared")?;
        let [lat, lon] = [origin.lat_degrees(), origin.lon_degrees()];
        let shrink = lat.to_radians().cos();
        let mut half_side = if self.by_place {
            self.half_side
        } else {
            LAST_HALF_SIDE
        };
        loop {
            let north = half_side / METRES_A_DEGREE;
            let east = north / shrink;
            let bounds = params![
                lat,
                lon,
                shrink * shrink,
                lon - east - ROUNDING,
                lon + east + ROUNDING,
                lat - north - ROUNDING,
                lat + north + ROUNDING
            ];
            let rows = statement.query_map(bounds, |row| Ok((row.get(0)?, row.get(1)?)))?;
            let found: Vec<(u32, f64)> = rows.collect::<Result<_, _>>()?;
            let furthest = found
                .last()
                .map_or(f64::INFINITY, |(_, squared)| squared.sqrt());
            if half_side >= LAST_HALF_SIDE || (found.len() == LIMIT && furthest <= north) {
                return Ok(found.into_iter().map(|(number, _)| number).collect());
            }
            half_side = (half_side * 2.0).min(LAST_HALF_SIDE);
        }
    }
}

/// The statement for a filter: origin (1, 2), squared shrinking of longitude (3), box (4 to 7).
fn statement(by_place: bool, filter: &Filter) -> String {
    let source = if by_place {
        "place JOIN item ON item.id = place.id \
         WHERE east >= ?4 AND west <= ?5 AND north >= ?6 AND south <= ?7"
    } else {
        // The box is bound all the same, so that both plans take the same parameters.
        "item WHERE lon >= ?4 AND lon <= ?5 AND lat >= ?6 AND lat <= ?7"
    };
    let mut conditions = String::new();
    // On the way by place a plus sign keeps the planner from the B-trees: that is the other plan.
    let plain = if by_place { "+" } else { "" };
    if let Some(category) = filter.category {
        conditions.push_str(&format!(" AND {plain}category = {category}"));
    }
    if let Some(occupation) = filter.occupation {
        conditions.push_str(&format!(" AND {plain}occupation = {occupation}"));
    }
    if let Some(least) = filter.wage_at_least {
        conditions.push_str(&format!(" AND {plain}wage >= {least}"));
    }
    if tags_of(filter.tags).next().is_some() {
        conditions.push_str(&format!(" AND (tags & {0}) = {0}", filter.tags));
    }
    format!(
        "SELECT item.id, (lat - ?1) * (lat - ?1) + (lon - ?2) * (lon - ?2) * ?3 AS squared \
         FROM {source}{conditions} ORDER BY squared LIMIT {LIMIT}"
    )
}
