//! What pays are read, refused, written and compared, with examples worked by hand and the round
//! trip as a property. Read the parent module for the rules.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{MAX_FEN, MAX_SPREAD, Pay, PayRefusal, PayUnit, to_monthly_fen};
use crate::language::Language;
use proptest::prelude::*;

/// A pay from yuan, both sides given.
fn yuan(min: i64, max: i64, unit: PayUnit) -> Pay {
    Pay::new(Some(min * 100), Some(max * 100), unit, None).unwrap()
}

/// The refusal of a text.
fn refusal(text: &str) -> PayRefusal {
    Pay::parse_text(text).unwrap_err()
}

#[test]
fn ranges_people_paste_are_read_with_the_unit_they_say() {
    let cases = [
        ("6千-1万", yuan(6_000, 10_000, PayUnit::Month)),
        ("5-8万/年", yuan(50_000, 80_000, PayUnit::Year)),
        ("200-300元/天", yuan(200, 300, PayUnit::Day)),
        ("25元/小时", yuan(25, 25, PayUnit::Hour)),
        ("4.5-6千", yuan(4_500, 6_000, PayUnit::Month)),
        ("4500-6500元/月", yuan(4_500, 6_500, PayUnit::Month)),
        ("200元/日", yuan(200, 200, PayUnit::Day)),
        ("1.2万", yuan(12_000, 12_000, PayUnit::Month)),
        ("8000", yuan(8_000, 8_000, PayUnit::Month)),
        ("3000-5000/month", yuan(3_000, 5_000, PayUnit::Month)),
        (
            "￥６，０００～８，０００／月",
            yuan(6_000, 8_000, PayUnit::Month),
        ),
        ("¥6,000 - ¥8,000", yuan(6_000, 8_000, PayUnit::Month)),
        ("6k-8K", yuan(6_000, 8_000, PayUnit::Month)),
        ("1.5w—2w", yuan(15_000, 20_000, PayUnit::Month)),
        ("5000——8000", yuan(5_000, 8_000, PayUnit::Month)),
        ("3000-1万", yuan(3_000, 10_000, PayUnit::Month)),
        ("5000至8千", yuan(5_000, 8_000, PayUnit::Month)),
        ("月薪：6000到8000元", yuan(6_000, 8_000, PayUnit::Month)),
        ("年薪10-15万元", yuan(100_000, 150_000, PayUnit::Year)),
        ("每天200元", yuan(200, 200, PayUnit::Day)),
        ("20元每小时", yuan(20, 20, PayUnit::Hour)),
        ("30 yuan per hour", yuan(30, 30, PayUnit::Hour)),
        ("3元/件", yuan(3, 3, PayUnit::Piece)),
        ("计件 3元", yuan(3, 3, PayUnit::Piece)),
    ];
    for (text, pay) in cases {
        assert_eq!(Pay::parse_text(text), Ok(pay), "{text}");
    }
}

#[test]
fn one_sided_piece_and_negotiable_pays_are_read() {
    let least = Pay::new(Some(300_000), None, PayUnit::Month, None).unwrap();
    for text in [
        "3000以上",
        "3000元/月以上",
        "3000元以上/月",
        "3000+",
        "3千起",
        "至少3000",
    ] {
        assert_eq!(Pay::parse_text(text), Ok(least), "{text}");
    }
    let most = Pay::new(None, Some(1_000_000), PayUnit::Month, None).unwrap();
    for text in ["1万以下", "不超过1万元/月", "至多10000"] {
        assert_eq!(Pay::parse_text(text), Ok(most), "{text}");
    }
    let negotiable = Pay::new(None, None, PayUnit::Negotiable, None).unwrap();
    for text in ["面议", " 薪资：面议 ", "Negotiable"] {
        assert_eq!(Pay::parse_text(text), Ok(negotiable), "{text}");
    }
    assert_eq!(
        Pay::parse_text("计件"),
        Pay::new(None, None, PayUnit::Piece, None)
    );
}

#[test]
fn a_thirteenth_month_is_kept_but_does_not_raise_the_monthly_pay() {
    for text in [
        "1-1.5万·13薪",
        "1-1.5万 13薪",
        "1-1.5万/月，13薪",
        "10-15K*13薪",
    ] {
        let pay = Pay::parse_text(text).unwrap();
        assert_eq!(pay.months_per_year(), Some(13), "{text}");
        assert_eq!(pay.monthly_fen(), Some((1_000_000, 1_500_000)), "{text}");
    }
    assert_eq!(Pay::parse_text("1万·12薪").unwrap().months_per_year(), None);
    assert_eq!(refusal("1万·30薪"), PayRefusal::BadMonths { most: 24 });
    assert_eq!(refusal("10万/年·13薪"), PayRefusal::MonthsWithoutMonthlyPay);
}

#[test]
fn absurd_amounts_are_refused_by_name() {
    assert_eq!(refusal("8000-6000"), PayRefusal::MinAboveMax);
    assert_eq!(refusal("-5000"), PayRefusal::Negative);
    assert_eq!(refusal("5000--6000"), PayRefusal::Negative);
    assert_eq!(refusal("0"), PayRefusal::Zero);
    assert_eq!(refusal("1001万/年"), PayRefusal::TooLarge);
    assert_eq!(refusal("99999999999999999999"), PayRefusal::TooLarge);
    assert_eq!(refusal("0.001元/件"), PayRefusal::TooFine);
    assert_eq!(
        refusal("3-5000元/月"),
        PayRefusal::TooWide { times: MAX_SPREAD }
    );
    assert_eq!(refusal("三千"), PayRefusal::NoNumber);
    assert_eq!(refusal(""), PayRefusal::NoNumber);
    assert_eq!(refusal(&"8".repeat(201)), PayRefusal::TooLong { most: 200 });
}

#[test]
fn amounts_that_could_be_for_several_units_must_say_theirs() {
    for text in ["200-300", "25", "50-80万", "10万", "月薪200元/天"] {
        assert_eq!(refusal(text), PayRefusal::UnitMissing, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_quoted_and_never_skipped() {
    let cases = [
        ("底薪3000+提成", "底薪3000+提成"),
        ("3000+计件", "计件"),
        ("3000-5000-8000", "-8000"),
        ("8000左右", "左右"),
        ("3000 5000", "5000"),
        ("3000-5000以上", "以上"),
        ("200元/人", "人"),
        ("1万2", "2"),
        ("1,5万", "1,5万"),
        ("5000-", ""),
        ("面议 8000", "8000"),
    ];
    for (text, found) in cases {
        assert_eq!(
            refusal(text),
            PayRefusal::NotUnderstood {
                found: found.to_owned()
            },
            "{text}"
        );
    }
    let refusal = refusal("8000左右");
    assert_eq!(
        refusal.message(Language::Zh),
        "薪资从这里开始看不懂：“左右”"
    );
    assert_eq!(
        refusal.message(Language::En),
        "not understood from here: `左右`"
    );
}

#[test]
fn monthly_pay_uses_eight_hours_and_21_75_days_with_halves_rounded_up() {
    assert_eq!(to_monthly_fen(2_500, PayUnit::Hour), Some(435_000));
    assert_eq!(to_monthly_fen(20_000, PayUnit::Day), Some(435_000));
    assert_eq!(to_monthly_fen(5_000_000, PayUnit::Year), Some(416_667));
    assert_eq!(to_monthly_fen(6, PayUnit::Year), Some(1));
    assert_eq!(to_monthly_fen(5, PayUnit::Year), Some(0));
    assert_eq!(to_monthly_fen(2, PayUnit::Day), Some(44));
    assert_eq!(to_monthly_fen(1, PayUnit::Day), Some(22));
    assert_eq!(to_monthly_fen(777, PayUnit::Month), Some(777));
    assert_eq!(to_monthly_fen(1, PayUnit::Piece), None);
    assert_eq!(to_monthly_fen(1, PayUnit::Negotiable), None);
    assert_eq!(to_monthly_fen(-1, PayUnit::Month), None);
    assert_eq!(to_monthly_fen(i64::MAX, PayUnit::Hour), None);
}

#[test]
fn an_open_side_never_promises_more_than_was_given() {
    let at_least = Pay::parse_text("3000以上").unwrap();
    assert_eq!(at_least.monthly_fen(), Some((300_000, 300_000)));
    let at_most = Pay::parse_text("5000以下").unwrap();
    assert_eq!(at_most.monthly_fen(), Some((0, 500_000)));
    assert_eq!(Pay::parse_text("3元/件").unwrap().monthly_fen(), None);
    assert_eq!(Pay::parse_text("面议").unwrap().monthly_fen(), None);
}

#[test]
fn a_pay_is_kept_as_given() {
    let pay = Pay::parse_text("4.5-6千·13薪").unwrap();
    assert_eq!(
        (pay.min_fen(), pay.max_fen()),
        (Some(450_000), Some(600_000))
    );
    assert_eq!(
        (pay.unit(), pay.months_per_year()),
        (PayUnit::Month, Some(13))
    );
    assert_eq!(pay.to_text(), "4500-6000元/月·13薪");
    assert_eq!(
        Pay::parse_text("25.5元/小时").unwrap().to_text(),
        "25.5元/小时"
    );
    assert_eq!(Pay::parse_text("0.05元/件").unwrap().to_text(), "0.05元/件");
}

#[test]
fn parts_that_do_not_go_together_are_refused() {
    let new = Pay::new;
    assert_eq!(
        new(Some(1), None, PayUnit::Negotiable, None),
        Err(PayRefusal::NegotiableWithAmount)
    );
    assert_eq!(
        new(None, None, PayUnit::Day, None),
        Err(PayRefusal::NoNumber)
    );
    assert_eq!(
        new(Some(MAX_FEN + 1), None, PayUnit::Year, None),
        Err(PayRefusal::TooLarge)
    );
    assert_eq!(
        new(Some(i64::MIN), None, PayUnit::Year, None),
        Err(PayRefusal::Negative)
    );
    assert!(new(Some(MAX_FEN), None, PayUnit::Year, None).is_ok());
}

#[test]
fn every_unit_code_is_read_back_and_is_the_json_word() {
    for unit in PayUnit::ALL {
        assert_eq!(PayUnit::from_code(unit.code()), Some(unit));
        assert_eq!(serde_json::to_value(unit).unwrap(), unit.code());
    }
    assert_eq!(PayUnit::from_code("Month"), None);
}

/// Any pay that [`Pay::new`] accepts.
fn any_pay() -> impl Strategy<Value = Pay> {
    let amount = proptest::option::of(1..=MAX_FEN);
    let months = proptest::option::of(12_u8..=24);
    (
        amount,
        0..100_000_000_i64,
        any::<bool>(),
        0..PayUnit::ALL.len(),
        months,
    )
        .prop_filter_map(
            "parts that do not go together",
            |(min, more, has_max, unit, months)| {
                let max = has_max.then(|| min.unwrap_or(1) + more);
                Pay::new(min, max, *PayUnit::ALL.get(unit)?, months).ok()
            },
        )
}

proptest! {
    #[test]
    fn every_pay_is_read_back_from_its_text(pay in any_pay()) {
        prop_assert_eq!(Pay::parse_text(&pay.to_text()), Ok(pay), "{}", pay.to_text());
    }

    #[test]
    fn monthly_pay_grows_with_the_amount_and_keeps_the_order(pay in any_pay()) {
        if let Some((least, most)) = pay.monthly_fen() {
            prop_assert!(0 <= least && least <= most);
        }
    }

    #[test]
    fn hostile_text_never_panics(text in "[0-9.,\\-~+/·¥￥元万千kw月年天薪以上起x面议计件 每\\PC]{0,40}") {
        if let Ok(pay) = Pay::parse_text(&text) {
            prop_assert_eq!(Pay::parse_text(&pay.to_text()), Ok(pay));
        }
    }

    #[test]
    fn any_unicode_never_panics(text in any::<String>()) {
        if let Err(refusal) = Pay::parse_text(&text) {
            prop_assert!(!refusal.message(Language::Zh).is_empty());
        }
    }
}
