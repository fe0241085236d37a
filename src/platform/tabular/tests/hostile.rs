//! Files made to harm: bombs, lies about sizes and counts, damage of every kind. Each must end in a
//! refusal, and none in a panic. Ordinary files are in `tests`.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::platform::tabular::{
    Format, Limits, Sheet, TabularRefusal, package, read_bytes, read_xlsx, write,
};

/// The relationships of the whole package.
const RELS: &str = r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// The workbook: one sheet.
const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="s" r:id="r1"/></sheets></workbook>"#;
/// The relationships of the workbook.
const WORKBOOK_RELS: &str = r#"<Relationships><Relationship Id="r1" Type="x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
/// Name of the sheet's part.
const SHEET: &str = "xl/worksheets/sheet1.xml";
/// Name of the part with the shared texts.
const SHARED: &str = "xl/sharedStrings.xml";
/// A sheet of one column and one row, in texts of its own.
const PLAIN: &str = r#"<worksheet><dimension ref="A1:A2"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row></sheetData></worksheet>"#;

/// A zip of these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of the usual parts, and these; a part named again replaces the usual one.
fn workbook(extra: &[(&str, &str)]) -> Vec<u8> {
    let usual = [
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
        (SHEET, PLAIN),
    ];
    let is_kept = |part: &&(&str, &str)| extra.iter().all(|(name, _)| *name != part.0);
    let kept = usual.iter().filter(is_kept).chain(extra).copied();
    zipped(&kept.collect::<Vec<_>>())
}

/// Reads bytes under the usual limits.
fn opened(bytes: &[u8]) -> Result<Sheet, TabularRefusal> {
    read_bytes(bytes, &Limits::default())
}

/// Reads a workbook whose sheet holds this XML between the tags of its data.
fn sheet_of(cells: &str) -> Result<Sheet, TabularRefusal> {
    let xml = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    opened(&workbook(&[(SHEET, &xml)]))
}

/// Row and column letter as a refusal gives them.
fn at(row: u32, column: &str) -> Option<(u32, String)> {
    Some((row, column.to_owned()))
}

#[test]
fn the_plain_workbook_of_these_tests_is_readable() {
    let sheet = opened(&workbook(&[])).unwrap();
    assert_eq!(
        (sheet.headers.concat(), sheet.rows.len()),
        ("a".to_owned(), 1)
    );
}

/// What [`gigabyte_of_zeros`] unpacks to, in bytes: a literal and its copies.
const GIGABYTE: usize = 1 + 258 * 4_161_791;

/// A zip with one entry: a gigabyte of zeros deflated into 7 MB, of the size its headers declare.
fn gigabyte_of_zeros(name: &str, declared: usize) -> Vec<u8> {
    // RFC 1951: a last block of fixed codes; the literal 0; then copies of 258 bytes from 1 byte
    // back, each 13 bits (the codes are sent with their first bit first); and the end code.
    let literal = std::iter::once((0b000_0110_0011_u64, 11));
    let copies = std::iter::repeat_n((0b0_0000_1010_0011_u64, 13), 4_161_791);
    let mut deflated = Vec::new();
    let (mut waiting, mut count) = (0_u64, 0_u32);
    for (bits, length) in literal.chain(copies).chain([(0, 7), (0, 7)]) {
        waiting |= bits << count;
        count += length;
        while count >= 8 {
            deflated.extend(waiting.to_le_bytes().first());
            waiting >>= 8;
            count -= 8;
        }
    }
    let le = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let common = [
        &[20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
        &le(deflated.len()),
        &le(declared),
        &name_length,
        &[0, 0],
    ]
    .concat();
    let mut bytes = [b"PK\x03\x04", &common[..], name.as_bytes(), &deflated].concat();
    let start = bytes.len();
    bytes.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 14], name.as_bytes()].concat());
    let directory = [le(bytes.len() - start), le(start)].concat();
    bytes.extend([b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &directory[..], &[0, 0]].concat());
    bytes
}

#[test]
fn a_zip_bomb_is_refused_by_what_comes_out_and_not_by_what_it_says() {
    let limits = Limits {
        max_unpacked_bytes: 32 * 1024 * 1024,
        ..Limits::default()
    };
    let refused = |name, declared| read_bytes(&gigabyte_of_zeros(name, declared), &limits);
    let media = "xl/media/a.png";
    assert!(matches!(
        refused(media, GIGABYTE),
        Err(TabularRefusal::UnpacksTooLarge { .. })
    ));
    // A lie about the size ends the unpacking even earlier.
    assert!(matches!(refused(media, 10), Err(TabularRefusal::Corrupt)));
    assert!(matches!(
        refused(SHEET, GIGABYTE),
        Err(TabularRefusal::TooElaborate)
    ));
}

#[test]
fn many_small_parts_and_encrypted_parts_are_refused() {
    let names: Vec<String> = (0..2_001).map(|number| format!("a{number}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let crowded = opened(&zipped(&parts));
    assert!(matches!(crowded, Err(TabularRefusal::TooManyParts { .. })));
    let mut locked = workbook(&[]);
    // Sets "encrypted" in the flags of every header, local (offset 6) and central (offset 8).
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let starts = locked
            .windows(4)
            .enumerate()
            .filter(|(_, four)| four == magic);
        for start in starts.map(|(start, _)| start).collect::<Vec<_>>() {
            *locked.get_mut(start + flags).unwrap() |= 1;
        }
    }
    assert!(matches!(opened(&locked), Err(TabularRefusal::Encrypted)));
}

#[test]
fn other_formats_are_refused_with_their_mend() {
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    assert!(matches!(opened(&ole), Err(TabularRefusal::OldWorkbook)));
    let other = opened(&zipped(&[("mimetype", "text")]));
    assert!(matches!(other, Err(TabularRefusal::NotAWorkbook)));
    let nul = opened(b"a,b\n1,2\n3,\0\n");
    assert!(matches!(nul, Err(TabularRefusal::NulCharacter { row: 3 })));
    assert!(matches!(
        opened(b"PK\x03\x04"),
        Err(TabularRefusal::Corrupt)
    ));
}

#[test]
fn a_cell_at_the_far_corner_is_refused_by_its_place() {
    let corner = |place: &str| {
        let head = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>"#;
        let xml = format!(
            r#"{head}<row><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row></sheetData></worksheet>"#
        );
        opened(&workbook(&[(SHEET, &xml)]))
    };
    let far = corner("XFD1048576").unwrap_err();
    assert!(matches!(far, TabularRefusal::TooManyColumns { .. }));
    assert_eq!(far.place(), at(1_048_576, "XFD"));
    let low = corner("A1048576").unwrap_err();
    assert!(matches!(
        low,
        TabularRefusal::TooManyRows { row: 1_048_576, .. }
    ));
    for nonsense in ["ZZZZZZZZ1", "A99999999999", "A0", "1A", "站1", ""] {
        assert!(
            matches!(corner(nonsense), Err(TabularRefusal::Corrupt)),
            "{nonsense}"
        );
    }
}

#[test]
fn an_error_a_formula_or_a_misplaced_cell_is_refused_where_it_stands() {
    let error = sheet_of(r#"<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>"#).unwrap_err();
    assert!(matches!(error, TabularRefusal::ErrorCell { .. }));
    assert_eq!(error.place(), at(1, "A"));
    for formula in [
        "<f>1+1</f>",
        "<f/>",
        r#"<f t="shared" si="4000000000"/>"#,
        r#"<f t="shared" ref="A1:B9" si="4000000000">1</f>"#,
    ] {
        let refused = sheet_of(&format!(
            r#"<row r="9"><c r="C9">{formula}<v>2</v></c></row>"#
        ));
        assert_eq!(refused.unwrap_err().place(), at(9, "C"), "{formula}");
    }
    for cells in [
        r#"<row><c r="A2"><v>1</v></c></row><row><c r="A1"><v>1</v></c></row>"#,
        r#"<row><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row>"#,
        r#"<row><c r="A2"><v>1</v></c></row><row><c r="A3" t="e"><v>#SPILL!</v></c></row>"#,
        r#"<row><c r="A2"><v>1</v></c></row><row><c r="A3" t="s"><v>5</v></c></row>"#,
    ] {
        assert!(
            matches!(
                sheet_of(cells),
                Err(TabularRefusal::CorruptAfter { row: 2 })
            ),
            "{cells}"
        );
    }
    for number in ["nan", "inf", "1e999"] {
        let refused = sheet_of(&format!(r#"<row><c r="A2"><v>{number}</v></c></row>"#));
        assert_eq!(refused.unwrap_err().place(), at(2, "A"), "{number}");
    }
}

#[test]
fn a_false_count_of_shared_texts_reserves_nothing() {
    for count in ["4000000000", "18446744073709551615", "-1", "5000001"] {
        let xml = format!(r#"<sst count="1" uniqueCount="{count}"><si><t>a</t></si></sst>"#);
        assert!(matches!(
            opened(&workbook(&[(SHARED, &xml)])),
            Err(TabularRefusal::Corrupt)
        ));
    }
    let xml = r#"<sst count="4000000000" uniqueCount="1"><si><t>a</t></si></sst>"#;
    assert!(opened(&workbook(&[(SHARED, xml)])).is_ok());
}

#[test]
fn small_files_that_would_grow_in_memory_are_refused() {
    let one_text = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(300_000));
    let many_runs = format!("<sst><si>{}</si></sst>", "<r><t>a</t></r>".repeat(80_000));
    let hidden_runs = format!(
        "<sst><si><t>{}</t></si></sst>",
        "a</si><si>".repeat(200_000)
    );
    let formats = format!(
        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
        "<xf/>".repeat(32_769)
    );
    let font = format!(
        r#"<styleSheet><fonts><font><name val="{}"/></font></fonts></styleSheet>"#,
        "a".repeat(2_048)
    );
    let nested = "<a>".repeat(300);
    let sheets = r#"<sheet id="r1"/>"#.repeat(100_001);
    let doctype = r#"<!DOCTYPE a [<!ENTITY b "c">]><sst/>"#;
    for (name, xml) in [
        (SHARED, one_text.as_str()),
        (SHARED, &many_runs),
        ("xl/styles.xml", &formats),
        ("XL\\Styles.xml", &font),
        (SHEET, &nested),
        ("xl/workbook.xml", &sheets),
        (SHARED, doctype),
    ] {
        let refused = opened(&workbook(&[(name, xml)]));
        assert!(
            matches!(refused, Err(TabularRefusal::TooElaborate)),
            "{name}: {refused:?}"
        );
    }
    // Closing what is not open would make a limit look at shorter texts than the reader does.
    let refused = opened(&workbook(&[(SHARED, &hidden_runs)]));
    assert!(matches!(refused, Err(TabularRefusal::Corrupt)));
}

#[test]
fn one_shared_text_named_by_every_cell_is_counted_each_time() {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(4_000));
    let header = r#"<row><c r="A1"><v>1</v></c></row>"#;
    let cells: String = (2..4_000)
        .map(|row| format!(r#"<row><c r="A{row}" t="s"><v>0</v></c></row>"#))
        .collect();
    let sheet = format!("<worksheet><sheetData>{header}{cells}</sheetData></worksheet>");
    let bytes = workbook(&[(SHARED, &shared), (SHEET, &sheet)]);
    let limits = Limits {
        max_unpacked_bytes: 10_000_000,
        ..Limits::default()
    };
    assert!(package::check(&bytes, &limits).is_ok());
    assert!(matches!(
        read_bytes(&bytes, &limits),
        Err(TabularRefusal::UnpacksTooLarge { .. })
    ));
}

#[test]
fn a_part_that_is_read_cannot_hide_behind_another_name() {
    for target in [
        "media/a.png",
        "../customXml/item1.xml",
        "worksheets/sheet1.xm&#108;",
        "workbook.bin",
    ] {
        let rels = WORKBOOK_RELS.replace("worksheets/sheet1.xml", target);
        let refused = opened(&workbook(&[("xl/_rels/workbook.xml.rels", &rels)]));
        assert!(
            matches!(refused, Err(TabularRefusal::NotAWorkbook)),
            "{target}"
        );
    }
    // What no reader opens may be anything: Power Query keeps UTF-16 there.
    assert!(opened(&workbook(&[("customXml/item1.xml", "\0<\0\u{1}")])).is_ok());
}

/// A workbook as this program writes it.
fn real_workbook() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("real.xlsx");
    let lines = (0..20).map(|number| vec![format!("站{number}"), "5201".repeat(4), String::new()]);
    write(&path, Format::Xlsx, &["名称", "编号", "备注"], lines).unwrap();
    std::fs::read(&path).unwrap()
}

#[test]
fn a_workbook_cut_anywhere_is_refused() {
    let bytes = real_workbook();
    assert_eq!(opened(&bytes).unwrap().rows.len(), 20);
    for length in (4..bytes.len()).step_by(7) {
        let (cut, _) = bytes.split_at(length);
        assert!(opened(cut).is_err(), "cut to {length}");
    }
}

/// XML in pieces that the readers care about, valid or not.
fn any_markup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<row>",
        "<row r=\"3\">",
        "</row>",
        "<c r=\"A1\">",
        "<c r=\"ZZZ9999999\" s=\"1\">",
        "<c t=\"s\">",
        "<c t=\"inlineStr\">",
        "<c t=\"e\">",
        "<c t=\"b\" s=\"99999999999999999999\">",
        "<c t=\"d\">",
        "</c>",
        "<c/>",
        "<v>",
        "</v>",
        "<v/>",
        "<is>",
        "</is>",
        "<t xml:space=\"preserve\">",
        "</t>",
        "<f>",
        "</f>",
        "<f t=\"shared\" si=\"9\" ref=\"B2:A1\">",
        "1",
        "-",
        "#N/A",
        "1e308",
        "&amp;",
        "&#xD800;",
        "&x;",
        "_xD83D_",
        "_x000D_",
        "站",
        "<![CDATA[a]]>",
        "<!-- -->",
        "<?x?>",
        "<r>",
        "</r>",
        "<rPh>",
        "</si>",
        "<dimension ref=\"B2:A1\"/>",
        "<dimension ref=\"A1\"/>",
        "<sheetData>",
        "</sheetData>",
        "<sst>",
        "<si>",
        "</sst>",
        "<",
        "\"",
        "a=b",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\xFF\xFE", b"\xEF\xBB\xBF", b"a,b\n"]), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(opened(&[start, &bytes].concat()));
    }

    #[test]
    fn random_markup_never_panics_behind_the_gate(markup in any_markup(), shared in any_markup(), is_framed in any::<bool>()) {
        let framed = if is_framed {
            format!("<worksheet><sheetData><row><c r=\"A1\">{markup}</c></row></sheetData></worksheet>")
        } else {
            markup
        };
        let strings = format!("<sst>{shared}</sst>");
        for parts in [&[(SHEET, framed.as_str())][..], &[(SHEET, &framed), (SHARED, &strings)]] {
            let bytes = workbook(parts);
            if package::check(&bytes, &Limits::default()).is_ok() {
                drop(read_xlsx::read_checked(&bytes, &Limits::default()));
            }
        }
    }
}

#[test]
fn a_real_workbook_with_any_byte_changed_never_panics() {
    let bytes = real_workbook();
    for index in 0..bytes.len() {
        let mut damaged = bytes.clone();
        *damaged.get_mut(index).unwrap() ^= if index % 2 == 0 { 0x01 } else { 0x80 };
        if package::check(&damaged, &Limits::default()).is_ok() {
            drop(read_xlsx::read_checked(&damaged, &Limits::default()));
        }
    }
}

#[test]
fn an_unpacked_part_with_any_byte_changed_never_panics() {
    let parts = [
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
        (SHEET, PLAIN),
    ];
    for (name, content) in parts {
        for index in 0..content.len() {
            for replacement in ["", "<", ">", "\"", "9", "Z", "/", "&"] {
                let (before, after) = content.split_at(index);
                let changed = format!(
                    "{before}{replacement}{}",
                    after.chars().skip(1).collect::<String>()
                );
                let bytes = workbook(&[(name, &changed)]);
                if package::check(&bytes, &Limits::default()).is_ok() {
                    drop(read_xlsx::read_checked(&bytes, &Limits::default()));
                }
            }
        }
    }
}
