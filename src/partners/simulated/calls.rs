//! The simulated codes to scan, text check and subscribe messages. What a value does is written in it.

use std::collections::BTreeMap;

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpResponse, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::drawing::draw;
use super::login::is_openid;
use super::sent::{Channel, Sent};
use super::wire::{self, Refused, TokenQuery};
use super::world::World;

/// Most characters of a `scene`.
const SCENE_CHARS: usize = 32;

/// A page that the mini-program does not have begins so.
const NO_PAGE: &str = "pages/none";

/// The body of a question for a code.
#[derive(Deserialize)]
struct CodeQuestion {
    /// What the code says.
    scene: String,
    /// What it opens.
    #[serde(default)]
    page: String,
    /// Whether the page is looked for.
    #[serde(default = "yes")]
    check_path: bool,
    /// Which version.
    #[serde(default)]
    env_version: String,
}

/// What holds where nothing is said.
const fn yes() -> bool {
    true
}

/// `POST /wxa/getwxacodeunlimit`: an image, or JSON.
#[post("/wxa/getwxacodeunlimit")]
pub(super) async fn draw_code(
    world: Data<World>,
    query: Query<TokenQuery>,
    body: Bytes,
) -> HttpResponse {
    let drawn = wire::check_token(&world, &query)
        .and_then(|()| wire::read::<CodeQuestion>(&body))
        .and_then(|question| image_of(&question));
    match drawn {
        Ok(image) => HttpResponse::Ok().content_type("image/png").body(image),
        Err(refused) => wire::answer(&world, Err(refused)),
    }
}

/// The image of a code.
fn image_of(question: &CodeQuestion) -> Result<Vec<u8>, Refused> {
    if question.scene.is_empty() || question.scene.len() > SCENE_CHARS {
        return Err(Refused::new(40_169, "invalid length for scene"));
    }
    if question.check_path && question.page.starts_with(NO_PAGE) {
        return Err(Refused::new(41_030, "invalid page"));
    }
    let version = match question.env_version.as_str() {
        "" => "release",
        version => version,
    };
    let text = format!(
        "menkou-demo:{version}/{}?scene={}",
        question.page, question.scene
    );
    draw(&text).ok_or_else(|| Refused::new(-1, "system error"))
}

/// The body of a text check.
#[derive(Deserialize)]
struct TextQuestion {
    /// 2.
    version: u8,
    /// Whose text it is.
    openid: String,
    /// Where it stands.
    scene: u8,
    /// The text.
    content: String,
}

/// `POST /wxa/msg_sec_check`.
#[post("/wxa/msg_sec_check")]
pub(super) async fn check_text(
    world: Data<World>,
    query: Query<TokenQuery>,
    body: Bytes,
) -> HttpResponse {
    let outcome = wire::check_token(&world, &query)
        .and_then(|()| wire::read::<TextQuestion>(&body))
        .and_then(|question| judged(&world, &question));
    wire::answer(&world, outcome)
}

/// The judgement of a text: 违规 is risky, 存疑 is for a person to look at.
fn judged(world: &World, question: &TextQuestion) -> Result<Value, Refused> {
    if question.version != 2 {
        return Err(Refused::new(47_001, "data format error"));
    }
    if !is_openid(&question.openid) {
        return Err(Refused::new(40_003, "invalid openid"));
    }
    if !(1..=4).contains(&question.scene) {
        return Err(Refused::new(40_129, "invalid scene"));
    }
    if question.content.is_empty() {
        return Err(Refused::new(44_002, "empty post data"));
    }
    let (suggest, label) = if question.content.contains("违规") {
        ("risky", 20_001)
    } else if question.content.contains("存疑") {
        ("review", 21_000)
    } else {
        ("pass", 100)
    };
    let judgement = json!({ "suggest": suggest, "label": label });
    Ok(json!({
        "errcode": 0,
        "errmsg": "ok",
        "trace_id": format!("simulated-{}", world.next_number()),
        "result": judgement,
        "detail": [],
    }))
}

/// The body of a subscribe message.
#[derive(Deserialize)]
struct SubscribeQuestion {
    /// The openid.
    touser: String,
    /// The template.
    template_id: String,
    /// What it opens.
    page: Option<String>,
    /// The fields.
    data: BTreeMap<String, FieldValue>,
}

/// A field of a template.
#[derive(Deserialize)]
struct FieldValue {
    /// What it says.
    value: String,
}

/// `POST /cgi-bin/message/subscribe/send`.
#[post("/cgi-bin/message/subscribe/send")]
pub(super) async fn send_subscribe(
    world: Data<World>,
    query: Query<TokenQuery>,
    body: Bytes,
) -> HttpResponse {
    let outcome = wire::check_token(&world, &query)
        .and_then(|()| wire::read::<SubscribeQuestion>(&body))
        .and_then(|question| deliver(&world, question));
    wire::answer(&world, outcome)
}

/// Delivers a message: the template `tmpl-refused` is one that nobody wants, others begin with `tmpl-`.
fn deliver(world: &World, question: SubscribeQuestion) -> Result<Value, Refused> {
    if !is_openid(&question.touser) {
        return Err(Refused::new(40_003, "invalid openid"));
    }
    if !question.template_id.starts_with("tmpl-") {
        return Err(Refused::new(40_037, "invalid template_id"));
    }
    if question.template_id == "tmpl-refused" {
        return Err(Refused::new(43_101, "user refuse to accept the msg"));
    }
    if question.page.is_some_and(|page| page.starts_with(NO_PAGE)) {
        return Err(Refused::new(41_030, "invalid page"));
    }
    if let Some((name, _)) = question
        .data
        .iter()
        .find(|(_, field)| field.value.is_empty())
    {
        let told = format!("argument invalid! data.{name}.value is empty");
        return Err(Refused::new(47_003, &told));
    }
    let fields = question.data.iter();
    let lines: Vec<String> = fields
        .map(|(name, field)| format!("{name}: {}", field.value))
        .collect();
    world.send(Sent {
        channel: Channel::Subscribe,
        to: question.touser,
        about: question.template_id,
        text: lines.join("; "),
        request_id: None,
        at: world.now(),
    });
    Ok(json!({ "errcode": 0, "errmsg": "ok" }))
}
