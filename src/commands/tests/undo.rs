//! Undoing imports: all or nothing, never over a later change.

use super::fixture::{Desk, OPENING_HEADERS, PLACE_HEADERS, opening_row, place_row, text_of, with};
use crate::commands::parts::Ending;

#[tokio::test]
async fn undoing_removes_what_was_made_and_restores_what_was_changed() {
    let desk = Desk::new().await;
    let rows = [place_row(1, "甲站"), place_row(2, "乙站")];
    desk.imported("places", &desk.file("a.csv", PLACE_HEADERS, &rows))
        .await;
    let before = desk.places().await;
    let changed = with(
        PLACE_HEADERS,
        &with(PLACE_HEADERS, &rows[0], "服务项目", ""),
        "纬度",
        "26.5612345678901",
    );
    let second = desk.file("b.csv", PLACE_HEADERS, &[changed, place_row(3, "丙站")]);
    let batch = desk.imported("places", &second).await;
    assert_eq!(desk.places().await.len(), 3);
    let answer = desk.import(&["undo", &batch]).await;
    assert_eq!(text_of(&answer), "已撤销：删除 1 条，恢复 1 条");
    let mut after = desk.places().await;
    assert_eq!((after[0].row.version, after[1].row.version), (3, 1));
    after[0].row.version = 1;
    assert_eq!(after, before);
    assert_eq!(desk.changes().await, 2 + 2 + 2);
    let answer = desk.import(&["undo", &batch]).await;
    assert_eq!(
        (answer.ending, text_of(&answer).as_str()),
        (Ending::Refused, "这个批次已经撤销")
    );
}

#[tokio::test]
async fn undoing_is_refused_when_a_record_changed_since_and_works_from_the_last_to_the_first() {
    let desk = Desk::new().await;
    let row = place_row(1, "甲站");
    let first = desk
        .imported(
            "places",
            &desk.file("a.csv", PLACE_HEADERS, &[row.clone(), place_row(2, "乙站")]),
        )
        .await;
    let changed = with(PLACE_HEADERS, &row, "地址", "新地址");
    let second = desk
        .imported("places", &desk.file("b.csv", PLACE_HEADERS, &[changed]))
        .await;
    let before = desk.places().await;
    let answer = desk.import(&["undo", &first]).await;
    assert_eq!(answer.ending, Ending::Refused);
    assert!(
        text_of(&answer).contains("有 1 条记录") && text_of(&answer).contains("甲站"),
        "{answer:?}"
    );
    assert_eq!(desk.places().await, before, "nothing was undone");
    assert_eq!(desk.import(&["undo", &second]).await.ending, Ending::Done);
    assert_eq!(desk.import(&["undo", &first]).await.ending, Ending::Done);
    assert_eq!(desk.places().await.len(), 0);
    let list = desk.import(&["list", "--language", "en"]).await;
    assert_eq!(
        list.lines
            .iter()
            .filter(|line| line.ends_with("undone"))
            .count(),
        2,
        "{list:?}"
    );
}

#[tokio::test]
async fn openings_are_undone_too_and_an_unknown_batch_is_refused() {
    let desk = Desk::new().await;
    let row = opening_row(1, "保洁员");
    desk.imported(
        "openings",
        &desk.file("a.csv", OPENING_HEADERS, std::slice::from_ref(&row)),
    )
    .await;
    let before = desk.openings().await;
    let changed = with(OPENING_HEADERS, &row, "薪资", "25元/小时");
    let batch = desk
        .imported("openings", &desk.file("b.csv", OPENING_HEADERS, &[changed]))
        .await;
    assert_eq!(desk.openings().await[0].pay_unit, "hour");
    assert_eq!(desk.import(&["undo", &batch]).await.ending, Ending::Done);
    let mut after = desk.openings().await;
    after[0].version = 1;
    assert_eq!(after, before);
    let answer = desk
        .import(&["undo", "00000000-0000-7000-8000-000000000000"])
        .await;
    assert_eq!(
        (answer.ending, text_of(&answer).as_str()),
        (Ending::Refused, "没有这个导入批次")
    );
}
