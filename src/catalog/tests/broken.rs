//! Each kind of broken file is named with its line and key.
//!
//! Must never: compare with a line number written here; the line is that of a mark in the text.
//! Read next: `locate.rs`, `check.rs`.

use super::{refused, text_of};
use crate::catalog::{CatalogRefusal, Problem};
use crate::language::Language;

/// Replaces the first `old` of a default file by `new`, loads it, and asserts file, line and key; the
/// line is that of `mark`, a text of the changed file. Answers with what was wrong.
fn assert_broken(name: &str, old: &str, new: &str, (mark, key): (&str, &str)) -> Problem {
    let text = text_of(name);
    assert!(text.contains(old), "{name} does not contain {old}");
    let text = text.replacen(old, new, 1);
    let line = text.lines().position(|line| line.contains(mark)).unwrap() + 1;
    match refused(name, &text) {
        CatalogRefusal::Broken {
            file,
            line: at,
            key: named,
            problem,
        } => {
            assert_eq!((file, at, named.as_str()), (name, line, key), "{problem}");
            problem
        }
        CatalogRefusal::Unreadable { .. }
        | CatalogRefusal::UnknownFile { .. }
        | CatalogRefusal::TooLarge { .. }
        | CatalogRefusal::NotUtf8 { .. } => panic!("refused for another reason"),
    }
}

#[test]
fn what_is_not_toml_is_refused_at_its_line() {
    assert_broken(
        "places.toml",
        "level = \"town\"",
        "level = town",
        ("level = town", "level"),
    );
    assert_broken(
        "places.toml",
        "level = \"town\"",
        "level \"town\"",
        ("level \"town\"", "level \"town\""),
    );
    let twice = "max_days = 15\nmax_days = 16";
    assert_broken(
        "openings.toml",
        "max_days = 15",
        twice,
        ("max_days = 16", "max_days"),
    );
}

#[test]
fn an_unknown_key_is_refused_at_its_line() {
    let new = "max_days = 15\nmin_days = 3";
    assert_broken(
        "openings.toml",
        "max_days = 15",
        new,
        ("min_days", "min_days"),
    );
    let new = "[[site_kinds]]\ncode = \"x\"\n\n[[site_kind]]";
    assert_broken(
        "places.toml",
        "[[site_kind]]\ncode",
        &format!("{new}\ncode"),
        ("[[site_kinds]]", "site_kinds"),
    );
}

#[test]
fn a_missing_key_is_refused_at_its_row() {
    let old = "[[category]]\ncode = \"construction\"\nzh = \"建筑施工\"\n";
    let new = "[[category]] # here\ncode = \"construction\"\n";
    assert_broken("occupations.toml", old, new, ("# here", "zh"));
    let rows = text_of("services.toml")
        .split_once("[[service]]\n")
        .unwrap()
        .0;
    let refusal = refused("services.toml", rows);
    assert!(
        refusal
            .to_string()
            .starts_with("services.toml, line 1, key service:"),
        "{refusal}"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_refused_at_its_line() {
    let new = "max_days = \"15\"";
    assert_broken("openings.toml", "max_days = 15", new, (new, "max_days"));
    let new = "level = \"city\"";
    assert_broken("services.toml", "level = \"county\"", new, (new, "level"));
    assert_broken(
        "occupations.toml",
        "monthly_low = 4500",
        "monthly_low = -1",
        ("monthly_low = -1", "monthly_low"),
    );
    assert_broken(
        "places.toml",
        "\"waiting_area\", \"drinking_water\"",
        "7, \"drinking_water\"",
        ("7, \"drink", "facets"),
    );
}

#[test]
fn a_code_that_is_not_a_code_or_stands_twice_is_refused() {
    let bad = "code = \"Gig Market\"";
    let problem = assert_broken("places.toml", "code = \"gig_market\"", bad, (bad, "code"));
    assert_eq!(problem, Problem::NotACode("Gig Market".to_owned()));
    let twice = "code = \"gig_market\" # again";
    let problem = assert_broken(
        "places.toml",
        "code = \"gig_station\"",
        twice,
        (twice, "code"),
    );
    assert_eq!(problem, Problem::RepeatedCode("gig_market".to_owned()));
}

#[test]
fn a_text_of_two_meanings_or_none_is_refused() {
    let new = "aliases = [\n\"零工驿站\",\n\" 零工市场 \"";
    let problem = assert_broken(
        "places.toml",
        "aliases = [\"零工站\"",
        new,
        ("\" 零工市场 \"", "aliases"),
    );
    assert!(matches!(problem, Problem::TwoMeanings { other, .. } if other == "gig_market"));
    let problem = assert_broken(
        "openings.toml",
        "en = \"Gig\"",
        "en = \" \"",
        ("en = \" \"", "en"),
    );
    assert_eq!(problem, Problem::Empty);
}

#[test]
fn a_reference_to_nothing_is_refused_at_the_element() {
    let new = "\"waiting_area\",\n\"no_such_facet\",\n\"drinking_water\"";
    let problem = assert_broken(
        "places.toml",
        "\"waiting_area\", \"drinking_water\"",
        new,
        ("no_such_facet", "facets"),
    );
    assert_eq!(
        problem,
        Problem::UnknownCode {
            code: "no_such_facet".to_owned(),
            table: "facet"
        }
    );
    let new = "group = \"nowhere\"";
    assert_broken("places.toml", "group = \"amenity\"", new, (new, "group"));
    let new = "family = \"nowhere\"";
    assert_broken(
        "services.toml",
        "family = \"information\"",
        new,
        (new, "family"),
    );
    let new = "category = \"nowhere\"";
    assert_broken(
        "occupations.toml",
        "category = \"retail\"",
        new,
        (new, "category"),
    );
    let new = "kinds = [\"nowhere\"]";
    assert_broken(
        "occupations.toml",
        "kinds = [\"vacancy\"]",
        new,
        (new, "kinds"),
    );
    let new = "tags = [\"nowhere\", ";
    assert_broken("occupations.toml", "tags = [", new, (new, "tags"));
    let new = "gig_unit = \"moon\"";
    assert_broken(
        "occupations.toml",
        "gig_unit = \"day\"",
        new,
        (new, "gig_unit"),
    );
}

#[test]
fn a_reference_broken_by_another_file_names_the_file_that_refers() {
    let text = text_of("openings.toml").replacen("code = \"paid_daily\"", "code = \"daily\"", 1);
    let refusal = refused("openings.toml", &text);
    assert!(
        refusal.to_string().starts_with("occupations.toml, line "),
        "{refusal}"
    );
    assert!(
        refusal
            .to_string()
            .contains("key tags: `paid_daily` is no [[tag]]"),
        "{refusal}"
    );
}

#[test]
fn the_states_and_units_are_exactly_those_the_server_knows() {
    let new = "code = \"frozen\"";
    let problem = assert_broken("openings.toml", "code = \"expired\"", new, (new, "code"));
    assert_eq!(problem, Problem::NotServed("frozen".to_owned()));
    let row = "[[pay_unit]]\ncode = \"hour\"\nzh = \"元/小时\"\nen = \"yuan an hour\"\naliases = [\"小时\", \"时\", \"时薪\", \"每小时\", \"元/时\", \"按小时\"]\n";
    let problem = assert_broken("openings.toml", row, "", ("code = \"day\"", "code"));
    assert_eq!(problem, Problem::LacksCode("hour".to_owned()));
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    assert_broken(
        "openings.toml",
        "max_days = 15",
        "max_days = 0",
        ("max_days = 0", "max_days"),
    );
    let new = "monthly_high = 1 ";
    assert_broken(
        "occupations.toml",
        "monthly_high = 6500",
        new,
        (new, "monthly_high"),
    );
    let new = "gig_high = 1 ";
    assert_broken("occupations.toml", "gig_high = 260", new, (new, "gig_high"));
    let problem = assert_broken(
        "occupations.toml",
        "gig_low = 180\n",
        "",
        ("gig_unit = ", "gig_unit"),
    );
    assert_eq!(problem, Problem::GigPay);
    let old = "bring_en = [\"Resident ID card\"]";
    assert_broken(
        "services.toml",
        old,
        "bring_en = [] # none",
        ("# none", "bring_en"),
    );
}

#[test]
fn a_refusal_speaks_both_languages() {
    let text = text_of("openings.toml").replacen("max_days = 15", "max_days = 0", 1);
    let refusal = refused("openings.toml", &text);
    assert!(
        refusal
            .message(Language::Zh)
            .contains("键 max_days：至少为 1 天")
    );
    assert!(
        refusal
            .message(Language::En)
            .contains("key max_days: must be at least 1 day")
    );
}

#[test]
fn words_to_search_by_stand_once_and_say_something() {
    let file = "words/synonyms.toml";
    let ring = "words = [\"搬家\", \"搬家工\"]";
    let new = "words = [\"搬家\", \"搬家\"]";
    let problem = assert_broken(file, ring, new, (new, "words"));
    assert_eq!(problem, Problem::RepeatedWord("搬家".to_owned()));
    let new = "words = [\"搬家\"]";
    let problem = assert_broken(file, ring, new, (new, "words"));
    assert_eq!(problem, Problem::TooFewWords);
    let new = "words = [\"搬家\", \"！\"]";
    let problem = assert_broken(file, ring, new, (new, "words"));
    assert_eq!(problem, Problem::Empty);
    let new = "means = [\"带娃\"] # here";
    let old = "means = [\"育儿嫂\", \"育婴员\", \"保育员\", \"托育服务员\", \"带孩子\"]";
    let problem = assert_broken(file, old, new, ("# here", "means"));
    assert_eq!(problem, Problem::RepeatedWord("带娃".to_owned()));
    let problem = assert_broken(
        "words/stop_words.toml",
        "words = [\"附近\"",
        "words = [\"的\"",
        ("words = [\"的\", \"周边\"", "words"),
    );
    assert_eq!(problem, Problem::RepeatedWord("的".to_owned()));
    let new = "endings = [\"员\", \"员\"";
    let problem = assert_broken(
        "words/own_words.toml",
        "endings = [\"工\", \"员\"",
        new,
        (new, "endings"),
    );
    assert_eq!(problem, Problem::RepeatedWord("员".to_owned()));
}
