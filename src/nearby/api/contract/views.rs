//! What the lists answer, for the contract; the answers themselves are written from packed cards.

use serde::Serialize;
use utoipa::ToSchema;

/// A page of items.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemPage)]
pub(in crate::nearby::api) struct ItemPageView {
    /// The items.
    items: Vec<ItemView>,
    /// Continues the list; null at its end.
    next_page_token: Option<String>,
    /// Coordinate reference system of the locations.
    crs: String,
    /// What walking times rest on: `streets` or `estimate`; `none` in lists without an origin.
    basis: String,
    /// The moment that the answer speaks of.
    as_of: chrono::DateTime<chrono::Utc>,
    /// Where the search started, for searches; never the caller's own point.
    #[schema(value_type = Option<Object>)]
    origin: Option<serde_json::Value>,
    /// The filters as understood, with defaults.
    #[schema(value_type = Object)]
    effective_filters: serde_json::Value,
    /// With `count_by`: by facet, its values with their counts, most first. A facet's counts ignore its own filter.
    facet_counts: Option<std::collections::BTreeMap<String, Vec<FacetCountView>>>,
    /// Where nothing matches: what would help.
    advice: Option<AdviceView>,
}

/// A value of a facet and how many items have it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FacetCount)]
pub(in crate::nearby::api) struct FacetCountView {
    /// The value, a code of `/v1/meta`.
    value: String,
    /// How many items match and have it.
    count: u64,
}

/// What would help where nothing matches.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Advice)]
pub(in crate::nearby::api) struct AdviceView {
    /// The one filter whose removal lets most items match; null where no single removal helps.
    remove: Option<RemovalView>,
    /// The nearest item that matches every filter, beyond the limit; null where there is none, and in lists.
    nearest: Option<NearestView>,
}

/// A filter whose removal helps.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Removal)]
pub(in crate::nearby::api) struct RemovalView {
    /// The parameter.
    filter: String,
    /// How many items match without it.
    matches: u64,
}

/// How far the nearest match is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NearestMatch)]
pub(in crate::nearby::api) struct NearestView {
    /// Metres in a straight line.
    distance_m: f64,
    /// Seconds on foot.
    walk_seconds: u32,
    /// Minutes on foot, rounded up.
    walk_minutes: u32,
}

/// Why an item stands where it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Why)]
pub(in crate::nearby::api) struct WhyView {
    /// Its place on the page, from 1.
    position: u32,
    /// What the order is by, weightiest first.
    order_by: Vec<String>,
    /// Whether it is as near as the one before it, so that the day's lot decided.
    is_tie: bool,
    /// The same in words, in the reader's language.
    text: String,
}

/// The division of an item on a list; its identity, code and full name are in the item's own answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DivisionName)]
pub(in crate::nearby::api) struct DivisionNameView {
    /// Own name; null where the division is not known.
    name: Option<String>,
}

/// The pay of an opening on a list; its amounts are in the item's own answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PayText)]
pub(in crate::nearby::api) struct PayTextView {
    /// The pay as posted, in words.
    text: String,
}

/// A place or an opening on a list: what one chooses by. What says nothing is left out: a member that an item's kind
/// does not have, that is not known, or an empty list. Short identity, when it was posted or confirmed, validity, amounts
/// of pay, conditions and whom to call are in the item's own answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Item)]
pub(in crate::nearby::api) struct ItemView {
    /// Kind, see `/v1/meta`.
    kind: String,
    /// Identity.
    id: uuid::Uuid,
    /// Title.
    title: String,
    /// Division.
    division: DivisionNameView,
    /// Address in words.
    address: Option<String>,
    /// How the point is known: `seat`, `gazetteer` or `approximate`; left out where it is surveyed.
    point_basis: Option<String>,
    /// True when generated for the demo, else left out.
    is_demo: Option<bool>,
    /// Where it is, in the asked crs.
    location: crate::http::coordinates::LocationView,
    /// Straight line from the origin, metres, to a decimetre; in searches.
    distance_m: Option<f64>,
    /// Seconds on foot; in searches.
    walk_seconds: Option<u32>,
    /// Minutes on foot, rounded up; in searches.
    walk_minutes: Option<u32>,
    /// What its walking time rests on, `streets` or `estimate`, where that is not what the page's `basis` says.
    basis: Option<String>,
    /// Whether it is open at `as_of`; left out where the hours are not known or it has none.
    is_open_now: Option<bool>,
    /// Whether it is open when one who starts walking now arrives; in searches, left out as `is_open_now`.
    open_on_arrival: Option<bool>,
    /// Openings: how many further ones say the same (employer, place, kind, title, pay) and match too; left out where
    /// there are none.
    duplicates: Option<u32>,
    /// With `explain=true`: why it stands where it stands.
    why: Option<WhyView>,
    /// Places: site kind.
    site_kind: Option<String>,
    /// Places: grade.
    grade: Option<String>,
    /// Places: services.
    services: Option<Vec<String>>,
    /// Places: facets.
    facets: Option<Vec<String>>,
    /// Places: opening hours in words.
    hours_text: Option<String>,
    /// Openings: employer.
    employer: Option<String>,
    /// Openings: category.
    category: Option<String>,
    /// Openings: occupation.
    occupation: Option<String>,
    /// Openings: people wanted.
    headcount: Option<i32>,
    /// Openings: pay.
    pay: Option<PayTextView>,
    /// Openings: tags.
    tags: Option<Vec<String>>,
    /// Openings: first local day of dated work.
    starts_on: Option<chrono::NaiveDate>,
    /// Openings: last local day of dated work.
    ends_on: Option<chrono::NaiveDate>,
}
