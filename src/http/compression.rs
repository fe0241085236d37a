//! Which answers are compressed: those that are large enough to gain from it.
//!
//! Below [`WORTHWHILE_BYTES`] an answer fits a packet with its headers either way, and compressing it only takes time.

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderValue};
use actix_web::middleware::Next;

/// Bytes from which an answer is compressed where the caller asks for it.
const WORTHWHILE_BYTES: u64 = 512;

/// What marks an answer that shall stay as it is.
static AS_IT_IS: HeaderValue = HeaderValue::from_static("identity");

/// Middleware just inside the compression: marks small answers, so that they stay as they are.
pub(crate) async fn spare_small_answers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_asked_for = request.headers().contains_key(ACCEPT_ENCODING);
    let mut response = next.call(request).await?;
    let size = response.response().body().size();
    let is_small = matches!(size, BodySize::Sized(bytes) if bytes < WORTHWHILE_BYTES);
    if is_asked_for && is_small && !response.headers().contains_key(CONTENT_ENCODING) {
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, AS_IT_IS.clone());
    }
    Ok(response)
}

/// Takes the mark off again: a reader need not be told that nothing was done.
pub(super) fn unmark(headers: &mut HeaderMap) {
    if headers.get(CONTENT_ENCODING) == Some(&AS_IT_IS) {
        headers.remove(CONTENT_ENCODING);
    }
}
