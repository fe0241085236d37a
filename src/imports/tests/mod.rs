//! Headers, dates and likeness: the parts of the engine that need no register.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::column::{Column, layout_of};
use super::moment::{Moment, end_text, start_text};
use super::suggest::nearest;
use crate::language::Language;

/// A small table.
const COLUMNS: &[Column] = &[
    Column::needed("title", "名称", &["name"]),
    Column::optional("external_id", "编号", &["id"]),
];

/// The codes of the problems of headers.
fn codes(headers: &[&str]) -> Vec<&'static str> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    layout_of(&headers, COLUMNS)
        .1
        .iter()
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn headers_are_known_by_code_label_and_alias_in_any_case_width_and_spacing() {
    for headers in [
        ["名称", "编号"],
        ["Title", "External ID"],
        ["ＮＡＭＥ", " i d "],
        [" 名　称*", "external-id"],
    ] {
        assert_eq!(codes(&headers), [""; 0], "{headers:?}");
    }
}

#[test]
fn unknown_missing_and_doubled_headers_are_problems_with_a_mend() {
    assert_eq!(codes(&["titel"]), ["unknown_column", "missing_column"]);
    assert_eq!(codes(&["名称", "title"]), ["repeated_column"]);
    let (_, problems) = layout_of(&["titel".to_owned()], COLUMNS);
    assert!(
        problems[0]
            .message
            .in_language(Language::En)
            .contains("did you mean \"title\"")
    );
}

#[test]
fn dates_are_read_year_first_and_mean_local_days() {
    let day = Moment::parse("2026-11-24").unwrap();
    for text in ["2026/11/24", "2026.11.24", "2026年11月24日", "2026-11-24 "] {
        assert_eq!(Moment::parse(text.trim()), Some(day), "{text}");
    }
    assert_eq!(day.start().to_rfc3339(), "2026-11-23T16:00:00+00:00");
    assert_eq!(day.end().to_rfc3339(), "2026-11-24T16:00:00+00:00");
    let instant = Moment::parse("2026-11-24 09:30").unwrap();
    assert_eq!(instant.start().to_rfc3339(), "2026-11-24T01:30:00+00:00");
    assert_eq!(Moment::parse("2026-11-24T01:30:00Z"), Some(instant));
    for text in [
        "",
        "24/11/2026",
        "2026-13-01",
        "2026-02-30",
        "26-11-24",
        "45000",
        "2026-11-24 25:00",
        "明天",
    ] {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
}

#[test]
fn instants_are_written_so_that_they_are_read_back() {
    for text in [
        "2026-11-23T16:00:00Z",
        "2026-11-24T01:30:15.250Z",
        "2026-11-24T15:59:59.999Z",
    ] {
        let instant = text.parse().unwrap();
        assert_eq!(
            Moment::parse(&start_text(instant)).unwrap().start(),
            instant,
            "{text}"
        );
        assert_eq!(
            Moment::parse(&end_text(instant)).unwrap().end(),
            instant,
            "{text}"
        );
    }
    assert_eq!(
        end_text("2026-11-23T16:00:00Z".parse().unwrap()),
        "2026-11-23"
    );
    assert_eq!(
        start_text("2026-11-23T16:00:00Z".parse().unwrap()),
        "2026-11-24"
    );
}

#[test]
fn the_likest_come_first_and_the_unlike_not_at_all() {
    assert_eq!(nearest("维度", ["经度", "纬度", "名称"]).len(), 2);
    assert_eq!(nearest("latitud", ["longitude", "latitude"])[0], "latitude");
    assert!(nearest("xyz", ["latitude", "名称"]).is_empty());
}
