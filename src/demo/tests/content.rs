//! What the demo set holds and must not hold.

use std::collections::{BTreeMap, HashSet};

use chrono::TimeDelta;
use entity::opening;
use uuid::Uuid;

use super::{WORLD, now};
use crate::demo::generate::{DemoSet, generate};
use crate::openings::{PayUnit, pay_of};
use crate::places::{Hours, PlaceRecord};
use crate::platform::clock::local_day;

/// How many items there are of each kind.
fn count<'a>(kinds: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

/// Every text of an item that a person may read.
fn texts(set: &DemoSet) -> impl Iterator<Item = String> {
    let places = set.places.iter().flat_map(|it| {
        let row = &it.row;
        let more = [
            row.address.clone(),
            row.description.clone(),
            row.phone.clone(),
        ];
        [row.title.clone(), row.co_builders.to_string()]
            .into_iter()
            .chain(more.into_iter().flatten())
    });
    let openings = set.openings.iter().flat_map(|row| {
        let more = [
            row.address.clone(),
            row.conditions.clone(),
            row.duties.clone(),
        ];
        [row.title.clone(), row.employer_name.clone()]
            .into_iter()
            .chain(more.into_iter().flatten())
    });
    places.chain(openings)
}

#[test]
fn every_kind_has_as_many_as_planned() {
    let places = count(WORLD.set.places.iter().map(|it| it.row.kind.as_str()));
    assert_eq!(places["service_centre"], 88);
    assert_eq!(places["doorstep_station"], 1_513);
    assert_eq!(places["gig_market"], 9);
    assert_eq!(places["hr_market"], 9);
    assert_eq!(places["cooperation_station"], 16);
    assert_eq!(places["liaison_point"], 16);
    assert!(places["gig_station"] >= 80, "{places:?}");
    for kind in &WORLD.catalog.place_kinds {
        assert!(places.contains_key(kind.code.as_str()), "{}", kind.code);
    }
    let openings = count(WORLD.set.openings.iter().map(|row| row.kind.as_str()));
    let planned = [
        ("gig", 5_000),
        ("public_post", 800),
        ("training_class", 600),
        ("vacancy", 20_000),
    ];
    assert_eq!(openings, BTreeMap::from(planned));
}

#[test]
fn the_same_seed_gives_the_same_set_and_another_seed_another() {
    let again = generate(&WORLD.atlas, &WORLD.catalog, now(), 15);
    assert!(again == WORLD.set);
    let other = generate(&WORLD.atlas, &WORLD.catalog, now(), 16);
    assert!(other.openings[0] != again.openings[0]);
    assert_eq!(other.openings.len(), again.openings.len());
}

#[test]
fn every_item_is_labelled_demo_and_has_neither_telephone_nor_credit_code() {
    for row in WORLD.set.places.iter().map(|it| &it.row) {
        assert!(
            row.is_demo && row.phone.is_none() && row.grade.is_none(),
            "{row:?}"
        );
        assert_eq!(
            (row.source.as_str(), row.state.as_str(), row.version),
            ("demo", "open", 1)
        );
        assert!(row.external_id.as_ref().unwrap().starts_with("DEMO-"));
    }
    for row in &WORLD.set.openings {
        assert!(row.is_demo && row.employer_code.is_none(), "{row:?}");
        assert_eq!(
            (row.source.as_str(), row.state.as_str(), row.version),
            ("demo", "published", 1)
        );
        assert!(
            row.employer_name.starts_with("演示"),
            "{}",
            row.employer_name
        );
        assert!(row.address.as_ref().unwrap().ends_with("（演示地址）"));
    }
}

#[test]
fn identities_and_import_identities_are_unique() {
    let set = &WORLD.set;
    let ids: HashSet<Uuid> = set
        .places
        .iter()
        .map(|it| it.row.id)
        .chain(set.openings.iter().map(|row| row.id))
        .collect();
    assert_eq!(ids.len(), set.places.len() + set.openings.len());
    let keys: HashSet<&str> = set
        .places
        .iter()
        .map(|it| it.row.natural_key.as_str())
        .collect();
    assert_eq!(keys.len(), set.places.len());
    let keys: HashSet<&str> = set
        .openings
        .iter()
        .map(|row| row.natural_key.as_str())
        .collect();
    assert_eq!(keys.len(), set.openings.len());
}

#[test]
fn every_code_is_of_the_catalog_and_fits_its_kind() {
    let catalog = &WORLD.catalog;
    for it in &WORLD.set.places {
        let kind = catalog.place_kind(&it.row.kind).unwrap();
        let facets = PlaceRecord::texts(&it.row.facets);
        assert!(!facets.is_empty() && facets.iter().all(|facet| kind.facets.contains(facet)));
        assert!(
            it.row
                .site_kind
                .as_ref()
                .is_none_or(|code| catalog.site_kind(code).is_some())
        );
        assert!(!it.services.is_empty(), "{}", it.row.title);
        assert!(it.services.iter().all(|row| row.place_id == it.row.id));
        assert!(
            it.services
                .is_sorted_by(|one, next| one.service < next.service)
        );
        assert!(
            it.services
                .iter()
                .all(|row| catalog.service(&row.service).is_some())
        );
    }
    for row in &WORLD.set.openings {
        assert!(catalog.opening_kind(&row.kind).is_some());
        let job = catalog
            .occupations
            .get(row.occupation.as_ref().unwrap())
            .unwrap();
        assert_eq!(Some(&job.category), row.category.as_ref());
        assert!(
            row.kind == "training_class" || job.kinds.contains(&row.kind),
            "{row:?}"
        );
        let tags = PlaceRecord::texts(&row.tags);
        assert!(
            tags.iter().all(|tag| catalog.tag(tag).is_some()),
            "{tags:?}"
        );
        assert_eq!(
            tags.iter().collect::<HashSet<_>>().len(),
            tags.len(),
            "{tags:?}"
        );
    }
}

#[test]
fn every_named_service_list_is_served_in_full() {
    let most = |kind: &str| {
        let of_kind = WORLD.set.places.iter().filter(|it| it.row.kind == kind);
        of_kind.map(|it| it.services.len()).max().unwrap()
    };
    assert_eq!(most("service_centre"), WORLD.catalog.services.len());
    let expected = [
        ("gig_market", 8),
        ("training_base", 6),
        ("incubator", 4),
        ("career_station", 8),
        ("hr_market", 9),
        ("partner_base", 3),
        ("cooperation_station", 8),
    ];
    for (kind, services) in expected {
        assert_eq!(most(kind), services, "{kind}");
    }
}

#[test]
fn hours_are_read_and_gig_markets_open_early() {
    let mut kept = HashSet::new();
    for it in &WORLD.set.places {
        let hours = Hours::from_value(it.row.hours.as_ref().unwrap()).unwrap();
        let is_early = hours.to_text().contains(" 06:00") || hours.to_text().contains(" 05:30");
        assert_eq!(
            is_early,
            it.row.kind.starts_with("gig_"),
            "{}",
            it.row.title
        );
        kept.insert(hours.to_text());
    }
    assert_eq!(kept.len(), 8, "{kept:?}");
}

#[test]
fn pay_is_valid_rounded_and_within_the_assumed_range() {
    let mut to_agree = 0;
    for row in &WORLD.set.openings {
        let pay = pay_of(row).unwrap();
        let monthly = row.pay_monthly_min_fen.zip(row.pay_monthly_max_fen);
        assert_eq!(pay.monthly_fen(), monthly);
        let Some((least, most)) = row.pay_min_fen.zip(row.pay_max_fen) else {
            assert_eq!(pay.unit(), PayUnit::Negotiable);
            to_agree += 1;
            continue;
        };
        let job = WORLD
            .catalog
            .occupations
            .get(row.occupation.as_ref().unwrap())
            .unwrap();
        let (step, low, high) = match pay.unit() {
            PayUnit::Month => (100, job.monthly_low, job.monthly_high),
            PayUnit::Day => (10, job.gig_low.unwrap(), job.gig_high.unwrap()),
            PayUnit::Hour | PayUnit::Piece => (1, job.gig_low.unwrap(), job.gig_high.unwrap()),
            PayUnit::Year | PayUnit::Negotiable => panic!("{row:?}"),
        };
        assert_eq!(
            (least % (step * 100), most % (step * 100)),
            (0, 0),
            "{row:?}"
        );
        assert!(
            i64::from(low) * 100 <= least && most <= i64::from(high) * 100,
            "{row:?}"
        );
    }
    assert!((1_200..2_000).contains(&to_agree), "{to_agree}");
}

#[test]
fn every_opening_stands_for_more_than_a_day_and_no_longer_than_its_kind_may() {
    for row in &WORLD.set.openings {
        let max_days = WORLD.catalog.opening_kind(&row.kind).unwrap().max_days;
        assert!(
            row.posted_at <= now() && now() + TimeDelta::days(1) < row.valid_until,
            "{row:?}"
        );
        assert!(
            row.valid_until - row.posted_at <= TimeDelta::days(max_days.into()),
            "{row:?}"
        );
        let is_dated = matches!(row.kind.as_str(), "gig" | "training_class");
        assert_eq!(
            (row.starts_on.is_some(), row.ends_on.is_some()),
            (is_dated, is_dated)
        );
        if let Some((first, last)) = row.starts_on.zip(row.ends_on) {
            assert!(
                local_day(row.valid_until) <= first && first <= last,
                "{row:?}"
            );
        }
    }
    let is_old = |row: &&opening::Model| row.posted_at < now() - TimeDelta::days(50);
    assert!(WORLD.set.openings.iter().filter(is_old).count() > 1_000);
}

#[test]
fn no_text_holds_anything_like_a_telephone_number() {
    for text in texts(&WORLD.set) {
        let longest = text
            .split(|letter: char| !letter.is_ascii_digit())
            .map(str::len)
            .max()
            .unwrap();
        assert!(longest < 7, "{text}");
        assert!(
            !text.contains("电话") && !text.contains("有限公司"),
            "{text}"
        );
    }
}
