//! Making one place of the demo set: its hours, facets, services and the words around them, by its kind.
//!
//! It must never give a place a telephone, a grade or a code that the catalog does not hold. Read next: `sites`
//! (which places there are), `offers` (facets and services).

use chrono::{DateTime, TimeDelta, Utc};
use entity::{place, place_service};
use reach::coord::Wgs84;
use serde_json::{Value, json};

use super::chance::Chance;
use super::generate::SOURCE;
use super::ground::Spot;
use super::timetable::Timetables;
use crate::catalog::Catalog;
use crate::places::{PlaceRecord, natural_key};
use crate::platform::ids::Ids;

/// What every place of the set says of itself.
const DESCRIPTION: &str = "演示数据，不是真实站点。";

/// Organisations of every neighbourhood that may build a station together; none is a firm.
const CO_BUILDERS: [&str; 6] = [
    "社区居委会",
    "便民服务中心",
    "工会服务站",
    "物业服务单位",
    "商圈管理方",
    "园区管理方",
];

/// Where a place is to stand and under which name.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    /// The code of its kind.
    pub(super) kind: &'static str,
    /// The division it is declared in.
    pub(super) spot: &'a Spot,
    /// The point.
    pub(super) point: Wgs84,
    /// How the point is known.
    pub(super) basis: &'static str,
    /// The name.
    pub(super) title: String,
    /// Identity in the demo register.
    pub(super) external_id: String,
}

/// Makes places one after the other.
pub(super) struct PlaceMaker<'a> {
    /// Kinds, facets and services.
    pub(super) catalog: &'a Catalog,
    /// The instant that all dates are relative to.
    now: DateTime<Utc>,
    /// Identities.
    ids: &'a Ids,
    /// Chance.
    pub(super) chance: Chance,
    /// Opening hours.
    timetables: Timetables,
    /// What was made so far.
    records: Vec<PlaceRecord>,
}

impl<'a> PlaceMaker<'a> {
    /// Begins with no place.
    pub(super) fn new(catalog: &'a Catalog, now: DateTime<Utc>, ids: &'a Ids, seed: u64) -> Self {
        let chance = Chance::of(seed, "places");
        Self {
            catalog,
            now,
            ids,
            chance,
            timetables: Timetables::new(),
            records: Vec::new(),
        }
    }

    /// The places made.
    pub(super) fn finish(self) -> Vec<PlaceRecord> {
        self.records
    }

    /// Makes a place; a kind that the catalog lacks makes none.
    pub(super) fn make(&mut self, site: Site<'_>) {
        let Some(kind) = self.catalog.place_kind(site.kind) else {
            return;
        };
        let id = self.ids.next(self.now);
        let division = site.spot.division;
        let verified_at = self.verified_at();
        let row = place::Model {
            id,
            short_no: 0,
            source: SOURCE.to_owned(),
            natural_key: natural_key(
                SOURCE,
                Some(&site.external_id),
                division,
                site.kind,
                &site.title,
            ),
            external_id: Some(site.external_id),
            kind: site.kind.to_owned(),
            title: site.title,
            division_id: division,
            address: Some(format!("{}（演示地址）", site.spot.full_name)),
            lat: site.point.lat_degrees(),
            lon: site.point.lon_degrees(),
            point_basis: site.basis.to_owned(),
            site_kind: self.site_kind(site.kind),
            grade: None,
            co_builders: self.co_builders(site.kind),
            hours: self.hours(site.kind),
            facets: self.facets(kind),
            phone: None,
            description: Some(DESCRIPTION.to_owned()),
            state: "open".to_owned(),
            verified_at,
            is_demo: true,
            version: 1,
            created_at: self.now,
            updated_at: self.now,
        };
        let services = self.services(site.kind);
        let services = services.into_iter().map(|service| place_service::Model {
            place_id: id,
            service,
            hours: None,
            audience: None,
            bring: None,
            verified_at,
        });
        let services = services.collect();
        self.records.push(PlaceRecord { row, services });
    }

    /// Some days ago, or never.
    fn verified_at(&mut self) -> Option<DateTime<Utc>> {
        let minutes = self.chance.between(60, 45 * 24 * 60);
        self.chance
            .percent(60)
            .then(|| self.now - TimeDelta::minutes(minutes))
    }

    /// Opening hours of a kind.
    fn hours(&mut self, kind: &str) -> Option<Value> {
        match kind {
            "gig_market" | "gig_station" => self.timetables.early(&mut self.chance),
            _ => self.timetables.office(&mut self.chance),
        }
    }

    /// Where a place of the kind stands, of what the catalog knows.
    fn site_kind(&mut self, kind: &str) -> Option<String> {
        let usual = match kind {
            "partner_base" => "industrial_park",
            "doorstep_station" if self.chance.percent(55) => "residential",
            "service_centre" | "career_station" | "liaison_point" => "other",
            "gig_market" | "hr_market" | "incubator" => "commercial",
            _ => {
                let kinds = [
                    "residential",
                    "commercial",
                    "industrial_park",
                    "transport_hub",
                ];
                self.chance.pick(&kinds).copied().unwrap_or("other")
            }
        };
        self.catalog.site_kind(usual).map(|it| it.code.clone())
    }

    /// One or two of those who build stations together; only the kinds that are built so have any.
    fn co_builders(&mut self, kind: &str) -> Value {
        if !matches!(kind, "doorstep_station" | "gig_station") {
            return json!([]);
        }
        let first = self.chance.pick(&CO_BUILDERS).copied().unwrap_or_default();
        let second = self
            .chance
            .pick(&CO_BUILDERS)
            .copied()
            .filter(|second| *second != first);
        let second = second.filter(|_| self.chance.percent(40));
        json!(std::iter::once(first).chain(second).collect::<Vec<_>>())
    }
}
