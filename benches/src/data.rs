//! The seeded items and the places from which they are searched.
//!
//! Everything follows from a seed, so that two machines measure the same work. Nothing here knows an
//! index. Next: [`crate::filters`].

use std::f64::consts::TAU;

use reach::{Attribute, CoordinateRefusal, ItemId, NewItem, Wgs84};

/// Twenty categories.
pub const CATEGORY: Attribute = Attribute(0);
/// Two thousand occupations.
pub const OCCUPATION: Attribute = Attribute(1);
/// Sixteen tags, each on 30 % of the items.
pub const TAG: Attribute = Attribute(2);
/// The monthly wage in yuan.
pub const WAGE: Attribute = Attribute(3);

/// How many tags there are.
pub const TAGS: u32 = 16;
/// The category that exists only in the east, where every item is of it.
const EASTERN_CATEGORY: u32 = 19;
/// Where the east begins, degrees of longitude.
const EAST_DEGREES: f64 = 109.0;
/// How many towns there are.
const TOWNS: u32 = 90;
/// The box of the items and the questions: south, north, west, east, degrees.
const BOX_DEGREES: [f64; 4] = [24.6, 29.2, 103.6, 109.6];
/// The median wage, yuan a month.
const MEDIAN_WAGE: f64 = 5500.0;
/// The standard deviation of the logarithm of the wage.
const WAGE_SPREAD: f64 = 0.5;
/// One degree of latitude, kilometres, near enough to spread a town.
const KILOMETRES_A_DEGREE: f64 = 111.0;
/// 30 % of 65,536: the tag is there when a random 16-bit word is below it.
const TAG_SHARE: u64 = 19_661;

/// One item with everything the filters ask about.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Where it is, rounded to 1e-7 degree.
    pub point: Wgs84,
    /// Its number, counted from zero.
    pub number: u32,
    /// Its category.
    pub category: u32,
    /// Its occupation.
    pub occupation: u32,
    /// Its tags, one bit each.
    pub tags: u32,
    /// Its wage, yuan a month.
    pub wage: i32,
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere for ever.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(mixed(seed))
    }

    /// The next 64 random bits.
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number from 0 to 1, 1 excluded, in steps of 2^-53.
    #[expect(
        clippy::as_conversions,
        reason = "53 bits fit into the mantissa, so the cast is exact"
    )]
    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below a limit.
    pub fn below(&mut self, limit: u32) -> u32 {
        whole(self.unit() * f64::from(limit))
    }

    /// One of some things, the first more often (Zipf's law, exponent 1); none of nothing.
    pub fn zipf<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        let count = u32::try_from(things.len()).unwrap_or(u32::MAX);
        let rank = whole((f64::from(count) + 1.0).powf(self.unit()) - 1.0);
        things.get(usize::try_from(rank.min(count.saturating_sub(1))).unwrap_or(0))
    }

    /// A standard normal number (Box and Muller).
    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (TAU * self.unit()).cos()
    }
}

/// The finaliser of SplitMix64.
const fn mixed(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The whole part of a number that is not negative.
#[expect(
    clippy::as_conversions,
    reason = "the cast drops the fraction and saturates, which is meant"
)]
const fn whole(number: f64) -> u32 {
    number as u32
}

/// A town: its centre and how far its items spread.
struct Town {
    /// The centre's latitude, degrees.
    lat: f64,
    /// The centre's longitude, degrees.
    lon: f64,
    /// The standard deviation, degrees of latitude.
    sigma: f64,
}

/// The towns, the largest first.
struct Country(Vec<Town>);

impl Country {
    /// Ninety towns with a spread of 1.5 to 8 km.
    fn new(random: &mut Random) -> Self {
        let towns = (0..TOWNS).map(|_| Town {
            lat: random.between(24.9, 28.9),
            lon: random.between(103.9, 109.3),
            sigma: random.between(1.5, 8.0) / KILOMETRES_A_DEGREE,
        });
        Self(towns.collect())
    }

    /// A point in one of the towns, the larger ones more often (Zipf's law, exponent 1).
    fn clustered(&self, random: &mut Random) -> Result<Wgs84, CoordinateRefusal> {
        let rank = whole(f64::from(TOWNS + 1).powf(random.unit()) - 1.0);
        let place = usize::try_from(rank.min(TOWNS - 1)).unwrap_or(0);
        let Some(town) = self.0.get(place) else {
            return uniform(random);
        };
        let lat = town.lat + town.sigma * random.normal();
        let lon = town.lon + town.sigma * random.normal() / town.lat.to_radians().cos();
        rounded(lat, lon)
    }
}

/// A point anywhere in the box.
fn uniform(random: &mut Random) -> Result<Wgs84, CoordinateRefusal> {
    let [south, north, west, east] = BOX_DEGREES;
    rounded(random.between(south, north), random.between(west, east))
}

/// A point on the grid of 1e-7 degree (11 mm) that the database and the engine keep.
fn rounded(lat: f64, lon: f64) -> Result<Wgs84, CoordinateRefusal> {
    Wgs84::new((lat * 1e7).round() / 1e7, (lon * 1e7).round() / 1e7)
}

/// So many items: half of them in towns, half anywhere.
///
/// # Errors
/// Passes on the refusal of a coordinate, which no seed has caused so far.
pub fn items(count: u32, seed: u64) -> Result<Vec<Item>, CoordinateRefusal> {
    let random = &mut Random(seed);
    let country = Country::new(random);
    (0..count)
        .map(|number| {
            let point = if number % 2 == 0 {
                country.clustered(random)?
            } else {
                uniform(random)?
            };
            Ok(item(number, point, random))
        })
        .collect()
}

/// One item with random attributes.
fn item(number: u32, point: Wgs84, random: &mut Random) -> Item {
    let category = if point.lon_degrees() > EAST_DEGREES {
        EASTERN_CATEGORY
    } else {
        random.below(EASTERN_CATEGORY)
    };
    // Category 3 never has tag 7: two conditions that many items meet, and none meets both.
    let barred = if category == 3 { 1 << 7 } else { 0 };
    Item {
        point,
        number,
        category,
        occupation: random.below(2000),
        tags: tags(random) & !barred,
        wage: i32::try_from(whole(MEDIAN_WAGE * (WAGE_SPREAD * random.normal()).exp()))
            .unwrap_or(i32::MAX),
    }
}

/// Sixteen bits, each set with a probability of 30 %.
fn tags(random: &mut Random) -> u32 {
    let mut tags = 0;
    for quarter in 0..TAGS / 4 {
        let bits = random.bits();
        for place in 0..4 {
            if (bits >> (16 * place)) & 0xffff < TAG_SHARE {
                tags |= 1 << (4 * quarter + place);
            }
        }
    }
    tags
}

/// The places from which is searched: 70 % in the towns of the same seed, 30 % anywhere.
///
/// # Errors
/// Passes on the refusal of a coordinate, which no seed has caused so far.
pub fn origins(count: usize, seed: u64) -> Result<Vec<Wgs84>, CoordinateRefusal> {
    let country = Country::new(&mut Random(seed));
    let random = &mut Random(mixed(seed ^ 0x006d_656e_6b6f_7500));
    (0..count)
        .map(|_| {
            if random.unit() < 0.7 {
                country.clustered(random)
            } else {
                uniform(random)
            }
        })
        .collect()
}

/// The id of an item: 64 scattered bits, so that ids are not in the order of the list, then its number.
#[must_use]
pub fn id_of(number: u32) -> ItemId {
    ItemId((u128::from(mixed(u64::from(number))) << 64) | u128::from(number))
}

/// The number of the item with this id.
#[must_use]
pub fn number_of(id: ItemId) -> u32 {
    u32::try_from(id.0 & u128::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// The items as the engine takes them.
#[must_use]
pub fn as_new_items(items: &[Item]) -> Vec<NewItem> {
    items.iter().map(as_new_item).collect()
}

/// One item as the engine takes it.
fn as_new_item(item: &Item) -> NewItem {
    let mut values = Vec::with_capacity(18);
    values.push((CATEGORY, item.category));
    values.push((OCCUPATION, item.occupation));
    values.extend(tags_of(item.tags).map(|tag| (TAG, tag)));
    values.shrink_to_fit();
    NewItem {
        id: id_of(item.number),
        point: item.point,
        values,
        numbers: vec![(WAGE, i64::from(item.wage))],
    }
}

/// The numbers of the set bits.
pub fn tags_of(tags: u32) -> impl Iterator<Item = u32> {
    (0..TAGS).filter(move |tag| tags >> tag & 1 == 1)
}
