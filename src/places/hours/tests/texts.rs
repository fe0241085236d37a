//! The spreadsheet forms of opening hours: what is read, what is refused, and that no text makes
//! them panic. Read the parent module for what the hours then answer.

use super::super::{HolidayRule, Hours, HoursRefusal, MakeUpRule};
use crate::language::Language;
use proptest::prelude::*;

/// The canonical form of a text.
fn canonical(text: &str) -> String {
    Hours::parse_text(text).map_or_else(|refusal| refusal.to_string(), |hours| hours.to_text())
}

/// The refusal of a weekly text.
fn refusal(text: &str) -> HoursRefusal {
    Hours::parse_text(text).unwrap_err()
}

#[test]
fn weekly_texts_have_one_canonical_form() {
    let cases = [
        (
            "周一至周五 09:00-12:00,13:30-17:00; 周六 9:00-12:00",
            "周一至周五 09:00-12:00,13:30-17:00; 周六 09:00-12:00",
        ),
        ("每天 08:00-20:00", "每天 08:00-20:00"),
        ("08:00-20:00", "每天 08:00-20:00"),
        ("工作日 9:00~17:30", "周一至周五 09:00-17:30"),
        ("周末 10:00—16:00", "周六、周日 10:00-16:00"),
        ("24小时", "每天 24小时"),
        ("周一到周日 00:00-24:00", "每天 24小时"),
        ("全天", "每天 24小时"),
        (
            "Mon-Fri 09:00-17:00; Sat 09:00-12:00",
            "周一至周五 09:00-17:00; 周六 09:00-12:00",
        ),
        ("Monday to Friday 9am to 5pm", "周一至周五 09:00-17:00"),
        (
            "Tomorrow 9:00-12:00",
            "not understood from here: `tomorrow 9:00-12`",
        ),
        ("Mon - Wed, Fri 9am-5:30 pm", "周一至周三、周五 09:00-17:30"),
        (
            "周一～周五：８：３０－１２：００，１４：００－１７：３０；周六、周日休息",
            "周一至周五 08:30-12:00,14:00-17:30",
        ),
        ("星期一至五 9点-17点半", "周一至周五 09:00-17:30"),
        (
            "周一、三、五 09:00:00–12:00:00",
            "周一、周三、周五 09:00-12:00",
        ),
        ("周五至周一 22:00-2:00", "周一、周五至周日 22:00-次日02:00"),
        ("每天 20:00-次日 06:00", "每天 20:00-次日06:00"),
        ("每天 18:00-00:00", "每天 18:00-24:00"),
        (
            "周1至周5 9:00-12:00 14:00-18:00\n周六 9:00-12:00",
            "周一至周五 09:00-12:00,14:00-18:00; 周六 09:00-12:00",
        ),
        ("每天休息", "每天 休息"),
        (
            "周一 13:00-17:00; 周一 09:00-12:00",
            "周一 09:00-12:00,13:00-17:00",
        ),
        (
            "周一 09:00-12:00, 周二 10:00-12:00",
            "周一 09:00-12:00; 周二 10:00-12:00",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(canonical(text), expected, "{text}");
    }
}

#[test]
fn a_text_that_could_mean_two_things_is_refused() {
    assert!(matches!(
        refusal("每天 09:00-05:00"),
        HoursRefusal::DoubtfulEnd { .. }
    ));
    assert!(Hours::parse_text("每天 09:00-次日05:00").is_ok());
    assert!(matches!(
        refusal("每天 09:00-次日10:00"),
        HoursRefusal::LongerThanDay { .. }
    ));
    assert_eq!(
        refusal("每天 8:00-20:00; 周日休息"),
        HoursRefusal::OpenAndClosed { day: 7 }
    );
    assert!(matches!(
        refusal("工作日 9:00-17:00; 周一 13:00-15:00"),
        HoursRefusal::Overlap { .. }
    ));
    assert!(matches!(
        refusal("周一 9:00-9:00"),
        HoursRefusal::ZeroLength { .. }
    ));
    for (text, found) in [
        ("周一 9-17", "9-17"),
        ("周一 9:00-12:00; 13:00-17:00", "13:00-17:00"),
        ("周一至周五", ""),
        ("周八 9:00-12:00", "八 9:00-12:00"),
        ("周一 9:00-12:00（中午不休）", "(中午不休)"),
        ("周一 123:00-12:00", "123:00-12:00"),
    ] {
        assert_eq!(
            refusal(text),
            HoursRefusal::NotUnderstood {
                found: found.to_owned()
            },
            "{text}"
        );
    }
    for (text, found) in [
        ("周一 25:00-26:00", "25:00"),
        ("周一 9:75-12:00", "9:75"),
        ("13pm-5pm", "13pm"),
    ] {
        assert_eq!(
            refusal(text),
            HoursRefusal::BadTime {
                found: found.to_owned()
            },
            "{text}"
        );
    }
    for text in ["", "  ", "；，\n"] {
        assert_eq!(refusal(text), HoursRefusal::Empty);
    }
    assert_eq!(
        refusal(&"周".repeat(20_000)),
        HoursRefusal::TooLong { most: 32_000 }
    );
}

#[test]
fn exceptions_are_read_with_their_notes() {
    let text = "2026-02-10~2026-02-17 休息（春节；全体）; 2026-05-01 10:00-16:00";
    let read = |text: &str| {
        let hours = Hours::parse_text("每天 08:00-20:00").unwrap();
        hours
            .with_exceptions(Hours::parse_exceptions_text(text).unwrap())
            .unwrap()
    };
    assert_eq!(read(text).exceptions_to_text(), text);
    let typed = "2026年5月1日 １０：００～１６：００\n2026/2/10至2026/2/17：休息(春节；全体)；";
    assert_eq!(read(typed), read(text));
    assert_eq!(read("").exceptions, []);
    assert_eq!(read("").exceptions_to_text(), "");
}

#[test]
fn wrong_exceptions_are_refused() {
    let refusal = |text: &str| Hours::parse_exceptions_text(text).unwrap_err();
    let bad_date = |found: &str| HoursRefusal::BadDate {
        found: found.to_owned(),
    };
    assert_eq!(refusal("2026-02-30 休息"), bad_date("2026-02-30"));
    assert_eq!(refusal("0026-02-03 休息"), bad_date("0026-02-03"));
    let not_understood = |found: &str| HoursRefusal::NotUnderstood {
        found: found.to_owned(),
    };
    assert_eq!(refusal("2026-02-10"), not_understood(""));
    assert_eq!(refusal("春节 休息"), not_understood("春节 休息"));
    assert_eq!(refusal("2026-02-10 休息（春节"), not_understood("春节"));
    assert_eq!(refusal("2026-02-10 休息 照常"), not_understood("照常"));
    assert!(matches!(
        refusal("2026-02-10~2026-02-09 休息"),
        HoursRefusal::ExceptionBackwards { .. }
    ));
}

#[test]
fn holiday_and_make_up_cells_are_read() {
    let holiday = |text: &str| HolidayRule::parse_text(text).map(|rule| rule.to_text());
    assert_eq!(holiday(" 休息 "), Ok("休息".to_owned()));
    assert_eq!(holiday("照常营业"), Ok("照常".to_owned()));
    assert_eq!(holiday("As usual"), Ok("照常".to_owned()));
    assert_eq!(
        holiday("１０：００至１６：００"),
        Ok("10:00-16:00".to_owned())
    );
    assert!(holiday("照常休息").is_err());
    assert!(holiday("").is_err());
    assert_eq!(
        MakeUpRule::parse_text("按工作日"),
        Ok(MakeUpRule::AsWeekday)
    );
    assert_eq!(MakeUpRule::parse_text("照常"), Ok(MakeUpRule::AsUsual));
    assert_eq!(MakeUpRule::parse_text("closed"), Ok(MakeUpRule::Closed));
    assert!(MakeUpRule::parse_text("09:00-12:00").is_err());
}

#[test]
fn refusals_are_said_in_both_languages() {
    let refusal = refusal("周一 9点-");
    assert_eq!(refusal.message(Language::Zh), "文字不完整，结尾处缺少内容");
    let refusal = Hours::parse_text("周一 25:00-26:00").unwrap_err();
    assert!(refusal.message(Language::Zh).starts_with("“25:00”不是"));
    assert!(
        refusal
            .message(Language::En)
            .starts_with("`25:00` is not a time")
    );
}

proptest! {
    #[test]
    fn hostile_text_never_panics_and_what_is_read_is_read_back(
        text in "([0-9]{1,2}:[0-9]{2}|周[一二三四五六日]|[ ,;:~至到\\-（）()]|每天|休息|24小时|次日|pm|Mon|2026-0[1-9]-1[0-9]|\\PC){0,14}",
    ) {
        if let Ok(hours) = Hours::parse_text(&text) {
            prop_assert_eq!(Hours::parse_text(&hours.to_text()), Ok(hours));
        }
        let base = Hours::parse_text("24小时").unwrap();
        let exceptions = Hours::parse_exceptions_text(&text);
        if let Ok(hours) = exceptions.and_then(|exceptions| base.with_exceptions(exceptions)) {
            let again = Hours::parse_exceptions_text(&hours.exceptions_to_text());
            prop_assert_eq!(again.unwrap(), hours.exceptions);
        }
    }

    #[test]
    fn any_unicode_never_panics(text in any::<String>()) {
        let refusals = [
            Hours::parse_text(&text).err(),
            Hours::parse_exceptions_text(&text).err(),
            HolidayRule::parse_text(&text).err(),
            MakeUpRule::parse_text(&text).err(),
        ];
        for refusal in refusals.into_iter().flatten() {
            prop_assert!(refusal.message(Language::Zh).chars().count() < 80);
        }
    }
}
