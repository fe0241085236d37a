//! Street files: what is written is read again, and nothing else is.

use proptest::prelude::*;
use reach::street::{StreetMap, Streets, StreetsRefusal, Stride};

use crate::generated::{Draft, Ground, Random};
use crate::{generated, street_file};

/// A small street file.
fn small(seed: u64) -> Vec<u8> {
    let (_, streets, _) = generated(seed, Ground::Hills);
    streets.map().to_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(seed: u64, hills: bool) {
        let ground = if hills { Ground::Hills } else { Ground::Flat };
        let (network, streets, points) = generated(seed, ground);
        let bytes = streets.map().to_bytes();
        prop_assert_eq!(&StreetMap::build_of_pieces(&network, 1).unwrap().to_bytes(), &bytes);
        let again = Streets::from_bytes(&bytes, streets.stride()).unwrap();
        prop_assert_eq!(again.map().to_bytes(), bytes);
        prop_assert_eq!(again.report(), streets.report());
        for point in points {
            prop_assert_eq!(again.snap(point), streets.snap(point));
        }
    }

    #[test]
    fn a_file_with_a_wrong_byte_is_refused(seed in 0_u64..20, place: prop::sample::Index, change in 1_u8..) {
        let mut bytes = small(seed);
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        prop_assert!(StreetMap::from_bytes(&bytes).is_err());
    }

    #[test]
    fn changed_parts_under_a_right_checksum_are_refused_or_harmless(seed: u64, changes in 1_usize..6) {
        let mut bytes = small(seed % 50);
        let mut random = Random(seed);
        for _ in 0..changes {
            let place = 56 + random.below(bytes.len() - 60);
            let new: u32 = match random.below(4) {
                0 => random.bits() as u32,
                1 => u32::MAX - random.below(3) as u32,
                2 => random.below(40) as u32,
                _ => u32::from_le_bytes(bytes[place..place + 4].try_into().unwrap()) ^ (1 << random.below(32)),
            };
            bytes[place..place + 4].copy_from_slice(&new.to_le_bytes());
        }
        street_file::read(&bytes);
    }

    #[test]
    fn bytes_at_random_are_refused(mut bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        street_file::read(&bytes);
        prop_assert!(StreetMap::from_bytes(&bytes).is_err());
        street_file::mend(&mut bytes);
        prop_assert!(StreetMap::from_bytes(&bytes).is_err());
    }
}

#[test]
fn every_truncation_is_refused() {
    let bytes = small(3);
    for length in 0..bytes.len() {
        assert!(StreetMap::from_bytes(&bytes[..length]).is_err(), "{length}");
        let mut mended = bytes[..length].to_vec();
        street_file::mend(&mut mended);
        assert!(StreetMap::from_bytes(&mended).is_err(), "{length}");
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(
        StreetMap::from_bytes(&longer),
        Err(StreetsRefusal::Length { .. })
    ));
}

#[test]
fn refusals_say_what_is_wrong() {
    let bytes = small(3);
    let said = |change: &dyn Fn(&mut Vec<u8>), is_mended: bool| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        if is_mended {
            street_file::mend(&mut bytes);
        }
        StreetMap::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(said(&|it| it[0] = b'X', false), "this is not a street file");
    assert_eq!(
        said(&|it| it[8] = 2, false),
        "the street file has format version 2, and this program reads version 1"
    );
    assert_eq!(said(&|it| it[12] = 1, false), "this is not a street file");
    assert_eq!(
        said(&|it| it[100] ^= 1, false),
        "the street file is damaged: its checksum is another"
    );
    let length = bytes.len();
    assert_eq!(
        said(&|it| it.truncate(length - 1), false),
        format!(
            "the street file should be {length} bytes long and is {}",
            length - 1
        )
    );
    assert_eq!(
        said(&|it| it[56..60].fill(0xff), true),
        "the street file contradicts itself: its parts are longer or shorter than itself"
    );
    assert_eq!(
        said(
            &|it| it[96..100].copy_from_slice(&900_000_000_i32.to_le_bytes()),
            true
        ),
        "the street file contradicts itself: a point is where no street can be"
    );
    assert_eq!(
        StreetMap::from_bytes(&[]).unwrap_err(),
        StreetsRefusal::NotAStreetFile
    );
}

#[test]
fn a_file_fits_any_pace() {
    let bytes = small(5);
    let walk = |pace: f64| {
        let streets = Streets::from_bytes(&bytes, Stride::new(pace).unwrap()).unwrap();
        let mut places = streets.map().places();
        let first = streets.snap(places.next().unwrap()).unwrap();
        let snaps: Vec<_> = places.filter_map(|it| streets.snap(it)).collect();
        let times = streets.reach_from(&first, 7200);
        let far = snaps
            .iter()
            .filter_map(|it| times.milliseconds_to(it))
            .max();
        far.unwrap()
    };
    let (slow, quick) = (walk(50.0), walk(100.0));
    assert!(quick.abs_diff(slow / 2) < 200, "{quick} {slow}");
}

#[test]
fn a_network_without_a_street_is_refused() {
    let empty = Draft::new([26.6, 106.7], Ground::Flat, 1).done();
    assert_eq!(
        StreetMap::build(&empty).unwrap_err(),
        StreetsRefusal::Nothing
    );
    let mut point = Draft::new([26.6, 106.7], Ground::Flat, 1);
    let vertex = point.vertex(0.0, 0.0);
    point.join(vertex, vertex);
    assert_eq!(
        StreetMap::build(&point.done()).unwrap_err(),
        StreetsRefusal::Nothing
    );
}

#[test]
fn every_file_of_the_corpus_is_refused_or_harmless() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/street_file");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus).into_iter().flatten().flatten() {
        println!("{}", entry.path().display());
        street_file::read(&std::fs::read(entry.path()).unwrap());
        count += 1;
    }
    assert!(count >= 5, "only {count} files in {corpus}");
}
