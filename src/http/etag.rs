//! Weak entity tags: computed from what an answer depends on, before the answer is made.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use sha2::{Digest, Sha256};

/// A weak entity tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// The tag of an answer that depends on `parts` alone.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut text = String::with_capacity(28);
        text.push_str("W/\"");
        for byte in digest.iter().take(12) {
            let digits = [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
            text.extend(digits.into_iter().flatten());
        }
        text.push('"');
        Self(text)
    }

    /// True when the caller already has this answer.
    #[must_use]
    pub fn is_known_to(&self, request: &HttpRequest) -> bool {
        is_listed(request.headers(), &self.0)
    }

    /// `304 Not Modified` with this tag.
    #[must_use]
    pub fn not_modified(&self) -> HttpResponse {
        let mut response = HttpResponse::NotModified();
        self.put(&mut response);
        response.finish()
    }

    /// Puts the tag and the rule to ask again on an answer.
    pub fn put(&self, response: &mut HttpResponseBuilder) {
        response
            .insert_header((ETAG, self.0.as_str()))
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
            .insert_header((VARY, HeaderValue::from_static("Accept, Accept-Language")));
    }
}

/// True when `If-None-Match` names the tag, compared weakly (RFC 9110, 8.8.3.2), or is `*`.
fn is_listed(headers: &HeaderMap, tag: &str) -> bool {
    let bare = tag.trim_start_matches("W/");
    headers
        .get_all(IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .any(|list| {
            list.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one.trim_start_matches("W/") == bare)
        })
}
