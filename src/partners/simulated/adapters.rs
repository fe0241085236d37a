//! The simulated adapters of SMS and real names: they speak our contract and check its signature.
//!
//! Numbers from +8619900000001 on and some names fail in ways of their own: the list is in `docs/partners.md`.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::sent::{Channel, Sent};
use super::world::World;
use super::{KEY, KEY_ID};
use crate::partners::real_name::CHECKS_PATH;
use crate::partners::signed::{KEY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, is_signed};
use crate::partners::sms::{MESSAGES_PATH, SmsPurpose};

/// A message that is to be sent.
#[derive(Deserialize)]
struct MessageQuestion {
    /// Sent once.
    request_id: String,
    /// E.164.
    mobile: String,
    /// What the code is for.
    purpose: SmsPurpose,
    /// The code.
    code: String,
}

/// A name that is to be checked.
#[derive(Deserialize)]
struct NameQuestion {
    /// The name.
    name: String,
    /// The resident ID.
    resident_id: String,
}

/// Whether a request is signed as the contract says; `path` is that of the contract.
fn believes(world: &World, request: &HttpRequest, path: &str, body: &[u8]) -> bool {
    let header = |name: &str| {
        let value = request.headers().get(name)?;
        value.to_str().ok()
    };
    let (Some(KEY_ID), Some(timestamp), Some(signature)) = (
        header(KEY_HEADER),
        header(TIMESTAMP_HEADER),
        header(SIGNATURE_HEADER),
    ) else {
        return false;
    };
    let key = SecretString::from(KEY);
    is_signed(&key, (timestamp, signature), path, body, world.now())
}

/// The answer to a request that is not believed.
fn unbelieved() -> HttpResponse {
    HttpResponse::Unauthorized().json(json!({ "code": "signature_refused" }))
}

/// The answer to a body that is not the contract's.
fn unread() -> HttpResponse {
    HttpResponse::BadRequest().json(json!({ "code": "malformed" }))
}

/// `POST /sms/v1/messages`.
#[post("/sms/v1/messages")]
pub(super) async fn send_message(
    world: Data<World>,
    request: HttpRequest,
    body: Bytes,
) -> HttpResponse {
    if !believes(&world, &request, MESSAGES_PATH, &body) {
        return unbelieved();
    }
    let Ok(question) = serde_json::from_slice::<MessageQuestion>(&body) else {
        return unread();
    };
    match question.mobile.as_str() {
        "+8619900000001" => {
            return HttpResponse::UnprocessableEntity().json(json!({ "code": "number_refused" }));
        }
        "+8619900000002" => {
            return HttpResponse::TooManyRequests().json(json!({ "code": "quota_exceeded" }));
        }
        "+8619900000003" => {
            return HttpResponse::ServiceUnavailable().json(json!({ "code": "busy" }));
        }
        _ => {}
    }
    let is_told = question.mobile != "+8619900000004";
    world.send(Sent {
        channel: Channel::Sms,
        to: question.mobile,
        about: purpose_name(question.purpose).to_owned(),
        text: question.code,
        request_id: Some(question.request_id),
        at: world.now(),
    });
    if !is_told {
        return HttpResponse::BadGateway().body("<html>502</html>");
    }
    let message_id = format!("simulated-{}", world.next_number());
    HttpResponse::Ok().json(json!({ "status": "accepted", "message_id": message_id }))
}

/// The purpose as the contract names it.
const fn purpose_name(purpose: SmsPurpose) -> &'static str {
    match purpose {
        SmsPurpose::Login => "login",
        SmsPurpose::BindPhone => "bind_phone",
        SmsPurpose::ChangePhone => "change_phone",
        SmsPurpose::ClaimAccount => "claim_account",
    }
}

/// `POST /real-name/v1/real-name-checks`.
#[post("/real-name/v1/real-name-checks")]
pub(super) async fn check_name(
    world: Data<World>,
    request: HttpRequest,
    body: Bytes,
) -> HttpResponse {
    if !believes(&world, &request, CHECKS_PATH, &body) {
        return unbelieved();
    }
    let Ok(question) = serde_json::from_slice::<NameQuestion>(&body) else {
        return unread();
    };
    if question.resident_id.is_empty() {
        return unread();
    }
    let result = match question.name.as_str() {
        "张冠李戴" => "mismatch",
        "查无此人" => "not_found",
        "稍后再试" => {
            return HttpResponse::ServiceUnavailable().json(json!({ "code": "busy" }));
        }
        _ => "verified",
    };
    let reference = format!("simulated-{}", world.next_number());
    HttpResponse::Ok().json(json!({ "result": result, "reference": reference }))
}
