//! Which partners a configuration opens.

use std::sync::Mutex;

use uuid::Uuid;

use super::{moment, settings};
use crate::config::{MiniProgramVersion, Profile};
use crate::partners::real_name::RealNameVerdict;
use crate::partners::sms::{SmsPurpose, SmsRefusal};
use crate::partners::wechat::{SubscribeMessage, TextScene, WeChatRefusal};
use crate::partners::{PartnerRefusal, Partners};
use crate::platform::clock::Clock;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_opens_the_simulated_server_for_all_and_hears_of_messages() {
    static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let clock = Clock::fixed(moment());
    let told = |sent: &crate::partners::simulated::Sent| {
        HEARD.lock().unwrap().push(sent.text.clone());
    };
    let partners = Partners::open(&settings(), &clock, told).unwrap();
    assert!(partners.wechat.session_of("wx-li").await.is_ok());
    let (mobile, code, number) = ("+8613800138000", "654321", Uuid::from_u128(1));
    let sent = partners
        .sms
        .send_code(mobile, code, SmsPurpose::BindPhone, number);
    sent.await.unwrap();
    assert_eq!(*HEARD.lock().unwrap(), ["654321"]);
    let answer = partners
        .real_name
        .verify("李雷", "520102199001011234")
        .await;
    assert_eq!(answer.verdict, RealNameVerdict::Verified);
    assert!(partners.simulated.is_some());
    partners.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn production_never_opens_the_simulated_server() {
    let mut config = settings();
    config.profile = Profile::Production;
    let refused = Partners::open(&config, &Clock::fixed(moment()), |_| {});
    assert!(matches!(
        refused,
        Err(PartnerRefusal::SimulatedInProduction)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_configured_says_so() {
    let mut config = settings();
    config.profile = Profile::Production;
    config.partners.simulated = false;
    let partners = Partners::open(&config, &Clock::fixed(moment()), |_| {}).unwrap();
    let wechat = &partners.wechat;
    let none = WeChatRefusal::NotConfigured;
    assert_eq!(wechat.session_of("wx-li").await.unwrap_err(), none);
    assert_eq!(wechat.phone_of("phone", "o").await.unwrap_err(), none);
    let release = MiniProgramVersion::Release;
    let image = wechat.code_image("x", "pages/a", release).await;
    assert_eq!(image.unwrap_err(), none);
    let check = wechat.check_text("o", TextScene::Forum, "x").await;
    assert_eq!(check.unwrap_err(), none);
    let message = SubscribeMessage {
        openid: "o",
        template_id: "t",
        page: None,
        data: &[],
        version: release,
    };
    assert_eq!(wechat.send_subscribe(&message).await.unwrap_err(), none);
    let sent = partners
        .sms
        .send_code("+8613800138000", "1", SmsPurpose::ClaimAccount, Uuid::nil());
    assert_eq!(sent.await, Err(SmsRefusal::NotConfigured));
    let answer = partners
        .real_name
        .verify("李雷", "520102199001011234")
        .await;
    assert_eq!(answer.verdict, RealNameVerdict::Unavailable);
    assert!(partners.simulated.is_none());
    partners.stop().await;
}
