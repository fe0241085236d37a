//! Codes by the vectors of RFC 6238, and that each is good once.
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::{TotpRefusal, TotpSecret, step_at, truncated};
use crate::platform::chance::Chance;

/// The secret of RFC 6238, appendix B.
const RFC_SECRET: &[u8] = b"12345678901234567890";

/// An instant.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

/// The secret of RFC 6238 as it would be kept.
fn rfc_secret() -> TotpSecret {
    TotpSecret::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap()
}

#[test]
fn the_published_vectors_hold() {
    // RFC 6238, appendix B: eight digits, of which ours are the last six.
    for (seconds, code) in [
        (59, 94_287_082),
        (1_111_111_109, 7_081_804),
        (1_111_111_111, 14_050_471),
        (1_234_567_890, 89_005_924),
        (2_000_000_000, 69_279_037),
        (20_000_000_000, 65_353_130),
    ] {
        let value = truncated(RFC_SECRET, step_at(at(seconds))).unwrap();
        assert_eq!(value % 100_000_000, code, "{seconds}");
        let six = format!("{:06}", code % 1_000_000);
        let step = rfc_secret().verify(&six, at(seconds), None).unwrap();
        assert_eq!(step, seconds / 30);
    }
}

#[test]
fn a_code_is_good_in_its_step_and_the_ones_beside_it() {
    let secret = rfc_secret();
    let step = 41_152_263;
    let code = secret.code(step);
    for (seconds, expected) in [
        (-31, Err(TotpRefusal::Wrong)),
        (-30, Ok(step)),
        (0, Ok(step)),
        (29, Ok(step)),
        (59, Ok(step)),
        (60, Err(TotpRefusal::Wrong)),
    ] {
        let now = at(step * 30 + seconds);
        assert_eq!(secret.verify(&code, now, None), expected, "{seconds}");
    }
}

#[test]
fn a_code_is_good_once_and_an_earlier_one_never_after_it() {
    let secret = rfc_secret();
    let now = at(1_234_567_890);
    let present = step_at(now);
    let code = secret.code(present);
    let step = secret.verify(&code, now, Some(present - 1)).unwrap();
    assert_eq!(
        secret.verify(&code, now, Some(step)),
        Err(TotpRefusal::Replayed)
    );
    let earlier = secret.code(present - 1);
    assert_eq!(
        secret.verify(&earlier, now, Some(step)),
        Err(TotpRefusal::Replayed)
    );
    let next = secret.code(present + 1);
    assert_eq!(secret.verify(&next, now, Some(step)), Ok(present + 1));
}

#[test]
fn what_is_typed_may_have_blanks_and_nothing_else() {
    let secret = rfc_secret();
    let now = at(1_111_111_109);
    assert!(secret.verify(" 081 804 ", now, None).is_ok());
    assert!(secret.verify("０８１８０４", now, None).is_ok());
    let long = "0".repeat(1_000_000);
    for typed in ["", "81804", "0081804", "08180a", "-81804", "٠٨١٨٠٤", &long] {
        let refusal = secret.verify(typed, now, None);
        assert_eq!(refusal, Err(TotpRefusal::Malformed));
    }
    assert_eq!(secret.verify("081805", now, None), Err(TotpRefusal::Wrong));
}

#[test]
fn an_app_can_read_the_address() {
    let uri = rfc_secret().uri("门口 Menkou", "li@guiyang");
    assert_eq!(
        uri.expose_secret(),
        "otpauth://totp/%E9%97%A8%E5%8F%A3%20Menkou:li%40guiyang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=%E9%97%A8%E5%8F%A3%20Menkou&algorithm=SHA1&digits=6&period=30"
    );
}

#[test]
fn a_secret_comes_back_from_where_it_was_kept_and_is_not_printed() {
    let secret = TotpSecret::issue(&Chance::counted(1)).unwrap();
    let kept = secret.expose();
    assert_eq!(kept.expose_secret().len(), 32);
    let again = TotpSecret::parse(kept.expose_secret()).unwrap();
    assert_eq!(again.code(1), secret.code(1));
    assert_eq!(format!("{secret:?}"), "TotpSecret(..)");
    assert!(TotpSecret::parse("MZXW6YTB").is_none());
    assert!(TotpSecret::parse("no base32").is_none());
}

proptest! {
    #[test]
    fn nothing_typed_at_any_time_stops_the_check(
        typed in any::<String>(),
        seconds in -8_000_000_000_000_i64..8_000_000_000_000,
        last in any::<Option<i64>>(),
    ) {
        let _ = rfc_secret().verify(&typed, at(seconds), last);
    }
}
