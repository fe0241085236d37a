//! `GET /v1/suggest`: what a word that is being typed may become.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use text::{Suggestion, WordKind};
use utoipa::{IntoParams, ToSchema};

use super::NearbyParts;
use crate::http::etag::Tag;
use crate::http::{ApiError, Input};

/// Suggestions unless asked otherwise.
const DEFAULT_COUNT: i64 = 10;

/// Suggestions at most.
const MOST: i64 = 20;

/// The parameters of `/v1/suggest`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read through Input; here for the contract")]
pub(super) struct SuggestParams {
    /// What was typed so far: characters, pinyin (`baoan`, `bao'an`) or initials (`ba`).
    #[param(min_length = 1)]
    q: String,
    /// How many at most, 1 to 20; 10 by default.
    #[param(minimum = 1, maximum = 20)]
    limit: Option<i64>,
}

/// Suggestions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestions)]
pub(super) struct SuggestionsView {
    /// The suggestions; those that most items have first.
    suggestions: Vec<SuggestionView>,
}

/// A completion.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
pub(super) struct SuggestionView {
    /// The word, to be sought with `q`.
    text: String,
    /// What it is: `occupation`, `service`, `kind`, `division`, `title` or `employer`.
    kind: &'static str,
    /// About how many items have it.
    items: u32,
}

/// Complete what is being typed
///
/// Names of occupations, services, kinds, divisions, titles and employers that begin so, also in pinyin or by initials.
#[utoipa::path(
    tag = "nearby", params(SuggestParams),
    responses(
        (status = 200, description = "Completions, those that most items have first", body = SuggestionsView),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/suggest")]
pub(crate) async fn suggest_words(
    request: HttpRequest,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    let mut input = Input::from_query(request.query_string(), &["q", "limit"])?;
    let typed = input.text("q");
    if typed.is_none() {
        input.missing("q");
    }
    let limit = if input.has("limit") {
        input.integer("limit", 1, MOST)
    } else {
        Some(DEFAULT_COUNT)
    };
    input.finish()?;
    let typed = typed.unwrap_or_default();
    let limit = limit.and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
    let snapshot = parts.index.snapshot();
    let version = snapshot.version.0.to_string();
    let tag = Tag::of(&["suggest", &version, &limit.to_string(), &typed]);
    if tag.is_known_to(&request) {
        return Ok(tag.not_modified());
    }
    let found = snapshot.texts.suggest(&typed, limit).into_iter();
    let view = SuggestionsView {
        suggestions: found.map(SuggestionView::from).collect(),
    };
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    Ok(response.json(view))
}

impl From<Suggestion> for SuggestionView {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            text: suggestion.text,
            kind: match suggestion.kind {
                WordKind::Occupation => "occupation",
                WordKind::Service => "service",
                WordKind::Kind => "kind",
                WordKind::Division => "division",
                WordKind::Title => "title",
                WordKind::Employer => "employer",
                WordKind::Trait | WordKind::Word => "word",
            },
            items: suggestion.documents,
        }
    }
}
