//! [`Layers`] beside a plain model of them: a map of items, in which every question is answered by measuring and testing
//! every item. Whatever is done is done to both, and everything they say is compared.
//!
//! It is used by the fuzz target (`compare.rs`), by `tests/fuzzed.rs` and by `tests/changes`. It panics at a difference.

use std::collections::BTreeMap;

use reach::{
    Attribute, Change, Compacted, Compaction, DistanceKey, GridPoint, Hit, ItemId, Layers, Metres,
    Nearest, NewItem, OrderKey, Predicate, Slot, TieBreak, Wgs84, geodesic,
};

/// The codes of an item.
pub(crate) const CODE: Attribute = Attribute(1);
/// A number that some items have.
pub(crate) const NUMBER: Attribute = Attribute(2);
/// The codes that are derived from a payload and the moment; what items have of them themselves does not count.
pub(crate) const DERIVED: [(Attribute, u32); 2] = [(CODE, 50), (CODE, 51)];

/// Metres in a degree of latitude, at least (at the equator there are 110,574).
const LEAST_METRES_PER_DEGREE: f64 = 110_000.0;

/// A question, with everything it borrows.
#[derive(Debug)]
pub(crate) struct Question {
    /// Where from.
    pub(crate) origin: Wgs84,
    /// How far at most.
    pub(crate) within: Option<Metres>,
    /// The conditions.
    pub(crate) predicates: Vec<Predicate>,
    /// The caller's own test: a payload is welcome if it shares a bit with this.
    pub(crate) welcome: Option<u32>,
    /// How many at most.
    pub(crate) limit: usize,
    /// At which place of the whole answer the page begins; more than it has begins behind its end.
    pub(crate) from: usize,
    /// What orders ties.
    pub(crate) tie: TieBreak,
}

/// A compaction under way.
enum Work {
    /// Frozen and not begun.
    Frozen(Compaction<u32>),
    /// Done and not put in place.
    Done(Compacted<u32>),
}

/// Layers and the items they should hold.
pub(crate) struct World {
    /// The layers.
    layers: Layers<u32>,
    /// Every item with its payload.
    items: BTreeMap<ItemId, (NewItem, u32)>,
    /// A compaction under way.
    work: Option<Work>,
    /// The moment of the derived codes.
    moment: i64,
}

/// What is derived from a payload at a moment: bit `n` tells of the code `n`.
fn rule(moment: i64, payload: u32) -> u64 {
    let place = u32::try_from(moment.rem_euclid(8)).unwrap();
    u64::from(payload.rotate_right(place) & 3)
}

impl World {
    /// A world of these items.
    pub(crate) fn new(items: Vec<(NewItem, u32)>) -> Self {
        let mut world = Self {
            layers: Layers::build(items.clone()).unwrap(),
            items: BTreeMap::new(),
            work: None,
            moment: 0,
        };
        let known = items.into_iter().map(|it| (it.0.id, on_grid(it)));
        world.items.extend(known);
        world.derive();
        world
    }

    /// How many items there should be.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// The item at a place in the order of the ids, counted round.
    pub(crate) fn item(&self, place: usize) -> Option<&NewItem> {
        let place = place.checked_rem(self.items.len())?;
        self.items.values().nth(place).map(|(item, _)| item)
    }

    /// Changes both.
    pub(crate) fn change(&mut self, changes: Vec<Change<u32>>) {
        self.layers = self.layers.changed(changes.clone()).unwrap();
        for change in changes {
            match change {
                Change::Put(item, payload) => {
                    self.items.insert(item.id, on_grid((item, payload)));
                }
                Change::Remove(id) => {
                    self.items.remove(&id);
                }
            }
        }
        self.derive();
    }

    /// Lets a moment pass.
    pub(crate) fn pass(&mut self) {
        self.moment += 1;
        self.derive();
    }

    /// Makes the derived sets.
    fn derive(&mut self) {
        let moment = self.moment;
        let of = |payload: &u32| rule(moment, *payload);
        self.layers = self.layers.derived(moment, &DERIVED, of);
        assert_eq!(self.layers.moment(), Some(moment));
    }

    /// Whether the layers ask for a compaction.
    pub(crate) fn wants_compaction(&self) -> bool {
        self.layers.wants_compaction()
    }

    /// Goes on with a compaction: freezes, or merges, or puts the result in place. True where one was ended.
    pub(crate) fn compact(&mut self) -> bool {
        match self.work.take() {
            None => {
                let (layers, work) = self.layers.freeze();
                self.layers = layers;
                self.work = Some(Work::Frozen(work));
                false
            }
            Some(Work::Frozen(work)) => {
                self.work = Some(Work::Done(work.run().unwrap()));
                false
            }
            Some(Work::Done(done)) => {
                self.layers = self.layers.thaw(done);
                self.derive();
                true
            }
        }
    }

    /// Gives up a compaction under way; true where there was one.
    pub(crate) fn give_up(&mut self) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        self.layers = self.layers.given_up();
        // What was done for nothing may still come in late: it is of these layers or it changes nothing.
        if let Work::Done(done) = work {
            self.layers = self.layers.thaw(done);
            self.derive();
        }
        true
    }

    /// The picture that a reader has now.
    pub(crate) fn picture(&self) -> Self {
        Self {
            layers: self.layers.clone(),
            items: self.items.clone(),
            work: None,
            moment: self.moment,
        }
    }

    /// Whether an item satisfies a predicate, by the definition.
    fn satisfies(&self, item: &NewItem, payload: u32, predicate: &Predicate) -> bool {
        let derived = rule(self.moment, payload);
        let has = |attribute: &Attribute, value: &u32| {
            let code = (*attribute, *value);
            let place = DERIVED.iter().position(|derived| *derived == code);
            place.map_or_else(
                || item.values.contains(&code),
                |place| (derived >> place) & 1 == 1,
            )
        };
        match predicate {
            Predicate::AnyOf { attribute, values } => values.iter().any(|it| has(attribute, it)),
            Predicate::AllOf { attribute, values } => values.iter().all(|it| has(attribute, it)),
            Predicate::Within {
                attribute,
                at_least,
                at_most,
            } => item.numbers.iter().any(|(name, number)| {
                name == attribute
                    && at_least.is_none_or(|end| *number >= end)
                    && at_most.is_none_or(|end| *number <= end)
            }),
            Predicate::In(_) => panic!("no selection is drawn here"),
        }
    }

    /// The items that match all predicates.
    fn matching(&self, predicates: &[Predicate]) -> Vec<&(NewItem, u32)> {
        let items = self.items.values();
        let matches = |(item, payload): &&(NewItem, u32)| {
            predicates
                .iter()
                .all(|it| self.satisfies(item, *payload, it))
        };
        items.filter(matches).collect()
    }

    /// The whole true answer, of which a page may be asked.
    fn truth(&self, question: &Question) -> Vec<OrderKey> {
        let Question {
            origin,
            within,
            welcome,
            tie,
            ..
        } = question;
        // A degree of latitude is long: what is too far for certain need not be measured.
        let furthest = within.map_or(f64::MAX, Metres::get);
        let is_near = |item: &NewItem| {
            let degrees = (item.point.lat_degrees() - origin.lat_degrees()).abs();
            degrees * LEAST_METRES_PER_DEGREE <= furthest + 1.0
        };
        let mut keys: Vec<OrderKey> = self
            .matching(&question.predicates)
            .into_iter()
            .filter(|(item, payload)| welcome.is_none_or(|it| payload & it != 0) && is_near(item))
            .map(|(item, _)| OrderKey {
                distance: DistanceKey::from(geodesic(*origin, item.point)),
                tie: tie.lot(item.id),
                id: item.id,
            })
            .filter(|key| within.is_none_or(|within| key.distance <= within.into()))
            .collect();
        keys.sort_unstable();
        keys
    }

    /// Asks both and compares; how many hits there were.
    pub(crate) fn ask(&self, question: &Question) -> usize {
        let truth = self.truth(question);
        let from = question.from.min(truth.len());
        let after = from
            .checked_sub(1)
            .and_then(|last| truth.get(last).copied());
        let page = truth.iter().skip(from).take(question.limit);
        let is_welcome = |slot: Slot| {
            let payload = self.layers.payload(slot).unwrap();
            question.welcome.is_none_or(|it| payload & it != 0)
        };
        let hits = self.layers.nearest(&Nearest {
            origin: question.origin,
            within: question.within,
            predicates: &question.predicates,
            accept: question.welcome.and(Some(&is_welcome)),
            tie: question.tie,
            after,
            limit: question.limit,
        });
        assert!(
            hits.iter().map(|hit| &hit.key).eq(page),
            "{question:?} after {after:?}: {hits:?}"
        );
        hits.iter().for_each(|hit| self.check_hit(hit));
        self.check_matching(&question.predicates);
        hits.len()
    }

    /// Compares what is said of one hit.
    fn check_hit(&self, hit: &Hit) {
        let (item, payload) = self.items.get(&hit.id).unwrap();
        assert_eq!(self.layers.slot_of(hit.id), Some(hit.slot));
        assert_eq!(self.layers.id(hit.slot), Some(hit.id));
        assert_eq!(self.layers.point(hit.slot), Some(item.point));
        assert_eq!(self.layers.payload(hit.slot), Some(payload));
        assert_eq!(DistanceKey::from(hit.distance), hit.key.distance);
    }

    /// Compares all that matches some predicates, wherever it is.
    fn check_matching(&self, predicates: &[Predicate]) {
        let truth = self.matching(predicates);
        let slots = self.layers.matching(predicates, None);
        let mut found: Vec<ItemId> = slots
            .iter()
            .map(|it| self.layers.id(*it).unwrap())
            .collect();
        found.sort_unstable();
        assert!(
            found.into_iter().eq(truth.iter().map(|(item, _)| item.id)),
            "{predicates:?}"
        );
        let count = self.layers.count_matching(predicates);
        assert_eq!(usize::try_from(count).unwrap(), truth.len());
    }

    /// Compares everything that is there.
    pub(crate) fn check(&self) {
        assert_eq!(self.layers.len(), self.items.len());
        assert_eq!(self.layers.is_empty(), self.items.is_empty());
        let mut found: Vec<(ItemId, u32)> = self
            .layers
            .iter()
            .map(|(id, payload)| (id, *payload))
            .collect();
        found.sort_unstable();
        let items = self.items.iter();
        assert!(
            found
                .into_iter()
                .eq(items.map(|(id, (_, payload))| (*id, *payload)))
        );
        for (id, (item, payload)) in &self.items {
            let slot = self.layers.slot_of(*id).unwrap();
            assert_eq!(self.layers.payload(slot), Some(payload));
            assert_eq!(self.layers.point(slot), Some(item.point));
            let number = item.numbers.iter().find(|(name, _)| *name == NUMBER);
            assert_eq!(
                self.layers.number(slot, NUMBER),
                number.map(|(_, number)| *number)
            );
            let absent = ItemId(id.0 ^ (1 << 127));
            assert!(self.items.contains_key(&absent) || self.layers.slot_of(absent).is_none());
        }
        for (attribute, value) in [DERIVED[0], (CODE, 0), (CODE, 7)] {
            let values = vec![value];
            let count = self.matching(&[Predicate::AllOf { attribute, values }]);
            let found = self.layers.count(attribute, value);
            assert_eq!(usize::try_from(found).unwrap(), count.len());
        }
    }
}

/// The same item on the grid, as it is stored.
fn on_grid((mut item, payload): (NewItem, u32)) -> (NewItem, u32) {
    item.point = GridPoint::from(item.point).into();
    (item, payload)
}
