//! SMS and real names over our signed contract.

use secrecy::SecretString;
use uuid::Uuid;

use super::{DESERTED, impatient, moment, other_secret, settings};
use crate::config::{AdapterConfig, PartnersConfig};
use crate::partners::Outbound;
use crate::partners::real_name::{RealName, RealNameClient, RealNameVerdict};
use crate::partners::signed::{is_signed, signature};
use crate::partners::simulated::{Channel, Mischief, Simulated};
use crate::partners::sms::{SmsClient, SmsGateway, SmsPurpose, SmsRefusal};
use crate::platform::clock::Clock;

/// A number that messages reach.
const MOBILE: &str = "+8613800138000";

/// A simulated server at the moment of the tests.
fn simulated() -> Simulated {
    Simulated::start(Clock::fixed(moment()), |_| {}).unwrap()
}

/// A client of an SMS adapter.
fn sms(adapter: &AdapterConfig, bounds: &PartnersConfig, clock: Clock) -> SmsClient {
    SmsClient::new(adapter, &Outbound::new(bounds).unwrap(), clock)
}

/// Sends a code under this number.
async fn send(client: &SmsClient, mobile: &str, number: u128) -> Result<(), SmsRefusal> {
    let request_id = Uuid::from_u128(number);
    client
        .send_code(mobile, "123456", SmsPurpose::Login, request_id)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_sent_once_for_one_request() {
    let simulated = simulated();
    let clock = Clock::fixed(moment());
    let client = sms(&simulated.sms_adapter(), &settings().partners, clock);
    for number in [1, 1, 2] {
        send(&client, MOBILE, number).await.unwrap();
    }
    let sent = simulated.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].channel, Channel::Sms);
    assert_eq!(sent[0].to, MOBILE);
    assert_eq!(sent[0].about, "login");
    assert_eq!(sent[0].text, "123456");
    let url = format!("{}/sent", simulated.base_url());
    let listed: serde_json::Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(listed[0]["text"], "123456");
    assert_eq!(listed[0]["at"], "2026-11-24T02:00:00Z");
    simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_of_the_sms_contract_has_its_case() {
    let simulated = simulated();
    let clock = Clock::fixed(moment());
    let client = sms(&simulated.sms_adapter(), &settings().partners, clock);
    for (mobile, expected) in [
        ("+8619900000001", SmsRefusal::NumberRefused),
        ("+8619900000002", SmsRefusal::QuotaExceeded),
        ("+8619900000003", SmsRefusal::Busy),
        ("+8619900000004", SmsRefusal::OutcomeUnknown),
    ] {
        let refused = send(&client, mobile, 1).await;
        assert_eq!(refused, Err(expected), "{mobile}");
    }
    // The last one was sent although nobody said so: asked again it is not sent twice.
    assert_eq!(simulated.sent().len(), 1);
    let again = send(&client, "+8619900000004", 1).await;
    assert_eq!(again, Err(SmsRefusal::OutcomeUnknown));
    assert_eq!(simulated.sent().len(), 1);
    simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_nobody_tells_is_unknown_and_no_connection_is_not() {
    let simulated = simulated();
    let clock = Clock::fixed(moment());
    let client = sms(&simulated.sms_adapter(), &impatient(), clock.clone());
    for mischief in [
        Mischief::Silent,
        Mischief::Malformed,
        Mischief::Oversized,
        Mischief::Gateway,
        Mischief::Elsewhere,
    ] {
        simulated.act_up("/sms/", mischief);
        let refused = send(&client, MOBILE, 1).await;
        assert_eq!(refused, Err(SmsRefusal::OutcomeUnknown), "{mischief:?}");
    }
    let mut adapter = simulated.sms_adapter();
    adapter.base_url = DESERTED.to_owned();
    let alone = sms(&adapter, &settings().partners, clock);
    assert_eq!(send(&alone, MOBILE, 1).await, Err(SmsRefusal::Unreachable));
    simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_or_another_time_is_not_believed() {
    let simulated = simulated();
    let bounds = settings().partners;
    let misconfigured = Err(SmsRefusal::Misconfigured);
    let mut adapter = simulated.sms_adapter();
    adapter.key = other_secret();
    let liar = sms(&adapter, &bounds, Clock::fixed(moment()));
    assert_eq!(send(&liar, MOBILE, 1).await, misconfigured);
    let mut adapter = simulated.sms_adapter();
    adapter.key_id = "somebody".to_owned();
    let stranger = sms(&adapter, &bounds, Clock::fixed(moment()));
    assert_eq!(send(&stranger, MOBILE, 1).await, misconfigured);
    let later = moment() + chrono::TimeDelta::seconds(301);
    let late = sms(&simulated.sms_adapter(), &bounds, Clock::fixed(later));
    assert_eq!(send(&late, MOBILE, 1).await, misconfigured);
    assert!(simulated.sent().is_empty());
    simulated.stop().await;
}

#[test]
fn the_signature_is_the_published_one_and_holds_for_what_was_signed_alone() {
    let key = SecretString::from("0123456789abcdef0123456789abcdef");
    let body = br#"{"request_id":"018f0000-0000-7000-8000-000000000001","mobile":"+8613800138000","purpose":"login","code":"123456"}"#;
    let (path, moment) = ("/v1/messages", "1795500000");
    let signed = signature(&key, moment, path, body).unwrap();
    // As in docs/partners.md.
    assert_eq!(signed, "v1=s9v8owLfAvLqCj/YoSevM/2wh8KybyO9eE2Vv5y3zL8=");
    let at = |seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap();
    let now = at(1_795_500_300);
    let pair = (moment, signed.as_str());
    assert!(is_signed(&key, pair, path, body, now));
    assert!(!is_signed(&key, pair, "/v1/real-name-checks", body, now));
    assert!(!is_signed(&key, pair, path, b"{}", now));
    assert!(!is_signed(&key, pair, path, body, at(1_795_500_301)));
    assert!(!is_signed(&key, pair, path, body, at(1_795_499_699)));
    assert!(!is_signed(&other_secret(), pair, path, body, now));
    let newer = ("1795500001", signed.as_str());
    assert!(!is_signed(&key, newer, path, body, now));
    let bare = (moment, signed.strip_prefix("v1=").unwrap());
    assert!(!is_signed(&key, bare, path, body, now));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_verified_or_not_or_nobody_says() {
    let simulated = simulated();
    let outbound = Outbound::new(&settings().partners).unwrap();
    let clock = Clock::fixed(moment());
    let client = RealNameClient::new(&simulated.real_name_adapter(), &outbound, clock.clone());
    for (name, verdict) in [
        ("李雷", RealNameVerdict::Verified),
        ("张冠李戴", RealNameVerdict::Mismatch),
        ("查无此人", RealNameVerdict::NotFound),
        ("稍后再试", RealNameVerdict::Unavailable),
    ] {
        let answer = client.verify(name, "520102199001011234").await;
        assert_eq!(answer.verdict, verdict, "{name}");
        let has_reference = verdict != RealNameVerdict::Unavailable;
        assert_eq!(answer.reference.is_some(), has_reference, "{name}");
    }
    let hasty = Outbound::new(&impatient()).unwrap();
    let hasty = RealNameClient::new(&simulated.real_name_adapter(), &hasty, clock.clone());
    for mischief in [Mischief::Silent, Mischief::Malformed, Mischief::Gateway] {
        simulated.act_up("/real-name/", mischief);
        let answer = hasty.verify("李雷", "520102199001011234").await;
        assert_eq!(answer.verdict, RealNameVerdict::Unavailable, "{mischief:?}");
    }
    simulated.behave();
    let mut adapter = simulated.real_name_adapter();
    adapter.key = other_secret();
    let liar = RealNameClient::new(&adapter, &outbound, clock);
    let answer = liar.verify("李雷", "520102199001011234").await;
    assert_eq!(answer.verdict, RealNameVerdict::Unavailable);
    simulated.stop().await;
}
