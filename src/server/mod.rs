//! The top floor: builds the shared parts once, mounts every operation, and starts and stops the server.
//!
//! Read next: `parts` (what a server is built from), `shared` (what handlers name), `listen` (middleware and address).

mod ground;
mod listen;
mod parts;
mod running;
mod shared;

use actix_web::App;
use utoipa::OpenApi as _;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

pub use parts::Parts;
pub use running::Running;

use crate::http::problem::PROBLEM_JSON;
use crate::http::rate_limit::UNCOUNTED;
use crate::{divisions, nearby, openings, pages, places};

/// The document's frame; the operations come from the routes.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Menkou",
        description = "Backend of the 15-minute employment circle: find doorstep stations, gig stations and openings \
                       within a walk. Coordinates always come with their crs; errors are problem documents (RFC 9457).",
        license(name = "MIT", identifier = "MIT")
    ),
    tags(
        (name = "nearby", description = "What is within reach of here"),
        (name = "places", description = "Somewhere a person can walk to for help"),
        (name = "openings", description = "Work, or a seat, on offer"),
        (name = "divisions", description = "The administrative tree and its boundaries"),
        (name = "meta", description = "Kinds, filters, labels, problem codes"),
        (name = "health", description = "Signs of life"),
        (name = "pages", description = "What a person looks at")
    )
)]
struct Frame;

/// Mounts every operation. Public operations stand here; there is none yet that needs a login.
fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(nearby::list_nearby)
        .service(nearby::search_nearby)
        .service(nearby::list_places)
        .service(nearby::list_openings)
        .service(nearby::get_meta)
        .service(nearby::get_reach)
        .service(nearby::get_route)
        .service(nearby::suggest_words)
        .service(places::get_place)
        .service(openings::get_opening)
        .service(divisions::locate_division)
        .service(divisions::list_divisions)
        .service(pages::get_start)
        .service(pages::get_map)
        .service(pages::get_map_outlines)
        .service(pages::get_map_file)
        .service(pages::get_problems)
        .service(pages::get_healthz)
        .service(pages::get_readyz)
        .service(pages::get_metrics);
}

/// The contract, generated from the code.
#[must_use]
pub fn openapi() -> OpenApi {
    let app = App::new()
        .into_utoipa_app()
        .openapi(Frame::openapi())
        .configure(mount);
    let mut document = app.split_for_parts().1;
    let counted = |(path, _): &(&String, _)| !UNCOUNTED.contains(&path.as_str());
    for (_, item) in document.paths.paths.iter_mut().filter(counted) {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            responses
                .entry("429".to_owned())
                .or_insert_with(too_many_requests);
        }
    }
    document
}

/// The answer that the rate limit may give to any operation.
fn too_many_requests() -> RefOr<Response> {
    let problem = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let response = ResponseBuilder::new()
        .description("Too many requests from this address; `Retry-After` says when to try again")
        .content(PROBLEM_JSON, problem);
    RefOr::T(response.build())
}

/// The contract as the committed file holds it.
///
/// # Errors
/// When the document cannot be written as JSON, which would be a mistake of the build.
pub fn openapi_json() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&openapi())?;
    text.push('\n');
    Ok(text)
}
