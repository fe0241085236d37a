//! How the simulated WeChat reads and answers: JSON as text/plain with HTTP 200, errors with a request id in the text.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::world::World;
use super::{APP_ID, APP_SECRET};

/// An error of WeChat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// Its number.
    errcode: i64,
    /// Its text.
    errmsg: String,
}

impl Refused {
    /// An error.
    pub(super) fn new(errcode: i64, errmsg: &str) -> Self {
        Self {
            errcode,
            errmsg: errmsg.to_owned(),
        }
    }
}

/// The query of a call with an access token.
#[derive(Deserialize)]
pub(super) struct TokenQuery {
    /// The token.
    #[serde(default)]
    access_token: String,
}

/// The body as JSON.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|_| Refused::new(47_001, "data format error"))
}

/// Refuses another mini-program, or another secret.
pub(super) fn check_credentials(app_id: &str, secret: &str) -> Result<(), Refused> {
    if app_id != APP_ID {
        return Err(Refused::new(40_013, "invalid appid"));
    }
    if secret != APP_SECRET {
        return Err(Refused::new(40_125, "invalid appsecret"));
    }
    Ok(())
}

/// Refuses a token that is not good.
pub(super) fn check_token(world: &World, query: &Query<TokenQuery>) -> Result<(), Refused> {
    world.with_tokens(|tokens, now| tokens.check(&query.access_token, now))
}

/// The answer: the value, or the error with a request id.
pub(super) fn answer(world: &World, outcome: Result<Value, Refused>) -> HttpResponse {
    let value = outcome.unwrap_or_else(|refused| {
        let rid = format!("51a1-{:08x}", world.next_number());
        json!({
            "errcode": refused.errcode,
            "errmsg": format!("{}, rid: {rid}", refused.errmsg),
        })
    });
    HttpResponse::Ok()
        .content_type("text/plain")
        .body(value.to_string())
}
