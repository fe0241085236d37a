//! Logging in and giving a phone: who it is, and each documented error.

use super::{Played, client_of, other_secret, program_at, settings};
use crate::partners::simulated::Simulated;
use crate::partners::wechat::{PhoneGiven, WeChat, WeChatRefusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_name_always_has_the_same_openid_and_some_have_a_unionid() {
    let played = Played::start();
    let first = played.wechat.session_of("wx-li.1").await.unwrap();
    let again = played.wechat.session_of("wx-li.2").await.unwrap();
    let other = played.wechat.session_of("wx-wang").await.unwrap();
    let united = played.wechat.session_of("wx-u-zhang").await.unwrap();
    assert_eq!(first, again);
    assert_eq!(first.openid, Simulated::openid_of("li"));
    assert_eq!(first.openid.len(), 28);
    assert_eq!(first.app_id, Simulated::app_id());
    assert_ne!(first.openid, other.openid);
    assert_eq!(first.unionid, None);
    assert!(
        united
            .unionid
            .is_some_and(|unionid| unionid != united.openid)
    );
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once() {
    let played = Played::start();
    played.wechat.session_of("wx-li").await.unwrap();
    let again = played.wechat.session_of("wx-li").await;
    assert_eq!(again, Err(WeChatRefusal::CodeUsed));
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_five_minutes() {
    let played = Played::start();
    let issued = || async {
        let url = format!("{}/code?name=li", played.simulated.base_url());
        let answer: serde_json::Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        answer["code"].as_str().unwrap().to_owned()
    };
    let (in_time, late) = (issued().await, issued().await);
    assert_ne!(in_time, late);
    played.advance(300);
    assert!(played.wechat.session_of(&in_time).await.is_ok());
    played.advance(1);
    let refused = played.wechat.session_of(&late).await;
    assert_eq!(refused, Err(WeChatRefusal::CodeInvalid));
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_documented_error_of_a_login_has_its_case() {
    let played = Played::start();
    for (code, expected) in [
        ("wx-busy", WeChatRefusal::Busy),
        ("wx-blocked", WeChatRefusal::UserBlocked),
        ("wx-quota", WeChatRefusal::QuotaExceeded),
        ("wx-fail-40029", WeChatRefusal::CodeInvalid),
        ("wx-fail-40163", WeChatRefusal::CodeUsed),
        ("wx-fail-45011", WeChatRefusal::QuotaExceeded),
        ("wx-fail-40226", WeChatRefusal::UserBlocked),
        (
            "wx-fail-40013",
            WeChatRefusal::Misconfigured { errcode: 40_013 },
        ),
        (
            "wx-fail-40125",
            WeChatRefusal::Misconfigured { errcode: 40_125 },
        ),
        ("wx-fail-99999", WeChatRefusal::Other(99_999)),
        ("", WeChatRefusal::CodeInvalid),
        ("nobody's", WeChatRefusal::CodeInvalid),
    ] {
        let refused = played.wechat.session_of(code).await;
        assert_eq!(refused, Err(expected), "{code}");
    }
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mini_program_or_secret_is_a_matter_of_configuration() {
    let played = Played::start();
    let bounds = settings().partners;
    let mut program = program_at(played.simulated.base_url());
    program.app_id = "wx0000000000000001".to_owned();
    let stranger = client_of(&program, &bounds, &played.clock);
    let refused = stranger.session_of("wx-li").await;
    assert_eq!(
        refused,
        Err(WeChatRefusal::Misconfigured { errcode: 40_013 })
    );
    let mut program = program_at(played.simulated.base_url());
    program.app_secret = other_secret();
    let liar = client_of(&program, &bounds, &played.clock);
    let misconfigured = WeChatRefusal::Misconfigured { errcode: 40_125 };
    assert_eq!(liar.session_of("wx-li").await, Err(misconfigured.clone()));
    assert_eq!(
        liar.phone_of("phone-13800138000", "o").await,
        Err(misconfigured)
    );
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_comes_with_its_country_code_as_text_or_as_a_number() {
    let played = Played::start();
    for number in ["13800138000", "13800138001"] {
        let code = format!("phone-{number}");
        let given = played.wechat.phone_of(&code, "o").await.unwrap();
        let expected = PhoneGiven {
            country_code: "86".to_owned(),
            number: number.to_owned(),
        };
        assert_eq!(given, expected);
    }
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_goes_to_its_owner_alone_and_once() {
    let played = Played::start();
    let (li, wang) = (Simulated::openid_of("li"), Simulated::openid_of("wang"));
    let code = "phone-13800138000@li.7";
    let invalid = Err(WeChatRefusal::CodeInvalid);
    assert_eq!(played.wechat.phone_of(code, &wang).await, invalid);
    assert!(played.wechat.phone_of(code, &li).await.is_ok());
    assert_eq!(played.wechat.phone_of(code, &li).await, invalid);
    for (code, expected) in [
        ("phone-1380013800", WeChatRefusal::CodeInvalid),
        ("wx-li", WeChatRefusal::CodeInvalid),
        ("phone-fail--1", WeChatRefusal::Busy),
        ("phone-fail-45011", WeChatRefusal::QuotaExceeded),
        ("phone-fail-40003", WeChatRefusal::OpenidInvalid),
    ] {
        let refused = played.wechat.phone_of(code, &li).await;
        assert_eq!(refused, Err(expected), "{code}");
    }
    played.simulated.stop().await;
}
