//! Tests of the gazetteer, over the real lists of the catalog and over small made-up ones.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::divisions::gazetteer::division::Level;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::division::{Note, PointBasis, System};
use super::*;
use crate::language::Language;

/// The bureau's towns as the catalog holds them.
const STREETS: &str = include_str!("../../../catalog/divisions/gz_streets_nbs2023.csv");
/// The bureau's villages as the catalog holds them.
const VILLAGES: &str = include_str!("../../../catalog/divisions/gz_villages_nbs2023.csv");

/// The catalog's texts.
const TEXTS: Texts<'static> = Texts {
    nation: include_str!("../../../catalog/divisions/cn_divisions_mca2026.csv"),
    guizhou: include_str!("../../../catalog/divisions/gz_divisions_mca2026.csv"),
    streets: STREETS,
    villages: VILLAGES,
    town_aliases: include_str!("../../../catalog/divisions/town_aliases.csv"),
    code_changes: include_str!("../../../catalog/divisions/gz_code_changes_1981_2020.csv"),
    code_changes_added: include_str!("../../../catalog/divisions/gz_code_changes_added.csv"),
    seats: include_str!("../../../catalog/divisions/gz_county_seats.csv"),
    town_points: include_str!("../../../catalog/divisions/gz_town_points_geonames.csv"),
};

/// A table of spellings without a row.
const NO_ALIASES: &str = "county6,nbs_name,mca_name\n";

/// The real gazetteer, built once.
static REAL: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::build(&TEXTS).unwrap());

/// The divisions that a code names in one system.
fn named(gazetteer: &Gazetteer, system: System, code: &str) -> Vec<NewDivision> {
    let wanted = canonical_code(code).unwrap();
    let codes = gazetteer.codes.iter();
    codes
        .filter(|row| row.system == system && row.code == wanted)
        .map(|row| gazetteer.divisions[row.division].clone())
        .collect()
}

/// The one division that a ministry code names.
fn ministry(code: &str) -> NewDivision {
    let found = named(&REAL, System::Mca, code);
    assert_eq!(found.len(), 1, "{code}");
    found[0].clone()
}

/// The rows of a CSV text, without its header.
fn rows_of(text: &'static str) -> Vec<Vec<&'static str>> {
    text.lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect()
}

/// How many divisions of Guizhou satisfy a condition.
fn count_in_guizhou(wanted: impl Fn(&NewDivision) -> bool) -> usize {
    let path = ministry("520000").path;
    let inside = REAL
        .divisions
        .iter()
        .filter(|division| division.path.starts_with(&path));
    inside.filter(|division| wanted(division)).count()
}

#[test]
fn guizhou_has_9_prefectures_88_counties_1513_towns_18_ended_ones_and_17964_villages() {
    assert_eq!(
        count_in_guizhou(|division| division.level == Level::Prefecture),
        9
    );
    assert_eq!(
        count_in_guizhou(|division| division.level == Level::County),
        88
    );
    assert_eq!(
        count_in_guizhou(|one| one.level == Level::Town && !one.ended),
        1_513
    );
    assert_eq!(
        count_in_guizhou(|one| one.level == Level::Town && one.ended),
        18
    );
    assert_eq!(
        count_in_guizhou(|division| division.level == Level::Village),
        17_964
    );
}

#[test]
fn the_nation_has_34_provinces_333_prefectures_and_2847_counties() {
    let report = &REAL.report;
    assert_eq!(
        (report.provinces, report.prefectures, report.counties),
        (34, 333, 2_847)
    );
    assert_eq!(REAL.divisions.len(), 1 + 34 + 333 + 2_847 + 1_531 + 17_964);
}

#[test]
fn without_the_spellings_117_villages_hang_on_their_county_and_are_marked() {
    let plain = Gazetteer::build(&Texts {
        town_aliases: NO_ALIASES,
        ..TEXTS
    })
    .unwrap();
    let on_county = plain.divisions.iter().filter(|one| {
        let parent = one.parent.map(|key| plain.divisions[key].level);
        one.level == Level::Village && parent == Some(Level::County)
    });
    let on_county = on_county.collect::<Vec<_>>();
    assert_eq!(on_county.len(), 117);
    assert!(
        on_county
            .iter()
            .all(|one| matches!(one.note, Some(Note::TownUnmatched { .. })))
    );
    assert_eq!(plain.report.villages_on_county_total(), 117);
    assert_eq!(plain.report.villages_on_county.len(), 7);
    assert_eq!(plain.report.towns_only_statistics.len(), 7);
    assert_eq!(plain.report.towns_only_ministry.len(), 10);
    assert_eq!(plain.report.villages, 17_964);
}

#[test]
fn with_the_spellings_every_village_is_under_a_town_and_three_new_towns_have_none() {
    let report = &REAL.report;
    assert_eq!(report.spellings.len(), 7);
    assert_eq!(report.villages_on_county_total(), 0);
    assert!(report.towns_only_statistics.is_empty());
    let lonely = ["龙川街道", "松江街道", "杉木湖街道"];
    assert_eq!(report.towns_only_ministry.len(), 3);
    for (full_name, name) in report.towns_only_ministry.iter().zip(lonely) {
        assert!(full_name.ends_with(name), "{full_name}");
    }
    let zongling = ministry("520525101");
    assert_eq!(zongling.name, "鬃岭镇");
    assert_eq!(
        zongling.note,
        Some(Note::AlsoSpelled {
            name: "骔岭镇".to_owned()
        })
    );
}

#[test]
fn no_village_lands_in_a_town_of_another_name_though_278_codes_lead_there() {
    let streets = rows_of(STREETS);
    let names = streets
        .iter()
        .map(|row| (row[0], row[1]))
        .collect::<HashMap<_, _>>();
    let spelled = rows_of(TEXTS.town_aliases);
    let spelled = spelled
        .iter()
        .map(|row| (row[1], row[2]))
        .collect::<HashMap<_, _>>();
    let by_code = REAL.codes.iter().filter(|row| row.system == System::Mca);
    let by_code = by_code
        .map(|row| (row.code.as_str(), row.division))
        .collect::<HashMap<_, _>>();
    let ministry_name = |code: &str| {
        let key = by_code.get(canonical_code(code).unwrap().as_str())?;
        Some(REAL.divisions[*key].name.as_str())
    };
    let differs = |code: &str, name: &str| {
        let right = spelled.get(name).copied().unwrap_or(name);
        ministry_name(code).is_some_and(|other| other != right)
    };
    assert_eq!(
        streets.iter().filter(|row| differs(row[0], row[1])).count(),
        278
    );
    let villages = REAL.codes.iter().filter(|row| {
        row.system == System::Nbs && REAL.divisions[row.division].level == Level::Village
    });
    let (mut wrong_by_prefix, mut none_by_prefix, mut seen) = (0, 0, 0);
    for row in villages {
        let street = row.code.get(..9).unwrap();
        let name = names[street];
        let parent = &REAL.divisions[REAL.divisions[row.division].parent.unwrap()];
        assert_eq!(
            parent.name,
            spelled.get(name).copied().unwrap_or(name),
            "{}",
            row.code
        );
        let county = ministry(row.code.get(..6).unwrap());
        assert_eq!(parent.parent, Some(county.key), "{}", row.code);
        wrong_by_prefix += usize::from(differs(street, name));
        none_by_prefix += usize::from(ministry_name(street).is_none());
        seen += 1;
    }
    assert_eq!(
        (seen, wrong_by_prefix, none_by_prefix),
        (17_964, 3_407, 1_990)
    );
}

#[test]
fn no_village_is_lost_or_renamed() {
    let given = rows_of(VILLAGES)
        .into_iter()
        .map(|row| (row[0], row[1]))
        .collect::<HashSet<_>>();
    let codes = REAL.codes.iter().filter(|row| row.system == System::Nbs);
    let kept = codes
        .map(|row| (row.code.as_str(), &REAL.divisions[row.division]))
        .filter(|(_, division)| division.level == Level::Village)
        .map(|(code, division)| (code, division.name.as_str()))
        .collect::<HashSet<_>>();
    assert_eq!(kept, given);
}

#[test]
fn the_two_systems_agree_on_all_88_county_codes() {
    let counties = REAL.codes.iter().filter(|row| {
        row.system == System::Nbs && REAL.divisions[row.division].level == Level::County
    });
    let counties = counties.collect::<Vec<_>>();
    assert_eq!(counties.len(), 88);
    for row in counties {
        assert_eq!(ministry(&row.code).key, row.division);
    }
}

#[test]
fn every_path_is_unique_and_starts_with_its_parents() {
    let mut paths = HashSet::new();
    for (position, division) in REAL.divisions.iter().enumerate() {
        assert_eq!(division.key, position);
        assert!(paths.insert(division.path.as_str()), "{}", division.path);
        let Some(parent) = division.parent else {
            assert_eq!((position, division.level), (0, Level::Country));
            continue;
        };
        let parent = &REAL.divisions[parent];
        assert!(parent.key < division.key && parent.level < division.level);
        assert_eq!(division.path.len(), parent.path.len() + 5);
        assert!(division.path.starts_with(&parent.path));
    }
}

#[test]
fn a_full_name_runs_from_the_province_down() {
    let nanming = ministry("520102");
    assert_eq!(nanming.full_name, "贵州省贵阳市南明区");
    assert_eq!(REAL.divisions[0].full_name, "中国");
    let village = named(&REAL, System::Nbs, "520102016001");
    assert!(
        village[0].full_name.ends_with("纪念塔社区"),
        "{}",
        village[0].full_name
    );
    assert!(
        village[0]
            .full_name
            .starts_with("贵州省贵阳市南明区新华路街道")
    );
}

#[test]
fn counties_run_by_a_province_hang_on_it() {
    for (code, name) in [
        ("110101", "北京市"),
        ("429004", "湖北省"),
        ("469001", "海南省"),
    ] {
        let county = ministry(code);
        let parent = &REAL.divisions[county.parent.unwrap()];
        assert_eq!(
            (county.level, parent.level),
            (Level::County, Level::Province)
        );
        assert_eq!(parent.name, name);
    }
}

#[test]
fn ended_towns_are_kept_with_their_code_and_have_no_villages() {
    let town = ministry("520204600");
    assert!(town.ended);
    assert_eq!(town.note, Some(Note::Revoked));
    let ended = |key: usize| REAL.divisions[key].ended;
    assert!(
        !REAL
            .divisions
            .iter()
            .any(|division| division.parent.is_some_and(ended))
    );
}

#[test]
fn a_former_code_leads_through_all_changes_to_todays_division() {
    for (code, name, until) in [
        ("520522", "黔西市", 2021),
        ("522423", "黔西市", 2011),
        ("522125", "道真仡佬族苗族自治县", 1997),
        ("522525", "清镇市", 1992),
        ("520202", "盘州市", 1999),
        ("520221", "水城区", 2020),
        ("522121", "", 1997),
    ] {
        let found = named(&REAL, System::Former, code);
        let names = found
            .iter()
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>();
        if name.is_empty() {
            assert!(names.is_empty(), "{code}");
            continue;
        }
        assert_eq!(names, [name], "{code}");
        let wanted = canonical_code(code).unwrap();
        let row = REAL.codes.iter().find(|row| row.code == wanted).unwrap();
        assert_eq!(row.valid_to, Some(until), "{code}");
    }
    assert_eq!(ministry("520581").name, "黔西市");
    let report = &REAL.report;
    assert_eq!(report.former_codes, 63);
    assert_eq!(
        report.former_without_successor,
        ["522121000000 遵义县", "522721000000 都匀县"]
    );
    assert!(report.former_with_several.is_empty());
}

#[test]
fn a_former_code_with_several_successors_answers_with_all_of_them() {
    let code_changes_added = "year,old_code,old_name,new_code\n\
        1990,529901,甲县,529902\n1991,529902,乙县,520102\n1991,529902,乙县,520103\n\
        1989,529902,乙县,520111\n1992,529903,丙县,529904\n1993,529904,丁县,529903\n";
    let made = Gazetteer::build(&Texts {
        code_changes_added,
        ..TEXTS
    })
    .unwrap();
    let found = named(&made, System::Former, "529901");
    let names = found
        .iter()
        .map(|one| one.name.as_str())
        .collect::<Vec<_>>();
    assert_eq!(names, ["南明区", "云岩区"]);
    assert!(named(&made, System::Former, "529903").is_empty());
    let label = "529901000000 甲县".to_owned();
    assert!(
        made.report
            .former_with_several
            .iter()
            .any(|(code, names)| { *code == label && names.len() == 2 })
    );
}

#[test]
fn seats_and_town_points_are_placed_and_nothing_else_is() {
    let given = |basis| {
        REAL.divisions
            .iter()
            .filter(move |one| one.point.is_some_and(|(_, given)| given == basis))
    };
    assert_eq!(given(PointBasis::Seat).count(), 88);
    assert!(given(PointBasis::Seat).all(|division| division.level == Level::County));
    assert_eq!(given(PointBasis::Geonames).count(), 236);
    assert!(given(PointBasis::Geonames).all(|division| division.level == Level::Town));
    let (point, _) = ministry("520102").point.unwrap();
    assert!((point.lat_degrees() - 26.571_469).abs() < 1e-9);
    assert!((point.lon_degrees() - 106.710_608).abs() < 1e-9);
}

#[test]
fn no_system_gives_one_code_to_two_divisions() {
    let mut seen = HashSet::new();
    for row in REAL.codes.iter().filter(|row| row.system != System::Former) {
        assert_eq!(row.code.len(), 12);
        assert!(seen.insert((row.system, row.code.as_str())), "{}", row.code);
    }
}

#[test]
fn a_code_is_padded_to_twelve_digits_or_refused() {
    assert_eq!(canonical_code("520102").as_deref(), Some("520102000000"));
    assert_eq!(canonical_code("520102016").as_deref(), Some("520102016000"));
    assert_eq!(
        canonical_code("520102016001").as_deref(),
        Some("520102016001")
    );
    for bad in [
        "",
        "52",
        "5201020",
        "52010a",
        "５２０１０２",
        "贵州",
        "520102 ",
        "5201020160011",
    ] {
        assert_eq!(canonical_code(bad), None, "{bad}");
    }
}

#[test]
fn broken_lists_are_refused_with_file_and_line() {
    let refusal = |texts: Texts<'_>| Gazetteer::build(&texts).unwrap_err().to_string();
    let nation =
        "code12,name,level,parent12\n520000000000,贵州省,1,\n520100000000,甲,2,530000000000\n";
    let said = refusal(Texts { nation, ..TEXTS });
    assert_eq!(
        said,
        "cn_divisions_mca2026.csv line 3: no division has the code 530000000000"
    );
    let nation = "code12,name\n520000000000,贵州省\n";
    assert!(refusal(Texts { nation, ..TEXTS }).contains("missing field `level`"));
    let guizhou = "code12,name,level,parent12,status\n520000000000,桂州省,1,,\n";
    let said = refusal(Texts { guizhou, ..TEXTS });
    assert_eq!(
        said,
        "gz_divisions_mca2026.csv line 2: the code 520000000000 is already defined"
    );
    let streets = "code9,name,county6\n52010201,新华路街道,520102\n";
    assert!(refusal(Texts { streets, ..TEXTS }).contains("line 2: \"52010201\" is not a division"));
    let villages = "code12,name\n529999001001,某村\n";
    assert!(refusal(Texts { villages, ..TEXTS }).contains("the code 529999000000"));
    let seats = "code6,lon_wgs84,lat_wgs84\n520102,26.5,106.7\n";
    let said = refusal(Texts { seats, ..TEXTS });
    assert_eq!(
        said,
        "gz_county_seats.csv line 2: the point is not a valid WGS-84 coordinate"
    );
    let town_aliases = "county6,nbs_name,mca_name\n520102,甲,没有的镇\n";
    assert!(
        refusal(Texts {
            town_aliases,
            ..TEXTS
        })
        .contains("has no town 没有的镇")
    );
}

#[test]
fn the_report_reads_in_both_languages() {
    let english = REAL.report.lines(Language::En);
    assert_eq!(
        english[1],
        "Towns: 1513 live, 18 ended; 236 with a point, 1277 without"
    );
    assert!(english.contains(&"  522121000000 遵义县".to_owned()));
    let chinese = REAL.report.lines(Language::Zh);
    assert_eq!(chinese.len(), english.len());
    assert_eq!(chinese[2], "村级：17964，其中挂在县级 0");
}
