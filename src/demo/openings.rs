//! The openings of the demo set: how many of each kind, around which seats and towns, and one opening in full.
//!
//! Each county seat and town gets a few within a short walk first; the rest goes by weight, cities first. It must never
//! put an opening where `ground::near` would not, so that it stays in the county it declares. Read next: `trades`, `spans`.

use chrono::{DateTime, Utc};
use entity::opening;
use reach::coord::Wgs84;
use reach::measure::Metres;
use serde_json::json;

use super::chance::{Chance, Weights};
use super::generate::SOURCE;
use super::ground::{County, Spot, near};
use super::quotas::{QUOTAS, Quota};
use super::spans::Dates;
use super::trades::{occupations, pay, tags};
use super::words::{Words, employer};
use crate::catalog::{Catalog, Occupation};
use crate::divisions::Boundaries;
use crate::openings::{NaturalKeyParts, Pay, natural_key};
use crate::platform::ids::Ids;

/// How far from a seat or a town its own few stand at most, metres: a short walk.
const SHORT_WALK: f64 = 780.0;

/// How far from a town's point the others stand at most, metres.
const TOWN_METRES: f64 = 1_500.0;

/// What was drawn for one opening.
struct Draft<'c> {
    /// The occupation.
    job: &'c Occupation,
    /// What it pays.
    pay: Pay,
    /// Where the work is.
    point: Wgs84,
    /// When.
    dates: Dates,
    /// Who offers it.
    employer_name: String,
    /// People wanted.
    headcount: i32,
    /// Tags.
    tags: Vec<String>,
}

/// Makes openings one after the other.
pub(super) struct OpeningMaker<'a> {
    /// Kinds, occupations and tags.
    catalog: &'a Catalog,
    /// The counties' outlines.
    boundaries: &'a Boundaries,
    /// The ground.
    counties: &'a [County],
    /// The instant that all dates are relative to.
    now: DateTime<Utc>,
    /// Identities.
    ids: &'a Ids,
    /// Chance.
    chance: Chance,
    /// What was made so far.
    rows: Vec<opening::Model>,
}

impl<'a> OpeningMaker<'a> {
    /// Begins with no opening.
    pub(super) fn new(
        (catalog, boundaries): (&'a Catalog, &'a Boundaries),
        counties: &'a [County],
        now: DateTime<Utc>,
        ids: &'a Ids,
        seed: u64,
    ) -> Self {
        let chance = Chance::of(seed, "openings");
        Self {
            catalog,
            boundaries,
            counties,
            now,
            ids,
            chance,
            rows: Vec::new(),
        }
    }

    /// The openings made.
    pub(super) fn finish(self) -> Vec<opening::Model> {
        self.rows
    }

    /// Makes all openings; a kind or its occupations that the catalog lacks make none.
    pub(super) fn fill(&mut self) {
        let counties = self.counties;
        let by_county = Weights::new(counties.iter().map(weight_of));
        let by_town: Vec<Weights> = counties
            .iter()
            .map(|county| {
                Weights::new(
                    county
                        .towns
                        .iter()
                        .map(|town| if town.basis == "gazetteer" { 5 } else { 1 }),
                )
            })
            .collect();
        for mut quota in QUOTAS {
            let Some(kind) = self.catalog.opening_kind(quota.kind) else {
                continue;
            };
            quota.spans.max_days = i64::from(kind.max_days);
            let jobs = occupations(self.catalog, quota.kind);
            let mut left = quota.count;
            for county in counties {
                let at_seat = std::iter::repeat_n(&county.seat, quota.at_each_seat);
                let at_towns = county
                    .towns
                    .iter()
                    .flat_map(|town| std::iter::repeat_n(town, quota.at_each_town));
                for spot in at_seat.chain(at_towns).take(left) {
                    left -= 1;
                    self.make(&quota, &jobs, county, (spot, SHORT_WALK));
                }
            }
            for _ in 0..left {
                let drawn = by_county.pick(&mut self.chance);
                let (Some(county), Some(towns)) = (counties.get(drawn), by_town.get(drawn)) else {
                    break;
                };
                let target = self.target(county, towns);
                self.make(&quota, &jobs, county, target);
            }
        }
    }

    /// The spot around which the next opening of a county stands, and how far from it at most in metres.
    fn target<'c>(&mut self, county: &'c County, towns: &Weights) -> (&'c Spot, f64) {
        if self.chance.percent(55) {
            return (
                &county.seat,
                if self.chance.percent(70) {
                    2_000.0
                } else {
                    5_000.0
                },
            );
        }
        let town = county.towns.get(towns.pick(&mut self.chance));
        (town.unwrap_or(&county.seat), TOWN_METRES)
    }

    /// Makes one opening around a spot.
    fn make(
        &mut self,
        quota: &Quota,
        jobs: &[&Occupation],
        county: &County,
        (spot, metres): (&Spot, f64),
    ) {
        let chance = &mut self.chance;
        let Some(job) = chance.pick(jobs).copied() else {
            return;
        };
        let Some(pay) = pay(quota.kind, job, chance) else {
            return;
        };
        let point = near(
            self.boundaries,
            &county.seat.code,
            spot,
            Metres::new(metres),
            chance,
        );
        let employers = 12 + weight_of(county) * 6;
        // Drawn twice, so that few people are wanted more often than many.
        let (fewest, most) = (
            quota.headcount.0,
            chance.between(quota.headcount.0, quota.headcount.1),
        );
        let draft = Draft {
            job,
            pay,
            point,
            dates: quota.spans.draw(chance, self.now),
            employer_name: employer(quota.kind, &county.seat.name, employers, chance),
            headcount: i32::try_from(chance.between(fewest, most)).unwrap_or(1),
            tags: tags(self.catalog, quota.kind, job, chance),
        };
        let row = self.row(quota, spot, draft);
        self.rows.push(row);
    }

    /// The row of what was drawn.
    fn row(&self, quota: &Quota, spot: &Spot, draft: Draft<'_>) -> opening::Model {
        let Draft {
            job,
            pay,
            point,
            dates,
            employer_name,
            headcount,
            tags,
        } = draft;
        let external_id = format!("DEMO-{}-{:05}", quota.letters, self.rows.len() + 1);
        let words = Words::of(quota.kind, job);
        let monthly = pay.monthly_fen();
        opening::Model {
            id: self.ids.next(self.now),
            short_no: 0,
            source: SOURCE.to_owned(),
            natural_key: natural_key(NaturalKeyParts {
                source: SOURCE,
                external_id: Some(&external_id),
                division: spot.division,
                kind: quota.kind,
                employer: &employer_name,
                title: &words.title,
            }),
            external_id: Some(external_id),
            kind: quota.kind.to_owned(),
            title: words.title,
            employer_name,
            employer_code: None,
            division_id: spot.division,
            address: Some(format!("{}（演示地址）", spot.full_name)),
            lat: point.lat_degrees(),
            lon: point.lon_degrees(),
            point_basis: "approximate".to_owned(),
            occupation: Some(job.code.clone()),
            category: Some(job.category.clone()),
            headcount,
            conditions: Some(words.conditions),
            duties: Some(words.duties),
            pay_min_fen: pay.min_fen(),
            pay_max_fen: pay.max_fen(),
            pay_unit: pay.unit().code().to_owned(),
            pay_months: pay.months_per_year().map(i32::from),
            pay_monthly_min_fen: monthly.map(|(least, _)| least),
            pay_monthly_max_fen: monthly.map(|(_, most)| most),
            tags: json!(tags),
            starts_on: dates.starts_on,
            ends_on: dates.ends_on,
            posted_at: dates.posted_at,
            valid_until: dates.valid_until,
            state: "published".to_owned(),
            is_demo: true,
            version: 1,
            created_at: dates.posted_at,
            updated_at: dates.posted_at,
        }
    }
}

/// How many times the openings of an ordinary county one has.
fn weight_of(county: &County) -> u64 {
    county.urban.map_or(1, |urban| urban.weight)
}
