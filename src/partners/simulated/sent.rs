//! The messages that the simulated partners would have sent, so that whoever tries the demo can read a code.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::world::World;

/// By what way a message would have gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// SMS.
    Sms,
    /// A subscribe message of WeChat.
    Subscribe,
}

/// A message that would have been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// By what way.
    pub channel: Channel,
    /// To whom: a number, or an openid.
    pub to: String,
    /// What for: the purpose of a code, or the template.
    pub about: String,
    /// What it says.
    pub text: String,
    /// Sent once for one of these.
    pub request_id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// `GET /sent`: the newest thousand, oldest first.
#[get("/sent")]
pub(super) async fn list_sent(world: Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(world.sent())
}
