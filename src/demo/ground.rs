//! The ground that the demo set stands on: counties, their seats and towns, each with a point and how far around it
//! things may be put without leaving the county.
//!
//! Towns without a known point get one inside the county's outline, apart from each other. It must never move a
//! known point, nor claim a made-up one to be more than approximate.

use std::collections::HashMap;
use std::f64::consts::TAU;

use reach::coord::Wgs84;
use reach::measure::Metres;
use uuid::Uuid;

use super::chance::Chance;
use super::cities::{URBAN_COUNTIES, UrbanCounty};
use crate::catalog::Catalog;
use crate::divisions::{Atlas, Boundaries, Division, DivisionIndex};

/// Metres of a degree of latitude, near enough for made-up points.
const DEGREE_METRES: f64 = 111_200.0;

/// Around a made-up point: it lies inside the county, so nothing gets 500 m beyond the border.
const APPROXIMATE_REACH: f64 = 450.0;

/// How often a made-up point is drawn before the county's interior point is taken.
const MOST_TRIES: u32 = 60;

/// How often a point around a spot is drawn before one within its reach is taken.
const FEW_TRIES: u32 = 6;

/// A place on the ground that things are put at or around.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The division.
    pub(super) division: Uuid,
    /// The division's 12-digit code.
    pub(super) code: String,
    /// The division's name.
    pub(super) name: String,
    /// The division's name with all above it.
    pub(super) full_name: String,
    /// The point, WGS-84, six decimals.
    pub(super) point: Wgs84,
    /// How the point is known.
    pub(super) basis: &'static str,
    /// How far around it anything stays in its county or within 500 m of it.
    pub(super) reach: Metres,
    /// People who live there where the gazetteer tells; else 0.
    pub(super) population: u64,
}

/// A county with its towns.
#[derive(Clone, Debug)]
pub(super) struct County {
    /// The seat.
    pub(super) seat: Spot,
    /// The towns that exist, in the order of the tree.
    pub(super) towns: Vec<Spot>,
    /// What makes it a city, if it is one.
    pub(super) urban: Option<UrbanCounty>,
}

/// The counties that have an outline, in the order of their codes.
pub(super) fn survey(atlas: &Atlas, catalog: &Catalog, seed: u64) -> Vec<County> {
    let populations = populations(catalog);
    let mut chance = Chance::of(seed, "ground");
    let codes = atlas.boundaries().codes();
    codes
        .filter_map(|code| county(atlas, &populations, code, &mut chance))
        .collect()
}

/// Surveys one county.
fn county(
    atlas: &Atlas,
    populations: &HashMap<String, u64>,
    code: &str,
    chance: &mut Chance,
) -> Option<County> {
    let boundaries = atlas.boundaries();
    let index = atlas.county_by_code(code)?;
    let division = atlas.get(index)?;
    let known = division.point.map(|point| (point, "seat"));
    let (point, basis) =
        known.or_else(|| Some((boundaries.interior_point(code)?, "approximate")))?;
    let seat = spot(division, point, basis, reach_of(boundaries, code, point));
    let live = |index: &DivisionIndex| {
        atlas
            .get(*index)
            .filter(|town| town.level == "town" && !town.is_ended)
    };
    let divisions: Vec<&Division> = atlas
        .children(index)
        .filter_map(|index| live(&index))
        .collect();
    let spacing = spacing(boundaries, code, divisions.len());
    let mut taken: Vec<Wgs84> = divisions.iter().filter_map(|town| town.point).collect();
    let mut towns = Vec::with_capacity(divisions.len());
    for town in divisions {
        let mut spot = match town.point {
            Some(point) => spot(town, point, "gazetteer", reach_of(boundaries, code, point)),
            None => {
                let point =
                    inside(boundaries, code, (&taken, spacing), chance).unwrap_or(seat.point);
                taken.push(point);
                spot(town, point, "approximate", Metres::new(APPROXIMATE_REACH))
            }
        };
        spot.population = populations.get(&spot.code).copied().unwrap_or(0);
        towns.push(spot);
    }
    let urban = URBAN_COUNTIES
        .iter()
        .find(|urban| urban.code == code)
        .copied();
    Some(County { seat, towns, urban })
}

/// A spot at a division.
fn spot(division: &Division, point: Wgs84, basis: &'static str, reach: Metres) -> Spot {
    Spot {
        division: division.id,
        code: division.code.clone().unwrap_or_default(),
        name: division.name.clone(),
        full_name: division.full_name.clone(),
        point: rounded(point),
        basis,
        reach,
        population: 0,
    }
}

/// How far around a known point things stay inside the county, or within 500 m of it.
fn reach_of(boundaries: &Boundaries, code: &str, point: Wgs84) -> Metres {
    if boundaries.contains(code, point) {
        return Metres::new(
            boundaries
                .locate(point)
                .border_distance
                .get()
                .max(APPROXIMATE_REACH)
                * 0.98,
        );
    }
    let outside = boundaries
        .distance_to(code, point)
        .map_or(APPROXIMATE_REACH, Metres::get);
    Metres::new(APPROXIMATE_REACH - outside)
}

/// A point inside the county that is the spacing away from those taken, or, as tries go by, less.
fn inside(
    boundaries: &Boundaries,
    code: &str,
    (taken, spacing): (&[Wgs84], Metres),
    chance: &mut Chance,
) -> Option<Wgs84> {
    let around = boundaries.bounding_box(code)?;
    let (low, high) = (around.south_west, around.north_east);
    for left in (0..MOST_TRIES).rev() {
        let lat = low.lat_degrees() + chance.unit() * (high.lat_degrees() - low.lat_degrees());
        let lon = low.lon_degrees() + chance.unit() * (high.lon_degrees() - low.lon_degrees());
        let point = rounded(Wgs84::new(lat, lon).ok()?);
        let apart = spacing.get() * f64::from(left) / f64::from(MOST_TRIES);
        let is_free = taken
            .iter()
            .all(|other| roughly_between(point, *other).get() >= apart);
        if is_free && boundaries.contains(code, point) {
            return Some(point);
        }
    }
    boundaries.interior_point(code).map(rounded)
}

/// How far apart so many towns can stand in a county: most of the side of each one's share of the county's box.
fn spacing(boundaries: &Boundaries, code: &str, towns: usize) -> Metres {
    let share = f64::from(u32::try_from(towns).unwrap_or(u32::MAX)) + 1.0;
    let area = boundaries.bounding_box(code).map_or(0.0, |around| {
        let (low, high) = (around.south_west, around.north_east);
        let height = (high.lat_degrees() - low.lat_degrees()) * DEGREE_METRES;
        let width = (high.lon_degrees() - low.lon_degrees()) * metres_of_longitude(low);
        height * width
    });
    Metres::new(0.8 * (area / share).sqrt())
}

/// The distance on a flat map: near enough to keep made-up points apart.
fn roughly_between(one: Wgs84, other: Wgs84) -> Metres {
    let north = (one.lat_degrees() - other.lat_degrees()) * DEGREE_METRES;
    let east = (one.lon_degrees() - other.lon_degrees()) * metres_of_longitude(one);
    Metres::new(north.hypot(east))
}

/// Metres of a degree of longitude at a point's latitude.
fn metres_of_longitude(at: Wgs84) -> f64 {
    DEGREE_METRES * at.lat_degrees().to_radians().cos()
}

/// A point around a spot, up to `most` away and nearer ones more often, in the county of the 12-digit code or within
/// the spot's reach.
pub(super) fn near(
    boundaries: &Boundaries,
    county: &str,
    spot: &Spot,
    most: Metres,
    chance: &mut Chance,
) -> Wgs84 {
    let reach = spot.reach.get();
    for _ in 0..FEW_TRIES {
        let (point, distance) = around(spot.point, most, chance);
        if distance.get() <= reach || boundaries.contains(county, point) {
            return point;
        }
    }
    around(spot.point, Metres::new(reach.min(most.get())), chance).0
}

/// A point in a random direction, from 15 m to `most` away, and how far; six decimals.
pub(super) fn around(from: Wgs84, most: Metres, chance: &mut Chance) -> (Wgs84, Metres) {
    let (sine, cosine) = (chance.unit() * TAU).sin_cos();
    let distance = 15.0 + chance.unit() * (most.get() - 15.0).max(0.0);
    let lat = from.lat_degrees() + distance * cosine / DEGREE_METRES;
    let lon = from.lon_degrees() + distance * sine / metres_of_longitude(from);
    (
        Wgs84::new(lat, lon).map_or(from, rounded),
        Metres::new(distance),
    )
}

/// The point with six decimals, a tenth of a metre.
fn rounded(point: Wgs84) -> Wgs84 {
    let six = |degrees: f64| (degrees * 1e6).round() / 1e6;
    Wgs84::new(six(point.lat_degrees()), six(point.lon_degrees())).unwrap_or(point)
}

/// People by 12-digit town code, where the gazetteer knows them; lines that say nothing are passed over.
fn populations(catalog: &Catalog) -> HashMap<String, u64> {
    let column = |file: &str, key: usize, value: usize| -> Vec<(String, String)> {
        let rows = csv::Reader::from_reader(catalog.text(file).as_bytes()).into_records();
        let pair =
            |row: csv::StringRecord| Some((row.get(key)?.to_owned(), row.get(value)?.to_owned()));
        rows.filter_map(|row| pair(row.ok()?)).collect()
    };
    let by_place: HashMap<String, u64> = column("divisions/gz_geonames_places.csv", 0, 7)
        .into_iter()
        .filter_map(|(place, people)| Some((place, people.parse().ok()?)))
        .collect();
    column("divisions/gz_town_points_geonames.csv", 0, 4)
        .into_iter()
        .filter_map(|(code, place)| Some((code, *by_place.get(&place)?)))
        .collect()
}
