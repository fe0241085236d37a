//! The outermost middleware: gives the request an identity and a trace, answers HEAD as GET without its body, renders
//! refusals in the reader's language, counts and logs.
//!
//! The log names the route's template, never the query, the body or what stands in the path: a search position is
//! personal data.

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use tracing::Instrument;

use super::codes::Code;
use super::language;
use super::problem::{ApiError, PROBLEM_JSON};
use crate::platform::clock::Clock;
use crate::platform::ids::Ids;

/// Security headers of every answer (OWASP secure headers project).
const SECURITY_HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-resource-policy", "same-site"),
];

/// The content security policy of answers that set none: nothing may be loaded or framed.
const STRICT_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The content security policy of the API documentation: its own files, and the styles it sets on its elements.
const DOCUMENTATION_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                                    frame-ancestors 'none'; base-uri 'none'";

/// Where the API documentation stands.
const DOCUMENTATION: &str = "/docs/";

/// The identity of a request.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Middleware: see the module.
pub(crate) async fn trace_request(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let started = Clock::stopwatch();
    let request_id = new_request_id(&request);
    let trace_parent = trace_parent(request.headers(), &request_id);
    let language = language::of_headers(request.headers());
    let method = request.method().clone();
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    request
        .extensions_mut()
        .insert(RequestId(request_id.clone()));
    let span = tracing::info_span!("request", id = %request_id, trace = %trace_parent);
    let response = next
        .call(request)
        .instrument(span.clone())
        .await?
        .map_into_left_body();
    let mut response = rendered(response, language, &request_id, &span);
    for (name, value) in SECURITY_HEADERS {
        response.headers_mut().insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let policy = HeaderName::from_static("content-security-policy");
    if !response.headers().contains_key(&policy) {
        let is_documentation = response.request().path().starts_with(DOCUMENTATION);
        let rule = if is_documentation {
            DOCUMENTATION_POLICY
        } else {
            STRICT_POLICY
        };
        response
            .headers_mut()
            .insert(policy, HeaderValue::from_static(rule));
    }
    for (name, value) in [
        ("x-request-id", &request_id),
        ("traceparent", &trace_parent),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    record(&response, &method, started.elapsed(), &span);
    Ok(response)
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
    let parent: String = request_id.chars().rev().take(16).collect();
    let given = headers
        .get("traceparent")
        .and_then(|value| value.to_str().ok())
        .and_then(trace_of);
    format!("00-{}-{parent}-01", given.unwrap_or(request_id))
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
    method: &Method,
    took: std::time::Duration,
    span: &tracing::Span,
) {
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "unmatched".to_owned());
    let status = response.status().as_u16();
    let labels = [
        ("route", route.clone()),
        ("method", known_method(method).to_owned()),
        ("status", status.to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route.clone())
        .record(took.as_secs_f64());
    span.in_scope(|| {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        tracing::info!(
            method = known_method(method),
            route,
            status,
            micros,
            "answered"
        );
    });
}

/// The method where it is a usual one: what a stranger makes up becomes no label, which would never be freed.
fn known_method(method: &Method) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]
        .into_iter()
        .find(|known| *known == method.as_str())
        .unwrap_or("other")
}
