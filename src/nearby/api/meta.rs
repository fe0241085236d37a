//! `GET /v1/meta`: kinds, filters, values and labels, versions, counts and the data's date.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, Utc};
use reach::index::Predicate;
use serde_json::{Value, json};

use super::NearbyParts;
use crate::catalog::{Catalog, Level, Term, Vocabulary};
use crate::http::etag::Tag;
use crate::http::{ApiError, Input, Negotiated};
use crate::language::Language;
use crate::nearby::filters::{CODE_FILTERS, KIND, ORIGIN_PARAMETERS, PARAMETERS, Words};
use crate::nearby::query::{MAX_MINUTES, MAX_PAGE, MAX_RADIUS_M, standing};
use crate::nearby::snapshot::Snapshot;

/// Get kinds, filters, labels and counts
///
/// Labels are in the reader's language (`Accept-Language: zh-CN` or `en`); codes are stable.
#[utoipa::path(
    tag = "meta",
    responses(
        (status = 200, description = "Vocabularies, filters, limits, versions and counts", body = serde_json::Value),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/meta")]
pub(crate) async fn get_meta(
    request: HttpRequest,
    reader: Negotiated,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    Input::from_query(request.query_string(), &[])?.finish()?;
    let snapshot = parts.index.snapshot();
    let mut document = vocabularies(&parts.catalog, reader.0);
    if let (Some(members), Value::Object(facts)) =
        (document.as_object_mut(), facts(&parts, &snapshot))
    {
        members.extend(facts);
    }
    // The tag is the document's own: it rests on the catalog, the settings and the moment too.
    let tag = Tag::of(&[reader.0.tag(), &document.to_string()]);
    if tag.is_known_to(&request) {
        return Ok(tag.not_modified());
    }
    let mut response = HttpResponse::Ok();
    tag.put(&mut response);
    Ok(response
        .insert_header(("Content-Language", reader.0.tag()))
        .json(document))
}

/// Versions, counts, limits and filters.
fn facts(parts: &NearbyParts, snapshot: &Snapshot) -> Value {
    json!({
        "versions": {
            "menkou": env!("CARGO_PKG_VERSION"),
            "index": snapshot.version.0,
            "divisions": parts.atlas.version(),
        },
        "profile": parts.profile.as_str(),
        "data_as_of": snapshot.newest_record_at,
        "counts": counts(snapshot, &parts.catalog, parts.clock.now()),
        "walking": {
            "basis": "estimate",
            "metres_per_minute": parts.walking.metres_per_minute,
            "detour_factor": parts.walking.detour_factor,
        },
        "limits": {"minutes": MAX_MINUTES, "radius_m": MAX_RADIUS_M, "page_size": MAX_PAGE},
        "crs": reach::coord::Crs::ALL.map(reach::coord::Crs::as_str),
        "filters": filters(&parts.catalog),
    })
}

/// How many items of each kind stand at an instant; kinds of which there are none are left out.
fn counts(snapshot: &Snapshot, catalog: &Catalog, now: DateTime<Utc>) -> BTreeMap<String, u64> {
    let of_kind = |code: String| {
        let kind = Predicate::AnyOf {
            attribute: KIND,
            values: vec![Words::Kinds.ordinal(catalog, &code)?],
        };
        let [posted, not_ended] = standing(now);
        let count = snapshot.items.count_matching(&[kind, posted, not_ended]);
        (count > 0).then_some((code, count))
    };
    let kinds = Words::Kinds.codes(catalog);
    kinds.into_iter().filter_map(of_kind).collect()
}

/// Every vocabulary with labels.
fn vocabularies(catalog: &Catalog, language: Language) -> Value {
    json!({
        "place_kinds": labelled(&catalog.place_kinds, language, |kind| json!({
            "facets": kind.facets, "source": kind.source, "level": kind.level.map(Level::code),
        })),
        "opening_kinds": labelled(&catalog.opening_kinds, language, |kind| json!({
            "max_days": kind.max_days, "confirmed": kind.confirmed, "source": kind.source,
        })),
        "opening_states": labelled(&catalog.opening_states, language, |_| json!({})),
        "service_families": labelled(&catalog.families, language, |family| json!({
            "is_required": family.listed, "source": family.source,
        })),
        "services": labelled(&catalog.services, language, |service| json!({
            "family": service.family,
            "audience": service.audience(language),
            "bring": service.bring(language),
            "confirmed": service.confirmed,
        })),
        "facet_groups": labelled(&catalog.facet_groups, language, |_| json!({})),
        "facets": labelled(&catalog.facets, language, |facet| json!({"group": facet.group, "source": facet.source})),
        "site_kinds": labelled(&catalog.site_kinds, language, |_| json!({})),
        "grades": labelled(&catalog.grades, language, |grade| json!({"confirmed": grade.confirmed})),
        "categories": labelled(&catalog.categories, language, |_| json!({})),
        "occupations": labelled(&catalog.occupations, language, |it| json!({"category": it.category})),
        "tags": labelled(&catalog.tags, language, |_| json!({})),
        "pay_units": labelled(&catalog.pay_units, language, |_| json!({})),
    })
}

/// A vocabulary as a list of codes with labels and more.
fn labelled<T: Term>(
    vocabulary: &Vocabulary<T>,
    language: Language,
    more: impl Fn(&T) -> Value,
) -> Value {
    let terms = vocabulary.iter().map(|term| {
        let mut members = more(term);
        if let Some(members) = members.as_object_mut() {
            members.insert("code".to_owned(), json!(term.code()));
            members.insert("label".to_owned(), json!(term.label(language)));
        }
        members
    });
    Value::Array(terms.collect())
}

/// Every filter with what it does and its values.
fn filters(catalog: &Catalog) -> Value {
    let codes = CODE_FILTERS.iter().map(|filter| {
        json!({
            "name": filter.name,
            "about": filter.about,
            "combines": if filter.is_all { "all" } else { "any" },
            "values": filter.words.codes(catalog),
        })
    });
    let others = ORIGIN_PARAMETERS
        .iter()
        .chain(&PARAMETERS)
        .filter(|parameter| parameter.is_filter);
    let others = others.map(|parameter| json!({"name": parameter.name, "about": parameter.about}));
    Value::Array(codes.chain(others).collect())
}
