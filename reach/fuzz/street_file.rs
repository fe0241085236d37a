//! Any bytes as a street file: it is refused, or every question to it is answered without a panic.

use reach::street::{Snap, StreetMap, Streets, Stride};
use reach::{Metres, Wgs84};
use sha2::{Digest, Sha256};

/// Reads bytes as they are, and once more with a head that is mended: right beginning, length and checksum.
pub(crate) fn read(bytes: &[u8]) {
    ask(bytes);
    let mut mended = bytes.to_vec();
    mend(&mut mended);
    ask(&mended);
}

/// Makes the beginning, the length and the checksum right.
pub(crate) fn mend(bytes: &mut [u8]) {
    let length = bytes.len() as u64;
    if bytes.len() < 96 {
        return;
    }
    bytes[..8].copy_from_slice(b"MKSTREET");
    bytes[8..12].copy_from_slice(&1_u32.to_le_bytes());
    bytes[12..16].copy_from_slice(&0x0102_0304_u32.to_le_bytes());
    bytes[48..56].copy_from_slice(&length.to_le_bytes());
    let mut hasher = Sha256::new();
    hasher.update(&bytes[..16]);
    hasher.update(&bytes[48..]);
    bytes[16..48].copy_from_slice(&hasher.finalize());
}

/// Asks whatever the bytes hold.
pub(crate) fn ask(bytes: &[u8]) {
    let Ok(map) = StreetMap::from_bytes(bytes) else {
        return;
    };
    assert_eq!(map.to_bytes(), bytes, "what is read is written the same");
    let Ok(stride) = Stride::new(75.0) else {
        return;
    };
    let streets = Streets::new(map, stride);
    let junctions = streets.report().junctions;
    assert!(junctions <= bytes.len());
    let mut snaps: Vec<Snap> = Vec::new();
    for place in streets.map().places().take(6) {
        let at = Wgs84::new(place.lat_degrees() + 1e-4, place.lon_degrees());
        snaps.extend(
            at.ok()
                .and_then(|at| streets.snap_within(at, Metres::new(500.0))),
        );
    }
    for one in &snaps {
        let times = streets.reach_from(one, 1800);
        let back = streets.reach_towards(one, 1800);
        let _ = times.bands(&[5, 15, 30]);
        for other in &snaps {
            let found = times.milliseconds_to(other);
            assert_eq!(
                found,
                streets.reach_towards(other, 1800).milliseconds_to(one)
            );
            let _ = back.milliseconds_to(other);
            let route = streets.route(one, other);
            if let Some(found) = found {
                assert_eq!(route.map(|it| it.milliseconds), Some(found));
            }
        }
    }
}
