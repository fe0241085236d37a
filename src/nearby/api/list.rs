//! `GET /v1/places` and `GET /v1/openings`: lists without an origin, from memory.

use std::collections::BinaryHeap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use reach::index::{Predicate, Slot};
use text::Level;

use super::NearbyParts;
use super::answer::{Asking, FoundItem, FoundPage, MEMBERS_BYTES, Whole};
use super::contract::{ItemPageView, OpeningsParams, PlacesParams};
use crate::http::{ApiError, Input};
use crate::nearby::alike::Folding;
use crate::nearby::members::Members;
use crate::nearby::moment::Moment;
use crate::nearby::query::{Scope, Search, read_search};
use crate::nearby::snapshot::Snapshot;
use crate::nearby::token::ListKey;

/// List places
///
/// In the order of the divisions. Filters combine with AND, the values of one filter with OR. Closed places are left
/// out.
#[utoipa::path(
    tag = "places", params(PlacesParams),
    responses(
        (status = 200, description = "A page of places", content(
            (ItemPageView = "application/json"),
            (serde_json::Value = "application/geo+json"),
        )),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/places")]
pub(crate) async fn list_places(
    request: HttpRequest,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    answer(&request, &parts, Scope::Places).await
}

/// List openings
///
/// Those that stand, newest first. Filters combine with AND, the values of one filter with OR.
#[utoipa::path(
    tag = "openings", params(OpeningsParams),
    responses(
        (status = 200, description = "A page of openings", content(
            (ItemPageView = "application/json"),
            (serde_json::Value = "application/geo+json"),
        )),
        (status = 304, description = "The caller has this answer"),
        (status = 400, description = "The query cannot be read", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Refused; `errors` names the parameters", body = crate::http::problem::ProblemView, content_type = "application/problem+json"),
    )
)]
#[get("/v1/openings")]
pub(crate) async fn list_openings(
    request: HttpRequest,
    parts: Data<NearbyParts>,
) -> Result<HttpResponse, ApiError> {
    answer(&request, &parts, Scope::Openings).await
}

/// Reads the question and answers it.
async fn answer(
    request: &HttpRequest,
    parts: &NearbyParts,
    scope: Scope,
) -> Result<HttpResponse, ApiError> {
    let mut input = Input::from_query(request.query_string(), &scope.names())?;
    let snapshot = parts.index.snapshot();
    let mut search = read_search(&mut input, scope, (&parts.atlas, &parts.catalog), &snapshot);
    let question = search.canonical(format_args!("{scope:?}"));
    let after = input
        .page_token(&parts.tokens, &question)
        .and_then(|bytes| ListKey::from_bytes(&bytes));
    input.finish()?;
    let asking = Asking::begin(request, parts, &snapshot);
    let tag = asking.tag(&search, format_args!("{question}|{after:?}"));
    if tag.is_known_to(request) {
        return Ok(tag.not_modified());
    }
    search.only_standing(asking.moment.now);
    let mut found = first_folded(&snapshot, &search, &asking.moment, after);
    let next = (found.len() > search.page_size)
        .then(|| found.truncate(search.page_size))
        .and_then(|()| {
            let (last, _, _) = found.last()?;
            Some(parts.tokens.seal(&question, &last.to_bytes()))
        });
    let is_empty = found.is_empty() && after.is_none();
    let items = found.into_iter().map(|(_, slot, duplicates)| FoundItem {
        slot,
        reach: None,
        duplicates,
    });
    let items = items.collect();
    let mut more = Members::with_room(MEMBERS_BYTES);
    more.put("basis", "none");
    let whole = Whole {
        is_empty,
        around: None,
        shared_question: Some(&question),
    };
    asking.say_of_whole(&mut more, &search, &whole, parts).await;
    let page = FoundPage {
        items,
        next,
        more,
        basis: None,
    };
    Ok(asking.answer(&tag, &search, page))
}

/// One more than the page holds of what matches after a key, in order, with how many further items each stands for.
///
/// Where words are sought, what matches better stands before what matches worse: level by level, until enough is found.
fn first_folded(
    snapshot: &Snapshot,
    search: &Search,
    moment: &Moment<'_>,
    after: Option<ListKey>,
) -> Vec<(ListKey, Slot, u32)> {
    let mut predicates = search.predicates();
    let open_now = search.open_now;
    predicates.extend(open_now.map(|is_open| snapshot.open_set(is_open, moment)));
    let mut folding = Folding::new(snapshot, search.fold.then_some(predicates.as_slice()));
    let mut kept = Vec::with_capacity(search.page_size.saturating_add(1));
    for tier in Tier::all(snapshot, search) {
        if after.is_some_and(|after| after.level > tier.level) {
            continue;
        }
        let mut of_tier = predicates.clone();
        of_tier.extend(tier.conditions.iter().cloned());
        tier.fill(snapshot, search, (&of_tier, after), &mut folding, &mut kept);
        if kept.len() > search.page_size {
            break;
        }
    }
    kept
}

/// What matches at one level and no better.
struct Tier<'a> {
    /// The level as a number.
    level: u8,
    /// What it asks of the words.
    conditions: Vec<Predicate>,
    /// The level of an item, where words are sought.
    level_of: Box<dyn Fn(Slot) -> u8 + 'a>,
}

impl<'a> Tier<'a> {
    /// The tiers of a search, best first.
    fn all(snapshot: &'a Snapshot, search: &'a Search) -> Vec<Self> {
        let Some(text) = search.text.as_deref() else {
            return vec![Self {
                level: 0,
                conditions: Vec::new(),
                level_of: Box::new(|_| 0),
            }];
        };
        let (texts, items) = (&snapshot.texts, &snapshot.items);
        let levels = Level::ALL.into_iter().filter(|it| *it <= text.deepest);
        let tier = |level: Level| Self {
            level: level.number(),
            conditions: texts.conditions(items, text, level),
            level_of: Box::new(move |slot| {
                let found = texts.level_of(items, text, slot);
                found.map_or(u8::MAX, Level::number)
            }),
        };
        levels.map(tier).collect()
    }

    /// Fills up what is kept, as far as the page goes.
    fn fill<'s>(
        &self,
        snapshot: &'s Snapshot,
        search: &Search,
        (predicates, mut after): (&[Predicate], Option<ListKey>),
        folding: &mut Folding<'s, ListKey>,
        kept: &mut Vec<(ListKey, Slot, u32)>,
    ) {
        let wanted = search.page_size.saturating_add(1);
        let mut limit = wanted;
        loop {
            let found = self.first_after(snapshot, predicates, after, limit);
            let is_last = found.len() < limit;
            after = found.last().map(|(key, _)| *key);
            for (key, slot) in found {
                let key_of = |_, slot| self.key_at(snapshot, slot);
                if let Some(further) = folding.stands_for(slot, key, key_of) {
                    kept.push((key, slot, further));
                }
            }
            if is_last || kept.len() >= wanted {
                kept.truncate(wanted);
                return;
            }
            limit = limit.saturating_mul(2);
        }
    }

    /// The key of a slot in lists without an origin.
    fn key_at(&self, snapshot: &Snapshot, slot: Slot) -> Option<ListKey> {
        let (entry, id) = snapshot.entry(slot).zip(snapshot.items.id(slot))?;
        let level = (self.level_of)(slot);
        let key = entry.list_key();
        Some(ListKey { level, key, id })
    }

    /// So many of what matches at this level and no better after a key, in order: the smallest keys kept in a heap.
    fn first_after(
        &self,
        snapshot: &Snapshot,
        predicates: &[Predicate],
        after: Option<ListKey>,
        wanted: usize,
    ) -> Vec<(ListKey, Slot)> {
        let mut smallest: BinaryHeap<(ListKey, Slot)> =
            BinaryHeap::with_capacity(wanted.saturating_add(1));
        snapshot.items.each_matching(predicates, |slot| {
            let Some((entry, id)) = snapshot.entry(slot).zip(snapshot.items.id(slot)) else {
                return;
            };
            let (level, key) = (self.level, entry.list_key());
            let key = ListKey { level, key, id };
            let is_kept = smallest.len() < wanted || smallest.peek() > Some(&(key, slot));
            if after.is_some_and(|after| key <= after)
                || !is_kept
                || (self.level_of)(slot) != self.level
            {
                return;
            }
            smallest.push((key, slot));
            if smallest.len() > wanted {
                smallest.pop();
            }
        });
        smallest.into_sorted_vec()
    }
}
