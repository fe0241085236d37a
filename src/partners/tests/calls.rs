//! Codes to scan, text checks, subscribe messages.

use std::io::Read;

use super::{Played, client_of, program_at, settings};
use crate::config::MiniProgramVersion;
use crate::partners::simulated::{Channel, Mischief, Simulated};
use crate::partners::wechat::{
    ImageFormat, SubscribeMessage, TextScene, TextSuggestion, WeChat, WeChatRefusal,
};

/// Where codes are drawn.
const DRAW: &str = "/wxa/getwxacodeunlimit";

/// The refusal of a field.
fn refused_field(name: &str) -> WeChatRefusal {
    WeChatRefusal::ParameterInvalid {
        field: Some(name.to_owned()),
    }
}

/// A message of a template to somebody.
fn message<'a>(openid: &'a str, template_id: &'a str) -> SubscribeMessage<'a> {
    SubscribeMessage {
        openid,
        template_id,
        page: Some("pages/case/detail?id=7"),
        data: &[("thing1", "贷款已受理"), ("date2", "2026-11-24")],
        version: MiniProgramVersion::Release,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_an_image_that_is_drawn_once() {
    let played = Played::start();
    let (scene, page) = ("p=3kf9Qz", "pages/place/detail");
    let release = MiniProgramVersion::Release;
    let image = played
        .wechat
        .code_image(scene, page, release)
        .await
        .unwrap();
    assert_eq!(image.format, ImageFormat::Png);
    assert_eq!(image.format.media_type(), "image/png");
    // IHDR has 13 bytes, so that the only IDAT begins at 41.
    let number = |at: usize| {
        let bytes = image.bytes[at..at + 4].try_into().unwrap();
        usize::try_from(u32::from_be_bytes(bytes)).unwrap()
    };
    let (side, packed) = (number(16), number(33));
    assert_eq!(
        (number(20), &image.bytes[37..41]),
        (side, b"IDAT".as_slice())
    );
    let mut pixels = Vec::new();
    let mut unpacked = flate2::read::ZlibDecoder::new(&image.bytes[41..41 + packed]);
    unpacked.read_to_end(&mut pixels).unwrap();
    assert_eq!(pixels.len(), side * (side + 1));
    // Quiet zone, then the top of the first finder pattern: seven modules of eight pixels.
    let row = &pixels[32 * (side + 1)..33 * (side + 1)];
    assert_eq!((row[0], row[1], row[32], row[89]), (0, 255, 255, 255));
    assert!(row[33..89].iter().all(|pixel| *pixel == 0));
    assert!(pixels[1..=side].iter().all(|pixel| *pixel == 255));

    let again = played
        .wechat
        .code_image(scene, page, release)
        .await
        .unwrap();
    assert_eq!(again, image);
    assert_eq!(played.simulated.requests_to(DRAW), 1);
    let trial = MiniProgramVersion::Trial;
    let other = played.wechat.code_image(scene, page, trial).await.unwrap();
    assert_ne!(other, image);
    assert_eq!(played.simulated.requests_to(DRAW), 2);
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_page_is_asked_for_again() {
    let played = Played::start();
    let release = MiniProgramVersion::Release;
    for _ in 0..2 {
        let refused = played
            .wechat
            .code_image("x", "pages/none/here", release)
            .await;
        assert_eq!(refused, Err(WeChatRefusal::PageMissing));
    }
    assert_eq!(played.simulated.requests_to(DRAW), 2);
    // The pages of a version that is not published yet are not looked for.
    let develop = MiniProgramVersion::Develop;
    let drawn = played.wechat.code_image("x", "pages/none/here", develop);
    assert!(drawn.await.is_ok());
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scene_or_page_that_cannot_be_is_refused_without_asking() {
    let played = Played::start();
    let long = "x".repeat(33);
    for (scene, page, field) in [
        ("", "pages/a", "scene"),
        (long.as_str(), "pages/a", "scene"),
        ("a b", "pages/a", "scene"),
        ("岗位", "pages/a", "scene"),
        ("a%20", "pages/a", "scene"),
        ("x", "/pages/a", "page"),
        ("x", "pages/a?b=1", "page"),
        ("x", "", "page"),
    ] {
        let version = MiniProgramVersion::Release;
        let refused = played.wechat.code_image(scene, page, version).await;
        assert_eq!(refused, Err(refused_field(field)), "{scene} {page}");
    }
    assert_eq!(played.simulated.token_requests(), 0);
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_image_is_nonsense() {
    let played = Played::start();
    played.simulated.act_up(DRAW, Mischief::Malformed);
    let version = MiniProgramVersion::Release;
    let refused = played.wechat.code_image("x", "pages/a", version).await;
    assert_eq!(refused, Err(WeChatRefusal::Malformed));
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_passed_looked_at_or_refused() {
    let played = Played::start();
    for (text, suggestion) in [
        ("招保洁，月薪三千", TextSuggestion::Pass),
        ("存疑的话", TextSuggestion::Review),
        ("违规的话", TextSuggestion::Risky),
    ] {
        let verdict = played.check(text).await.unwrap();
        assert_eq!(verdict.suggestion, suggestion, "{text}");
        assert_eq!(verdict.label == 100, suggestion == TextSuggestion::Pass);
    }
    let stranger = played.wechat.check_text("me", TextScene::Profile, "你好");
    assert_eq!(stranger.await, Err(WeChatRefusal::OpenidInvalid));
    assert_eq!(played.check("").await, Err(refused_field("content")));
    let long = "岗".repeat(2_501);
    assert_eq!(played.check(&long).await, Err(refused_field("content")));
    assert!(played.check(&"岗".repeat(2_500)).await.is_ok());
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscribe_message_arrives_in_the_list_of_what_was_sent() {
    let played = Played::start();
    let openid = Simulated::openid_of("li");
    let message = message(&openid, "tmpl-case");
    played.wechat.send_subscribe(&message).await.unwrap();
    let listed = played.simulated.sent();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].channel, Channel::Subscribe);
    assert_eq!(listed[0].to, openid);
    assert!(listed[0].text.contains("贷款已受理"));
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_documented_error_of_a_subscribe_message_has_its_case() {
    let played = Played::start();
    let openid = Simulated::openid_of("li");
    let base = message(&openid, "tmpl-case");
    let empty = [("thing1", "")];
    let cases = [
        (message("me", "tmpl-case"), WeChatRefusal::OpenidInvalid),
        (message(&openid, "unknown"), WeChatRefusal::TemplateInvalid),
        (message(&openid, "tmpl-refused"), WeChatRefusal::UserRefused),
        (
            SubscribeMessage {
                page: Some("pages/none"),
                ..base
            },
            WeChatRefusal::PageMissing,
        ),
        (
            SubscribeMessage {
                data: &empty,
                ..base
            },
            refused_field("thing1"),
        ),
    ];
    for (message, expected) in cases {
        let refused = played.wechat.send_subscribe(&message).await;
        assert_eq!(refused, Err(expected));
    }
    assert!(played.simulated.sent().is_empty());
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_as_plain_text_is_read_all_the_same() {
    let played = Played::start();
    let program = program_at(played.simulated.base_url());
    let url = format!(
        "{}/sns/jscode2session?appid={}&secret=x&js_code=y",
        played.simulated.base_url(),
        program.app_id
    );
    let raw = reqwest::get(url).await.unwrap();
    let kind = raw.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("text/plain"), "{kind}");
    let client = client_of(&program, &settings().partners, &played.clock);
    assert!(client.session_of("wx-li").await.is_ok());
    played.simulated.stop().await;
}
