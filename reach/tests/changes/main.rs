//! A hundred thousand random inserts, moves, changes and removals in layers, compared all along with a plain model.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "../../fuzz/model.rs"]
mod model;

use model::{CODE, DERIVED, NUMBER, Question, World};
use reach::{Change, ItemId, Metres, NewItem, Predicate, TieBreak, Wgs84};

/// Items at the beginning.
const BEGINNING: u32 = 20_000;
/// Changes in all.
const CHANGES: u32 = 100_000;

/// SplitMix64.
struct Random(u64);

impl Random {
    /// The next 64 bits.
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below a limit.
    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(((self.bits() >> 32) * u64::from(limit)) >> 32).unwrap()
    }

    /// A number between two others.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.below(1 << 30)) / f64::from(1 << 30)
    }

    /// A point in a town, in the province or in the country; now and then a well-known one, so that items pile up.
    fn point(&mut self) -> Wgs84 {
        let (lat, lon) = match self.below(10) {
            0 => (26.6, 106.7),
            1..6 => (self.between(26.5, 26.7), self.between(106.6, 106.8)),
            6..9 => (self.between(24.6, 29.2), self.between(103.6, 109.6)),
            _ => (self.between(18.0, 53.0), self.between(74.0, 135.0)),
        };
        Wgs84::new(lat, lon).unwrap()
    }

    /// An item with an id.
    fn item(&mut self, id: ItemId) -> NewItem {
        let mut values = vec![(CODE, self.below(20)), (CODE, 1000 + self.below(2000))];
        values.extend((self.below(3) == 0).then_some((CODE, 30)));
        let number = (self.below(5) > 0).then(|| i64::from(self.below(100_000)));
        NewItem {
            id,
            point: self.point(),
            values,
            numbers: number.into_iter().map(|it| (NUMBER, it)).collect(),
        }
    }

    /// Some conditions.
    fn predicates(&mut self) -> Vec<Predicate> {
        let any = |values: Vec<u32>| Predicate::AnyOf {
            attribute: CODE,
            values,
        };
        let all = [
            any(vec![self.below(20)]),
            any(vec![self.below(20), self.below(20), 30]),
            any(vec![1000 + self.below(2000)]),
            any(vec![DERIVED[0].1]),
            Predicate::AllOf {
                attribute: CODE,
                values: vec![30, DERIVED[1].1],
            },
            Predicate::Within {
                attribute: NUMBER,
                at_least: Some(i64::from(self.below(100_000))),
                at_most: (self.below(2) == 0).then_some(60_000),
            },
        ];
        let mask = self.below(64) & self.below(64);
        let chosen = all.into_iter().enumerate();
        chosen
            .filter(|(place, _)| (mask >> place) & 1 == 1)
            .map(|(_, predicate)| predicate)
            .collect()
    }

    /// A question.
    fn question(&mut self) -> Question {
        Question {
            origin: self.point(),
            within: (self.below(2) == 0).then(|| Metres::new(self.between(0.0, 60_000.0))),
            predicates: self.predicates(),
            welcome: (self.below(5) == 0).then(|| self.below(16)),
            limit: [1, 20, 21, 101][usize::try_from(self.below(4)).unwrap()],
            from: usize::try_from([0, 0, 20, 500][usize::try_from(self.below(4)).unwrap()])
                .unwrap(),
            tie: TieBreak {
                day: 1,
                seed: u64::from(self.below(2)),
            },
        }
    }

    /// A change: an insert, a move or change of an item that is there, or a removal.
    fn change(&mut self, world: &World, next: &mut u128) -> Change<u32> {
        let there = world.item(usize::try_from(self.below(1 << 20)).unwrap());
        let payload = self.below(u32::MAX);
        match (self.below(10), there) {
            (0..3, _) | (_, None) => {
                *next += 1;
                Change::Put(
                    self.item(ItemId(next.wrapping_mul(0x9e37_79b9_7f4a_7c15))),
                    payload,
                )
            }
            (3..5, Some(item)) => {
                let mut moved = item.clone();
                moved.point = self.point();
                Change::Put(moved, payload)
            }
            (5..7, Some(item)) => Change::Put(self.item(item.id), payload),
            (_, Some(item)) => Change::Remove(item.id),
        }
    }
}

#[test]
fn a_hundred_thousand_changes_are_answered_as_by_brute_force() {
    let mut random = Random(3);
    let mut next = 0_u128;
    let beginning = (0..BEGINNING).map(|_| {
        next += 1;
        let id = ItemId(next.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        (random.item(id), random.below(u32::MAX))
    });
    let mut world = World::new(beginning.collect());
    let (mut changed, mut asked, mut found, mut compacted) = (0, 0, 0, 0);
    let mut old = world.picture();
    while changed < CHANGES {
        let count = [1, 7, 100, 700, 2500][usize::try_from(random.below(5)).unwrap()];
        let changes = (0..count).map(|_| random.change(&world, &mut next));
        world.change(changes.collect());
        changed += count;
        match random.below(8) {
            0 => world.pass(),
            1 => {
                world.give_up();
            }
            2 => {
                // A reader's old picture stays as it was.
                found += old.ask(&random.question());
                old.check();
                old = world.picture();
            }
            _ if world.wants_compaction() || random.below(2) == 0 => {
                compacted += u32::from(world.compact());
            }
            _ => {}
        }
        for _ in 0..3 {
            found += world.ask(&random.question());
            asked += 1;
        }
    }
    world.check();
    println!(
        "{} items, {changed} changes, {asked} questions, {found} hits, {compacted} compactions",
        world.len()
    );
    assert!(asked > 200 && found > 2000 && compacted > 10);
}
