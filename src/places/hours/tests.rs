//! What opening hours answer, against examples worked by hand, and what their JSON form refuses.
//! Read `tests/oracle` for the comparison with a picture of every minute, `tests/texts` for the
//! spreadsheet forms.
#![expect(clippy::unwrap_used, reason = "tests")]

mod oracle;
mod texts;

use super::{Hours, HoursRefusal};
use crate::language::Language;
use crate::rules::calendar::WorkCalendar;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

/// The Spring Festival of 2026: off from 15 to 23 February, worked on Saturdays 14 and 28.
fn calendar() -> WorkCalendar {
    let mut table = "date,is_working_day,name\n2026-02-14,1,x\n2026-02-28,1,x\n".to_owned();
    for day in 15..=23 {
        table.push_str(&format!("2026-02-{day},0,x\n"));
    }
    WorkCalendar::parse(&table).unwrap()
}

/// Monday to Friday 09:00-12:00 and 13:30-17:00, Saturday 22:00 to Sunday 02:00; closed on one
/// working day; holidays and make-up days as said.
fn week(public_holidays: &Value, make_up_days: &str) -> Hours {
    let mut weekly = vec![json!({"day": 6, "from": "22:00", "to": "02:00"})];
    for day in 1..=5 {
        weekly.push(json!({"day": day, "from": "13:30", "to": "17:00"}));
        weekly.push(json!({"day": day, "from": "09:00", "to": "12:00"}));
    }
    Hours::from_value(&json!({
        "weekly": weekly,
        "exceptions": [
            {"from_on": "2026-02-10", "to_on": "2026-02-10", "intervals": [], "note": "盘点"},
            {"from_on": "2026-02-16", "to_on": "2026-02-17",
             "intervals": [{"from": "10:00", "to": "24:00"}]},
        ],
        "public_holidays": public_holidays,
        "make_up_days": make_up_days,
    }))
    .unwrap()
}

/// A local time from its text.
fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
}

/// Hours of one interval on one day of the week.
fn single(day: u8, from: &str, to: &str) -> Value {
    json!({
        "weekly": [{"day": day, "from": from, "to": to}],
        "public_holidays": "closed",
        "make_up_days": "closed",
    })
}

#[test]
fn an_interval_holds_its_first_second_and_not_its_end() {
    let (hours, calendar) = (week(&json!("closed"), "as_weekday"), calendar());
    let is_open = |text: &str| hours.is_open_at(at(text), &calendar);
    assert!(!is_open("2026-03-02 08:59:59"));
    assert!(is_open("2026-03-02 09:00:00"));
    assert!(is_open("2026-03-02 11:59:59"));
    assert!(!is_open("2026-03-02 12:00:00"));
    assert!(is_open("2026-03-02 13:30:00"));
}

#[test]
fn after_midnight_the_day_before_still_counts() {
    let (hours, calendar) = (week(&json!("closed"), "closed"), calendar());
    let is_open = |text: &str| hours.is_open_at(at(text), &calendar);
    assert!(is_open("2026-03-08 01:59:59"));
    assert!(!is_open("2026-03-08 02:00:00"));
    assert!(!is_open("2026-03-07 01:00:00"));
    // 14 February is a make-up day and closed, so the night into the 15th is closed too.
    assert!(!is_open("2026-02-15 01:00:00"));
}

#[test]
fn an_exception_comes_before_a_holiday_and_a_holiday_before_the_week() {
    let calendar = calendar();
    let closed = week(&json!("closed"), "as_weekday");
    assert!(!closed.is_open_at(at("2026-02-10 10:00:00"), &calendar));
    assert!(closed.is_open_at(at("2026-02-16 23:59:00"), &calendar));
    assert!(!closed.is_open_at(at("2026-02-18 10:00:00"), &calendar));
    let as_usual = week(&json!("as_usual"), "as_weekday");
    assert!(as_usual.is_open_at(at("2026-02-18 10:00:00"), &calendar));
    assert!(!as_usual.is_open_at(at("2026-02-17 09:30:00"), &calendar));
    let own = week(&json!([{"from": "07:00", "to": "08:00"}]), "as_weekday");
    assert!(own.is_open_at(at("2026-02-18 07:30:00"), &calendar));
    assert!(!own.is_open_at(at("2026-02-18 10:00:00"), &calendar));
}

#[test]
fn a_make_up_day_is_as_monday_as_its_weekday_or_closed() {
    let calendar = calendar();
    let answers = |rule: &str| {
        let hours = week(&json!("closed"), rule);
        ["2026-02-28 10:00:00", "2026-02-28 22:30:00"].map(|t| hours.is_open_at(at(t), &calendar))
    };
    assert_eq!(answers("as_weekday"), [true, false]);
    assert_eq!(answers("as_usual"), [false, true]);
    assert_eq!(answers("closed"), [false, false]);
}

#[test]
fn the_next_change_looks_past_days_off_but_not_past_fourteen_days() {
    let (hours, calendar) = (week(&json!("closed"), "closed"), calendar());
    let next = |text: &str| hours.next_change(at(text), &calendar);
    assert_eq!(
        next("2026-03-02 09:00:00"),
        Some((at("2026-03-02 12:00:00"), false))
    );
    assert_eq!(
        next("2026-03-02 12:00:00"),
        Some((at("2026-03-02 13:30:00"), true))
    );
    assert_eq!(
        next("2026-02-13 17:00:00"),
        Some((at("2026-02-16 10:00:00"), true))
    );
    assert_eq!(
        next("2026-02-18 00:00:00"),
        Some((at("2026-02-24 09:00:00"), true))
    );
    let rare = Hours::from_value(&single(1, "09:00", "12:00")).unwrap();
    let long_closed = Hours::from_value(&json!({
        "weekly": [{"day": 1, "from": "09:00", "to": "12:00"}],
        "exceptions": [{"from_on": "2026-03-03", "to_on": "2026-03-20", "intervals": []}],
        "public_holidays": "closed",
        "make_up_days": "closed",
    }))
    .unwrap();
    let monday_noon = at("2026-03-02 12:00:00");
    assert_eq!(
        rare.next_change(monday_noon, &calendar),
        Some((at("2026-03-09 09:00:00"), true))
    );
    assert_eq!(long_closed.next_change(monday_noon, &calendar), None);
    let end_of_time = NaiveDate::MAX.and_hms_opt(12, 0, 0).unwrap();
    assert_eq!(rare.next_change(end_of_time, &calendar), None);
    let start_of_time = NaiveDate::MIN.and_hms_opt(0, 0, 0).unwrap();
    assert_eq!(rare.next_change(start_of_time, &calendar), None);
}

#[test]
fn touching_days_are_one_open_time() {
    let calendar = calendar();
    let always = Hours::parse_text("24小时")
        .unwrap()
        .with_rules(super::HolidayRule::AsUsual, super::MakeUpRule::AsUsual);
    assert_eq!(
        always.next_change(at("2026-02-13 23:00:00"), &calendar),
        None
    );
    let closed = Hours::parse_text("24小时").unwrap();
    assert_eq!(
        closed.next_change(at("2026-02-12 08:00:00"), &calendar),
        Some((at("2026-02-15 00:00:00"), false))
    );
}

#[test]
fn the_json_form_is_read_back_and_sorted() {
    let hours = week(&json!([{"from": "20:00", "to": "01:00"}]), "as_usual");
    let value = serde_json::to_value(&hours).unwrap();
    assert_eq!(Hours::from_value(&value), Ok(hours.clone()));
    assert_eq!(
        serde_json::from_value::<Hours>(value.clone()).unwrap(),
        hours
    );
    let first = value.pointer("/weekly/0").unwrap();
    assert_eq!(first, &json!({"day": 1, "from": "09:00", "to": "12:00"}));
    assert_eq!(
        value.pointer("/exceptions/1/intervals/0/to").unwrap(),
        "24:00"
    );
    assert_eq!(value.pointer("/exceptions/1/note"), None);
    assert_eq!(value.pointer("/public_holidays/0/to").unwrap(), "01:00");
    assert_eq!(value.pointer("/make_up_days").unwrap(), "as_usual");
}

#[test]
fn wrong_days_times_and_overlaps_are_refused() {
    let refusal = |value: &Value| Hours::from_value(value).unwrap_err();
    let bad_time = |found: &str| HoursRefusal::BadTime {
        found: found.to_owned(),
    };
    assert_eq!(
        refusal(&single(0, "09:00", "12:00")),
        HoursRefusal::BadDay { day: 0 }
    );
    assert_eq!(
        refusal(&single(8, "09:00", "12:00")),
        HoursRefusal::BadDay { day: 8 }
    );
    for text in [
        "9:00", "09:60", "25:00", "24:01", "0９:00", "", "09:00:00", "+9:00",
    ] {
        assert_eq!(refusal(&single(1, text, "12:00")), bad_time(text), "{text}");
    }
    assert_eq!(refusal(&single(1, "24:00", "02:00")), bad_time("24:00"));
    let zero = HoursRefusal::ZeroLength {
        at: "09:00".to_owned(),
    };
    assert_eq!(refusal(&single(1, "09:00", "09:00")), zero);
    let overlapping = |second: Value| {
        let weekly = [json!({"day": 7, "from": "20:00", "to": "03:00"}), second];
        refusal(&json!({
            "weekly": weekly, "public_holidays": "closed", "make_up_days": "closed",
        }))
    };
    for second in [
        json!({"day": 7, "from": "19:00", "to": "20:30"}),
        json!({"day": 1, "from": "02:30", "to": "04:00"}),
    ] {
        assert!(matches!(overlapping(second), HoursRefusal::Overlap { .. }));
    }
}

#[test]
fn counts_dates_notes_and_shapes_have_bounds() {
    let with_exceptions = |exceptions: Value| {
        Hours::from_value(&json!({
            "weekly": [], "exceptions": exceptions,
            "public_holidays": "closed", "make_up_days": "closed",
        }))
    };
    let exception = |from_on: String, to_on: &str, note: &str| json!({"from_on": from_on, "to_on": to_on, "intervals": [], "note": note});
    let on = |from_on: &str, to_on, note| exception(from_on.to_owned(), to_on, note);
    let backwards = json!([on("2026-05-02", "2026-05-01", "")]);
    let refusal = with_exceptions(backwards).unwrap_err();
    assert!(matches!(refusal, HoursRefusal::ExceptionBackwards { .. }));
    let both = json!([
        on("2026-05-02", "2026-05-03", ""),
        on("2026-05-01", "2026-05-02", "")
    ]);
    let refusal = with_exceptions(both).unwrap_err();
    assert!(matches!(refusal, HoursRefusal::ExceptionsOverlap { .. }));
    for note in ["a(b", "第一行\n第二行", "长".repeat(61).as_str()] {
        let refusal = with_exceptions(json!([on("2026-05-01", "2026-05-01", note)])).unwrap_err();
        assert_eq!(refusal, HoursRefusal::BadNote { most: 60 });
    }
    let many = |count: i32| {
        let dates = (0..count).map(|year| format!("{}-05-01", 2026 + year));
        Value::from(
            dates
                .map(|on| exception(on.clone(), &on, ""))
                .collect::<Vec<_>>(),
        )
    };
    assert!(with_exceptions(many(60)).is_ok());
    assert_eq!(
        with_exceptions(many(61)),
        Err(HoursRefusal::TooManyExceptions { most: 60 })
    );
    let weekly: Vec<Value> = (10..19)
        .map(|hour| json!({"day": 1, "from": format!("{hour}:00"), "to": format!("{hour}:30")}))
        .collect();
    let nine = json!({"weekly": weekly, "public_holidays": "closed", "make_up_days": "closed"});
    assert_eq!(
        Hours::from_value(&nine),
        Err(HoursRefusal::TooManyIntervals { most: 8 })
    );
}

#[test]
fn another_shape_is_refused_and_said_in_both_languages() {
    for value in [
        json!({}),
        json!([]),
        json!({"weekly": [], "public_holidays": "maybe", "make_up_days": "closed"}),
        json!({"weekly": [], "public_holidays": "closed", "make_up_days": "maybe"}),
        json!({"weekly": [], "public_holidays": "closed", "make_up_days": "closed", "week": []}),
    ] {
        let refusal = Hours::from_value(&value).unwrap_err();
        assert!(matches!(refusal, HoursRefusal::Shape { .. }), "{value}");
        assert!(
            refusal
                .message(Language::Zh)
                .starts_with("营业时间的格式不对：")
        );
        assert!(
            refusal
                .message(Language::En)
                .starts_with("opening hours have another shape: ")
        );
    }
}
