//! What is sealed opens in its place and nowhere else, by the published vectors of both ciphers.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::cipher::Cipher;
use super::{KeyRing, LookupKey, Place, SealRefusal, Sealed};
use crate::config::{KeyRefusal, SealingAlgorithm, SealingConfig};
use crate::platform::chance::Chance;

/// What is sealed here.
const SECRET: &str = "520102199003073219 张三";

/// A key of so many equal bytes.
fn key(id: &str, byte: u8, bytes: usize) -> SecretString {
    SecretString::from(format!("{id}:{}", STANDARD.encode(vec![byte; bytes])))
}

/// Settings with these keys.
fn config(algorithm: SealingAlgorithm, keys: Vec<SecretString>) -> SealingConfig {
    SealingConfig {
        algorithm,
        keys,
        lookup_key: SecretString::from(STANDARD.encode([9; 32])),
    }
}

/// A ring of AES keys with these ids.
fn ring(ids: &[(&str, u8)]) -> KeyRing {
    let keys = ids.iter().map(|(id, byte)| key(id, *byte, 32)).collect();
    let config = config(SealingAlgorithm::Aes256Gcm, keys);
    KeyRing::new(&config, Chance::counted(1)).unwrap()
}

/// A ring of one SM4 key.
fn sm4_ring() -> KeyRing {
    let config = config(SealingAlgorithm::Sm4Gcm, vec![key("sm4", 5, 16)]);
    KeyRing::new(&config, Chance::counted(1)).unwrap()
}

/// A place in the table of citizens.
fn place() -> Place {
    Place {
        table: "citizen",
        column: "resident_id",
        row: Uuid::from_u128(1),
    }
}

/// The bytes of a text of hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().collect();
    let pairs = digits.chunks(2).map(|pair| pair.iter().collect::<String>());
    pairs
        .map(|pair| u8::from_str_radix(&pair, 16).unwrap())
        .collect()
}

#[test]
fn a_text_opens_where_it_was_sealed_under_both_algorithms() {
    for ring in [ring(&[("a", 1)]), sm4_ring()] {
        for text in [SECRET, "", "\0", &"长".repeat(10_000)] {
            let sealed = ring.seal(&place(), text).unwrap();
            let opened = ring.open(&place(), &sealed).unwrap();
            assert_eq!(opened.expose_secret(), text);
        }
    }
}

#[test]
fn the_ciphers_are_the_published_ones() {
    let aes = Cipher::new(&[0; 32]).unwrap();
    // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14.
    let sealed = aes.encrypt([0; 12], &[0; 16], &[]).unwrap();
    let expected = hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    assert_eq!(sealed, expected);
    // RFC 8998, appendix A.1.
    let sm4 = Cipher::new(&hex("0123456789abcdeffedcba9876543210")).unwrap();
    let nonce = hex("00001234567800000000abcd").try_into().unwrap();
    let plaintext = hex(concat!(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd",
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
    ));
    let associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let expected = hex(concat!(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735",
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
        "83de3541e4c2b58177e065a9bf7b62ec",
    ));
    assert_eq!(
        sm4.encrypt(nonce, &plaintext, &associated).unwrap(),
        expected
    );
    assert_eq!(
        sm4.decrypt(nonce, &expected, &associated).unwrap(),
        plaintext
    );
}

#[test]
fn a_change_of_any_bit_is_noticed() {
    for ring in [ring(&[("a", 1)]), sm4_ring()] {
        let sealed = ring.seal(&place(), SECRET).unwrap().into_bytes();
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[at] ^= 1 << bit;
                let changed = Sealed::from_bytes(changed);
                assert!(
                    ring.open(&place(), &changed).is_err(),
                    "byte {at} bit {bit}"
                );
            }
        }
    }
}

#[test]
fn a_value_cut_off_or_longer_is_refused() {
    let ring = ring(&[("a", 1)]);
    let sealed = ring.seal(&place(), "").unwrap().into_bytes();
    for length in 0..sealed.len() {
        let cut = Sealed::from_bytes(sealed[..length].to_vec());
        let refusal = ring.open(&place(), &cut).unwrap_err();
        assert_eq!(refusal, SealRefusal::Malformed, "{length} bytes");
    }
    let longer = Sealed::from_bytes([sealed, vec![0]].concat());
    assert_eq!(
        ring.open(&place(), &longer).unwrap_err(),
        SealRefusal::Altered
    );
}

#[test]
fn a_value_moved_to_another_place_is_refused() {
    let ring = ring(&[("a", 1)]);
    let sealed = ring.seal(&place(), SECRET).unwrap();
    let (table, column, row) = (place().table, place().column, place().row);
    for moved in [
        Place {
            row: Uuid::from_u128(2),
            ..place()
        },
        Place {
            column: "phone",
            ..place()
        },
        Place {
            table: "staff",
            ..place()
        },
        Place {
            table: "citizenr",
            column: "esident_id",
            row,
        },
        Place {
            table: column,
            column: table,
            row,
        },
    ] {
        let refusal = ring.open(&moved, &sealed).unwrap_err();
        assert_eq!(refusal, SealRefusal::Altered, "{moved:?}");
    }
}

#[test]
fn earlier_keys_open_and_the_first_one_seals() {
    let before = ring(&[("a", 1)]);
    let sealed = before.seal(&place(), SECRET).unwrap();
    assert!(!before.needs_reseal(&sealed));
    let after = ring(&[("b", 2), ("a", 1)]);
    let opened = after.open(&place(), &sealed).unwrap();
    assert_eq!(opened.expose_secret(), SECRET);
    assert!(after.needs_reseal(&sealed));
    let anew = after.seal(&place(), opened.expose_secret()).unwrap();
    assert!(!after.needs_reseal(&anew));
    let refusal = before.open(&place(), &anew).unwrap_err();
    assert_eq!(refusal, SealRefusal::UnknownKey { id: "b".to_owned() });
    assert!(after.needs_reseal(&Sealed::from_bytes(vec![1, 2, 3])));
}

#[test]
fn a_ring_may_pass_from_one_algorithm_to_the_other() {
    let before = ring(&[("a", 1)]);
    let sealed = before.seal(&place(), SECRET).unwrap();
    let keys = vec![key("sm4", 5, 16), key("a", 1, 32)];
    let config = config(SealingAlgorithm::Sm4Gcm, keys);
    let after = KeyRing::new(&config, Chance::counted(1)).unwrap();
    let opened = after.open(&place(), &sealed).unwrap();
    assert_eq!(opened.expose_secret(), SECRET);
    assert!(after.needs_reseal(&sealed));
}

#[test]
fn another_key_of_the_same_id_is_refused() {
    let sealed = ring(&[("a", 1)]).seal(&place(), SECRET).unwrap();
    let refusal = ring(&[("a", 2)]).open(&place(), &sealed).unwrap_err();
    assert_eq!(refusal, SealRefusal::Altered);
}

#[test]
fn threads_may_share_the_keys() {
    const fn is_shared<T: Clone + Send + Sync>() {}
    is_shared::<KeyRing>();
    is_shared::<LookupKey>();
}

#[test]
fn the_same_text_is_sealed_differently_each_time() {
    let ring = ring(&[("a", 1)]);
    let one = ring.seal(&place(), SECRET).unwrap();
    assert_ne!(one, ring.seal(&place(), SECRET).unwrap());
}

#[test]
fn keys_that_cannot_be_are_refused() {
    let aes = |keys| {
        KeyRing::new(
            &config(SealingAlgorithm::Aes256Gcm, keys),
            Chance::counted(1),
        )
    };
    assert_eq!(aes(vec![]).unwrap_err(), KeyRefusal::None);
    let short = aes(vec![key("a", 1, 16)]).unwrap_err();
    assert!(matches!(
        short,
        KeyRefusal::Length {
            expected: "32",
            found: 16
        }
    ));
    let odd = aes(vec![key("a", 1, 32), key("b", 1, 24)]).unwrap_err();
    assert!(matches!(odd, KeyRefusal::Length { found: 24, .. }));
    let twice = aes(vec![key("a", 1, 32), key("a", 2, 32)]).unwrap_err();
    assert_eq!(twice, KeyRefusal::SameId { place: 2 });
}

#[test]
fn a_look_up_hash_depends_on_key_purpose_and_value() {
    let settings = config(SealingAlgorithm::Aes256Gcm, vec![key("a", 1, 32)]);
    let lookup = LookupKey::new(&settings).unwrap();
    let hash = lookup.hash("phone", "+8613800138000");
    assert_eq!(hash, lookup.hash("phone", "+8613800138000"));
    assert_ne!(hash, lookup.hash("phone", "+8613800138001"));
    assert_ne!(hash, lookup.hash("openid", "+8613800138000"));
    assert_ne!(hash, lookup.hash("phone+", "8613800138000"));
    let lookup_key = SecretString::from(STANDARD.encode([8; 32]));
    let other = LookupKey::new(&SealingConfig {
        lookup_key,
        ..settings
    })
    .unwrap();
    assert_ne!(hash, other.hash("phone", "+8613800138000"));
}

#[test]
fn nothing_secret_is_printed() {
    let ring = ring(&[("a", 1), ("b", 2)]);
    let sealed = ring.seal(&place(), SECRET).unwrap();
    let opened = ring.open(&place(), &sealed).unwrap();
    assert!(!format!("{opened:?}").contains("5201"));
    assert_eq!(format!("{ring:?}"), r#"KeyRing["a", "b"]"#);
    let length = sealed.as_bytes().len();
    assert_eq!(format!("{sealed:?}"), format!("Sealed({length} bytes)"));
}
