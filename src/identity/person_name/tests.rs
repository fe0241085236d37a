//! Names as people type them, and texts that are none.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{PersonName, PersonNameRefusal};

#[test]
fn a_name_is_read_however_it_is_written() {
    for (text, name) in [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("张 三", "张三"),
        ("欧阳建国", "欧阳建国"),
        ("𠮷田一〇", "𠮷田一〇"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 ‧ 买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("⼤⼭", "大山"),
        ("Jean-Luc  O’Neill", "Jean-Luc O'Neill"),
        ("ＪＯＨＮ Smith Jr.", "JOHN Smith Jr."),
        ("J. R. R. Tolkien", "J. R. R. Tolkien"),
        ("Nguyễn Thị Minh", "Nguyễn Thị Minh"),
    ] {
        assert_eq!(PersonName::parse(text).unwrap().expose(), name, "{text}");
    }
}

#[test]
fn each_refusal_has_its_reason() {
    for (text, refusal) in [
        ("", PersonNameRefusal::Length { found: 0 }),
        ("张", PersonNameRefusal::Length { found: 1 }),
        ("张3", PersonNameRefusal::Character),
        ("张三<b>", PersonNameRefusal::Character),
        ("张\u{202E}三", PersonNameRefusal::Character),
        ("张三😀", PersonNameRefusal::Character),
        ("=张三", PersonNameRefusal::Character),
        ("·张三", PersonNameRefusal::Shape),
        ("张三·", PersonNameRefusal::Shape),
        ("买买提··古丽", PersonNameRefusal::Shape),
        ("-Anna", PersonNameRefusal::Shape),
    ] {
        assert_eq!(PersonName::parse(text), Err(refusal), "{text}");
    }
    let long = "王".repeat(41);
    let refusal = PersonNameRefusal::Length { found: 41 };
    assert_eq!(PersonName::parse(&long), Err(refusal));
    assert!(PersonName::parse(&"王".repeat(40)).is_ok());
}

#[test]
fn nothing_of_the_name_is_shown_but_its_first_character() {
    let name = PersonName::parse("欧阳建国").unwrap();
    assert_eq!(name.masked(), "欧*");
    assert_eq!(format!("{name:?}"), "PersonName(..)");
    assert_eq!(PersonName::parse("𠮷田").unwrap().masked(), "𠮷*");
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in any::<String>()) {
        let _ = PersonName::parse(&text);
    }

    #[test]
    fn what_was_read_reads_the_same_again(text in "[张三A-Za-z·•.\\-' 　]{0,12}") {
        if let Ok(name) = PersonName::parse(&text) {
            prop_assert_eq!(PersonName::parse(name.expose()).unwrap(), name);
        }
    }
}
