//! Tests of what the benches rest on: the data set, the translation of filters, the quantiles.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::data::{self, Item};
use crate::engine;
use crate::filters::{self, Filter};
use crate::watch::Times;

/// A small data set.
fn items() -> Vec<Item> {
    data::items(40_000, 1).unwrap()
}

/// The share of the items that pass the row with this beginning of a name, per cent.
fn percent(name: &str) -> f64 {
    let row = row(name);
    let passing = u32::try_from(row.count(&items())).unwrap();
    f64::from(passing) / 400.0
}

/// The row with this beginning of a name.
fn row(name: &str) -> Filter {
    let mut found = filters::rows()
        .into_iter()
        .filter(|row| row.name.starts_with(name));
    found.next().unwrap()
}

#[test]
fn every_row_lets_through_the_share_that_its_name_says() {
    assert!((percent("100 %") - 100.0).abs() < f64::EPSILON);
    assert!((percent("50 %") - 50.0).abs() < 1.0);
    assert!((percent("5 %") - 5.0).abs() < 0.5);
    assert!((percent("0.5 %") - 0.5).abs() < 0.15);
    assert!((percent("0.24 %") - 0.24).abs() < 0.1);
    assert!((percent("0.05 %") - 0.05).abs() < 0.04);
    assert!((percent("0.04 %") - 0.04).abs() < 0.04);
    assert!((percent("6 %") - 6.0).abs() < 1.5);
    for row in filters::rows()
        .iter()
        .filter(|row| row.name.starts_with("0 %"))
    {
        assert_eq!(row.count(&items()), 0, "{}", row.name);
    }
}

#[test]
fn two_frequent_conditions_never_meet() {
    let items = items();
    let third = items.iter().filter(|item| item.category == 3).count();
    let seventh = items.iter().filter(|item| item.tags & 1 << 7 != 0).count();
    assert!(third > 1500 && seventh > 10_000, "{third} and {seventh}");
    assert_eq!(row("0 %, common").count(&items), 0);
}

#[test]
fn the_far_category_is_in_the_east_and_nothing_else_is_there() {
    for item in items() {
        assert_eq!(item.category == 19, item.point.lon_degrees() > 109.0);
    }
}

#[test]
fn the_engine_answers_every_row_by_the_filter_the_row_tells() {
    let items = items();
    let index = engine::build(&items).unwrap();
    let origins = data::origins(20, 1).unwrap();
    for row in filters::rows() {
        engine::check(&index, &items, &row, &origins).unwrap();
    }
}

#[test]
fn an_answer_to_another_filter_is_noticed() {
    let items = items();
    // An index of the wrong items: half of what passes is missing.
    let index = engine::build(&items[..10]).unwrap();
    let origins = data::origins(1, 1).unwrap();
    assert!(engine::check(&index, &items, &row("100 %"), &origins).is_err());
}

#[test]
fn one_seed_gives_one_data_set_and_another_seed_another() {
    let points = |seed| {
        let items = data::items(100, seed).unwrap();
        items.iter().map(|item| item.point).collect::<Vec<_>>()
    };
    assert_eq!(points(1), points(1));
    assert_ne!(points(1), points(2));
}

#[test]
fn a_number_survives_its_id() {
    for number in [0, 1, 77, u32::MAX] {
        assert_eq!(data::number_of(data::id_of(number)), number);
    }
}

#[test]
fn a_single_pause_is_no_hard_question() {
    let mut times = Times::new(2);
    for (question, time) in [(0, 1.0), (0, 2.0), (0, 900.0), (1, 3.0), (1, 4.0), (1, 5.0)] {
        times.note(question, time);
    }
    assert!((times.median() - 3.0).abs() < f64::EPSILON);
    assert!((times.p99() - 900.0).abs() < f64::EPSILON);
    assert!((times.longest() - 900.0).abs() < f64::EPSILON);
    assert!((times.hardest_question() - 4.0).abs() < f64::EPSILON);
    assert_eq!(times.count(), 6);
}

#[test]
fn no_time_is_not_a_time_of_zero() {
    assert!(Times::new(3).median().is_nan());
    assert!(Times::new(3).hardest_question().is_nan());
}
