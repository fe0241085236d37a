//! WeChat's answers: bytes become values or refusals, whatever content type they claim.
//!
//! An error comes with HTTP 200 and an `errcode`; a missing one is 0. What we do not use is not read: the session key
//! has no member here, and so goes no further than the buffer it arrived in.

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::refusal::rid_in;
use super::{PhoneGiven, TextSuggestion, TextVerdict, WeChatIdentity, WeChatRefusal};
use crate::partners::calling::{Answer, CallFailure};

/// Longest openid or unionid, characters; they have 28.
const NAME_CHARS: usize = 128;

/// The part that says whether it went well.
#[derive(Deserialize)]
struct Envelope {
    /// 0 or missing: well.
    #[serde(default)]
    errcode: i64,
    /// Says more.
    #[serde(default)]
    errmsg: String,
}

/// `jscode2session`.
#[derive(Deserialize)]
pub(super) struct SessionAnswer {
    /// Names the person.
    openid: String,
    /// Names the person across programs.
    unionid: Option<String>,
}

/// `stable_token`.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    /// The token.
    pub(super) access_token: String,
    /// Seconds that it holds.
    pub(super) expires_in: i64,
}

/// `getuserphonenumber`.
#[derive(Deserialize)]
pub(super) struct PhoneAnswer {
    /// The phone.
    phone_info: PhoneInfo,
}

/// The phone in it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneInfo {
    /// The number without country code.
    pure_phone_number: String,
    /// The country code.
    country_code: CountryCode,
    /// For whom it was given.
    watermark: Option<Watermark>,
}

/// A string in the documentation's table, a number in its sample.
#[derive(Deserialize)]
#[serde(untagged)]
enum CountryCode {
    /// As in the table.
    Text(String),
    /// As in the sample.
    Number(u32),
}

/// Which mini-program a phone was given to.
#[derive(Deserialize)]
struct Watermark {
    /// Its id.
    appid: String,
}

/// `msg_sec_check`.
#[derive(Deserialize)]
pub(super) struct CheckAnswer {
    /// The judgement.
    result: CheckResult,
}

/// The judgement in it.
#[derive(Deserialize)]
struct CheckResult {
    /// `pass`, `review` or `risky`.
    suggest: String,
    /// The kind of trouble.
    label: i64,
}

/// The bytes of a call that went well, be they JSON or an image.
pub(super) fn content(
    operation: &'static str,
    sent: Result<Answer, CallFailure>,
) -> Result<Bytes, WeChatRefusal> {
    let answer = sent.map_err(|failure| match failure {
        CallFailure::NotSent | CallFailure::Unanswered => WeChatRefusal::Unreachable,
        CallFailure::TooLarge => WeChatRefusal::Malformed,
    })?;
    match answer.status {
        200 => {}
        500..=599 => return Err(WeChatRefusal::Unreachable),
        _ => return Err(WeChatRefusal::Malformed),
    }
    if !answer.body.trim_ascii_start().starts_with(b"{") {
        return Ok(answer.body);
    }
    let envelope: Envelope =
        serde_json::from_slice(&answer.body).map_err(|_| WeChatRefusal::Malformed)?;
    if envelope.errcode == 0 {
        return Ok(answer.body);
    }
    let refusal = WeChatRefusal::of(envelope.errcode, &envelope.errmsg);
    note(operation, envelope.errcode, &envelope.errmsg, &refusal);
    Err(refusal)
}

/// The bytes as the documented value.
pub(super) fn value<T: DeserializeOwned>(content: &Bytes) -> Result<T, WeChatRefusal> {
    serde_json::from_slice(content).map_err(|_| WeChatRefusal::Malformed)
}

/// Logs a refusal with WeChat's own request id. The text itself stays out: it may quote what was sent.
fn note(operation: &'static str, errcode: i64, errmsg: &str, refusal: &WeChatRefusal) {
    let rid = rid_in(errmsg);
    metrics::counter!(
        "wechat_refusals_total",
        "operation" => operation, "errcode" => errcode.to_string()
    )
    .increment(1);
    if matches!(refusal, WeChatRefusal::Misconfigured { .. }) {
        tracing::error!(
            operation,
            errcode,
            rid,
            "WeChat refuses this mini-program: check its configuration"
        );
    } else {
        tracing::info!(operation, errcode, rid, "WeChat refused");
    }
}

impl SessionAnswer {
    /// The person, as one of this mini-program.
    pub(super) fn identity(self, app_id: &str) -> Result<WeChatIdentity, WeChatRefusal> {
        let unionid = self.unionid.filter(|unionid| !unionid.is_empty());
        let names = [Some(&self.openid), unionid.as_ref()];
        let is_name = |name: &&String| {
            (1..=NAME_CHARS).contains(&name.len())
                && name.bytes().all(|letter| letter.is_ascii_graphic())
        };
        if !names.iter().flatten().all(is_name) {
            return Err(WeChatRefusal::Malformed);
        }
        Ok(WeChatIdentity {
            app_id: app_id.to_owned(),
            openid: self.openid,
            unionid,
        })
    }
}

impl PhoneAnswer {
    /// The phone, if it was given to this mini-program and is made of digits.
    pub(super) fn phone(self, app_id: &str) -> Result<PhoneGiven, WeChatRefusal> {
        let info = self.phone_info;
        if info.watermark.is_some_and(|mark| mark.appid != app_id) {
            return Err(WeChatRefusal::Malformed);
        }
        let country_code = match info.country_code {
            CountryCode::Text(text) => text.trim_start_matches('+').to_owned(),
            CountryCode::Number(number) => number.to_string(),
        };
        let is_digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
        };
        // E.164: a country code of one to three digits, fifteen in all.
        let number_digits = 15_usize.saturating_sub(country_code.len());
        if !is_digits(&country_code, 3) || !is_digits(&info.pure_phone_number, number_digits) {
            return Err(WeChatRefusal::Malformed);
        }
        Ok(PhoneGiven {
            country_code,
            number: info.pure_phone_number,
        })
    }
}

impl CheckAnswer {
    /// The judgement.
    pub(super) fn verdict(&self) -> Result<TextVerdict, WeChatRefusal> {
        let suggestion = match self.result.suggest.as_str() {
            "pass" => TextSuggestion::Pass,
            "review" => TextSuggestion::Review,
            "risky" => TextSuggestion::Risky,
            _ => return Err(WeChatRefusal::Malformed),
        };
        Ok(TextVerdict {
            suggestion,
            label: self.result.label,
        })
    }
}
