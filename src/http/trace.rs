//! The outermost middleware: gives the request an identity and a trace, answers HEAD as GET without its body, renders
//! refusals in the reader's language, counts and logs.
//!
//! The log names the route's template, never the query, the body or what stands in the path: a search position is
//! personal data.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use tracing::Instrument;

use super::codes::Code;
use super::problem::{ApiError, PROBLEM_JSON};
use super::{compression, language, meters};
use crate::platform::clock::Clock;
use crate::platform::ids::Ids;
use crate::platform::telemetry::ACCESS;

/// Security headers of every answer (OWASP secure headers project).
static SECURITY_HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        HeaderName::from_static("x-content-type-options"),
        HeaderValue::from_static("nosniff"),
    ),
    (
        HeaderName::from_static("referrer-policy"),
        HeaderValue::from_static("no-referrer"),
    ),
    (
        HeaderName::from_static("x-frame-options"),
        HeaderValue::from_static("DENY"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-site"),
    ),
];

/// The content security policy of answers that set none: nothing may be loaded or framed.
static STRICT_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// The content security policy of the API documentation: its own files, and the styles it sets on its elements.
static DOCUMENTATION_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     frame-ancestors 'none'; base-uri 'none'",
);

/// Where the API documentation stands.
const DOCUMENTATION: &str = "/docs/";

/// Names the identity of a request.
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names the trace that a request belongs to (W3C Trace Context 1).
static TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// Middleware: see the module.
pub(crate) async fn trace_request(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let started = Clock::stopwatch();
    let request_id = new_request_id(&request);
    let trace_parent = trace_parent(request.headers(), &request_id);
    let language = language::of_headers(request.headers());
    let method = known_method(request.method());
    if method == "HEAD" {
        request.head_mut().method = Method::GET;
    }
    let span = tracing::info_span!("request", id = %request_id, trace = %trace_parent);
    let response = next
        .call(request)
        .instrument(span.clone())
        .await?
        .map_into_left_body();
    let mut response = rendered(response, language, &request_id, &span);
    secure(&mut response);
    let headers = response.headers_mut();
    for (name, value) in [(&REQUEST_ID, request_id), (&TRACE_PARENT, trace_parent)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name.clone(), value);
        }
    }
    record(&response, method, started.elapsed(), &span);
    Ok(response)
}

/// Puts the security headers on an answer, and takes the compression's mark off it.
fn secure<B>(response: &mut ServiceResponse<B>) {
    let is_documentation = response.request().path().starts_with(DOCUMENTATION);
    let headers = response.headers_mut();
    compression::unmark(headers);
    for (name, value) in &SECURITY_HEADERS {
        headers.insert(name.clone(), value.clone());
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        let rule = if is_documentation {
            &DOCUMENTATION_POLICY
        } else {
            &STRICT_POLICY
        };
        headers.insert(CONTENT_SECURITY_POLICY, rule.clone());
    }
}

/// A new identity for the request; the seam makes it repeatable in tests.
fn new_request_id(request: &ServiceRequest) -> String {
    let ids = request.app_data::<Data<Ids>>();
    let clock = request.app_data::<Data<Clock>>();
    match (ids, clock) {
        (Some(ids), Some(clock)) => ids.next(clock.now()).simple().to_string(),
        _ => String::new(),
    }
}

/// The caller's trace continued, or a new one (W3C Trace Context 1).
fn trace_parent(headers: &HeaderMap, request_id: &str) -> String {
    let given = headers
        .get(&TRACE_PARENT)
        .and_then(|value| value.to_str().ok())
        .and_then(trace_of);
    let mut text = String::with_capacity(55);
    text.push_str("00-");
    text.push_str(given.unwrap_or(request_id));
    text.push('-');
    text.extend(request_id.chars().rev().take(16));
    text.push_str("-01");
    text
}

/// The trace that a `traceparent` of version 00 names; `None` when any field of it is malformed.
fn trace_of(text: &str) -> Option<&str> {
    let mut fields = text.split('-');
    let (version, trace) = (fields.next()?, fields.next()?);
    let (span, flags) = (fields.next()?, fields.next()?);
    let is_hex = |field: &str, length| {
        let is_digit = |b| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        field.len() == length && field.bytes().all(is_digit)
    };
    let is_set = |field: &str| field.bytes().any(|b| b != b'0');
    let is_valid = version == "00"
        && is_hex(trace, 32)
        && is_set(trace)
        && is_hex(span, 16)
        && is_set(span)
        && is_hex(flags, 2)
        && fields.next().is_none();
    is_valid.then_some(trace)
}

/// Replaces what is not yet a finished problem document by one.
fn rendered<B: MessageBody + 'static>(
    response: ServiceResponse<EitherBody<B, BoxBody>>,
    language: crate::language::Language,
    request_id: &str,
    span: &tracing::Span,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if let Some(problem) = response
        .response()
        .error()
        .and_then(|error| error.as_error::<ApiError>())
    {
        if let Some(cause) = problem.cause() {
            span.in_scope(|| tracing::error!(code = %problem, cause, "the request failed"));
        }
        let rendered = problem.render(language, request_id);
        return with_headers_of(response, rendered);
    }
    let is_finished = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind == PROBLEM_JSON);
    if is_finished {
        return response;
    }
    if status.is_server_error() {
        let cause = response
            .response()
            .error()
            .map(ToString::to_string)
            .unwrap_or_default();
        span.in_scope(|| tracing::error!(cause, "the request failed"));
    }
    let rendered = ApiError::new(Code::of_status(status.as_u16())).render(language, request_id);
    with_headers_of(response, rendered)
}

/// The rendered document in place of a response, keeping the headers that others put on it (CORS, rate limit).
fn with_headers_of<B: MessageBody + 'static>(
    response: ServiceResponse<EitherBody<B, BoxBody>>,
    mut rendered: actix_web::HttpResponse,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    for (name, value) in response.headers() {
        let is_kept =
            name.as_str().starts_with("access-control-") || name.as_str().starts_with("ratelimit");
        if is_kept {
            rendered.headers_mut().insert(name.clone(), value.clone());
        }
    }
    response.into_response(rendered.map_into_right_body())
}

/// Counts and logs one answered request.
fn record<B>(
    response: &ServiceResponse<B>,
    method: &'static str,
    took: std::time::Duration,
    span: &tracing::Span,
) {
    let route = response.request().match_pattern();
    let route = route.as_deref().unwrap_or("unmatched");
    let status = response.status().as_u16();
    meters::count(route, method, status, took);
    span.in_scope(|| {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        tracing::info!(target: ACCESS, method, route, status, micros, "answered");
    });
}

/// The method where it is a usual one: what a stranger makes up becomes no label, which would never be freed.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ if method.as_str() == "PATCH" => "PATCH",
        _ => "other",
    }
}
