//! Files of openings: the six elements, pay, standing and employer.

use super::fixture::{Desk, OPENING_HEADERS, now, opening_row, text_of, with};
use crate::commands::parts::Ending;

#[tokio::test]
async fn a_file_is_taken_and_the_same_file_again_changes_nothing() {
    let desk = Desk::new().await;
    let file = desk.file(
        "a.csv",
        OPENING_HEADERS,
        &[opening_row(1, "保洁员"), opening_row(2, "保安")],
    );
    desk.imported("openings", &file).await;
    let openings = desk.openings().await;
    let first = &openings[0];
    assert_eq!(
        (first.pay_min_fen, first.pay_max_fen),
        (Some(300_000), Some(400_000))
    );
    assert_eq!(
        (first.pay_unit.as_str(), first.pay_monthly_max_fen),
        ("month", Some(400_000))
    );
    assert!(first.category.is_some() && first.occupation.is_some());
    assert_eq!(
        first.posted_at.to_rfc3339(),
        "2026-11-19T16:00:00+00:00",
        "the beginning of the local day"
    );
    assert_eq!(
        first.valid_until.to_rfc3339(),
        "2026-12-31T16:00:00+00:00",
        "the end of the local day"
    );
    let again = desk.import_file("openings", &file).await;
    assert!(
        text_of(&again).contains("文件没有带来任何变化"),
        "{again:?}"
    );
    assert_eq!((desk.openings().await, desk.changes().await), (openings, 2));
}

#[tokio::test]
async fn what_the_file_leaves_open_is_filled_once_and_kept() {
    let desk = Desk::new().await;
    let row = ["发布日期", "有效期至", "状态"]
        .iter()
        .fold(opening_row(1, "保洁员"), |row, column| {
            with(OPENING_HEADERS, &row, column, "")
        });
    let file = desk.file("a.csv", OPENING_HEADERS, &[row]);
    desk.imported("openings", &file).await;
    let opening = desk.openings().await.remove(0);
    assert_eq!(
        (opening.posted_at, opening.state.as_str()),
        (now(), "published")
    );
    assert_eq!(
        opening.valid_until.to_rfc3339(),
        "2027-02-22T16:00:00+00:00",
        "24:00 of the 90th day after"
    );
    desk.parts
        .clock
        .advance(std::time::Duration::from_secs(86_400));
    let again = desk.import_file("openings", &file).await;
    assert!(text_of(&again).contains("未变 1"), "{again:?}");
}

#[tokio::test]
async fn every_bad_cell_is_refused_with_its_row_and_reason() {
    let desk = Desk::new().await;
    let cases = [
        ("用工单位", "", "不能为空"),
        ("条件", "", "不能为空"),
        ("职责", "", "不能为空"),
        ("薪资", "", "不能为空"),
        ("薪资", "很高", "薪资"),
        ("人数", "0", "人数应在"),
        ("人数", "若干", "不是有效的数字"),
        ("职业", "魔术大师", "没有“魔术大师”这个值"),
        ("标签", "限男性", "没有“限男性”这个值"),
        ("统一社会信用代码", "9152", "18 位"),
        ("统一社会信用代码", "9152010000000000IJ", "没有 I、O"),
        ("有效期至", "2027-02-19", "最长有效 90 天"),
        ("有效期至", "2026-11-19", "有效期早于发布日期"),
        ("有效期至", "12/31/2026", "不是有效的日期"),
    ];
    for (column, cell, reason) in cases {
        let row = with(OPENING_HEADERS, &opening_row(1, "保洁员"), column, cell);
        let answer = desk
            .import_file("openings", &desk.file("a.csv", OPENING_HEADERS, &[row]))
            .await;
        assert_eq!(
            answer.ending,
            Ending::Refused,
            "{column} {cell}: {answer:?}"
        );
        let line = answer.lines.iter().find(|line| line.contains(reason));
        assert!(
            line.is_some_and(|line| line.contains("第 2 行")),
            "{column} {cell}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn the_last_allowed_day_is_taken() {
    let desk = Desk::new().await;
    let row = with(
        OPENING_HEADERS,
        &opening_row(1, "保洁员"),
        "有效期至",
        "2027-02-18",
    );
    desk.imported("openings", &desk.file("a.csv", OPENING_HEADERS, &[row]))
        .await;
}

#[tokio::test]
async fn a_failing_check_digit_is_a_warning_and_not_a_refusal() {
    let desk = Desk::new().await;
    let row = with(
        OPENING_HEADERS,
        &opening_row(1, "保洁员"),
        "统一社会信用代码",
        "91520100000000000K",
    );
    let answer = desk
        .import_file("openings", &desk.file("a.csv", OPENING_HEADERS, &[row]))
        .await;
    assert_eq!(answer.ending, Ending::Done);
    assert!(
        text_of(&answer).contains("警告：第 2 行 “统一社会信用代码”列：校验码不符，待核实"),
        "{answer:?}"
    );
    assert_eq!(desk.openings().await.len(), 1);
}

#[tokio::test]
async fn an_occupation_and_another_category_contradict_each_other() {
    let desk = Desk::new().await;
    let catalog = &desk.parts.catalog;
    let own = &catalog.occupations.by_text("物业保洁员").unwrap().category;
    let other = catalog
        .categories
        .iter()
        .find(|category| category.code != *own)
        .unwrap();
    let headers = format!("{OPENING_HEADERS},类别");
    let file = desk.file(
        "a.csv",
        &headers,
        &[format!("{},{}", opening_row(1, "保洁员"), other.zh)],
    );
    let answer = desk.import_file("openings", &file).await;
    assert!(text_of(&answer).contains("属于类别"), "{answer:?}");
}
