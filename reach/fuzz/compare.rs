//! Bytes as a little history: items, changes, compactions and questions, each compared with the plain model.
//!
//! Any bytes mean something, so that a fuzzer never tries in vain: where they end, zeros follow and the history ends after
//! the step it is in. It is used by the fuzz target and by `tests/fuzzed.rs`.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

#[path = "model.rs"]
mod model;

use model::{CODE, DERIVED, NUMBER, Question, World};
use reach::{Attribute, Change, ItemId, Metres, NewItem, Predicate, TieBreak, Wgs84, geodesic};

/// A second number, with all the range there is.
const SIZE: Attribute = Attribute(3);
/// So many items at most are in a world.
const ITEMS: usize = 4000;
/// So many steps at most make a history.
const STEPS: usize = 40;
/// Where things are: a town, poles, both sides of the date line, where a plane ends, the town's antipode, nowhere.
const PLACES: [(f64, f64); 8] = [
    (26.6, 106.7),
    (90.0, 0.0),
    (-90.0, 0.0),
    (0.0, 180.0),
    (10.0, -180.0),
    (60.0, 160.0),
    (-26.6, -73.3),
    (0.0, 0.0),
];

/// The bytes that are left.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// The next byte, zero behind the end.
    fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below a limit.
    fn below(&mut self, limit: u8) -> u8 {
        self.next() % limit
    }

    /// One of some things.
    fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[usize::from(self.next()) % things.len()]
    }

    /// A point near one of the places; off the grid now and then.
    fn point(&mut self) -> Wgs84 {
        let (lat, lon) = self.one_of(&PLACES);
        let step = self.one_of(&[1e-7, 1e-5, 1e-3, 0.1, 0.0, 3.3e-8]);
        let mut away = || step * f64::from(i8::from_le_bytes([self.next()]));
        point(lat + away(), lon + away())
    }

    /// A number that an item may have, or a range may end at.
    fn number(&mut self) -> Option<i64> {
        match self.next() {
            0..64 => None,
            64 => Some(i64::MIN),
            65 => Some(i64::MAX),
            byte => Some(i64::from(byte) - 128),
        }
    }

    /// An item with one of 256 ids.
    fn item(&mut self) -> NewItem {
        let codes = (0..self.below(4)).map(|_| (CODE, u32::from(self.below(60))));
        let values = codes.collect();
        NewItem {
            id: id(u64::from(self.next())),
            point: self.point(),
            values,
            numbers: self.number().map(|it| (NUMBER, it)).into_iter().collect(),
        }
    }

    /// A condition.
    fn predicate(&mut self) -> Predicate {
        let kind = self.below(5);
        if kind < 2 {
            return Predicate::Within {
                attribute: self.one_of(&[NUMBER, NUMBER, SIZE, CODE]),
                at_least: self.number(),
                at_most: self.number(),
            };
        }
        let count = self.one_of(&[1, 1, 2, 3, 12, 0]);
        let codes = (0..count).map(|_| match self.below(4) {
            0 => u32::from(self.below(8)),
            1 => DERIVED[usize::from(self.below(2))].1,
            2 => 1000 + u32::from(self.next()),
            _ => u32::from(self.below(60)),
        });
        let (attribute, values) = (CODE, codes.collect());
        if kind == 2 {
            Predicate::AllOf { attribute, values }
        } else {
            Predicate::AnyOf { attribute, values }
        }
    }

    /// A question; its limit of distance may be exactly the distance of an item.
    fn question(&mut self, world: &World) -> Question {
        let origin = self.point();
        let within = match self.below(8) {
            0 => Some(0.0),
            1 => Some(f64::from(self.next()) / 1000.0),
            2 => Some(f64::from(self.next()) * 100.0),
            3 => Some(f64::from(self.next()) * 80_000.0),
            4 => {
                let item = world.item(usize::from(self.next()) * 7);
                item.map(|item| geodesic(origin, item.point).get())
            }
            _ => None,
        };
        Question {
            origin,
            within: within.map(Metres::new),
            predicates: (0..self.below(4)).map(|_| self.predicate()).collect(),
            welcome: (self.below(4) == 0).then(|| u32::from(self.next())),
            limit: self.one_of(&[20, 20, 1, 2, 7, 100, 0, usize::MAX]),
            from: self.one_of(&[0, 0, 1, 5, 20, 300, usize::MAX]),
            tie: TieBreak {
                day: i32::from(self.next()),
                seed: u64::from(self.next()),
            },
        }
    }
}

/// A point from degrees; a longitude beyond the date line comes in from the other side.
fn point(lat: f64, lon: f64) -> Wgs84 {
    let lon = lon - 360.0 * ((lon + 180.0) / 360.0).floor();
    Wgs84::new(lat.clamp(-90.0, 90.0), lon.clamp(-180.0, 180.0)).unwrap()
}

/// A number as an id: near numbers get ids that are far apart.
fn id(number: u64) -> ItemId {
    ItemId(u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 64 | u128::from(number))
}

/// The finaliser of SplitMix64: a number that looks random.
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The payload of an item, of which every bit is as often set as not.
fn payload(number: u64) -> u32 {
    u32::try_from(mixed(number) >> 32).unwrap()
}

/// Many items around one place: common codes, rare ones and numbers that differ.
fn swarm(bytes: &mut Bytes<'_>) -> Vec<Change<u32>> {
    let (lat, lon) = bytes.one_of(&PLACES);
    let width = bytes.one_of(&[1e-6, 0.01, 1.0, 30.0, 0.0]);
    let count = u64::from(bytes.one_of(&[1_u16, 63, 64, 65, 200, 700, 1030, 1100]));
    let seed = u64::from(bytes.next());
    let first = 256 + 1024 * u64::from(bytes.below(6));
    let change = |number: u64| {
        let bits = mixed(seed << 32 | number);
        let [a, b, c, d, e, f, ..] = bits.to_le_bytes();
        let away =
            |high: u8, low: u8| width * (f64::from(u16::from_le_bytes([low, high])) / 65536.0);
        let mut values = vec![(CODE, u32::from(e % 8))];
        // Codes from 1000 on are rare.
        values.extend((f < 128).then(|| (CODE, 1000 + u32::from(f))));
        let item = NewItem {
            id: id(first + number),
            point: point(lat - away(a, b), lon + away(c, d)),
            values,
            numbers: vec![(SIZE, mixed(bits).cast_signed()), (NUMBER, i64::from(e))],
        };
        Change::Put(item, payload(bits))
    };
    (0..count).map(change).collect()
}

/// A few changes, of which some may be of one item.
fn few(bytes: &mut Bytes<'_>, world: &World) -> Vec<Change<u32>> {
    let count = 1 + bytes.below(8);
    let mut change = || match bytes.below(4) {
        0 => Change::Remove(id(u64::from(bytes.next()))),
        1 => {
            let place = usize::from(bytes.next()) * 11;
            Change::Remove(world.item(place).map_or(ItemId(0), |item| item.id))
        }
        _ => Change::Put(bytes.item(), payload(u64::from(bytes.next()))),
    };
    (0..count).map(|_| change()).collect()
}

/// The removal of one item in so many.
fn many_removals(bytes: &mut Bytes<'_>, world: &World) -> Vec<Change<u32>> {
    let step = usize::from(1 + bytes.below(5));
    let places = (usize::from(bytes.below(3))..world.len()).step_by(step);
    places
        .filter_map(|place| world.item(place).map(|item| Change::Remove(item.id)))
        .take(600)
        .collect()
}

/// Runs the history that the bytes tell, and compares everything on the way.
///
/// # Panics
/// Where the layers and the model differ.
pub(crate) fn compare(bytes: &[u8]) {
    let bytes = &mut Bytes(bytes);
    let first = (0..bytes.below(8)).map(|number| {
        let mut item = bytes.item();
        item.id = id(u64::from(number));
        (item, payload(u64::from(number)))
    });
    let mut world = World::new(first.collect());
    let mut old = world.picture();
    for _ in 0..STEPS {
        match bytes.below(16) {
            0..3 => world.change(few(bytes, &world)),
            3..5 if world.len() < ITEMS => world.change(swarm(bytes)),
            5 => world.change(many_removals(bytes, &world)),
            6..9 if world.wants_compaction() || bytes.below(4) > 0 => {
                world.compact();
            }
            9 => {
                world.give_up();
            }
            10 => world.pass(),
            11 => {
                old.check();
                let picture = world.picture();
                old = std::mem::replace(&mut world, picture);
                let question = bytes.question(&old);
                old.ask(&question);
            }
            _ => {
                world.ask(&bytes.question(&world));
            }
        }
        if bytes.0.is_empty() {
            break;
        }
    }
    let question = bytes.question(&old);
    old.ask(&question);
    old.check();
    world.check();
}
