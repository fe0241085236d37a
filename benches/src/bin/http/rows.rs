//! The rows of the data set: openings and places as the catalog words them, plausible in length, labelled as a bench's.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{opening, place, place_service};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::chance::{Chance, whole};
use crate::ground::Ground;

/// One item in this many is a place.
const PLACE_EVERY: usize = 20;

/// The middle of the pay, yuan a month.
const MEDIAN_PAY: f64 = 5_500.0;

/// Tags of openings.
const TAGS: [&str; 8] = [
    "meal_allowance",
    "social_insurance",
    "overtime_paid",
    "weekends_off",
    "women_friendly",
    "graduates",
    "no_experience",
    "shuttle_bus",
];

/// Services at places.
const SERVICES: [&str; 6] = [
    "information",
    "introduction",
    "guidance",
    "training",
    "claims",
    "vacancy_search",
];

/// Kinds of place.
const PLACE_KINDS: [(&str, &str); 4] = [
    ("doorstep_station", "家门口就业服务站"),
    ("gig_station", "零工驿站"),
    ("service_centre", "就业服务中心"),
    ("partner_base", "就业帮扶基地"),
];

/// The occupations of the catalog.
#[derive(Debug, Deserialize)]
pub(crate) struct Occupations {
    /// The occupations.
    occupation: Vec<Occupation>,
}

/// What the rows need of an occupation.
#[derive(Debug, Deserialize)]
struct Occupation {
    /// Code.
    code: String,
    /// Category.
    category: String,
    /// Name in Chinese.
    zh: String,
    /// Kinds of opening it appears in.
    kinds: Vec<String>,
    /// Duties in Chinese.
    duties_zh: String,
    /// Conditions in Chinese.
    conditions_zh: String,
}

impl Occupations {
    /// Reads the catalog's file.
    pub(crate) fn read() -> anyhow::Result<Self> {
        Ok(toml::from_str(include_str!(
            "../../../../catalog/occupations.toml"
        ))?)
    }
}

/// Draws rows, one item after the other.
pub(crate) struct RowMaker<'a> {
    /// Where things stand.
    pub(crate) ground: &'a Ground,
    /// What work there is.
    pub(crate) occupations: &'a Occupations,
    /// The instant that dates are relative to.
    pub(crate) now: DateTime<Utc>,
    /// Chance.
    pub(crate) chance: Chance,
}

/// One drawn item.
pub(crate) enum Drawn {
    /// A place with its services.
    Place(Box<place::Model>, Vec<place_service::Model>),
    /// An opening.
    Opening(Box<opening::Model>),
}

impl RowMaker<'_> {
    /// The item of a number.
    pub(crate) fn draw(&mut self, number: usize) -> Option<Drawn> {
        if number.is_multiple_of(PLACE_EVERY) {
            let (row, services) = self.place(number)?;
            return Some(Drawn::Place(Box::new(row), services));
        }
        Some(Drawn::Opening(Box::new(self.opening(number)?)))
    }

    /// An identity.
    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.chance.draw(), self.chance.draw())
    }

    /// Some of a list of codes, in its order.
    fn some(&mut self, from: &[&str], percent: f64) -> Vec<String> {
        from.iter()
            .filter(|_| self.chance.unit() * 100.0 < percent)
            .map(|code| (*code).to_owned())
            .collect()
    }

    /// An opening.
    fn opening(&mut self, number: usize) -> Option<opening::Model> {
        let spot = self.ground.spot_of_item(&mut self.chance, number);
        let seat = self.ground.nearest(spot)?.clone();
        let job = self.chance.pick(&self.occupations.occupation)?;
        let is_gig = self.chance.unit() < 0.25 && job.kinds.iter().any(|kind| kind == "gig");
        let (kind, unit, days) = if is_gig {
            ("gig", "day", 21.75)
        } else {
            ("vacancy", "month", 1.0)
        };
        let yuan = MEDIAN_PAY * (0.35 * self.chance.normal()).exp() / days;
        let min_fen = whole(yuan / 10.0).max(1) * 1_000;
        let max_fen = min_fen + min_fen / 4;
        let monthly = |fen: i64| if is_gig { fen * 2_175 / 100 } else { fen };
        let posted_at = self.now - TimeDelta::minutes(whole(self.chance.between(60.0, 40_000.0)));
        let valid_until =
            self.now + TimeDelta::minutes(whole(self.chance.between(20_000.0, 80_000.0)));
        let starts_on = is_gig.then(|| (self.now + TimeDelta::days(2)).date_naive());
        let employer = self.chance.below(4_000) + 1;
        Some(opening::Model {
            id: self.id(),
            short_no: i64::try_from(number).ok()? + 1,
            source: "bench".to_owned(),
            external_id: None,
            natural_key: format!("bench|{number}"),
            kind: kind.to_owned(),
            title: job.zh.clone(),
            employer_name: format!("演示用工单位（{}）{employer:04}", ending(&seat.full_name)),
            employer_code: None,
            division_id: seat.division,
            address: Some(format!("{}（演示地址）", seat.full_name)),
            lat: spot.lat,
            lon: spot.lon,
            point_basis: "approximate".to_owned(),
            occupation: Some(job.code.clone()),
            category: Some(job.category.clone()),
            headcount: i32::try_from(self.chance.below(9) + 1).ok()?,
            conditions: Some(job.conditions_zh.clone()),
            duties: Some(job.duties_zh.clone()),
            pay_min_fen: Some(min_fen),
            pay_max_fen: Some(max_fen),
            pay_unit: unit.to_owned(),
            pay_months: None,
            pay_monthly_min_fen: Some(monthly(min_fen)),
            pay_monthly_max_fen: Some(monthly(max_fen)),
            tags: json!(self.some(&TAGS, 30.0)),
            starts_on,
            ends_on: starts_on,
            posted_at,
            valid_until,
            state: "published".to_owned(),
            is_demo: true,
            version: 1,
            created_at: posted_at,
            updated_at: posted_at,
        })
    }

    /// A place with its services.
    fn place(&mut self, number: usize) -> Option<(place::Model, Vec<place_service::Model>)> {
        let spot = self.ground.spot_of_item(&mut self.chance, number);
        let seat = self.ground.nearest(spot)?.clone();
        let (kind, name) = *self.chance.pick(&PLACE_KINDS)?;
        let id = self.id();
        let weekly: Vec<_> = (1..=5)
            .map(|day| json!({"day": day, "from": "09:00", "to": "17:00"}))
            .collect();
        let services = self
            .some(&SERVICES, 40.0)
            .into_iter()
            .map(|service| place_service::Model {
                place_id: id,
                service,
                hours: None,
                audience: None,
                bring: None,
                verified_at: None,
            });
        let services = services.collect();
        let row = place::Model {
            id,
            short_no: i64::try_from(number).ok()? + 1,
            source: "bench".to_owned(),
            external_id: None,
            natural_key: format!("bench|{number}"),
            kind: kind.to_owned(),
            title: format!("{name}（演示）{number}号"),
            division_id: seat.division,
            address: Some(format!("{}（演示地址）", seat.full_name)),
            lat: spot.lat,
            lon: spot.lon,
            point_basis: "approximate".to_owned(),
            site_kind: None,
            grade: None,
            co_builders: json!([]),
            hours: Some(
                json!({"weekly": weekly, "exceptions": [], "public_holidays": "closed", "make_up_days": "as_weekday"}),
            ),
            facets: json!([]),
            phone: None,
            description: None,
            state: "open".to_owned(),
            verified_at: Some(self.now),
            is_demo: true,
            version: 1,
            created_at: self.now,
            updated_at: self.now,
        };
        Some((row, services))
    }
}

/// The last four characters of a name.
fn ending(name: &str) -> String {
    let skipped = name.chars().count().saturating_sub(4);
    name.chars().skip(skipped).collect()
}
