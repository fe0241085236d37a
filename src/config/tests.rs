//! Tests of reading the configuration.
#![expect(clippy::unwrap_used, reason = "tests")]

use secrecy::ExposeSecret;

use super::{Config, NamedKey, Profile};

/// A key that is in no default: 32 times 7.
const NEW_KEY: &str = "2026-b:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// The same as a look-up key.
const NEW_LOOKUP_KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// The key of the defaults that seals.
const DEFAULTS_SEAL: &str = "demo:bWVua291LWRlbW8tc2VhbGluZy1rZXktbm90LXByb2Q=";

/// Loads with the given variables.
fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
    Config::load(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
    .map_err(|refusal| refusal.to_string())
}

#[test]
fn the_defaults_are_acceptable_and_mean_the_demo_profile() {
    let config = load(&[]).unwrap();
    assert_eq!(config.profile, Profile::Demo);
    assert_eq!(config.http.listen, "127.0.0.1:8080");
    assert!(
        config
            .database_url()
            .expose_secret()
            .starts_with("sqlite://./data/menkou.db")
    );
}

#[test]
fn the_street_file_lies_in_the_data_folder_unless_told_otherwise() {
    let config = load(&[("MENKOU__DATA__DIR", "/var/menkou")]).unwrap();
    let path = std::path::Path::new("/var/menkou/streets.menkou");
    assert_eq!(config.streets_path(), path);
    let config = load(&[("MENKOU__STREETS__FILE", "/srv/guizhou.menkou")]).unwrap();
    assert_eq!(
        config.streets_path(),
        std::path::Path::new("/srv/guizhou.menkou")
    );
    assert!(load(&[("MENKOU__STREETS__POLL_SECONDS", "0")]).is_err());
}

#[test]
fn a_variable_overrides_its_key_with_its_type() {
    let config = load(&[
        ("MENKOU__HTTP__LISTEN", "0.0.0.0:0"),
        ("MENKOU__HTTP__RATE_PER_MINUTE", "7"),
        ("MENKOU__HTTP__TRUSTED_PROXIES", "10.0.0.1, ::1"),
        ("PATH", "untouched"),
    ])
    .unwrap();
    assert_eq!(config.http.listen, "0.0.0.0:0");
    assert_eq!(config.http.rate_per_minute, 7);
    assert_eq!(config.http.trusted_proxies.len(), 2);
}

#[test]
fn an_unknown_or_impossible_value_is_refused_by_name() {
    assert!(
        load(&[("MENKOU__HTTP__LISTN", "x")])
            .unwrap_err()
            .contains("MENKOU__HTTP__LISTN")
    );
    assert!(
        load(&[("MENKOU__HTTP", "x")])
            .unwrap_err()
            .contains("MENKOU__HTTP")
    );
    assert!(
        load(&[("MENKOU__HTTP__WORKERS", "many")])
            .unwrap_err()
            .contains("whole number")
    );
    assert!(load(&[("MENKOU__WALKING__METRES_PER_MINUTE", "0")]).is_err());
    assert!(load(&[("MENKOU__WALKING__METRES_PER_MINUTE", "NaN")]).is_err());
    assert!(load(&[("MENKOU__PROFILE", "staging")]).is_err());
    assert!(
        load(&[("MENKOU__HTTP__PAGE_TOKEN_KEY", "short")])
            .unwrap_err()
            .contains("page_token_key")
    );
}

#[test]
fn a_secret_may_come_from_a_file_and_never_prints() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, "a-secret-that-is-long-enough-to-be-accepted\n").unwrap();
    let config = load(&[("MENKOU__HTTP__PAGE_TOKEN_KEY_FILE", path.to_str().unwrap())]).unwrap();
    assert_eq!(
        config.http.page_token_key.expose_secret(),
        "a-secret-that-is-long-enough-to-be-accepted"
    );
    assert!(!format!("{config:?}").contains("long-enough"));
}

#[test]
fn production_refuses_the_demo_secrets_and_simulated_partners() {
    let config = load(&[("MENKOU__PROFILE", "production")]).unwrap();
    let refusals = config.production_refusals();
    assert_eq!(refusals.len(), 5, "{refusals:?}");
    assert!(refusals.iter().any(|told| told.contains("page_token_key")));
    assert!(
        refusals
            .iter()
            .any(|told| told.contains("partners.simulated"))
    );
    assert!(load(&PRODUCTION).unwrap().production_refusals().is_empty());
}

/// Production settings that nothing is said against.
const PRODUCTION: [(&str, &str); 6] = [
    ("MENKOU__PROFILE", "production"),
    (
        "MENKOU__HTTP__PAGE_TOKEN_KEY",
        "a-secret-that-is-long-enough-to-be-accepted",
    ),
    ("MENKOU__PARTNERS__SIMULATED", "false"),
    ("MENKOU__SEALING__KEYS", NEW_KEY),
    ("MENKOU__SEALING__LOOKUP_KEY", NEW_LOOKUP_KEY),
    ("MENKOU__TOKENS__KEYS", NEW_KEY),
];

#[test]
fn production_refuses_partners_that_are_spoken_to_in_the_clear() {
    let told = |url: &str| {
        let mut variables = PRODUCTION.to_vec();
        variables.push(("MENKOU__WECHAT__BASE_URL", url));
        load(&variables).unwrap().production_refusals().len()
    };
    assert_eq!(told("https://api.weixin.qq.com"), 0);
    assert_eq!(told("http://127.0.0.1:9000/wechat"), 0);
    assert_eq!(told("http://[::1]:9000"), 0);
    assert_eq!(told("http://127.0.0.1.example.com"), 1);
    assert_eq!(told("http://api.weixin.qq.com"), 1);
}

#[test]
fn an_address_of_a_partner_is_plain() {
    for url in [
        "",
        "api.weixin.qq.com",
        "ftp://api.weixin.qq.com",
        "https://user:password@api.weixin.qq.com",
        "https://api.weixin.qq.com/?a=1",
    ] {
        let refusal = load(&[("MENKOU__WECHAT__BASE_URL", url)]).unwrap_err();
        assert!(refusal.contains("wechat.base_url"), "{url}: {refusal}");
        assert!(!refusal.contains("password@"), "{refusal}");
    }
}

#[test]
fn a_demo_key_is_refused_in_production_wherever_it_stands() {
    // Behind a key of one's own, under another name, or in another place it is still the published one.
    let seal = DEFAULTS_SEAL.replacen("demo", "mine", 1);
    for keys in [format!("{NEW_KEY},{seal}"), seal.clone()] {
        for variable in ["MENKOU__SEALING__KEYS", "MENKOU__TOKENS__KEYS"] {
            let mut settings = PRODUCTION.to_vec();
            settings.push((variable, keys.as_str()));
            let config = load(&settings).unwrap();
            assert_eq!(config.production_refusals().len(), 1, "{variable} {keys}");
        }
    }
}

#[test]
fn secrets_of_partners_go_together_come_from_files_and_never_print() {
    assert!(load(&[("MENKOU__WECHAT__APP_ID", "wx1")]).is_err());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "0123456789abcdef0123456789abcdef\n").unwrap();
    let path = path.to_str().unwrap();
    let variables = [
        ("MENKOU__WECHAT__APP_ID", "wx1"),
        ("MENKOU__WECHAT__APP_SECRET_FILE", path),
        ("MENKOU__SMS__BASE_URL", "https://sms.example"),
        ("MENKOU__SMS__KEY_ID", "menkou-1"),
        ("MENKOU__SMS__KEY_FILE", path),
        ("MENKOU__REAL_NAME__BASE_URL", "https://names.example"),
        ("MENKOU__REAL_NAME__KEY_ID", "menkou-1"),
        ("MENKOU__REAL_NAME__KEY_FILE", path),
    ];
    let config = load(&variables).unwrap();
    assert_eq!(config.wechat.app_secret.expose_secret().len(), 32);
    assert!(config.sms.is_configured() && config.real_name.is_configured());
    assert!(!format!("{config:?}").contains("0123456789abcdef"));

    let mut short = variables;
    short[4] = ("MENKOU__SMS__KEY", "short");
    assert!(load(&short).unwrap_err().contains("sms.key"));
    let mut nameless = variables;
    nameless[6] = ("MENKOU__REAL_NAME__KEY_ID", "");
    assert!(load(&nameless).unwrap_err().contains("real_name.key_id"));
}

#[test]
fn keys_are_read_in_their_order() {
    let keys = format!("{NEW_KEY},{DEFAULTS_SEAL}");
    let config = load(&[
        ("MENKOU__SEALING__KEYS", keys.as_str()),
        ("MENKOU__TOKENS__KEYS", keys.as_str()),
    ])
    .unwrap();
    for keys in [
        config.sealing.key_ring().unwrap(),
        config.tokens.seeds().unwrap(),
    ] {
        let ids: Vec<&str> = keys.iter().map(NamedKey::id).collect();
        assert_eq!(ids, ["2026-b", "demo"]);
        assert_eq!(keys.first().unwrap().expose(), [7; 32]);
        assert!(!format!("{keys:?}").contains('7'));
    }
    assert!(!format!("{config:?}").contains("BwcH"));
}

#[test]
fn keys_that_cannot_be_are_refused_without_being_quoted() {
    let short = "a:BwcHBwcHBwcHBwcHBwcHBw==";
    let twice = format!("{NEW_KEY},{NEW_KEY}");
    for (variable, value, why) in [
        ("MENKOU__SEALING__KEYS", "", "at least one key"),
        ("MENKOU__SEALING__KEYS", "BwcHBwcH", "id:base64"),
        ("MENKOU__SEALING__KEYS", "Upper:BwcHBwcH", "id:base64"),
        ("MENKOU__SEALING__KEYS", "a:BwcH?wcH", "base64"),
        ("MENKOU__SEALING__KEYS", twice.as_str(), "earlier"),
        ("MENKOU__SEALING__KEYS", short, "16 bytes in place of 32"),
        (
            "MENKOU__SEALING__ALGORITHM",
            "sm4-gcm",
            "32 bytes in place of 16",
        ),
        (
            "MENKOU__SEALING__LOOKUP_KEY",
            "BwcH",
            "3 bytes in place of 32",
        ),
        ("MENKOU__TOKENS__KEYS", short, "16 bytes in place of 32"),
    ] {
        let refusal = load(&[(variable, value)]).unwrap_err();
        assert!(refusal.contains(why), "{variable}={value}: {refusal}");
        assert!(!refusal.contains("BwcH"), "{refusal}");
    }
    assert!(load(&[("MENKOU__SEALING__ALGORITHM", "rot13")]).is_err());
    assert!(
        load(&[
            ("MENKOU__SEALING__ALGORITHM", "sm4-gcm"),
            ("MENKOU__SEALING__KEYS", short),
        ])
        .is_ok()
    );
}
