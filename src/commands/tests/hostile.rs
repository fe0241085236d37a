//! Files that no honest person sends: refused with a place or a reason, never a panic, never a written row.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::fixture::{Desk, NANMING, PLACE_HEADERS, place_row, text_of};
use crate::commands::parts::{Answer, Ending};

/// A workbook of the headers and one row of texts.
fn workbook(cells: &[&str]) -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in (0..).zip(PLACE_HEADERS.split(',')) {
        sheet.write_string(0, column, header).unwrap();
    }
    for (column, cell) in (0..).zip(cells) {
        sheet.write_string(1, column, *cell).unwrap();
    }
    workbook
}

/// Imports bytes under a name.
async fn import_bytes(desk: &Desk, name: &str, bytes: &[u8]) -> Answer {
    let path = desk.path(name);
    std::fs::write(&path, bytes).unwrap();
    desk.import_file("places", &path).await
}

#[tokio::test]
async fn a_formula_is_refused_with_its_row_and_column() {
    let desk = Desk::new().await;
    let row = place_row(1, "甲站");
    let mut book = workbook(&row.split(',').collect::<Vec<_>>());
    book.worksheet_from_index(0)
        .unwrap()
        .write_formula(1, 4, "=1+1")
        .unwrap();
    let answer = import_bytes(&desk, "a.xlsx", &book.save_to_buffer().unwrap()).await;
    assert_eq!(answer.ending, Ending::Refused);
    assert!(
        answer.lines[0].contains("第 2 行 E 列：单元格是公式"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn damaged_truncated_foreign_and_empty_files_are_refused() {
    let desk = Desk::new().await;
    let row = place_row(1, "甲站");
    let whole = workbook(&row.split(',').collect::<Vec<_>>())
        .save_to_buffer()
        .unwrap();
    let mut damaged = whole.clone();
    for byte in damaged.iter_mut().skip(200).step_by(7) {
        *byte ^= 0x5A;
    }
    let files: [(&str, &[u8]); 6] = [
        ("truncated.xlsx", &whole[..whole.len() / 2]),
        ("damaged.xlsx", &damaged),
        (
            "zip.xlsx",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        ),
        (
            "old.xls",
            &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
        ),
        ("empty.csv", b""),
        ("nul.csv", b"a\0b,c\n1,2\n"),
    ];
    for (name, bytes) in files {
        let answer = import_bytes(&desk, name, bytes).await;
        assert_eq!(answer.ending, Ending::Refused, "{name}: {answer:?}");
        assert!(answer.lines[0].starts_with("拒绝："), "{name}: {answer:?}");
    }
    assert_eq!((desk.places().await.len(), desk.batches().await), (0, 0));
}

#[tokio::test]
async fn a_missing_file_is_refused_and_not_a_panic() {
    let desk = Desk::new().await;
    let answer = desk.import_file("places", &desk.path("nowhere.csv")).await;
    assert_eq!(answer.ending, Ending::Refused);
}

#[tokio::test]
async fn a_file_of_too_many_rows_or_a_huge_cell_is_refused() {
    let desk = Desk::new().await;
    let many = format!("{PLACE_HEADERS}\n{}", "a,b\n".repeat(200_001));
    let answer = import_bytes(&desk, "many.csv", many.as_bytes()).await;
    assert_eq!(answer.ending, Ending::Refused, "{}", text_of(&answer));
    let huge = format!("{PLACE_HEADERS}\nP1,{}", "长".repeat(5_000));
    let answer = import_bytes(&desk, "huge.csv", huge.as_bytes()).await;
    assert!(
        answer.lines[0].contains("第 2 行 B 列：超过 4000 个字符"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn numbers_and_dates_of_a_spreadsheet_program_are_understood() {
    let desk = Desk::new().await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip([
        "编号",
        "名称",
        "类型",
        "区划",
        "纬度",
        "经度",
        "坐标系",
        "核实日期",
    ]) {
        sheet.write_string(0, column, header).unwrap();
    }
    sheet.write_number(1, 0, 1.0).unwrap();
    for (column, text) in [(1, "甲站"), (2, "零工市场"), (6, "WGS-84")] {
        sheet.write_string(1, column, text).unwrap();
    }
    sheet.write_number(1, 3, 520_102.0).unwrap();
    sheet
        .write_number(1, 4, NANMING.1.parse::<f64>().unwrap())
        .unwrap();
    sheet
        .write_number(1, 5, NANMING.2.parse::<f64>().unwrap())
        .unwrap();
    let day = ExcelDateTime::from_ymd(2026, 11, 1).unwrap();
    sheet
        .write_datetime_with_format(1, 7, day, &Format::new().set_num_format("yyyy-mm-dd"))
        .unwrap();
    let answer = import_bytes(&desk, "a.xlsx", &book.save_to_buffer().unwrap()).await;
    assert_eq!(answer.ending, Ending::Done, "{answer:?}");
    let place = desk.places().await.remove(0).row;
    assert_eq!(
        (place.lat, place.lon, place.external_id.as_deref()),
        (26.56, 106.72, Some("1"))
    );
    assert_eq!(
        place.verified_at.unwrap().to_rfc3339(),
        "2026-10-31T16:00:00+00:00"
    );
}
