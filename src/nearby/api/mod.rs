//! The operations answered from memory, one a file, and what they share.

mod answer;
mod bands;
mod contract;
mod list;
mod meta;
mod route;
mod search;
mod suggest;

use std::sync::Arc;

use actix_web::web::Data;
use reach::measure::Pace;

use super::live::NearbyIndex;
use crate::catalog::Catalog;
use crate::config::Profile;
use crate::divisions::Atlas;
use crate::http::page_token::PageTokens;
use crate::platform::cache::TextCache;
use crate::platform::clock::Clock;
use crate::rules::calendar::WorkCalendar;

pub(crate) use bands::get_reach;
pub(crate) use list::{list_openings, list_places};
pub(crate) use meta::get_meta;
pub(crate) use route::get_route;
pub(crate) use search::{list_nearby, search_nearby};
pub(crate) use suggest::suggest_words;

/// What the operations are answered with.
pub(crate) struct NearbyParts {
    /// The live index.
    pub(crate) index: Data<NearbyIndex>,
    /// Divisions.
    pub(crate) atlas: Arc<Atlas>,
    /// Vocabularies.
    pub(crate) catalog: Arc<Catalog>,
    /// Holidays.
    pub(crate) calendar: Arc<WorkCalendar>,
    /// Makes and reads page tokens.
    pub(crate) tokens: PageTokens,
    /// How distance becomes time.
    pub(crate) pace: Pace,
    /// The configured pace, for `/v1/meta`.
    pub(crate) walking: crate::config::WalkingConfig,
    /// The profile, for `/v1/meta`.
    pub(crate) profile: Profile,
    /// Time.
    pub(crate) clock: Clock,
    /// Areas around places and divisions.
    pub(crate) areas: TextCache,
    /// Counts by facet.
    pub(crate) counts: TextCache,
}
