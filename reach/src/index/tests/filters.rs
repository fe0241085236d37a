//! What the conditions of a question say of words and slots, against a test of every item by the definition.
#![expect(clippy::indexing_slicing, reason = "tests")]

use std::collections::HashMap;
use std::sync::Arc;

use super::{KIND, PAY, Random, TAG};
use crate::coord::Wgs84;
use crate::index::conditions::Conditions;
use crate::index::numeric::{narrow, wide};
use crate::index::overlay::Overlay;
use crate::index::pyramid::Pyramid;
use crate::index::{Attribute, Index, ItemId, NewItem, Predicate, Slot};

/// A number that every item has.
const AGE: Attribute = Attribute(4);
/// The code that every item has.
const EVERYWHERE: u32 = 200;
/// A code that no item has of its own but some derive.
const DERIVED: u32 = 300;

/// An item with common codes, rare ones and numbers.
fn item(id: u32, random: &mut Random) -> NewItem {
    let mut values = vec![(KIND, random.below(4)), (TAG, EVERYWHERE)];
    values.extend((100..104).filter(|_| random.once_in(3)).map(|it| (TAG, it)));
    values.extend((0..60).filter(|_| random.once_in(900)).map(|it| (TAG, it)));
    let mut numbers = vec![(AGE, i64::from(random.below(50)))];
    if random.once_in(2) {
        numbers.push((PAY, random.bits().cast_signed() >> random.below(64)));
    }
    let (lat, lon) = (random.between(24.6, 29.2), random.between(103.6, 109.6));
    NewItem {
        id: ItemId(id.into()),
        point: Wgs84::new(lat, lon).unwrap(),
        values,
        numbers,
    }
}

/// Some conditions, of every kind: rare and common alternatives alone and mixed, few and many, ranges wide and narrow.
fn predicates(random: &mut Random) -> Vec<Predicate> {
    (0..random.below(4)).map(|_| predicate(random)).collect()
}

/// One condition.
fn predicate(random: &mut Random) -> Predicate {
    let (kind, count) = (random.below(9), random.below(14));
    let mut draw = |first: u32, limit: u32| -> std::vec::IntoIter<u32> {
        let values: Vec<u32> = (0..count).map(|_| first + random.below(limit)).collect();
        values.into_iter()
    };
    let any = |attribute, values| Predicate::AnyOf { attribute, values };
    match kind {
        0 => any(TAG, draw(0, 65).collect()),
        1 => any(TAG, draw(0, 65).chain([100, 102]).collect()),
        2 => any(KIND, draw(0, 5).take(3).collect()),
        3 => any(TAG, vec![DERIVED, 101]),
        4 => any(TAG, draw(DERIVED, 2).take(1).collect()),
        5 => Predicate::AllOf {
            attribute: TAG,
            values: draw(100, 4).take(3).chain([EVERYWHERE]).collect(),
        },
        6 => Predicate::AllOf {
            attribute: TAG,
            values: draw(0, 60).take(1).collect(),
        },
        _ => range(random),
    }
}

/// A range of one of the two numbers.
fn range(random: &mut Random) -> Predicate {
    let mut end = |low: i64, high: u32| {
        let number = low + i64::from(random.below(high));
        (!random.once_in(4)).then_some(number)
    };
    let (young, old) = (end(-2, 54), end(-2, 54));
    let (poor, rich) = (end(-100, 200), end(0, 1_000_000));
    let (attribute, at_least, at_most) = if random.once_in(2) {
        (AGE, young, old)
    } else {
        (PAY, poor, rich)
    };
    Predicate::Within {
        attribute,
        at_least,
        at_most,
    }
}

/// Whether an item with or without the derived code satisfies a predicate.
fn satisfies(item: &NewItem, is_derived: bool, predicate: &Predicate) -> bool {
    let has = |attribute: &Attribute, value: &u32| {
        item.values.contains(&(*attribute, *value)) || is_derived && *value == DERIVED
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

/// An index, its items in the order of its slots, and what lies over it.
struct Case {
    /// The index.
    index: Index,
    /// The item of each slot.
    items: Vec<NewItem>,
    /// Which slots are gone and which have the derived code.
    over: Overlay,
}

/// A case of so many items, one in three of which is gone and one in four of which has the derived code.
fn case(count: u32, random: &mut Random) -> Case {
    let items: Vec<NewItem> = (0..count).map(|id| item(id, random)).collect();
    let by_id: HashMap<ItemId, &NewItem> = items.iter().map(|item| (item.id, item)).collect();
    let index = Index::build(items.clone()).unwrap();
    let items = (0..count).map(|slot| by_id[&index.id(Slot(slot)).unwrap()].clone());
    let shape = &index.shape;
    let mut some = |rare| -> Vec<u32> { (0..count).filter(|_| random.once_in(rare)).collect() };
    let gone = Pyramid::of_slots(shape, &some(3));
    let derived = Arc::new(Pyramid::of_slots(shape, &some(4)));
    let over = Overlay {
        gone: Some(gone.leaves(shape).into()),
        derived: vec![(TAG, DERIVED, derived)],
    };
    Case {
        items: items.collect(),
        over,
        index,
    }
}

/// Whether a bit is set.
fn bit(words: &[u64], slot: u32) -> bool {
    (words[wide(slot) / 64] >> (slot % 64)) & 1 == 1
}

impl Case {
    /// Whether a slot matches, by the definition.
    fn matches(&self, slot: u32, over: &Overlay, predicates: &[Predicate]) -> bool {
        let is_gone = over.gone.as_ref().is_some_and(|gone| bit(gone, slot));
        let derived = over.derived.first();
        let is_derived = derived.is_some_and(|(_, _, set)| set.has(slot));
        let item = &self.items[wide(slot)];
        !is_gone && predicates.iter().all(|it| satisfies(item, is_derived, it))
    }

    /// Compares everything the conditions of a question say with the items; true where something can match.
    fn check(&self, over: &Overlay, predicates: &[Predicate]) -> bool {
        let count = narrow(self.items.len());
        let truth: Vec<u32> = (0..count)
            .filter(|slot| self.matches(*slot, over, predicates))
            .collect();
        let named = &mut Vec::new();
        self.index
            .each_matching(predicates, over, |slot| named.push(slot));
        assert_eq!(*named, truth, "{predicates:?}");
        assert_eq!(
            self.index.count_under(predicates, over),
            u64::try_from(truth.len()).unwrap()
        );
        let Some(conditions) = Conditions::of(&self.index, predicates, over) else {
            assert!(truth.is_empty(), "{predicates:?}");
            return false;
        };
        let shape = &self.index.shape;
        let set = Pyramid::of_slots(shape, &truth);
        for slot in 0..count {
            assert_eq!(conditions.holds(slot), set.has(slot), "{predicates:?}");
        }
        for (block, word) in set.leaves(shape).iter().enumerate() {
            assert_eq!(conditions.word(0, block), *word, "{predicates:?}");
        }
        for level in 1..=shape.top() {
            for block in 0..shape.blocks(level) {
                let (word, needed) = (conditions.word(level, block), set.word(shape, level, block));
                assert_eq!(needed & !word, 0, "{predicates:?}");
                let children = shape.blocks(level - 1) - block * 64;
                assert!(children >= 64 || word >> children == 0, "no such child");
            }
        }
        let (mut words, mut spare) = (vec![7; 3], vec![9; 900]);
        assert_eq!(conditions.write_leaves(&mut words, &mut spare), truth.len());
        assert_eq!(words, set.leaves(shape));
        if let Some(rare) = conditions.rarest() {
            assert!(rare.is_sorted() && truth.iter().all(|slot| rare.binary_search(slot).is_ok()));
        }
        true
    }
}

#[test]
fn words_and_slots_of_any_conditions_are_those_of_a_test_of_every_item() {
    let mut random = Random(11);
    let mut possible = 0;
    for count in [1, 63, 64, 65, 4096, 4097, 9000] {
        let case = case(count, &mut random);
        for _ in 0..150 {
            let predicates = predicates(&mut random);
            possible += u32::from(case.check(&case.over, &predicates));
            case.check(&Overlay::default(), &predicates);
        }
    }
    assert!(possible > 400, "{possible}");
}

#[test]
fn conditions_of_one_set_promise_only_what_is_there() {
    let mut random = Random(12);
    let case = case(20_000, &mut random);
    for value in (0..60).chain(100..104) {
        let predicates = [Predicate::AnyOf {
            attribute: TAG,
            values: vec![value],
        }];
        let none = Overlay::default();
        let conditions = Conditions::of(&case.index, &predicates, &none).unwrap();
        assert!(conditions.is_exact());
        let shape = &case.index.shape;
        let slots: Vec<u32> = (0..20_000)
            .filter(|slot| case.matches(*slot, &none, &predicates))
            .collect();
        let set = Pyramid::of_slots(shape, &slots);
        for level in 0..=shape.top() {
            for block in 0..shape.blocks(level) {
                assert_eq!(conditions.word(level, block), set.word(shape, level, block));
            }
        }
    }
}

#[test]
fn nothing_matches_in_an_empty_index() {
    let empty = Index::build(vec![]).unwrap();
    assert!(Conditions::of(&empty, &[], &Overlay::default()).is_none());
    assert_eq!(empty.count_matching(&[], None), 0);
}

#[test]
fn the_callers_own_test_is_told_slots_as_the_caller_counts_them() {
    let case = case(65, &mut Random(13));
    let none = Overlay::default();
    let is_welcome = |slot: Slot| slot == Slot(1003) || slot == Slot(1064);
    let conditions = Conditions::of(&case.index, &[], &none).unwrap();
    let conditions = conditions.with(Some(&is_welcome), 1000);
    let accepted: Vec<u32> = (0..65).filter(|slot| conditions.accepts(*slot)).collect();
    assert_eq!(accepted, [3, 64]);
    let few = Pyramid::of_slots(&case.index.shape, &[2, 3, 4]);
    let only = conditions.only(&few);
    let left = (0..65).filter(|slot| only.holds(*slot) && only.accepts(*slot));
    assert!(left.eq([3]));
}
