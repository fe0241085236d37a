//! What a person may send and gets back: encodings, separators, numbers, dates, places, and that what
//! was written is read again. Hostile files are in `hostile`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod hostile;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook, Worksheet};

use super::column::column_letter;
use super::{Format, Limits, Sheet, TabularRefusal, read, read_bytes, write};
use crate::language::Language;

/// Reads CSV bytes under the usual limits.
fn csv(bytes: impl AsRef<[u8]>) -> Result<Sheet, TabularRefusal> {
    read_bytes(bytes.as_ref(), &Limits::default())
}

/// Reads a workbook whose only sheet is filled by `fill`.
fn xlsx(fill: impl FnOnce(&mut Worksheet)) -> Result<Sheet, TabularRefusal> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    read_bytes(&workbook.save_to_buffer().unwrap(), &Limits::default())
}

/// Row number and cells of every row.
fn rows(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
    sheet
        .rows
        .iter()
        .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
        .collect()
}

/// The place of a refusal, which must have one.
fn place(result: Result<Sheet, TabularRefusal>) -> (u32, String) {
    result.unwrap_err().place().unwrap()
}

/// A place to compare with.
fn at(row: u32, column: &str) -> (u32, String) {
    (row, column.to_owned())
}

#[test]
fn columns_are_lettered_as_spreadsheets_do() {
    let letters = [0, 25, 26, 701, 702, 16_383].map(column_letter);
    assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}

#[test]
fn the_same_chinese_table_reads_alike_in_every_encoding() {
    let text = "名称,地址\n遵义路站,\"南明区，遵义路\"\n";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(to_bytes).collect()
    };
    let expected = csv(text).unwrap();
    assert_eq!(expected.headers, ["名称", "地址"]);
    assert_eq!(expected.rows[0].cells, ["遵义路站", "南明区，遵义路"]);
    assert_eq!(csv(format!("\u{FEFF}{text}")).unwrap(), expected);
    assert_eq!(csv(&gb18030).unwrap(), expected);
    assert_eq!(csv(utf16(u16::to_le_bytes)).unwrap(), expected);
    assert_eq!(csv(utf16(u16::to_be_bytes)).unwrap(), expected);
    assert!(matches!(
        csv([b'a', 0xFF, b'\n']),
        Err(TabularRefusal::UnknownEncoding)
    ));
}

#[test]
fn tabs_and_semicolons_are_told_from_the_header() {
    for text in ["a\tb,c\n1\t2\n", "a;\"b,,,c\"\n1;2\n", "\n\na,b\n1,2\n"] {
        assert_eq!(csv(text).unwrap().rows[0].cells, ["1", "2"], "{text:?}");
    }
}

#[test]
fn row_numbers_stay_true_over_blank_rows_and_line_breaks_in_cells() {
    let sheet = csv("a,b\r\n\r\n\"one\r\ntwo\",x\r\n,\r\n3,4\r\n").unwrap();
    assert_eq!(
        rows(&sheet),
        [(3, vec!["one\r\ntwo", "x"]), (5, vec!["3", "4"])]
    );
    let sheet = xlsx(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet.write(0, 2, " ").unwrap();
        sheet.write(4, 0, " x ").unwrap();
        sheet
            .write_blank(900_000, 9_000, &CellFormat::new().set_bold())
            .unwrap();
    });
    assert_eq!(rows(&sheet.unwrap()), [(5, vec!["x"])]);
}

#[test]
fn a_row_of_another_width_is_refused_by_its_number() {
    for text in [
        "a,b\n1,2\n\n3\n",
        "a,b\n1,2\n\n3,4,5\n",
        "a,b\n1,2\n\n3,4,\n",
    ] {
        let refusal = csv(text).unwrap_err();
        assert!(matches!(refusal, TabularRefusal::RowWidth { row: 4, .. }));
    }
    let wide = xlsx(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet.write(6, 1, "no header above me").unwrap();
    });
    assert!(matches!(wide, Err(TabularRefusal::RowWidth { row: 7, .. })));
}

#[test]
fn quotation_marks_must_close_and_end_their_cell() {
    assert_eq!(
        csv("a\n\"say \"\"hi\"\"\"\n").unwrap().rows[0].cells,
        ["say \"hi\""]
    );
    let open = csv("a,b\n1,\"2\n3,4\n");
    assert!(matches!(open, Err(TabularRefusal::UnclosedQuote { .. })));
    assert_eq!(place(open), at(2, "B"));
    assert_eq!(place(csv("a,b\n\"1\"x,2\n")), at(2, "A"));
}

#[test]
fn headers_must_be_named_once_and_trailing_empty_columns_are_dropped() {
    let sheet = csv("a,b,,\n1,2,,\n").unwrap();
    assert_eq!((sheet.headers.len(), sheet.rows[0].cells.len()), (2, 2));
    assert!(matches!(
        csv("a,,b\n"),
        Err(TabularRefusal::EmptyHeader { .. })
    ));
    let double = csv("Name,x, name \n");
    assert!(matches!(
        double,
        Err(TabularRefusal::DuplicateHeader { .. })
    ));
    assert_eq!(place(double), at(1, "C"));
    for empty in ["", "\n\n", " , \n", "\u{FEFF}"] {
        assert!(
            matches!(csv(empty), Err(TabularRefusal::Empty)),
            "{empty:?}"
        );
    }
}

#[test]
fn text_that_could_be_a_formula_is_refused_unless_it_is_a_number_or_guarded() {
    for bad in [
        "=1+1",
        "+cmd|'/c calc'!A0",
        "-",
        "@SUM(A1)",
        "\"\t=1\"",
        "\"\r=1\"",
        " =1",
    ] {
        let refused = csv(format!("a,b\nx,{bad}\n"));
        assert!(
            matches!(refused, Err(TabularRefusal::FormulaText { .. })),
            "{bad:?}"
        );
        assert_eq!(place(refused), at(2, "B"));
    }
    for good in [
        "-1.5",
        "+8613800000000",
        "1-2",
        "a=b",
        "'quoted",
        "\u{3000}x",
    ] {
        let sheet = csv(format!("a\n{good}\n")).unwrap();
        assert_eq!(sheet.rows[0].cells, [good.trim()]);
    }
    assert_eq!(csv("a\n\"\t520102\"\n").unwrap().rows[0].cells, ["520102"]);
    assert_eq!(csv("a\n'=1\n").unwrap().rows[0].cells, ["=1"]);
    let typed = xlsx(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet.write_string(1, 0, "=1+1").unwrap();
    });
    assert_eq!(place(typed), at(2, "A"));
}

#[test]
fn a_cell_with_a_formula_is_refused_whatever_result_is_stored_with_it() {
    let refused = xlsx(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet
            .write_formula(2, 27, Formula::new("=1+1").set_result("2"))
            .unwrap();
    });
    assert!(matches!(refused, Err(TabularRefusal::Formula { .. })));
    assert_eq!(place(refused), at(3, "AB"));
}

/// The text read from one cell that `fill` puts at A2.
fn cell(fill: impl Fn(&mut Worksheet)) -> Result<String, TabularRefusal> {
    let sheet = xlsx(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        fill(sheet);
    })?;
    Ok(sheet.rows[0].cells[0].clone())
}

#[test]
fn numbers_read_as_a_person_sees_them_and_lost_digits_are_refused() {
    let number = |value: f64| {
        cell(|sheet| {
            sheet.write_number(1, 0, value).unwrap();
        })
    };
    for (value, text) in [
        (13_800_000_000.0, "13800000000"),
        (-2.0, "-2"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (106.710_000_000_000_01, "106.71"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e-7, "0.0000001"),
    ] {
        assert_eq!(number(value).unwrap(), text);
    }
    for lost in [520_102_199_001_011_234.0, -9_007_199_254_740_992.0, 1e15] {
        let refused = number(lost);
        assert!(
            matches!(refused, Err(TabularRefusal::LostDigits { .. })),
            "{lost}"
        );
        assert_eq!(refused.unwrap_err().place().unwrap(), at(2, "A"));
    }
    let truth = cell(|sheet| {
        sheet.write_boolean(1, 0, true).unwrap();
    });
    assert_eq!(truth.unwrap(), "true");
}

#[test]
fn dates_times_and_spans_become_plain_text() {
    let moment = |shown: &str, value: f64| {
        let format = CellFormat::new().set_num_format(shown);
        cell(|sheet| {
            sheet
                .write_number_with_format(1, 0, value, &format)
                .unwrap();
        })
    };
    let date = ExcelDateTime::from_ymd(2026, 11, 24).unwrap();
    let day = CellFormat::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let read_date = cell(|sheet| {
        sheet.write_with_format(1, 0, &date, &day).unwrap();
    });
    assert_eq!(read_date.unwrap(), "2026-11-24");
    assert_eq!(
        moment("yyyy-mm-dd hh:mm", 46_350.354_166_666_664).unwrap(),
        "2026-11-24 08:30"
    );
    assert_eq!(moment("h:mm", 0.354_166_666_666_666_7).unwrap(), "08:30");
    assert_eq!(moment("[h]:mm", 1.5).unwrap(), "36:00");
    for beyond in [-1.0, 3_000_000.0] {
        let refused = moment("yyyy-mm-dd", beyond);
        assert!(matches!(refused, Err(TabularRefusal::BadNumber { .. })));
    }
}

#[test]
fn the_first_visible_sheet_is_read() {
    let mut workbook = Workbook::new();
    for (name, is_hidden) in [("lists", true), ("data", false), ("notes", false)] {
        let sheet = workbook.add_worksheet();
        sheet
            .set_name(name)
            .unwrap()
            .set_hidden(is_hidden)
            .write(0, 0, name)
            .unwrap();
        sheet.set_active(!is_hidden);
    }
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(
        read_bytes(&bytes, &Limits::default()).unwrap().headers,
        ["data"]
    );
}

#[test]
fn limits_are_refused_at_the_place_that_breaks_them() {
    let limits = Limits {
        max_file_bytes: 40,
        max_rows: 2,
        max_columns: 2,
        max_cell_chars: 3,
        ..Limits::default()
    };
    let tried = |text: &str| read_bytes(text.as_bytes(), &limits);
    assert_eq!(
        tried("a,b,,,,,\n一二三,2,,,,,\n3,4,,,,,\n")
            .unwrap()
            .rows
            .len(),
        2
    );
    assert_eq!(place(tried("a,b,c\n")), at(1, "C"));
    assert_eq!(place(tried("a\n1\n\n3\n")), at(4, ""));
    assert_eq!(place(tried("a,b\n1,一二三四\n")), at(2, "B"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    fs::write(&path, "a\n".repeat(21)).unwrap();
    assert!(matches!(
        read(&path, &limits),
        Err(TabularRefusal::FileTooLarge { .. })
    ));
    assert!(matches!(
        read(folder.path(), &limits),
        Err(TabularRefusal::Io(_))
    ));
    let tight = Limits {
        max_unpacked_bytes: 10,
        ..Limits::default()
    };
    let kept = read_bytes(b"a\n123456\n123456\n", &tight);
    assert!(matches!(kept, Err(TabularRefusal::UnpacksTooLarge { .. })));
}

#[test]
fn refusals_speak_both_languages_and_name_the_place() {
    let refusal = csv("a,b\n1,=2\n").unwrap_err();
    assert!(
        refusal
            .message(Language::Zh)
            .starts_with("第 2 行 B 列：文字不能以")
    );
    assert!(
        refusal
            .message(Language::En)
            .starts_with("row 2, column B: text may not")
    );
    assert_eq!(TabularRefusal::Empty.place(), None);
    assert_eq!(
        TabularRefusal::Empty.message(Language::Zh),
        "表格是空的，第一行必须是列名"
    );
}

#[test]
fn csv_is_written_with_a_mark_and_long_ids_stay_text_in_xlsx() {
    let folder = tempfile::tempdir().unwrap();
    let id = "520102199001011234";
    for format in [Format::Csv, Format::Xlsx] {
        let path = folder.path().join("out");
        write(&path, format, &["编号"], [vec![id.to_owned()]].into_iter()).unwrap();
        let bytes = fs::read(&path).unwrap();
        let starts: &[u8] = match format {
            Format::Csv => "\u{FEFF}\"编号\"\r\n\"5201".as_bytes(),
            Format::Xlsx => b"PK",
        };
        assert!(bytes.starts_with(starts));
        assert_eq!(read(&path, &Limits::default()).unwrap().rows[0].cells, [id]);
    }
}

/// Names of everything in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_failed_writing_leaves_the_old_file_and_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, "old").unwrap();
    for format in [Format::Csv, Format::Xlsx] {
        for bad in [vec!["1".to_owned(), "2".to_owned()], vec!["\0".to_owned()]] {
            let lines = [vec!["fine".to_owned()], bad].into_iter();
            assert_eq!(
                write(&path, format, &["a"], lines).unwrap_err().place(),
                Some(at(3, ""))
            );
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["list.csv"]);
    }
    write(&path, Format::Csv, &["a"], std::iter::empty()).unwrap();
    assert_eq!(names(folder.path()), ["list.csv"]);
}

/// Texts made mostly of the characters that matter here.
fn any_text() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(
        "'\"=+-@,;\t\r\n 15.e_x0Dé站\u{FEFF}\u{3000}<&]>"
            .chars()
            .collect::<Vec<_>>(),
    );
    let any = any::<char>().prop_filter("NUL is refused", |character| *character != '\0');
    let character = prop_oneof![9 => telling, 1 => any];
    prop::collection::vec(character, 0..10).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(
        table in prop::collection::vec(prop::collection::vec(any_text(), 3), 0..6),
        format in prop::sample::select(vec![Format::Csv, Format::Xlsx]),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        write(&path, format, &["=a", "b;c;d", "'-"], table.iter().cloned()).unwrap();
        let sheet = read(&path, &Limits::default()).unwrap();
        prop_assert_eq!(&sheet.headers, &["=a", "b;c;d", "'-"]);
        let trimmed = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let expected: Vec<_> = (2_u32..)
            .zip(table.iter().map(trimmed))
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
            .collect();
        let found: Vec<_> = sheet.rows.into_iter().map(|row| (row.number, row.cells)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn records_split_as_the_csv_crate_splits_them(table in prop::collection::vec(prop::collection::vec("[a-z\"][a-z\" ,;\r\n]{0,6}x", 3), 1..6)) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes.as_slice());
        let expected: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        let found: Vec<_> = csv(&bytes).unwrap().rows.into_iter().map(|row| row.cells).collect();
        prop_assert_eq!(found, expected);
    }
}
