//! What the compiled-in catalog holds.
//!
//! Must never: repeat the files; it states what must be true of them whatever is added.
//! Read next: `catalog/*.toml`.

use std::collections::BTreeSet;

use super::default_catalog;
use crate::catalog::place_terms::Level;
use crate::catalog::vocabulary::Term;
use crate::language::Language;

#[test]

fn the_default_catalog_holds_the_eleven_kinds_of_place_in_order() {
    let catalog = default_catalog();
    let codes: Vec<_> = catalog.place_kinds.iter().map(Term::code).collect();
    assert_eq!(
        codes,
        [
            "doorstep_station",
            "gig_market",
            "gig_station",
            "service_centre",
            "cooperation_station",
            "partner_base",
            "training_base",
            "incubator",
            "career_station",
            "hr_market",
            "liaison_point",
        ]
    );
    assert_eq!(
        catalog.place_kind("service_centre").unwrap().level,
        Some(Level::County)
    );
    assert_eq!(catalog.place_kind("gig_market").unwrap().level, None);
}

#[test]
fn exactly_five_families_must_stand_on_a_townships_list_and_each_family_has_services() {
    let catalog = default_catalog();
    let listed: Vec<_> = catalog
        .families
        .iter()
        .filter(|family| family.listed)
        .collect();
    let listed: Vec<_> = listed
        .iter()
        .map(|family| family.label(Language::Zh))
        .collect();
    assert_eq!(
        listed,
        [
            "就业信息服务",
            "职业介绍",
            "职业指导",
            "就业援助",
            "技能培训"
        ]
    );
    for family in &catalog.families {
        assert!(
            catalog
                .services
                .iter()
                .any(|item| item.family == family.code),
            "{}",
            family.code
        );
    }
}

#[test]
fn every_family_of_a_township_list_can_be_offered_in_the_township() {
    let catalog = default_catalog();
    for family in catalog.families.iter().filter(|family| family.listed) {
        let mut items = catalog
            .services
            .iter()
            .filter(|item| item.family == family.code);
        assert!(
            items.any(|item| item.level <= Level::Town),
            "{}",
            family.code
        );
    }
}

#[test]
fn every_category_has_occupations_and_every_kind_of_work_too() {
    let catalog = default_catalog();
    for category in &catalog.categories {
        assert!(
            catalog
                .occupations
                .iter()
                .any(|job| job.category == category.code)
        );
    }
    for kind in ["vacancy", "gig", "public_post"] {
        let count = catalog
            .occupations
            .iter()
            .filter(|job| job.kinds.iter().any(|k| k == kind));
        assert!(count.count() >= 10, "{kind}");
    }
    assert!(catalog.occupations.len() >= 150);
}

#[test]
fn no_occupation_and_no_tag_names_sex_age_origin_or_looks() {
    let catalog = default_catalog();
    let banned = [
        "男性",
        "女性优先",
        "限男",
        "限女",
        "周岁",
        "岁以",
        "户籍",
        "户口",
        "本地人",
        "身高",
        "五官",
        "已婚",
        "未婚",
        "婚育",
    ];
    let jobs = catalog.occupations.iter();
    let mut texts: Vec<&str> = jobs
        .flat_map(|job| [&*job.duties_zh, &*job.conditions_zh])
        .collect();
    texts.extend(catalog.tags.iter().map(|tag| tag.label(Language::Zh)));
    for text in texts {
        assert!(!banned.iter().any(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn assumed_pay_of_an_hour_or_a_month_is_never_absurd() {
    for job in &default_catalog().occupations {
        assert!((2_000..=15_000).contains(&job.monthly_low), "{}", job.code);
        assert!(job.monthly_high <= 15_000, "{}", job.code);
        if job.gig_unit.as_deref() == Some("hour") {
            assert!(
                job.gig_low >= Some(20) && job.gig_high <= Some(100),
                "{}",
                job.code
            );
        }
    }
}

#[test]
fn what_has_no_source_is_unconfirmed() {
    let catalog = default_catalog();
    assert!(
        catalog
            .grades
            .iter()
            .all(|grade| !grade.confirmed && grade.zh.contains("未确认"))
    );
    assert!(catalog.opening_kinds.iter().all(|kind| !kind.confirmed));
    assert!(catalog.services.iter().all(|item| !item.confirmed));
    assert_eq!(catalog.opening_kind("gig").unwrap().max_days, 15);
    assert_eq!(catalog.opening_kind("vacancy").unwrap().max_days, 90);
}

#[test]
fn a_term_is_found_by_code_label_or_alias_whatever_the_case_and_blanks() {
    let catalog = default_catalog();
    for text in [
        "gig_station",
        " 零工驿站\u{3000}",
        "GIG Station",
        "骑手驿站",
    ] {
        assert_eq!(
            catalog.place_kinds.by_text(text).unwrap().code,
            "gig_station"
        );
    }
    assert_eq!(
        catalog.occupations.by_text("月嫂").unwrap().code,
        "maternity_nurse"
    );
    assert_eq!(
        catalog.services.by_text("讨薪").unwrap().code,
        "wage_arrears"
    );
    assert_eq!(catalog.tags.by_text("管吃").unwrap().code, "meals");
    assert_eq!(catalog.facets.by_text("厕所").unwrap().code, "toilet");
    assert_eq!(
        catalog.site_kinds.by_text("产业园区").unwrap().code,
        "industrial_park"
    );
    assert_eq!(
        catalog.opening_kinds.by_text("公岗").unwrap().code,
        "public_post"
    );
    assert!(catalog.place_kinds.by_text("驿").is_none());
    assert!(catalog.place_kinds.by_text("").is_none());
    assert!(catalog.place_kind("零工驿站").is_none());
}

#[test]
fn ordinals_count_from_nothing_in_the_order_of_the_file() {
    let catalog = default_catalog();
    for (ordinal, facet) in (0_u32..).zip(&catalog.facets) {
        assert_eq!(catalog.facets.ordinal_of(&facet.code), Some(ordinal));
    }
    assert_eq!(catalog.facets.ordinal_of("no_such_facet"), None);
}

#[test]
fn the_data_files_are_carried_as_text() {
    let catalog = default_catalog();
    assert!(
        catalog
            .text("divisions/gz_divisions_mca2026.csv")
            .contains("贵州省")
    );
    assert!(
        catalog
            .text("holidays/cn_holidays_2018_2026.csv")
            .lines()
            .count()
            > 100
    );
}

#[test]
fn every_source_cites_clauses_of_the_three_documents() {
    let catalog = default_catalog();
    let mut sources: BTreeSet<&str> = catalog
        .place_kinds
        .iter()
        .map(|t| t.source.as_str())
        .collect();
    sources.extend(catalog.services.iter().map(|t| t.source.as_str()));
    sources.extend(catalog.families.iter().map(|t| t.source.as_str()));
    sources.extend(catalog.opening_kinds.iter().map(|t| t.source.as_str()));
    sources.extend(catalog.facets.iter().filter_map(|t| t.source.as_deref()));
    for clause in sources.iter().flat_map(|source| source.split(' ')) {
        let good = clause.starts_with("A(") || clause.starts_with("B(") || clause.starts_with('C');
        assert!(good, "{clause}");
    }
}
