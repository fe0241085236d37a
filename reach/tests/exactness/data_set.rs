//! The seeded items, and the filters with what each lets through by definition.
//!
//! Nothing here asks the engine anything.

use std::f64::consts::TAU;

use reach::{Attribute, GridPoint, ItemId, NewItem, Predicate, Wgs84};

use crate::oracle::earth_centred;

/// How many items there are.
const ITEMS: usize = 1_000_000;
/// Twenty categories.
const CATEGORY: Attribute = Attribute(0);
/// Two thousand occupations.
const OCCUPATION: Attribute = Attribute(1);
/// Sixteen tags at 30 %.
const TAG: Attribute = Attribute(2);
/// The monthly wage.
const WAGE: Attribute = Attribute(3);
/// Whether the item is of the nation-wide part.
const NATIONWIDE: Attribute = Attribute(4);

/// SplitMix64, so that the data set is the same everywhere for ever.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from 0 to 1, 1 excluded.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below a limit.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        (self.unit() * f64::from(limit)) as u32
    }

    /// A standard normal number (Box and Muller).
    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (TAU * self.unit()).cos()
    }
}

/// A town: its centre and its spread in degrees.
pub(crate) struct Cluster {
    /// The centre, degrees of latitude and longitude.
    centre: (f64, f64),
    /// The standard deviation, degrees.
    sigma: f64,
}

/// Ninety towns.
pub(crate) fn clusters(random: &mut Random) -> Vec<Cluster> {
    (0..90)
        .map(|_| Cluster {
            centre: (random.between(24.9, 28.9), random.between(103.9, 109.3)),
            sigma: random.between(1.5, 8.0) / 111.0,
        })
        .collect()
}

/// A point in one of the towns, larger ones more often (Zipf).
pub(crate) fn clustered(random: &mut Random, clusters: &[Cluster]) -> Wgs84 {
    let rank = (91.0_f64.powf(random.unit()) - 1.0) as usize;
    let Cluster { centre, sigma } = clusters[rank.min(89)];
    point(
        centre.0 + sigma * random.normal(),
        centre.1 + sigma * random.normal(),
    )
}

/// A point anywhere in Guizhou's box.
pub(crate) fn uniform(random: &mut Random) -> Wgs84 {
    point(random.between(24.6, 29.2), random.between(103.6, 109.6))
}

/// A point anywhere in China's box.
pub(crate) fn nationwide(random: &mut Random) -> Wgs84 {
    point(random.between(3.0, 54.0), random.between(73.0, 136.0))
}

/// A point of the grid that is known to be one.
fn point(lat: f64, lon: f64) -> Wgs84 {
    GridPoint::from(Wgs84::new(lat, lon).unwrap()).into()
}

/// The million items.
pub(crate) fn data_set(random: &mut Random, clusters: &[Cluster]) -> Vec<NewItem> {
    let mut items: Vec<NewItem> = Vec::with_capacity(ITEMS);
    for number in 0..ITEMS {
        let share = random.unit();
        let is_stacked = random.unit() < 0.02;
        let at = match items.last() {
            Some(previous) if is_stacked => previous.point,
            _ if share < 0.45 => clustered(random, clusters),
            _ if share < 0.9 => uniform(random),
            _ => nationwide(random),
        };
        let is_east = at.lon_degrees() > 109.0 && share < 0.9;
        let category = if is_east { 19 } else { random.below(19) };
        let mut values = vec![(CATEGORY, category), (OCCUPATION, random.below(2000))];
        // Category 3 never has tag 7: two common conditions that never meet.
        let tags = (0..16).filter(|tag| random.unit() < 0.3 && (category, *tag) != (3, 7));
        values.extend(tags.map(|tag| (TAG, tag)));
        if share >= 0.9 {
            values.push((NATIONWIDE, 1));
        }
        let wage = (5500.0 * (0.5 * random.normal()).exp()) as i64;
        let id = ItemId((u128::from(random.bits()) << 64) | number as u128);
        items.push(NewItem {
            id,
            point: at,
            values,
            numbers: vec![(WAGE, wage)],
        });
    }
    items
}

/// The caller's own test of a filter, if it has one.
type OwnTest = Option<fn(usize) -> bool>;

/// A filter, and what the oracle searches for it.
pub(crate) struct Filter {
    /// What it lets through, for the printed table.
    pub(crate) name: &'static str,
    /// The engine's conditions.
    pub(crate) predicates: Vec<Predicate>,
    /// The caller's own test.
    pub(crate) accept: OwnTest,
    /// The matching items, found by a test of every item.
    pub(crate) slots: Vec<u32>,
    /// Their earth-centred coordinates, metres.
    pub(crate) xyz: [Vec<f64>; 3],
}

/// All filters, with the items they let through.
pub(crate) fn filters(items: &[NewItem]) -> Vec<Filter> {
    let any = |attribute, values: &[u32]| Predicate::AnyOf {
        attribute,
        values: values.to_vec(),
    };
    let all = |values: &[u32]| Predicate::AllOf {
        attribute: TAG,
        values: values.to_vec(),
    };
    let wage = |at_least, at_most| Predicate::Within {
        attribute: WAGE,
        at_least,
        at_most,
    };
    let is_third = |number: usize| number.is_multiple_of(3);
    let plans: Vec<(&'static str, Vec<Predicate>, OwnTest)> = vec![
        ("100 %", vec![], None),
        ("33 %, caller's test", vec![], Some(is_third)),
        ("50 %, wage", vec![wage(Some(5500), None)], None),
        ("5 %, category", vec![any(CATEGORY, &[5])], None),
        (
            "0.5 %, category and wage",
            vec![any(CATEGORY, &[4]), wage(Some(10_435), None)],
            None,
        ),
        ("0.05 %, occupation", vec![any(OCCUPATION, &[77])], None),
        (
            "0.04 %, category and 4 tags",
            vec![any(CATEGORY, &[6]), all(&[1, 2, 5, 9])],
            None,
        ),
        (
            "0 %, common but never together",
            vec![any(CATEGORY, &[3]), all(&[7])],
            None,
        ),
        (
            "0 %, no such code",
            vec![any(OCCUPATION, &[9999]), all(&[])],
            None,
        ),
        ("0 %, no such wage", vec![wage(Some(2), Some(1))], None),
        ("5 %, all far away", vec![any(CATEGORY, &[19])], None),
        (
            "25 %, many categories",
            vec![any(CATEGORY, &[0, 1, 2, 8, 19])],
            None,
        ),
        (
            "1.4 %, caller's test too",
            vec![wage(None, Some(3000)), all(&[3])],
            Some(is_third),
        ),
        ("10 %, nation-wide", vec![any(NATIONWIDE, &[1])], None),
    ];
    plans
        .into_iter()
        .map(|(name, predicates, accept)| filter(items, name, predicates, accept))
        .collect()
}

/// One filter with the items it lets through.
fn filter(
    items: &[NewItem],
    name: &'static str,
    predicates: Vec<Predicate>,
    accept: OwnTest,
) -> Filter {
    // The engine hands out slots; their order is that of the list.
    let numbers = 0..items.len();
    let matches = |number: &usize| {
        let item = &items[*number];
        predicates
            .iter()
            .all(|predicate| satisfies(item, predicate))
            && accept.is_none_or(|accept| accept(*number))
    };
    let slots: Vec<u32> = numbers
        .filter(matches)
        .map(|number| number as u32)
        .collect();
    let mut xyz = [vec![], vec![], vec![]];
    for slot in &slots {
        let at = earth_centred(items[*slot as usize].point);
        for axis in 0..3 {
            xyz[axis].push(at[axis]);
        }
    }
    Filter {
        name,
        predicates,
        accept,
        slots,
        xyz,
    }
}

/// Whether one item satisfies one predicate, by its definition.
fn satisfies(item: &NewItem, predicate: &Predicate) -> bool {
    match predicate {
        Predicate::AnyOf { attribute, values } => values
            .iter()
            .any(|value| item.values.contains(&(*attribute, *value))),
        Predicate::AllOf { attribute, values } => values
            .iter()
            .all(|value| item.values.contains(&(*attribute, *value))),
        Predicate::Within {
            attribute,
            at_least,
            at_most,
        } => item
            .numbers
            .iter()
            .filter(|(name, _)| name == attribute)
            .any(|(_, n)| at_least.is_none_or(|low| *n >= low) && at_most.is_none_or(|h| *n <= h)),
        Predicate::In(_) => panic!("no selection is drawn here"),
    }
}
