//! Tokens as attackers make them (RFC 8725): every one is refused, and for the right reason.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ed25519_dalek::{Signer, SigningKey};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{config, grant, key, keys, moment, part};
use crate::accounts::tokens::{SigningKeys, TokenRefusal};

/// A token of these parts with a true signature by a key of equal bytes.
fn signed_by(byte: u8, header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
    let mut token = URL_SAFE_NO_PAD.encode(header);
    write!(token, ".{}", URL_SAFE_NO_PAD.encode(claims)).unwrap();
    let signature = SigningKey::from_bytes(&[byte; 32]).sign(token.as_bytes());
    write!(token, ".{}", URL_SAFE_NO_PAD.encode(signature.to_bytes())).unwrap();
    token
}

/// A token of these parts with our own signature.
fn signed(header: &Value, claims: &Value) -> String {
    signed_by(1, header.to_string(), claims.to_string())
}

/// The header that is right.
fn header() -> Value {
    json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "a" })
}

/// Claims that are right.
fn claims() -> Value {
    part(&honest(), 1)
}

/// A value with one member set.
fn with(mut value: Value, member: &str, to: Value) -> Value {
    value[member] = to;
    value
}

/// A value without one member.
fn without(mut value: Value, member: &str) -> Value {
    value.as_object_mut().unwrap().remove(member);
    value
}

/// A token of ours.
fn honest() -> String {
    keys().issue(&grant(), moment()).unwrap()
}

/// Why a token is refused.
fn refusal(token: &str) -> TokenRefusal {
    keys().verify(token, moment()).unwrap_err()
}

#[test]
fn the_parts_that_are_right_make_a_token_that_is_taken() {
    let token = signed(&header(), &claims());
    assert!(keys().verify(&token, moment()).is_ok());
}

#[test]
fn no_other_algorithm_is_taken_whoever_signed() {
    for algorithm in [
        "none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS256", "PS256", "ES256", "eddsa",
        "EDDSA", "Ed25519", " EdDSA",
    ] {
        let header = with(header(), "alg", json!(algorithm));
        let token = signed(&header, &claims());
        assert_eq!(refusal(&token), TokenRefusal::Algorithm, "{algorithm}");
        let (unsigned, _) = token.rsplit_once('.').unwrap();
        assert_eq!(refusal(&format!("{unsigned}.")), TokenRefusal::Algorithm);
    }
    // RFC 7519, 6.1.
    let published = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    assert_eq!(refusal(published), TokenRefusal::Algorithm);
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let jwks = keys().jwks();
    let x = jwks["keys"][0]["x"].as_str().unwrap();
    let point = URL_SAFE_NO_PAD.decode(x).unwrap();
    for secret in [point.as_slice(), x.as_bytes(), jwks.to_string().as_bytes()] {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some("a".to_owned());
        let secret = EncodingKey::from_secret(secret);
        let token = jsonwebtoken::encode(&header, &claims(), &secret).unwrap();
        assert_eq!(refusal(&token), TokenRefusal::Algorithm);
        // And under our algorithm's name it is a signature that does not hold.
        let (_, mac) = token.rsplit_once('.').unwrap();
        let honest = honest();
        let (head, _) = honest.rsplit_once('.').unwrap();
        assert_eq!(refusal(&format!("{head}.{mac}")), TokenRefusal::Signature);
    }
}

#[test]
fn a_key_is_taken_from_our_list_alone() {
    for id in [
        json!("b"),
        json!(""),
        json!("A"),
        json!("../a"),
        json!("a' or '1'='1"),
    ] {
        let token = signed(&with(header(), "kid", id), &claims());
        assert_eq!(refusal(&token), TokenRefusal::UnknownKey);
    }
    let token = signed(&without(header(), "kid"), &claims());
    assert_eq!(refusal(&token), TokenRefusal::UnknownKey);
    let token = signed_by(2, header().to_string(), claims().to_string());
    assert_eq!(refusal(&token), TokenRefusal::Signature);
    // Two keys of ours: a token by one of them under the other's name.
    let two = SigningKeys::new(&config(vec![key("a", 1), key("b", 2)])).unwrap();
    let mixed = signed_by(
        1,
        with(header(), "kid", json!("b")).to_string(),
        claims().to_string(),
    );
    assert_eq!(two.verify(&mixed, moment()), Err(TokenRefusal::Signature));
}

#[test]
fn a_key_or_an_extension_that_the_token_brings_along_is_not_looked_at() {
    let own = SigningKeys::new(&config(vec![key("a", 2)])).unwrap().jwks();
    for (member, value) in [
        ("jwk", own["keys"][0].clone()),
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("AAAA")),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("cty", json!("JWT")),
        ("enc", json!("A128GCM")),
    ] {
        let header = with(header(), member, value);
        for byte in [1, 2] {
            let token = signed_by(byte, header.to_string(), claims().to_string());
            assert_eq!(refusal(&token), TokenRefusal::Malformed, "{member}");
        }
    }
}

#[test]
fn a_token_for_something_else_is_no_access_token() {
    for kind in [
        "JWT",
        "jwt",
        "at+JWT",
        "application/at+jwt",
        "rt+jwt",
        "refresh",
        "",
    ] {
        let token = signed(&with(header(), "typ", json!(kind)), &claims());
        assert_eq!(refusal(&token), TokenRefusal::Type, "{kind}");
    }
    let token = signed(&without(header(), "typ"), &claims());
    assert_eq!(refusal(&token), TokenRefusal::Type);
}

#[test]
fn issuer_audience_and_time_are_judged() {
    let issuer = json!("https://menkou.example/");
    let now = moment().timestamp();
    for (member, value, reason) in [
        ("iss", issuer, TokenRefusal::Issuer),
        ("iss", json!(""), TokenRefusal::Issuer),
        ("aud", json!("other-api"), TokenRefusal::Audience),
        ("aud", json!("MENKOU-API"), TokenRefusal::Audience),
        (
            "aud",
            json!(["menkou-api", "other-api"]),
            TokenRefusal::Malformed,
        ),
        ("exp", json!(now - 30), TokenRefusal::Expired),
        ("exp", json!(0), TokenRefusal::Expired),
        ("exp", json!(i64::MIN), TokenRefusal::Expired),
        ("nbf", json!(now + 31), TokenRefusal::NotYetValid),
        ("nbf", json!(i64::MAX), TokenRefusal::NotYetValid),
        ("iat", json!(now + 31), TokenRefusal::NotYetValid),
        ("exp", json!(i64::MAX), TokenRefusal::Malformed),
    ] {
        let token = signed(&header(), &with(claims(), member, value.clone()));
        assert_eq!(refusal(&token), reason, "{member}: {value}");
    }
    let later = moment() + TimeDelta::minutes(16);
    assert_eq!(keys().verify(&honest(), later), Err(TokenRefusal::Expired));
}

#[test]
fn claims_are_all_there_and_of_their_kind() {
    let claims = claims();
    for member in claims.as_object().unwrap().keys() {
        for broken in [
            without(claims.clone(), member),
            with(claims.clone(), member, Value::Null),
            with(claims.clone(), member, json!({})),
        ] {
            let token = signed(&header(), &broken);
            assert_eq!(refusal(&token), TokenRefusal::Malformed, "{broken}");
        }
    }
    for (member, value) in [
        ("exp", json!("1895572900")),
        ("exp", json!(1_895_572_900.5)),
        ("exp", json!(1e30)),
        ("sub", json!("admin")),
        ("kind", json!("root")),
        ("kind", json!("Staff")),
    ] {
        let token = signed(&header(), &with(claims.clone(), member, value));
        assert_eq!(refusal(&token), TokenRefusal::Malformed, "{member}");
    }
    // What is not known harms nothing: a newer replica may say more.
    let token = signed(&header(), &with(claims, "scope", json!("x")));
    assert!(keys().verify(&token, moment()).is_ok());
}

#[test]
fn a_member_said_twice_is_refused() {
    let header = header().to_string();
    let twice = header.replacen('{', r#"{"alg":"none","#, 1);
    let token = signed_by(1, twice, claims().to_string());
    assert_eq!(refusal(&token), TokenRefusal::Malformed);
    let twice = claims().to_string().replacen('{', r#"{"kind":"staff","#, 1);
    let token = signed_by(1, header, twice);
    assert_eq!(refusal(&token), TokenRefusal::Malformed);
}

#[test]
fn a_change_of_any_character_is_noticed() {
    let honest = honest();
    for at in 0..honest.len() {
        for other in ['A', 'B', '_', '.', '=', '\0', '贵'] {
            let mut changed: Vec<char> = honest.chars().collect();
            if changed[at] == other {
                continue;
            }
            changed[at] = other;
            let changed: String = changed.into_iter().collect();
            assert!(keys().verify(&changed, moment()).is_err(), "{at} {other}");
        }
    }
}

#[test]
fn another_payload_under_our_signature_is_noticed() {
    let honest = honest();
    let mut parts = honest.split('.');
    let (head, _, signature) = (parts.next().unwrap(), parts.next(), parts.next().unwrap());
    let staff = with(claims(), "kind", json!("staff")).to_string();
    let forged = format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(staff));
    assert_eq!(refusal(&forged), TokenRefusal::Signature);
}

#[test]
fn a_signature_cut_off_longer_or_of_another_form_is_refused() {
    let honest = honest();
    let (signed, signature) = honest.rsplit_once('.').unwrap();
    for length in 0..signature.len() {
        let cut = format!("{signed}.{}", &signature[..length]);
        assert_eq!(refusal(&cut), TokenRefusal::Signature, "{length}");
    }
    let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    // The order of the group added to the second half: the same equation, another signature (RFC 8032, 5.1.7).
    let order = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut twin = bytes.clone();
    let mut carry = 0;
    for (byte, more) in twin[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + more + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    let zero = vec![0; 64];
    let longer = [bytes, vec![0]].concat();
    for other in [twin, zero, longer] {
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(other));
        assert_eq!(refusal(&token), TokenRefusal::Signature);
    }
}

#[test]
fn what_has_not_three_parts_of_json_is_malformed() {
    let honest = honest();
    let parts: Vec<&str> = honest.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    for token in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        honest.replace('.', ""),
        format!("{head}.{body}"),
        format!("{honest}."),
        format!("{honest}.{signature}"),
        format!(".{body}.{signature}"),
        format!("{honest}.a.b.c"),
        format!("Bearer {honest}"),
        format!(" {honest}"),
        format!("{head}=.{body}.{signature}"),
        format!("{}.{body}.{signature}", encode(b"not json")),
        format!("{}.{body}.{signature}", encode(b"[]")),
        format!("{}.{body}.{signature}", encode(b"null")),
        format!("{}.{body}.{signature}", encode(b"{}")),
        format!("{}.{body}.{signature}", encode(b"{\"alg\":\"EdDSA\"} {}")),
        format!("{}.{body}.{signature}", encode(b"{\"alg\":\"Ed\xFFDSA\"}")),
        format!(
            "{}.{body}.{signature}",
            encode("{\"alg\":".repeat(200).as_bytes())
        ),
    ] {
        assert_eq!(refusal(&token), TokenRefusal::Malformed, "{token}");
    }
    assert_eq!(
        refusal(&format!("{head}..{signature}")),
        TokenRefusal::Signature
    );
    assert_eq!(refusal(&format!("{head}.{body}.")), TokenRefusal::Signature);
    // Signed by us, and still not JSON, or not text.
    for payload in [
        b"".as_slice(),
        b"[]",
        b"not json",
        b"{\"iss\":\"\xC3\x28\"}",
        b"\xFF\xFE",
    ] {
        let token = signed_by(1, header().to_string(), payload);
        assert_eq!(refusal(&token), TokenRefusal::Malformed);
    }
}

#[test]
fn a_huge_token_is_not_looked_at() {
    for bytes in [4_097, 10_000_000] {
        assert_eq!(refusal(&"a".repeat(bytes)), TokenRefusal::TooLong);
    }
    let claims = with(claims(), "more", json!("x".repeat(3_000)));
    assert_eq!(refusal(&signed(&header(), &claims)), TokenRefusal::TooLong);
    assert_eq!(refusal(&".".repeat(4_096)), TokenRefusal::Malformed);
}

#[test]
fn a_refusal_quotes_nothing() {
    let words = format!(
        "{} {:?}",
        refusal("eyJ.secret.sig"),
        refusal("eyJ.secret.sig")
    );
    assert!(!words.contains("secret"));
}

proptest! {
    #[test]
    fn no_text_passes_or_stops_the_check(text in any::<String>()) {
        prop_assert!(keys().verify(&text, moment()).is_err());
    }

    #[test]
    fn no_parts_pass_or_stop_the_check(
        header in any::<Vec<u8>>(),
        claims in any::<Vec<u8>>(),
        signature in any::<Vec<u8>>(),
    ) {
        let [header, claims, signature] =
            [header, claims, signature].map(|part| URL_SAFE_NO_PAD.encode(part));
        let token = format!("{header}.{claims}.{signature}");
        prop_assert!(keys().verify(&token, moment()).is_err());
    }
}
