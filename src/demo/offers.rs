//! What a place of the demo set has and does, by its kind: facets and services, all of the catalog.
//!
//! It must never give a place a facet that its kind may not have. Read next: `places`.

use serde_json::{Value, json};

use super::places::PlaceMaker;
use crate::catalog::{Facet, Level, PlaceKind, ServiceItem};

/// Services of places where gig workers wait.
const GIG_SERVICES: &[&str] = &[
    "gig_search",
    "gig_matching",
    "job_seeker_registration",
    "policy_enquiry",
    "rights_consultation",
    "wage_arrears",
    "opening_report",
    "opening_publication",
];

/// Services of training bases.
const TRAINING_SERVICES: &[&str] = &[
    "training_information",
    "training_enrolment",
    "order_class_enrolment",
    "skill_assessment",
    "craft_training",
    "certificate_subsidy",
];

/// Services of incubators.
const INCUBATOR_SERVICES: &[&str] = &[
    "startup_guidance",
    "startup_training",
    "guarantee_loan",
    "policy_enquiry",
];

/// Services of campus stations.
const CAMPUS_SERVICES: &[&str] = &[
    "graduate_guidance",
    "career_advice",
    "career_assessment",
    "interview_coaching",
    "job_fair",
    "unplaced_graduate_help",
    "vacancy_search",
    "graduate_township_subsidy",
];

/// Services of human-resources markets.
const MARKET_SERVICES: &[&str] = &[
    "vacancy_search",
    "opening_publication",
    "job_recommendation",
    "employer_registration",
    "job_fair",
    "live_job_broadcast",
    "employer_guidance",
    "pay_information",
    "opening_report",
];

/// Services of partner bases.
const BASE_SERVICES: &[&str] = &[
    "vacancy_search",
    "outbound_recommendation",
    "training_enrolment",
];

/// Services of stations and liaison points outside Guizhou.
const OUTSIDE_SERVICES: &[&str] = &[
    "outbound_recommendation",
    "remote_one_thing",
    "group_travel",
    "family_care",
    "rights_consultation",
    "wage_arrears",
    "policy_enquiry",
    "job_recommendation",
];

impl PlaceMaker<'_> {
    /// Facets that the kind may have: the first always, the others by their group.
    pub(super) fn facets(&mut self, kind: &PlaceKind) -> Value {
        let mut codes = Vec::new();
        for code in &kind.facets {
            let group = self
                .catalog
                .facet(code)
                .map(|facet: &Facet| facet.group.as_str());
            let percent = match group {
                Some("trade") => 35,
                Some("brand" | "craft") => 25,
                _ => 50,
            };
            if codes.is_empty() || self.chance.percent(percent) {
                codes.push(code.as_str());
            }
        }
        json!(codes)
    }

    /// Services at a place of the kind, ordered by code.
    pub(super) fn services(&mut self, kind: &str) -> Vec<String> {
        let listed: &[&str] = match kind {
            "service_centre" => &[],
            "doorstep_station" => return self.station_services(),
            "gig_market" | "gig_station" => GIG_SERVICES,
            "training_base" => TRAINING_SERVICES,
            "incubator" => INCUBATOR_SERVICES,
            "career_station" => CAMPUS_SERVICES,
            "hr_market" => MARKET_SERVICES,
            "partner_base" => BASE_SERVICES,
            _ => OUTSIDE_SERVICES,
        };
        let is_offered =
            |item: &&ServiceItem| listed.is_empty() || listed.contains(&item.code.as_str());
        sorted(self.catalog.services.iter().filter(is_offered))
    }

    /// Most of the services that belong to a village or a town.
    fn station_services(&mut self) -> Vec<String> {
        let (catalog, chance) = (self.catalog, &mut self.chance);
        sorted(catalog.services.iter().filter(|item| match item.level {
            Level::Village => chance.percent(92),
            Level::Town => chance.percent(80),
            Level::County => false,
        }))
    }
}

/// The codes of services in order.
fn sorted<'c>(items: impl Iterator<Item = &'c ServiceItem>) -> Vec<String> {
    let mut codes: Vec<String> = items.map(|item| item.code.clone()).collect();
    codes.sort_unstable();
    codes
}
