//! Selections against plain counting: in circles of every size, over layers that have changed, and as a filter.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::measure::{DistanceKey, Metres, geodesic};

/// An item with random attributes, mostly within some kilometres of one place.
fn scattered(random: &mut Random, id: u128) -> NewItem {
    let wide = random.once_in(20);
    let spread: f64 = if wide { 30.0 } else { 0.05 };
    let lat = random.between(26.6 - spread.min(26.0), 26.6 + spread);
    let lon = random.between(106.7 - spread, 106.7 + spread);
    let tags: Vec<u32> = (0..4).filter(|_| random.once_in(3)).collect();
    let kind = if random.once_in(900) {
        7
    } else {
        random.below(3)
    };
    NewItem {
        id: ItemId(id),
        point: GridPoint::from(Wgs84::new(lat, lon).unwrap()).into(),
        values: std::iter::once((KIND, kind))
            .chain(tags.into_iter().map(|tag| (TAG, tag)))
            .collect(),
        numbers: vec![(PAY, i64::from(random.below(100)))],
    }
}

/// A base of items with changes over it, and what counts.
fn changed_layers(random: &mut Random) -> (Layers<u128>, Vec<NewItem>) {
    let items: Vec<NewItem> = (0..5_000).map(|id| scattered(random, id)).collect();
    let with_payload = items.iter().map(|item| (item.clone(), item.id.0));
    let mut layers = Layers::build(with_payload.collect()).unwrap();
    let mut now: BTreeMap<u128, NewItem> = items.into_iter().map(|it| (it.id.0, it)).collect();
    for _ in 0..3 {
        let mut changes: BTreeMap<u128, Option<NewItem>> = BTreeMap::new();
        for _ in 0..100 {
            let id = u128::from(random.below(6_000));
            let item = (!random.once_in(3)).then(|| scattered(random, id));
            changes.insert(id, item);
        }
        for (id, item) in &changes {
            match item {
                Some(item) => now.insert(*id, item.clone()),
                None => now.remove(id),
            };
        }
        let changes = changes.into_iter().map(|(id, item)| match item {
            Some(item) => Change::Put(item, id),
            None => Change::Remove(ItemId(id)),
        });
        layers = layers.changed(changes.collect()).unwrap();
    }
    (layers, now.into_values().collect())
}

/// The ids of a selection.
fn ids(layers: &Layers<u128>, selection: &Selection) -> BTreeSet<u128> {
    let slots = layers.selected(selection);
    assert_eq!(slots.len(), selection.len());
    slots
        .iter()
        .map(|slot| layers.id(*slot).unwrap().0)
        .collect()
}

#[test]
fn a_circle_selects_what_a_plain_search_finds_there() {
    let mut random = Random(21);
    let (layers, items) = changed_layers(&mut random);
    for radius in [0.0, 90.0, 1_500.0, 4_000.0, 30_000.0, 2_500_000.0, 3e7] {
        let centre = items[usize::try_from(random.below(4_000)).unwrap()].point;
        let circle = Circle {
            centre,
            radius: Metres::new(radius),
        };
        let kind = random.below(3);
        let predicates = [Predicate::AnyOf {
            attribute: KIND,
            values: vec![kind],
        }];
        let found = layers.select_matching(Some(circle), &predicates);
        let expected = items.iter().filter(|item| {
            let key = DistanceKey::from(geodesic(centre, item.point));
            item.values.contains(&(KIND, kind)) && key <= DistanceKey::from(circle.radius)
        });
        let expected: BTreeSet<u128> = expected.map(|item| item.id.0).collect();
        assert_eq!(ids(&layers, &found), expected, "{radius} m");
    }
}

#[test]
fn a_tally_counts_each_code_of_what_is_selected() {
    let mut random = Random(22);
    let (layers, items) = changed_layers(&mut random);
    for radius in [500.0, 3_000.0, 40_000.0] {
        let centre = Wgs84::new(26.6, 106.7).unwrap();
        let circle = Circle {
            centre,
            radius: Metres::new(radius),
        };
        let selection = layers.select_matching(Some(circle), &[]);
        let inside = items
            .iter()
            .filter(|item| geodesic(centre, item.point).get() <= radius);
        let mut expected: BTreeMap<u32, u64> = BTreeMap::new();
        for (_, tag) in inside
            .flat_map(|item| &item.values)
            .filter(|(name, _)| *name == TAG)
        {
            *expected.entry(*tag).or_default() += 1;
        }
        let expected: Vec<(u32, u64)> = expected.into_iter().collect();
        assert_eq!(layers.tally(&selection, TAG), expected);
        assert!(layers.tally(&selection, Attribute(99)).is_empty());
    }
}

#[test]
fn a_selection_filters_like_a_code_and_knows_only_its_own_picture() {
    let mut random = Random(23);
    let (layers, items) = changed_layers(&mut random);
    for wanted in [1_usize, 10, 2_000] {
        let chosen: Vec<Slot> = items
            .iter()
            .filter_map(|it| layers.slot_of(it.id))
            .take(wanted)
            .collect();
        let selection = layers.select(chosen.iter().rev().copied());
        assert_eq!(layers.selected(&selection).len(), wanted);
        let predicates = [
            Predicate::In(selection),
            Predicate::AnyOf {
                attribute: KIND,
                values: vec![0, 1],
            },
        ];
        let of_kind = |slot: &&Slot| {
            let id = layers.id(**slot).unwrap();
            let item = items.iter().find(|it| it.id == id).unwrap();
            item.values.contains(&(KIND, 0)) || item.values.contains(&(KIND, 1))
        };
        let expected: BTreeSet<Slot> = chosen.iter().filter(of_kind).copied().collect();
        let found: BTreeSet<Slot> = layers.matching(&predicates, None).into_iter().collect();
        assert_eq!(found, expected);
        let hits = layers.nearest(&Nearest {
            origin: Wgs84::new(26.6, 106.7).unwrap(),
            within: None,
            predicates: &predicates,
            accept: None,
            tie: TieBreak { day: 1, seed: 0 },
            after: None,
            limit: usize::MAX,
        });
        assert_eq!(
            hits.iter().map(|hit| hit.slot).collect::<BTreeSet<Slot>>(),
            expected
        );
    }
    let (others, _) = changed_layers(&mut random);
    let foreign = others.select_matching(None, &[]);
    assert!(layers.matching(&[Predicate::In(foreign)], None).is_empty());
    let nothing = layers.select([]);
    assert!(nothing.is_empty() && layers.matching(&[Predicate::In(nothing)], None).is_empty());
}

#[test]
fn a_selection_of_the_base_goes_on_under_later_pictures_and_takes_what_is_above_it() {
    let mut random = Random(24);
    let items: Vec<NewItem> = (0..5_000).map(|id| scattered(&mut random, id)).collect();
    let layers = Layers::build(items.into_iter().map(|it| (it, 0_u128)).collect()).unwrap();
    let is_chosen = |id: ItemId| id.0.is_multiple_of(3);
    let ids = layers.base_ids().iter().copied();
    let chosen = ids.filter(|id| is_chosen(*id));
    let chosen: Vec<Slot> = chosen.filter_map(|id| layers.base_slot(id)).collect();
    let base = layers
        .select_in_base(chosen.iter().rev().copied().chain([Slot(9_999)]))
        .unwrap();
    assert_eq!(base.len(), chosen.len());
    let mut later = layers.clone();
    for round in 0..2_u128 {
        let moved = (0..150).map(|id| {
            let item = scattered(&mut random, id * 2 + round);
            Change::Put(item, 0)
        });
        let gone = (300..350).map(|id| Change::Remove(ItemId(id)));
        later = later.changed(moved.chain(gone).collect()).unwrap();
    }
    let above = later.iter().filter_map(|(id, _)| later.slot_of(id));
    let above: Vec<Slot> = above
        .filter(|slot| slot.index() >= 5_000 && is_chosen(later.id(*slot).unwrap()))
        .collect();
    assert!(above.len() > 20);
    let predicate = Predicate::In(later.select_over(&base, above.iter().copied()));
    let found = later.matching(&[predicate], None).into_iter();
    let found: BTreeSet<u128> = found.map(|slot| later.id(slot).unwrap().0).collect();
    let expected = later.iter().map(|(id, _)| id).filter(|id| is_chosen(*id));
    assert_eq!(found, expected.map(|id| id.0).collect());
    // A base without any item is a base too.
    let bare = Layers::<u128>::build(Vec::new()).unwrap();
    let nothing = bare.select_in_base([]).unwrap();
    let put = Change::Put(scattered(&mut random, 3), 0);
    let one = bare.changed(vec![put]).unwrap();
    let slots = one.iter().filter_map(|(id, _)| one.slot_of(id));
    assert_eq!(one.select_over(&nothing, slots).len(), 1);
    // Another base takes nothing of it.
    let other = Layers::build(vec![(scattered(&mut random, 0), 0_u128)]).unwrap();
    assert!(other.select_over(&base, []).is_empty());
}
