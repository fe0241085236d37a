//! Which language an answer is in: Chinese unless `Accept-Language` prefers English.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use actix_web::{FromRequest, HttpRequest};

use crate::language::Language;

/// The language that the caller asked for.
#[derive(Clone, Copy, Debug)]
pub struct Negotiated(pub Language);

impl FromRequest for Negotiated {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(of_headers(request.headers()))))
    }
}

/// The language of an `Accept-Language` header; what cannot be read counts as not asked for.
#[must_use]
pub fn of_headers(headers: &HeaderMap) -> Language {
    let Some(header) = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
    else {
        return Language::Zh;
    };
    let mut best = (Language::Zh, 0.0_f32);
    for range in header.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or("").trim().to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0_f32));
        let language = match tag.split('-').next() {
            Some("en") => Language::En,
            Some("zh" | "*") => Language::Zh,
            _ => continue,
        };
        if weight > best.1 {
            best = (language, weight);
        }
    }
    best.0
}
