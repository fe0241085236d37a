//! Maps that are truncated, flipped, blown up or lie about themselves: refused with the place, in little memory.

use std::io::Cursor;

use reach::street::osm::{Fault, MapRefusal, read_map, read_pbf, read_xml};

use crate::writer::{
    LittleMap, Node, USUAL, blob, bytes_field, framed, gzip, header, number_field, row_of_nodes,
    street, tags, varint, zlib,
};

/// A little map with some of everything.
fn some_map() -> LittleMap {
    let mut map = LittleMap {
        nodes: row_of_nodes(40),
        ways: vec![street(&[1, 2, 3, 4]), street(&[5, 9, 7])],
    };
    map.nodes[2].3 = tags(&[("barrier", "gate"), ("access", "no")]);
    map
}

/// The fault of a block, and which block.
fn fault_of(bytes: &[u8]) -> (u64, Fault) {
    match read_pbf(Cursor::new(bytes)) {
        Err(MapRefusal::Block { number, fault, .. }) => (number, fault),
        other => panic!("{other:?}"),
    }
}

/// The fault of a line, and which line.
fn line_fault_of(text: &[u8]) -> (u64, Fault) {
    match read_xml(Cursor::new(text)) {
        Err(MapRefusal::Line { line, fault }) => (line, fault),
        other => panic!("{other:?}"),
    }
}

/// A blob header that says anything, and nothing behind it.
fn lying_header(kind: &str, length: u64) -> Vec<u8> {
    let mut inner = Vec::new();
    bytes_field(&mut inner, 1, kind.as_bytes());
    number_field(&mut inner, 3, length);
    let mut bytes = (inner.len() as u32).to_be_bytes().to_vec();
    bytes.extend(inner);
    bytes
}

#[test]
fn a_file_cut_off_anywhere_is_refused_or_ends_between_two_blocks() {
    let whole = some_map().pbf(USUAL);
    for end in 0..whole.len() {
        match read_pbf(Cursor::new(&whole[..end])) {
            Err(MapRefusal::Block { fault, offset, .. }) => {
                assert_eq!(fault, Fault::Truncated, "cut at {end}");
                assert!(offset <= end as u64);
            }
            // Without its last blocks it is a whole file without streets.
            Err(MapRefusal::NoStreets) => {}
            other => panic!("cut at {end}: {other:?}"),
        }
    }
    let text = some_map().xml();
    for end in 1..text.trim_end().len() {
        let refusal = read_xml(Cursor::new(&text.as_bytes()[..end])).unwrap_err();
        assert!(
            matches!(refusal, MapRefusal::Line { .. }),
            "cut at {end}: {refusal}"
        );
    }
    let packed = gzip(text.as_bytes());
    for end in 2..packed.len() {
        let refusal = read_xml(Cursor::new(&packed[..end])).unwrap_err();
        assert!(
            matches!(refusal, MapRefusal::Line { .. }),
            "cut at {end}: {refusal}"
        );
    }
}

#[test]
fn a_flipped_bit_in_a_packed_block_is_noticed_by_its_checksum() {
    let whole = some_map().pbf(USUAL);
    let truth = read_pbf(Cursor::new(&whole)).unwrap();
    let mut refused = 0;
    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        match read_pbf(Cursor::new(&bytes)) {
            Ok(map) => assert_eq!(map, truth, "bit {bit}"),
            Err(_) => refused += 1,
        }
    }
    assert!(
        refused > whole.len() * 7,
        "{refused} of {} were refused",
        whole.len() * 8
    );
}

#[test]
fn a_block_that_unpacks_to_more_than_32_mebibytes_is_refused_while_it_unpacks() {
    let mut inner = Vec::new();
    bytes_field(&mut inner, 3, &zlib(&vec![0; 40 << 20]));
    let mut bytes = header(&[], true);
    bytes.extend(framed("OSMData", &inner));
    assert!(bytes.len() < 64 << 10);
    assert_eq!(fault_of(&bytes), (2, Fault::UnpacksTooLarge(32 << 20)));
}

#[test]
fn many_blocks_that_unpack_to_too_much_together_are_refused() {
    // Each is an empty group of 300,000 zero bytes in a field nobody knows.
    let mut block = Vec::new();
    bytes_field(&mut block, 99, &vec![0; 300_000]);
    let mut bytes = header(&[], true);
    for _ in 0..100 {
        bytes.extend(blob("OSMData", &block, true));
    }
    let (number, fault) = fault_of(&bytes);
    assert_eq!(fault, Fault::Bomb(20));
    assert!(number < 10, "stopped at block {number}");
}

#[test]
fn lengths_that_cannot_be_are_refused_without_asking_for_the_memory() {
    assert_eq!(
        fault_of(&[0xff; 16]),
        (
            1,
            Fault::TooLong {
                said: 0xffff_ffff,
                most: 65_536
            }
        )
    );
    let negative = lying_header("OSMHeader", u64::MAX);
    assert!(matches!(fault_of(&negative).1, Fault::TooLong { .. }));
    let huge = lying_header("OSMHeader", (32 << 20) + 1);
    assert!(matches!(fault_of(&huge).1, Fault::TooLong { .. }));
    let nothing_behind = lying_header("OSMHeader", 32 << 20);
    assert_eq!(fault_of(&nothing_behind), (1, Fault::Truncated));
    // A string that says it is four gibibytes long.
    let mut table = vec![0x0a];
    varint(&mut table, 0xffff_ffff);
    let mut block = Vec::new();
    bytes_field(&mut block, 1, &table);
    let mut bytes = header(&[], true);
    bytes.extend(blob("OSMData", &block, false));
    assert!(matches!(fault_of(&bytes), (2, Fault::Broken(_))));
}

#[test]
fn what_is_packed_otherwise_or_asks_for_the_unknown_is_refused_by_name() {
    let mut inner = Vec::new();
    bytes_field(&mut inner, 7, b"zstd");
    assert_eq!(
        fault_of(&framed("OSMHeader", &inner)),
        (1, Fault::PackedWith("zstd"))
    );
    let history = header(&["OsmSchema-V0.6", "HistoricalInformation"], true);
    let feature = Fault::Feature("HistoricalInformation".to_owned());
    assert_eq!(fault_of(&history), (1, feature));
    let headless = blob("OSMData", &[], true);
    assert!(matches!(fault_of(&headless), (1, Fault::Broken(_))));
    let mut lying = Vec::new();
    number_field(&mut lying, 2, 5);
    bytes_field(&mut lying, 3, &zlib(b"four"));
    let fault = Fault::NotAsLong { said: 5, is: 4 };
    assert_eq!(fault_of(&framed("OSMHeader", &lying)), (1, fault));
}

/// A block with one way, whose nodes are these differences.
fn way_block(differences: &[u8]) -> Vec<u8> {
    let (mut table, mut way, mut group, mut block) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for string in ["", "highway", "path"] {
        bytes_field(&mut table, 1, string.as_bytes());
    }
    bytes_field(&mut way, 2, &[1]);
    bytes_field(&mut way, 3, &[2]);
    bytes_field(&mut way, 8, differences);
    bytes_field(&mut group, 3, &way);
    bytes_field(&mut block, 1, &table);
    bytes_field(&mut block, 2, &group);
    block
}

/// A file of one block.
fn file_of(block: &[u8]) -> Vec<u8> {
    let mut bytes = header(&[], true);
    bytes.extend(blob("OSMData", block, false));
    bytes
}

#[test]
fn sums_that_overflow_and_ways_without_end_are_refused() {
    let mut differences = Vec::new();
    varint(&mut differences, u64::MAX - 1);
    varint(&mut differences, u64::MAX - 1);
    assert!(matches!(
        fault_of(&file_of(&way_block(&differences))),
        (2, Fault::Broken(_))
    ));
    let long = way_block(&vec![2; 65_537]);
    assert_eq!(fault_of(&file_of(&long)), (2, Fault::LongWay(65_536)));
}

#[test]
fn tags_that_name_no_string_and_columns_of_unequal_length_are_refused() {
    let mut block = way_block(&[2, 2]);
    // The string table is the first field: empty it.
    let length = usize::from(block[1]);
    block.splice(1..2 + length, [0]);
    assert!(matches!(fault_of(&file_of(&block)), (2, Fault::Broken(_))));
    let (mut dense, mut group, mut block) = (Vec::new(), Vec::new(), Vec::new());
    bytes_field(&mut dense, 1, &[2, 2]);
    bytes_field(&mut dense, 8, &[2]);
    bytes_field(&mut dense, 9, &[2, 2]);
    bytes_field(&mut group, 2, &dense);
    bytes_field(&mut block, 2, &group);
    let mut bytes = file_of(&way_block(&[2, 2]));
    bytes.extend(blob("OSMData", &block, false));
    assert!(matches!(fault_of(&bytes), (3, Fault::Broken(_))));
}

#[test]
fn a_node_beyond_the_poles_is_refused_by_its_id_if_a_street_needs_it() {
    let mut map = some_map();
    map.nodes[1] = Node(2, 900_000_001, 0, Vec::new());
    assert_eq!(fault_of(&map.pbf(USUAL)), (2, Fault::OffEarth(2)));
    assert_eq!(line_fault_of(map.xml().as_bytes()), (4, Fault::OffEarth(2)));
    for odd in ["NaN", "inf", "1e300", "", "north"] {
        let text = format!(
            "<osm>\n<node id='1' lat='{odd}' lon='0'/><way><nd ref='1'/><tag k='highway' v='path'/></way></osm>"
        );
        assert_eq!(line_fault_of(text.as_bytes()).0, 2, "{odd}");
    }
}

#[test]
fn broken_xml_is_refused_by_its_line() {
    let text = "<osm>\n<way>\n<nd ref='one'/>\n</way></osm>";
    assert_eq!(line_fault_of(text.as_bytes()).0, 3);
    let text = "<osm>\n\n</osmosis>";
    assert_eq!(line_fault_of(text.as_bytes()).0, 3);
    let text = "<osmChange>\n<modify/></osmChange>";
    assert_eq!(line_fault_of(text.as_bytes()).0, 1);
    let bomb =
        "<!DOCTYPE o [<!ENTITY a 'aaaa'>]>\n<osm><way><tag k='highway' v='&a;'/></way></osm>";
    assert_eq!(line_fault_of(bomb.as_bytes()).0, 2);
    let deep = format!("<osm>{}", "<a>".repeat(100_000));
    assert!(matches!(
        line_fault_of(deep.as_bytes()),
        (1, Fault::Broken(_))
    ));
}

#[test]
fn xml_that_grows_without_end_is_refused_while_it_grows() {
    let long = format!("<osm>\n<way note='{}'/></osm>", "x".repeat(2 << 20));
    assert!(matches!(
        line_fault_of(long.as_bytes()),
        (_, Fault::TooLong { .. })
    ));
    let bomb = gzip(format!("<osm>{}</osm>", " ".repeat(8 << 20)).as_bytes());
    assert!(matches!(
        line_fault_of(&bomb),
        (_, Fault::TooLong { .. } | Fault::Bomb(_))
    ));
    let bomb = gzip(format!("<osm>{}</osm>", "<a/>\n".repeat(2 << 20)).as_bytes());
    assert_eq!(line_fault_of(&bomb).1, Fault::Bomb(100));
}

#[test]
fn a_refusal_reads_as_a_sentence_with_its_place() {
    let whole = some_map().pbf(USUAL);
    let refusal = read_map(Cursor::new(&whole[..whole.len() - 1])).unwrap_err();
    let text = refusal.to_string();
    assert!(text.starts_with("block 3 at byte "), "{text}");
    assert!(
        text.ends_with(": the file ends in the middle of it"),
        "{text}"
    );
}
