//! The map page: static files compiled in, and the county outlines where they may be shown.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use rust_embed::RustEmbed;

use crate::http::etag::Tag;
use crate::http::{ApiError, Code};

/// What the page may load: its own files, nothing else.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors 'none'; \
                      base-uri 'none'; form-action 'none'";

/// The files of the page.
#[derive(RustEmbed)]
#[folder = "web/map/"]
struct Files;

/// What the map page is answered with.
#[derive(Debug)]
pub(crate) struct MapParts {
    /// County outlines (GeoJSON); none where they may not be shown.
    pub(crate) outlines: Option<String>,
}

/// Lead to the map
#[utoipa::path(tag = "pages", responses((status = 302, description = "To the map page")))]
#[get("/")]
pub(crate) async fn get_start() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((LOCATION, "/map"))
        .finish()
}

/// Show the map page
#[utoipa::path(tag = "pages", responses(
    (status = 200, description = "The page", body = str, content_type = "text/html"),
    (status = 304, description = "The caller has it"),
))]
#[get("/map")]
pub(crate) async fn get_map(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    file(&request, "index.html")
}

/// Get the county outlines
///
/// In the demo profile, and in production where the boundary's approval number is configured.
#[utoipa::path(tag = "pages", responses(
    (status = 200, description = "A FeatureCollection in WGS-84", body = serde_json::Value, content_type = "application/geo+json"),
    (status = 404, description = "Outlines may not be shown", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
))]
#[get("/map/outlines.geojson")]
pub(crate) async fn get_map_outlines(parts: Data<MapParts>) -> Result<HttpResponse, ApiError> {
    let outlines = parts
        .outlines
        .clone()
        .ok_or_else(|| ApiError::new(Code::NotFound))?;
    Ok(HttpResponse::Ok()
        .content_type("application/geo+json")
        .insert_header((CACHE_CONTROL, "max-age=3600"))
        .body(outlines))
}

/// Get a file of the map page
#[utoipa::path(
    tag = "pages",
    params(("file" = String, Path, description = "Name of the file, may hold slashes")),
    responses(
        (status = 200, description = "The file", body = str, content_type = "application/octet-stream"),
        (status = 304, description = "The caller has it"),
        (status = 404, description = "There is no such file", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/map/{file:.*}")]
pub(crate) async fn get_map_file(
    request: HttpRequest,
    name: Path<String>,
) -> Result<HttpResponse, ApiError> {
    file(&request, &name)
}

/// A compiled-in file, unless the caller has it.
fn file(request: &HttpRequest, name: &str) -> Result<HttpResponse, ApiError> {
    let found = Files::get(name).ok_or_else(|| ApiError::new(Code::NotFound))?;
    let tag = Tag::of(&[&format!("{:?}", found.metadata.sha256_hash())]);
    if tag.is_known_to(request) {
        return Ok(tag.not_modified());
    }
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some(_) | None => "text/plain; charset=utf-8",
    };
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    response
        .content_type(kind)
        .insert_header(("content-security-policy", POLICY));
    Ok(response.body(found.data.into_owned()))
}
