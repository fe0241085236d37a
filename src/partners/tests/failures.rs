//! Silence, nonsense, answers without end, redirects; and that no secret is said aloud, whatever happens.

use std::io::Write;
use std::sync::{Arc, Mutex};

use secrecy::ExposeSecret;

use super::{DESERTED, Played, client_of, moment, program_at, settings};
use crate::config::MiniProgramVersion;
use crate::partners::simulated::{Mischief, Simulated};
use crate::partners::wechat::{SubscribeMessage, TextScene, WeChat, WeChatRefusal};
use crate::platform::clock::Clock;

/// Where codes of logins go.
const LOGIN: &str = "/sns/jscode2session";

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_is_unreachable() {
    let played = Played::start();
    let refused = played.hasty.session_of("wx-silent").await;
    assert_eq!(refused, Err(WeChatRefusal::Unreachable));
    played.simulated.act_up("/cgi-bin/", Mischief::Silent);
    let refused = played.hasty.phone_of("phone-13800138000", "o").await;
    assert_eq!(refused, Err(WeChatRefusal::Unreachable));
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_slower_than_our_patience_is_unreachable() {
    let played = Played::start();
    let hour = std::time::Duration::from_secs(3_600);
    played.simulated.act_up(LOGIN, Mischief::Slow(hour));
    let refused = played.hasty.session_of("wx-li").await;
    assert_eq!(refused, Err(WeChatRefusal::Unreachable));
    played.simulated.behave();
    let short = std::time::Duration::from_millis(1);
    played.simulated.act_up(LOGIN, Mischief::Slow(short));
    assert!(played.wechat.session_of("wx-li").await.is_ok());
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_listens_is_unreachable() {
    let clock = Clock::fixed(moment());
    let client = client_of(&program_at(DESERTED), &settings().partners, &clock);
    let refused = client.session_of("wx-li").await;
    assert_eq!(refused, Err(WeChatRefusal::Unreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_and_so_is_an_answer_without_end() {
    let played = Played::start();
    for (code, expected) in [
        ("wx-malformed", WeChatRefusal::Malformed),
        ("wx-oversized", WeChatRefusal::Malformed),
        ("wx-gateway", WeChatRefusal::Unreachable),
    ] {
        let refused = played.wechat.session_of(code).await;
        assert_eq!(refused, Err(expected), "{code}");
    }
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let played = Played::start();
    played.simulated.act_up(LOGIN, Mischief::Elsewhere);
    let refused = played.wechat.session_of("wx-li").await;
    assert_eq!(refused, Err(WeChatRefusal::Malformed));
    assert_eq!(played.simulated.requests_to("/sent"), 0);
    played.simulated.stop().await;
}

/// Everything that can be refused, as it prints.
async fn refusals_of(played: &Played) -> Vec<String> {
    let (wechat, hasty) = (&played.wechat, &played.hasty);
    let mut refusals = Vec::new();
    for code in [
        "wx-busy",
        "wx-fail-40029",
        "wx-fail-40125",
        "wx-malformed",
        "wx-oversized",
        "wx-gateway",
    ] {
        refusals.push(wechat.session_of(code).await.unwrap_err());
    }
    refusals.push(hasty.session_of("wx-silent").await.unwrap_err());
    let openid = Simulated::openid_of("li");
    let phone = wechat.phone_of("phone-13800138000@wang", &openid).await;
    refusals.push(phone.unwrap_err());
    let message = SubscribeMessage {
        openid: &openid,
        template_id: "tmpl-case",
        page: None,
        data: &[("name1", "")],
        version: MiniProgramVersion::Trial,
    };
    refusals.push(wechat.send_subscribe(&message).await.unwrap_err());
    for mischief in [Mischief::Silent, Mischief::Gateway, Mischief::Elsewhere] {
        played.simulated.act_up("/", mischief);
        let check = hasty.check_text(&openid, TextScene::Comment, "planted");
        refusals.push(check.await.unwrap_err());
        played.simulated.behave();
    }
    let clock = Clock::fixed(moment());
    let alone = client_of(&program_at(DESERTED), &settings().partners, &clock);
    refusals.push(alone.session_of("wx-li").await.unwrap_err());
    let mut told: Vec<String> = refusals
        .iter()
        .map(|refusal| format!("{refusal} {refusal:?}"))
        .collect();
    told.push(format!("{message:?}"));
    told
}

/// What must be in no error and no log.
fn planted() -> Vec<String> {
    let secret = Simulated::app_secret().expose_secret().to_owned();
    let mut planted = vec![secret, Simulated::openid_of("li")];
    let others = [
        "simulated_token_",
        "c2ltdWxhdGVkLXNlc3Npb24ta2V5",
        "13800138000",
        "wx-busy",
        "wx-li",
        "planted",
        "127.0.0.1",
    ];
    planted.extend(others.map(str::to_owned));
    planted
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refusal_says_a_secret_a_person_or_an_address() {
    let played = Played::start();
    let told = refusals_of(&played).await.join("\n");
    for secret in planted() {
        assert!(!told.contains(&secret), "{secret} is in\n{told}");
    }
    let identity = played.wechat.session_of("wx-li").await.unwrap();
    let openid = Simulated::openid_of("li");
    let phone = played.wechat.phone_of("phone-13800138000", &openid).await;
    let printed = format!("{identity:?} {:?}", phone.unwrap());
    assert!(!printed.contains(&openid) && !printed.contains("138"));
    played.simulated.stop().await;
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

// On one thread, which alone has this subscriber.
#[tokio::test]
async fn no_log_line_says_a_secret_a_person_or_an_address() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let played = Played::start();
    refusals_of(&played).await;
    drop(guard);
    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("errcode=40125"), "{logged}");
    assert!(logged.contains("rid=\"51a1-"), "{logged}");
    let ours: Vec<&str> = logged
        .lines()
        .filter(|line| line.contains("menkou::partners"))
        .collect();
    let ours = ours.join("\n");
    for secret in planted() {
        assert!(!ours.contains(&secret), "{secret} is in\n{ours}");
    }
    played.simulated.stop().await;
}
