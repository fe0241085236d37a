//! The answer to what no operation took: 405 with `Allow` where the address answers other methods, else 404.
//!
//! The addresses are those of the OpenAPI document, so that the fallback can never know less than the contract.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::OpenApi;

use super::codes::Code;
use super::problem::ApiError;

/// Every address of the contract with its methods.
#[derive(Debug)]
pub struct Routes {
    /// Segments of the template (`None` = a parameter) and the methods answered there.
    templates: Vec<(Vec<Option<String>>, Vec<&'static str>)>,
}

impl Routes {
    /// Reads the addresses from the contract.
    #[must_use]
    pub fn of(document: &OpenApi) -> Self {
        let templates = document
            .paths
            .paths
            .iter()
            .map(|(path, item)| {
                let segments = path
                    .trim_start_matches('/')
                    .split('/')
                    .map(|part| (!part.starts_with('{')).then(|| part.to_owned()))
                    .collect();
                let mut methods = Vec::new();
                if item.get.is_some() {
                    methods.extend(["GET", "HEAD"]);
                }
                for (operation, name) in [
                    (&item.post, "POST"),
                    (&item.put, "PUT"),
                    (&item.delete, "DELETE"),
                ] {
                    if operation.is_some() {
                        methods.push(name);
                    }
                }
                (segments, methods)
            })
            .collect();
        Self { templates }
    }

    /// The methods that an address answers; empty when there is no such address.
    #[must_use]
    pub fn methods(&self, path: &str) -> Vec<&'static str> {
        let asked: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let fits = |template: &[Option<String>]| {
            template.len() == asked.len()
                && template.iter().zip(&asked).all(|(segment, part)| {
                    segment
                        .as_deref()
                        .map_or(!part.is_empty(), |segment| segment == *part)
                })
        };
        self.templates
            .iter()
            .filter(|(template, _)| fits(template))
            .flat_map(|(_, methods)| methods.iter().copied())
            .collect()
    }
}

/// Answers what no operation took.
pub(crate) async fn answer_unmatched(
    request: HttpRequest,
    routes: Data<Routes>,
) -> Result<HttpResponse, ApiError> {
    let methods = routes.methods(request.path());
    if methods.is_empty() {
        return Err(ApiError::new(Code::NotFound));
    }
    Err(ApiError::new(Code::MethodNotAllowed).with_allow(methods.join(", ")))
}
