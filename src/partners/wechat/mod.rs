//! WeChat's server API for a mini-program: who logs in, a verified phone, codes to scan, text checks, messages.
//!
//! The session key of a login is never kept, returned or logged: phones come by `getuserphonenumber`, which does not need
//! it. The access token stays in this process and is WeChat's to give to each replica. Openid, phone, secret and token
//! are in no log and no error.
//!
//! Read next: `client` (the calls), `token` (the access token), `refusal` (every documented error).

mod answers;
mod client;
mod refusal;
mod terms;
mod token;
mod unconfigured;

use async_trait::async_trait;

pub use client::WeChatClient;
pub use refusal::WeChatRefusal;
pub use terms::{
    CodeImage, ImageFormat, PhoneGiven, SubscribeMessage, TextScene, TextSuggestion, TextVerdict,
    WeChatIdentity,
};
pub use unconfigured::NotConfigured;

use crate::config::MiniProgramVersion;

/// What the product asks of WeChat.
#[async_trait]
pub trait WeChat: Send + Sync {
    /// Who brought this code of `wx.login` (`jscode2session`). A code is good once, for five minutes.
    ///
    /// # Errors
    /// What WeChat refused, or that it did not answer.
    async fn session_of(&self, code: &str) -> Result<WeChatIdentity, WeChatRefusal>;

    /// The phone that the person with this openid gave with a code of `getPhoneNumber` (`getuserphonenumber`).
    ///
    /// # Errors
    /// What WeChat refused, or that it did not answer.
    async fn phone_of(&self, code: &str, openid: &str) -> Result<PhoneGiven, WeChatRefusal>;

    /// A mini-program code that opens `page` with `scene` (`getwxacodeunlimit`); drawn once, then kept.
    ///
    /// # Errors
    /// What WeChat refused, or that it did not answer; `ParameterInvalid` before it is asked.
    async fn code_image(
        &self,
        scene: &str,
        page: &str,
        version: MiniProgramVersion,
    ) -> Result<CodeImage, WeChatRefusal>;

    /// Whether a text may be shown (`msg_sec_check`, version 2). The person must have used the mini-program within the
    /// last two hours.
    ///
    /// # Errors
    /// What WeChat refused, or that it did not answer; `ParameterInvalid` before it is asked.
    async fn check_text(
        &self,
        openid: &str,
        scene: TextScene,
        content: &str,
    ) -> Result<TextVerdict, WeChatRefusal>;

    /// Sends a subscribe message (`message/subscribe/send`). After `Unreachable` it may have arrived.
    ///
    /// # Errors
    /// What WeChat refused, or that it did not answer.
    async fn send_subscribe(&self, message: &SubscribeMessage<'_>) -> Result<(), WeChatRefusal>;
}
