//! The address, the middleware in its order, and the operations behind it.

use std::net::SocketAddr;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{PayloadConfig, ServiceConfig, to};
use actix_web::{App, HttpServer};
use anyhow::Context;
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::SwaggerUi;

use super::shared::Shared;
use super::{mount, openapi};
use crate::config::Config;
use crate::http::compression::spare_small_answers;
use crate::http::fallback::answer_unmatched;
use crate::http::rate_limit::limit_rate;
use crate::http::trace::trace_request;

/// Binds the address and builds the server; nothing is answered until it is awaited.
pub(super) fn bind(
    config: &Config,
    shared: Shared,
    beside: fn(&mut ServiceConfig),
) -> anyhow::Result<(actix_web::dev::Server, SocketAddr)> {
    let max_body = config.http.max_body_bytes;
    let origins = config.http.cors_origins.clone();
    let document = openapi();
    let builder = HttpServer::new(move || {
        let shared = shared.clone();
        let (app, _) = App::new()
            .configure(beside)
            .into_utoipa_app()
            .configure(mount)
            .split_for_parts();
        // Without this the page asks a validator on the internet for a badge.
        let alone = utoipa_swagger_ui::Config::default().validator_url("none");
        let docs = SwaggerUi::new("/docs/{file:.*}").url("/openapi.json", document.clone());
        app.service(docs.config(alone))
            .default_service(to(answer_unmatched))
            .app_data(shared.atlas)
            .app_data(shared.nearby)
            .app_data(shared.places)
            .app_data(shared.openings)
            .app_data(shared.map)
            .app_data(shared.health)
            .app_data(shared.tokens)
            .app_data(shared.rate)
            .app_data(shared.routes)
            .app_data(shared.clock)
            .app_data(shared.ids)
            .app_data(shared.database)
            .app_data(PayloadConfig::new(max_body))
            .wrap(from_fn(limit_rate))
            .wrap(cors(&origins))
            .wrap(from_fn(spare_small_answers))
            // Outside CORS, which writes `Vary` anew from its first line and would drop the line of the compression.
            .wrap(Compress::default())
            .wrap(from_fn(trace_request))
    });
    let builder = builder
        .shutdown_timeout(config.http.shutdown_seconds)
        .disable_signals();
    let builder = match config.http.workers {
        0 => builder,
        workers => builder.workers(workers),
    };
    let listen = &config.http.listen;
    let builder = builder
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}"))?;
    let address = builder
        .addrs()
        .first()
        .copied()
        .context("no address was bound")?;
    Ok((builder.run(), address))
}

/// Cross-origin requests from the configured origins alone.
fn cors(origins: &[String]) -> actix_cors::Cors {
    let cors = actix_cors::Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "DELETE"])
        .allow_any_header()
        .expose_headers(["ETag", "RateLimit", "Retry-After", "X-Request-Id"])
        .max_age(3600);
    origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(origin))
}
