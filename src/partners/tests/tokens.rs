//! The access token: asked for once, renewed early, dropped when it is refused, forced only when nothing else helps.

use futures_util::future::join_all;

use super::{Played, client_of, other_secret, program_at, settings};
use crate::partners::simulated::Mischief;
use crate::partners::wechat::{TextScene, WeChat, WeChatRefusal};

/// Where tokens are asked for.
const TOKEN: &str = "/cgi-bin/stable_token";

/// What the tests use a token for.
const CHECK: &str = "/wxa/msg_sec_check";

#[tokio::test(flavor = "multi_thread")]
async fn whoever_needs_a_token_while_it_is_asked_for_waits_for_that_one() {
    let played = Played::start();
    let checks = join_all((0..16).map(|_| played.check("你好"))).await;
    assert!(checks.iter().all(Result::is_ok));
    assert_eq!(played.simulated.token_requests(), 1);
    assert_eq!(played.simulated.requests_to(CHECK), 16);
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waited_for_a_failed_question_does_not_ask_again() {
    let played = Played::start();
    played.simulated.act_up(TOKEN, Mischief::Gateway);
    let checks = join_all((0..16).map(|_| played.check("你好"))).await;
    let unreachable = Err(WeChatRefusal::Unreachable);
    assert!(checks.iter().all(|check| *check == unreachable));
    assert_eq!(played.simulated.token_requests(), 1);
    played.simulated.behave();
    assert!(played.check("你好").await.is_ok());
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_dropped_and_the_call_made_once_more() {
    let played = Played::start();
    played.check("你好").await.unwrap();
    played.simulated.end_token();
    assert!(played.check("你好").await.is_ok());
    assert_eq!(played.simulated.token_requests(), 2);
    assert_eq!(played.simulated.requests_to(CHECK), 3);
    assert!(played.check("你好").await.is_ok());
    assert_eq!(played.simulated.token_requests(), 2);
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_with_one_refused_token_ask_for_one_other() {
    let played = Played::start();
    played.check("你好").await.unwrap();
    played.simulated.end_token();
    let checks = join_all((0..8).map(|_| played.check("你好"))).await;
    assert!(checks.iter().all(Result::is_ok));
    assert_eq!(played.simulated.token_requests(), 2);
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_is_forced_only_when_the_second_token_is_refused_too_and_seldom() {
    let played = Played::start();
    played.simulated.refuse_tokens(2);
    assert!(played.check("你好").await.is_ok());
    assert_eq!(played.simulated.token_requests(), 3);
    // Another one within the half minute is not asked for.
    played.simulated.refuse_tokens(2);
    let refused = Err(WeChatRefusal::TokenRefused);
    assert_eq!(played.check("你好").await, refused);
    assert_eq!(played.simulated.token_requests(), 4);
    for forced in 2..=5 {
        played.advance(30);
        played.simulated.refuse_tokens(2);
        assert!(played.check("你好").await.is_ok(), "{forced}");
    }
    // Five a day are ours: the other replicas need some too.
    played.advance(30);
    played.simulated.refuse_tokens(2);
    assert_eq!(played.check("你好").await, refused);
    played.advance(86_400);
    played.simulated.refuse_tokens(2);
    assert!(played.check("你好").await.is_ok());
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_always_refused_is_said_so_after_three_calls() {
    let played = Played::start();
    played.simulated.refuse_tokens(100);
    assert_eq!(played.check("你好").await, Err(WeChatRefusal::TokenRefused));
    assert_eq!(played.simulated.requests_to(CHECK), 3);
    played.simulated.stop().await;
}

/// Asserts that a token holds to the second before so many have passed, and is then renewed.
async fn assert_renewed_after(played: Played, seconds: u64) {
    played.check("你好").await.unwrap();
    played.advance(seconds - 1);
    played.check("你好").await.unwrap();
    assert_eq!(played.simulated.token_requests(), 1);
    played.advance(1);
    played.check("你好").await.unwrap();
    assert_eq!(played.simulated.token_requests(), 2);
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_renewed_five_minutes_before_its_end() {
    assert_renewed_after(Played::start(), 6_900).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_token_is_renewed_after_half_its_time() {
    let played = Played::start();
    played.simulated.let_tokens_hold(100);
    assert_renewed_after(played, 50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_token_serves_to_its_end_while_a_renewal_fails() {
    let played = Played::start();
    played.check("你好").await.unwrap();
    played.simulated.act_up(TOKEN, Mischief::Gateway);
    played.advance(6_900);
    assert!(played.check("你好").await.is_ok());
    assert!(played.check("你好").await.is_ok());
    assert_eq!(played.simulated.token_requests(), 2);
    played.advance(30);
    assert!(played.check("你好").await.is_ok());
    assert_eq!(played.simulated.token_requests(), 3);
    played.advance(270);
    let refused = played.check("你好").await;
    assert_eq!(refused, Err(WeChatRefusal::Unreachable));
    played.simulated.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_a_matter_of_configuration_and_a_useless_token_is_nonsense() {
    let played = Played::start();
    let mut program = program_at(played.simulated.base_url());
    program.app_secret = other_secret();
    let liar = client_of(&program, &settings().partners, &played.clock);
    let refused = liar.check_text("o", TextScene::Comment, "你好").await;
    assert_eq!(
        refused,
        Err(WeChatRefusal::Misconfigured { errcode: 40_125 })
    );
    played.simulated.let_tokens_hold(0);
    assert_eq!(played.check("你好").await, Err(WeChatRefusal::Malformed));
    played.simulated.stop().await;
}
