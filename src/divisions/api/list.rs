//! `GET /v1/divisions`: one level of the tree, or a search by name or by any code.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use reach::coord::Crs;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::DivisionView;
use crate::divisions::atlas::{Atlas, DivisionIndex, Found};
use crate::http::coordinates::{CrsName, read_crs};
use crate::http::etag::Tag;
use crate::http::page_token::PageTokens;
use crate::http::{ApiError, Input};
use crate::language::Text;

/// Divisions a page at most.
const MAX_PAGE: i64 = 200;

/// What may be asked.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query in the OpenAPI document; Input reads it"
)]
pub(crate) struct DivisionQuery {
    /// Coordinate reference system of the answer: `wgs84`, `gcj02` or `bd09`.
    #[param(inline)]
    crs: CrsName,
    /// List what lies directly below this division: its id, a code of any system, or its full name.
    parent: Option<String>,
    /// Search by a part of the name, e.g. 南明.
    q: Option<String>,
    /// Search by a code of any system and age, 6, 9 or 12 digits; a code may name several divisions.
    code: Option<String>,
    /// Only this level: `province`, `prefecture`, `county`, `town` or `village`.
    level: Option<String>,
    /// Divisions a page, at most 200; 50 by default.
    #[param(minimum = 1, maximum = 200)]
    page_size: Option<u32>,
    /// Continues a list.
    page_token: Option<String>,
}

/// The names of the query.
const NAMES: [&str; 7] = [
    "crs",
    "parent",
    "q",
    "code",
    "level",
    "page_size",
    "page_token",
];

/// The levels that may be asked for.
const LEVELS: [&str; 5] = ["province", "prefecture", "county", "town", "village"];

/// A page of divisions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DivisionPage)]
pub(crate) struct DivisionPageView {
    /// The divisions, best match first, else in the order of the ministry's list.
    items: Vec<DivisionView>,
    /// Continues the list; null at its end.
    next_page_token: Option<String>,
    /// Coordinate reference system of the locations.
    crs: String,
}

/// List or search divisions
///
/// Without `parent`, `q` or `code` the provinces are listed. A former code that was divided answers with all of its
/// successors; a code that means different divisions in different systems answers with each, naming the system.
#[utoipa::path(
    tag = "divisions", params(DivisionQuery),
    responses(
        (status = 200, description = "A page of divisions", body = DivisionPageView),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/divisions")]
pub(crate) async fn list_divisions(
    request: HttpRequest,
    atlas: Data<Atlas>,
    tokens: Data<PageTokens>,
) -> Result<HttpResponse, ApiError> {
    let mut input = Input::from_query(request.query_string(), &NAMES)?;
    let crs = read_crs(&mut input);
    let page_size = input.page_size(MAX_PAGE, 50);
    let asked = Asked::read(&mut input, &atlas);
    let query = asked.canonical();
    let after = input.page_token(&tokens, &query);
    input.finish()?;
    let tag = Tag::of(&[request.query_string(), atlas.version()]);
    if tag.is_known_to(&request) {
        return Ok(tag.not_modified());
    }
    let start = after
        .as_deref()
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, u64::from_be_bytes);
    let found = asked.answer(&atlas);
    let crs = crs.unwrap_or(Crs::Wgs84);
    let (mut page, next) = page(&atlas, &found, crs, start, page_size);
    page.next_page_token = next.map(|next| tokens.seal(&query, &next.to_be_bytes()));
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    Ok(response.json(page))
}

/// One page of what was found, and where the next one starts. The tree stands still while a server runs, so a place in
/// the list is a stable key.
fn page(
    atlas: &Atlas,
    found: &[(DivisionIndex, Option<&'static str>)],
    crs: Crs,
    start: u64,
    size: usize,
) -> (DivisionPageView, Option<u64>) {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let end = start.saturating_add(size);
    let items = found
        .iter()
        .skip(start)
        .take(size)
        .filter_map(|(index, system)| DivisionView::of(atlas, *index, crs, *system))
        .collect();
    let next = (end < found.len())
        .then(|| u64::try_from(end).ok())
        .flatten();
    (
        DivisionPageView {
            items,
            next_page_token: None,
            crs: crs.as_str().to_owned(),
        },
        next,
    )
}

/// What was asked, checked.
struct Asked {
    /// Below which division.
    parent: Option<DivisionIndex>,
    /// A part of the name.
    text: Option<String>,
    /// A code.
    code: Option<String>,
    /// A level.
    level: Option<String>,
}

impl Asked {
    /// Reads the query.
    fn read(input: &mut Input, atlas: &Atlas) -> Self {
        let parent =
            input
                .text("parent")
                .and_then(|reference| match atlas.find(&reference) {
                    Found::One(index) => Some(index),
                    Found::Several(_) | Found::Nothing => {
                        input.refuse("parent", "unknown_division", Text::new(
                    "没有这个区划，或旧代码对应多个区划",
                    "there is no such division, or a former code has several successors",
                ));
                        None
                    }
                });
        let level = input.text("level").filter(|level| {
            let is_known = LEVELS.contains(&level.as_str());
            if !is_known {
                input.refuse(
                    "level",
                    "unknown_value",
                    Text::new(
                        format!("级别应为 {} 之一", LEVELS.join("、")),
                        format!("level must be one of {}", LEVELS.join(", ")),
                    ),
                );
            }
            is_known
        });
        let code = input.text("code");
        if code
            .as_ref()
            .is_some_and(|code| super::super::gazetteer::canonical_code(code).is_none())
        {
            input.refuse(
                "code",
                "malformed_code",
                Text::new(
                    "区划代码应为 6、9 或 12 位数字",
                    "a division code has 6, 9 or 12 digits",
                ),
            );
        }
        Self {
            parent,
            text: input.text("q"),
            code,
            level,
        }
    }

    /// The query as one text, for page tokens.
    fn canonical(&self) -> String {
        format!(
            "divisions:{:?}:{:?}:{:?}:{:?}",
            self.parent, self.text, self.code, self.level
        )
    }

    /// Every division that fits, in order, with the code system that matched.
    fn answer(&self, atlas: &Atlas) -> Vec<(DivisionIndex, Option<&'static str>)> {
        let fits = |index: DivisionIndex| {
            let Some(division) = atlas.get(index) else {
                return false;
            };
            self.level
                .as_ref()
                .is_none_or(|level| *level == division.level)
                && self.parent.is_none_or(|parent| {
                    parent != index && atlas.subtree(parent).contains(&index.0)
                })
        };
        if let Some(code) = &self.code {
            let named = atlas.meanings(code).into_iter().filter(|(_, index)| {
                fits(*index)
                    && self.text.as_ref().is_none_or(|text| {
                        atlas
                            .get(*index)
                            .is_some_and(|division| division.full_name.contains(text))
                    })
            });
            return named.map(|(system, index)| (index, Some(system))).collect();
        }
        if let Some(text) = &self.text {
            let found = atlas.search(text).into_iter().filter(|index| fits(*index));
            return found.map(|index| (index, None)).collect();
        }
        let root = self.parent.unwrap_or(DivisionIndex(0));
        if self.level.is_some() {
            return atlas
                .subtree(root)
                .map(DivisionIndex)
                .filter(|it| fits(*it))
                .map(|it| (it, None))
                .collect();
        }
        atlas.children(root).map(|index| (index, None)).collect()
    }
}
