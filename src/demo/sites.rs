//! Which places the demo set has and where: a service centre in each county seat, a station in each town, gig markets
//! and stations in cities and the largest towns, and a few of every other kind.
//!
//! It must never put a place outside Guizhou anywhere but about the middle of its city. Read next: `places`.

use reach::coord::Wgs84;
use reach::measure::Metres;

use super::cities::{OUTSIDE_CITIES, OutsideCity};
use super::ground::{County, Spot, around, near};
use super::places::{PlaceMaker, Site};
use crate::catalog::Catalog;
use crate::divisions::{Atlas, Boundaries};

/// How many of the largest towns have a gig station.
const LARGE_TOWNS: usize = 40;

/// How far from its town's point a gig station stands at most, metres.
const TOWN_METRES: f64 = 350.0;

/// How far from a seat the other places of a city stand at most, metres.
const CITY_METRES: f64 = 3_000.0;

/// Kinds in cities, with how many there are where the city's weight is at least so much.
const CITY_KINDS: [(&str, u64, u32); 4] = [
    ("training_base", 2, 2),
    ("incubator", 4, 1),
    ("career_station", 4, 2),
    ("partner_base", 2, 1),
];

/// Kinds in the county that stands for the seat of a prefecture.
const PREFECTURE_KINDS: [&str; 2] = ["gig_market", "hr_market"];

/// Kinds in cities outside Guizhou, each with how far from the middle it is put at most, metres.
const OUTSIDE_KINDS: [(&str, f64); 3] = [
    ("cooperation_station", 1_500.0),
    ("liaison_point", 1_500.0),
    ("partner_base", 4_000.0),
];

/// The letters that stand for a kind in identities.
fn letters(kind: &str) -> &'static str {
    match kind {
        "doorstep_station" => "ST",
        "service_centre" => "SC",
        "gig_market" => "GM",
        "gig_station" => "GS",
        "training_base" => "TB",
        "incubator" => "IN",
        "career_station" => "CS",
        "hr_market" => "HM",
        "partner_base" => "PB",
        "cooperation_station" => "CO",
        _ => "LP",
    }
}

impl PlaceMaker<'_> {
    /// Makes all places.
    pub(super) fn stand_on(&mut self, counties: &[County], atlas: &Atlas) {
        let boundaries = atlas.boundaries();
        for county in counties {
            self.at_spot("service_centre", &county.seat);
            for town in &county.towns {
                self.at_spot("doorstep_station", town);
            }
            self.in_city(county, boundaries);
        }
        let mut large: Vec<&Spot> = counties.iter().flat_map(|county| &county.towns).collect();
        large.retain(|town| town.population > 0);
        large.sort_by(|one, other| {
            other
                .population
                .cmp(&one.population)
                .then(one.code.cmp(&other.code))
        });
        for town in large.into_iter().take(LARGE_TOWNS) {
            let most = Metres::new(town.reach.get().min(TOWN_METRES));
            let point = around(town.point, most, &mut self.chance).0;
            self.at_point("gig_station", town, point, None);
        }
        for city in &OUTSIDE_CITIES {
            self.outside(city, atlas);
        }
    }

    /// A place exactly at a division's point.
    fn at_spot(&mut self, kind: &'static str, spot: &Spot) {
        let Some(label) = label(self.catalog, kind) else {
            return;
        };
        let suffix = if kind == "doorstep_station" {
            ""
        } else {
            "（演示）"
        };
        self.make(Site {
            kind,
            spot,
            point: spot.point,
            basis: spot.basis,
            title: format!("{}{label}{suffix}", spot.name),
            external_id: format!("DEMO-{}-{}", letters(kind), spot.code),
        });
    }

    /// The places that only cities have.
    fn in_city(&mut self, county: &County, boundaries: &Boundaries) {
        let Some(urban) = county.urban else { return };
        let seat = &county.seat;
        let mut put = |kind: &'static str, number: Option<u32>| {
            let point = near(
                boundaries,
                &seat.code,
                seat,
                Metres::new(CITY_METRES),
                &mut self.chance,
            );
            self.at_point(kind, seat, point, number);
        };
        for number in 1..=urban.gig_stations {
            put("gig_station", Some(number));
        }
        for (kind, weight, count) in CITY_KINDS {
            for number in (1..=count).filter(|_| urban.weight >= weight) {
                put(kind, Some(number));
            }
        }
        for kind in PREFECTURE_KINDS
            .into_iter()
            .filter(|_| urban.is_prefecture_seat)
        {
            put(kind, None);
        }
    }

    /// A place at a made-up point, numbered where a division has several.
    fn at_point(&mut self, kind: &'static str, spot: &Spot, point: Wgs84, number: Option<u32>) {
        let Some(label) = label(self.catalog, kind) else {
            return;
        };
        let (in_title, in_id) = number.map_or_else(Default::default, |it| {
            (format!("{it:02}"), format!("-{it:02}"))
        });
        self.make(Site {
            kind,
            spot,
            point,
            basis: "approximate",
            title: format!("{}{label}（演示）{in_title}", spot.name),
            external_id: format!("DEMO-{}-{}{in_id}", letters(kind), spot.code),
        });
    }

    /// The places of a city outside Guizhou; a city whose county the tree lacks has none.
    fn outside(&mut self, city: &OutsideCity, atlas: &Atlas) {
        let division = atlas
            .county_by_code(city.county)
            .and_then(|index| atlas.get(index));
        let (Some(division), Ok(middle)) = (division, Wgs84::new(city.lat, city.lon)) else {
            return;
        };
        let spot = Spot {
            division: division.id,
            code: division.code.clone().unwrap_or_default(),
            name: city.name.to_owned(),
            full_name: division.full_name.clone(),
            point: middle,
            basis: "approximate",
            reach: Metres::new(0.0),
            population: 0,
        };
        for (kind, most_metres) in OUTSIDE_KINDS {
            let point = around(middle, Metres::new(most_metres), &mut self.chance).0;
            self.at_point(kind, &spot, point, None);
        }
    }
}

/// The Chinese label of a kind of place.
fn label(catalog: &Catalog, kind: &str) -> Option<String> {
    catalog.place_kind(kind).map(|it| it.zh.clone())
}
