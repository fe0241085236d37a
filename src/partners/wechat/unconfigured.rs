//! Stands where no mini-program is configured: everything is refused the same way, and nobody is called.

use async_trait::async_trait;

use super::{
    CodeImage, PhoneGiven, SubscribeMessage, TextScene, TextVerdict, WeChat, WeChatIdentity,
    WeChatRefusal,
};
use crate::config::MiniProgramVersion;

/// No mini-program.
#[derive(Clone, Copy, Debug)]
pub struct NotConfigured;

#[async_trait]
impl WeChat for NotConfigured {
    async fn session_of(&self, _code: &str) -> Result<WeChatIdentity, WeChatRefusal> {
        Err(WeChatRefusal::NotConfigured)
    }

    async fn phone_of(&self, _code: &str, _openid: &str) -> Result<PhoneGiven, WeChatRefusal> {
        Err(WeChatRefusal::NotConfigured)
    }

    async fn code_image(
        &self,
        _scene: &str,
        _page: &str,
        _version: MiniProgramVersion,
    ) -> Result<CodeImage, WeChatRefusal> {
        Err(WeChatRefusal::NotConfigured)
    }

    async fn check_text(
        &self,
        _openid: &str,
        _scene: TextScene,
        _content: &str,
    ) -> Result<TextVerdict, WeChatRefusal> {
        Err(WeChatRefusal::NotConfigured)
    }

    async fn send_subscribe(&self, _message: &SubscribeMessage<'_>) -> Result<(), WeChatRefusal> {
        Err(WeChatRefusal::NotConfigured)
    }
}
