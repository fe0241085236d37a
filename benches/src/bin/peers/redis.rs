//! Redis GEOSEARCH over its unix socket.
//!
//! Redis knows no filter, so it answers all items of a circle and this process tests them with
//! attributes at hand in memory: generous, as a real client would have to fetch them. The circle
//! begins at a size that suits the share of items that pass, which a real client would not know.
//! Next: `sqlite.rs`.

use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use menkou_bench::data::Item;
use menkou_bench::filters::Filter;
use menkou_bench::yardstick::LIMIT;
use reach::Wgs84;

use super::{Contestant, boxed};

/// The name of the peer.
pub(crate) const PEER: &str = "Redis";
/// The key with every item.
const ALL: &str = "items";
/// How many items one command adds.
const ADDED_AT_ONCE: usize = 500;
/// How many commands go out together.
const COMMANDS_AT_ONCE: usize = 20;
/// The first radius without a filter, metres.
const FIRST_RADIUS: f64 = 700.0;
/// A circle with this radius holds everything, metres.
const LAST_RADIUS: f64 = 2_000_000.0;

/// One plan of Redis.
struct Redis {
    /// The connection, shared by both plans as only one is asked at a time.
    connection: Rc<std::cell::RefCell<redis::Connection>>,
    /// The attributes.
    items: Rc<Vec<Item>>,
    /// Whether each category has a key of its own.
    by_category: bool,
    /// The present filter.
    filter: Filter,
    /// The key to search for the present filter.
    key: String,
    /// Whether nothing but the key is asked, so that Redis itself can stop at 20.
    is_bare: bool,
    /// The first radius for the present filter, metres.
    radius: f64,
}

/// Adds all items and returns every plan.
pub(crate) fn contestants(socket: &Path, items: &[Item]) -> Result<Vec<Box<dyn Contestant>>> {
    let socket = socket.to_str().context("the socket's path is not UTF-8")?;
    let mut connection = redis::Client::open(format!("redis+unix://{socket}"))?.get_connection()?;
    add(&mut connection, ALL, items.iter())?;
    for category in 0..20 {
        let of_category = items.iter().filter(|item| item.category == category);
        add(&mut connection, &key_of(category), of_category)?;
    }
    let connection = Rc::new(std::cell::RefCell::new(connection));
    let items = Rc::new(items.to_vec());
    Ok([false, true]
        .into_iter()
        .map(|by_category| {
            boxed(Redis {
                connection: Rc::clone(&connection),
                items: Rc::clone(&items),
                by_category,
                filter: Filter::default(),
                key: ALL.to_owned(),
                is_bare: true,
                radius: FIRST_RADIUS,
            })
        })
        .collect())
}

/// The key of one category.
fn key_of(category: u32) -> String {
    format!("category:{category}")
}

/// Adds items to a key.
fn add<'a>(
    connection: &mut redis::Connection,
    key: &str,
    items: impl Iterator<Item = &'a Item>,
) -> Result<()> {
    let items: Vec<&Item> = items.collect();
    for block in items.chunks(ADDED_AT_ONCE * COMMANDS_AT_ONCE) {
        let mut pipe = redis::pipe();
        for some in block.chunks(ADDED_AT_ONCE) {
            let command = pipe.cmd("GEOADD").arg(key);
            for item in some {
                command
                    .arg(item.point.lon_degrees())
                    .arg(item.point.lat_degrees())
                    .arg(item.number);
            }
            command.ignore();
        }
        pipe.exec(connection)?;
    }
    Ok(())
}

impl Contestant for Redis {
    fn peer(&self) -> &'static str {
        PEER
    }

    fn plan(&self) -> &'static str {
        if self.by_category {
            "key per category, doubling radius"
        } else {
            "one key, doubling radius"
        }
    }

    fn suits(&self, filter: &Filter) -> bool {
        !self.by_category || filter.category.is_some()
    }

    fn prepare(&mut self, filter: &Filter, share: f64) -> Result<()> {
        self.filter = filter.clone();
        let category = filter.category.filter(|_| self.by_category);
        self.key = category.map_or_else(|| ALL.to_owned(), key_of);
        self.is_bare = category == filter.category
            && filter.occupation.is_none()
            && filter.tags == 0
            && filter.wage_at_least.is_none();
        self.radius = (FIRST_RADIUS / share.sqrt()).min(LAST_RADIUS);
        Ok(())
    }

    fn nearest(&mut self, origin: Wgs84) -> Result<Vec<u32>> {
        let connection = &mut *self.connection.borrow_mut();
        let mut radius = self.radius;
        loop {
            let mut search = redis::cmd("GEOSEARCH");
            search.arg(&self.key).arg("FROMLONLAT");
            search.arg(origin.lon_degrees()).arg(origin.lat_degrees());
            search.arg("BYRADIUS").arg(radius).arg("m").arg("ASC");
            if self.is_bare {
                search.arg("COUNT").arg(LIMIT);
            }
            let members: Vec<u32> = search.query(connection)?;
            let passes = |number: &u32| {
                let item = usize::try_from(*number)
                    .ok()
                    .and_then(|n| self.items.get(n));
                item.is_some_and(|item| self.filter.holds(item))
            };
            let found: Vec<u32> = members.into_iter().filter(passes).take(LIMIT).collect();
            if found.len() == LIMIT || radius >= LAST_RADIUS {
                return Ok(found);
            }
            radius = (radius * 2.0).min(LAST_RADIUS);
        }
    }

    fn round_trip(&mut self) -> Result<bool> {
        redis::cmd("PING").exec(&mut *self.connection.borrow_mut())?;
        Ok(true)
    }
}
