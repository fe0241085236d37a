//! The real client: WeChat's server API over HTTPS.
//!
//! Every call that needs the access token is tried again once when WeChat refuses the token, and a last time with a
//! forced renewal where the limits leave one. Codes that were drawn are kept, bounded by bytes. Never logs an address.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use moka::future::Cache;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};

use super::answers::{CheckAnswer, PhoneAnswer, SessionAnswer, content, value};
use super::terms::{code_version, message_version};
use super::token::{AccessTokens, Credentials, Renewal, Token};
use super::{
    CodeImage, ImageFormat, PhoneGiven, SubscribeMessage, TextScene, TextVerdict, WeChat,
    WeChatIdentity, WeChatRefusal,
};
use crate::config::{MiniProgramVersion, WeChatConfig};
use crate::partners::calling::{Caller, Outbound};
use crate::platform::clock::Clock;

/// Most characters of a `scene`.
const SCENE_CHARS: usize = 32;

/// Signs of a `scene` besides letters and digits.
const SCENE_SIGNS: &str = "!#$&'()*+,/:;=?@-._~";

/// Most characters of a text that is checked.
const TEXT_CHARS: usize = 2_500;

/// Bytes that a kept code takes besides its image.
const KEPT_BESIDES: usize = 128;

/// Asks WeChat.
pub struct WeChatClient {
    /// Calls it.
    caller: Arc<Caller>,
    /// Who asks.
    credentials: Arc<Credentials>,
    /// The access token.
    tokens: AccessTokens,
    /// Drawn codes by version, page and scene.
    images: Cache<String, CodeImage>,
}

impl WeChatClient {
    /// A client of the configured mini-program that keeps at most so many bytes of drawn codes.
    #[must_use]
    pub fn new(config: &WeChatConfig, outbound: &Outbound, image_bytes: u64, clock: Clock) -> Self {
        let caller = Arc::new(Caller::new("wechat", &config.base_url, outbound));
        let credentials = Arc::new(Credentials {
            app_id: config.app_id.clone(),
            app_secret: config.app_secret.clone(),
        });
        let weigh = |key: &String, image: &CodeImage| {
            let bytes = image.bytes.len() + key.len() + KEPT_BESIDES;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let images = Cache::builder().weigher(weigh).max_capacity(image_bytes);
        Self {
            tokens: AccessTokens::new(Arc::clone(&caller), Arc::clone(&credentials), clock),
            caller,
            credentials,
            images: images.build(),
        }
    }

    /// Posts with the access token, and with another where the first is refused.
    async fn post(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Bytes, WeChatRefusal> {
        let mut token = self.tokens.current().await?;
        for renewal in [Renewal::Ordinary, Renewal::Forced] {
            match self.post_with(&token, operation, path, body).await {
                Err(WeChatRefusal::TokenRefused) => {
                    token = self.tokens.instead_of(&token, renewal).await?;
                }
                answered => return answered,
            }
        }
        self.post_with(&token, operation, path, body).await
    }

    /// Posts with this access token.
    async fn post_with(
        &self,
        token: &Token,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Bytes, WeChatRefusal> {
        let request = self
            .caller
            .post(path)
            .query(&[("access_token", token.text.expose_secret())])
            .json(body);
        content(operation, self.caller.send(operation, request).await)
    }

    /// Has a code drawn.
    async fn draw(
        &self,
        scene: &str,
        page: &str,
        version: MiniProgramVersion,
    ) -> Result<CodeImage, WeChatRefusal> {
        let body = json!({
            "scene": scene,
            "page": page,
            "check_path": version == MiniProgramVersion::Release,
            "env_version": code_version(version),
        });
        let bytes = self
            .post("getwxacodeunlimit", "/wxa/getwxacodeunlimit", &body)
            .await?;
        let format = ImageFormat::of(&bytes).ok_or(WeChatRefusal::Malformed)?;
        Ok(CodeImage { bytes, format })
    }
}

#[async_trait]
impl WeChat for WeChatClient {
    async fn session_of(&self, code: &str) -> Result<WeChatIdentity, WeChatRefusal> {
        let Credentials { app_id, app_secret } = &*self.credentials;
        let request = self.caller.get("/sns/jscode2session").query(&[
            ("appid", app_id.as_str()),
            ("secret", app_secret.expose_secret()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ]);
        let sent = self.caller.send("jscode2session", request).await;
        let answer: SessionAnswer = value(&content("jscode2session", sent)?)?;
        answer.identity(app_id)
    }

    async fn phone_of(&self, code: &str, openid: &str) -> Result<PhoneGiven, WeChatRefusal> {
        let body = json!({ "code": code, "openid": openid });
        let path = "/wxa/business/getuserphonenumber";
        let content = self.post("getuserphonenumber", path, &body).await?;
        let answer: PhoneAnswer = value(&content)?;
        answer.phone(&self.credentials.app_id)
    }

    async fn code_image(
        &self,
        scene: &str,
        page: &str,
        version: MiniProgramVersion,
    ) -> Result<CodeImage, WeChatRefusal> {
        let is_sign = |letter: char| letter.is_ascii_alphanumeric() || SCENE_SIGNS.contains(letter);
        if !(1..=SCENE_CHARS).contains(&scene.len()) || !scene.chars().all(is_sign) {
            return Err(WeChatRefusal::of_field("scene"));
        }
        if page.is_empty() || page.starts_with('/') || page.contains('?') {
            return Err(WeChatRefusal::of_field("page"));
        }
        let key = format!("{} {page} {scene}", code_version(version));
        self.images
            .try_get_with(key, self.draw(scene, page, version))
            .await
            .map_err(Arc::unwrap_or_clone)
    }

    async fn check_text(
        &self,
        openid: &str,
        scene: TextScene,
        content: &str,
    ) -> Result<TextVerdict, WeChatRefusal> {
        if !(1..=TEXT_CHARS).contains(&content.chars().count()) {
            return Err(WeChatRefusal::of_field("content"));
        }
        let body = json!({
            "version": 2,
            "openid": openid,
            "scene": scene.number(),
            "content": content,
        });
        let content = self
            .post("msg_sec_check", "/wxa/msg_sec_check", &body)
            .await?;
        let answer: CheckAnswer = value(&content)?;
        answer.verdict()
    }

    async fn send_subscribe(&self, message: &SubscribeMessage<'_>) -> Result<(), WeChatRefusal> {
        let fields = message.data.iter();
        let data: Map<String, Value> = fields
            .map(|(name, text)| ((*name).to_owned(), json!({ "value": text })))
            .collect();
        let mut body = json!({
            "touser": message.openid,
            "template_id": message.template_id,
            "data": data,
            "miniprogram_state": message_version(message.version),
        });
        if let (Some(page), Some(members)) = (message.page, body.as_object_mut()) {
            members.insert("page".to_owned(), page.into());
        }
        let path = "/cgi-bin/message/subscribe/send";
        let content = self.post("subscribe_send", path, &body).await?;
        // Anything but JSON is not an answer of this operation.
        value::<Map<String, Value>>(&content).map(|_| ())
    }
}
