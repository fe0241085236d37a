//! What the holiday table must answer, and which tables it must refuse. Needs no file: the
//! table here is a short one of its own. Read `calendar` for the rules.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{CalendarRefusal, DayKind, WorkCalendar};
use chrono::NaiveDate;

/// A short table: the tail of 2025's December, and two days that 2026's notice names.
const TABLE: &str = "\u{feff}date,is_working_day,name\r\n\
    2026-10-01,0,National Day\r\n\
    2026-02-14,1,Spring Festival, make-up\r\n\
    \r\n\
    2025-12-31,0,New Year's Day\r\n";

/// A date from its text.
fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The refusal of a table with one row.
fn refusal(row: &str) -> CalendarRefusal {
    WorkCalendar::parse(&format!(
        "date,is_working_day,name\n2026-10-01,0,x\n{row}\n"
    ))
    .unwrap_err()
}

#[test]
fn named_days_are_holidays_or_make_up_days_and_others_are_ordinary() {
    let calendar = WorkCalendar::parse(TABLE).unwrap();
    assert_eq!(calendar.day_kind(on("2026-10-01")), DayKind::PublicHoliday);
    assert_eq!(calendar.day_kind(on("2026-02-14")), DayKind::MakeUpDay);
    assert_eq!(calendar.day_kind(on("2026-02-15")), DayKind::Ordinary);
    assert_eq!(calendar.day_kind(on("2031-10-01")), DayKind::Ordinary);
}

#[test]
fn a_year_is_covered_to_its_last_day_and_december_rows_of_the_next_notice_do_not_count() {
    let calendar = WorkCalendar::parse(TABLE).unwrap();
    assert!(calendar.covers(on("2026-01-01")));
    assert!(calendar.covers(on("2026-12-31")));
    assert!(!calendar.covers(on("2027-01-01")));
    assert!(!calendar.covers(on("2025-12-31")));
    assert_eq!(calendar.day_kind(on("2025-12-31")), DayKind::PublicHoliday);
}

#[test]
fn every_refusal_names_its_line() {
    let date = on("2026-10-01");
    assert_eq!(
        refusal("2026-10-01,0,x"),
        CalendarRefusal::Twice { line: 3, date }
    );
    assert_eq!(
        refusal("2026-10-02,0"),
        CalendarRefusal::Columns { line: 3 }
    );
    assert_eq!(
        refusal("2026-02-30,0,x"),
        CalendarRefusal::Date {
            line: 3,
            found: "2026-02-30".to_owned()
        }
    );
    assert_eq!(
        refusal("2026-10-02,yes,x"),
        CalendarRefusal::Mark {
            line: 3,
            found: "yes".to_owned()
        }
    );
    assert_eq!(
        refusal("2026-10-02,1,x"),
        CalendarRefusal::MakeUpOnWeekday {
            line: 3,
            date: on("2026-10-02")
        }
    );
    assert!(
        refusal("2026-10-02,yes,x")
            .to_string()
            .starts_with("line 3: ")
    );
}

#[test]
fn a_table_without_header_or_rows_is_refused() {
    assert_eq!(
        WorkCalendar::parse("2026-10-01,0,x"),
        Err(CalendarRefusal::Header)
    );
    assert_eq!(WorkCalendar::parse(""), Err(CalendarRefusal::Header));
    assert_eq!(
        WorkCalendar::parse("date,is_working_day,name\n"),
        Err(CalendarRefusal::Empty)
    );
}
