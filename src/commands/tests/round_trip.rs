//! What was exported and is imported again changes nothing, in every format and coordinate system.

use super::fixture::{Desk, OPENING_HEADERS, PLACE_HEADERS, opening_row, place_row, text_of, with};
use crate::commands::parts::Ending;

/// Exports in every way and imports again; returns how many ways there were.
async fn go_round(desk: &Desk, what: &str) -> usize {
    let mut ways = 0;
    for crs in ["wgs84", "gcj02", "bd09"] {
        for ending in ["csv", "xlsx"] {
            let path = desk.path(&format!("{what}-{crs}.{ending}"));
            let answer = desk.export(what, &path, crs).await;
            assert_eq!(answer.ending, Ending::Done, "{answer:?}");
            let answer = desk.import_file(what, &path).await;
            assert_eq!(
                answer.ending,
                Ending::Done,
                "{what} {crs} {ending}: {answer:?}"
            );
            assert!(
                text_of(&answer).contains("文件没有带来任何变化"),
                "{what} {crs} {ending}: {answer:?}"
            );
            ways += 1;
        }
    }
    ways
}

#[tokio::test]
async fn places_come_back_unchanged() {
    let desk = Desk::new().await;
    let rows = [
        place_row(1, "甲站"),
        with(PLACE_HEADERS, &place_row(2, "乙站"), "编号", ""),
        "P3,丙站,零工市场,520102,26.5712345678,106.7212345678,wgs84,,,,,,,,,'-特别说明,关闭,2026-11-01 09:30:15.250".to_owned(),
    ];
    desk.imported("places", &desk.file("a.csv", PLACE_HEADERS, &rows))
        .await;
    let file = desk.file("b.csv", PLACE_HEADERS, &[place_row(4, "丁站")]);
    let answer = desk
        .import(&["places", file.to_str().unwrap(), "--source", "省就业局"])
        .await;
    assert_eq!(answer.ending, Ending::Done, "{answer:?}");
    let before = desk.places().await;
    assert_eq!(before.len(), 4);
    assert_eq!(go_round(&desk, "places").await, 6);
    assert_eq!((desk.places().await, desk.batches().await), (before, 2));
}

#[tokio::test]
async fn openings_come_back_unchanged() {
    let desk = Desk::new().await;
    let pays = [
        "面议",
        "计件",
        "200-300元/天",
        "1-1.5万·13薪",
        "3000以上",
        "25.5元/小时",
    ];
    let mut rows: Vec<String> = (1..)
        .zip(pays)
        .map(|(number, pay)| with(OPENING_HEADERS, &opening_row(number, "保洁员"), "薪资", pay))
        .collect();
    rows.push(with(
        OPENING_HEADERS,
        &opening_row(20, "保安"),
        "发布日期",
        "",
    ));
    rows.push(with(
        OPENING_HEADERS,
        &opening_row(21, "保安"),
        "有效期至",
        "2026-12-01 18:00",
    ));
    rows.push(with(
        OPENING_HEADERS,
        &opening_row(22, "保安"),
        "状态",
        "已招满",
    ));
    desk.imported("openings", &desk.file("a.csv", OPENING_HEADERS, &rows))
        .await;
    let before = desk.openings().await;
    assert_eq!(before.len(), 9);
    assert_eq!(go_round(&desk, "openings").await, 6);
    assert_eq!((desk.openings().await, desk.batches().await), (before, 1));
}

#[tokio::test]
async fn english_files_come_back_too_and_other_endings_are_refused() {
    let desk = Desk::new().await;
    desk.imported(
        "places",
        &desk.file("a.csv", PLACE_HEADERS, &[place_row(1, "甲站")]),
    )
    .await;
    let answer = desk.export("places", &desk.path("a.ods"), "wgs84").await;
    assert_eq!(answer.ending, Ending::Refused);
    let path = desk.path("en.xlsx");
    assert_eq!(
        desk.export_english("places", &path).await.ending,
        Ending::Done
    );
    let answer = desk.import_file("places", &path).await;
    assert!(text_of(&answer).contains("未变 1"), "{answer:?}");
}

#[tokio::test]
async fn records_of_the_demo_are_exported_only_when_asked() {
    use sea_orm::{ActiveModelTrait, ActiveValue, IntoActiveModel};
    let desk = Desk::new().await;
    desk.imported(
        "places",
        &desk.file("a.csv", PLACE_HEADERS, &[place_row(1, "甲站")]),
    )
    .await;
    let mut model = desk.places().await.remove(0).row.into_active_model();
    model.is_demo = ActiveValue::Set(true);
    let transaction = desk.parts.database.begin().await.unwrap();
    model.update(transaction.connection()).await.unwrap();
    transaction.commit(super::fixture::now()).await.unwrap();
    let answer = desk.export("places", &desk.path("a.csv"), "wgs84").await;
    assert!(text_of(&answer).contains("已写出 0 条"), "{answer:?}");
    let answer = desk.export_with_demo("places", &desk.path("a.csv")).await;
    assert!(text_of(&answer).contains("已写出 1 条"), "{answer:?}");
}
