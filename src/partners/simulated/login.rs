//! The simulated login: codes of `wx.login` and of `getPhoneNumber`, each good once and for five minutes.
//!
//! A code says who brings it: `wx-NAME` or `wx-NAME.ANYTHING`, since every login needs a code of its own. A name that
//! begins with `u-` has a unionid. `phone-NUMBER[@NAME][.ANYTHING]` gives a phone, to that person alone where a name is.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpResponse, get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::APP_ID;
use super::mischief::Mischief;
use super::wire::{self, Refused, TokenQuery};
use super::world::{CodeState, World};

/// Bytes of a name's hash in an openid: 27 letters.
const HASH_BYTES: usize = 20;

/// How long `wx-slow` takes.
const SLOW: Duration = Duration::from_secs(3);

/// What a code of `wx.login` makes of its use.
enum Meaning<'a> {
    /// This person logs in.
    Person(&'a str),
    /// This error, whenever it is asked.
    Error(i64),
    /// This failure.
    Failure(Mischief),
}

/// What a code means; nobody's code is invalid.
fn meaning_of(code: &str) -> Meaning<'_> {
    let Some(rest) = code.strip_prefix("wx-") else {
        return Meaning::Error(40_029);
    };
    if let Some(number) = rest.strip_prefix("fail-") {
        return Meaning::Error(number.parse().unwrap_or(40_029));
    }
    match rest.split('.').next().unwrap_or_default() {
        "" => Meaning::Error(40_029),
        "busy" => Meaning::Error(-1),
        "blocked" => Meaning::Error(40_226),
        "quota" => Meaning::Error(45_011),
        "silent" => Meaning::Failure(Mischief::Silent),
        "slow" => Meaning::Failure(Mischief::Slow(SLOW)),
        "malformed" => Meaning::Failure(Mischief::Malformed),
        "oversized" => Meaning::Failure(Mischief::Oversized),
        "gateway" => Meaning::Failure(Mischief::Gateway),
        name => Meaning::Person(name),
    }
}

/// 28 letters that a name always has.
fn hashed(kind: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("{kind}:{name}"));
    let bytes: Vec<u8> = digest.iter().copied().take(HASH_BYTES).collect();
    format!("o{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The openid of a name.
pub(super) fn openid_of(name: &str) -> String {
    hashed("openid", name)
}

/// Whether a text has the form of our openids.
pub(super) fn is_openid(text: &str) -> bool {
    text.len() == openid_of("").len() && text.starts_with('o')
}

/// `GET /sns/jscode2session`.
#[get("/sns/jscode2session")]
pub(super) async fn exchange_code(
    world: Data<World>,
    query: Query<BTreeMap<String, String>>,
) -> HttpResponse {
    let member = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    if let Err(refused) = wire::check_credentials(member("appid"), member("secret")) {
        return wire::answer(&world, Err(refused));
    }
    let code = member("js_code");
    let name = match meaning_of(code) {
        Meaning::Person(name) => name,
        Meaning::Error(errcode) => {
            return wire::answer(&world, Err(Refused::new(errcode, "as the code says")));
        }
        Meaning::Failure(mischief) => match mischief.act().await {
            Some(response) => return response,
            None => "slow",
        },
    };
    let session = match world.use_code(code) {
        CodeState::Good => Ok(session_of(name)),
        CodeState::Used => Err(Refused::new(40_163, "code been used")),
        CodeState::Expired => Err(Refused::new(40_029, "invalid code")),
    };
    wire::answer(&world, session)
}

/// What WeChat says of a person who logged in; no `errcode` when it goes well.
fn session_of(name: &str) -> Value {
    let mut session = json!({
        "session_key": "c2ltdWxhdGVkLXNlc3Npb24ta2V5",
        "openid": openid_of(name),
    });
    if let (true, Some(members)) = (name.starts_with("u-"), session.as_object_mut()) {
        members.insert("unionid".to_owned(), hashed("unionid", name).into());
    }
    session
}

/// Who asks for a code.
#[derive(Deserialize)]
struct CodeQuery {
    /// The name.
    name: String,
}

/// `GET /code?name=li`: a fresh code, as `wx.login` gives one in the mini-program. Not WeChat's: for trying out.
#[get("/code")]
pub(super) async fn issue_code(world: Data<World>, query: Query<CodeQuery>) -> HttpResponse {
    let code = format!("wx-{}.{}", query.name, world.next_number());
    world.issue(&code);
    HttpResponse::Ok().json(json!({ "code": code, "expires_in": 300 }))
}

/// The body of a question for a phone.
#[derive(Deserialize)]
struct PhoneQuestion {
    /// The code of `getPhoneNumber`.
    code: String,
    /// Who is to have given it.
    openid: Option<String>,
}

/// `POST /wxa/business/getuserphonenumber`.
#[post("/wxa/business/getuserphonenumber")]
pub(super) async fn give_phone(
    world: Data<World>,
    query: Query<TokenQuery>,
    body: Bytes,
) -> HttpResponse {
    let outcome = wire::check_token(&world, &query)
        .and_then(|()| wire::read::<PhoneQuestion>(&body))
        .and_then(|question| phone_of(&world, &question));
    wire::answer(&world, outcome)
}

/// The phone of a code.
fn phone_of(world: &World, question: &PhoneQuestion) -> Result<Value, Refused> {
    let invalid = || Refused::new(40_029, "invalid code");
    let rest = question.code.strip_prefix("phone-").ok_or_else(invalid)?;
    if let Some(number) = rest.strip_prefix("fail-") {
        let errcode = number.parse().unwrap_or(40_029);
        return Err(Refused::new(errcode, "as the code says"));
    }
    let said = rest.split('.').next().unwrap_or_default();
    let (number, name) = match said.split_once('@') {
        Some((number, name)) => (number, Some(name)),
        None => (said, None),
    };
    if number.len() != 11 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(invalid());
    }
    let is_theirs = match (name, &question.openid) {
        (Some(name), Some(openid)) => openid_of(name) == *openid,
        (Some(_) | None, _) => true,
    };
    if !is_theirs || world.use_code(&question.code) != CodeState::Good {
        return Err(invalid());
    }
    // The documentation's table has a string, its sample a number: both occur.
    let country_code = if number.ends_with(['1', '3', '5', '7', '9']) {
        json!(86)
    } else {
        json!("86")
    };
    Ok(json!({
        "errcode": 0,
        "errmsg": "ok",
        "phone_info": {
            "phoneNumber": number,
            "purePhoneNumber": number,
            "countryCode": country_code,
            "watermark": { "timestamp": world.now().timestamp(), "appid": APP_ID },
        },
    }))
}
