//! Tokens that are ours, over their time and over a change of keys; refresh secrets.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod hostile;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    ACCESS_LIFETIME, AccessGrant, ActorKind, CLOCK_LEEWAY, RefreshSecret, SigningKeys, TokenRefusal,
};
use crate::config::TokensConfig;
use crate::platform::chance::Chance;

/// When the tokens here are given out.
fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_572_000, 0).unwrap()
}

/// A configured key: an id and 32 equal bytes.
fn key(id: &str, byte: u8) -> SecretString {
    SecretString::from(format!("{id}:{}", STANDARD.encode([byte; 32])))
}

/// Settings with these keys.
fn config(keys: Vec<SecretString>) -> TokensConfig {
    TokensConfig {
        issuer: "https://menkou.example".to_owned(),
        audience: "menkou-api".to_owned(),
        keys,
    }
}

/// The keys `a` of bytes 1.
fn keys() -> SigningKeys {
    SigningKeys::new(&config(vec![key("a", 1)])).unwrap()
}

/// What a token is asked for here.
fn grant() -> AccessGrant {
    AccessGrant {
        account: Uuid::from_u128(1),
        session: Uuid::from_u128(2),
        kind: ActorKind::Citizen,
        token: Uuid::from_u128(3),
    }
}

/// A part of a token, read as JSON.
fn part(token: &str, at: usize) -> Value {
    let part = token.split('.').nth(at).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a_token_says_what_was_granted() {
    for kind in [ActorKind::Citizen, ActorKind::Staff, ActorKind::Employer] {
        let grant = AccessGrant { kind, ..grant() };
        let now = moment() + TimeDelta::milliseconds(900);
        let token = keys().issue(&grant, now).unwrap();
        let claims = keys().verify(&token, now).unwrap();
        assert_eq!(claims.account, grant.account);
        assert_eq!(claims.session, grant.session);
        assert_eq!(claims.token, grant.token);
        assert_eq!(claims.kind, kind);
        assert_eq!(claims.issued_at, moment());
        assert_eq!(claims.expires_at, moment() + ACCESS_LIFETIME);
    }
}

#[test]
fn a_token_is_what_the_standards_say() {
    let token = keys().issue(&grant(), moment()).unwrap();
    let header = json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": "a" });
    assert_eq!(part(&token, 0), header);
    let claims = json!({
        "iss": "https://menkou.example", "aud": "menkou-api",
        "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2), "jti": Uuid::from_u128(3),
        "kind": "citizen", "iat": 1_795_572_000, "nbf": 1_795_572_000, "exp": 1_795_572_900,
    });
    assert_eq!(part(&token, 1), claims);
    assert!(token.len() < 600, "{} bytes", token.len());
}

#[test]
fn a_token_has_its_time() {
    let keys = keys();
    let token = keys.issue(&grant(), moment()).unwrap();
    let end = moment() + ACCESS_LIFETIME;
    let second = TimeDelta::seconds(1);
    for (now, refusal) in [
        (
            moment() - CLOCK_LEEWAY - second,
            Some(TokenRefusal::NotYetValid),
        ),
        (moment() - CLOCK_LEEWAY, None),
        (end, None),
        (end + CLOCK_LEEWAY - second, None),
        (end + CLOCK_LEEWAY, Some(TokenRefusal::Expired)),
        (DateTime::<Utc>::MAX_UTC, Some(TokenRefusal::Expired)),
        (DateTime::<Utc>::MIN_UTC, Some(TokenRefusal::NotYetValid)),
    ] {
        assert_eq!(keys.verify(&token, now).err(), refusal, "{now}");
    }
}

#[test]
fn tokens_outlive_a_change_of_keys() {
    let before = keys();
    let old = before.issue(&grant(), moment()).unwrap();
    let after = SigningKeys::new(&config(vec![key("b", 2), key("a", 1)])).unwrap();
    assert!(after.verify(&old, moment()).is_ok());
    let new = after.issue(&grant(), moment()).unwrap();
    assert_eq!(part(&new, 0)["kid"], "b");
    assert!(after.verify(&new, moment()).is_ok());
    assert_eq!(before.verify(&new, moment()), Err(TokenRefusal::UnknownKey));
    let gone = SigningKeys::new(&config(vec![key("b", 2)])).unwrap();
    assert_eq!(gone.verify(&old, moment()), Err(TokenRefusal::UnknownKey));
}

#[test]
fn the_public_halves_are_the_published_ones_and_nothing_else() {
    // RFC 8037, appendix A.1 and A.2.
    let seed = URL_SAFE_NO_PAD
        .decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
        .unwrap();
    let rfc = SecretString::from(format!("rfc:{}", STANDARD.encode(seed)));
    let keys = SigningKeys::new(&config(vec![rfc, key("a", 1)])).unwrap();
    let jwks = keys.jwks();
    let expected = json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "kid": "rfc", "use": "sig", "alg": "EdDSA",
    });
    assert_eq!(jwks["keys"][0], expected);
    assert_eq!(jwks["keys"][1]["kid"], "a");
    assert_eq!(jwks["keys"].as_array().unwrap().len(), 2);
    assert_eq!(format!("{keys:?}"), r#"SigningKeys["rfc", "a"]"#);
}

#[test]
fn threads_may_share_the_keys() {
    const fn is_shared<T: Clone + Send + Sync>() {}
    is_shared::<SigningKeys>();
}

#[test]
fn no_keys_or_broken_ones_are_refused() {
    assert!(SigningKeys::new(&config(vec![])).is_err());
    let short = SecretString::from("a:BwcHBw==");
    assert!(SigningKeys::new(&config(vec![short])).is_err());
}

#[test]
fn a_refresh_secret_is_known_by_its_hash_alone() {
    let chance = Chance::counted(1);
    let secret = RefreshSecret::issue(&chance).unwrap();
    assert!(secret.expose().starts_with("mkr_"));
    let shown = RefreshSecret::parse(secret.expose()).unwrap();
    assert!(shown.matches(&secret.hash()));
    let other = RefreshSecret::issue(&chance).unwrap();
    assert!(!other.matches(&secret.hash()));
    assert!(!secret.matches(&[]));
    assert_eq!(format!("{secret:?}"), "RefreshSecret(..)");
}

#[test]
fn other_texts_are_no_refresh_secrets() {
    let secret = RefreshSecret::issue(&Chance::counted(1)).unwrap();
    let text = secret.expose();
    let access = keys().issue(&grant(), moment()).unwrap();
    // The last character has two bits that say nothing: only one of four is the secret's own.
    let twin = format!("{}{}", &text[..text.len() - 1], "_");
    for other in [
        "",
        "mkr_",
        &text[4..],
        &text[..text.len() - 1],
        &format!("{text}A"),
        &text.replacen("mkr_", "mkr-", 1),
        &twin,
        &access,
        &"mkr_".repeat(100_000),
    ] {
        assert!(RefreshSecret::parse(other).is_none(), "{other}");
    }
}
