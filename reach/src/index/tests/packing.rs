//! The curve, the shape, sets of slots, boxes and loops over 64 lanes, each against its plain definition.
#![expect(clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{KIND, Random};
use crate::coord::GridPoint;
use crate::index::blocks::Blocks;
use crate::index::codes::{Codes, Set};
use crate::index::hilbert::hilbert;
use crate::index::numeric::{at_most, between, low_bits, narrow, packed, touching, wide};
use crate::index::pyramid::{Pyramid, listed_word, slots_of};
use crate::index::shape::Shape;

/// The sides of a small square of the curve, in its cells.
const SIDE: i32 = 64;

/// Checks that the curve runs through every cell of a square, from each to one of its neighbours, and nowhere else.
fn check_square(south: i32, west: i32, cell: u32) {
    let mut visited: Vec<(u64, i32, i32)> = Vec::new();
    for lat in 0..SIDE {
        for lon in 0..SIDE {
            let point = GridPoint {
                lat: south.wrapping_add(lat << cell),
                lon: west.wrapping_add(lon << cell),
            };
            visited.push((hilbert(point) >> (2 * cell), lat, lon));
        }
    }
    visited.sort_unstable();
    assert_eq!(visited[0].0 % 4096, 0);
    for [one, next] in visited.array_windows() {
        assert_eq!(next.0, one.0 + 1, "{one:?} {next:?}");
        assert_eq!((next.1 - one.1).abs() + (next.2 - one.2).abs(), 1);
    }
}

#[test]
fn the_curve_passes_through_every_cell_of_a_square_once_and_only_to_neighbours() {
    check_square(i32::MIN, i32::MIN, 26);
    let mut random = Random(1);
    for cell in 0..26 {
        let mut corner = || {
            let corner = random.below(u32::MAX).cast_signed();
            corner >> (cell + 6) << (cell + 6)
        };
        check_square(corner(), corner(), cell);
    }
    check_square(-SIDE, -SIDE, 0);
    check_square(0, -SIDE, 0);
}

proptest! {
    #[test]
    fn a_shape_has_a_block_for_every_64_below_and_one_at_the_top(
        items in prop_oneof![0..200_usize, 4000..4200_usize, 0..20_000_000_usize],
    ) {
        let shape = Shape::of(items);
        let mut level = 0;
        let mut blocks = items.div_ceil(64).max(1);
        let mut start = 0;
        loop {
            prop_assert_eq!((shape.blocks(level), shape.start(level)), (blocks, start));
            start += blocks;
            if blocks == 1 {
                break;
            }
            blocks = blocks.div_ceil(64);
            level += 1;
        }
        prop_assert_eq!((shape.top(), shape.total()), (level, start));
        prop_assert_eq!((shape.leaves(), shape.blocks(level + 1)), (shape.blocks(0), 0));
    }
}

/// The word of a block by its definition: a bit for each child that has a member.
fn plain_word(members: &BTreeSet<u32>, level: usize, block: usize) -> u64 {
    let width = 64_u64.pow(narrow(level));
    (0..64).fold(0, |word, child| {
        let first = (narrow(block * 64 + child), width);
        let [start, end] = [
            u64::from(first.0) * width,
            (u64::from(first.0) + 1) * width - 1,
        ];
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        let has_any =
            u32::try_from(start).is_ok_and(|start| members.range(start..=end).next().is_some());
        word | u64::from(has_any) << child
    })
}

/// Sets of different densities and shapes below a limit.
fn sets_below(items: u32, random: &mut Random) -> Vec<BTreeSet<u32>> {
    let mut sets: Vec<BTreeSet<u32>> = [1, 2, 50, 700, 20_000]
        .into_iter()
        .map(|rare| (0..items).filter(|_| random.once_in(rare)).collect())
        .collect();
    sets.push(BTreeSet::new());
    sets.extend((items > 0).then(|| BTreeSet::from([0, items - 1])));
    // Many in one place and one far away.
    sets.push((items / 3..items / 2).chain(items.checked_sub(1)).collect());
    sets
}

#[test]
fn both_kinds_of_sets_say_the_same_words_at_every_level() {
    let mut random = Random(2);
    for items in [0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000, 300_000] {
        let shape = Shape::of(wide(items));
        for members in sets_below(items, &mut random) {
            let list: Vec<u32> = members.iter().copied().collect();
            let pyramid = Pyramid::of_slots(&shape, &list);
            assert_eq!(wide(pyramid.count()), list.len());
            assert_eq!(pyramid.bytes(), 8 * shape.total());
            for level in 0..=shape.top() {
                for block in 0..shape.blocks(level) {
                    let word = plain_word(&members, level, block);
                    assert_eq!(pyramid.word(&shape, level, block), word);
                    assert_eq!(listed_word(&list, level, block), word);
                }
            }
            let leaves = pyramid.leaves(&shape);
            let again = Pyramid::of_leaves(&shape, leaves.iter().copied());
            assert_eq!(
                again.word(&shape, shape.top(), 0),
                plain_word(&members, shape.top(), 0)
            );
            let found = leaves.iter().enumerate();
            assert!(
                found
                    .flat_map(|(block, word)| slots_of(block, *word))
                    .eq(list)
            );
            for slot in (0..items).step_by(1 + wide(items / 1000)) {
                assert_eq!(pyramid.has(slot), members.contains(&slot));
            }
        }
    }
}

#[test]
fn a_code_is_found_with_its_slots_whether_it_is_frequent_or_rare() {
    let mut random = Random(3);
    for items in [1, 256, 257, 5000] {
        let shape = Shape::of(wide(items));
        let codes: Vec<BTreeSet<u32>> = sets_below(items, &mut random)
            .into_iter()
            .filter(|set| !set.is_empty())
            .collect();
        let given = (0..)
            .zip(&codes)
            .map(|(value, set)| ((KIND, value), set.iter().copied().collect()));
        let stored = Codes::of(&shape, wide(items), given.collect());
        assert_eq!(stored.iter().count(), codes.len());
        for ((attribute, value), set) in stored.iter() {
            let members = &codes[wide(value)];
            assert_eq!((attribute, wide(set.count())), (KIND, members.len()));
            let is_common = members.len() * 256 >= wide(items);
            assert_eq!(matches!(set, Set::Common(_)), is_common);
            assert!((0..items).all(|slot| set.has(slot) == members.contains(&slot)));
            assert_eq!(
                set.word(&shape, shape.top(), 0),
                plain_word(members, shape.top(), 0)
            );
        }
        assert!(stored.get((KIND, narrow(codes.len()))).is_none());
    }
}

#[test]
fn every_box_is_the_smallest_around_its_points() {
    let mut random = Random(4);
    for items in [1, 64, 65, 4096, 4097, 20_000] {
        let shape = Shape::of(items);
        let points: Vec<GridPoint> = (0..items)
            .map(|_| GridPoint {
                lat: random.below(1_800_000_001).cast_signed() - 900_000_000,
                lon: random.below(u32::MAX).cast_signed() / 2,
            })
            .collect();
        let blocks = Blocks::of(&shape, &points);
        for (slot, point) in (0..).zip(&points) {
            assert_eq!(blocks.point(slot), Some(*point));
            let block = blocks.points(wide(slot) / 64).unwrap();
            assert_eq!(block[wide(slot) % 64], *point);
        }
        for level in 1..=shape.top() {
            let width = 64_usize.pow(narrow(level));
            for (number, chunk) in points.chunks(width).enumerate() {
                let boxes = blocks.children(level, number / 64).unwrap();
                let [s, n, w, e] = sides(chunk);
                let child = number % 64;
                let found = [
                    boxes.south[child],
                    boxes.north[child],
                    boxes.west[child],
                    boxes.east[child],
                ];
                assert_eq!(found, [s, n, w, e], "level {level}, child {number}");
            }
        }
        assert_eq!(blocks.around(), sides(&points));
    }
}

/// South, north, west, east of some points.
fn sides(points: &[GridPoint]) -> [i32; 4] {
    let lats = || points.iter().map(|point| point.lat);
    let lons = || points.iter().map(|point| point.lon);
    [
        lats().min().unwrap(),
        lats().max().unwrap(),
        lons().min().unwrap(),
        lons().max().unwrap(),
    ]
}

/// The word of 64 answers.
fn word_of(answer: impl Fn(usize) -> bool) -> u64 {
    (0..64).fold(0, |word, lane| word | u64::from(answer(lane)) << lane)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn sixty_four_lanes_answer_as_one_by_one(
        bits in any::<u64>(),
        codes in prop::collection::vec(prop_oneof![0..8_u16, any::<u16>()], 128),
        floats in prop::collection::vec(prop_oneof![Just(0.0_f32), Just(f32::MAX), 0.0..10.0_f32], 64),
        limit in prop_oneof![Just(0.0_f32), Just(f32::MAX), 0.0..10.0_f32],
        (low, high) in prop_oneof![(0..8_u16, 0..8_u16), any::<(u16, u16)>()],
    ) {
        let bytes: [u8; 64] = std::array::from_fn(|lane| u8::from((bits >> lane) & 1 == 1));
        prop_assert_eq!(packed(&bytes), bits);
        prop_assert!(low_bits(bits).eq((0..64).filter(|bit| (bits >> bit) & 1 == 1)));
        let floats: [f32; 64] = std::array::from_fn(|lane| floats[lane]);
        prop_assert_eq!(at_most(&floats, limit), word_of(|lane| floats[lane] <= limit));
        let lows: [u16; 64] = std::array::from_fn(|lane| codes[lane]);
        let highs: [u16; 64] = std::array::from_fn(|lane| codes[64 + lane]);
        let inner = word_of(|lane| (low..=high).contains(&lows[lane]));
        prop_assert_eq!(between(&lows, low, high), inner);
        let spans = word_of(|lane| highs[lane] >= low && lows[lane] <= high);
        prop_assert_eq!(touching(&lows, &highs, low, high), spans);
    }
}
